// Keys, live updates and copying. Everything else works without this file.
"use strict";

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const isField = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// --- what only works with this script is shown by it ------------------------------------------------------------------

const showControls = () => {
  for (const control of all(".hint, .moves")) control.hidden = false;
  for (const button of all("button.copy")) button.hidden = !navigator.clipboard;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

// --- keys, each with a button or link of its own ----------------------------------------------------------------------

const move = (step) => {
  const hits = all("li.hit");
  if (!hits.length) return;
  const at = hits.findIndex((hit) => hit.classList.contains("current"));
  const next = Math.min(hits.length - 1, Math.max(0, at + step));
  hits.forEach((hit, place) => hit.classList.toggle("current", place === next));
  hits[next].querySelector("a.open").focus({ preventScroll: true });
  hits[next].scrollIntoView({ block: "nearest" });
};

const press = (selector) => {
  const target = one(selector);
  if (target) target.click();
};

const keys = {
  "/": () => { const field = one("#query"); field.focus(); field.select(); },
  "j": () => move(1),
  "k": () => move(-1),
  "n": () => press("#next-hit"),
  "N": () => press("#previous-hit"),
  "?": () => one("#keys").togglePopover(),
  "Escape": () => press("#back"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isField(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Escape" && one(":popover-open")) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-key]");
  if (button) keys[button.dataset.key]();
});

// --- live updates: results change while one writes, and the address with them -----------------------------------------

const replace = (selector, next) => one(selector).replaceWith(next.querySelector(selector));

// What is new of a page; the results come before the facets, so they are shown before those are there.
const show = (html, { whole }) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement && document.activeElement.id;
  const parted = one("#results") && next.querySelector("#results");
  if (!whole && !parted) return;
  document.title = next.title;
  if (parted) {
    replace("#results", next);
    if (whole) replace(".side", next);
  } else {
    replace("#content", next);
  }
  if (whole) replace("nav .tabs", next);
  if (focused !== "query") one("#query").value = next.querySelector("#query").value;
  showControls();
  const again = focused && document.getElementById(focused);
  if (again && again !== document.activeElement) again.focus({ preventScroll: true });
};

let turn = 0;

const load = async (address, { typed }) => {
  const mine = ++turn;
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (mine !== turn || (typed && !response.ok)) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let html = "";
  let shown = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (mine !== turn) return;
    if (done) break;
    html += value;
    if (!shown && html.includes('<aside class="side"')) {
      shown = true;
      show(html, { whole: false });
    }
  }
  show(html, { whole: true });
  if (typed) history.replaceState(null, "", response.url);
  else history.pushState(null, "", response.url);
};

const addressOf = (form, submitter) => {
  const pairs = [...new FormData(form, submitter)].filter(([, value]) => value !== "");
  const address = new URL(form.action);
  address.search = new URLSearchParams(pairs);
  return address;
};

const isLive = (form) => form && form.method === "get" && new URL(form.action).pathname === "/search" && location.pathname === "/search";

document.addEventListener("submit", (event) => {
  if (!isLive(event.target)) return;
  event.preventDefault();
  clearTimeout(waiting);
  load(addressOf(event.target, event.submitter), { typed: false });
});

let waiting = 0;

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!isLive(form) || form.id !== "ask") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (form.elements.query.value.trim()) load(addressOf(form), { typed: true });
  }, 200);
});

addEventListener("popstate", (event) => { if (!location.hash) location.reload(); });

showControls();
