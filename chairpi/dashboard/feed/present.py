"""The present state as the browser gets it: the sensor's own message, the sentences about it, and the drawing of it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

from chairpi.core.seat import BACK_UPPER
from chairpi.dashboard.days import LocalDays
from chairpi.dashboard.feed.live import LiveFeed, Snapshot
from chairpi.dashboard.feed.messages import NOTHING_KNOWN, Now, Sitter
from chairpi.dashboard.now.movement_words import balance_percent
from chairpi.dashboard.now.seat_picture import Drawing, Layout, draw, layout
from chairpi.dashboard.now.words import sentences


@dataclass(frozen=True, slots=True)
class Present:
    """What the Now page shows."""

    now: Now
    connected: bool
    stale: bool
    age_s: float | None
    text: dict[str, str]
    sitters: tuple[Sitter, ...]
    layout: Layout | None
    drawing: Drawing | None

    @property
    def progress_percent(self) -> float:
        """How much of the time to the next prompt has passed [%]; 100 while a prompt stands or a break is owed."""
        now = self.now
        if now["prompt"] or now["prompts"]["break_owed"]:
            return 100.0
        if now["next_prompt_s"] is None:
            return 0.0
        whole_s = max(now["stand_after_s"], now["next_prompt_s"])  # longer after a snooze of a fresh prompt
        return round(100 * (1 - now["next_prompt_s"] / whole_s), 1)

    @property
    def balance_percent(self) -> float | None:
        """Where the mark of the left-right balance stands [% from the left]; `None` where it is unknown."""
        return balance_percent(self.now)

    @property
    def sitters_key(self) -> str:
        """Changes when the list of sitters does: the page is then another one."""
        return json.dumps(self.sitters)

    def as_message(self) -> dict[str, object]:
        """The JSON twin of the page: the sensor's message with the age, the texts and the drawing added."""
        return {
            **self.now,
            "connected": self.connected,
            "stale": self.stale,
            "age_s": None if self.age_s is None else round(self.age_s, 1),
            "layout": self.layout.key if self.layout else "",
            "progress_percent": self.progress_percent,
            "balance_percent": self.balance_percent,
            "sitters": self.sitters,
            "sitters_key": self.sitters_key,
            "text": self.text,
            "picture": self.drawing,
        }


class Presenter:
    """Works the present state out from what was heard; once for all streams that ask for the same moment.

    Parameters
    ----------
    feed
        What was heard.
    days
        Says local times.
    """

    def __init__(self, feed: LiveFeed, days: LocalDays) -> None:
        self._feed = feed
        self._days = days
        self._lock = threading.Lock()
        self._encoded: tuple[tuple[int, bool, int], str] | None = None

    def present(self, snapshot: Snapshot | None = None) -> Present:
        """The present state, or that of a given snapshot."""
        heard = snapshot or self._feed.snapshot()
        now = heard.now or NOTHING_KNOWN
        cells = heard.hello["cells"] if heard.hello else []
        sitters = tuple(heard.hello.get("sitters", ())) if heard.hello else ()
        picture = layout(cells) if heard.hello else None
        return Present(
            now=now,
            connected=heard.connected,
            stale=heard.stale,
            age_s=heard.age_s,
            text=sentences(
                now,
                stale=heard.stale,
                age_s=heard.age_s,
                why=heard.why,
                time_of=self._days.time_of,
                moment_of=self._days.moment_of,
                sitters=sitters,
                has_upper_back=any(cell["cell"].startswith(BACK_UPPER) for cell in cells),
            ),
            sitters=sitters,
            layout=picture,
            drawing=draw(picture, now, heard.trail) if picture else None,
        )

    def encoded(self, snapshot: Snapshot) -> str:
        """The present state as one line of JSON."""
        key = (snapshot.sequence, snapshot.stale, int(snapshot.age_s or 0))
        with self._lock:
            if self._encoded is None or self._encoded[0] != key:
                self._encoded = key, json.dumps(self.present(snapshot).as_message(), separators=(",", ":"))
            return self._encoded[1]
