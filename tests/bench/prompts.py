"""When ChairPi prompts, and how often it is wrong, beside a plain timer and one that watches the keyboard: whole weeks of the same people.

    python tests/bench/prompts.py --people 8 --days 1      # to try something
    python tests/bench/prompts.py                          # 60 people, one day each: about ten minutes on two cores
    python tests/bench/prompts.py --days 5 --seat-only     # 60 weeks, and a chair without backrest cells: about an hour

Sixty simulated people, each with a body, a chair, cheap cells, habits and an agenda of their own. Their days are reactive: when a prompt
comes the person decides, and the rest of the day changes. Each person lives the same days with each reminder: the agenda (arrival, lunch,
calls, meetings, urges to get up, what the hands are at) and the luck of every answer are the same. ChairPi is the real core on what the
simulated cells say; the others are told what they can know. `prompt_days/habits.py` states the habits and why, `agenda.py` what is done
at the desk, `reminders.py` the other two, and `truth.py` what counts as wrong: by what the body truly did.

Simulated people are no evidence about real ones: how many breaks are taken follows from the habits that went in. What the table shows is
whom a reminder asks, and when. Prints figures with 95 % bootstrap intervals over people; asserts nothing.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from prompt_days.agenda import Agenda
from prompt_days.habits import Habits
from prompt_days.life import Life
from prompt_days.our_chair import OurChair
from prompt_days.reminders import KeyboardTimer, Nothing, PlainTimer, Reminder
from prompt_days.truth import Judge

from chairpi.evaluation.figures import bootstrap_interval
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.reactive import ReactiveDay

FIRST_SEED = 500_000
"""The people are drawn from this seed on; nothing in the core was fitted to them."""
N_PEOPLE, N_DAYS, N_JOBS = 60, 1, 2
MOST_DAYS = 5
TARGET_MIN, OTHER_TARGET_MIN = 30.0, 45.0
GOAL_WRONG = 0.02

Counts = dict[str, float]


@dataclass(frozen=True, slots=True)
class Method:
    """A column of the table: what reminds, made for a person's seed."""

    name: str
    make: Callable[[int], Reminder]


METHODS = (
    Method("no reminder", lambda _: Nothing(60.0 * TARGET_MIN)),
    Method("plain timer", lambda _: PlainTimer(60.0 * TARGET_MIN)),
    Method("keyboard timer", lambda _: KeyboardTimer(60.0 * TARGET_MIN)),
    Method("ChairPi", lambda seed: OurChair(seed, TARGET_MIN)),
    Method("ChairPi, 45 min", lambda seed: OurChair(seed, OTHER_TARGET_MIN)),
    Method("ChairPi, seat only", lambda seed: OurChair(seed, TARGET_MIN, Layout.FOUR)),
)
SEAT_ONLY = METHODS[-1].name


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: one sum over another, as a share or as it is."""

    name: str
    part: str
    whole: str
    is_share: bool = True


ROWS = (
    Row("prompts a day", "prompts", "days", is_share=False),
    Row("  to stand", "prompts: stand", "days", is_share=False),
    Row("  about a slide", "prompts: slide", "days", is_share=False),
    Row("  about a still spell", "prompts: still", "days", is_share=False),
    Row("first asks to stand at a receptive moment", "receptive", "first asks"),
    Row("wrong, of all prompts", "wrong", "prompts"),
    Row("  to an empty chair", "wrong: to an empty chair", "prompts"),
    Row("  to an object", "wrong: to an object", "prompts"),
    Row("  too soon after a break", "wrong: too soon after a break", "prompts"),
    Row("  (where only 5 min off the chair are a break)", "early after a long break", "prompts"),
    Row("  in a call it was told of", "wrong: in a call it was told of", "prompts"),
    Row("  no slide (under 25 mm)", "wrong: no slide", "prompts"),
    Row("  no still spell", "wrong: no still spell", "prompts"),
    Row("wrong, of prompts to stand", "wrong stand", "prompts: stand"),
    Row("wrong, of prompts about a slide", "wrong slide", "prompts: slide"),
    Row("wrong, of prompts about a still spell", "wrong still", "prompts: still"),
    Row("in a call it was not told of", "in an untold call", "prompts"),
    Row("bouts 10 min over the target without one", "missed", "bouts due"),
    Row("  after part of a break (20-60 s)", "missed after part of a break", "bouts due"),
    Row("true breaks it knew of", "known breaks", "breaks"),
    Row("breaks it believed in that were none", "believed and none", "believed breaks"),
    Row("breaks a day (60 s and more)", "breaks", "days", is_share=False),
    Row("sitting a day [h]", "sitting_h", "days", is_share=False),
    Row("  in bouts of over 30 min [h]", "long_h", "days", is_share=False),
    Row("stood up within 3 min of a prompt to stand", "stood soon", "prompts: stand"),
    *(
        Row(f"  {answer}", f"answer: {answer}", "prompts: stand")
        for answer in (
            "stands up",
            "stands up later",
            "stands up briefly",
            "puts it off",
            "dismisses it",
            "lets it pass",
            "nothing: not noticed, or up already",
        )
    ),
)


def live(seed: int, n_days: int, method: Method) -> Counts:
    """One person's days with one reminder."""
    rng = np.random.default_rng([seed, 51])
    habits = Habits.drawn(rng)
    agendas = tuple(Agenda.drawn(habits, np.random.default_rng([seed, 52, day + 1]), day) for day in range(n_days))
    reminder = method.make(seed)
    seat = reminder.seat if isinstance(reminder, OurChair) else simulated_chair()[0]
    week = Life(ReactiveDay(seat, seed), habits, agendas, reminder, seed).live()
    return dict(Judge(week, reminder).counts())


def live_with_all(seed: int, n_days: int, names: Sequence[str]) -> dict[str, Counts]:
    """One person's days with each reminder."""
    return {method.name: live(seed, n_days, method) for method in METHODS if method.name in names}


def figure(people: Sequence[Counts], row: Row) -> tuple[float, float, float]:
    """A row's value over all people, and the ends of its 95 % interval over people."""
    parts, wholes = (np.array([counts.get(key, 0.0) for counts in people]) for key in (row.part, row.whole))

    def ratio(chosen: NDArray[np.intp]) -> float:
        whole = float(wholes[chosen].sum())
        return float(parts[chosen].sum()) / whole if whole else math.nan

    everybody = np.arange(len(people))
    return ratio(everybody), *bootstrap_interval(ratio, everybody)


def total(people: Sequence[Counts], key: str) -> float:
    """One number, summed over people."""
    return sum(counts.get(key, 0.0) for counts in people)


def said(row: Row, value: float, low: float, high: float) -> str:
    """A figure as the table shows it."""
    if math.isnan(value):
        return "-"
    if row.is_share:
        return f"{100 * value:.1f} % ({100 * low:.1f}-{100 * high:.1f})"
    return f"{value:.2f} ({low:.2f}-{high:.2f})"


def print_table(found: dict[str, list[Counts]]) -> None:
    """Rows of figures, a column for each reminder."""
    cells = [["", *found], ["prompts in all", *(f"{total(people, 'prompts'):.0f}" for people in found.values())]]
    cells += [[row.name, *(said(row, *figure(people, row)) for people in found.values())] for row in ROWS]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    for line in cells:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def main() -> None:
    """Live all weeks and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=N_PEOPLE, help=f"how many (default {N_PEOPLE})")
    parser.add_argument("--days", type=int, default=N_DAYS, help=f"days of each, 1 to {MOST_DAYS} (default {N_DAYS})")
    parser.add_argument("--jobs", type=int, default=N_JOBS, help=f"processes at once (default {N_JOBS})")
    parser.add_argument("--seat-only", action="store_true", help="a column for a chair without backrest cells too")
    parser.add_argument("--only", nargs="*", help="columns to work out, by name")
    chosen = parser.parse_args()
    usual = [method.name for method in METHODS if method.name != SEAT_ONLY or chosen.seat_only]
    names = [method.name for method in METHODS if method.name in (chosen.only or usual)]
    if not (names and chosen.people >= 1 and 1 <= chosen.days <= MOST_DAYS and chosen.jobs >= 1):
        parser.error(f"people and jobs from 1, days from 1 to {MOST_DAYS}, columns: {[m.name for m in METHODS]}")
    began_s = time.monotonic()
    people: dict[int, dict[str, Counts]] = {}
    with ProcessPoolExecutor(chosen.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        seeds = range(FIRST_SEED, FIRST_SEED + chosen.people)
        waiting = {pool.submit(live_with_all, seed, chosen.days, names): seed for seed in seeds}
        for done in as_completed(waiting):
            people[waiting[done]] = done.result()
            taken_s = time.monotonic() - began_s
            print(f"{len(people)} of {chosen.people} people, {taken_s:.0f} s", flush=True)
    found = {name: [people[seed][name] for seed in sorted(people)] for name in names}
    print(
        f"\n{chosen.people} people, {chosen.days} days each; 95 % intervals over people; goal: {GOAL_WRONG:.0%} wrong at most\n"
    )
    print_table(found)


if __name__ == "__main__":
    main()
