"""Posed holds: each person is judged by numbers that were fitted without them, and by nothing of their own."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from posing import POSTURES, person_text

from chairpi.errors import RecordingError
from chairpi.evaluation.holds import FEW_PEOPLE, HoldJudgement, held_features, judge_holds, labelled_holds
from chairpi.evaluation.posed import PosedRecording, read_posed

N_PEOPLE = FEW_PEOPLE + 2
ANOTHER = {"perched": "lean_left", "lean_left": "perched", "forward_slide": "upright"}


def relabelled(text: str) -> str:
    """The same readings with other labels on the holds after the reference."""
    lines = text.splitlines()
    for i, line in enumerate(lines):
        before, _, label = line.rpartition(",")
        if label in ANOTHER:
            lines[i] = f"{before},{ANOTHER[label]}"
    return "\n".join(lines) + "\n"


def written(directory: Path, texts: Sequence[str]) -> list[tuple[str, PosedRecording]]:
    directory.mkdir()
    recordings = []
    for number, text in enumerate(texts):
        path = directory / f"person{number:02d}.csv"
        path.write_text(text, encoding="utf-8")
        recordings.append((path.name, read_posed(path)))
    return recordings


def texts(n_people: int = N_PEOPLE) -> list[str]:
    return [person_text(more_n=3.0 * number) for number in range(n_people)]


def of(name: str, judged: list[HoldJudgement]) -> list[dict[str, float]]:
    return [dict(one.probabilities) for one in judged if one.recording == name]


def test_another_label_on_the_person_who_is_left_out_changes_nothing_about_them(tmp_path):
    said = texts()
    before = judge_holds(written(tmp_path / "before", said))
    after = judge_holds(written(tmp_path / "after", [relabelled(said[0]), *said[1:]]))

    assert of("person00.csv", after) == of("person00.csv", before)
    assert [one.label for one in after] != [one.label for one in before]
    assert of("person01.csv", after) != of("person01.csv", before)


def test_a_second_recording_of_the_same_person_is_left_out_too(tmp_path):
    said = texts()
    names = [f"person{number:02d}.csv" for number in range(N_PEOPLE)]
    once = judge_holds(written(tmp_path / "once", said))
    twice = judge_holds(written(tmp_path / "twice", [*said, said[0]]), groups=[*names, names[0]])

    assert of("person00.csv", twice) == of("person00.csv", once)
    assert of("person01.csv", twice) != of("person01.csv", once)


def test_every_hold_is_judged_and_says_whose_numbers_judged_it(tmp_path):
    judged = judge_holds(written(tmp_path / "people", texts()))

    assert [(one.hold, one.label) for one in judged] == list(enumerate(POSTURES)) * N_PEOPLE
    for one in judged:
        assert sum(one.probabilities.values()) == pytest.approx(1.0)
        assert one.fitted_on == f"{N_PEOPLE - 1} people without {one.recording}, and simulated ones"


def test_people_who_sit_alike_are_told_from_each_other_s_numbers(tmp_path):
    """Loads that differ little between people and much between postures: the label asked for is the likeliest one."""
    judged = judge_holds(written(tmp_path / "people", texts()))

    told = [max(one.probabilities, key=one.probabilities.__getitem__) == one.label for one in judged]
    assert sum(told) > 0.7 * len(told)


def test_a_whole_group_is_left_out_together(tmp_path):
    said = texts(2 * FEW_PEOPLE)
    days = ["monday"] * FEW_PEOPLE + ["tuesday"] * FEW_PEOPLE
    before = judge_holds(written(tmp_path / "before", said), groups=days)
    after = judge_holds(
        written(tmp_path / "after", [*map(relabelled, said[:FEW_PEOPLE]), *said[FEW_PEOPLE:]]), groups=days
    )

    for number in range(FEW_PEOPLE):
        assert of(f"person{number:02d}.csv", after) == of(f"person{number:02d}.csv", before)
    last = f"person{2 * FEW_PEOPLE - 1:02d}.csv"
    assert of(last, after) != of(last, before)
    assert {one.fitted_on for one in before} == {
        f"{FEW_PEOPLE} people without monday, and simulated ones",
        f"{FEW_PEOPLE} people without tuesday, and simulated ones",
    }


def test_with_too_few_others_those_of_simulated_people_judge(tmp_path):
    judged = judge_holds(written(tmp_path / "people", texts(FEW_PEOPLE)))

    assert {one.fitted_on for one in judged} == {"simulated people"}


def test_the_reference_hold_teaches_nothing(tmp_path):
    recordings = written(tmp_path / "people", texts(2))
    held = [held_features(recording) for _, recording in recordings]

    labelled = labelled_holds(held)

    assert [hold.is_reference for hold in held[0]] == [True, False, False, False, False]
    assert len(labelled.label) == sum(len(hold.features) for holds in held for hold in holds if not hold.is_reference)
    assert set(labelled.person.tolist()) == {0, 1}
    assert set(labelled.label.tolist()) == set(POSTURES)


def test_a_reference_that_cannot_be_used_names_the_recording(tmp_path):
    # nobody sits in the reference hold
    lines = [
        ",".join([line.split(",")[0], "0", "0", "0", "0", "0", *line.split(",")[6:]])
        if line.endswith(",0,upright")
        else line
        for line in texts(1)[0].splitlines()
    ]

    with pytest.raises(RecordingError, match=r"person00\.csv.*cannot be a reference"):
        judge_holds(written(tmp_path / "people", ["\n".join(lines) + "\n"]))


def test_a_posture_that_one_person_alone_held_is_judged_like_any_other(tmp_path):
    said = texts()
    said[0] = said[0].replace(",lean_left", ",recline")

    judged = judge_holds(written(tmp_path / "people", said))

    assert len(judged) == N_PEOPLE * len(POSTURES)
