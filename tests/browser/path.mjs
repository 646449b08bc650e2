// What a new user does, from the set-up code to a router that was put back: node path.mjs < told.json
// told: { base, code, how: mouse|phone|keyboard|plain, router: { host, port, pin, somebody } }; a POST to `somebody` makes
// another client change the router.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { blank, evaluate, sideways, start } from "./browser.mjs";
import { finger, keyboard, mouse, until } from "./hands.mjs";

const { base, code, how, router } = JSON.parse(readFileSync(0, "utf8"));
const plain = how === "plain";
const browser = await start();
const page = await blank(browser, how === "phone" ? { width: 360, height: 740 } : {});
if (plain) await page.setJavaScriptEnabled(false);
const hand = { mouse, plain: mouse, phone: finger, keyboard }[how](page);
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
let count = 0;

const text = () => evaluate(page, "document.body.innerText");
const path = () => new URL(page.url()).pathname;

/** Presses what leads to another page, and waits for it. */
async function go(selector, where) {
  await until(page, `document.readyState === "complete"`);
  await evaluate(page, "window.old = true");
  await hand.press(selector);
  await until(page, `!window.old && document.readyState === "complete"`);
  count += 1;
  if (shots) await page.screenshot({ path: `${shots}/${how}-${String(count).padStart(2, "0")}.png`, fullPage: how !== "phone" });
  assert.match(path(), where, `after ${selector}: ${await text()}`);
  assert.deepEqual(await sideways(page), []);
}

/** Looks on while a job is done; answers how many different states were seen. */
async function watch() {
  const states = new Set();
  await evaluate(page, "window.same = true");
  for (;;) {
    const [done, ended] = await evaluate(page, `[document.querySelectorAll(".steps .done").length, !!document.querySelector("[data-ended]")]`);
    states.add(done);
    if (ended) break;
    if (plain) await page.reload();
    else await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // No page was loaded: the steps came by themselves.
  if (!plain) assert.equal(await evaluate(page, "window.same"), true);
  return states.size;
}

// The box: code, owner, business, network.
await page.goto(base);
assert.equal(path(), "/setup/start");
await hand.type("[name=code]", code);
await go("main form .btn-p", /^\/setup\/owner$/);
await hand.type("[name=name]", "Achieng");
await hand.type("[name=login]", "achieng");
await hand.type("[name=password]", "the lake is calm today");
await go("main form .btn-p", /^\/setup\/business$/);
await hand.type("[name=name]", "Umoja WiFi");
await hand.type("[name=phone]", "0712 345 678");
await hand.type("[name=town]", "Kisumu");
await go("main form .btn-p", /^\/setup\/network$/);
await go("main form .btn-p", /^\/setup\/router$/);

// The router: where it is, what it is, its certificate's fingerprint, its name.
await go("main a[href='/routers/new']", /^\/routers\/new$/);
await hand.type("[name=address]", `${router.host}:${router.port}`);
await hand.type("[name=user]", "admin");
await hand.tick("[name=way][value=login]");
await hand.tick("[name=tls][value=tls]");
await go("main form .btn-p", /^\/routers\/new$/);
assert.ok((await text()).replace(/[\s:]/g, "").toLowerCase().includes(router.pin.replaceAll(":", "").toLowerCase()), `the fingerprint ${router.pin} is not shown: ${await text()}`);
await hand.type("[name=name]", "Kahawa Café");
await go("main form .btn-p", /^\/routers\/1\/hotspot$/);

// What it shall be, what would change, and the change.
await go("main form .btn-p", /^\/routers\/1\/changes$/);
assert.ok(await evaluate(page, `document.querySelectorAll(".diff .add").length`) > 20, await text());
for (const name of ["take_over", "sure"]) {
  if (await evaluate(page, `!!document.querySelector("[name=${name}]")`)) await hand.tick(`[name=${name}]`);
}
await go("form[action$='/apply'] .btn-p", /^\/jobs\/\d+$/);
const seen = await watch();
assert.ok(plain || seen > 2, `only ${seen} states of the job were seen`);
assert.ok(await evaluate(page, `!!document.querySelector(".alert.ok")`), await text());
if (!plain) await until(page, `document.activeElement.hasAttribute("data-focus")`);
await go("main .btn-p", /^\/routers\/1$/);

// Somebody changes the router; it is seen, and put back.
assert.equal((await fetch(router.somebody, { method: "POST" })).status, 200);
await go("form[action$='/check'] button", /^\/routers\/1$/);
assert.ok(await evaluate(page, `!!document.querySelector(".head .state.warn, .head .warn")`), await text());
await go("main a[href='/routers/1/changes'], .head a[href='/routers/1/changes']", /^\/routers\/1\/changes$/);
for (const name of ["take_over", "sure"]) {
  if (await evaluate(page, `!!document.querySelector("[name=${name}]")`)) await hand.tick(`[name=${name}]`);
}
await go("form[action$='/apply'] .btn-p", /^\/jobs\/\d+$/);
await watch();
assert.ok(await evaluate(page, `!!document.querySelector(".alert.ok")`), await text());
await go("main .btn-p", /^\/routers\/1$/);
await go("form[action$='/check'] button", /^\/routers\/1$/);
assert.ok(await evaluate(page, `!document.querySelector(".head .warn")`), await text());

if (how === "keyboard") {
  // A question opens over the page, holds the focus and gives it back.
  await hand.press("[data-dialog]");
  await until(page, `document.querySelector("dialog").open && document.querySelector("dialog").contains(document.activeElement)`);
  await page.keyboard.press("Escape");
  await until(page, `!document.querySelector("dialog").open && document.activeElement.hasAttribute("data-dialog")`);
  // The skip link comes first and leads to the content.
  await page.goto(`${base}/routers`);
  await page.keyboard.press("Tab");
  assert.equal(await evaluate(page, "document.activeElement.className"), "skip");
  await page.keyboard.press("Enter");
  await until(page, `document.activeElement.id === "main"`);
}
assert.deepEqual(page.complaints, []);
console.log(`${how}: ${count} pages`);
await browser.close();
