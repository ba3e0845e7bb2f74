import re
import tomllib
from importlib import resources

import pytest
from kind_words import unkind
from own_records import exercise as record

from chairpi.programme.content import Table
from chairpi.programme.exercises import (
    Cause,
    Dose,
    DoseSource,
    Exercise,
    Kind,
    Place,
    SeatCheck,
    read_dose,
    read_exercise,
)
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.library import load_library

LIBRARY = load_library()
EXERCISES = [pytest.param(exercise, id=exercise.id) for exercise in LIBRARY.exercises.values()]

ONE = (1, 1)
SOURCED = {
    "seated-hamstring-stretch": {"hold_s": (30, 30), "in_all_s": (60, 60)},
    "hamstring-roll": {"hold_s": (30, 120), "sets": (1, 3)},
    "seated-figure-four": {"hold_s": (15, 30), "sets": (2, 4)},
    "seated-knee-hug": {"hold_s": (30, 30), "in_all_s": (60, 60)},
    "hip-marching": {"reps": (5, 5), "sets": ONE},
    "split-stance-hip-stretch": {"hold_s": (30, 30), "sets": ONE},
    "kneeling-hip-stretch": {"hold_s": (20, 20), "sets": (3, 5)},
    "lying-figure-four": {"hold_s": (30, 30), "in_all_s": (60, 60)},
    "knee-rolls": {"reps": (8, 10), "sets": ONE},
    "bottom-to-heels": {"reps": (8, 10), "sets": ONE},
    "pelvic-tilt": {"reps": (10, 15), "sets": ONE},
    "front-thigh-roll": {"hold_s": (30, 120), "sets": (1, 3)},
    "heels-up-toes-up": {"in_all_s": (30, 30), "sets": ONE},
    "calf-stretch-straight": {"hold_s": (20, 30), "sets": (3, 5)},
    "calf-stretch-bent": {"hold_s": (20, 30), "sets": (3, 5)},
    "knee-to-wall": {"hold_s": (20, 30), "sets": (3, 5)},
    "heel-raise": {"reps": (10, 10), "rep_s": (8, 8), "sets": ONE},
    "towel-calf-stretch": {"hold_s": (20, 30), "sets": (3, 5)},
    "calf-roll": {"hold_s": (30, 120), "sets": (1, 3)},
    "sit-to-stand": {"reps": (1, 10), "sets": ONE},
    "standing-side-leg-lift": {"reps": (10, 10), "sets": ONE},
    "glute-squeeze": {"hold_s": (3, 5), "reps": (20, 20), "sets": ONE},
    "bridge": {"hold_s": (2, 2), "reps": (10, 10), "sets": (3, 3)},
    "glute-roll": {"hold_s": (30, 120), "sets": (1, 3)},
    "grow-tall": {"hold_s": (10, 10), "sets": ONE},
    "chin-glide": {"reps": (10, 10), "sets": ONE},
    "seated-back-extension": {"reps": (10, 10), "sets": ONE},
    "doorway-chest-stretch": {"hold_s": (15, 30), "sets": (2, 4)},
}
"""What the sources of each sourced dose say, from the least to the most; `in_all_s`: all rounds of one side together [s]."""


def words_of(exercise: Exercise) -> list[str]:
    return [
        exercise.name,
        *exercise.instructions,
        *exercise.cues,
        exercise.feel,
        exercise.easier,
        exercise.harder,
        *exercise.stop_if,
        *exercise.not_if,
    ]


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("place", Place)
def test_every_cause_has_an_exercise_in_every_place(cause: Cause, place: Place):
    found = [one for one in LIBRARY.exercises.values() if one.causes[0] is cause and one.place is place]

    assert found


@pytest.mark.parametrize("cause", Cause)
def test_an_exercise_stands_in_the_file_of_its_first_cause(cause: Cause):
    here = [table.name("id") for table in tables_of(cause)]
    meant = [one.id for one in LIBRARY.exercises.values() if one.causes[0] is cause]

    assert here == meant


def tables_of(cause: Cause) -> list[Table]:
    path = resources.files("chairpi.programme") / "exercises" / f"{cause}.toml"
    return [Table(path.name, entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_has_a_source_and_a_picture(exercise: Exercise):
    assert exercise.sources
    assert exercise.picture in load_pictures()


def test_every_sourced_dose_is_held_against_its_sources():
    sourced = {one.id for one in LIBRARY.exercises.values() if one.dose_source is DoseSource.SOURCED}

    assert sourced == set(SOURCED)


@pytest.mark.parametrize("exercise_id", SOURCED)
def test_a_sourced_dose_lies_within_what_its_sources_say(exercise_id: str):
    dose = LIBRARY.exercises[exercise_id].dose
    said = SOURCED[exercise_id]
    in_all_s = dose.sets * dose.round_s

    assert said.keys() >= {key for key in ("hold_s", "reps") if getattr(dose, key) and "in_all_s" not in said}
    for key, (least, most) in said.items():
        assert least <= (in_all_s if key == "in_all_s" else getattr(dose, key)) <= most, key


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_dose_of_our_own_says_beside_its_source_what_part_is_ours(exercise: Exercise):
    titles = " ".join(source.title for source in exercise.sources)
    said = re.search(r"\bours?\b|\bhere\b", titles) is not None

    assert said or exercise.dose_source is DoseSource.SOURCED


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_dose_is_a_gentle_one(exercise: Exercise):
    dose = exercise.dose
    rounds = dose.sets * (2 if exercise.both_sides else 1)

    assert 10 <= dose.round_s <= 100
    assert rounds <= 6
    assert dose.hold_s is None or dose.hold_s <= (45 if exercise.kind is Kind.ROLL else 30)
    assert rounds == 1 or dose.rest_s >= 5
    assert exercise.kind is not Kind.STRENGTHEN or dose.rest_s >= 10


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_never_scolds(exercise: Exercise):
    assert unkind(words_of(exercise)) == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_can_be_followed_without_a_picture(exercise: Exercise):
    assert len(exercise.instructions) >= 2
    assert sum(len(line.split()) for line in exercise.instructions) >= 25
    assert all(text.endswith((".", "?")) for text in words_of(exercise)[1:])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_cue_is_short_enough_to_be_said_in_passing(exercise: Exercise):
    assert 1 <= len(exercise.cues) <= 3
    assert max(len(cue.split()) for cue in exercise.cues) <= 7


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_with_two_sides_says_when_to_change(exercise: Exercise):
    said = "change" in " ".join(exercise.instructions)

    assert said == exercise.both_sides


@pytest.mark.parametrize(
    ("exercise", "word"),
    [
        pytest.param(exercise, word, id=f"{exercise.id}: {word}")
        for exercise in LIBRARY.exercises.values()
        for applies, cautions in (
            (exercise.place is Place.ROLLER, ("open wound", "fracture", "inflammation", "blood thinners", "pregnancy")),
            (exercise.causes[0] is Cause.STIFF_ANKLES, ("swollen, warm and painful", "medical advice today")),
            ("figure-four" in exercise.id or exercise.id == "seated-knee-hug", ("hip replacement",)),
            (exercise.causes[0] is Cause.TIGHT_HAMSTRINGS and exercise.kind is Kind.STRETCH, ("strain",)),
            (exercise.id in ("doorway-chest-stretch", "cross-over-arm-stretch"), ("unstable or frozen",)),
        )
        if applies
        for word in cautions
    ],
)
def test_who_leaves_an_exercise_out_is_told(exercise: Exercise, word: str):
    assert word in " ".join(exercise.not_if).lower()


@pytest.mark.parametrize(
    "exercise_id",
    [one.id for one in LIBRARY.exercises.values() if one.muscles[0] == "hamstrings" and one.kind == "stretch"],
)
def test_a_pull_of_a_nerve_is_told_from_that_of_the_hamstrings(exercise_id: str):
    assert "nerve" in " ".join(LIBRARY.exercises[exercise_id].stop_if)


def test_the_seat_counts_what_is_done_on_it():
    counted = {one.id: one.seat_check for one in LIBRARY.exercises.values() if one.place is Place.CHAIR}

    assert {key: value for key, value in counted.items() if value is not SeatCheck.NONE} == {
        "sit-to-stand": SeatCheck.SIT_TO_STAND,
        "seated-weight-shift": SeatCheck.WEIGHT_SHIFT,
        "seated-hamstring-stretch": SeatCheck.FORWARD_LEAN,
    }


def test_off_the_chair_the_seat_sees_only_that_it_is_empty():
    seen = {one.seat_check for one in LIBRARY.exercises.values() if one.place is not Place.CHAIR}

    assert seen == {SeatCheck.OFF_SEAT}


def read(**changes: object) -> Exercise:
    """Read our record as one that comes with ChairPi."""
    table = Table("one.toml", record(**changes))
    exercise = read_exercise(table)
    table.done()
    return exercise


def test_every_key_of_an_exercise_arrives_in_it():
    exercise = read()

    assert exercise.dose == Dose(hold_s=2, reps=8, rep_s=5, sets=2, rest_s=30, ready_s=10)
    assert (exercise.place, exercise.kind, exercise.seat_check) == (Place.STANDING, Kind.STRENGTHEN, SeatCheck.OFF_SEAT)
    assert [exercise.picture, exercise.cues, exercise.own] == ["doorway-chest-stretch", ("Slowly.",), False]


def test_what_goes_without_saying_can_be_left_out():
    exercise = read(ready_s=..., seat_check=..., picture=...)

    assert exercise.dose.ready_s == 8
    assert exercise.seat_check is SeatCheck.OFF_SEAT
    assert exercise.picture == "wall-slide"


@pytest.mark.parametrize("key", ["cues", "easier", "harder", "not_if", "source"])
def test_ones_own_exercise_needs_less(key: str):
    own = read_exercise(Table("own", record(**{key: ...})), own=True)

    assert own.own
    with pytest.raises(ValueError, match=rf"^one\.toml: {key}: is missing"):
        read(**{key: ...})


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        pytest.param({"id": ...}, "id: is missing", id="a key is missing"),
        pytest.param({"id": "Wall slide"}, "id: found 'Wall slide', expected small letters", id="an id for no address"),
        pytest.param({"id": "a" * 61}, "id: found", id="an id without end"),
        pytest.param({"id": "only-bridge"}, "id: 'only-bridge' begins like", id="an id that hides"),
        pytest.param({"name": "  "}, "name: found '  '", id="an empty text"),
        pytest.param({"feel": "x" * 2001}, "feel: found a text of 2001 characters", id="a text without end"),
        pytest.param({"causes": []}, r"causes: found \[\]", id="no cause"),
        pytest.param({"causes": ["old_age"]}, "causes: found 'old_age', expected one of", id="another cause"),
        pytest.param({"causes": ["tight_hips"] * 2}, "causes: found .*only once", id="a cause twice"),
        pytest.param({"muscles": "glutes"}, "muscles: found 'glutes', expected a list", id="a text for a list"),
        pytest.param({"place": "pool"}, "place: found 'pool', expected one of: chair", id="another place"),
        pytest.param({"kind": None}, "kind: found None", id="nothing for a word"),
        pytest.param({"both_sides": 0}, "both_sides: found 0", id="a number for a flag"),
        pytest.param({"hold_s": 1000}, "hold_s: found 1000", id="a slipped digit"),
        pytest.param({"hold_s": float("nan")}, "hold_s: found nan", id="not a number"),
        pytest.param(
            {"hold_s": 9}, "rep_s: found 5, expected at least the 9 s", id="a hold longer than its repetition"
        ),
        pytest.param({"hold_s": ..., "reps": ..., "rep_s": ...}, "hold_s: is missing", id="no dose at all"),
        pytest.param({"rep_s": ...}, "rep_s: reps and rep_s belong together", id="repetitions of no length"),
        pytest.param({"reps": ...}, "rep_s: reps and rep_s belong together", id="a length of no repetition"),
        pytest.param({"reps": 2.5}, "reps: found 2.5", id="half a repetition"),
        pytest.param({"sets": ...}, "sets: is missing", id="no sets"),
        pytest.param({"sets": True}, "sets: found True", id="a flag for a number"),
        pytest.param({"instructions": [3]}, "instructions: found in the list 3", id="a number for a line"),
        pytest.param({"stop_if": ["."] * 61}, "stop_if: found 61 texts", id="a list without end"),
        pytest.param({"stop_if": ...}, "stop_if: is missing", id="no line to stop at"),
        pytest.param({"seat_check": "none"}, "seat_check: found 'none'", id="a check for the seat, off the chair"),
        pytest.param(
            {"place": "chair", "seat_check": "off_seat"}, "seat_check: found 'off_seat'", id="an empty seat, on it"
        ),
        pytest.param({"source": []}, r"source: found \[\]", id="no source"),
        pytest.param({"source": ["x"]}, "source: found 'x' in the list", id="a text for a source"),
        pytest.param(
            {"source": [{"title": "A leaflet"}]}, r"source\[1\].where: is missing", id="a source from nowhere"
        ),
        pytest.param({"dose_source": "prescribed"}, "dose_source: found 'prescribed'", id="prescribed by nobody"),
        pytest.param({"feels": "x"}, "feels: is not a key here", id="a slip of the pen"),
    ],
)
def test_bad_content_is_refused_with_file_and_key(changes: dict[str, object], names: str):
    with pytest.raises(ValueError, match=r"^one\.toml: " + names):
        read(**changes)


def test_ones_own_sourced_dose_still_says_where_from():
    table = Table("own", record(dose_source="sourced", source=...))

    with pytest.raises(ValueError, match=r"^own: source: is missing"):
        read_exercise(table, own=True)


def test_a_dose_takes_what_is_not_given_from_the_usual_one():
    usual = Dose(hold_s=3, reps=8, rep_s=5, sets=1, rest_s=30)

    dose = read_dose(Table("", {"reps": 5, "rest_s": 10}), usual)

    assert dose == Dose(hold_s=3, reps=5, rep_s=5, sets=1, rest_s=10)


def test_repetitions_last_as_long_as_they_say_with_their_hold_inside():
    assert Dose(hold_s=3, reps=5, rep_s=4, sets=1, rest_s=0).round_s == 20
