"""What the pages say of a check by the seat: what to do while it runs, and what came of it."""

from __future__ import annotations

from chairpi.core.events.seat_check import CheckPhase, SeatCheckEnd, SeatCheckKind, SeatPosition
from chairpi.dashboard.feed.messages import SeatCheck
from chairpi.language.words import N_, _, ngettext, translated
from chairpi.programme.chair_stand import CHANGE_REPS, Norm, People, Trend

HOW = {
    SeatCheckKind.SIT_TO_STAND: N_("Stand up all the way and sit down again, at your own pace. Your hands may help."),
    SeatCheckKind.WEIGHT_SHIFT: N_(
        "Shift your weight to one side, hold it there, come back, and then to the other side."
    ),
    SeatCheckKind.FORWARD_LEAN: N_("Lean forward from the hips with a long back, and hold it there."),
}
"""What is to be done while it counts."""

SEES = {
    SeatCheckKind.SIT_TO_STAND: N_(
        "The seat counts a stand once you have left it for longer than a bounce, and half way up. It sees neither "
        "your knees nor your hands."
    ),
    SeatCheckKind.WEIGHT_SHIFT: N_(
        "The seat times how long your weight is on one side. While you are in the middle its clock pauses."
    ),
    SeatCheckKind.FORWARD_LEAN: N_(
        "The seat times how long your weight is further forward than at the beginning. While you sit up its clock "
        "pauses. It does not feel the stretch."
    ),
}
"""What the seat can say, and what not."""

PHASES = {
    CheckPhase.SETTLING: N_("Sit upright, off the backrest, and quite still for three seconds."),
    CheckPhase.COUNTING: N_("Go!"),
    CheckPhase.OVER: N_("Over."),
}

SEEN = {
    SeatPosition.MIDDLE: N_("The seat sees you in the middle."),
    SeatPosition.UP: N_("The seat sees you up."),
    SeatPosition.LEFT: N_("The seat sees you to the left."),
    SeatPosition.RIGHT: N_("The seat sees you to the right."),
    SeatPosition.FORWARD: N_("The seat sees you forward."),
}

ENDS = {
    SeatCheckEnd.DONE: "",
    SeatCheckEnd.ENDED: "",
    SeatCheckEnd.LEFT: N_("Nobody has sat for 20 seconds, so it ended there."),
    SeatCheckEnd.RESTLESS: N_(
        "It did not begin: the seat needs three seconds in which you sit quite still. Please try again."
    ),
    SeatCheckEnd.CELLS: N_(
        "It ended early: for a second the seat was not read. More may have been done than was counted. "
        "The Health page says which load cell is meant."
    ),
    SeatCheckEnd.SELDOM: N_("The seat is read too seldom to count by, fewer than five times a second."),
    SeatCheckEnd.UNSEEN: N_(
        "It ended early: nobody watched the seat any more. More may have been done than was counted."
    ),
}
"""Why it ended before its time, where that is worth a word."""

PEOPLE = {People.WOMEN: N_("women"), People.MEN: N_("men")}

NORM_LINES = {
    People.WOMEN: N_(
        "Among women of %(from_years)s to %(to_years)s who live in homes of their own, the middle half stood up "
        "%(low)s to %(high)s times; a quarter fewer, and a quarter more."
    ),
    People.MEN: N_(
        "Among men of %(from_years)s to %(to_years)s who live in homes of their own, the middle half stood up "
        "%(low)s to %(high)s times; a quarter fewer, and a quarter more."
    ),
}
"""What the middle half of a group did."""


def result_lines(check: SeatCheck) -> list[str]:
    """What came of a check that is over, a sentence at a time."""
    lines = []
    if check["length_s"] > check["left_s"]:  # it has begun
        lines.append(_counted(check))
    if check["n_partial"]:
        lines.append(
            ngettext(
                "%(num)s rise did not leave the seat, and is not counted.",
                "%(num)s rises did not leave the seat, and are not counted.",
                check["n_partial"],
            )
        )
    why = translated(ENDS[SeatCheckEnd(check["end"])]) if check["end"] else ""
    return [*lines, why] if why else lines


def _counted(check: SeatCheck) -> str:
    took, reps = _seconds(check["length_s"] - check["left_s"]), check["reps"]
    match check["kind"]:
        case SeatCheckKind.SIT_TO_STAND:
            if not reps:
                return _("The seat saw no full stand in %(took)s.", took=took)
            return ngettext("%(num)s full stand in %(took)s.", "%(num)s full stands in %(took)s.", reps, took=took)
        case _ if not reps:
            return _("The seat saw no hold of 2 s and more in %(took)s.", took=took)
        case SeatCheckKind.WEIGHT_SHIFT:
            return ngettext(
                "Held %(left)s to the left and %(right)s to the right: %(num)s hold of 2 s and more.",
                "Held %(left)s to the left and %(right)s to the right: %(num)s holds of 2 s and more.",
                reps,
                left=_seconds(check["held_left_s"]),
                right=_seconds(check["held_right_s"]),
            )
        case _:
            return ngettext(
                "Held %(held)s forward: %(num)s hold of 2 s and more.",
                "Held %(held)s forward: %(num)s holds of 2 s and more.",
                reps,
                held=_seconds(check["held_forward_s"]),
            )


def _seconds(length_s: float) -> str:
    """A check is short, and a minute of it is not nothing: seconds throughout."""
    return _("%(seconds)s s", seconds=int(length_s))


def trend_line(trend: Trend) -> str:
    """What somebody's own chair stands say so far, and no more than that."""
    change = trend.change_reps
    if change is None:
        return _("That is where you begin. From the second week on there is something to compare it with.")
    n_weeks = round((trend.latest.day - trend.tests[0].day).days / 7)
    # Translators: stands where the sentences below have %(ago)s.
    ago = ngettext("%(num)s week ago", "%(num)s weeks ago", n_weeks)
    if abs(change) < CHANGE_REPS:
        return _("About as many as %(ago)s. One or two more or fewer come and go with the day.", ago=ago)
    if change > 0:
        return ngettext("%(num)s stand more than %(ago)s.", "%(num)s stands more than %(ago)s.", change, ago=ago)
    return ngettext(
        "%(num)s stand fewer than %(ago)s. Soreness, tiredness or a lower seat do that, too.",
        "%(num)s stands fewer than %(ago)s. Soreness, tiredness or a lower seat do that, too.",
        -change,
        ago=ago,
    )


def norm_line(norm: Norm) -> str:
    """What the middle half of a group did."""
    return _(
        NORM_LINES[norm.people],
        from_years=norm.from_years,
        to_years=norm.to_years,
        low=norm.low_reps,
        high=norm.high_reps,
    )
