// A step of the first run alive: what the chair measures now, and a reload when a capture has come to its end.
// Without this file the same page is looked at again by its link.

import { follow } from "./live.js";
import { mover, placeLoads } from "./seat_map.js";

const live = document.querySelector("[data-setup-live]");
const capture = document.querySelector("[data-takes]");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const move = live && mover(live);
let captures = capture?.hasAttribute("data-capturing");

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

function place(state) {
  for (const element of document.querySelectorAll("main [data-text]")) write(element, state.text[element.dataset.text] ?? "");
  if (live) placeLoads(live, state.picture);
  if (!capture || state.stale) return;
  const isRunning = state.capturing_s !== null, nTakes = state.reference?.takes_mm?.length ?? 0;
  if ((captures && !isRunning) || nTakes !== Number(capture.dataset.takes)) location.reload();
  captures = isRunning;
}

follow({
  hello: ({ layout }) => {
    if (live && layout && layout !== live.dataset.layout) location.reload(); // another chair has another picture
  },
  now: place,
  loads: (loads) => !isCalm && move?.(loads),
  event: ({ event }) => {
    if (capture && event === "refused") location.reload();
  },
  unreachable: () => {},
});
