// What pages weigh on the wire, with their headers: node budget.mjs < {"base", "people"}
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { blank, cookies, session, start } from "./browser.mjs";

const FIRST = { bytes: 40_000, requests: 5 };
const LATER = 10_000;

const { base, people } = JSON.parse(readFileSync(0, "utf8"));
const browser = await start();
const page = await blank(browser);
// Signed in, and nothing was ever loaded.
await cookies(page, base, { session: await session(base, people[0]) });
await page.cdp.send("Network.enable");
let bytes = 0, requests = 0;
page.cdp.on("Network.loadingFinished", (it) => { bytes += it.encodedDataLength; });
page.cdp.on("Network.requestWillBeSent", (it) => { requests += it.request.url.startsWith("http") ? 1 : 0; });

async function weigh(path) {
  [bytes, requests] = [0, 0];
  const answer = await page.goto(base + path, { waitUntil: "networkidle0" });
  assert.equal(answer.status(), 200, path);
  console.log(`| \`${path}\` | ${bytes} bytes | ${requests} requests |`);
  return { bytes, requests };
}

const wrong = [];
const first = await weigh("/");
if (first.bytes > FIRST.bytes || first.requests > FIRST.requests) wrong.push(`the first page: ${first.bytes} bytes, ${first.requests} requests`);
// A job's page brings one script of its own the first time, that of live steps, unless it is over.
for (const path of ["/routers", "/routers/1", "/routers/1/changes", "/routers/2/changes", "/routers/1/jobs", "/jobs", "/jobs/1", "/"]) {
  const later = await weigh(path);
  if (later.bytes > LATER) wrong.push(`${path}: ${later.bytes} bytes`);
}
assert.deepEqual(page.complaints, []);
await browser.close();
assert.deepEqual(wrong, []);
