// Walks pages of a running server in sizes and colours: node axe.mjs < walk.json
// The walk: { base, people: [{ login, password }], stops: [{ path, status, person, forms: [[selector, [[name, value]]]], times }], looks }
// `person` is a number among the people, or null. `path` may hold {theme} and {language}; otherwise cookies say them.
// With SHOTS=folder every page is also photographed.
import { mkdirSync, readFileSync } from "node:fs";
import { blank, cookies, evaluate, session, sideways, small, start, unfinished, violations, widen } from "./browser.mjs";

const { base, people = [], stops, looks } = JSON.parse(readFileSync(0, "utf8"));
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

/** Goes to a page, and sends its forms where some are to be sent; answers the last status. */
async function visit(page, url, { forms = [], status, times = 1 }) {
  for (let time = 0; ; time++) {
    let answer = await page.goto(url, { waitUntil: "load" });
    for (const [selector, fields] of forms) {
      const there = page.waitForNavigation({ waitUntil: "load" });
      // Where the form is not there, that is told, and nobody waits for its page any more.
      there.catch(() => {});
      await evaluate(page, `(() => {
        const form = document.querySelector(${JSON.stringify(selector)});
        if (!form) throw new Error("no form at " + location.pathname + ": " + document.querySelector("h1")?.textContent);
        for (const [name, value] of ${JSON.stringify(fields)}) {
          if (!form.elements[name]) throw new Error("no field " + name + " at " + location.pathname);
          form.elements[name].value = value;
        }
        form.noValidate = true;
        for (const box of form.querySelectorAll("[type=checkbox][required]")) box.checked = true;
        form.requestSubmit();
      })()`);
      answer = await there;
    }
    if (answer.status() === status || time + 1 >= times) return answer.status();
  }
}

// Pages are loaded once for each kind of window and colour; among the windows of a kind they are only made wider.
const rounds = [];
for (const [width, theme] of looks) {
  const same = rounds.find((it) => it.theme === theme && (it.widths[0] < 600) === (width < 600));
  if (same) same.widths.push(width);
  else rounds.push({ theme, widths: [width] });
}
const sessions = await Promise.all(people.map((person) => session(base, person)));
const browser = await start();
const wrong = [];
let looked = 0;

/** What is wrong with a page in one of the windows. */
async function faults(page, language, theme) {
  return [
    ...(await violations(page)),
    ...(await sideways(page)),
    ...(await small(page)),
    ...(await unfinished(page, { language, theme })),
  ];
}

async function walk({ theme, widths }, round) {
  // One window for each person: each keeps connections of its own, and a box gives one address only so many.
  const pages = new Map();
  const pageOf = async (person, language) => {
    if (!pages.has(person)) pages.set(person, await blank(browser, { width: widths[0] }));
    const page = pages.get(person);
    await cookies(page, base, { theme, lang: language, ...(person === null ? {} : { session: sessions[person] }) });
    return page;
  };
  for (const [at, stop] of stops.entries()) {
    if (stop.seldom && round !== 0 && round !== rounds.length - 1) continue;
    const person = stop.person ?? null;
    // The longer words of Kiswahili must fit as well; every page is looked at in both languages, in some of the looks each.
    const language = stop.language ?? ((at + round) % 2 ? "sw" : "en");
    const page = await pageOf(person, language);
    const url = base + stop.path.replace("{theme}", theme).replace("{language}", language);
    const whose = person === null ? "nobody" : people[person].login;
    const tell = (width, found) => wrong.push(...found.map((it) => `${url} at ${width} px, ${theme}, ${language}, ${whose}: ${it}`));
    page.complaints.length = 0;
    await widen(page, widths[0]);
    const status = await visit(page, url, stop).catch((error) => error.message);
    if (status !== stop.status) {
      tell(widths[0], [`status ${status} instead of ${stop.status}`]);
      continue;
    }
    for (const width of stop.seldom ? widths.slice(0, 1) : widths) {
      await widen(page, width);
      tell(width, await faults(page, language, theme));
      looked += 1;
      if (shots) {
        const name = `${stop.path.replace(/[^a-z0-9]+/g, "_")}-${stop.status}-${person ?? "n"}-${width}-${theme}-${language}`;
        await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
      }
    }
    // A browser tells of every answer that is a failure; here it may be meant.
    const meant = stop.status >= 400 ? /the server responded with a status of \d+/ : null;
    tell(widths.join(", "), page.complaints.filter((it) => !meant?.test(it)));
  }
  for (const page of pages.values()) await page.browserContext().close();
}

await Promise.all(rounds.map(walk));
await browser.close();
console.log(`${looked} looks at ${stops.length} pages`);
if (wrong.length || !looked) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
