"""How well forward hip slides are found: ours beside the published and the usual ways, on the same data, in one run.

    python tests/bench/detectors.py --trial --people 6 --hours 2      # to try something
    python tests/bench/detectors.py                                   # the final table

Simulated people: days that were never used to fit or to choose anything; slides of 40 mm and more that last for 2 minutes with the back
on the backrest, as `chairpi.evaluation.episodes` defines them. The real chair: posed holds of 33 people on seven load cells
(github.com/maxmuffin/SmartSeat, MIT licence), each person left out in turn; the guide says how far its labels can be trusted. Splits are
by person, never by frame; intervals are 95 % ones, over people.

The final people are looked at when everything is decided, and not before: `--trial` takes others. Prints figures; asserts nothing. It
needs scikit-learn (`pip install --editable '.[bench]'`), takes some minutes on two cores, and leaves out the real chair where its
recordings are not: name their directory with --recordings or CHAIRPI_SMARTSEAT.
"""

from __future__ import annotations

import argparse
import multiprocessing
import operator
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from detectors_cost import core_cost, predicting_us
from detectors_real import RIVALS, ShuffledJudge, frame_split
from detectors_simulated import (
    CLASSIFIERS,
    FINAL_SEED,
    OURS,
    SETTINGS,
    TRIAL_SEED,
    Models,
    features,
    models,
    scores_of,
    watched,
)
from rivals.in_time import rivals_in_time

from chairpi.core.settings import Settings
from chairpi.evaluation.episode_figures import episode_figures, pooled
from chairpi.evaluation.episodes import EpisodeScore
from chairpi.evaluation.figures import Figure
from chairpi.evaluation.holds import Zero, judge_holds
from chairpi.evaluation.report import evaluate

N_WORKERS = 2
N_PEOPLE, HOURS = 60, 5.0
N_LEARNT_PEOPLE, LEARNT_HOURS = 40, 2.0
"""Whom the classifiers learn from, and how long they sit [h]."""
RECORDINGS = Path(os.environ.get("CHAIRPI_SMARTSEAT", Path(__file__).parents[2] / "../shared/data/smartseat"))
PARTS = ("simulated", "real", "cost")
AT_LEAST, AT_MOST = ">=", "<="
N_SHUFFLES = 5
SHUFFLED = f"ours, switched on under the sitter (mean of {N_SHUFFLES})"
"""The real chair was never tared. Ours takes the least force that a cell showed in a person's other holds for its zero, as a chair knows
it that has been in use. This row takes what was seen so far and nothing more, as a chair that was just switched on; in shuffled
orders, because all people held the postures in the same one, which could be learnt."""
DAY_LOSS = 0.02
"""How much less a figure may be for people of another day."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach.

    Parameters
    ----------
    figure
        Its name in `chairpi.evaluation`.
    words, shape
        How it is said, and with how many digits.
    better
        `>=` or `<=`.
    bound
        In the figure's unit.
    """

    figure: str
    words: str
    shape: str
    better: str
    bound: float

    def line(self, found: Figure, bound: float | None = None) -> str:
        """The figure beside its goal; `bound` in place of the goal's own."""
        bound = self.bound if bound is None else bound
        met = (operator.ge if self.better == AT_LEAST else operator.le)(found.value, bound)
        said = self.shape.format(found.value)
        goal = f"{self.better} {self.shape.format(bound)}"
        return f"  {self.words:<52}{said:>9}{_interval(found, self.shape):>20}   goal {goal:<11}{'met' if met else 'NOT MET'}"


def _detected(bound: float) -> Goal:
    return Goal("detected_fraction", "slides told", "{:.1%}", AT_LEAST, bound)


def _alarms(bound: float) -> Goal:
    return Goal("false_alarms_per_h", "false alarms per seated hour", "{:.3f}", AT_MOST, bound)


SIMULATED_GOALS = dict(
    zip(
        (setting.name for setting in SETTINGS),
        (
            (_detected(0.99), Goal("delay_median_s", "delay, median", "{:.0f} s", AT_MOST, 60.0), _alarms(0.05)),
            (_detected(0.93), _alarms(0.06)),
            (_alarms(0.2),),
            (_detected(0.98), _alarms(0.2)),
        ),
        strict=True,
    )
)
REAL_GOALS = (
    Goal("forward_slide_auc", "forward slide, all cells: AUC", "{:.3f}", AT_LEAST, 0.985),
    Goal("forward_slide_recall_at_5_percent", "    recall at 5 % false positives", "{:.3f}", AT_LEAST, 0.94),
    Goal("hips_forward_seat_auc", "hips forward, seat cells alone: AUC", "{:.3f}", AT_LEAST, 0.985),
    Goal("hips_forward_seat_recall_at_5_percent", "    recall at 5 % false positives", "{:.3f}", AT_LEAST, 0.95),
    Goal("balanced_accuracy", "eight postures, all cells: balanced accuracy", "{:.3f}", AT_LEAST, 0.83),
)
COST_GOALS = (
    Goal("frame_us", "one frame, 6 cells, streaming (median)", "{:.0f} us", AT_MOST, 60.0),
    Goal("svc_ratio", "scikit-learn's SVC on one frame takes as many times", "{:.1f}", AT_LEAST, 5.0),
    Goal("day_s", "8 h at 10 Hz, 6 cells, in one batch", "{:.2f} s", AT_MOST, 1.0),
    Goal("day_mb", "    memory beyond the day's frames", "{:.0f} MB", AT_MOST, 200.0),
    Goal("process_mb", "    memory of the whole process", "{:.0f} MB", AT_MOST, 200.0),
)

_RIVALS: dict[tuple[str, bool], Any] = {}
"""In a worker: the fitted classifiers."""


def _begin_worker(rivals: Models) -> None:
    _RIVALS.update(rivals)


def _scores(seed: int, hours: float) -> dict[tuple[str, str], EpisodeScore]:
    return scores_of(seed, hours, SETTINGS, _RIVALS)


def _on_real_chair(name: str, paths: Sequence[Path]) -> tuple[Figure, ...]:
    return evaluate(paths, Settings(), judge_holds if name == OURS else RIVALS[name]).figures


def _shuffled(seed: int, paths: Sequence[Path]) -> tuple[Figure, ...]:
    return evaluate(paths, Settings(), ShuffledJudge(partial(judge_holds, known=Zero.SO_FAR), seed)).figures


def _mean(several: Sequence[tuple[Figure, ...]]) -> tuple[Figure, ...]:
    """Each figure's mean over several runs; its interval's ends likewise."""

    def mean(values: Iterable[float]) -> float:
        return sum(values) / len(several)

    return tuple(
        replace(
            same[0],
            value=mean(one.value for one in same),
            low=mean(one.low for one in same),
            high=mean(one.high for one in same),
        )
        for same in zip(*several, strict=True)
    )


def simulated(first_seed: int, n_people: int, hours: float, rivals: Models) -> None:
    """Print what was found of simulated people's slides."""
    with _workers(rivals) as pool:
        jobs = [pool.submit(_scores, seed, hours) for seed in range(first_seed, first_seed + n_people)]
        people = [job.result() for job in jobs]
    for setting in SETTINGS:
        scores = {
            name: [person[setting.name, name] for person in people if (setting.name, name) in person]
            for name in _order()
        }
        ours = pooled(scores[OURS])
        print(
            f"\nsimulated people, {setting.name}\n"
            f"  {n_people} people, {n_people * hours:.0f} h, {ours.seated_s / 3600:.0f} h of them seated, {len(ours.slides)} slides to tell"
        )
        figures = {name: {one.name: one for one in episode_figures(found)} for name, found in scores.items() if found}
        for goal in SIMULATED_GOALS[setting.name]:
            print(goal.line(figures[OURS][goal.figure]))
        print(
            f"\n  {'detector':<42}{'told':>7}{'':>17}{'delay':>6}{'90 %':>7}{'false/h':>9}{'':>16}{'slid':>7}{'not':>8}"
        )
        for name in scores:
            print(
                _episode_line(name, figures[name]) if name in figures else f"  {name:<42}{'as in the first table':>24}"
            )
        off = figures[OURS]["severity_error_median_mm"]
        print("  slid, not: share of the time with a slide, and of that without one, that was flagged")
        print(f"  ours tells the slide's millimetres with an error of {off.value:.0f} mm (median)")


def _order() -> tuple[str, ...]:
    return (OURS, *CLASSIFIERS, *rivals_in_time())


def _episode_line(name: str, found: dict[str, Figure]) -> str:
    told, alarms = found["detected_fraction"], found["false_alarms_per_h"]
    return (
        f"  {name:<42}{told.value:>7.1%}{_interval(told, '{:.1%}'):>17}{found['delay_median_s'].value:>5.0f}s"
        f"{found['delay_p90_s'].value:>6.0f}s{alarms.value:>9.3f}{_interval(alarms, '{:.3f}'):>16}"
        f"{found['slide_flagged_fraction'].value:>7.1%}{found['good_flagged_fraction'].value:>8.2%}"
    )


def real(directory: Path) -> None:
    """Print what was found of real people's posed holds."""
    paths = sorted(directory.glob("person*.csv"))
    if not paths:
        print(f"\nreal chair: left out, for there is no person*.csv in {directory}")
        return
    names = (OURS, *RIVALS)
    with _workers({}) as pool:
        jobs = [pool.submit(_on_real_chair, name, paths) for name in names]
        shuffles = [pool.submit(_shuffled, seed, paths) for seed in range(N_SHUFFLES)]
        figures = {name: job.result() for name, job in zip(names, jobs, strict=True)}
        figures = {OURS: figures.pop(OURS), SHUFFLED: _mean([job.result() for job in shuffles]), **figures}
    everybody = {
        (name, figure.name): figure.value
        for name in (OURS, SHUFFLED)
        for figure in figures[name]
        if not figure.fitted_on
    }
    for fitted_on in dict.fromkeys(figure.fitted_on for figure in figures[OURS]):
        print(
            f"\nreal chair, {len(paths)} people, {f'fitted on {fitted_on}' if fitted_on else 'each left out in turn'}"
        )
        here = {name: {one.name: one for one in found if one.fitted_on == fitted_on} for name, found in figures.items()}
        for name, order in (
            (OURS, "as a chair in use, which knows its zero"),
            (SHUFFLED, "as a chair just switched on under the sitter"),
        ):
            print(f" {order}")
            for goal in REAL_GOALS:
                bound = everybody[name, goal.figure] - DAY_LOSS if fitted_on else None
                print(goal.line(here[name][goal.figure], bound))
        columns = ("slide AUC", "recall", "hips AUC", "recall", "accuracy")
        print(f"\n  {'detector':<42}" + "".join(f"{column:>21}" for column in columns))
        for name, found in here.items():
            cells = (f"{found[goal.figure].value:.3f} {_interval(found[goal.figure], '{:.2f}')}" for goal in REAL_GOALS)
            print(f"  {name:<42}" + "".join(f"{cell:>21}" for cell in cells))
    at_random, by_person = frame_split(paths)
    print(
        f"\n  What a random split of frames would have claimed, eight postures, nearest neighbour: {at_random:.1%};"
        f" the same split by person: {by_person:.1%}."
    )


def cost(rivals: Models) -> None:
    """Print what a frame and a day take."""
    found = core_cost()
    row = features(watched(TRIAL_SEED, 1.0))[0]
    svc_us = predicting_us(rivals[next(iter(CLASSIFIERS)), False], row)
    values = {name: getattr(found, name) for name in ("frame_us", "day_s", "day_mb", "process_mb")}
    values["svc_ratio"] = svc_us / found.frame_us
    print("\ncost (everything the core does with a frame; the SVC only predicts)")
    nan = float("nan")
    for goal in COST_GOALS:
        print(goal.line(Figure(goal.figure, values[goal.figure], nan, nan, 1)))
    print(f"  the SVC: {svc_us:.0f} us a frame")


def _interval(found: Figure, shape: str) -> str:
    return "" if found.low != found.low else f"[{shape.format(found.low)}, {shape.format(found.high)}]"


def _workers(rivals: Models) -> ProcessPoolExecutor:
    spawned = multiprocessing.get_context("spawn")  # a forked scikit-learn may wait for threads that it no longer has
    return ProcessPoolExecutor(N_WORKERS, spawned, _begin_worker, (rivals,))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trial", action="store_true", help="simulated people to try things on, not the final ones")
    parser.add_argument("--people", type=int, default=N_PEOPLE, help="how many simulated people")
    parser.add_argument("--hours", type=float, default=HOURS, help="length of each one's day [h]")
    parser.add_argument("--only", choices=PARTS, action="append", help="leave out the other parts")
    parser.add_argument("--recordings", type=Path, default=RECORDINGS, help="where the real chair's person*.csv are")
    asked = parser.parse_args()
    parts = asked.only or PARTS
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")  # one core for each worker
    rivals = models(N_LEARNT_PEOPLE, LEARNT_HOURS) if {"simulated", "cost"} & {*parts} else {}
    if "cost" in parts:  # first, while nothing else runs
        cost(rivals)
    if "simulated" in parts:
        simulated(TRIAL_SEED if asked.trial else FINAL_SEED, asked.people, asked.hours, rivals)
        if not asked.trial:
            print(
                "\nThis run looked at the final people. The page of the guide that tells how the chair knows counts such runs:"
                ' raise the number in its sentence\n  "The people of the final table have been looked at N times."'
            )
    if "real" in parts:
        real(asked.recordings)


if __name__ == "__main__":
    main()
