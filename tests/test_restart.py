"""Killed and started again, the real sensor process prompts as a chair does that nobody watched for so long."""

import math
import os
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from restarting import Life, Told, Watched, prompts_of

from chairpi.core.frame import Frame
from chairpi.core.settings import PromptSettings
from chairpi.recordings.header import Header
from chairpi.recordings.reading import open_recording
from chairpi.recordings.simulated_day import write_day
from chairpi.recordings.writing import RecordingWriter

SMARTSEAT = Path(os.environ.get("CHAIRPI_SMARTSEAT", Path(__file__).parents[2] / "shared" / "data" / "smartseat"))
PERSON = SMARTSEAT / "person00.csv"

OFTEN = PromptSettings(
    stand_after_min=2.0,
    moment_wait_min=1.0,
    chime_after_min=0.5,
    firm_after_min=1.0,
    silent_after_min=2.0,
    slide_after_s=60.0,
    settle_min=1.0,
    merge_min=0.0,
    still_after_min=10.0,
    prompts_per_hour=12,
    ramp=False,
)
"""A prompt every few minutes, so that a kill finds all kinds of moments."""

UP_S = ((300, 380), (560, 590), (700, 708), (900, 1000), (1240, 1310))
"""When the sitters are made to be off the chair: whole breaks, parts of one, a re-seat [s]."""

END_S = 1330.0


def restless(path: Path, header: Header, frames: Iterable[Frame]) -> None:
    """A recording of somebody who gets up every few minutes."""
    empty = header.calibration.zero_counts
    with RecordingWriter(path, header) as writer:
        for frame in frames:
            if frame.t_s >= END_S:
                break
            up = any(begin_s <= frame.t_s < end_s for begin_s, end_s in UP_S)
            writer.write(Frame(frame.t_s, empty) if up else frame)


@pytest.fixture(scope="module")
def simulated_sitter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("day")
    write_day(directory / "day.csv", 0.7, 1, lively=True)
    with open_recording(directory / "day.csv") as day:
        restless(directory / "restless.csv", day.header, day.frames())
    return directory / "restless.csv"


@pytest.fixture(scope="module")
def real_person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a real person held, one posture after the other, again and again: the minutes between the holds were not recorded."""
    if not PERSON.exists():
        pytest.skip(
            "the recordings of real people are not here: set CHAIRPI_SMARTSEAT to the directory of SmartSeat's files"
        )
    path = tmp_path_factory.mktemp("person") / "restless.csv"
    with open_recording(PERSON) as recording:
        counts = [frame.counts for frame in recording.frames()]
        step_s = 1.0 / recording.header.rate_hz
        n_frames = math.ceil(END_S / step_s)
        frames = [Frame(step_s * number, counts[number % len(counts)]) for number in range(n_frames)]
        restless(path, recording.header, frames)
    return path


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


def assert_each_has_one_outcome(prompts: Sequence[Told]) -> None:
    """But for the last, which may stand."""
    assert [prompt.number for prompt in prompts] == list(range(1, len(prompts) + 1))
    assert all(prompt.outcome for prompt in prompts[:-1])


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("sitter", ["simulated_sitter", "real_person"])
def test_killed_at_any_moment_it_prompts_as_one_that_merely_looked_away(
    sitter: str, seed: int, directory: Path, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(seed)
    life = Life(directory, request.getfixturevalue(sitter), OFTEN)

    life.lives(sorted(chance.uniform(10.0, END_S - 60.0) for _ in range(5)), chance, gap_s=(3.0, 20.0))

    told = life.told()
    assert len(told) >= 2
    assert told == life.unkilled()
    assert_each_has_one_outcome(told)


@pytest.mark.parametrize(
    ("sitter", "kill_s"),
    [
        pytest.param("simulated_sitter", 100.0, id="simulated, the clock runs"),
        pytest.param("simulated_sitter", 240.0, id="simulated, a prompt stands"),
        pytest.param("simulated_sitter", 620.0, id="simulated, in the middle of a slide"),
        pytest.param("real_person", 1100.0, id="real, soon after a break"),
    ],
)
def test_a_few_seconds_unseen_change_no_prompt_by_more_than_a_minute(
    sitter: str, kill_s: float, directory: Path, request: pytest.FixtureRequest
) -> None:
    recording = request.getfixturevalue(sitter)
    undisturbed = prompts_of(recording, OFTEN, [Watched(0.0, math.inf)])
    life = Life(directory, recording, OFTEN)

    life.lives([kill_s], random.Random(1), gap_s=(3.0, 6.0))

    told = life.told()
    assert [prompt.kind for prompt in told] == [prompt.kind for prompt in undisturbed]
    assert all(abs(one.raised_s - other.raised_s) <= 60.0 for one, other in zip(told, undisturbed, strict=True))


@pytest.mark.parametrize(
    "kill_s", [pytest.param(240.0, id="a prompt stands"), pytest.param(1100.0, id="the clock runs")]
)
def test_after_a_power_cut_the_clock_goes_on_and_nothing_is_told_twice(
    kill_s: float, simulated_sitter: Path, directory: Path
) -> None:
    """All that lay in memory is gone, and the clock counts from 0: the database knows of the last minute that was written."""
    life = Life(directory, simulated_sitter, OFTEN)

    dead_s = life.run(0.0, kill_s)
    life.reboot(dead_s + 15.0)
    life.run(dead_s + 15.0)

    told = life.told()
    assert told == life.unkilled()
    assert_each_has_one_outcome(told)
    assert kill_s - 61.0 <= life.watched[0].seen_s <= dead_s


def test_a_memory_of_nothing_that_this_version_knows_is_let_go(simulated_sitter: Path, directory: Path) -> None:
    life = Life(directory, simulated_sitter, OFTEN)
    dead_s = life.run(0.0, 240.0)
    memory = life.config.runtime_dir / "memory.json"
    memory.write_text(memory.read_text(encoding="utf-8").replace('"version":1', '"version":0'), encoding="utf-8")

    life.run(dead_s + 5.0, 500.0)

    first, *later = life.told()
    assert (first.number, first.kind, first.outcome) == (1, "stand", "unseen")
    assert [prompt.number for prompt in later] == list(range(2, 2 + len(later)))
