// The calibration page alive. Live numbers are put in their places; when anything else changes, the page's own HTML is fetched anew.
// Without this file the same page works by forms and, while it measures, by reloading itself.

import { placeLoads } from "./seat_map.js";

const POLL_MS = 1000;
const main = document.querySelector("main");
const announcement = document.body.appendChild(document.createElement("p"));
announcement.className = "unseen";
announcement.setAttribute("role", "status");
const open = new Set(); // what this device's user has unfolded, also while a measurement hides it
let timer = null, turn = 0;

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function show(html, { asked }) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const focused = main.contains(document.activeElement);
  for (const details of main.querySelectorAll("details[id]")) details.open ? open.add(details.id) : open.delete(details.id);
  main.replaceChildren(...fresh.querySelector("main").childNodes);
  document.title = fresh.title;
  for (const id of open) main.querySelector(`#${id}`)?.setAttribute("open", "");
  const step = main.querySelector("[data-step]");
  if (asked || focused) step?.focus({ preventScroll: !asked });
  const refused = main.querySelector(".note.not-done");
  if (asked && refused) {
    refused.scrollIntoView({ block: "center" });
    announcement.textContent = refused.textContent;
  }
}

function place(state) {
  placeLoads(main, state.picture);
  for (const element of main.querySelectorAll("[data-live]")) write(element, state[element.dataset.live]);
  main.querySelector("[data-progress]")?.setAttribute("width", `${state.progress_percent}%`);
}

function reachable(yes) {
  main.querySelector("[data-unreachable]")?.toggleAttribute("hidden", yes);
}

async function look() {
  clearTimeout(timer);
  const page = main.querySelector("[data-calibrate]");
  if (!page || document.hidden) return;
  const mine = ++turn;
  try {
    const state = await (await fetch("/api/v1/calibration", { cache: "no-store" })).json();
    if (mine !== turn) return; // something was asked meanwhile, whose answer counts
    if (state.key !== page.dataset.key) {
      const html = await (await fetch(location.pathname, { cache: "no-store" })).text();
      if (mine !== turn) return;
      show(html, { asked: false });
      announcement.textContent = state.said ?? state.text;
    } else if (state.ok) {
      place(state);
    }
    reachable(true);
  } catch {
    if (mine !== turn) return;
    reachable(false);
  }
  timer = setTimeout(look, POLL_MS);
}

main.addEventListener("submit", async (submit) => {
  if (!submit.target.matches('[action^="/calibrate/"], [data-stay]')) return; // it leads to another page
  submit.preventDefault();
  clearTimeout(timer);
  const mine = ++turn;
  try {
    const body = new URLSearchParams(new FormData(submit.target, submit.submitter));
    const html = await (await fetch(submit.target.action, { method: "POST", body })).text();
    if (mine !== turn) return;
    show(html, { asked: true });
  } catch {
    reachable(false);
  }
  timer = setTimeout(look, POLL_MS);
});

document.addEventListener("visibilitychange", look);
addEventListener("pageshow", (shown) => shown.persisted && look());
look();
