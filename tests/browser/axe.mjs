// Walks pages of a running server in sizes and colours: node axe.mjs < walk.json
// The walk: { base, people: [{ login, password }], stops: [{ path, status, person, forms: [[selector, [[name, value]]]], times }], looks }
// `person` is a number among the people, or null. `path` may hold {theme} and {language}; otherwise cookies say them.
// With SHOTS=folder every page is also photographed.
import { mkdirSync, readFileSync } from "node:fs";
import { blank, cookies, evaluate, session, sideways, small, start, unfinished, violations } from "./browser.mjs";

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

const sessions = await Promise.all(people.map((person) => session(base, person)));
const browser = await start();
const wrong = [];
let looked = 0;
await Promise.all(looks.map(async ([width, theme], look) => {
  const contexts = new Map();
  // One window for each person and language.
  const pageOf = async (person, language) => {
    const key = `${person} ${language}`;
    if (!contexts.has(key)) {
      const page = await blank(browser, { width });
      await cookies(page, base, { theme, lang: language, ...(person === null ? {} : { session: sessions[person] }) });
      contexts.set(key, page);
    }
    return contexts.get(key);
  };
  for (const [at, stop] of stops.entries()) {
    if (stop.seldom && look !== 0 && look !== looks.length - 1) continue;
    // The longer words of Kiswahili must fit as well; every page is looked at in both languages, in some of the looks each.
    const language = stop.language ?? ((at + look) % 2 ? "sw" : "en");
    const page = await pageOf(stop.person ?? null, language);
    const url = base + stop.path.replace("{theme}", theme).replace("{language}", language);
    page.complaints.length = 0;
    const status = await visit(page, url, stop).catch((error) => error.message);
    const told = stop.status >= 400 ? /the server responded with a status of \d+/ : null;
    const found = status !== stop.status ? [`status ${status} instead of ${stop.status}`] : [
      ...(await violations(page)),
      ...(await sideways(page)),
      ...(await small(page)),
      ...(await unfinished(page, { language, theme })),
      // A browser tells of every answer that is a failure; here it is meant.
      ...page.complaints.filter((it) => !told?.test(it)),
    ];
    looked += 1;
    wrong.push(...found.map((it) => `${url} at ${width} px, ${theme}, ${language}, ${stop.person === null ? "nobody" : people[stop.person]?.login}: ${it}`));
    if (shots) {
      const name = `${stop.path.replace(/[^a-z0-9]+/g, "_")}-${stop.status}-${stop.person ?? "n"}-${width}-${theme}-${language}`;
      await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
    }
  }
  for (const page of contexts.values()) await page.browserContext().close();
}));
await browser.close();
console.log(`${looked} looks at ${stops.length} pages`);
if (wrong.length || !looked) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
