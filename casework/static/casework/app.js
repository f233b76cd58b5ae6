/* Comforts on top of pages that work without any script. Plain DOM, no build step, nothing inline, no eval. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

  /* ── focus: after a swap to the first error or the new heading ── */
  let quiet = false;
  const focusIn = (box) => {
    const order = ["[role=alert][data-focus]", ".bad [aria-invalid=true]", ".bad[tabindex]", "[data-focus]", "h2[tabindex], h1[tabindex]"];
    const first = order.map((selector) => $(selector, box)).find(Boolean);
    if (first) first.focus({ preventScroll: false });
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.requestConfig && event.detail.requestConfig.elt;
    quiet = Boolean(asked && asked.closest("[data-quiet], [data-row]"));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare();
    if (quiet) return;
    const box = event.detail.elt && event.detail.elt.isConnected ? event.detail.elt : document.getElementById("main");
    focusIn(box);
  });

  /* ── the server did not answer ── */
  const offline = $("#offline"), failed = $("#failed");
  const show = (box, on) => { if (box) box.hidden = !on; };
  window.addEventListener("offline", () => show(offline, true));
  window.addEventListener("online", () => show(offline, false));
  const trouble = (event) => {
    const asked = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (asked && asked.closest(".bell, #figures")) return;
    if (navigator.onLine) show(failed, true); else show(offline, true);
  };
  document.addEventListener("htmx:sendError", trouble);
  document.addEventListener("htmx:timeout", trouble);
  document.addEventListener("htmx:responseError", trouble);
  document.addEventListener("htmx:afterOnLoad", () => { show(failed, false); show(offline, false); });

  /* ── typed text is not lost by accident; a form is sent once ── */
  let typed = false, leaving = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]:not([data-guard=drafted])")) typed = true; });
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (button && button.dataset.confirm && !window.confirm(button.dataset.confirm)) { event.preventDefault(); return; }
    if (form.method === "dialog" || event.defaultPrevented) return;
    if (form.dataset.sent === "yes" && !form.hasAttribute("hx-post")) { event.preventDefault(); return; }
    leaving = true;
    if (form.matches("[data-guard], .login-in form")) { form.dataset.sent = "yes"; window.setTimeout(() => { delete form.dataset.sent; }, 8000); }
  });
  document.addEventListener("htmx:afterRequest", () => { leaving = false; typed = Boolean($("form[data-guard]:not([data-guard=drafted])")) && typed; });
  window.addEventListener("beforeunload", (event) => {
    if (typed && !leaving && $("form[data-guard]:not([data-guard=drafted])")) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { $$("form[data-sent]").forEach((form) => delete form.dataset.sent); leaving = false; });

  /* ── menus close when one looks elsewhere ── */
  document.addEventListener("click", (event) => {
    $$("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const keys = event.target.closest("a[data-keys], button[data-keys]");
    if (keys && dialog()) { event.preventDefault(); dialog().showModal(); }
  });
  const dialog = () => { const box = $("dialog#keys"); return box && box.showModal ? box : null; };

  /* ── a call's length on this page ── */
  const began = Date.now();
  const tick = () => {
    const box = $("[data-timer]");
    if (!box) return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    box.textContent = String(Math.floor(seconds / 60)).padStart(2, "0") + ":" + String(seconds % 60).padStart(2, "0");
  };
  if ($("[data-timer]")) window.setInterval(tick, 1000);

  /* ── the place search: arrow down goes into the list, Enter takes the only place ── */
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest && event.target.closest("[data-places]");
    if (!box || event.isComposing) return;
    const options = $$("#places input[type=radio]");
    if (event.key === "ArrowDown" && options.length) {
      event.preventDefault();
      const one = options.find((option) => option.checked) || options[0];
      one.checked = true;
      one.focus();
      one.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (options.length && !options.some((option) => option.checked)) {
        options[0].checked = true;
        options[0].dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  });

  /* ── the queue: boxes, the bar below, the current row ── */
  const rows = () => $$("[data-queue] [data-row]");
  let current = -1, last = -1;
  const boxOf = (row) => (row ? $("input[name=pick]", row) : null);
  const mark = (index) => {
    const all = rows();
    if (!all.length) return;
    current = Math.max(0, Math.min(all.length - 1, index));
    all.forEach((row, place) => row.classList.toggle("cur", place === current));
    const link = $("[data-open]", all[current]);
    if (link) link.focus({ preventScroll: true });
    all[current].scrollIntoView({ block: "nearest" });
  };
  const prepare = () => {
    const boxes = $$("input[name=pick]"), bar = $("[data-bulk-bar]");
    rows().forEach((row) => row.classList.toggle("sel", Boolean(boxOf(row) && boxOf(row).checked)));
    const n = boxes.filter((box) => box.checked).length;
    if (bar) {
      bar.classList.toggle("has", n > 0);
      const count = $("[data-bulk-count]", bar);
      if (count) count.textContent = count.dataset.one + n;
    }
    const whole = $("[data-pick-all]");
    if (whole) { whole.checked = n > 0 && n === boxes.length; whole.indeterminate = n > 0 && n < boxes.length; }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) $$("input[name=pick]").forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-pick-all], input[name=pick]")) prepare();
  });
  document.addEventListener("reset", () => window.setTimeout(prepare, 0));
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) { const all = rows(); current = all.indexOf(row); all.forEach((one) => one.classList.toggle("cur", one === row)); }
  });

  /* ── single keys: never in a field, never while composing, never with a modifier ── */
  let waitsForGo = 0;
  const inField = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const pick = (from, to) => {
    const all = rows(), on = !(boxOf(all[to]) && boxOf(all[to]).checked);
    for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) { const box = boxOf(all[at]); if (box) box.checked = from === to ? on : true; }
    last = to;
    prepare();
  };
  const open = (link) => { if (link) { link.click(); return true; } return false; };
  const go = { q: "/queue", b: "/board", i: "/inbox" };
  const actions = {
    j: () => (rows().length ? (mark(current + 1), true) : open($("[data-next]"))),
    k: () => (rows().length ? (mark(current < 0 ? 0 : current - 1), true) : open($("[data-prev]"))),
    x: () => (current >= 0 && rows()[current] ? (pick(current, current), true) : false),
    X: () => (current >= 0 && rows()[current] ? (pick(last < 0 ? current : last, current), true) : false),
    Enter: () => (document.activeElement === document.body && current >= 0 ? open($("[data-open]", rows()[current])) : false),
    c: () => (current >= 0 && rows()[current] ? open($("[data-claim]", rows()[current])) : false),
    m: () => { const move = $("[data-moves] .moves .btn"); if (move) { move.scrollIntoView({ block: "center" }); move.focus(); } return Boolean(move); },
    e: () => {
      const why = $("#clocks details.why");
      if (!why) return false;
      why.open = !why.open;
      $("summary", why).focus();
      return true;
    },
    g: () => { waitsForGo = Date.now(); return true; },
    "/": () => { const find = $("[data-find], #q"); if (find) { find.focus(); find.select(); } return Boolean(find); },
    "?": () => { if (dialog()) dialog().showModal(); return Boolean(dialog()); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = $("details.menu[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); return; }
      if (event.isComposing || (inField(event.target) && event.target.value)) return;
      const cancel = $("[data-cancel]");
      if (cancel && !$("dialog[open]")) { event.preventDefault(); cancel.click(); }
      return;
    }
    if (root.dataset.keys !== "on" || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (inField(event.target) || $("dialog[open]")) return;
    if (waitsForGo && Date.now() - waitsForGo < 1500 && go[event.key]) {
      waitsForGo = 0;
      event.preventDefault();
      window.location.assign(go[event.key]);
      return;
    }
    const act = Object.hasOwn(actions, event.key) ? actions[event.key] : null;
    if (act && act()) event.preventDefault();
  });

  /* ── what was shown for five minutes is covered again on screens that stay open ── */
  window.setInterval(() => {
    $$("[data-until]").forEach((box) => { if (Date.now() > Date.parse(box.dataset.until)) window.location.reload(); });
  }, 10000);

  prepare();
  const start = $("main [role=alert][data-focus], main .bad [aria-invalid=true]") || $("#move-form [data-focus]") || $("main h1[data-focus]");
  if (start) start.focus();
})();
