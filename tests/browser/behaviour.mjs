// What a person does with keyboard and pointer on the pages: node behaviour.mjs < {"base", "samples", "people"}
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { blank, cookies, evaluate, session, start } from "./browser.mjs";

const { base, samples, people } = JSON.parse(readFileSync(0, "utf8"));
const browser = await start();
const cookie = await session(base, people[0]);
// States that a box is seldom in, or only for a moment.
const sample = (name) => `${samples}/sample/en/light/${name}`;
// With SHOTS=folder, what opens over a page is photographed too.
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
const told = (page) => evaluate(page, `document.getElementById("status").textContent`);
const until = async (page, expression) => {
  const end = Date.now() + 15_000;
  while (!(await evaluate(page, expression))) {
    if (Date.now() > end) throw new Error(`never: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const cases = {
  async "the skip link is first and leads to the content"(page) {
    await page.goto(base);
    await page.keyboard.press("Tab");
    assert.equal(await evaluate(page, "document.activeElement.className"), "skip");
    await page.keyboard.press("Enter");
    await until(page, `document.activeElement.id === "main"`);
  },
  async "a menu opens, closes by Escape and gives the focus back"(page) {
    await page.goto(base);
    await page.focus(".menu summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await evaluate(page, `document.querySelector(".menu").open && document.activeElement.tagName`), "A");
    await shot(page, "menu");
    await page.keyboard.press("Escape");
    assert.equal(await evaluate(page, `!document.querySelector(".menu").open && document.activeElement.tagName`), "SUMMARY");
  },
  async "on a phone the rest of the places is one tap away"(page) {
    await page.setViewport({ width: 320, height: 640 });
    await page.goto(`${base}/audit`);
    await page.click(".nav summary");
    assert.equal(await evaluate(page, `document.querySelectorAll(".nav details a").length`), 6);
    await shot(page, "more");
    await page.click("h1");
    assert.equal(await evaluate(page, `document.querySelector(".nav details").open`), false);
  },
  async "a question opens over the page, holds the focus and gives it back"(page) {
    await page.goto(sample("styleguide.html"));
    await page.focus("[data-dialog]");
    await page.keyboard.press("Enter");
    assert.equal(await evaluate(page, `document.querySelector("dialog").open && document.activeElement.textContent`), "Cancel");
    await shot(page, "question");
    await page.keyboard.press("Escape");
    await until(page, `!document.querySelector("dialog").open && document.activeElement.hasAttribute("data-dialog")`);
  },
  async "copying says what happened"(page) {
    await page.goto(sample("styleguide.html"));
    await page.click("[data-copy]");
    await until(page, `/Copied|Selected/.test(document.getElementById("status").textContent)`);
    // As on plain http, where there is no clipboard.
    await evaluate(page, `Object.defineProperty(navigator, "clipboard", { value: undefined })`);
    await page.click("[data-copy]");
    assert.match(await told(page), /^Selected/);
    assert.equal(await evaluate(page, "String(getSelection()).trim()"), "/import hotspotd-once.rsc");
  },
  async "a password can be shown"(page) {
    await page.goto(`${base}/login`);
    await page.click("[data-show]");
    assert.deepEqual(await evaluate(page, `[document.getElementById("f-password").type, document.querySelector("[data-show]").getAttribute("aria-pressed")]`), ["text", "true"]);
  },
  async "a form is sent once, and its button says so"(page) {
    await page.goto(`${base}/login`);
    await page.type("#f-login", "amina");
    await page.type("#f-password", "correct horse battery");
    await evaluate(page, `window.sent = 0; document.addEventListener("submit", (e) => { if (!e.defaultPrevented) { window.sent++; } e.preventDefault(); })`);
    await evaluate(page, `(() => { const button = document.querySelector("main form .btn-p"); button.click(); button.click(); })()`);
    await until(page, `document.querySelector("main form .btn-p").textContent === "Working…"`);
    assert.equal(await evaluate(page, "window.sent"), 1);
  },
  async "a job's steps arrive by the stream, and the result gets the focus"(page) {
    await page.goto(sample("jobs/show.html"));
    await until(page, `document.title.startsWith("Put back")`);
    await until(page, `document.activeElement.hasAttribute("data-focus")`);
    assert.equal(await told(page), "Put back");
    assert.equal(await evaluate(page, `document.querySelectorAll("h1").length`), 1);
  },
  async "where the stream breaks, the steps are asked for"(page) {
    await page.goto(sample("jobs/broken.html"));
    await until(page, `document.title.startsWith("Put back")`);
    assert.equal(await told(page), "Put back");
    page.complaints.length = 0;
  },
};

let failed = 0;
for (const [name, act] of Object.entries(cases)) {
  const page = await blank(browser);
  if (!act.name.includes("password") && !act.name.includes("sent once")) await cookies(page, base, { session: cookie });
  try {
    await act(page);
    assert.deepEqual(page.complaints, []);
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED: ${name}: ${error.message}`);
  }
  await page.browserContext().close();
}
await browser.close();
process.exit(failed ? 1 : 0);
