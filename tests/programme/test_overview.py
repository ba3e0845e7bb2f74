"""The content table, and the command that prints it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from own_records import exercise, prescription, routine

from chairpi.cli import main
from chairpi.programme.exchange import bundle_text
from chairpi.programme.exercises import Cause, Kind, Place
from chairpi.programme.library import load_library
from chairpi.programme.overview import cells, content_table, sums, without_picture
from chairpi.programme.own import Own

HAMSTRINGS, HIPS, ANKLES, GLUTES, SHOULDERS = (
    Cause.TIGHT_HAMSTRINGS,
    Cause.TIGHT_HIPS,
    Cause.STIFF_ANKLES,
    Cause.WEAK_GLUTES,
    Cause.ROUNDED_SHOULDERS,
)
CHAIR, STANDING, FLOOR, ROLLER = Place.CHAIR, Place.STANDING, Place.FLOOR, Place.ROLLER
STRETCH, MOBILISE, STRENGTHEN, ROLL = Kind.STRETCH, Kind.MOBILISE, Kind.STRENGTHEN, Kind.ROLL

AT_LEAST = {
    (HAMSTRINGS, CHAIR, STRETCH): 2,
    (HAMSTRINGS, STANDING, STRETCH): 1,
    (HAMSTRINGS, FLOOR, STRETCH): 1,
    (HAMSTRINGS, ROLLER, ROLL): 1,
    (HIPS, CHAIR, STRETCH): 2,
    (HIPS, CHAIR, MOBILISE): 2,
    (HIPS, STANDING, STRETCH): 2,
    (HIPS, STANDING, MOBILISE): 2,
    (HIPS, FLOOR, STRETCH): 2,
    (HIPS, FLOOR, MOBILISE): 3,
    (HIPS, ROLLER, ROLL): 1,
    (ANKLES, CHAIR, MOBILISE): 1,
    (ANKLES, STANDING, STRETCH): 2,
    (ANKLES, STANDING, MOBILISE): 1,
    (ANKLES, STANDING, STRENGTHEN): 1,
    (ANKLES, FLOOR, STRETCH): 1,
    (ANKLES, ROLLER, ROLL): 1,
    (GLUTES, CHAIR, STRENGTHEN): 2,
    (GLUTES, STANDING, STRENGTHEN): 1,
    (GLUTES, FLOOR, STRENGTHEN): 3,
    (GLUTES, ROLLER, ROLL): 1,
    (SHOULDERS, CHAIR, MOBILISE): 3,
    (SHOULDERS, CHAIR, STRENGTHEN): 1,
    (SHOULDERS, STANDING, STRETCH): 2,
    (SHOULDERS, FLOOR, STRENGTHEN): 1,
    (SHOULDERS, ROLLER, ROLL): 1,
}
"""How many exercises the sources give for each cause, place and kind."""


def test_no_cell_is_empty_that_the_sources_fill():
    counted = cells(load_library())

    assert {cell: counted[cell] for cell, least in AT_LEAST.items() if counted[cell] < least} == {}


def test_there_are_more_than_25_exercises_each_counted_once():
    assert sum(cells(load_library()).values()) == len(load_library().exercises) > 25


def test_the_table_has_a_row_for_each_cause_and_place_and_their_sums():
    lines = list(content_table(load_library()))
    columns = [[int(cell.replace("-", "0")) for cell in line[len(line) - 48 :].split()] for line in lines[1:]]

    assert len(lines) == 1 + len(Cause) * len(Place) + 1
    assert [sum(column) for column in zip(*columns[:-1], strict=True)] == columns[-1]
    assert sum(columns[-1]) == len(load_library().exercises)


def test_the_sums_tell_what_was_added_only_where_something_was():
    own = Own((exercise(),), (routine(),), (prescription(),))

    assert len(list(sums(load_library()))) == 2
    assert list(sums(load_library(own)))[2] == "Added or changed: 1 exercises, 1 routines, 1 prescriptions."


def test_an_exercise_without_a_picture_is_named_unless_it_is_ones_own():
    library = load_library(Own((exercise(picture="no-such-picture"),)))

    assert without_picture(library, set(library.exercises) - {"bridge", "wall-slide"}) == ["bridge"]


def check(*arguments: str):
    return CliRunner().invoke(main, ["programme", "check", *arguments])


def test_the_command_prints_the_table_of_what_is_shipped():
    result = check()

    assert result.exit_code == 0
    assert result.output.splitlines()[: 2 + len(Cause) * len(Place)] == list(content_table(load_library()))


def test_the_command_reads_an_export_together_with_what_is_shipped(tmp_path: Path):
    path = tmp_path / "mine.json"
    path.write_text(bundle_text(Own((exercise(),), (routine(),), (prescription(),))), encoding="utf-8")

    result = check(str(path))

    assert result.exit_code == 0
    assert "Added or changed: 1 exercises" in result.output


@pytest.mark.parametrize(
    ("own", "names"),
    [
        pytest.param(Own((exercise(sets=0),)), "mine.json: exercise[1].sets: found 0", id="a dose of nothing"),
        pytest.param(
            Own(routines=(routine(step=[{"exercise": "headstand"}]),)),
            "mine.json: routine[1].step[1].exercise: there is no exercise 'headstand'",
            id="an exercise that is not there",
        ),
    ],
)
def test_the_command_names_file_and_key_of_what_it_refuses(tmp_path: Path, own: Own, names: str):
    path = tmp_path / "mine.json"
    path.write_text(bundle_text(own), encoding="utf-8")

    result = check(str(path))

    assert result.exit_code == 1
    assert names in result.output


def test_the_command_refuses_what_is_no_text(tmp_path: Path):
    path = tmp_path / "mine.json"
    path.write_bytes(b"\xff\xfe\x00")

    assert check(str(path)).exit_code == 1
