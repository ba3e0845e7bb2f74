// What the player shows of a run: the phase, the time, what to do, and what comes next.

import { WORK } from "./player_run.js";
import { _, ngettext, numberText } from "./words.js";

const CUE_MS = 10000; // a reminder stands for so long where there are several

export class Screen {
  #shownCue = null;
  #borrowed = null;

  constructor(player, steps, run, cueChanged) {
    Object.assign(this, { player, steps, run, cueChanged });
    this.items = [...document.querySelectorAll("[data-step]")];
    // Pictures are there once, in the list; the player borrows the one that it needs.
    this.frames = new Map([...document.querySelectorAll("[data-frame]")].map((frame) => [frame.dataset.frame, { frame, home: frame.parentElement }]));
  }

  #part(name) { return this.player.querySelector(`[data-${name}]`); }

  #write(name, text) {
    const element = this.#part(name);
    if (element.textContent !== text) element.textContent = text;
  }

  // For those who do not see it: a screen reader says what stands here.
  say(text) { this.#write("say", text); }

  // For everybody: why it stands still.
  tell(text) {
    this.#write("told", text);
    this.#part("told").hidden = !text;
  }

  clear() {
    this.#borrow(null);
    for (const item of this.items) item.classList.remove("present");
  }

  showPhase() {
    const { words, doing, step } = this.run.phase;
    this.items.forEach((item, index) => item.classList.toggle("present", index === step));
    this.#borrow(this.steps[step].exercise_id);
    this.#write("place", _("Exercise %(number)s of %(total)s", { number: step + 1, total: this.steps.length }));
    this.#write("step-name", this.steps[step].name);
    this.#write("phase", words);
    this.#write("next-up", this.#nextUp());
    this.player.dataset.doing = doing;
    this.player.classList.toggle("fresh", !this.run.isRunning && !this.run.isBegun);
    this.player.classList.toggle("paused", !this.run.isRunning && this.run.isBegun);
    this.#part('do="go"').textContent = this.run.isRunning ? _("Pause") : this.run.isBegun ? _("Go on") : _("Start");
    this.#nameSteps(doing, this.run.stepMs() / 1000);
    this.#shownCue = null;
    this.showTime();
  }

  #borrow(exerciseId) {
    if (this.#borrowed === exerciseId) return;
    const before = this.frames.get(this.#borrowed), wanted = this.frames.get(exerciseId);
    before?.home.prepend(before.frame);
    if (wanted) this.#part("figure").replaceChildren(wanted.frame);
    this.#borrowed = exerciseId;
    this.#fetchNext();
  }

  // Pictures are fetched as they come into sight; that of the next exercise already now.
  #fetchNext() {
    const next = this.steps[this.run.phase?.step + 1]?.exercise_id, image = this.frames.get(next)?.frame.querySelector("img");
    if (image) image.loading = "eager";
  }

  // The next phase, and after it the next exercise, unless this one has more rounds to come.
  #nextUp() {
    const { phases, at, phase } = this.run, next = phases[at + 1], after = this.steps[phase.step + 1]?.name;
    if (next?.step !== phase.step) return after ?? _("that was all");
    if (phases.slice(at + 2).some(({ step, doing }) => step === phase.step && WORK.includes(doing))) return next.words;
    return after ? _("%(phase)s, then %(exercise)s", { phase: next.words, exercise: after }) : _("%(phase)s, and that was all", { phase: next.words });
  }

  #nameSteps(doing, stepS) {
    const n = numberText(stepS, Number.isInteger(stepS) ? 0 : 1);
    const names = doing === "reps"
      ? { less: ["−1", _("−1: one repetition less")], more: ["+1", _("+1: one repetition more")] }
      : {
        less: [_("−%(n)s s", { n }), _("−%(n)s s: %(n)s seconds less", { n })],
        more: [_("+%(n)s s", { n }), _("+%(n)s s: %(n)s seconds more", { n })],
      };
    for (const [name, [text, label]] of Object.entries(names)) {
      this.#part(`do="${name}"`).textContent = text;
      this.#part(`do="${name}"`).setAttribute("aria-label", label);
    }
  }

  // Whole seconds, or which repetition it is: at two metres one number is enough.
  showTime() {
    const { doing, detail, lengthMs, reps } = this.run.phase;
    const leftS = Math.max(0, Math.ceil(this.run.leftMs / 1000));
    this.#write("digits", String(doing === "reps" ? this.run.rep : leftS));
    this.#write("unit", doing === "reps" ? _("of %(reps)s", { reps }) : ngettext("second", "seconds", leftS));
    this.#write("detail", this.player.classList.contains("paused") ? _("paused") : detail);
    this.#part("bar").setAttribute("width", `${lengthMs ? Math.min(100, (100 * this.run.passedMs) / lengthMs) : 100}%`);
    this.#write("left", _("about %(minutes)s min left", { minutes: Math.max(1, Math.round(this.run.leftInAllMs / 60000)) }));
    this.#showCue();
  }

  // Before and between: what to do, in full. While it goes on: one short reminder at a time, large.
  #showCue() {
    const { step, doing } = this.run.phase, { cues, instructions } = this.steps[step];
    const isWork = WORK.includes(doing) && cues.length > 0;
    const number = isWork ? Math.floor(this.run.passedMs / CUE_MS) % cues.length : -1;
    const key = `${this.run.at}:${number}`;
    if (this.#shownCue === key) return;
    const isLater = this.#shownCue !== null;
    this.#shownCue = key;
    const shown = document.createElement(isWork ? "p" : "ol");
    if (isWork) shown.textContent = cues[number];
    else shown.replaceChildren(...instructions.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    this.#part("cues").replaceChildren(shown);
    if (isLater && isWork) this.cueChanged(cues[number]);
  }
}
