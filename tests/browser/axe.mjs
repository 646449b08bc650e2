// Walks pages of a running server in sizes and colours: node axe.mjs BASE PATH…
// With SHOTS=folder every page is also photographed. With COOKIE=name=value one is signed in.
// A path may hold {theme}, which becomes light or dark; otherwise the cookie `theme` says it.
import { mkdirSync } from "node:fs";
import { blank, sideways, small, start, violations } from "./browser.mjs";

const [base, ...paths] = process.argv.slice(2);
const looks = [[320, "light"], [320, "dark"], [360, "dark"], [1280, "light"], [1280, "dark"]];
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const browser = await start();
const wrong = [];
let looked = 0;
await Promise.all(looks.map(async ([width, theme]) => {
  const page = await blank(browser, { width });
  const cookies = [`theme=${theme}`, process.env.COOKIE].filter(Boolean).map((it) => it.split("="));
  await page.browserContext().setCookie(...cookies.map(([name, value]) => ({ name, value, domain: new URL(base).hostname })));
  for (const path of paths) {
    const url = base + path.replace("{theme}", theme);
    page.complaints.length = 0;
    const answer = await page.goto(url, { waitUntil: "load" });
    const found = [
      ...(answer.status() >= 400 ? [`status ${answer.status()}`] : []),
      ...(await violations(page)),
      ...(await sideways(page)),
      ...(await small(page)),
      ...page.complaints,
    ];
    looked += 1;
    wrong.push(...found.map((it) => `${url} at ${width} px, ${theme}: ${it}`));
    if (shots) await page.screenshot({ path: `${shots}/${path.replace(/[^a-z]+/g, "_")}-${width}-${theme}.png`, fullPage: true });
  }
  await page.browserContext().close();
}));
await browser.close();
console.log(`${looked} looks at ${paths.length} pages`);
if (wrong.length || !looked) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
