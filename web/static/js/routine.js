// The step timer: counts a routine's steps down and says what to do. The list below the timer holds the doses and stays complete.

const player = document.querySelector("[data-player]");
const part = (name) => player.querySelector(`[data-${name}]`);
const steps = [...document.querySelectorAll("[data-step]")];
const phases = steps.flatMap((step, index) => phasesOf(step, index));

// A step as a row of timed phases: get ready, then each round, with a rest or a change of sides in between.
function phasesOf(element, step) {
  const number = (name) => Number(element.dataset[name]);
  const sides = element.dataset.bothSides ? ["First side", "Other side"] : [""];
  const reps = number("reps"), repS = number("repS"), sets = number("sets");
  const rounds = Array.from({ length: sets }, (_, set) => sides.map((side) => ({ set, side }))).flat();
  const phases = [{ step, doing: "Get ready", lengthS: Number(player.dataset.readyS), firstOfStep: true }];
  rounds.forEach(({ set, side }, index) => {
    const words = [side, sets > 1 ? `round ${set + 1} of ${sets}` : "", reps ? `${reps} times, count along` : ""];
    if (index > 0 && number("restS") > 0) {
      phases.push({ step, doing: side && sides.length > 1 ? "Change sides" : "Rest", lengthS: number("restS") });
    }
    phases.push({ step, doing: words.filter(Boolean).join(", ") || "Hold", lengthS: reps ? reps * repS : number("holdS"), reps, repS });
  });
  return phases;
}

let at = 0; // the phase
let leftMs = phases[0].lengthS * 1000;
let endsAt = null; // when the phase ends, by the page's clock; null while paused
let tick = null;
let audio = null; // there once sound is wanted: browsers allow it only after a tap

function tone() {
  if (!audio) return;
  const sound = audio.createOscillator(), volume = audio.createGain(), begin = audio.currentTime;
  sound.frequency.value = 528;
  volume.gain.setValueAtTime(0.15, begin);
  volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.6);
  sound.connect(volume).connect(audio.destination);
  sound.start(begin);
  sound.stop(begin + 0.6);
}

function goTo(phase) {
  at = Math.min(Math.max(phase, 0), phases.length);
  leftMs = (phases[at]?.lengthS ?? 0) * 1000;
  if (endsAt !== null) endsAt = performance.now() + leftMs;
  if (at === phases.length) pause();
  showPhase();
}

function start() {
  if (at === phases.length) goTo(0);
  endsAt = performance.now() + leftMs;
  tick = setInterval(count, 200);
  showPhase();
}

function pause() {
  clearInterval(tick);
  tick = endsAt = null;
  showPhase();
}

function count() {
  leftMs = endsAt - performance.now();
  if (leftMs > 0) return showTime();
  tone();
  goTo(at + 1);
}

function showPhase() {
  const phase = phases[at];
  part("start").textContent = endsAt !== null ? "Pause" : at === phases.length ? "Once more" : leftMs < (phase.lengthS * 1000) || at > 0 ? "Go on" : "Start";
  part("back").disabled = at === 0;
  part("next").disabled = at === phases.length;
  steps.forEach((step, index) => step.classList.toggle("present", index === phase?.step));
  if (!phase) {
    part("place").textContent = "";
    part("step-name").textContent = "Well done";
    part("doing").textContent = "That was the whole routine. Enjoy the feeling for a moment.";
    part("digits").textContent = "";
    part("cues").replaceChildren();
    part("bar").setAttribute("width", "100%");
    return;
  }
  const step = steps[phase.step];
  part("place").textContent = `Step ${phase.step + 1} of ${steps.length}`;
  part("step-name").textContent = step.querySelector("[data-name]").textContent;
  const doing = endsAt === null && (at > 0 || leftMs < phase.lengthS * 1000) ? `${phase.doing} (paused)` : phase.doing;
  if (part("doing").textContent !== doing) part("doing").textContent = doing;
  part("cues").replaceChildren(...[...step.querySelectorAll("[data-cue]")].map((cue) => cue.cloneNode(true)));
  showTime();
}

// Whole seconds of a hold; of repetitions, which one it is: at two metres one number is enough.
function showTime() {
  const { lengthS, reps, repS } = phases[at];
  const passedS = lengthS - leftMs / 1000;
  part("digits").textContent = reps ? Math.min(reps, Math.floor(passedS / repS) + 1) : Math.max(0, Math.ceil(leftMs / 1000));
  part("bar").setAttribute("width", `${Math.min(100, (100 * passedS) / lengthS)}%`);
}

const startOf = (step) => phases.findIndex((phase) => phase.step === step && phase.firstOfStep);

part("start").addEventListener("click", () => (endsAt === null ? start() : pause()));
part("next").addEventListener("click", () => goTo(startOf(phases[at].step + 1) < 0 ? phases.length : startOf(phases[at].step + 1)));
part("back").addEventListener("click", () => {
  // To the step's beginning; from there, or from the end, to the step before.
  const step = phases[at]?.step ?? steps.length;
  goTo(at > startOf(step) && step < steps.length ? startOf(step) : startOf(Math.max(0, step - 1)));
});
part("sound").addEventListener("click", () => {
  const wanted = !audio;
  if (!wanted) audio.close();
  audio = wanted ? new AudioContext() : null;
  part("sound").setAttribute("aria-pressed", String(wanted));
  tone();
});

player.hidden = false;
showPhase();
