"""Why no prompt comes, in words."""

from __future__ import annotations

from chairpi.core.events.prompting import Quiet
from chairpi.language.words import N_, _, translated

_QUIET: dict[Quiet, tuple[str, str]] = {
    Quiet.PAUSED: (N_("Quiet until %(until)s."), N_("Quiet until tomorrow.")),
    Quiet.MEETING: (N_("Meeting until %(until)s."), N_("Meeting, until you end it.")),
    Quiet.ROUTINE: ("", N_("While you do a routine, no prompt comes.")),
    Quiet.HOLIDAY: (N_("A holiday: no prompts until %(until)s."), N_("A holiday: no prompts today.")),
    Quiet.OUTSIDE_HOURS: (N_("Outside your working hours until %(until)s."), N_("Outside your working hours.")),
    Quiet.QUIET_HOURS: (N_("Quiet hours until %(until)s."), N_("Quiet hours.")),
    Quiet.SEAT_CHECK: ("", N_("While the seat counts for you, no prompt comes.")),
    Quiet.CELLS: ("", N_("Waits for a load cell that gives no reading.")),
    Quiet.DOUBT: ("", N_("Waits until the chair is sure of your upright reference.")),
    Quiet.SILENT_MODE: ("", N_("Only recorded, as you chose.")),
    Quiet.RAMP: ("", N_("Only recorded for now: in the first days the chair begins gently.")),
    Quiet.JUST_SAT: ("", N_("Not yet: you have only just sat down.")),
    Quiet.SNOOZED: (N_("Put off until %(until)s."), N_("Put off for a while.")),
    Quiet.DISMISSED: ("", N_("No further prompt of this kind until your next break.")),
    Quiet.SILENCED: ("", N_("A prompt went by, so the chair stays silent until your next break.")),
    Quiet.STAND_IS_NEAR: ("", N_("Waits for the prompt to stand, which is near.")),
    Quiet.TOO_SOON: ("", N_("Not yet: the last one is not long ago.")),
    Quiet.HOURLY_CAP: ("", N_("Enough prompts for this hour.")),
}
"""With an end that is known, and without one."""

MAY_COME = N_("May come when it is time.")
_STAND_CLOSED = N_("No further prompt of any kind until your next break.")
"""Who closes a prompt to stand is left alone by the others too; who closes another, by that kind."""

ASKED_FOR = (Quiet.PAUSED, Quiet.MEETING)
"""The quiet that a person asked for, and may end."""
END_QUIET = {Quiet.PAUSED: N_("End the pause"), Quiet.MEETING: N_("End the meeting")}

BY_THE_CLOCK = (*ASKED_FOR, Quiet.HOLIDAY, Quiet.OUTSIDE_HOURS, Quiet.QUIET_HOURS)
"""What is told of an empty chair too."""


def quiet_text(quiet: str | None, until: str = "") -> str:
    """Why no prompt comes; empty where nothing holds it back.

    Parameters
    ----------
    quiet
        One of `chairpi.core.events.prompting.Quiet`.
    until
        When that ends, in words; empty where it is not known.

    >>> quiet_text("meeting", "14:30"), quiet_text("meeting")
    ('Meeting until 14:30.', 'Meeting, until you end it.')
    """
    if quiet is None:
        return ""
    if quiet not in list(Quiet):
        return _("Quiet for now.")
    with_end, without = _QUIET[Quiet(quiet)]
    return _(with_end, until=until) if until and with_end else translated(without)


def stand_quiet_text(quiet: str | None, until: str) -> str:
    """Why no prompt to stand comes, which holds for the others too where one was closed."""
    return translated(_STAND_CLOSED) if quiet == Quiet.DISMISSED else quiet_text(quiet, until)


def held_text(quiet: str | None) -> str:
    """Whether another kind of prompt may come now, and else why not."""
    return quiet_text(quiet) or translated(MAY_COME)
