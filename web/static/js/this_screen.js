// What this screen does when a prompt comes, chosen here and kept in this browser only: a tone, a notification, and a screen that stays awake.
// A browser allows tones only after a tap, and the rest only over HTTPS; each line says what is possible here.

import { Sound } from "./player_sound.js";
import { _ } from "./words.js";

const card = document.querySelector("[data-this-screen]");
const sound = new Sound();
const version = import.meta.url.match(/\/static\/v(\w+)\//)?.[1];
let worker = null, lock = null; // the service worker, by which Chrome on Android wants its notifications made
let isTapped = false;

const kept = {
  get: (name) => {
    try {
      return localStorage.getItem(`screen-${name}`) === "on";
    } catch {
      return false; // a browser that keeps nothing
    }
  },
  set: (name, isOn) => {
    try {
      localStorage.setItem(`screen-${name}`, isOn ? "on" : "off");
    } catch {
      // It holds for as long as the page is open.
    }
  },
};
const wanted = { sound: kept.get("sound"), notify: kept.get("notify"), awake: kept.get("awake") };

const needsHttps = !isSecureContext;
const hasNotifications = "Notification" in window && !needsHttps;

function soundWords() {
  if (!wanted.sound) return _("A short tone when a prompt comes, while this page is open.");
  return isTapped ? _("A short tone comes with each prompt.") : _("A tone comes with each prompt once you have tapped anywhere on this page.");
}

function notifyWords() {
  if (needsHttps) return _("Browsers show notifications only over HTTPS.");
  if (!hasNotifications) return _("This browser has no notifications here. On an iPhone or iPad, add ChairPi to the home screen first.");
  if (Notification.permission === "denied") return _("This browser was told not to show any from here; its settings for this site change that.");
  return wanted.notify
    ? _("A notification comes when you look at something else, within about a minute. This page has to stay open.")
    : _("When a prompt comes while you look at something else. Nothing leaves the house.");
}

function awakeWords() {
  if (needsHttps) return _("Browsers keep the screen awake only over HTTPS. Set its own time longer.");
  if (!navigator.wakeLock) return _("This browser cannot keep the screen awake. Set its own time longer.");
  if (wanted.awake) return lock ? _("The screen stays on while this page is seen.") : _("This device saves power just now, and lets the screen go dark.");
  return _("For a screen that shows the chair all day.");
}

const PARTS = {
  sound: { can: () => true, words: soundWords },
  notify: { can: () => hasNotifications && Notification.permission !== "denied", words: notifyWords },
  awake: { can: () => !needsHttps && Boolean(navigator.wakeLock), words: awakeWords },
};

function show() {
  for (const [name, part] of Object.entries(PARTS)) {
    const line = card.querySelector(`[data-screen="${name}"]`), button = line.querySelector("button"), can = part.can();
    button.setAttribute("aria-pressed", String(can && wanted[name]));
    button.disabled = !can;
    line.querySelector("[data-words]").textContent = part.words();
  }
  card.querySelector("[data-needs-https]").hidden = !needsHttps;
}

async function keepAwake() {
  if (!wanted.awake || lock || document.hidden || !PARTS.awake.can()) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => {
      lock = null; // the browser ends it with every hidden tab
      show();
    });
    if (!wanted.awake) await lock.release();
  } catch {
    // The words say so.
  }
  show();
}

const changed = {
  sound: () => {
    sound.turn(wanted.sound);
    sound.wake();
    sound.play("next"); // so that it is known how it will sound
  },
  notify: async () => {
    if (wanted.notify && Notification.permission === "default") await Notification.requestPermission();
    if (Notification.permission !== "granted") choose("notify", false);
  },
  awake: () => (wanted.awake ? keepAwake() : lock?.release()),
};

function choose(name, isOn) {
  wanted[name] = isOn;
  kept.set(name, isOn);
}

async function notify(title, body) {
  const options = { body, tag: "chairpi-prompt", icon: `/static/v${version}/icons/chairpi-192.png`, lang: document.documentElement.lang };
  try {
    if (worker?.active) return await worker.showNotification(title, options);
    new Notification(title, options).addEventListener("click", () => focus());
  } catch {
    // A browser that changed its mind; the page itself still shows the prompt.
  }
}

// Told by the page with every state; a prompt has a number of its own. The first state is no news: the page has just been opened.
let told;
export function promptShown(number, title, reason) {
  const before = told;
  told = number || before || 0;
  if (before === undefined || told === before) return;
  if (wanted.sound) sound.play("next");
  if (wanted.notify && document.hidden && PARTS.notify.can()) notify(title, reason);
}

function wakeSound() {
  isTapped = true;
  sound.wake();
  show();
}

if (card) {
  card.hidden = false;
  sound.turn(wanted.sound);
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, wakeSound, { once: true });
  for (const name of Object.keys(PARTS)) {
    card.querySelector(`[data-screen="${name}"] button`).addEventListener("click", async () => {
      choose(name, !wanted[name]);
      await changed[name]();
      show();
    });
  }
  document.addEventListener("visibilitychange", keepAwake);
  keepAwake();
  show();
}

if (isSecureContext && "serviceWorker" in navigator && version) {
  navigator.serviceWorker.register(`/service-worker.js?v=${version}`).then((registration) => (worker = registration), () => {});
}
