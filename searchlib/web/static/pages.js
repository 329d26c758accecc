// Keys, live updates and copying. Everything else works without this file.
"use strict";

const one = (selector) => document.querySelector(selector);
const writing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// --- copying ---------------------------------------------------------------------------------------------------------

const showCopying = () => {
  for (const button of document.querySelectorAll("button.copy")) button.hidden = !navigator.clipboard;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

// --- keys ------------------------------------------------------------------------------------------------------------

const move = (step) => {
  const links = [...document.querySelectorAll("a.open")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(links.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step))];
  next.focus();
  next.closest("li").scrollIntoView({ block: "nearest" });
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
  if (writing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Escape" && one(":popover-open")) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

// --- live updates: the results change while one writes, and the address with them --------------------------------------

let asked = 0;

const replaceContent = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement && document.activeElement.id;
  document.title = next.title;
  one("#content").replaceChildren(...next.querySelector("#content").childNodes);
  one("nav .tabs").replaceWith(next.querySelector("nav .tabs"));
  showCopying();
  const again = focused && document.getElementById(focused);
  if (again && again !== document.activeElement) again.focus({ preventScroll: true });
};

const load = async (address, { keep }) => {
  const turn = ++asked;
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let html = "";
  let shown = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (turn !== asked) return;
    if (done) break;
    html += decoder.decode(value, { stream: true });
    if (!shown && html.includes('<aside class="side"')) {
      shown = true;
      replaceContent(html);
    }
  }
  replaceContent(html);
  if (keep === "push") history.pushState(null, "", response.url);
  if (keep === "replace") history.replaceState(null, "", response.url);
};

const addressOf = (form, submitter) => {
  const pairs = [...new FormData(form, submitter)].filter(([, value]) => value !== "");
  const address = new URL(form.action);
  address.search = new URLSearchParams(pairs);
  return address;
};

const isLive = (form) => form.method === "get" && new URL(form.action).pathname === "/search" && location.pathname === "/search";

document.addEventListener("submit", (event) => {
  if (!isLive(event.target)) return;
  event.preventDefault();
  load(addressOf(event.target, event.submitter), { keep: "push" });
});

let waiting = 0;
const soon = (form) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { if (form.elements.query.value.trim()) load(addressOf(form), { keep: "replace" }); }, 200);
};

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.id === "ask" && isLive(form)) soon(form);
});

addEventListener("popstate", () => location.reload());

showCopying();
