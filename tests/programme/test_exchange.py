"""People's own content goes out as one file and comes back the same; what cannot be used is refused, with the key named."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_records import WALL_SIT as MINE

from chairpi.programme.content import LONGEST_LIST, Table
from chairpi.programme.exchange import (
    FORMAT,
    MOST_BYTES,
    VERSION,
    Arrival,
    What,
    arrivals,
    bundle_of,
    bundle_text,
    exercise_record,
    in_our_words,
    prescription_record,
    routine_record,
    together,
    usable,
    without,
)
from chairpi.programme.exercises import Dose, read_exercise
from chairpi.programme.library import load_library, read_prescription
from chairpi.programme.own import NOTHING_OWN, Own
from chairpi.programme.routines import read_routine

SHIPPED = load_library()

TWICE = {
    "id": "my-evening",
    "title": "My evening",
    "when": "Before bed.",
    "intro": "A mat is enough.",
    "step": [{"exercise": "my-wall-sit"}, {"exercise": "bridge", "reps": 5}],
}
GIVEN = {
    "exercise": "my-wall-sit",
    "hold_s": 15.0,
    "sets": 4,
    "rest_s": 60.0,
    "ready_s": 8.0,
    "weekdays": [0, 2, 4],
    "by": "Ms Keller",
    "note": "Not below a right angle.",
}
ALL = Own((MINE,), (TWICE,), (GIVEN,))


@pytest.mark.parametrize("exercise", SHIPPED.exercises.values(), ids=SHIPPED.exercises)
def test_every_shipped_exercise_comes_back_from_its_record(exercise):
    table = Table("here", exercise_record(exercise))
    again = read_exercise(table, own=True)
    table.done()

    assert again == replace(exercise, own=True)


@pytest.mark.parametrize("routine", SHIPPED.routines.values(), ids=SHIPPED.routines)
def test_every_shipped_routine_comes_back_from_its_record(routine):
    table = Table("here", routine_record(routine))
    again = read_routine(table, SHIPPED.exercises)
    table.done()

    assert again == routine


@pytest.mark.parametrize("exercise", SHIPPED.exercises.values(), ids=SHIPPED.exercises)
def test_a_prescription_keeps_its_whole_dose_whatever_becomes_of_the_exercise(exercise):
    prescribed = read_prescription(
        Table("here", {"exercise": exercise.id, "weekdays": [6], "by": "Jo"}), SHIPPED.exercises
    )
    more = replace(exercise, dose=Dose(hold_s=1.0, reps=2, rep_s=3.0, sets=6, rest_s=180.0, ready_s=60.0))
    again = read_prescription(Table("here", prescription_record(prescribed)), {exercise.id: more})

    assert again.dose == prescribed.dose == exercise.dose


def test_all_of_it_comes_back_from_the_file():
    assert bundle_of(bundle_text(ALL), "mine.json") == ALL
    assert bundle_of(bundle_text(NOTHING_OWN), "empty.json") == NOTHING_OWN


def test_a_file_is_kept_in_our_words():
    scribbled = MINE | {"name": "  Wall \n sit ", "hold_s": 20, "cues": ["Breathe  on"]}
    own = bundle_of(bundle_text(Own((scribbled,))), "mine.json")

    assert own.exercises == ({**MINE, "cues": ["Breathe on"]},)
    assert in_our_words(own, load_library(own)) == own


def of(**lists: object) -> str:
    return json.dumps({"format": FORMAT, "version": VERSION} | lists)


REFUSED = [
    pytest.param("", "this is not a file of exercises", id="empty"),
    pytest.param("never { json", "this is not a file of exercises", id="no JSON"),
    pytest.param("[]", "format: this is not a file of exercises", id="no object"),
    pytest.param("{}", "format: this is not a file of exercises", id="another file"),
    pytest.param('{"format": "chairpi-exercises"}', "version: found None", id="no version"),
    pytest.param(
        '{"format": "chairpi-exercises", "version": 2}',
        "version: found 2, and this ChairPi reads version 1",
        id="newer",
    ),
    pytest.param(of(exercises=[]), "exercises: is not a key here", id="a slip of the pen"),
    pytest.param(of(exercise={}), "exercise: expected a list of objects", id="no list"),
    pytest.param(of(exercise=[3]), "exercise: expected a list of objects", id="no table"),
    pytest.param(of(routine=[TWICE] * (LONGEST_LIST + 1)), f"routine: found {LONGEST_LIST + 1} entries", id="too many"),
    pytest.param(of(exercise=[{}]), r"exercise\[1\]\.\w+: is missing", id="an empty exercise"),
    pytest.param(of(exercise=[MINE, MINE]), r"exercise\[2\]\.id: 'my-wall-sit' is another", id="twice"),
    pytest.param(of(exercise=[MINE | {"hold_s": 900}]), r"exercise\[1\]\.hold_s: found 900", id="out of bounds"),
    pytest.param(of(exercise=[MINE | {"hold": 9}]), r"exercise\[1\]\.hold: is not a key here", id="an unknown key"),
    pytest.param(of(exercise=[MINE | {"id": "../up"}]), r"exercise\[1\]\.id: found '\.\./up'", id="no id"),
    pytest.param(
        of(routine=[TWICE]), r"routine\[1\]\.step\[1\]\.exercise: there is no exercise", id="a step to nowhere"
    ),
    pytest.param(
        of(exercise=[MINE], prescription=[GIVEN | {"weekdays": [7]}]),
        r"prescription\[1\]\.weekdays: found",
        id="no day",
    ),
    pytest.param(
        of(exercise=[MINE | {"hold_s": float("nan")}]),
        "this is not a file of exercises: NaN is not a number",
        id="no number",
    ),
    pytest.param(
        '{"format": 1, "format": 2}', "this is not a file of exercises: a key is there twice", id="a key twice"
    ),
    pytest.param("[" * 100_000, "this is not a file of exercises", id="without an end"),
    pytest.param(of(exercise=[MINE | {"name": "\ud800"}]), "this is not a file of exercises", id="half a character"),
    pytest.param(" " * (MOST_BYTES + 1), "this is longer than 256 KB", id="too long"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_its_name_and_the_key(text: str, message: str):
    with pytest.raises(ValueError, match=f"^mine.json: {message}"):
        bundle_of(text, "mine.json")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([("exercise", MINE), ("routine", TWICE), ("prescription", GIVEN)]), st.data())
def test_whatever_stands_in_a_key_is_read_or_refused(entry, data):
    kind, record = entry
    key = data.draw(st.sampled_from(sorted(record)))
    lists = {"exercise": [MINE], "routine": [TWICE], kind: [record | {key: data.draw(plain)}]}
    found = read_or_said(of(**lists))

    assert found.startswith("mine.json: ") if isinstance(found, str) else read_or_said(bundle_text(found)) == found


def read_or_said(text: str) -> Own | str:
    try:
        return bundle_of(text, "mine.json")
    except ValueError as error:
        return str(error)


def test_what_is_taken_in_replaces_what_has_its_id_and_adds_the_rest():
    other = MINE | {"name": "Another wall sit"}
    there = Own((MINE, MINE | {"id": "my-second"}), (), (GIVEN,))
    after = together(there, Own((other,), (TWICE,), (GIVEN, GIVEN | {"by": "Dr Moser"})))

    assert after == Own((other, MINE | {"id": "my-second"}), (TWICE,), (GIVEN, GIVEN | {"by": "Dr Moser"}))


def test_it_is_told_what_a_file_would_do():
    bridge = exercise_record(SHIPPED.exercises["bridge"])
    there = Own((MINE, MINE | {"id": "my-second"}), (), (GIVEN,))
    new = Own((MINE, MINE | {"id": "my-second", "sets": 1}, bridge), (TWICE,), (GIVEN, GIVEN | {"by": "Dr Moser"}))

    assert arrivals(there, new) == (
        Arrival("exercise", "my-wall-sit", "Wall sit", What.SAME),
        Arrival("exercise", "my-second", "Wall sit", What.REPLACES),
        Arrival("exercise", "bridge", SHIPPED.exercises["bridge"].name, What.STANDS_IN),
        Arrival("routine", "my-evening", "My evening", What.ADDS),
        Arrival("prescription", "", "Wall sit", What.SAME),
        Arrival("prescription", "", "Wall sit", What.ADDS),
    )


def test_one_entry_is_taken_away_and_no_other():
    assert without(ALL, "exercise", "my-wall-sit") == Own((), (TWICE,), (GIVEN,))
    assert without(ALL, "routine", "my-evening") == Own((MINE,), (), (GIVEN,))
    assert without(ALL, "routine", "my-wall-sit") == ALL


def test_what_this_version_cannot_read_is_left_out_and_the_rest_is_there():
    broken = MINE | {"id": "my-broken", "place": "water"}
    stray = TWICE | {"id": "my-stray", "step": [{"exercise": "my-broken"}]}
    library, left_out = usable(Own((broken, MINE), (stray, TWICE), (GIVEN, GIVEN | {"exercise": "my-broken"})))

    assert "my-wall-sit" in library.exercises
    assert "my-evening" in library.routines
    assert [one.exercise.id for one in library.prescriptions] == ["my-wall-sit"]
    assert not {"my-broken", "my-stray"} & {*library.exercises, *library.routines}
    assert len(left_out) == 3
    assert "place: found 'water'" in left_out[0]


def test_all_is_usable_as_a_rule():
    library, left_out = usable(ALL)

    assert left_out == ()
    assert library == load_library(ALL)
