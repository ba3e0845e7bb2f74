// Tones and speech. Browsers allow both only after a tap, so `wake` is called from one.

import { _ } from "./words.js";

const TONES = { tick: [392, 0.08, 0.12], next: [528, 0.15, 0.6], over: [660, 0.15, 1.2] }; // Hz, volume, length in s

export class Sound {
  isOn = false;
  #audio = null;

  wake() {
    if (!this.isOn) return;
    this.#audio ??= new AudioContext();
    if (this.#audio.state === "suspended") this.#audio.resume();
  }

  turn(isOn) {
    this.isOn = isOn;
    if (isOn) return;
    this.#audio?.close();
    this.#audio = null;
  }

  play(name) {
    if (!this.#audio) return;
    const [hz, loud, lengthS] = TONES[name], begin = this.#audio.currentTime;
    const tone = this.#audio.createOscillator(), volume = this.#audio.createGain();
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(loud, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + lengthS);
    tone.connect(volume).connect(this.#audio.destination);
    tone.start(begin);
    tone.stop(begin + lengthS);
  }
}

const language = document.documentElement.lang;

export class Voice {
  isOn = false;

  // A voice that speaks the page's language; another one would read its words as if they were its own.
  get #own() {
    const voices = "speechSynthesis" in window ? speechSynthesis.getVoices() : [];
    const own = voices.filter(({ lang }) => lang.replace("_", "-").split("-")[0].toLowerCase() === language);
    return own.find((voice) => voice.default) ?? own.find((voice) => voice.localService) ?? own[0];
  }

  get isThere() { return this.#own !== undefined; }

  // Why it says nothing; empty where it speaks.
  get whyNot() {
    if (this.isThere) return "";
    return "speechSynthesis" in window && speechSynthesis.getVoices().length > 0
      ? _("This browser has no voice that speaks this language; the tones work without one.")
      : _("This browser has no voice of its own; the tones work without one.");
  }

  turn(isOn) {
    this.isOn = isOn;
    if (!isOn) this.hush();
  }

  hush() { if ("speechSynthesis" in window) speechSynthesis.cancel(); }

  // What is said now is what counts: it takes the place of what is still being said.
  say(text) {
    if (!this.isOn || !this.isThere || !text) return;
    this.hush();
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.voice = this.#own;
    spoken.lang = language; // also where the browser takes another voice all the same
    speechSynthesis.speak(spoken);
  }

  // For small words in between: they wait for nobody, and are left out while something else is said.
  add(text) { if (this.isOn && this.isThere && !speechSynthesis.speaking) this.say(text); }
}
