"""What is known of whoever sits, and what may be done to their prompts; when they come is decided in `prompts`."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Mapping
from typing import Any

from chairpi.core.events.event import Event
from chairpi.core.events.prompting import (
    DismissReason,
    Noticed,
    NoticeKind,
    Outcome,
    PromptCleared,
    PromptKind,
    Quiet,
    QuietBegan,
    QuietEnded,
    SettingsChosen,
)
from chairpi.core.now.signal import Stage
from chairpi.core.prompting.quiet import Hours, View, first_hold, is_hushed
from chairpi.core.prompting.situation import Situation
from chairpi.core.prompting.stages import stage_of
from chairpi.core.prompting.state import PAST_KEPT, State
from chairpi.core.prompting.tuning import chosen, with_changes
from chairpi.core.settings import PromptSettings
from chairpi.core.time_of_day.wall import Wall

TRACE_S = 60
"""So many seconds before a prompt are kept with it."""

NOTICE_S = 600.0
"""A notice goes by itself after this [s]: our choice."""

DAY_S = 600.0
"""So much sitting [s] makes a day one of the ramp's: our choice."""

LENGTHENED = (1.0, 1.5, 2.0)
"""How many times as long the target is after prompts to stand were let pass: 30, 45, 60 min."""


class Desk:
    """The prompt that stands, what is owed, and all else that is known of the present sitter.

    Parameters
    ----------
    defaults
        How a sitter is prompted who chose nothing else.
    latest_number
        Of the prompts so far.

    Attributes
    ----------
    settings, chosen
        Those of the present sitter, and what in them is not the default.
    sitter_id
        Who that is; `None`: somebody whom the chair does not know.
    state
        All that is known of them.
    wall
        The time of day.
    """

    def __init__(self, defaults: PromptSettings, latest_number: int = 0) -> None:
        self.defaults = defaults
        self.wall = Wall()
        self.sitter_id: int | None = None
        self.state = State()
        self._records: dict[str, dict[str, Any]] = {}
        self._latest_number = latest_number
        self._trace: deque[tuple[float, float, float]] = deque(maxlen=TRACE_S)
        self._now = Situation(-math.inf, 0.0, seated=False, vacant=False, sitting_s=0.0)
        self._vacant_since_t_s: float | None = None
        self._holds: dict[PromptKind, tuple[Quiet, float] | None] = {}
        self._set(defaults)

    def _set(self, settings: PromptSettings) -> None:
        self.settings = settings
        self.chosen = chosen(settings, self.defaults)
        self._hours = Hours.of(settings)

    @property
    def target_s(self) -> float:
        """Today's stand target [s]."""
        return self.settings.stand_after_min * 60.0 * LENGTHENED[self.state.n_lengthened]

    @property
    def stage(self) -> Stage | None:
        """How the prompt that stands asks."""
        asking = self.state.asking
        return None if asking is None else stage_of(asking.raised.kind, asking.asked_s, self.settings)

    @property
    def latest_number(self) -> int | None:
        """The prompt that came last."""
        return self._latest_number or None

    @property
    def now(self) -> Situation:
        """The latest second."""
        return self._now

    @property
    def hushed(self) -> bool:
        """Whether no sound may be made now."""
        return is_hushed(self._hours, self.wall.local(self._now.t_s))

    def tell_time(self, t_s: float, utc_s: float, zone: str, *, has_passed: bool = False) -> None:
        """The wall clock shows `utc_s` [POSIX s] at `t_s` [s]; `has_passed`: what it has moved by is time that nobody watched.

        Raises
        ------
        ValueError
            The machine knows no such time zone.
        """
        before = self.wall.local(t_s)
        self.wall.tell(t_s, utc_s, zone)
        local, state = self.wall.local(t_s), self.state
        if before is not None and local is not None and not has_passed:  # a clock that was put right is no new day
            moved = local.day - before.day
            state.day = None if state.day is None else state.day + moved
            state.quiet_day = None if state.quiet_day is None else state.quiet_day + moved
            for record in self._records.values():
                record["day"] = None if record["day"] is None else record["day"] + moved
        if state.quiet is Quiet.PAUSED and local is not None:
            state.quiet_day = local.day if state.quiet_day is None else state.quiet_day
            state.quiet_until_t_s = self.wall.day_begins_t_s(state.quiet_day + 1)
        self.look()

    @property
    def day(self) -> int | None:
        """The number of the present day of sitting; `None` while the time of day is unknown."""
        local = self.wall.local(self._now.t_s) if math.isfinite(self._now.t_s) else None
        return None if local is None else local.day

    def hold(self, kind: PromptKind) -> tuple[Quiet, float] | None:
        """What holds this kind back, and until when [s]."""
        if kind not in self._holds:
            now = self._now
            local = self.wall.local(now.t_s) if math.isfinite(now.t_s) else None
            view = View(kind, now, self.state, self.settings, self._hours, local, self.wall, self.target_s)
            self._holds[kind] = first_hold(view)
        return self._holds[kind]

    def due_in_s(self) -> float | None:
        """How long until a prompt to stand is due, if the sitter stays [s]; `None` where that is unknown."""
        state, now = self.state, self._now
        if state.asking is not None or PromptKind.STAND in state.dismissed or state.silenced:
            return None
        left_s = max(0.0, self.target_s - now.sitting_s)
        hold = self.hold(PromptKind.STAND)
        if hold is not None:
            left_s = max(left_s, hold[1] - now.t_s)
        return None if math.isinf(left_s) else left_s

    def at(self, t_s: float) -> None:
        """Something happens at `t_s` [s], between two seconds."""
        self._now = self._now._replace(t_s=max(t_s, self._now.t_s))

    def look(self) -> None:
        """Something is otherwise: what holds each kind back is worked out anew when it is asked for, as in most seconds nothing is due."""
        self._holds.clear()

    def notice(self, kind: NoticeKind, text: str, out: list[Event]) -> None:
        """Say something without asking for anything."""
        t_s = self._now.t_s
        self.state.notice, self.state.notice_until_t_s = Noticed(t_s, kind, text), t_s + NOTICE_S
        out.append(self.state.notice)

    def clear(
        self, outcome: Outcome, over_t_s: float, out: list[Event], why: DismissReason = DismissReason.NONE
    ) -> None:
        """The prompt that stands is over, since `over_t_s` [s]; nothing happens where none does."""
        state, t_s = self.state, self._now.t_s
        asking, state.asking = state.asking, None
        if asking is None:
            return
        raised = asking.raised
        if outcome is not Outcome.IGNORED and raised.kind is PromptKind.STAND:
            state.n_ignored_in_row = 0
        for past in state.past:
            if past.number == raised.number:
                past.cleared_t_s, past.outcome = t_s, outcome
        state.cleared_t_s = t_s
        self.look()
        out.append(PromptCleared(t_s, raised.kind, raised.number, outcome, max(0.0, over_t_s - raised.t_s), why))

    def begin_quiet(self, t_s: float, why: Quiet, until_t_s: float | None, out: list[Event]) -> None:
        """The sitter asks for quiet until `until_t_s` [s], or until they end it or a new day begins."""
        self.end_quiet(t_s, out)
        if self.state.asking is not None and self.state.asking.left_t_s is None:
            self.clear(Outcome.QUIETED, t_s, out)
        self.state.quiet, self.state.quiet_until_t_s, self.state.quiet_day = why, until_t_s, self.day
        self.look()
        out.append(QuietBegan(t_s, why, until_t_s))

    def end_quiet(self, t_s: float, out: list[Event]) -> bool:
        """The quiet that the sitter asked for is over; whether there was one."""
        why, self.state.quiet, self.state.quiet_until_t_s = self.state.quiet, None, None
        if why is None:
            return False
        self.look()
        out.append(QuietEnded(t_s, why))
        return True

    def choose(self, t_s: float, settings: PromptSettings, out: list[Event]) -> None:
        """The present sitter is prompted by these settings from now on."""
        target_min = self.settings.stand_after_min
        if settings == self.settings:
            return
        self._set(settings)
        state = self.state
        if settings.stand_after_min != target_min:
            state.n_lengthened = 0
            longer = settings.stand_after_min > target_min
            state.owed = self._now.sitting_s >= self.target_s or (state.owed and not longer)
            asking = state.asking
            stands = asking is not None and asking.raised.kind is PromptKind.STAND and asking.left_t_s is None
            if stands and not state.owed:
                self.clear(Outcome.DISMISSED, t_s, out, DismissReason.NOT_NOW)
        self.look()
        out.append(SettingsChosen(t_s, self.sitter_id, self.chosen))

    def use_sitter(
        self,
        t_s: float,
        sitter_id: int | None,
        settings: PromptSettings,
        bout_s: float,
        out: list[Event],
        *,
        again: bool = False,
    ) -> None:
        """It is another one who sits, and has since the bout began.

        Parameters
        ----------
        t_s
            Time now [s].
        sitter_id, settings
            Who, and how they are prompted.
        bout_s
            How long ago the bout began [s]; 0 where nobody sits.
        out
            Takes the events.
        again
            They had been said to sit earlier in this bout: what they owe, they owe still.
        """
        self.clear(Outcome.UNSEEN, t_s, out)
        old = self.state
        old.sitting_today_s = max(0.0, old.sitting_today_s - bout_s)
        if old.sat_today and old.sitting_today_s < DAY_S:
            old.sat_today = False
            old.n_days -= 1
        of_bout = [
            past for past in old.past if bout_s and (past.cleared_t_s is None or past.cleared_t_s >= t_s - bout_s)
        ]
        old.past = [past for past in old.past if past not in of_bout]
        if self.sitter_id is not None:
            self._records[str(self.sitter_id)] = old.as_record()
        record = None if sitter_id is None else self._records.pop(str(sitter_id), None)
        self.state = State() if record is None else State.from_record(record)
        if not again:
            self.state.break_taken()
        self.state.sitting_today_s += bout_s
        self.sitter_id = sitter_id
        self.state.past = sorted([*self.state.past, *of_bout], key=lambda past: past.number)[-PAST_KEPT:]
        self._set(settings)
        self._trace.clear()
        self.look()

    def forget_others(self, known: Collection[int]) -> None:
        """Only these sitters are known any more: what was remembered of others goes."""
        self._records = {key: record for key, record in self._records.items() if int(key) in known}

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "sitter_id": self.sitter_id,
            "settings": self.chosen,
            "latest_number": self._latest_number,
            "state": self.state.as_record(),
            "others": self._records,
            "wall": self.wall.to_record(),
            "vacant_since_t_s": self._vacant_since_t_s,
        }

    def recall(self, record: Mapping[str, Any], settings: PromptSettings) -> None:
        """Go on from what `as_record` gave.

        Parameters
        ----------
        record
            That.
        settings
            Those of the sitter whom it names; of somebody unknown nobody else has kept them, so there the record's count.

        Raises
        ------
        KeyError, TypeError, ValueError
            It is of another version, or damaged.
        """
        state, wall = State.from_record(record["state"]), Wall.from_record(record["wall"])
        others = {str(key): dict(other) for key, other in record["others"].items()}
        for other in others.values():
            State.from_record(other)
        self._latest_number = int(record["latest_number"])
        self.sitter_id, self.state, self.wall, self._records = record["sitter_id"], state, wall, others
        self._vacant_since_t_s = record["vacant_since_t_s"]
        self._set(settings if self.sitter_id is not None else with_changes(settings, record["settings"], self.defaults))
        self.look()
