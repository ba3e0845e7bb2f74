import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from posing import SumJudge, person_text, write_people

from chairpi.cli import main
from chairpi.core.settings import Settings
from chairpi.errors import RecordingError
from chairpi.evaluation.episode_figures import episode_figures, pooled
from chairpi.evaluation.episodes import EpisodeScore, FalseAlarm, TrueSlide
from chairpi.evaluation.figures import auc, recall_at_false_positives
from chairpi.evaluation.report import evaluate, json_lines, table
from chairpi.recordings.simulated_day import write_day

TWO_DAYS = ["2026-02-01"] * 5 + ["2026-02-02"] * 5


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    path = tmp_path_factory.mktemp("day") / "day.csv"
    write_day(path, 0.75, 1, lively=True)
    return path


def found_on(paths, judge=None):
    return evaluate(paths, Settings(), judge or SumJudge(), n=50)


def records(found, entry):
    return [one for one in map(json.loads, json_lines(found)) if one["entry"] == entry]


def test_every_hold_has_one_entry_and_the_reference_is_marked(tmp_path):
    found = found_on(write_people(tmp_path, TWO_DAYS[:3]))

    holds = records(found, "hold")
    assert [(one["recording"], one["hold"]) for one in holds] == [
        (f"person0{p}.csv", h) for p in range(3) for h in range(5)
    ]
    assert [one["hold"] for one in holds if one["reference"]] == [0, 0, 0]
    assert holds[2]["label"] == "forward_slide"
    assert holds[2]["probabilities"] == pytest.approx(
        {"forward_slide": 0.9, "perched": 0.1, "upright": 0.0, "unknown": 0.0}
    )
    assert holds[2]["seat_probabilities"]["forward_slide"] == 0.5


def test_the_figures_can_be_worked_out_again_from_the_entries(tmp_path):
    found = found_on(write_people(tmp_path, TWO_DAYS))

    holds = [one for one in records(found, "hold") if not one["reference"]]
    figures = {(one["name"], one["judged_on"]): one for one in records(found, "figure")}
    slide = [one["label"] == "forward_slide" for one in holds]
    score = [one["probabilities"]["forward_slide"] for one in holds]
    seat = [one["seat_probabilities"]["forward_slide"] + one["seat_probabilities"]["perched"] for one in holds]
    assert figures["forward_slide_auc", None]["value"] == auc(score, slide)
    assert figures["forward_slide_recall_at_5_percent", None]["value"] == recall_at_false_positives(score, slide)
    assert figures["hips_forward_seat_auc", None]["value"] == auc(
        seat, [one["label"] in ("forward_slide", "perched") for one in holds]
    )
    assert figures["balanced_accuracy", None]["value"] == 0.75
    assert figures["balanced_accuracy", None]["n"] == len(holds) == 40


def test_two_days_judge_each_other(tmp_path):
    judge = SumJudge()

    found = found_on(write_people(tmp_path, TWO_DAYS), judge)

    names = [f"person{number:02d}.csv" for number in range(10)]
    assert judge.asked == [(names, None, True), (names, None, False), (names, TWO_DAYS, True), (names, TWO_DAYS, False)]
    assert [(f.fitted_on, f.judged_on, f.n) for f in found.figures if f.name == "forward_slide_auc"] == [
        ("", "", 40),
        ("2026-02-02", "2026-02-01", 20),
        ("2026-02-01", "2026-02-02", 20),
    ]


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param(TWO_DAYS[:6], id="too few on the second day"),
        pytest.param(TWO_DAYS[:5], id="one day"),
    ],
)
def test_a_day_with_too_few_people_judges_nobody(tmp_path, dates):
    judge = SumJudge()

    found = found_on(write_people(tmp_path, dates), judge)

    assert len(judge.asked) == 2
    assert {figure.judged_on for figure in found.figures} == {""}
    assert all(one["other_day_probabilities"] is None for one in records(found, "hold"))


def test_a_chair_without_a_backrest_is_judged_once(tmp_path):
    path = tmp_path / "person.csv"
    lines = person_text().splitlines()
    lines = [line.replace("back_upper,", "").replace("back_upper_n,", "").replace("nan:0,", "") for line in lines]
    kept = [line if line.startswith("#") or line.startswith("t_s") else without_second(line) for line in lines]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    judge = SumJudge()

    found = found_on([path], judge)

    assert judge.asked == [(["person.csv"], None, False)]
    (slid,) = [one for one in records(found, "hold") if one["label"] == "forward_slide"]
    assert slid["probabilities"] == slid["seat_probabilities"]


def without_second(line):
    parts = line.split(",")
    return ",".join([parts[0], parts[1], *parts[3:]])


def test_a_day_has_an_entry_for_each_slide_and_false_alarm(day):
    found = found_on([day])

    events, (time,) = records(found, "event"), records(found, "time")
    assert {one["event"] for one in events} <= {"slide", "false_alarm"}
    slides = [one for one in events if one["event"] == "slide"]
    assert slides
    assert all(one["recording"] == "day.csv" for one in [*events, time])
    assert all(one["largest_mm"] >= 40 and one["end_t_s"] - one["onset_t_s"] >= 120 for one in slides)
    assert 0 < time["slide_s"] < time["seated_s"] < 0.75 * 3600
    assert 0 < time["good_s"] < time["seated_s"]


def test_event_figures_can_be_worked_out_again_from_the_entries(day):
    found = found_on([day])

    slides = [one for one in records(found, "event") if one["event"] == "slide"]
    false_alarms = [one for one in records(found, "event") if one["event"] == "false_alarm"]
    (time,) = records(found, "time")
    again = EpisodeScore(
        tuple(
            TrueSlide(*(one[key] for key in ("onset_t_s", "end_t_s", "largest_mm", "told_t_s", "error_mm")))
            for one in slides
        ),
        tuple(FalseAlarm(one["t_s"], one["slide_mm"]) for one in false_alarms),
        **{key: time[key] for key in time if key not in ("entry", "recording")},
    )
    assert again == pooled(found.scores)
    assert found.figures == episode_figures([again], n=50)


def test_labels_alone_are_enough_for_events(day, tmp_path):
    """The labels call a slide what is 40 mm and more on the backrest, so that the same slides are found."""
    path = tmp_path / "labels.csv"
    lines = day.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(line if line.startswith("#") else line.rpartition(",")[0] for line in lines) + "\n", encoding="utf-8"
    )

    by_label, by_mm = found_on([path]), found_on([day])

    assert len(by_label.scores[0].slides) == len(by_mm.scores[0].slides)
    assert [one["largest_mm"] for one in records(by_label, "event") if one["event"] == "slide"] == [None] * len(
        by_label.scores[0].slides
    )


def test_both_kinds_of_recordings_go_together(day, tmp_path):
    found = found_on([day, *write_people(tmp_path, TWO_DAYS[:2])])

    assert (found.n_posed, len(found.scores)) == (2, 1)
    text = "\n".join(table(found))
    assert "2 people in holds" in text
    assert "1 person watched" in text


def test_recordings_of_the_same_name_are_told_apart(tmp_path):
    paths = []
    for directory in ("first", "second"):
        (tmp_path / directory).mkdir()
        paths += write_people(tmp_path / directory, TWO_DAYS[:1])

    assert {one["recording"] for one in records(found_on(paths), "hold")} == set(map(str, paths))


def test_the_table_is_aligned_and_says_what_is_left_out(tmp_path):
    lines = list(table(found_on(write_people(tmp_path, TWO_DAYS))))

    assert lines[0] == "10 people in holds, each judged by numbers fitted without them; reference holds are left out"
    assert "fitted on the people of 2026-02-02, judged on those of 2026-02-01" in lines
    figures = [line for line in lines if " to " in line]
    assert len(figures) == 15
    assert len({len(line) for line in figures}) == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param(person_text(upright_s=""), 7, "a header line '# upright_s: start,end'", id="no reference"),
        pytest.param(person_text(labels=False), 9, "hold 0 without a label", id="no label"),
        pytest.param(person_text()[:-1], 28, "cut short", id="cut short"),
    ],
)
def test_holds_that_cannot_be_judged_are_refused_by_line(tmp_path, text, line, said):
    path = tmp_path / "person.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(RecordingError, match=said) as refused:
        found_on([path])
    assert str(refused.value).startswith(f"{path}:{line}: ")


def test_a_recording_that_knows_nothing_is_refused(tmp_path):
    path = tmp_path / "plain.csv"
    rows = person_text().splitlines()
    plain = [row if row.startswith("#") else row.rsplit(",", 2)[0] for row in rows]
    path.write_text("\n".join(plain) + "\n", encoding="utf-8")

    with pytest.raises(RecordingError, match=r"plain\.csv:8: .* one called hold, slide_mm or label"):
        found_on([path])


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_prints_a_table_or_an_object_a_line(day):
    assert "slides told" in run("evaluate", day).output
    assert {json.loads(line)["entry"] for line in run("evaluate", day, "--json").output.splitlines()} >= {
        "time",
        "figure",
    }


def test_the_command_refuses_one_person_twice(day):
    result = run("evaluate", day, day)

    assert result.exit_code == 2
    assert "is given more than once" in result.output


def test_the_command_says_in_one_sentence_what_is_wrong(tmp_path):
    result = run("evaluate", tmp_path / "nobody.csv")

    assert result.exit_code == 1
    assert "Error: " in result.output
    assert "nobody.csv: cannot be opened" in result.output


def test_the_guide_explains_every_figure_and_every_field(day, tmp_path):
    guide = (Path(__file__).parents[2] / "web" / "help" / "evaluate.md").read_text(encoding="utf-8")
    entries = [json.loads(line) for line in json_lines(found_on([day, *write_people(tmp_path, TWO_DAYS)]))]

    words = {key for entry in entries for key in entry}
    words |= {entry["entry"] for entry in entries} | {entry["name"] for entry in entries if entry["entry"] == "figure"}
    assert {word for word in words if f"`{word}`" not in guide} == set()
