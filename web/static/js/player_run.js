// A run through a routine: which phase it is in, what is left of it, and what was done. It knows no page, no sound and no clock.

export const WORK = ["hold", "reps"];
const HOLD_STEP_MS = 5000, PAUSE_STEP_MS = 10000;
const ASLEEP_MS = 10000; // a page that has not looked at its clock for so long was asleep: nobody saw what it would count

export class Run {
  constructor(phases, kept) {
    this.phases = phases.map((phase, index) => ({ ...phase, lengthMs: kept?.lengthsMs[index] ?? 1000 * phase.length_s }));
    this.at = kept?.at ?? 0;
    this.leftMs = kept?.leftMs ?? this.phases[0].lengthMs;
    this.activeMs = kept?.activeMs ?? 0;
    this.worked = new Set(kept?.worked ?? []);
    this.seenMs = null; // when the clock was last looked at; null while paused
    this.phases.forEach((phase) => this.#count(phase));
  }

  get kept() {
    const { at, leftMs, activeMs } = this;
    return { at, leftMs, activeMs, worked: [...this.worked], lengthsMs: this.phases.map((phase) => phase.lengthMs) };
  }

  get phase() { return this.phases[this.at]; }
  get isOver() { return this.at >= this.phases.length; }
  get isRunning() { return this.seenMs !== null; }
  get isBegun() { return this.activeMs > 0 || this.at > 0; }
  get passedMs() { return this.phase.lengthMs - this.leftMs; }
  get leftInAllMs() { return this.phases.slice(this.at + 1).reduce((sum, phase) => sum + phase.lengthMs, this.isOver ? 0 : this.leftMs); }

  start(nowMs) { if (!this.isOver) this.seenMs = nowMs; }
  pause() { this.seenMs = null; }

  // Let the time go on; says "next" where a phase began by it, "over" at the end, "asleep" where it was paused instead.
  pass(nowMs) {
    const ms = nowMs - this.seenMs;
    if (ms > ASLEEP_MS) {
      this.pause();
      return "asleep";
    }
    this.seenMs = nowMs;
    this.activeMs += ms;
    this.leftMs -= ms;
    const before = this.at;
    while (!this.isOver && this.leftMs <= 0) {
      if (WORK.includes(this.phase.doing)) this.worked.add(this.phase.step);
      this.at += 1;
      this.leftMs += this.phase?.lengthMs ?? 0;
    }
    if (this.isOver) this.pause();
    return this.isOver ? "over" : this.at > before ? "next" : "";
  }

  goToStep(step) {
    const first = this.phases.findIndex((phase) => phase.step === step);
    this.at = first < 0 ? this.phases.length : first;
    this.leftMs = this.phase?.lengthMs ?? 0;
    if (this.isOver) this.pause();
  }

  skip() { this.goToStep(this.phase.step + 1); }
  back() { this.goToStep(Math.max(0, this.phase.step - 1)); }
  repeat() { this.goToStep(this.phase.step); }

  // How much longer or shorter one press makes a phase.
  stepMs(phase = this.phase) {
    return phase.doing === "reps" ? 1000 * phase.rep_s : phase.doing === "hold" ? HOLD_STEP_MS : PAUSE_STEP_MS;
  }

  // Longer (1) or shorter (-1): this phase and those like it that come; the time to get ready in all exercises, all else in this one.
  lengthen(sign) {
    const { doing, step } = this.phase, changeMs = sign * this.stepMs(), leastMs = WORK.includes(doing) ? this.stepMs() : 0;
    this.phases.forEach((phase, index) => {
      if (index < this.at || phase.doing !== doing || (phase.step !== step && doing !== "ready")) return;
      const beforeMs = phase.lengthMs;
      phase.lengthMs = Math.max(leastMs, beforeMs + changeMs);
      this.#count(phase);
      if (index === this.at) this.leftMs = Math.max(0, this.leftMs + phase.lengthMs - beforeMs);
    });
  }

  #count(phase) {
    if (phase.doing === "reps") phase.reps = Math.round(phase.lengthMs / (1000 * phase.rep_s));
  }

  // Which repetition it is, from 1 on.
  get rep() { return Math.min(this.phase.reps, Math.floor(this.passedMs / (1000 * this.phase.rep_s)) + 1); }
}
