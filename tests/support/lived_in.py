"""A house that is lived in: ten days on the chair, three weeks in the programme."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.services import EXTENSION, Services
from chairpi.programme.diary import (
    CheckedIn,
    Entry,
    Feel,
    Finding,
    Occasion,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.store.history import History

N_DAYS = 10
WORKED = (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),)


def live_in(app: Flask) -> None:
    """Write it all down, up to yesterday, for the first sitter."""
    parts: Services = app.extensions[EXTENSION]
    now_utc_s = parts.clock.utc_s()
    today = parts.days.date_of(now_utc_s)
    for ago in range(N_DAYS, 0, -1):
        began = parts.days.bounds_utc_s(today - timedelta(days=ago))[0] + 9 * 3600.0
        ended = began + 3600.0
        events = [
            SatDown(began, began, None, True),
            *(
                Minute(began + 60 * n + 60, began + 60 * n, 60.0, 60.0, 60.0 * (n > 40), 600.0, 4.0, 4.0, None, None)
                for n in range(60)
            ),
            PromptRaised(began + 1800, PromptKind.STAND, ago, "A break is due.", Moment.SHIFT, 1800.0),
            PromptCleared(began + 1860, PromptKind.STAND, ago, Outcome.SNOOZED, after_s=60.0),
            StoodUp(ended, began, ended, 3600.0, True),
        ]
        with History.open(parts.history_path, f"boot{ago}", began - 600, began - 600) as history:
            history.record(sorted(events, key=lambda event: event.t_s), 0.0)
    first = today - timedelta(days=21)
    entries: list[Entry] = [SignsAnswered(first, Occasion.START), SelfChecked(first, dict.fromkeys(Cause, Finding.YES))]
    for n in range(0, 20, 2):
        entries.append(SessionDone(first + timedelta(days=n), SESSION, WORKED, Feel.RIGHT, 1300.0))
        entries.append(CheckedIn(first + timedelta(days=n + 1), 3, 3))
    for entry in entries:
        parts.book.add(1, entry, now_utc_s)
