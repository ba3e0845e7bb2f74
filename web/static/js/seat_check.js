// What the seat counts, as it counts: shown large, and said to those who listen. When it is over, what came of it is the server's to say:
// it is fetched and put in its place, and has the focus.

import { follow } from "./live.js";
import { ngettext } from "./words.js";

const box = document.querySelector("[data-check]");
const voice = document.querySelector("[data-say]");
const SAME_S = 0.002; // the page's figure is rounded to a thousandth
let said = { phase: "", reps: 0 };
let isFetching = false;

const isTest = () => box.dataset.testLengthS !== "";

function isOurs(check) {
  const testLengthS = Number(box.dataset.testLengthS);
  return check.kind === box.dataset.kind && (isTest() ? check.length_s === testLengthS : check.length_s !== 30);
}

function set(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function showOne(name, wanted) {
  for (const one of box.querySelectorAll(`[data-${name}]`)) one.hidden = one.dataset[name] !== wanted;
}

// "Go!" and "Over", and each hold; the stands say themselves, in their own live figure.
function say({ phase, reps, kind }) {
  if (phase !== said.phase) set(voice, box.querySelector(`[data-phase="${phase}"]`).textContent);
  else if (reps > said.reps && kind !== "sit_to_stand") set(voice, ngettext("%(num)s hold", "%(num)s holds", reps));
  said = { phase, reps };
}

function show(check) {
  box.hidden = false;
  const begin = document.querySelector("[data-begin]");
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

// What the server says of it by now; a page that has become another one, or cannot be had, is loaded anew.
async function refresh() {
  if (isFetching) return;
  isFetching = true;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const name of ["outcome", "begin"]) document.querySelector(`[data-${name}]`).replaceWith(page.querySelector(`[data-${name}]`));
    const newBox = page.querySelector("[data-check]");
    Object.assign(box.dataset, newBox.dataset);
    box.hidden = newBox.hidden;
    document.querySelector("[data-result]")?.focus();
  } catch {
    location.reload();
  } finally {
    isFetching = false;
  }
}

function hear({ seat_check: check, stale }) {
  box.querySelector("[data-silent]").hidden = !stale;
  if (stale) return;
  if (!check || !isOurs(check)) {
    if (!box.hidden) refresh(); // the chair began anew, or counts something else by now
    return;
  }
  const isShown = box.dataset.over !== "" && Math.abs(Number(box.dataset.asked) - check.asked_t_s) < SAME_S;
  if (check.phase !== "over") show(check);
  else if (!isShown) refresh();
  if (check.phase !== "over" || !isShown) say(check);
}

if (box) {
  follow({
    hello: () => {},
    now: hear,
    event: () => {},
    unreachable: () => { box.querySelector("[data-silent]").hidden = false; },
  });
}
