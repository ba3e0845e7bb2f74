"""The present state as the browser gets it: the sensor's own message, the sentences about it, and the drawing of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chairpi.core.seat import BACK_UPPER
from chairpi.dashboard.feed.live import LiveFeed, Snapshot
from chairpi.dashboard.feed.messages import NOTHING_KNOWN, CellPlace, Now, Sitter
from chairpi.dashboard.feed.weightless import weightless
from chairpi.dashboard.now.movement_words import balance_percent
from chairpi.dashboard.now.seat_picture import Drawing, Layout, draw, layout
from chairpi.dashboard.now.words import load_text, sentences
from chairpi.dashboard.sitter_words import told_sitters
from chairpi.days import LocalDays
from chairpi.language.words import spoken

WORDS_CHECKED_S = 0.2
"""How often [s] the sentences are looked at: whether they have changed costs more than all the rest of a state."""
WORDS_SAID_S = 1.0
"""After so long [s] a state is said again in full, though none of its sentences has changed."""

FOLLOWING = ("cop",)
"""Sentences with numbers that never rest: they follow once a second."""


@dataclass(frozen=True, slots=True)
class Said:
    """A state as it was last said in full.

    Parameters
    ----------
    number
        Grows by one with each that is said.
    at_s, checked_s
        When it was said, and when it was last seen that its sentences still hold, by the clock that paces the streams [s].
    key, stale
        Its sentences and what else is not to wait, and whether its values were old.
    message
        One line of JSON.
    """

    number: int
    at_s: float
    checked_s: float
    key: object
    stale: bool
    message: str


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
    shows_weight: bool = False
    at: str | None = None
    """When the sensor process said so (RFC 3339); `None` before it said anything."""

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
            **(self.now if self.shows_weight else weightless(self.now)),
            "at": self.at,
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
    """Works the present state out from what was heard; once for all streams that ask for the same moment in the same language.

    Parameters
    ----------
    feed
        What was heard.
    days
        Says local times.
    shows_weight
        Whether loads are told in newtons and kilograms, as the household chose.
    """

    def __init__(self, feed: LiveFeed, days: LocalDays, shows_weight: Callable[[], bool] = lambda: False) -> None:
        self._feed = feed
        self._shows_weight = shows_weight
        self._days = days
        self._lock = threading.Lock()
        self._said: dict[tuple[bool, str], Said] = {}
        self._loads: tuple[int, str] | None = None
        self._layout: tuple[Sequence[CellPlace], Layout] | None = None

    def present(self, snapshot: Snapshot | None = None, *, named: bool = True) -> Present:
        """The present state, or that of a given snapshot; `named`: with the names of the sitters."""
        heard = snapshot or self._feed.snapshot()
        now = heard.now or NOTHING_KNOWN
        cells = heard.hello["cells"] if heard.hello else []
        sitters = told_sitters(heard.hello) if named else ()
        picture = layout(cells) if heard.hello else None
        shows_weight = self._shows_weight()
        return Present(
            now=now,
            connected=heard.connected,
            stale=heard.stale,
            age_s=heard.age_s,
            text={"load": load_text(now) if shows_weight and not heard.stale else ""}
            | sentences(
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
            drawing=draw(picture, now, heard.trail, shows_weight=shows_weight) if picture else None,
            shows_weight=shows_weight,
            at=None if heard.now is None else self._days.rfc3339_ms(now["utc_s"]),
        )

    def event(self, event: Mapping[str, object], now: Now | None) -> Mapping[str, object]:
        """An event as it may be told, with its wall time where the latest state says what time it is."""
        told = event if self._shows_weight() else weightless(event)
        match event:
            case {"t_s": int() | float() as t_s} if now is not None:
                return {**told, "at": self._days.rfc3339_ms(now["utc_s"] + t_s - now["t_s"])}
            case _:
                return {**told, "at": None}

    def said(self, snapshot: Snapshot, *, named: bool = True) -> Said:
        """What to say in full at this moment, in the language that is spoken; the same for all streams that ask.

        It is another one than before when a sentence has changed or the seat has counted on, and else once a second: between two of
        them `loads` says where the weight lies. `named`: with the names of the sitters.
        """
        key = named, spoken()
        with self._lock:
            last = self._said.get(key)
            if last is not None and not self._is_due(last, snapshot):
                return last
            present = self.present(snapshot, named=named)
            settled = {name: text for name, text in present.text.items() if name not in FOLLOWING}
            at_once = settled, present.sitters, present.now["prompt"], present.now["seat_check"]
            if last is not None and last.key == at_once and snapshot.at_s - last.at_s < WORDS_SAID_S:
                said = replace(last, checked_s=snapshot.at_s)
            else:
                message = json.dumps(present.as_message(), separators=(",", ":"))
                number = last.number + 1 if last else 1
                said = Said(number, snapshot.at_s, snapshot.at_s, at_once, present.stale, message)
            self._said[key] = said
            return said

    @staticmethod
    def _is_due(last: Said, snapshot: Snapshot) -> bool:
        return snapshot.stale != last.stale or snapshot.at_s - last.checked_s >= WORDS_CHECKED_S

    def loads(self, snapshot: Snapshot) -> str:
        """Where the weight lies, as one short line of JSON for all streams: empty while no chair is known.

        `t_s`, `utc_s` and `at` are the sensor's; `radii` and `cop` are in the drawing's units.
        """
        with self._lock:
            if self._loads is None or self._loads[0] != snapshot.sequence:
                self._loads = snapshot.sequence, self._loads_of(snapshot)
            return self._loads[1]

    def _loads_of(self, snapshot: Snapshot) -> str:
        if snapshot.hello is None or snapshot.now is None:
            return ""
        cells = snapshot.hello["cells"]
        if self._layout is None or self._layout[0] is not cells:
            self._layout = cells, layout(cells)
        now = snapshot.now
        picture = draw(self._layout[1], now, ())
        radii = [cell["radius"] for cell in picture["cells"]]
        at = self._days.rfc3339_ms(now["utc_s"])
        moved = {"t_s": now["t_s"], "utc_s": now["utc_s"], "at": at, "radii": radii, "cop": picture["cop"]}
        return json.dumps(moved, separators=(",", ":"))
