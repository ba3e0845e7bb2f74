"""What the pages say of a check by the seat: what to do while it runs, and what came of it."""

from __future__ import annotations

from chairpi.core.events import CheckPhase, SeatCheckEnd, SeatCheckKind, SeatPosition
from chairpi.dashboard.feed.messages import SeatCheck
from chairpi.dashboard.lengths import counted
from chairpi.programme.chair_stand import CHANGE_REPS, Norm, Trend

HOW = {
    SeatCheckKind.SIT_TO_STAND: "Stand up all the way and sit down again, at your own pace. Your hands may help.",
    SeatCheckKind.WEIGHT_SHIFT: "Shift your weight to one side, hold it there, come back, and then to the other side.",
    SeatCheckKind.FORWARD_LEAN: "Lean forward from the hips with a long back, and hold it there.",
}
"""What is to be done while it counts."""

SEES = {
    SeatCheckKind.SIT_TO_STAND: "The seat counts a stand once you have left it for longer than a bounce, and half way up. It sees neither "
    "your knees nor your hands.",
    SeatCheckKind.WEIGHT_SHIFT: "The seat times how long your weight is on one side. While you are in the middle its clock pauses.",
    SeatCheckKind.FORWARD_LEAN: "The seat times how long your weight is further forward than at the beginning. While you sit up its clock "
    "pauses. It does not feel the stretch.",
}
"""What the seat can say, and what not."""

PHASES = {
    CheckPhase.SETTLING: "Sit upright, off the backrest, and quite still for three seconds.",
    CheckPhase.COUNTING: "Go!",
    CheckPhase.OVER: "Over.",
}

POSITIONS = {
    SeatPosition.MIDDLE: "in the middle",
    SeatPosition.UP: "up",
    SeatPosition.LEFT: "to the left",
    SeatPosition.RIGHT: "to the right",
    SeatPosition.FORWARD: "forward",
}

ENDS = {
    SeatCheckEnd.DONE: "",
    SeatCheckEnd.ENDED: "",
    SeatCheckEnd.LEFT: "Nobody has sat for 20 seconds, so it ended there.",
    SeatCheckEnd.RESTLESS: "It did not begin: the seat needs three seconds in which you sit quite still. Please try again.",
    SeatCheckEnd.CELLS: "It ended early: for a second the seat was not read. More may have been done than was counted. "
    "The Health page says which load cell is meant.",
    SeatCheckEnd.SELDOM: "The seat is read too seldom to count by, fewer than five times a second.",
    SeatCheckEnd.UNSEEN: "It ended early: nobody watched the seat any more. More may have been done than was counted.",
}
"""Why it ended before its time, where that is worth a word."""


def result_lines(check: SeatCheck) -> list[str]:
    """What came of a check that is over, a sentence at a time."""
    lines = []
    if check["length_s"] > check["left_s"]:  # it has begun
        lines.append(_counted(check))
    if check["n_partial"]:
        rises = counted(check["n_partial"], "rise")
        lines.append(f"{rises} did not leave the seat, and {'is' if check['n_partial'] == 1 else 'are'} not counted.")
    why = ENDS[SeatCheckEnd(check["end"])] if check["end"] else ""
    return [*lines, why] if why else lines


def _counted(check: SeatCheck) -> str:
    took = _seconds(check["length_s"] - check["left_s"])
    if not check["reps"]:
        return f"The seat saw no {'full stand' if check['kind'] == SeatCheckKind.SIT_TO_STAND else 'hold of 2 s and more'} in {took}."
    holds = counted(check["reps"], "hold") + " of 2 s and more"
    match check["kind"]:
        case SeatCheckKind.SIT_TO_STAND:
            return f"{counted(check['reps'], 'full stand')} in {took}."
        case SeatCheckKind.WEIGHT_SHIFT:
            left, right = _seconds(check["held_left_s"]), _seconds(check["held_right_s"])
            return f"Held {left} to the left and {right} to the right: {holds}."
        case _:
            return f"Held {_seconds(check['held_forward_s'])} forward: {holds}."


def _seconds(length_s: float) -> str:
    """A check is short, and a minute of it is not nothing: seconds throughout."""
    return f"{int(length_s)} s"


def trend_line(trend: Trend) -> str:
    """What somebody's own chair stands say so far, and no more than that."""
    change = trend.change_reps
    if change is None:
        return "That is where you begin. From the second week on there is something to compare it with."
    weeks = counted(round((trend.latest.day - trend.tests[0].day).days / 7), "week")
    if abs(change) < CHANGE_REPS:
        return f"About as many as {weeks} ago. One or two more or fewer come and go with the day."
    if change > 0:
        return f"{counted(change, 'stand')} more than {weeks} ago."
    return f"{counted(-change, 'stand')} fewer than {weeks} ago. Soreness, tiredness or a lower seat do that, too."


def norm_line(norm: Norm) -> str:
    """What the middle half of a group did."""
    return (
        f"Among {norm.people.value} of {norm.from_years} to {norm.to_years} who live in homes of their own, the middle half "
        f"stood up {norm.low_reps} to {norm.high_reps} times; a quarter fewer, and a quarter more."
    )
