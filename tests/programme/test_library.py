import pytest
from own_records import exercise, prescription, routine

from chairpi.programme.content import Table
from chairpi.programme.exercises import Cause, DoseSource
from chairpi.programme.library import load_library, read_prescription
from chairpi.programme.own import NOTHING_OWN, Own


def test_what_is_shipped_is_read_once():
    assert load_library() is load_library(Own())


def test_exercises_come_in_the_order_of_their_causes():
    causes = [one.causes[0] for one in load_library().exercises.values()]

    assert causes == sorted(causes, key=list(Cause).index)


def test_what_was_added_stands_beside_what_is_shipped():
    library = load_library(Own((exercise(),), (routine(),), (prescription(),)))

    assert library.exercises["wall-slide"].own
    assert library.routines["my-break"].own
    assert len(library.exercises) == len(load_library().exercises) + 1
    assert len(library.routines) == len(load_library().routines) + 1


def test_a_changed_exercise_takes_the_shipped_ones_place():
    library = load_library(Own((exercise(id="chin-glide", place="chair", seat_check="none", name="Chin back"),)))

    assert list(library.exercises) == list(load_library().exercises)
    assert library.routines["desk-break"].steps[2].exercise.name == "Chin back"
    assert load_library().exercises["chin-glide"].name == "Chin glide"


def test_a_changed_routine_takes_the_shipped_ones_place():
    library = load_library(Own(routines=(routine(id="desk-break"),)))

    assert library.routines["desk-break"].title == "My break"
    assert len(library.routines) == len(load_library().routines)


def test_a_prescription_has_its_exercise_with_the_dose_that_was_prescribed():
    (found,) = load_library(Own(prescriptions=(prescription(),))).prescriptions
    usual = load_library().exercises["bridge"]

    assert found.exercise == usual
    assert (found.dose.sets, found.dose.reps, usual.dose.sets) == (2, usual.dose.reps, 3)
    assert (found.weekdays, found.by, found.note) == ((0, 2, 4), "Ms Frei", "Slowly.")


def test_ones_own_exercise_can_be_prescribed():
    own = Own((exercise(dose_source="prescribed"),), prescriptions=(prescription(exercise="wall-slide", note=...),))
    (found,) = load_library(own).prescriptions

    assert found.exercise.dose_source is DoseSource.PRESCRIBED
    assert found.note == ""


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        pytest.param({"exercise": "headstand"}, "exercise: there is no exercise 'headstand'", id="unknown"),
        pytest.param({"exercise": ...}, "exercise: is missing", id="none"),
        pytest.param({"weekdays": [7]}, "weekdays: found 7", id="an eighth day"),
        pytest.param({"by": ""}, "by: found ''", id="by nobody"),
        pytest.param({"sets": 0}, "sets: found 0", id="no set"),
    ],
)
def test_a_prescription_is_read_strictly(changes: dict[str, object], names: str):
    with pytest.raises(ValueError, match=f"^own: {names}"):
        read_prescription(Table("own", prescription(**changes)), load_library().exercises)


@pytest.mark.parametrize(
    ("own", "names"),
    [
        pytest.param(
            Own((exercise(), exercise())), r"exercise\[2\]\.id: 'wall-slide' is another one's", id="an id twice"
        ),
        pytest.param(Own((exercise(feels=""),)), r"exercise\[1\]\.feels: is not a key", id="a slip in an exercise"),
        pytest.param(
            Own(routines=(routine(step=[{"exercise": "wall-slide"}]),)),
            r"routine\[1\]\.step\[1\]\.exercise: there is no exercise 'wall-slide'",
            id="a routine whose exercise was removed",
        ),
        pytest.param(Own(routines=(routine(), routine(tune="x"))), r"routine\[2\]", id="a slip in a routine"),
        pytest.param(
            Own(prescriptions=(prescription(tune="x"),)),
            r"prescription\[1\]\.tune: is not a key",
            id="a slip in a prescription",
        ),
    ],
)
def test_what_was_added_is_refused_with_its_place(own: Own, names: str):
    with pytest.raises(ValueError, match=rf"^mine\.json: {names}"):
        load_library(own, "mine.json")


def test_nobody_can_change_what_is_shared():
    library = load_library(NOTHING_OWN)

    with pytest.raises(TypeError):
        library.exercises["bridge"] = library.exercises["clamshell"]
    with pytest.raises(TypeError):
        library.routines["glutes"] = library.routines["hips"]
