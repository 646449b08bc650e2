// What HTML alone cannot do. Every page works without it.
(function () {
  "use strict";
  var on = function (event, act) { document.addEventListener(event, act); };
  var words = function (name) { return document.body.getAttribute("data-" + name) || ""; };
  var within = function (event, selector) { return event.target.closest ? event.target.closest(selector) : null; };

  on("click", function (event) {
    var it;
    if ((it = within(event, "[data-dialog]"))) {
      // Without a script this is a link to a page that asks the same.
      var dialog = document.getElementById(it.getAttribute("data-dialog"));
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    } else if ((it = within(event, "[data-close]"))) {
      it.closest("dialog").close();
    } else if ((it = within(event, "[data-copy]"))) {
      copy(document.getElementById(it.getAttribute("data-copy")), it);
    } else if ((it = within(event, "[data-show]"))) {
      var input = document.getElementById(it.getAttribute("data-show"));
      var shown = input.type === "password";
      input.type = shown ? "text" : "password";
      it.setAttribute("aria-pressed", shown);
    } else if ((it = within(event, "[data-dismiss]"))) {
      it.closest(".toast, .alert").remove();
    } else if (within(event, "[data-print]")) {
      window.print();
    }
    shut(event.target);
  });

  on("keydown", function (event) { if (event.key === "Escape") { shut(null); } });

  // Closes open menus, but for the one that holds the element; the focus goes back to what opened it.
  function shut(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (except && menu.contains(except)) { return; }
      var inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) { menu.querySelector("summary").focus(); }
    });
  }

  // On plain http there is no clipboard: then the text is selected, for the person to copy.
  function copy(source, button) {
    var text = "value" in source ? source.value : source.textContent;
    var select = function () {
      if (source.select) { source.select(); } else { window.getSelection().selectAllChildren(source); }
      say(words("selected"));
    };
    if (!navigator.clipboard) { return select(); }
    navigator.clipboard.writeText(text).then(function () {
      say(words("copied"));
      button.focus();
    }, select);
  }

  function say(text) { document.getElementById("status").textContent = text; }

  // One submission, one request. The button's name and value must go along, so it is disabled afterwards.
  on("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form.method === "dialog" || event.defaultPrevented || !button || form.method === "get") { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    setTimeout(function () {
      button.setAttribute("aria-disabled", "true");
      if (button.classList.contains("btn")) { button.setAttribute("data-text", button.textContent); button.textContent = words("working"); }
    });
  });
  // Back from the next page the form can be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[data-sent]").forEach(ready);
  });
  function ready(form) {
    form.removeAttribute("data-sent");
    form.querySelectorAll("[aria-disabled][data-text]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
      button.textContent = button.getAttribute("data-text");
    });
  }

  // After a part was exchanged: the title and the status line follow, and the focus goes to the heading of a result.
  on("htmx:afterSwap", function (event) { settle(event.detail.target); });
  on("htmx:sseMessage", function (event) { settle(event.target); });
  function settle(part) {
    if (!part || !part.querySelector) { return; }
    var told = part.querySelector("[data-title]"), heading = part.querySelector("[data-focus]");
    if (told) {
      document.title = told.getAttribute("data-title");
      var status = told.getAttribute("data-status") || "";
      if (document.getElementById("status").textContent !== status) { say(status); }
    }
    if (heading) { heading.focus(); }
  }
  on("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form");
    if (form) { ready(form); }
    if (event.detail.successful) { failed = 0; offline(false); }
  });

  // No answer twice in a row: say so. Two breaks of a stream: ask every two seconds instead.
  var failed = 0, broken = 0, asking = null;
  function offline(is) { var it = document.getElementById("offline"); if (it) { it.hidden = !is; } }
  on("htmx:sendError", function () { if (++failed > 1) { offline(true); } });
  on("htmx:sseError", function (event) {
    var part = document.querySelector("[data-poll]");
    if (++broken < 2 || asking || !part) { return; }
    event.target.removeAttribute("sse-connect");
    asking = setInterval(function () {
      part = document.querySelector("[data-poll]");
      if (!part || part.querySelector("[data-ended]")) { clearInterval(asking); } else if (!document.hidden) { window.htmx.trigger(part, "poll"); }
    }, 2000);
  });
})();
