// What HTML alone cannot do. Every page works without it.
(() => {
  const on = (event, act) => document.addEventListener(event, act);
  const id = (name) => document.getElementById(name);
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const words = document.body.dataset;
  const say = (text) => { id("status").textContent = text; };

  const clicks = {
    // Without a script, a link to a page that asks the same.
    dialog(it, event) {
      id(it.dataset.dialog).showModal();
      event.preventDefault();
    },
    close(it) { it.closest("dialog").close(); },
    // On plain http there is no clipboard: then the text is selected.
    copy(it) {
      const source = id(it.dataset.copy);
      const select = () => { getSelection().selectAllChildren(source); say(words.selected); };
      if (!navigator.clipboard) return select();
      navigator.clipboard.writeText(source.textContent).then(() => { say(words.copied); it.focus(); }, select);
    },
    show(it) {
      const input = id(it.dataset.show), hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      it.setAttribute("aria-pressed", hidden);
    },
  };
  on("click", (event) => {
    for (const name in clicks) {
      const it = event.target.closest(`[data-${name}]`);
      if (it) clicks[name](it, event);
    }
    shut(event.target);
  });
  on("keydown", (event) => { if (event.key === "Escape") shut(null); });

  // Closes open menus, but for the one around the element; the focus goes back.
  const shut = (except) => each("details[data-menu][open]", (menu) => {
    if (menu.contains(except)) return;
    if (menu.contains(document.activeElement)) menu.firstElementChild.focus();
    menu.open = false;
  });

  // The current one of many tabs is to be seen.
  each(".tabs [aria-current]", (tab) => { tab.closest(".tabs").scrollLeft = tab.offsetLeft - 40; });

  // One submission, one request. The button's value must go along, so it is disabled afterwards.
  on("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (event.defaultPrevented || !button || form.method !== "post") return;
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    setTimeout(() => {
      button.setAttribute("aria-disabled", "true");
      if (button.matches(".btn")) { button.dataset.text = button.textContent; button.textContent = words.working; }
    });
  });
  // Back from the next page, forms can be sent again.
  addEventListener("pageshow", () => {
    each("[data-sent]", (form) => { delete form.dataset.sent; });
    each("[aria-disabled]", (button) => {
      button.removeAttribute("aria-disabled");
      if (button.dataset.text) button.textContent = button.dataset.text;
    });
  });

  // After a part was exchanged: title and status follow, and the focus goes to a result's heading.
  const settle = (part) => {
    if (!part) return;
    const told = part.querySelector("[data-title]"), heading = part.querySelector("[data-focus]");
    if (told) {
      document.title = told.dataset.title;
      if (id("status").textContent !== told.dataset.status) say(told.dataset.status);
    }
    if (heading) heading.focus();
  };
  on("htmx:afterSwap", (event) => settle(event.detail.target));
  on("htmx:sseMessage", (event) => settle(event.target));

  // No answer twice in a row: say so. Two breaks of a stream: ask every 2 s instead.
  let failed = 0, broken = 0, asking = 0;
  const offline = (is) => each("#offline", (it) => { it.hidden = !is; });
  on("htmx:afterRequest", (event) => { if (event.detail.successful) { failed = 0; offline(false); } });
  on("htmx:sendError", () => { if (++failed > 1) offline(true); });
  on("htmx:sseError", (event) => {
    if (++broken < 2 || asking) return;
    event.target.removeAttribute("sse-connect");
    asking = setInterval(() => {
      if (document.querySelector("[data-ended]")) clearInterval(asking);
      else if (!document.hidden) each("[data-poll]", (part) => htmx.trigger(part, "poll"));
    }, 2000);
  });
})();
