import re
from importlib import resources

import pytest

from chairpi.core.events import PromptKind
from chairpi.programme.routines import DoseSource, Place, Routine, Step, load_routines, read_routine, routine_for

ROUTINES = load_routines()
STEPS = [pytest.param(step, id=f"{routine.id}: {step.name}") for routine in ROUTINES for step in routine.steps]

UNKIND = re.compile(
    r"\b(always|bad|badly|correct|danger|dangerous|fail|failed|failure|fault|guilty|harm|harmful|lazy|must|never|poor|should|"
    r"slouch|slouching|warning|wrong|wrongly)\b",
    re.IGNORECASE,
)

SOURCE = """
[[step.source]]
title = "A leaflet"
where = "example.org"
"""

GOOD = f"""
id = "one"
title = "One"
minutes = 1
when = "Now and then."
intro = "Nothing is needed."

[[step]]
name = "Grow tall"
place = "chair"
hold_s = 10
sets = 1
both_sides = false
rest_s = 0
instructions = ["Sit."]
feel = "Length."
easier = "Lean back."
stop_if = ["Pain."]
not_if = ["Pain."]
dose_source = "sourced"
{SOURCE}"""


def words_of(routine: Routine) -> list[str]:
    words = [routine.title, routine.when, routine.intro]
    for step in routine.steps:
        words += [step.name, *step.instructions, step.feel, step.easier, *step.stop_if, *step.not_if]
    return words


def test_three_routines_come_with_the_chair_the_shortest_first():
    ids = [routine.id for routine in ROUTINES]

    assert ids == ["desk-break", "stand-and-stretch", "hamstrings-and-hips"]


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_a_routine_takes_the_minutes_it_states(routine: Routine):
    assert routine.duration_s == pytest.approx(routine.minutes * 60, rel=0.25)


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_a_routine_never_scolds(routine: Routine):
    scolding = [text for text in words_of(routine) if UNKIND.search(text)]

    assert scolding == []


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_a_routine_names_no_step_twice(routine: Routine):
    names = [step.name for step in routine.steps]

    assert len(set(names)) == len(names)


def test_the_desk_break_stays_on_the_chair_and_the_stand_break_on_the_feet():
    places = {routine.id: {step.place for step in routine.steps} for routine in ROUTINES}

    assert places["desk-break"] == {Place.CHAIR}
    assert places["stand-and-stretch"] == {Place.STANDING}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_sourced_or_says_that_its_dose_is_ours(step: Step):
    assert step.dose_source is DoseSource.OUR_DEFAULT or step.sources


@pytest.mark.parametrize("step", STEPS)
def test_a_dose_is_a_gentle_one(step: Step):
    assert 10 <= step.round_s <= 90
    assert step.rounds <= 4
    assert step.hold_s is None or step.hold_s <= 30
    assert step.rounds == 1 or step.rest_s >= 5


@pytest.mark.parametrize("step", STEPS)
def test_a_step_can_be_followed_without_a_picture(step: Step):
    assert len(step.instructions) >= 2
    assert sum(len(line.split()) for line in step.instructions) >= 25
    assert all(
        text.endswith((".", "?")) for text in (*step.instructions, step.feel, step.easier, *step.stop_if, *step.not_if)
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_step_with_two_sides_says_when_to_change(step: Step):
    said = "change" in " ".join(step.instructions)

    assert said == step.both_sides


def test_the_same_movement_is_described_in_the_same_words():
    by_name: dict[str, set[Step]] = {}
    for routine in ROUTINES:
        for step in routine.steps:
            by_name.setdefault(step.name, set()).add(step)

    assert [name for name, steps in by_name.items() if len(steps) > 1] == []


def test_the_prompt_to_stand_leads_to_a_routine():
    """The others are answered on the chair: sitting back and shifting take no instructions."""
    routine_id = routine_for(PromptKind.STAND)

    assert routine_id in {routine.id for routine in ROUTINES}


def test_a_prompt_without_a_routine_is_refused_by_name():
    with pytest.raises(ValueError, match="'dance'"):
        routine_for("dance")


def test_a_duration_counts_getting_ready_both_sides_and_the_rests_between():
    step = read_routine(
        "one.toml", GOOD.replace("both_sides = false\nrest_s = 0", "both_sides = true\nrest_s = 5")
    ).steps[0]

    assert step.rounds == 2
    assert step.duration_s == 8 + 10 + 5 + 10


def test_repetitions_last_as_long_as_they_say_with_their_hold_inside():
    step = read_routine("one.toml", GOOD.replace("hold_s = 10", "hold_s = 3\nreps = 5\nrep_s = 4")).steps[0]

    assert step.round_s == 20


@pytest.mark.parametrize(
    ("was", "becomes", "names"),
    [
        pytest.param('id = "one"', "", "id: is missing", id="a key is missing"),
        pytest.param('title = "One"', 'title = "  "', "title: found '  '", id="an empty text"),
        pytest.param("minutes = 1", "minutes = 1.5", "minutes: found 1.5", id="half a minute"),
        pytest.param("minutes = 1", "minutes = true", "minutes: found True", id="a flag for a number"),
        pytest.param("minutes = 1", "minutes = 1\nlevel = 2", "level: is not a key here", id="an unknown key"),
        pytest.param("hold_s = 10", "hold_s = 1000", r"step\[1\].hold_s: found 1000", id="a slipped digit"),
        pytest.param("hold_s = 10", "hold_s = nan", r"step\[1\].hold_s: found nan", id="not a number"),
        pytest.param("hold_s = 10", "", r"step\[1\].hold_s: is missing", id="no dose at all"),
        pytest.param("hold_s = 10", "reps = 5", r"step\[1\].rep_s: reps and rep_s", id="repetitions of no length"),
        pytest.param(
            "hold_s = 10", "hold_s = 10\nrep_s = 4", r"step\[1\].rep_s: reps and rep_s", id="a length of no repetition"
        ),
        pytest.param(
            "hold_s = 10",
            "hold_s = 10\nreps = 5\nrep_s = 4",
            r"step\[1\].rep_s: found 4",
            id="a hold longer than its rep",
        ),
        pytest.param("sets = 1", "sets = 0", r"step\[1\].sets: found 0", id="no set"),
        pytest.param(
            'place = "chair"',
            'place = "floor"',
            r"step\[1\].place: found 'floor', expected one of: chair, standing",
            id="place",
        ),
        pytest.param(
            "both_sides = false", "both_sides = 0", r"step\[1\].both_sides: found 0", id="a number for a flag"
        ),
        pytest.param('stop_if = ["Pain."]', "stop_if = []", r"step\[1\].stop_if: found \[\]", id="no line to stop at"),
        pytest.param('stop_if = ["Pain."]', "stop_if = [3]", r"step\[1\].stop_if: found 3", id="a number for a line"),
        pytest.param(
            'feel = "Length."',
            'feel = "Length."\nfeels = "x"',
            r"step\[1\].feels: is not a key",
            id="a slip of the pen",
        ),
        pytest.param(
            'where = "example.org"', "", r"step\[1\].source\[1\].where: is missing", id="a source from nowhere"
        ),
        pytest.param(SOURCE, "", r"step\[1\].source: is missing", id="no source"),
        pytest.param("[[step]]", "[step]", "step: found", id="not a list of steps"),
        pytest.param('id = "one"', 'id = "one', "this is not TOML", id="not TOML"),
    ],
)
def test_bad_content_is_refused_with_file_and_key(was: str, becomes: str, names: str):
    assert was in GOOD

    with pytest.raises(ValueError, match=r"^one\.toml: " + names):
        read_routine("one.toml", GOOD.replace(was, becomes, 1))


def test_a_step_without_a_source_may_say_that_its_dose_is_ours():
    text = GOOD.replace(SOURCE, "").replace('"sourced"', '"our default"')

    assert read_routine("one.toml", text).steps[0].sources == ()


def test_every_file_in_the_folder_is_a_routine():
    names = {entry.name for entry in (resources.files("chairpi.programme") / "routines").iterdir()}

    assert names == {f"{routine.id}.toml" for routine in ROUTINES}
