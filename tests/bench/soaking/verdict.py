"""What a story left behind, against what truly was."""

from __future__ import annotations

import math
import sqlite3
from bisect import bisect_right
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
from processes import STAND_AFTER_MIN

from chairpi.recordings.reading import open_recording
from soaking.household import Done
from soaking.plan import Plan
from soaking.running import Life, Sample
from soaking.story import DAY_S, boot_id

MINUTE_S = 60.0
STATED_S = 60.0
"""What a kill or a power cut may take: the last minute."""
BREAK_S = 60.0
EARLY_S = 60.0
"""As in the bench of prompts: a prompt to stand is wrong when somebody has sat for less than the target by more than this [s]."""
SETTLED_DAYS = 2
"""Caches fill in the first days of a process: growth is looked at from then on."""
AWAY = ("vacant", "object")


class Truth:
    """When somebody truly sat, over the whole story.

    Parameters
    ----------
    plan
        Which recorded day was played when.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._days = [sat_in(path) for path in plan.days]
        self._slid = [slid_in(path) for path in plan.days]

    def sat_s(self, at_s: float) -> float | None:
        """How long somebody has sat since their last true break [s], at a time of the story; `None`: nobody sits."""
        day = int(at_s // DAY_S)
        t_s = at_s - self._plan.begins_s(day)
        bouts = [bout for bout in self._days[day % len(self._days)] if bout[0] <= t_s]
        if not bouts or t_s >= bouts[-1][1]:
            return None
        sat_s, later_s = 0.0, bouts[-1][0]
        for begins_s, ends_s in reversed(bouts):
            if later_s - ends_s >= BREAK_S:
                break
            sat_s += min(ends_s, t_s) - begins_s
            later_s = begins_s
        return sat_s

    def slid_mm(self, at_s: float) -> float:
        """How far the hips truly were forward [mm]."""
        day = int(at_s // DAY_S)
        times, slides = self._slid[day % len(self._slid)]
        return float(slides[max(0, bisect_right(times, at_s - self._plan.begins_s(day)) - 1)])


def sat_in(path: Path) -> list[tuple[float, float]]:
    """The bouts of a recorded day [s]."""
    bouts: list[tuple[float, float]] = []
    began_s: float | None = None
    last_s = 0.0
    with open_recording(path) as recording:
        for row in recording:
            label = row.label
            if label:
                if label in AWAY:
                    if began_s is not None:
                        bouts.append((began_s, row.t_s))
                    began_s = None
                elif began_s is None:
                    began_s = row.t_s
            last_s = row.t_s
    if began_s is not None:
        bouts.append((began_s, last_s))
    return bouts


def slid_in(path: Path) -> tuple[list[float], np.ndarray]:
    """How far the hips were forward at each whole second of a recorded day: times [s], and slides [mm]."""
    with open_recording(path) as recording:
        rows = [(row.t_s, row.slide_mm) for number, row in enumerate(recording) if number % 10 == 0]
    return [t_s for t_s, _ in rows], np.array([math.nan if mm is None else mm for _, mm in rows])


def minutes(plan: Plan, lives: list[Life], history: Path) -> tuple[int, int]:
    """How many whole minutes were read, but for the last before each kill, and how many of them are not kept."""
    with closing(sqlite3.connect(history)) as connection:
        rows = connection.execute(
            "SELECT boot_id, start_t_s, sum(seen_s) FROM minute GROUP BY boot_id, start_t_s"
        ).fetchall()
    seen_s = {(boot, round(start_t_s)): seconds for boot, start_t_s, seconds in rows}
    expected = [
        (boot_id(life.boot), 60 * number)
        for life in lives
        for begins_s, ends_s in read_in(plan, life)
        for number in range(
            math.ceil((begins_s - life.booted_s) / MINUTE_S), math.floor((ends_s - life.booted_s) / MINUTE_S)
        )
    ]
    return len(expected), sum(seen_s.get(key, 0.0) < MINUTE_S - 1.0 for key in expected)


def read_in(plan: Plan, life: Life) -> list[tuple[float, float]]:
    """The times in which a life was given frames, but for the last minute where it was killed, and all since its disk was full then
    [s of the story]."""
    last_s = min(life.ended_s, life.full_since_s) - (STATED_S if life.was_killed else 0.0)
    days = range(int(life.began_s // DAY_S), min(plan.n_days, int(life.ended_s // DAY_S) + 1))
    spans = [
        (max(life.began_s + 1.0, plan.begins_s(day)), min(last_s, plan.begins_s(day) + plan.hours * 3600.0 - 1.0))
        for day in days
    ]
    return [span for span in spans if span[0] < span[1]]


def prompts(lives: list[Life], truth: Truth, history: Path) -> dict[str, list[str]]:
    """All prompts by kind, each with why it was wrong; empty where it was not."""
    booted_s = {boot_id(life.boot): life.booted_s for life in lives}
    with closing(sqlite3.connect(history)) as connection:
        rows = connection.execute(
            "SELECT number, kind, boot_id, raised_t_s, outcome FROM prompt ORDER BY number"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for index, (_number, kind, boot, raised_t_s, outcome) in enumerate(rows):
        at_s = booted_s[boot] + raised_t_s
        why = ""
        sat_s = truth.sat_s(at_s)
        if sat_s is None:
            why = "to an empty chair"
        elif kind == "stand" and sat_s < STAND_AFTER_MIN * MINUTE_S - EARLY_S:
            why = "too soon"
        elif outcome is None and index + 1 < len(rows):
            why = "without an outcome"
        found.setdefault(kind, []).append(why)
    return found


def contradictions(history: Path) -> int:
    """Bouts of one start of the machine that overlap or end before they begin, and what SQLite itself finds."""
    with closing(sqlite3.connect(history)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT boot_id, began_t_s, ended_t_s FROM bout ORDER BY bout_id").fetchall()
    backwards = sum(ended is not None and ended < began for _, began, ended in rows)
    overlapping = sum(
        one[0] == other[0] and one[2] is not None and other[1] < one[2] - 1e-6 for one, other in pairwise(rows)
    )
    return backwards + overlapping + (not whole)


def acts_lost(done: Done, data_dir: Path) -> int:
    """How much of what was acknowledged is not there."""
    with closing(sqlite3.connect(data_dir / "history.db")) as connection:
        name = connection.execute("SELECT name FROM sitter WHERE sitter_id = 1").fetchone()[0]
    with closing(sqlite3.connect(data_dir / "app.db")) as connection:
        keys = {row[0] for row in connection.execute("SELECT name FROM api_key")}
    return (name not in done.names) + len(done.keys - keys) + len(done.revoked & keys)


def growth(samples: list[Sample], from_s: float) -> tuple[float, int, float]:
    """How the last process of a kind grew in the last month [MB in 30 days], how its descriptors changed, and its size [MB]."""
    last = [
        sample for sample in samples if sample.pid == samples[-1].pid and sample.at_s >= from_s + SETTLED_DAYS * DAY_S
    ]
    if len(last) < 3:
        return math.nan, 0, samples[-1].resident_mb
    slope = np.polyfit([one.at_s / DAY_S for one in last], [one.resident_mb for one in last], 1)[0]
    return (
        float(slope) * 30.0,
        max(one.n_descriptors for one in last) - min(one.n_descriptors for one in last),
        last[-1].resident_mb,
    )
