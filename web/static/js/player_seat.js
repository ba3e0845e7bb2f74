// What the chair sees while somebody exercises: whether somebody sits. It counts the time off the seat, and no more.

import { follow } from "./live.js";
import { _ } from "./words.js";

const GAP_MS = 3000; // older than this a word of the chair says nothing about now, as chairpi/dashboard/feed/live.py has it

export function watchSeat(line, isRunning, offSeatMs) {
  let heardMs = null, wasEmpty = false;
  const seat = { offSeatMs };

  function show(text) {
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
  }

  function hear({ occupancy, stale }) {
    const nowMs = performance.now();
    const known = !stale && occupancy !== "unknown";
    const isEmpty = known && occupancy === "vacant";
    if (known && isRunning()) {
      seat.offSeatMs ??= 0;
      if (wasEmpty && heardMs !== null) seat.offSeatMs += Math.min(nowMs - heardMs, GAP_MS);
    }
    heardMs = known ? nowMs : null;
    wasEmpty = isEmpty && isRunning();
    show(!known ? _("The chair cannot tell just now whether somebody sits.") : isEmpty ? _("The chair sees: the seat is empty.") : _("The chair sees: somebody sits."));
  }

  follow({ hello: () => {}, now: hear, event: () => {}, unreachable: () => show(_("The chair is not heard just now; the player needs it for nothing.")) });
  return seat;
}
