// Ways to use a page: with the mouse, with a finger, with nothing but the keyboard. Each knows press, type and tick.
import assert from "node:assert/strict";
import { evaluate } from "./browser.mjs";

const quoted = (selector) => JSON.stringify(selector);

/** Waits until the page says so; the page is asked by the debugger, so its policy and its scripts do not matter. */
export async function until(page, expression, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    // Between two pages there is nothing to ask.
    const found = await evaluate(page, expression).catch(() => false);
    if (found) return found;
    if (Date.now() > end) {
      const text = await evaluate(page, "document.title + ': ' + document.body.innerText").catch(() => "");
      throw new Error(`never at ${page.url()}: ${expression}\n${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a click would hit must be the thing itself, not something that lies over it. */
async function uncovered(page, selector) {
  await until(page, `(() => {
    const it = document.querySelector(${quoted(selector)});
    if (!it) return false;
    it.scrollIntoView({ block: "center" });
    const box = it.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return hit && (it.contains(hit) || hit.contains(it));
  })()`);
}

/** A pointer: `hit` is page.click or page.tap. */
function pointer(page, hit) {
  const at = async (selector) => {
    await uncovered(page, selector);
    await hit(selector);
  };
  return {
    press: at,
    async type(selector, text) {
      await at(selector);
      await evaluate(page, `document.querySelector(${quoted(selector)}).select()`);
      await page.keyboard.type(text);
    },
    tick: at,
  };
}

export const mouse = (page) => pointer(page, (selector) => page.click(selector));
export const finger = (page) => pointer(page, (selector) => page.tap(selector));

/** Nothing but the keyboard. On the way every stop must be visible, marked, and in the order of the page. */
export function keyboard(page) {
  const reach = async (selector) => {
    await until(page, `document.querySelector(${quoted(selector)})`);
    // From the top, as somebody who has just come to the page; without a script the page cannot be told to.
    let last = "";
    for (let stops = 0; stops < 400; stops++) {
      await page.keyboard.press("Tab");
      const [there, name, fault] = await evaluate(page, `(() => {
        const it = document.activeElement, body = document.body;
        if (!it || it === body) { window.lastStop = null; return [false, "", ""]; }
        const name = it.outerHTML.slice(0, 120);
        const style = getComputedStyle(it), box = it.getBoundingClientRect();
        const faults = [];
        const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
        if (!ring) faults.push("the focus is not to be seen");
        if (box.width < 1 || box.bottom < 1 || box.top > innerHeight) faults.push("the focus is outside of the window");
        const last = window.lastStop;
        if (last && last.isConnected && last !== it && !(last.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push("the focus goes back: from " + last.outerHTML.slice(0, 80));
        window.lastStop = it;
        return [it.matches(${quoted(selector)}), name, faults.join("; ")];
      })()`);
      assert.equal(fault, "", `${page.url()}: ${fault}: ${name}`);
      if (there) return;
      last = name || last;
    }
    throw new Error(`${page.url()}: the keyboard does not get to ${selector}; last it was at ${last}`);
  };
  return {
    reach,
    async press(selector) {
      await reach(selector);
      await page.keyboard.press("Enter");
    },
    async type(selector, text) {
      await reach(selector);
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await page.keyboard.type(text);
    },
    async tick(selector) {
      const radio = await evaluate(page, `document.querySelector(${quoted(selector)}).type === "radio" && document.querySelector(${quoted(selector)}).name`);
      if (!radio) {
        await reach(selector);
        await page.keyboard.press("Space");
        return;
      }
      await reach(`input[type=radio][name="${radio}"]`);
      for (let more = 0; more < 10; more++) {
        if (await evaluate(page, `document.querySelector(${quoted(selector)}).checked`)) return;
        await page.keyboard.press("ArrowDown");
      }
      throw new Error(`the arrow keys do not get to ${selector}`);
    },
  };
}
