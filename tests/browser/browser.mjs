// A real browser: started, taken to pages, asked what is wrong with them.
// Needs BROWSER_MODULES (the folder given to ./install) and CHROMIUM (default /usr/bin/chromium).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const modules = createRequire(`${process.env.BROWSER_MODULES}/node_modules/`);
const puppeteer = modules("puppeteer-core");
const axeSource = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

/** Starts the browser. Without a sandbox, since tests may run as root; it sees loopback only. */
export async function start() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion"],
  });
}

/** A fresh page of a size. What its console, its scripts and its policy complain about gathers in `page.complaints`. */
export async function blank(browser, { width = 1280, height = 800 } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  await widen(page, width, height);
  page.cdp = await page.createCDPSession();
  return page;
}

/** Makes the window so wide; below 600 px it is that of a phone. The page is loaded again only where it becomes a phone or no longer is one. */
export async function widen(page, width, height = 800) {
  const phone = width < 600;
  if (page.viewport()?.width === width) return;
  await page.setViewport({ width, height, isMobile: phone, hasTouch: phone });
}

/** Evaluates in the page although its policy forbids eval: the policy stays on for the page itself. */
export async function evaluate(page, expression) {
  const { result, exceptionDetails } = await page.cdp.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
    allowUnsafeEvalBlockedByCSP: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
  return result.value;
}

/** What axe finds against WCAG 2.2 AA and good practice, one line each. */
export async function violations(page) {
  if (!(await evaluate(page, "!!window.axe"))) await evaluate(page, axeSource);
  const found = await evaluate(page, `axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
    selectors: false,
  }).then((result) => result.violations.flatMap((it) => it.nodes.map((node) =>
    it.id + ": " + node.html.slice(0, 160) + " " + (node.any[0]?.message || it.help))))`);
  return found;
}

/** What sticks out sideways; empty where nothing does. A phone's window grows with what sticks out, so it is not asked for its width. */
export async function sideways(page) {
  const { width } = page.viewport();
  return evaluate(page, `(() => {
    const root = document.scrollingElement;
    if (Math.max(root.scrollWidth, document.body.scrollWidth, innerWidth) <= ${width}) return [];
    return ["the page is " + Math.max(root.scrollWidth, innerWidth) + " px wide", ...[...document.querySelectorAll("body *")]
      // What is fixed to the window is as wide as the rest makes it; some things scroll by themselves.
      .filter((it) => it.getBoundingClientRect().right > ${width} + 1 && !it.closest(".nav, .tabs, .diff, .scroll, pre"))
      .slice(0, 8).map((it) => "sticks out to " + Math.round(it.getBoundingClientRect().right) + ": " + it.outerHTML.slice(0, 120))];
  })()`);
}

/** Targets of a finger that are smaller than 24 px in a direction and are no links within text. */
export async function small(page) {
  return evaluate(page, `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
    .filter((it) => { const box = it.getBoundingClientRect();
      return box.width > 1 && getComputedStyle(it).display !== "inline" && !it.classList.contains("skip") && (box.width < 24 || box.height < 24); })
    .map((it) => "smaller than 24 px: " + it.outerHTML.slice(0, 120))`);
}

/** Signs of a page that is not finished: texts without their values, another language or other colours than asked for. */
export async function unfinished(page, { language, theme }) {
  return evaluate(page, `(() => {
    const found = [];
    const root = document.documentElement;
    if (root.lang !== "${language}") found.push("the page says lang=" + root.lang);
    if (root.dataset.theme && root.dataset.theme !== "${theme}") found.push("the page has the colours " + root.dataset.theme);
    if (!document.title.trim() || document.querySelectorAll("h1").length !== 1) found.push("a page has a title and one h1");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent;
      if (/\\{[a-z_]+\\}|undefined|\\bNaN\\b|\\[object/.test(text) && !texts.currentNode.parentElement.closest("pre, code, textarea, script")) found.push("unfinished text: " + text.trim());
    }
    return found;
  })()`);
}

/** Signs somebody in; answers their cookie's value. */
export async function session(base, { login, password }) {
  const answer = await fetch(`${base}/login`, { method: "POST", body: new URLSearchParams({ login, password }), redirect: "manual" });
  const cookie = answer.headers.getSetCookie().find((it) => it.startsWith("session="));
  if (!cookie) throw new Error(`${login} could not sign in: ${answer.status}`);
  return cookie.split(";")[0].slice("session=".length);
}

/** Gives a page cookies of this server. */
export async function cookies(page, base, values) {
  const domain = new URL(base).hostname;
  await page.browserContext().setCookie(...Object.entries(values).map(([name, value]) => ({ name, value, domain })));
}
