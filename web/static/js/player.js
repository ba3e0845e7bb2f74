// The player: leads through a routine. The list below it holds everything and stays complete without this.

import { keepAwake } from "./player_awake.js";
import { placeOf, switchOf } from "./player_memory.js";
import { Run } from "./player_run.js";
import { Screen } from "./player_screen.js";
import { watchSeat } from "./player_seat.js";
import { Sound, Voice } from "./player_sound.js";
import { _, ngettext } from "./words.js";

const TICK_MS = 100, KEEP_EACH_MS = 1000, LAST_S = 3;
const player = document.querySelector("[data-player]");
const part = (name) => player.querySelector(`[data-${name}]`);
const button = (name) => player.querySelector(`[data-do="${name}"]`);
const end = document.querySelector("[data-end]"), form = end.querySelector("form"), stop = document.querySelector("[data-stop]");
const { phases, steps } = JSON.parse(player.dataset.script);
const place = placeOf(player.dataset);
const kept = place.read();
const run = new Run(phases, kept);
const sound = new Sound(), voice = new Voice();
const screen = new Screen(player, steps, run, (cue) => voice.add(cue));
const seat = watchSeat(part("seat"), () => run.isRunning, kept?.offSeatMs);
let isTold = kept?.isTold ?? false; // the chair knows that the routine began
let isEnding = kept?.isEnding ?? false;
let isSent = false; // somebody without a diary said how it was, and the place is forgotten
let timer = null, counted = null, keptMs = 0;

function keep() {
  if (isSent || !(run.isBegun || run.isRunning)) return;
  keptMs = performance.now();
  place.keep({ ...run.kept, offSeatMs: seat.offSeatMs, isTold, isEnding });
}

// One line for those who listen: to a screen reader, and to the voice.
function say(text) {
  screen.say(text);
  voice.say(text);
}

function show() {
  if (run.isOver || isEnding) finish();
  else screen.showPhase();
}

// The last seconds of a phase, and each repetition, for those who do not look.
function countAloud() {
  const { doing } = run.phase;
  const number = doing === "reps" ? run.rep : Math.ceil(run.leftMs / 1000);
  const key = `${run.at}:${number}`;
  if (key === counted) return;
  const isFirst = doing === "reps" && number === 1;
  counted = key;
  if ((doing !== "reps" && number > LAST_S) || number < 1 || isFirst) return;
  sound.play("tick");
  voice.add(String(number));
}

function announce() {
  const { doing, step, spoken } = run.phase;
  sound.play("next");
  screen.say(spoken);
  voice.say(doing === "ready" ? `${spoken} ${steps[step].instructions[0]}` : spoken);
}

function tick() {
  const came = run.pass(performance.now());
  if (came === "asleep") {
    pause();
    return screen.tell(_("This page was asleep for a while. Your place is kept: go on when you are ready."));
  }
  if (came) {
    if (came === "next") announce();
    keep();
    return show();
  }
  if (performance.now() - keptMs > KEEP_EACH_MS) keep();
  countAloud();
  screen.showTime();
}

function start() {
  sound.wake();
  screen.tell("");
  const isFirst = !run.isBegun;
  run.start(performance.now());
  timer ??= setInterval(tick, TICK_MS);
  keepAwake(true, (text) => Object.assign(part("awake"), { textContent: text, hidden: false }));
  if (!isTold) tellChair();
  show();
  if (isFirst) {
    player.scrollIntoView({ block: "start" });
    button("go").focus({ preventScroll: true });
    announce();
  } else {
    const { words, doing, reps } = run.phase, leftS = Math.ceil(run.leftMs / 1000);
    if (doing === "reps") say(_("Going on: %(phase)s, %(rep)s of %(reps)s.", { phase: words, rep: run.rep, reps }));
    else say(ngettext("Going on: %(phase)s, %(num)s second left.", "Going on: %(phase)s, %(num)s seconds left.", leftS, { phase: words }));
  }
  keep();
}

function pause() {
  run.pause();
  clearInterval(timer);
  timer = null;
  voice.hush();
  keepAwake(false, () => {});
  keep();
  if (run.isOver || isEnding) return;
  show();
  screen.say(_("Paused."));
}

// The chair then keeps its prompts back. Whether it is there or not changes nothing here.
function tellChair() {
  isTold = true;
  fetch(form.dataset.startAddress, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
}

function move(how) {
  run[how]();
  screen.tell("");
  if (!run.isOver && run.isRunning) {
    run.start(performance.now());
    announce();
  } else if (!run.isOver) {
    screen.say(run.phase.spoken);
  }
  keep();
  show();
}

function lengthen(sign) {
  run.lengthen(sign);
  const { doing, reps, lengthMs } = run.phase;
  if (doing === "reps") screen.say(ngettext("%(num)s time.", "%(num)s times.", reps));
  else screen.say(ngettext("%(num)s second.", "%(num)s seconds.", Math.round(lengthMs / 1000)));
  keep();
  show();
}

// "How was it?", with what was done ticked; what a person says otherwise counts.
function finish() {
  const wasShown = !player.hidden;
  if (timer !== null) {
    isEnding = true;
    pause();
  }
  isEnding = true;
  if (run.isOver) sound.play("over");
  player.hidden = true;
  screen.clear();
  const worked = new Set([...run.worked].map((step) => steps[step].exercise_id));
  for (const box of form.querySelectorAll("[name=worked]")) box.checked = worked.has(box.value);
  form.elements.length_s.value = (run.activeMs / 1000).toFixed(1);
  form.elements.off_seat_s.value = seat.offSeatMs === undefined || seat.offSeatMs === null ? "" : (seat.offSeatMs / 1000).toFixed(1);
  player.after(end);
  end.hidden = end.querySelector("[data-return-line]").hidden = false;
  if (wasShown) end.focus();
  voice.say(_("Well done. How was it?"));
  keep();
}

function comeBack() {
  isEnding = false;
  if (run.isOver) run.goToStep(steps.length - 1);
  end.hidden = true;
  player.hidden = false;
  show();
  keep();
  button("go").focus();
}

function flip(name, thing) {
  const isOn = !thing.isOn;
  thing.turn(isOn);
  switchOf(name).keep(isOn);
  button(name).setAttribute("aria-pressed", String(isOn));
  if (name === "sound") {
    sound.wake();
    sound.play("next");
  } else {
    noteVoice();
    voice.say(_("Voice on."));
  }
}

function noteVoice() {
  const why = voice.isOn ? voice.whyNot : "";
  Object.assign(part("voice-note"), { textContent: why, hidden: !why });
}

const doings = {
  go: () => (run.isRunning ? pause() : start()),
  back: () => move("back"),
  skip: () => move("skip"),
  repeat: () => move("repeat"),
  less: () => lengthen(-1),
  more: () => lengthen(1),
  sound: () => flip("sound", sound),
  voice: () => flip("voice", voice),
  end: finish,
  stop: () => {
    stop.open = true;
    stop.querySelector("summary").focus();
  },
};
for (const [name, act] of Object.entries(doings)) button(name)?.addEventListener("click", act);
end.querySelector("[data-return]").addEventListener("click", comeBack);

// Once it has begun, keys that are no letters work wherever nothing else has the focus: before that they scroll the page. Letters work
// only within the player, so that they disturb nobody's own keys.
const KEYS = { " ": "go", ArrowRight: "skip", ArrowLeft: "back", ArrowUp: "more", ArrowDown: "less", r: "repeat", s: "sound", v: "voice", Escape: "stop" };
document.addEventListener("keydown", (press) => {
  const name = KEYS[press.key.length === 1 ? press.key.toLowerCase() : press.key];
  const target = press.target, isWithin = player.contains(target);
  if (!name || player.hidden || press.ctrlKey || press.metaKey || press.altKey || stop.open) return;
  if (!isWithin && (!run.isBegun || target !== document.body || /^[a-z]$/i.test(press.key))) return;
  if (press.key === " " && target.closest("button, summary, a")) return; // there it presses what has the focus
  press.preventDefault();
  if (!(press.repeat && name === "go")) doings[name]();
});

stop.addEventListener("toggle", () => {
  if (!stop.open) return;
  if (run.isRunning) pause();
  if (!run.isOver) stop.querySelector("[data-stop-exercise]").value = steps[run.phase.step].exercise_id;
});

// The diary knows of it then, and the next run is another one; without a diary this is where the run ends.
for (const sent of player.dataset.sitter ? [] : [form, stop.querySelector("form")]) {
  sent.addEventListener("submit", () => {
    isSent = true;
    place.forget();
  });
}
addEventListener("pagehide", keep);

for (const [name, thing] of [["sound", sound], ["voice", voice]]) {
  thing.turn(switchOf(name).read());
  button(name).setAttribute("aria-pressed", String(thing.isOn));
}
if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", noteVoice);
noteVoice();
end.hidden = true;
player.hidden = isEnding;
if (kept && run.isBegun && !isEnding) screen.tell(_("You were here. Go on when you are ready."));
show();
// A prompt's button was the tap that starts it; a reload, or the way back, is none.
if (player.dataset.prompt && !kept && !["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type)) start();
