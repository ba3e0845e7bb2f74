import pytest
from kind_words import unkind
from own_records import exercise as own_exercise
from own_records import routine as record

from chairpi.core.events.prompting import PromptKind
from chairpi.programme.content import Table, shipped_names
from chairpi.programme.exercises import DoseSource, Kind, Place
from chairpi.programme.library import load_library
from chairpi.programme.own import Own
from chairpi.programme.routines import PROMPT_LONGEST_S, RESERVED, Offer, Routine, Step, read_routine

LIBRARY = load_library()
ROUTINES = [pytest.param(routine, id=routine.id) for routine in LIBRARY.routines.values()]

MINUTES = {
    "desk-break": (2, 2),
    "hamstring-break": (2, 3),
    "hip-break": (2, 3),
    "ankle-break": (2, 3),
    "glute-break": (2, 3),
    "shoulder-break": (2, 3),
    "stand-and-stretch": (5, 5),
    "hamstrings-and-hips": (4, 8),
    "hamstrings": (4, 8),
    "hips": (4, 8),
    "ankles": (4, 8),
    "glutes": (4, 8),
    "shoulders": (4, 8),
    "chair-stretch": (4, 8),
    "floor-stretch": (4, 8),
    "easy-strength": (4, 8),
    "roller": (4, 8),
    "full-session": (20, 30),
}
"""From and to how many minutes each routine takes."""

CAUSE_OF = {
    "hamstrings": "tight_hamstrings",
    "hips": "tight_hips",
    "ankles": "stiff_ankles",
    "glutes": "weak_glutes",
    "shoulders": "rounded_shoulders",
    "hamstring-break": "tight_hamstrings",
    "hip-break": "tight_hips",
    "ankle-break": "stiff_ankles",
    "glute-break": "weak_glutes",
    "shoulder-break": "rounded_shoulders",
}


def test_every_file_in_the_folder_is_a_routine():
    assert {f"{routine_id}.toml" for routine_id in LIBRARY.routines} == set(shipped_names("routines"))


def test_the_shortest_routine_comes_first():
    lengths = [routine.duration_s for routine in LIBRARY.routines.values()]

    assert lengths == sorted(lengths)


def test_a_routine_takes_as_long_as_it_is_meant_to():
    minutes = {routine.id: routine.minutes for routine in LIBRARY.routines.values()}

    assert minutes.keys() == MINUTES.keys()
    assert {key: value for key, value in minutes.items() if not MINUTES[key][0] <= value <= MINUTES[key][1]} == {}


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_routine_never_scolds(routine: Routine):
    assert unkind([routine.title, routine.when, routine.intro]) == []


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_routine_has_no_exercise_twice(routine: Routine):
    ids = [step.exercise.id for step in routine.steps]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_routine_loosens_before_it_strengthens_and_rolls_last(routine: Routine):
    order = {Kind.STRETCH: 0, Kind.MOBILISE: 0, Kind.STRENGTHEN: 1, Kind.ROLL: 2}
    stages = [order[step.exercise.kind] for step in routine.steps if routine.id != "shoulder-break"]

    assert stages == sorted(stages)


@pytest.mark.parametrize(("routine_id", "cause"), CAUSE_OF.items())
def test_a_routine_for_a_cause_works_on_it(routine_id: str, cause: str):
    steps = LIBRARY.routines[routine_id].steps

    assert sum(cause in step.exercise.causes for step in steps) > len(steps) / 2


def test_every_exercise_is_in_a_routine():
    used = {step.exercise.id for routine in LIBRARY.routines.values() for step in routine.steps}

    assert LIBRARY.exercises.keys() - used == set()


def test_the_desk_break_stays_on_the_chair_and_the_stand_break_on_the_feet():
    assert LIBRARY.routines["desk-break"].places == (Place.CHAIR,)
    assert LIBRARY.routines["stand-and-stretch"].places == (Place.STANDING,)


def test_the_kinds_of_prompt_are_those_of_the_chair():
    assert [offer.value for offer in Offer] == [kind.value for kind in PromptKind]


@pytest.mark.parametrize("kind", PromptKind)
def test_every_kind_of_prompt_has_three_short_routines_and_one_for_a_day_of_rest(kind: PromptKind):
    fitting = [routine for routine in LIBRARY.routines.values() if kind.value in routine.prompts]

    assert len(fitting) >= 3
    assert max(routine.minutes for routine in fitting) <= 5
    assert any(not routine.strengthens for routine in fitting)


@pytest.mark.parametrize("routine_id", [one.id for one in LIBRARY.routines.values() if Offer.STAND in one.prompts])
def test_what_the_prompt_to_stand_offers_is_done_on_the_feet(routine_id: str):
    assert LIBRARY.routines[routine_id].places == (Place.STANDING,)


@pytest.mark.parametrize("routine_id", [one.id for one in LIBRARY.routines.values() if Offer.SLIDE in one.prompts])
def test_what_the_prompt_to_sit_back_offers_stays_on_the_chair(routine_id: str):
    assert LIBRARY.routines[routine_id].places == (Place.CHAIR,)


def read(library_own: Own | None = None, **changes: object) -> Routine:
    table = Table("one.toml", record(**changes))
    routine = read_routine(table, load_library(library_own or Own()).exercises)
    table.done()
    return routine


def test_a_step_has_its_own_dose_where_it_says_one():
    walk, raise_ = read().steps

    assert walk.dose == LIBRARY.exercises["walk-a-little"].dose
    assert (raise_.dose.reps, raise_.dose.rep_s, raise_.dose.ready_s) == (5, 8, 4)


def test_a_dose_that_is_not_the_exercises_own_is_our_choice():
    raise_ = read().steps[1]

    assert raise_.exercise.dose_source is DoseSource.SOURCED
    assert raise_.dose_source is DoseSource.OUR_DEFAULT
    assert Step(raise_.exercise, raise_.exercise.dose).dose_source is DoseSource.SOURCED


def test_a_duration_counts_getting_ready_both_sides_and_the_rests_between():
    step = read(step=[{"exercise": "doorway-chest-stretch", "hold_s": 10, "sets": 1}]).steps[0]

    assert step.rounds == 2
    assert step.duration_s == 8 + 10 + 5 + 10


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        pytest.param({"id": ...}, "id: is missing", id="a key is missing"),
        pytest.param({"id": "../etc"}, r"id: found '\.\./etc'", id="an id for no address"),
        pytest.param(
            {"id": "only-bridge"}, "id: 'only-bridge' begins like", id="an id that hides behind an exercise's"
        ),
        pytest.param({"title": 3}, "title: found 3", id="a number for a text"),
        pytest.param({"prompts": ["dance"]}, "prompts: found 'dance', expected one of: stand", id="another prompt"),
        pytest.param({"level": 2}, "level: is not a key here", id="an unknown key"),
        pytest.param({"step": []}, r"step: found \[\]", id="no step"),
        pytest.param({"step": {"exercise": "bridge"}}, "step: found", id="not a list of steps"),
        pytest.param({"step": [{}]}, r"step\[1\]\.exercise: is missing", id="a step without an exercise"),
        pytest.param(
            {"step": [{"exercise": "bridge"}, {"exercise": "headstand"}]},
            r"step\[2\]\.exercise: there is no exercise 'headstand'",
            id="an unknown exercise",
        ),
        pytest.param(
            {"step": [{"exercise": "bridge", "hold_s": 1000}]}, r"step\[1\]\.hold_s: found 1000", id="a slipped digit"
        ),
        pytest.param(
            {"step": [{"exercise": "grow-tall", "reps": 3}]}, r"step\[1\]\.rep_s: reps and rep_s", id="no length"
        ),
        pytest.param(
            {"step": [{"exercise": "bridge", "set": 1}]}, r"step\[1\]\.set: is not a key", id="a slip of the pen"
        ),
    ],
)
def test_bad_content_is_refused_with_file_and_key(changes: dict[str, object], names: str):
    with pytest.raises(ValueError, match=r"^one\.toml: " + names):
        read(**changes)


@pytest.mark.parametrize("routine_id", sorted(RESERVED))
def test_a_routine_is_not_called_like_another_page(routine_id: str):
    with pytest.raises(ValueError, match=r"^one\.toml: id: .* is the address of another page"):
        read(id=routine_id)


def test_a_prompt_offers_nothing_of_ones_own_that_is_longer_than_ten_minutes():
    step = {"exercise": "walk-a-little", "sets": 5, "rest_s": 5, "ready_s": 5}
    ten, more = (Own(routines=(record(step=[step | {"hold_s": hold_s}]),)) for hold_s in (115, 116))

    assert load_library(ten).routines["my-break"].duration_s == PROMPT_LONGEST_S
    with pytest.raises(
        ValueError, match=r"^mine\.json: routine\[1\]\.prompts: what a prompt offers takes up to 10 min"
    ):
        load_library(more, "mine.json")
    without = Own(routines=({key: value for key, value in more.routines[0].items() if key != "prompts"},))
    assert load_library(without).routines["my-break"].prompts == ()


def test_what_comes_with_chairpi_is_short_enough_for_its_prompts():
    assert max(one.duration_s for one in LIBRARY.routines.values() if one.prompts) <= PROMPT_LONGEST_S


def test_a_changed_exercise_keeps_its_persons_dose_in_the_shipped_routines():
    changed = Own(exercises=(own_exercise(id="bridge", place="floor", hold_s=20, reps=..., rep_s=..., sets=1),))
    step = next(one for one in load_library(changed).routines["glutes"].steps if one.exercise.id == "bridge")

    assert (step.exercise.own, step.dose.hold_s, step.dose.sets) == (True, 20, 1)


def test_ones_own_routine_may_give_ones_own_exercise_another_dose():
    own = Own((own_exercise(),), (record(step=[{"exercise": "wall-slide", "sets": 3}]),))

    assert load_library(own).routines["my-break"].steps[0].dose.sets == 3
