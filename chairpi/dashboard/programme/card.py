"""What the page of the programme shows: today's card, the way so far, what comes first, what else is open, and the latest entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for

from chairpi.dashboard.programme.diary_words import entry_text
from chairpi.dashboard.programme.mine import Mine
from chairpi.dashboard.programme.story import SOURCES, STORY
from chairpi.dashboard.programme.words import (
    FOUND,
    PHASES,
    QUESTIONS,
    RHYTHMS,
    STAGES,
    STARTS,
    TITLES,
    WANTED,
    dose_text,
)
from chairpi.dashboard.services import services
from chairpi.language.words import N_, _, joined, long_date, ngettext, translated, weekday
from chairpi.programme.diary import Finding, SelfChecked
from chairpi.programme.exercises import Cause
from chairpi.programme.plan import Advice, Stage, Today
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.routines import Routine, Step
from chairpi.programme.session import session
from chairpi.programme.upcoming import upcoming

MORE = (
    (N_("Progress"), "progress.page", N_("What was kept, soreness, pain, sitting and movement on one time axis.")),
    (N_("All routines"), "stretch.index", N_("From two minutes to a whole session.")),
    (N_("All exercises"), "stretch.exercises", N_("By cause, place and kind, each with its picture and sources.")),
    (N_("30-second chair stand"), "seat_check.chair_stand", N_("Once a week the seat counts, and shows how it goes.")),
    (
        N_("Your own exercises"),
        "own_content.page",
        N_("Add and change exercises and routines, and enter what a physiotherapist prescribed."),
    ),
    (
        N_("One page to print"),
        "report.page",
        N_("For the physiotherapist: what was kept, soreness, pain and notes."),
    ),
    (N_("Calendar"), "calendar_file.page", N_("The days ahead as a file for your calendar.")),
    (N_("Look back"), "programme.review", N_("Then and now, from the third week on.")),
    (N_("Check in"), "programme.check_in", N_("How it is today, whenever you like.")),
    (N_("Warning signs"), "warning_signs.page", N_("Go through them at any time, with the numbers to call.")),
)
"""What else is open: label, page, and what is there."""
EXERCISES = ("stretch.index", "stretch.exercises", "seat_check.chair_stand")
"""Which of these pages close with the exercises."""
AHEAD_DAYS = 7
RECENT_N = 8
"""So many entries of the diary are shown; the look back has the rest. Our choice."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day to come: its name, what it is for (`Wanted`), and that in words."""

    name: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of the diary: its day, what it says, and its number where it may be taken back."""

    day_text: str
    text: str
    number: int | None = None


def card_of(mine: Mine, today: Today, key: str | None) -> dict[str, object]:
    """The parts of the page that `programme.html` shows, for a person whom the chair knows; `key` names them in addresses."""
    made = session_of(today, mine)
    return {
        "date_text": long_date(today.day),
        "stages": stages(today.stage),
        "question": QUESTIONS[today.ask] if today.ask is not None else None,
        "title": TITLES[today.advice],
        "session_url": url_for("stretch.routine", routine_id=SESSION, sitter=key),
        "start": STARTS.get(today.advice, ""),
        "is_asked_for": today.advice in (Advice.STRENGTHEN, Advice.LOOSEN),
        "session": made,
        "takes": _takes(made) if made else "",
        "phases": phases(made.steps) if made else (),
        "ahead": ahead(mine, today),
        "rhythms": RHYTHMS,
        "causes": _causes(mine, today),
        "dose": dose_text(today.level) if today.stage in (Stage.STRENGTHEN, Stage.KEEP) else "",
        "left_out": sorted((one, _name(mine, one)) for one in today.left_out),
        "more": [
            (label, url_for(endpoint, sitter=key), hint)
            for label, endpoint, hint in MORE
            if not today.locked or endpoint not in EXERCISES
        ],
        "story": STORY,
        "story_sources": SOURCES,
        "recent": recent(mine, today.day),
    }


def stages(present: Stage) -> list[tuple[Stage, str, str]]:
    """The whole way: each stage, its name, and whether it is done, now or ahead.

    >>> [state for _, _, state in stages(Stage.LOOSEN)]
    ['done', 'done', 'now', 'ahead', 'ahead']
    """
    order = list(Stage)
    here = order.index(present)
    return [
        (stage, STAGES[stage], "done" if i < here else "now" if i == here else "ahead") for i, stage in enumerate(order)
    ]


def session_of(today: Today, mine: Mine) -> Routine | None:
    """The session of this day; `None` where there is none: a question comes first, or the exercises are locked."""
    if today.advice in (Advice.WAIT, Advice.LOCKED):
        return None
    try:
        return session(today, mine.library)
    except ValueError:  # everything that would fit is left out
        return None


def _takes(made: Routine) -> str:
    """How long a session is, in minutes and exercises."""
    return joined(
        (
            ngettext("about %(num)s minute", "about %(num)s minutes", made.minutes),
            ngettext("%(num)s exercise", "%(num)s exercises", len(made.steps)),
        ),
        with_and=False,
    )


def phases(steps: Sequence[Step]) -> list[tuple[str, list[Step]]]:
    """The steps in their order, those that do the same together, with the word of `PHASES` for each."""
    return [(word, list(group)) for word, group in groupby(steps, key=lambda step: PHASES[step.exercise.kind])]


def ahead(mine: Mine, today: Today) -> list[Ahead]:
    """The next days with something planned, if all goes as it is hoped."""
    days = upcoming(mine.entries, today.day, AHEAD_DAYS)
    return [
        Ahead(
            _("Today") if one.day == today.day else weekday(one.day),
            one.wanted,
            _("%(what)s, and a look back", what=translated(WANTED[one.wanted]))
            if one.review_week
            else translated(WANTED[one.wanted]),
        )
        for one in days
    ]


def _causes(mine: Mine, today: Today) -> list[tuple[Cause, object, str]]:
    """The causes in the order of the plan, each with what is said of it and what the latest self-check found."""
    latest = next((entry.findings for entry in reversed(mine.entries) if isinstance(entry, SelfChecked)), {})
    return [(cause, mine.library.causes[cause], FOUND[latest.get(cause, Finding.UNSURE)]) for cause in today.order]


def recent(mine: Mine, day: date) -> list[Shown]:
    """The latest entries, the latest first; that of today may be taken back where that is safe."""
    if mine.sitter_id is None:
        return []
    book = services().book
    may_go = book.withdrawable(mine.sitter_id, day)
    kept = [one for one in book.diary(mine.sitter_id) if one.entry is not None][-RECENT_N:]
    return [
        Shown(
            _("Today") if one.entry.day == day else long_date(one.entry.day),
            entry_text(one.entry, mine.library),
            one.entry_id if may_go is not None and one.entry_id == may_go.entry_id else None,
        )
        for one in reversed(kept)
        if one.entry is not None
    ]


def _name(mine: Mine, exercise_id: str) -> str:
    exercise = mine.library.exercises.get(exercise_id)
    return exercise.name if exercise else exercise_id
