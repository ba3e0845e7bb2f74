// Keeps the screen on while the player runs, where the browser allows it, and says so where it does not.

import { _ } from "./words.js";

let lock = null, isWanted = false, tell = () => {};

const WHY_NOT = isSecureContext
  ? _("This browser cannot keep the screen on: set the screen's own time longer if it goes dark. Your place is kept.")
  : _("The screen may go dark by itself: over plain http browsers keep none on. Set its own time longer if it does; your place is kept.");

async function ask() {
  if (!isWanted || lock || document.hidden) return;
  if (!navigator.wakeLock) return tell(WHY_NOT);
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null)); // the browser ends it with every hidden tab
    tell(_("The screen stays on while the player runs."));
    if (!isWanted) lock.release();
  } catch {
    tell(_("The screen may go dark by itself: this device saves power just now. Your place is kept."));
  }
}

export function keepAwake(wanted, say) {
  isWanted = wanted;
  tell = say;
  if (wanted) ask();
  else lock?.release();
}

document.addEventListener("visibilitychange", ask);
