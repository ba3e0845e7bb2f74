"""Months of a chair's life with faults at random, through both real processes: what is lost, what is wrong, what grows.

    python tests/bench/soak.py [--months 3] [--hours 4] [--seed 1] [--keep DIR]

A month is 30 days of so many hours at the desk; the nights go by in no time. Real are both processes, their history, sockets and pages; the
story's are the sitter, the cells' counts, the clocks and the faults. The last month (of one month, its second half) has no fault that ends
a process, so that what a process gathers can be seen. Prints figures; asserts nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from soaking.plan import Plan
from soaking.running import Telling
from soaking.verdict import Truth, acts_lost, contradictions, growth, minutes, prompts

from chairpi.recordings.simulated_day import write_day

N_DAYS_RECORDED = 6
"""Different days, played in turn."""
N_CELLS = 6
DAYS_A_WEEK = 7


def main() -> int:
    """Tell the story and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=float, default=3.0, help="how long, in months of 30 days")
    parser.add_argument("--hours", type=float, default=4.0, help="at the desk on each day")
    parser.add_argument("--seed", type=int, default=1, help="of the days and of the faults")
    parser.add_argument(
        "--keep", type=Path, help="a directory for logs and data, which stay; a passing one when left out"
    )
    chosen = parser.parse_args()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        directory = Path(name) if chosen.keep is None else chosen.keep
        directory.mkdir(parents=True, exist_ok=True)
        n_days = round(30 * chosen.months)
        days = tuple(directory / f"day{number}.csv" for number in range(min(N_DAYS_RECORDED, n_days)))
        for number, path in enumerate(days):
            write_day(path, chosen.hours, chosen.seed * 1000 + number)
        plan = Plan.drawn(n_days, chosen.hours, days, N_CELLS, chosen.seed)
        telling = Telling(directory, plan, chosen.seed)
        try:
            for day in telling.tell():
                print(f"\r{day + 1} of {n_days} days", end="", file=sys.stderr, flush=True)
        finally:
            telling.house.close()
        print(file=sys.stderr)
        report(telling, began_s)
        logs = telling.house.log("sensor") + telling.house.log("web")
        tell("tracebacks in the logs", logs.count("Traceback"), "0")
        tell("lines in the logs", logs.count("\n"), "")
        return 0


def tell(what: str, figure: object, goal: str) -> None:
    """One row."""
    print(f"{what:<58}{figure!s:>12}  {goal}")


def report(telling: Telling, began_s: float) -> None:
    """All figures but the logs'."""
    plan, history = telling.plan, telling.house.config.history_path
    tell(
        f"figure of {plan.n_days} days of {plan.hours:g} h, in {(time.monotonic() - began_s) / 60:.0f} min", "", "goal"
    )
    for fault, n_times in sorted(telling.injected.items()):
        tell(f"  {fault.value}", n_times, f"{telling.injected_while_full[fault]} while the disk was full")
    n_expected, n_lost = minutes(plan, telling.lives, history)
    tell("minutes expected (but the last before each kill)", n_expected, "")
    tell("minutes lost", n_lost, "0")
    by_kind = prompts(telling.lives, Truth(plan), history)
    for kind, whys in sorted(by_kind.items()):
        wrong = [why for why in whys if why]
        tell(f"prompts: {kind}", len(whys), "")
        tell(f"  wrong: {', '.join(sorted(set(wrong))) or 'none'}", len(wrong), "0")
    tell("contradictions in the history", contradictions(history), "0")
    done = telling.household.done
    tell("acts acknowledged", done.n_acknowledged, "")
    tell("acts lost", acts_lost(done, Path(telling.house.config.paths.data_dir)), "0")
    tell("pages looked at", done.n_looks, "")
    tell("looks and acts without an answer (a process was away)", done.n_unanswered, "")
    tell("answers of 500", len(done.crashes), "0")
    for crash in sorted(set(done.crashes)):
        tell(f"  {crash}", done.crashes.count(crash), "")
    for command, samples in telling.samples.items():
        for week, sample in enumerate(samples[DAYS_A_WEEK - 1 :: DAYS_A_WEEK], start=1):
            held = f"{sample.resident_mb:.1f} ({sample.private_mb:.1f})"
            tell(f"{command}: resident after week {week} [MB] (its own)", held, "")
    for command, goal_mb in (("sensor", 45), ("web", 55)):
        per_month_mb, n_descriptors, held_mb = growth(telling.samples[command], plan.last_month_s)
        tell(f"{command}: growth [MB a month]", f"{per_month_mb:.2f}", "< 1")
        tell(f"{command}: file descriptors, most less least", n_descriptors, "flat")
        tell(f"{command}: resident at the end [MB]", f"{held_mb:.1f}", f"<= {goal_mb}")


if __name__ == "__main__":
    sys.exit(main())
