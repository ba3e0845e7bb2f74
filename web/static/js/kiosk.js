// The page for a wall alive: every text comes from the server; this puts it in its place and keeps the screen on.

import { follow } from "./live.js";
import { keepAwake } from "./player_awake.js";
import { mover, placeLoads } from "./seat_map.js";
import { _ } from "./words.js";

const SLOW_MS = 10000;
const page = document.querySelector("[data-kiosk]");
const announcement = page.querySelector("[data-announce]");
const unreachable = page.querySelector("[data-unreachable]");
const move = mover(page);
const isSlow = matchMedia("(prefers-reduced-motion: reduce)").matches;
let drawnAt = 0, announced = "";

function isDue() {
  if (isSlow && Date.now() - drawnAt < SLOW_MS) return false;
  drawnAt = Date.now();
  return true;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

function place(state) {
  const { text } = state;
  unreachable.hidden = true;
  page.classList.toggle("stale", state.stale);
  document.title = `${text.title} · ChairPi`;
  for (const element of page.querySelectorAll("[data-text]")) write(element, text[element.dataset.text]);
  for (const element of page.querySelectorAll("[data-if]")) element.toggleAttribute("hidden", !text[element.dataset.if]); // SVG has no .hidden
  page.querySelector("[data-progress]").setAttribute("width", `${state.progress_percent}%`);
  const news = text.prompt || text.link;
  if (news && news !== announced) announcement.textContent = news;
  announced = news;
  if (isDue()) placeLoads(page, state.picture);
}

// The whole screen, where the browser can; it also gives the way back.
const whole = document.querySelector("[data-whole-screen]");
whole.hidden = !document.fullscreenEnabled;
whole.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
document.addEventListener("fullscreenchange", () => (whole.textContent = document.fullscreenElement ? _("Leave full screen") : _("Full screen")));

keepAwake(true, () => {});
follow({
  hello: ({ layout }) => layout && layout !== page.dataset.layout && location.reload(), // another chair has another picture
  now: place,
  loads: (loads) => !isSlow && move(loads),
  event: () => {},
  unreachable: () => {
    unreachable.hidden = false;
    page.classList.add("stale");
  },
});
