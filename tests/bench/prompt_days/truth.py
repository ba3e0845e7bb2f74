"""What a week truly was, and which prompts it made wrong: by what the simulated body did, not by what any reminder believed."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

from chairpi.core.events.prompting import PromptKind
from chairpi.core.movement.shifts import MICRO_MM
from chairpi.simulate.reactive import ReactiveDay
from prompt_days.habits import MINUTE_S
from prompt_days.life import SLID_MM, Seen, Week
from prompt_days.reminders import Reminder

BREAK_S = 60.0
LONG_BREAK_S = 300.0
"""Off the chair for so long [s] is a break: what the core calls one, and what a keyboard timer does."""
EARLY_S = 60.0
"""A prompt to stand is wrong when somebody has sat for less than its target by more than this since their last true break [s]."""
MOMENT_S = 15.0
"""A prompt comes at a receptive moment when somebody has truly shifted or leant back within so long before it [s]."""
MISSED_S = 600.0
"""A bout that is longer than the target by this [s] should have had a prompt."""
SOON_S = 180.0
LONG_S = 30 * MINUTE_S
STILL_MM = 2 * MICRO_MM
"""A prompt about a still spell is wrong when the CoP has truly moved by this within it [mm]: a macro shift. Of a smaller one, sway may
hide that it was."""
ON_SEAT_N = 200.0
EARLY = "too soon after a break"

Bout = tuple[float, float]
Counts = defaultdict[str, float]


def true_bouts(day: ReactiveDay, until_s: float, break_s: float = BREAK_S) -> list[list[Bout]]:
    """Times of sitting [s], those together between which somebody was up for less than a break."""
    sat = list(day.bouts)
    if day.sits_since_s is not None:
        sat.append((day.sits_since_s, until_s))
    together: list[list[Bout]] = []
    for bout in sat:
        if together and bout[0] - together[-1][-1][1] < break_s:
            together[-1].append(bout)
        else:
            together.append([bout])
    return together


def sitting_s(bouts: list[Bout], t_s: float = math.inf) -> float:
    """How long somebody has sat in these bouts up to a time [s]."""
    return sum(max(0.0, min(end_s, t_s) - start_s) for start_s, end_s in bouts)


def shifts(day: ReactiveDay) -> list[tuple[float, float, bool]]:
    """When a seated body moved [s], how far its CoP moved with it [mm], and whether it leant back."""
    moved = []
    for before, move in pairwise(day.moves):
        here, there = before.stance, move.stance
        if min(here.total_n, there.total_n) >= ON_SEAT_N and move.label != "":
            mm = math.hypot(there.cop_ap_mm - here.cop_ap_mm, there.cop_ml_mm - here.cop_ml_mm)
            leant = move.label == "recline" and before.label != "recline"
            moved.append((move.start_s, mm, leant))
    return moved


def _since_break(bouts: list[list[Bout]], t_s: float) -> list[Bout]:
    return next((together for together in reversed(bouts) if together[0][0] <= t_s), [])


class Judge:
    """Judges one week.

    Parameters
    ----------
    week, reminder
        What happened, and what reminded.
    """

    def __init__(self, week: Week, reminder: Reminder) -> None:
        self._week, self._reminder = week, reminder
        end_s = week.agendas[-1].leave_s + 3600.0
        self._bouts = true_bouts(week.day, end_s)
        self._long_break_bouts = true_bouts(week.day, end_s, LONG_BREAK_S)
        self._shifts = shifts(week.day)

    def counts(self) -> Counts:
        """Numbers of prompts, bouts, breaks and so on, and hours (`_h`), by the names that `prompts.py` makes figures of."""
        found: Counts = defaultdict(float, days=len(self._week.agendas))
        for seen in self._week.seen:
            self._count_prompt(seen, found)
        self._count_bouts(found)
        self._count_breaks(found)
        return found

    def _count_prompt(self, seen: Seen, found: Counts) -> None:
        asked = seen.asked
        found["prompts"] += 1
        found[f"prompts: {asked.kind.value}"] += 1
        why = self.wrong(seen)
        if why is not None:
            found["wrong"] += 1
            found[f"wrong {asked.kind.value}"] += 1
            found[f"wrong: {why}"] += 1
        found["in an untold call"] += seen.in_call and not seen.told
        if asked.kind is not PromptKind.STAND:
            return
        if why in {None, EARLY}:
            since_s = _since_break(self._long_break_bouts, asked.t_s)[0][0]
            found["early after a long break"] += asked.t_s - since_s < asked.target_s - EARLY_S
        if not asked.n_put_off:
            found["first asks"] += 1
            found["receptive"] += self.receptive(asked.t_s)
        found[f"answer: {seen.answer.value if seen.answer else 'nothing: not noticed, or up already'}"] += 1
        found["stood soon"] += any(asked.t_s <= bouts[-1][1] <= asked.t_s + SOON_S for bouts in self._bouts)

    def wrong(self, seen: Seen) -> str | None:
        """Why a prompt was wrong; `None` when it was not."""
        asked = seen.asked
        if seen.label == "object":
            return "to an object"
        if seen.label == "vacant":
            return "to an empty chair"
        if seen.told:
            return "in a call it was told of"
        match asked.kind:
            case PromptKind.STAND:
                sat_s = sitting_s(_since_break(self._bouts, asked.t_s), asked.t_s)
                return EARLY if sat_s < asked.target_s - EARLY_S else None
            case PromptKind.SLIDE:
                return "no slide" if not seen.slide_mm >= SLID_MM else None
            case _:
                since_s = asked.t_s - (asked.still_s or 0.0)
                moved = any(
                    mm >= STILL_MM and since_s + MOMENT_S < at_s < asked.t_s - MOMENT_S for at_s, mm, _ in self._shifts
                )
                return "no still spell" if moved else None

    def receptive(self, t_s: float) -> bool:
        """Whether somebody has just shifted or leant back."""
        return any(t_s - MOMENT_S <= at_s <= t_s and (mm >= MICRO_MM or leant) for at_s, mm, leant in self._shifts)

    def _count_bouts(self, found: Counts) -> None:
        asked_s = [seen.asked.t_s for seen in self._week.seen if seen.asked.kind is PromptKind.STAND]
        for bouts in self._bouts:
            sat_s, (start_s, end_s) = sitting_s(bouts), (bouts[0][0], bouts[-1][1])
            found["sitting_h"] += sat_s / 3600.0
            if sat_s > LONG_S:
                found["long bouts"] += 1
                found["long_h"] += sat_s / 3600.0
            target_s = [target_s for from_s, target_s in self._reminder.targets if from_s <= start_s + 60.0][-1]
            held_s = sum(
                max(0.0, min(end_s, held_end_s) - max(start_s + target_s, held_s))
                for held_s, held_end_s in self._week.holds
            )
            if sat_s - held_s > target_s + MISSED_S:
                found["bouts due"] += 1
                if not any(start_s <= at_s <= end_s for at_s in asked_s):
                    found["missed"] += 1
                    found["missed after part of a break"] += any(b[0] - a[1] >= 20.0 for a, b in pairwise(bouts))

    def _count_breaks(self, found: Counts) -> None:
        """True breaks within days, and whether the reminder knew of them; and the breaks it believed in that were none."""
        resets = self._reminder.resets
        breaks = [(one[-1][1], other[0][0]) for one, other in pairwise(self._bouts)]
        within_day = [(from_s, to_s) for from_s, to_s in breaks if to_s - from_s < 5 * 3600.0]
        found["breaks"] += len(within_day)
        found["known breaks"] += sum(
            any(start_s <= to_s + 60.0 and end_s >= from_s for start_s, end_s in resets) for from_s, to_s in within_day
        )
        gone_s = [agenda.leave_s for agenda in self._week.agendas]
        breaks += [(bouts[-1][1], math.inf) for bouts in self._bouts[-1:]]
        for start_s, end_s in resets:
            if any(leave_s - 5.0 <= end_s for leave_s in gone_s if leave_s < end_s + 3600.0):
                continue
            found["believed breaks"] += 1
            found["believed and none"] += not any(from_s <= end_s and to_s >= start_s - 60.0 for from_s, to_s in breaks)
