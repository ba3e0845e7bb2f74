"""A day as a line: bouts, breaks and prompts on an axis of hours, drawn in percent so that it fits every screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chairpi.core.events.prompting import Outcome
from chairpi.dashboard.heard import heard
from chairpi.dashboard.prompts.prompt_words import outcome_text
from chairpi.days import HOUR_S
from chairpi.language.words import N_, _
from chairpi.store.day_view import Day, Stretch
from chairpi.store.prompt_view import Prompt

AXIS_MIN_S = 4 * HOUR_S
LABELS_MAX = 9
"""Hour labels that fit side by side on a telephone 360 px wide."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the line: place and length [% of the width], and what it is."""

    x_percent: float
    width_percent: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """An hour of the axis; `label` is empty where there is no room."""

    x_percent: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A prompt on the line."""

    x_percent: float
    title: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """All that is drawn of one day."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the day, for the list: when [POSIX s], what, how long [s], and a remark."""

    began_utc_s: float
    ended_utc_s: float | None
    kind: str
    what: str
    length_s: float | None
    remark: str


def pauses(day: Day) -> list[Stretch]:
    """The breaks since the day's first bout: the night before it is not one."""
    return [pause for pause in day.breaks if day.bouts and pause.began_utc_s >= day.bouts[0].began_utc_s]


def goes_on(pause: Stretch, day: Day) -> bool:
    """Whether a break has no end in this day: it is open, or lasts into the next one."""
    return pause.is_open or pause.ended_utc_s >= day.end_utc_s


def entries(day: Day) -> list[Entry]:
    """The day as a list, in the order in which it happened."""
    listed = [_bout_entry(bout) for bout in day.bouts]
    for pause in pauses(day):
        if goes_on(pause, day):
            listed.append(Entry(pause.began_utc_s, None, "break", _("Break"), None, _("It goes on.")))
        else:
            remark = "" if pause.ended_seen else _("Its end was not watched.")
            listed.append(Entry(pause.began_utc_s, pause.ended_utc_s, "break", _("Break"), pause.length_s, remark))
    for prompt in day.prompts:
        remark = _remark(prompt)
        listed.append(
            Entry(
                prompt.raised_utc_s, None, "prompt", _("Prompt: %(reason)s", reason=heard(prompt.reason)), None, remark
            )
        )
    return sorted(listed, key=lambda entry: entry.began_utc_s)


def _remark(prompt: Prompt) -> str:
    outcome = outcome_text(prompt.kind, prompt.outcome, prompt.after_s, prompt.why)
    marked = _("Marked as wrong.")
    return f"{outcome} {marked}" if prompt.wrong and prompt.outcome is not Outcome.WRONG else outcome


def _bout_entry(bout: Stretch) -> Entry:
    if bout.is_open:
        remark = _("It goes on.")
    elif bout.began_seen and bout.ended_seen:
        remark = ""
    else:
        remark = _("Not watched to its end.") if bout.began_seen else _("Its beginning was not watched.")
    ended_utc_s = None if bout.is_open else bout.ended_utc_s
    return Entry(bout.began_utc_s, ended_utc_s, "sitting", _("Sitting"), bout.length_s, remark)


def day_line(day: Day, time_of: Callable[[float], str]) -> DayLine | None:
    """Draw a day's used part; `None` when there is nothing to draw.

    Parameters
    ----------
    day
        What the day held.
    time_of
        POSIX seconds to local clock time.
    """
    if not day.bouts:
        return None
    # Hours are counted from local midnight, so they are whole ones in every zone.
    first_h = int((day.bouts[0].began_utc_s - day.start_utc_s) // HOUR_S)
    last_h = -int(-(max(bout.ended_utc_s for bout in day.bouts) - day.start_utc_s) // HOUR_S)
    day_h = round((day.end_utc_s - day.start_utc_s) / HOUR_S)
    last_h = min(day_h, max(last_h, first_h + int(AXIS_MIN_S // HOUR_S)))
    first_h = max(0, min(first_h, last_h - int(AXIS_MIN_S // HOUR_S)))
    from_utc_s = day.start_utc_s + first_h * HOUR_S
    span_s = (last_h - first_h) * HOUR_S

    def percent(utc_s: float) -> float:
        return round(min(100.0, max(0.0, 100 * (utc_s - from_utc_s) / span_s)), 2)

    def bar(piece: Stretch, kind: str, words: str) -> Bar:
        x_percent = percent(piece.began_utc_s)
        title = _(words, begin=time_of(piece.began_utc_s), end=time_of(piece.ended_utc_s))
        return Bar(x_percent, max(0.3, round(percent(piece.ended_utc_s) - x_percent, 2)), kind, title)

    step = -(-(last_h - first_h) // LABELS_MAX)
    return DayLine(
        bars=(
            *(
                bar(pause, "break", N_("Break %(begin)s to %(end)s"))
                for pause in pauses(day)
                if not goes_on(pause, day)
            ),
            *(bar(bout, "sitting", N_("Sitting %(begin)s to %(end)s")) for bout in day.bouts),
        ),
        marks=tuple(
            Mark(
                percent(prompt.raised_utc_s),
                _("Prompt at %(time)s. %(remark)s", time=time_of(prompt.raised_utc_s), remark=_remark(prompt)),
            )
            for prompt in day.prompts
        ),
        ticks=tuple(
            Tick(percent(hour_utc_s), time_of(hour_utc_s)[:2] if i % step == 0 else "")
            for i, hour_utc_s in enumerate(from_utc_s + i * HOUR_S for i in range(last_h - first_h + 1))
        ),
    )
