// The Now page alive: every text and number comes from the server; this only puts them in their places.

import { follow } from "./live.js";
import { sendForms } from "./requests.js";
import { placeLoads } from "./seat_map.js";

const ANSWER_MS = 10000;
const page = document.querySelector("[data-now]");
const announcement = page.querySelector("[data-announce]");
const answer = page.querySelector("[data-answer]");
const unreachable = page.querySelector("[data-unreachable]");
let answerTimer = null;

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

function say(text, ok = true) {
  if (!text) return;
  write(answer, text);
  answer.classList.toggle("not-done", !ok);
  clearTimeout(answerTimer);
  answerTimer = setTimeout(() => write(answer, ""), ANSWER_MS);
}

// What a person who does not see the page hears: a prompt, a slide's beginning, a question, the link's loss; not every minute's change.
let announced = {};
function announce(text) {
  for (const name of ["prompt", "slide", "doubt", "link"]) {
    const told = Boolean(text[name]);
    if (told && !announced[name]) announcement.textContent = [text[name], text[`${name}_reason`] ?? text[`${name}_hint`]].join(" ");
    announced[name] = told;
  }
}

function place(state) {
  unreachable.hidden = true;
  page.classList.toggle("stale", state.stale);
  document.title = `${state.text.title} · ChairPi`;
  for (const element of page.querySelectorAll("[data-text]")) write(element, state.text[element.dataset.text]);
  for (const element of page.querySelectorAll("[data-if]")) element.toggleAttribute("hidden", !state.text[element.dataset.if]); // SVG has no .hidden
  for (const button of page.querySelectorAll("[data-target-s]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.targetS) === state.stand_after_s));
  }
  page.querySelector("[data-progress]").setAttribute("width", `${state.progress_percent}%`);
  announce(state.text);
  if (!still) placeLoads(page, state.picture);
}

// Motion: as the system asks for it, until this device's user says otherwise.
const motion = page.querySelector("[data-motion]");
let still = (localStorage.getItem("motion") ?? (matchMedia("(prefers-reduced-motion: reduce)").matches ? "still" : "moving")) === "still";

function showMotion() {
  page.classList.toggle("moving", !still);
  if (!motion) return;
  motion.hidden = false;
  motion.querySelector("button").textContent = still ? "Start motion" : "Stop motion";
  motion.querySelector("span").hidden = !still;
}

motion?.querySelector("button").addEventListener("click", () => {
  still = !still;
  localStorage.setItem("motion", still ? "still" : "moving");
  showMotion();
});

function lose() {
  unreachable.hidden = false;
  page.classList.add("stale");
}

showMotion();
sendForms({ answered: (reply) => say(reply.text, reply.ok), unreachable: lose });
follow({
  hello: ({ layout }) => layout && layout !== page.dataset.layout && location.reload(), // another chair: another picture
  now: place,
  event: ({ text }) => say(text),
  unreachable: lose,
});
