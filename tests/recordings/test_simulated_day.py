"""Simulated days as files: names, layouts, lost readings and what `chairpi simulate` makes of its options."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from chairpi.cli import main
from chairpi.recordings.reading import open_recording, read_frames
from chairpi.recordings.simulated_day import people_paths, write_day
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.sessions import simulated_session


@pytest.mark.parametrize("layout", Layout)
def test_a_written_day_is_the_session_of_its_seed(tmp_path: Path, layout: Layout) -> None:
    path = tmp_path / "day.csv"
    write_day(path, 0.5, 4, layout)

    header, frames = read_frames(path)

    said = np.concatenate([block.counts for block, _ in simulated_session(4, 0.5, layout).blocks()])
    np.testing.assert_array_equal(frames.counts, said)
    assert header.seat.names == simulated_chair(layout)[0].names


def test_a_lost_reading_is_an_empty_field(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    write_day(path, 2.0, 1)

    with open_recording(path) as recording:
        lost = [row for row in recording if None in row.counts]

    assert lost
    assert all(row.counts.count(None) < 6 for row in lost)


@pytest.mark.parametrize(
    ("output", "n_people", "names"),
    [
        ("day.csv", 2, ["day-00.csv", "day-01.csv"]),
        ("day.csv.gz", 1, ["day-00.csv.gz"]),
        ("a.b.csv", 1, ["a.b-00.csv"]),
        ("day", 1, ["day-00"]),
    ],
)
def test_each_person_has_a_file_of_a_like_name(output: str, n_people: int, names: list[str]) -> None:
    assert [path.name for path in people_paths(Path("there") / output, n_people)] == names


def test_the_names_of_many_people_sort_as_they_count() -> None:
    names = [path.name for path in people_paths(Path("day.csv"), 101)]

    assert names == sorted(names)
    assert names[-1] == "day-100.csv"


def simulate(*words: str | Path) -> str:
    result = CliRunner().invoke(main, ["simulate", *map(str, words)], catch_exceptions=False)
    return f"{result.exit_code}: {result.output}"


def test_people_have_the_seeds_after_the_first(tmp_path: Path) -> None:
    several, alone = tmp_path / "day.csv", tmp_path / "alone.csv"

    said = simulate("-o", several, "--hours", "0.05", "--seed", "8", "--people", "2")
    simulate("-o", alone, "--hours", "0.05", "--seed", "9")

    assert said.count("1800 rows") == 2
    assert not several.exists()
    first, second = (tmp_path / f"day-0{person}.csv" for person in (0, 1))
    assert second.read_bytes() == alone.read_bytes() != first.read_bytes()


def test_the_options_are_said_in_the_header(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"

    simulate("-o", path, "--hours", "0.05", "--seed", "3", "--cells", "seven", "--jitter", "2")

    header, _ = read_frames(path)
    assert header.extras["source"] == "chairpi simulate --hours 0.05 --seed 3 --cells seven --jitter 2"
    assert len(header.seat.cells) == 7
    assert 30.0 < float(header.extras["mass_kg"]) < 200.0
    assert 120.0 < float(header.extras["height_cm"]) < 220.0


def test_a_layout_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert simulate("-o", tmp_path / "day.csv", "--cells", "five").startswith("2:")
