"""What holds a prompt back: a table, read from the top; the first entry that holds is told to the person."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from chairpi.core.events.prompting import PromptKind, Quiet
from chairpi.core.prompting.situation import Situation
from chairpi.core.prompting.state import State
from chairpi.core.settings import PromptSettings
from chairpi.core.time_of_day.hours import Holidays, Ranges, holidays, ranges
from chairpi.core.time_of_day.wall import Local, Wall

HOUR_S = 3600.0

ASK_AGAIN_S = 300.0
"""A break too short to count is followed by a new prompt after this [s] at the earliest. Our choice: sitting down is no moment to ask."""

REST_S = 600.0
"""No gentle prompt so soon after another prompt was over [s]: who has just answered one is left alone. Our choice."""

RAMP = ((4, 0), (11, 1))
"""Before the 4th day of sitting no prompt about a slide, before the 11th one an hour. Our choice: a chair should know its sitter first, and
whoever is corrected all day from the first one on switches it off."""


class Hours(NamedTuple):
    """A sitter's hours, read once from their settings."""

    working: Ranges
    quiet: Ranges
    free: Holidays

    @classmethod
    def of(cls, settings: PromptSettings) -> Hours:
        """Those of these settings."""
        return cls(ranges(settings.working_hours), ranges(settings.quiet_hours), holidays(settings.holidays))


class View(NamedTuple):
    """What a hold may look at; `local` is `None` while the time of day is unknown."""

    kind: PromptKind
    now: Situation
    state: State
    settings: PromptSettings
    hours: Hours
    local: Local | None
    wall: Wall
    target_s: float


Until = float | None
"""Until when it holds [s], `math.inf` where nobody knows; `None`: it does not hold."""


def _asked_for(quiet: Quiet) -> Callable[[View], Until]:
    def holds(view: View) -> Until:
        if view.state.quiet is not quiet:
            return None
        until_t_s = view.state.quiet_until_t_s
        return math.inf if until_t_s is None else until_t_s

    return holds


def _routine(view: View) -> Until:
    return _if_ahead(view, view.state.routine_until_t_s)


def _holiday(view: View) -> Until:
    if view.local is None or not view.hours.free.holds(view.local.date):
        return None
    return math.inf


def _outside_hours(view: View) -> Until:
    local, working = view.local, view.hours.working
    if local is None or not working or working.holds(local.weekday, local.minute):
        return None
    return _changes(view, working, local)


def _dark_hours(view: View) -> Until:
    local, quiet = view.local, view.hours.quiet
    if view.settings.quiet_light or local is None or not quiet.holds(local.weekday, local.minute):
        return None
    return _changes(view, quiet, local)


def _changes(view: View, hours: Ranges, local: Local) -> float:
    in_min = hours.changes_in_min(local.weekday, local.minute)
    until_t_s = None if in_min is None else view.wall.at_t_s(local.date, local.minute + in_min)
    return math.inf if until_t_s is None else until_t_s


def is_hushed(hours: Hours, local: Local | None) -> bool:
    """Whether no sound may be made; while the time of day is unknown, none is where there are quiet hours at all."""
    if local is None:
        return bool(hours.quiet)
    return hours.quiet.holds(local.weekday, local.minute)


def _ramp_cap(view: View) -> int | None:
    """How many prompts about a slide in an hour the ramp allows; `None`: as many as chosen."""
    if not view.settings.ramp:
        return None
    return next((cap for before_day, cap in RAMP if view.state.n_days < before_day), None)


def _just_sat(view: View) -> Until:
    if view.kind is PromptKind.STAND:  # who was up with a break still owed has just been asked
        back_t_s = view.state.back_t_s
        return None if back_t_s is None else _if_ahead(view, back_t_s + ASK_AGAIN_S)
    since_t_s = view.now.sat_since_t_s
    return None if since_t_s is None else _if_ahead(view, since_t_s + view.settings.settle_min * 60.0)


def _dismissed(view: View) -> Until:
    """Who closed a prompt to stand is left alone altogether; of the others only that kind stays away."""
    closed = view.state.dismissed
    return math.inf if view.kind in closed or PromptKind.STAND in closed else None


def _put_off(view: View) -> Until:
    return _if_ahead(view, view.state.put_off_until_t_s.get(view.kind))


def _if_ahead(view: View, until_t_s: float | None) -> Until:
    return until_t_s if until_t_s is not None and view.now.t_s < until_t_s else None


def _stand_is_near(view: View) -> Until:
    if view.kind is PromptKind.STILL and view.state.owed:
        return math.inf  # who owes a break has been asked for more than a shift
    if view.state.silenced:
        return None
    due_t_s = view.now.t_s + max(0.0, view.target_s - view.now.sitting_s)
    due_t_s = max(due_t_s, view.state.put_off_until_t_s.get(PromptKind.STAND, due_t_s))
    return math.inf if due_t_s - view.now.t_s <= view.settings.merge_min * 60.0 else None


def _too_soon(view: View) -> Until:
    if view.kind in view.state.put_off_until_t_s:  # it returns because somebody asked for that
        return None
    settings, cleared_t_s, last_t_s = view.settings, view.state.cleared_t_s, view.state.last_t_s.get(view.kind)
    again_min = settings.slide_again_min if view.kind is PromptKind.SLIDE else settings.still_after_min
    rest_t_s = -math.inf if cleared_t_s is None else cleared_t_s + REST_S
    return _if_ahead(view, max(rest_t_s, -math.inf if last_t_s is None else last_t_s + again_min * 60.0))


def _cap(view: View) -> Until:
    now_t_s, state = view.now.t_s, view.state
    if view.kind in state.put_off_until_t_s:  # it returns because somebody asked for that
        return None
    full = state.n_raised(now_t_s) >= view.settings.prompts_per_hour
    if view.kind is PromptKind.SLIDE:
        ramp = _ramp_cap(view)
        most = view.settings.slide_prompts_per_hour if ramp is None else ramp
        full = full or state.n_raised(now_t_s, PromptKind.SLIDE) >= most
    return math.inf if full else None


STAND, SLIDE, STILL = PromptKind.STAND, PromptKind.SLIDE, PromptKind.STILL
ALL = (STAND, SLIDE, STILL)
GENTLE = (SLIDE, STILL)

HOLDS: tuple[tuple[Quiet, tuple[PromptKind, ...], Callable[[View], Until]], ...] = (
    (Quiet.PAUSED, ALL, _asked_for(Quiet.PAUSED)),
    (Quiet.MEETING, ALL, _asked_for(Quiet.MEETING)),
    (Quiet.ROUTINE, ALL, _routine),
    (Quiet.HOLIDAY, ALL, _holiday),
    (Quiet.OUTSIDE_HOURS, ALL, _outside_hours),
    (Quiet.QUIET_HOURS, ALL, _dark_hours),
    (Quiet.SEAT_CHECK, ALL, lambda view: math.inf if view.now.checking else None),
    (Quiet.CELLS, GENTLE, lambda view: math.inf if view.now.cell_lost else None),
    (Quiet.DOUBT, (SLIDE,), lambda view: math.inf if view.now.in_doubt else None),
    (Quiet.SILENT_MODE, (SLIDE,), lambda view: None if view.settings.slide_prompts else math.inf),
    (Quiet.SILENT_MODE, (STILL,), lambda view: None if view.settings.still_prompts else math.inf),
    (Quiet.RAMP, (SLIDE,), lambda view: math.inf if _ramp_cap(view) == 0 else None),
    (Quiet.JUST_SAT, ALL, _just_sat),
    (Quiet.DISMISSED, ALL, _dismissed),
    (Quiet.SILENCED, (STAND,), lambda view: math.inf if view.state.silenced else None),
    (Quiet.SNOOZED, ALL, _put_off),
    (Quiet.STAND_IS_NEAR, GENTLE, _stand_is_near),
    (Quiet.TOO_SOON, GENTLE, _too_soon),
    (Quiet.HOURLY_CAP, ALL, _cap),
)
"""`(what is told, the kinds that it holds back, until when)`."""

OF_KIND = {kind: tuple((quiet, holds) for quiet, kinds, holds in HOLDS if kind in kinds) for kind in ALL}
"""Those that hold one kind back: looked through in many seconds."""

ENDS = (Quiet.PAUSED, Quiet.MEETING, Quiet.HOLIDAY, Quiet.OUTSIDE_HOURS, Quiet.QUIET_HOURS)
"""These also end a prompt that stands."""


def first_hold(view: View) -> tuple[Quiet, float] | None:
    """What holds this kind of prompt back, and until when [s]; `None`: nothing does."""
    for quiet, holds in OF_KIND[view.kind]:
        until_t_s = holds(view)
        if until_t_s is not None:
            return quiet, until_t_s
    return None
