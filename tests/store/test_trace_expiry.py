"""The minute before a prompt expires while the process runs, after as long as the configuration says."""

import sqlite3
from contextlib import closing

import pytest

from chairpi.clock import ManualClock
from chairpi.core.events.prompting import Moment, PromptKind, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.store.history import History

DAY_S = 86_400.0
HOUR_S = 3600.0


def traces(path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM prompt WHERE trace IS NOT NULL").fetchone()
    return number


@pytest.mark.parametrize("kept_days", [1, 3])
def test_a_trace_expires_while_the_process_runs(tmp_path, kept_days) -> None:
    clock, path = ManualClock(0.0, 1_795_691_000.0), tmp_path / "history.db"
    offset_s = clock.utc_s() - clock.monotonic_s()
    prompts = [
        PromptRaised(
            hour * HOUR_S, PromptKind.STAND, hour + 1, "Stand up.", Moment.SHIFT, 1800.0, trace=((540.0, 12.5, -3.0),)
        )
        for hour in range(kept_days * 24 + 4)
    ]
    left = []
    with History.open(path, "boot", 0.0, clock.utc_s(), trace_kept_s=kept_days * DAY_S) as history:
        for prompt in prompts:
            history.record([prompt], offset_s)
            t_s = prompt.t_s + 120.0
            history.record([Minute(t_s, t_s - 60.0, 60.0, 0.0, 0.0, None, None, None, None, None)], offset_s)
            history.commit_if_due(t_s)
            left.append(traces(path))

    assert left[: kept_days * 24] == [*range(1, kept_days * 24 + 1)]
    assert left[-1] == pytest.approx(kept_days * 24, abs=1)
