"""Replay: the same core as live, events as JSON lines that others rely on, summaries by hold and by minute."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chairpi.cli import main
from chairpi.core.settings import Settings
from chairpi.recordings.reading import open_recording
from chairpi.recordings.simulated_day import write_day
from chairpi.replay.replaying import chair_for, replay
from chairpi.replay.summary import summary

SMARTSEAT = Path(os.environ.get("CHAIRPI_SMARTSEAT", Path(__file__).parents[3] / "shared" / "data" / "smartseat"))
PEOPLE = sorted(SMARTSEAT.glob("person*.csv"))

needs_people = pytest.mark.skipif(
    not PEOPLE,
    reason="the recordings of real people are not here: set CHAIRPI_SMARTSEAT to the directory of SmartSeat's person*.csv",
)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("day") / "day.csv"
    write_day(path, 1.0, 1, lively=True)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_json_has_one_object_a_line_in_time_order(day):
    result = run("replay", day, "--json")

    records = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [r["t_s"] for r in records] == sorted(r["t_s"] for r in records)
    assert "minute" not in {r["event"] for r in records}


def test_a_lively_hour_has_the_events_that_others_rely_on(day):
    """Names and fields are a public interface: whoever changes this changes other people's programmes."""
    promised = {
        "sat_down": {"since_t_s", "break_s", "seen"},
        "stood_up": {"since_t_s", "left_t_s", "bout_s", "seen"},
        "slide_began": {"slide_mm", "uncertainty_mm", "onset_t_s"},
        "slide_ended": {"slide_mm", "onset_t_s", "length_s", "why"},
        "posture": {"posture"},
        "weight_shift": {"at_t_s", "size", "moved_mm", "ap_mm", "ml_mm"},
        "break_credited": {"credit", "away_s", "sitting_s"},
        "prompt_raised": {
            "kind",
            "number",
            "reason",
            "moment",
            "sitting_s",
            "slide_mm",
            "uncertainty_mm",
            "slide_s",
            "still_s",
            "n_put_off",
            "trace",
        },
        "prompt_cleared": {"kind", "number", "outcome", "after_s", "why"},
        "object_seen": {"mass_kg"},
        "object_gone": set(),
        "reference_set": {
            "source",
            "cop_ap_mm",
            "cop_ml_mm",
            "total_n",
            "back_upper_n",
            "back_lower_n",
            "zero_offset_n",
            "force_n",
        },
    }

    records = [json.loads(line) for line in run("replay", day, "--json").output.splitlines()]

    fields = {r["event"]: set(r) - {"event", "t_s"} for r in records}
    assert fields == promised


def test_several_recordings_are_told_apart(day):
    records = [json.loads(line) for line in run("replay", day, day, "--json").output.splitlines()]

    assert {r["recording"] for r in records} == {"day.csv"}


def test_a_day_without_holds_is_summed_up_by_the_minute(day):
    result = run("replay", day, "--summary")

    lines = result.output.splitlines()
    assert len(lines) == 1 + 60
    assert any("seated forward_slide" in line for line in lines)


def test_events_in_words_name_times_and_figures(day):
    output = run("replay", day).output

    assert "0:00:12.0  sat down" in output
    assert "slide mm" not in output
    assert "slide_mm=" in output
    assert "trace" not in output


def test_minutes_are_told_on_request(day):
    assert run("replay", day, "--json", "--minutes").output.count('"event": "minute"') == 60


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        pytest.param(-7, "found a last line that is cut short", id="cut in mid-line"),
        pytest.param(60, "found", id="cut in the header"),
        pytest.param(0, "found an empty file", id="empty"),
    ],
)
def test_a_broken_recording_ends_with_one_sentence_and_no_traceback(tmp_path, day, cut, said):
    path = tmp_path / "cut.csv"
    path.write_bytes(day.read_bytes()[:cut])

    result = run("replay", path, "--json")

    assert result.exit_code == 1
    assert f"Error: {path}:" in result.output
    assert said in result.output
    assert "Traceback" not in result.output


def test_lenient_says_how_many_rows_it_passed_over(tmp_path, day):
    path = tmp_path / "cut.csv"
    path.write_bytes(day.read_bytes()[:-7])

    result = run("replay", path, "--summary", "--lenient")

    assert result.exit_code == 0
    assert "1 rows could not be read" in result.output


def test_a_reader_who_has_seen_enough_is_no_error(day):
    piped = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m chairpi replay {day} --json --minutes | head -n 1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (piped.returncode, piped.stderr) == (0, "")
    assert piped.stdout.count("\n") == 1


def test_simulate_refuses_to_overwrite(day):
    result = run("simulate", "-o", day, "--hours", 1)

    assert result.exit_code == 1
    assert str(day) in result.output


@needs_people
@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem)
def test_every_real_person_sits_down(path):
    with open_recording(path) as recording:
        events = list(replay(recording, Settings()))

    assert "SatDown" in {type(event).__name__ for event in events}


@needs_people
def test_real_people_slide_forward():
    """At least 28 of 33 lie further forward in the slid hold than in the repeated upright one."""
    forward = 0
    for path in PEOPLE:
        with open_recording(path) as recording:
            shift_mm = {line.what.split()[1]: line.shift_ap_mm for line in summary(recording, Settings()).lines}
        forward += shift_mm["3"] > shift_mm["1"]

    assert forward >= 28


@needs_people
@pytest.mark.parametrize("path", PEOPLE[::8], ids=lambda path: path.stem)
def test_a_real_person_fed_singly_or_whole_gives_the_same_events(path):
    with open_recording(path) as recording:
        whole = list(replay(recording, Settings()))
    with open_recording(path) as recording:
        chair = chair_for(recording.header, Settings())
        singly = [event for frame in recording.frames() for event in chair.receive(frame)]

    assert singly == whole[: len(singly)]


@needs_people
def test_nobody_is_seen_on_the_real_empty_chair():
    """Its zero wanders by tens of kilograms in an afternoon, so an object may be seen; a sitter must not be."""
    with open_recording(SMARTSEAT / "empty.csv") as recording:
        names = [type(event).__name__ for event in replay(recording, Settings())]

    assert names
    assert "SatDown" not in names
