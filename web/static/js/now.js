// The Now page alive: every text and number comes from the server; this only puts them in their places.

import { follow } from "./live.js";
import { sendForms } from "./requests.js";
import { mover, placeLoads } from "./seat_map.js";
import { promptShown } from "./this_screen.js";
import { _ } from "./words.js";

const ANSWER_MS = 10000, OWN_WORDS_MS = 3000, SLOW_MS = 10000;
const page = document.querySelector("[data-now]");
const announcement = page.querySelector("[data-announce]");
const answer = page.querySelector("[data-answer]");
const unreachable = page.querySelector("[data-unreachable]");
let answerTimer = null, answeredAt = 0;

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

// What a person who does not see the page hears: a prompt, a notice, a slide's beginning, a question, the link's loss; not every minute's change.
let announced = {};
function announce(text) {
  const names = ["prompt", "notice", "suggest", "slide", "doubt", "link"];
  const news = names.filter((name) => text[name] && !announced[name]);
  if (news.length) announcement.textContent = news.map((name) => `${text[name]} ${text[`${name}_reason`] ?? text[`${name}_hint`]}`).join(" ");
  announced = Object.fromEntries(names.map((name) => [name, Boolean(text[name])]));
}

// What stands in the state at a path such as "prompt.number".
const at = (state, path) => path.split(".").reduce((part, name) => part?.[name], state);

// What stays as it is, is not touched: even an equal attribute would have the browser look at its style anew.
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function press(selector, isPressed) {
  for (const button of page.querySelectorAll(selector)) set(button, "aria-pressed", String(isPressed(button)));
}

function place(state) {
  unreachable.hidden = true;
  page.classList.toggle("stale", state.stale);
  const title = `${state.text.title} · ChairPi`;
  if (document.title !== title) document.title = title;
  for (const element of page.querySelectorAll("[data-text]")) write(element, state.text[element.dataset.text]);
  for (const element of page.querySelectorAll("[data-if]")) element.toggleAttribute("hidden", !state.text[element.dataset.if]); // SVG has no .hidden
  for (const element of page.querySelectorAll("[data-unless]")) element.toggleAttribute("hidden", Boolean(state.text[element.dataset.unless]));
  for (const field of page.querySelectorAll("[data-value]")) field.value = at(state, field.dataset.value) ?? "";
  press("[data-target-s]", (button) => Number(button.dataset.targetS) === state.prompts.chosen_target_s);
  press("[data-sitter]", (button) => button.dataset.sitter === String(state.sitter_id ?? ""));
  for (const button of page.querySelectorAll("[data-put-off-s]")) button.hidden = !state.prompts.put_off_s.includes(Number(button.dataset.putOffS));
  page.querySelector("[data-balance-bar]").hidden = state.balance_percent === null;
  set(page.querySelector("[data-balance]"), "cx", `${state.balance_percent ?? 50}%`);
  set(page.querySelector("[data-progress]"), "width", `${state.progress_percent}%`);
  announce(state.text);
  promptShown(state.prompt?.number, state.text.prompt, state.text.prompt_reason);
  if (motionIs === "moving" || isDue()) placeLoads(page, state.picture);
}

// Motion: as this device's user chose; else slow where the system asks for less of it, so that it is a picture now and then.
const motion = page.querySelector("[data-motion]");
const chosen = () => {
  try {
    return localStorage.getItem("motion");
  } catch {
    return null; // a browser that keeps nothing
  }
};
const move = mover(page);
let motionIs = chosen() ?? (matchMedia("(prefers-reduced-motion: reduce)").matches ? "slow" : "moving"), drawnAt = 0;

// Whether a slow picture is to be drawn anew.
function isDue() {
  if (motionIs !== "slow" || Date.now() - drawnAt < SLOW_MS) return false;
  drawnAt = Date.now();
  return true;
}

function showMotion() {
  if (!motion) return;
  motion.hidden = false;
  motion.querySelector("button").textContent = motionIs === "moving" ? _("Stop motion") : _("Start motion");
  const words = motion.querySelector("span");
  words.hidden = motionIs === "moving";
  words.textContent = motionIs === "slow" ? _("The picture changes every ten seconds.") : _("The picture stands still.");
}

motion?.querySelector("button").addEventListener("click", () => {
  motionIs = motionIs === "moving" ? "still" : "moving";
  showMotion();
  try {
    localStorage.setItem("motion", motionIs);
  } catch {
    // It holds for as long as the page is open.
  }
});

function lose() {
  unreachable.hidden = false;
  page.classList.add("stale");
}

showMotion();
sendForms({
  answered: (reply) => {
    answeredAt = Date.now();
    say(reply.text, reply.ok);
  },
  unreachable: lose,
});
follow({
  hello: ({ layout, sitters_key: sitters }) => {
    // Another chair has another picture, and other people have other buttons.
    if ((layout && layout !== page.dataset.layout) || (sitters && sitters !== page.dataset.sitters)) location.reload();
  },
  now: place,
  loads: (loads) => motionIs === "moving" && move(loads),
  event: ({ text }) => Date.now() - answeredAt > OWN_WORDS_MS && say(text), // the answer to a button says it already
  unreachable: lose,
});
