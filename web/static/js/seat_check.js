// What the seat counts, as it counts. When it is over the page is asked for anew: what came of it is the server's to say.

import { follow } from "./live.js";

const box = document.querySelector("[data-check]");
const begin = document.querySelector("[data-begin]");
const SAME_S = 0.002; // the page's figure is rounded to a thousandth

function isOurs(check) {
  const testLengthS = Number(box.dataset.testLengthS);
  return check.kind === box.dataset.kind && (testLengthS ? check.length_s === testLengthS : check.length_s !== 30);
}

function set(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function showOne(name, wanted) {
  for (const one of box.querySelectorAll(`[data-${name}]`)) one.hidden = one.dataset[name] !== wanted;
}

function show(check) {
  box.hidden = false;
  if (begin) begin.hidden = true;
  showOne("phase", check.phase);
  showOne("position", check.position);
  set(box.querySelector("[data-reps]"), String(check.reps));
  for (const held of box.querySelectorAll("[data-seconds]")) set(held, String(Math.floor(check[held.dataset.seconds])));
  set(box.querySelector("[data-left]"), String(Math.ceil(check.left_s)));
  const progress = box.querySelector("[data-progress]");
  progress.max = check.length_s;
  progress.value = check.length_s - check.left_s;
}

function hear({ seat_check: check, stale }) {
  box.querySelector("[data-silent]").hidden = !stale;
  if (stale) return;
  if (!check || !isOurs(check)) {
    if (!box.hidden) location.reload(); // the chair began anew, or counts something else by now
    return;
  }
  const isShown = box.dataset.asked !== "" && Math.abs(Number(box.dataset.asked) - check.asked_t_s) < SAME_S;
  if (check.phase !== "over") show(check);
  else if (!(isShown && box.dataset.over)) location.reload();
}

if (box) {
  follow({
    hello: () => {},
    now: hear,
    event: () => {},
    unreachable: () => { box.querySelector("[data-silent]").hidden = false; },
  });
}
