"""People add exercises, routines and prescriptions, carry them as one file, and print a page: nothing typed is lost on the way."""

import html
import io
import json
import re
import sqlite3
from contextlib import closing
from datetime import date, datetime
from zoneinfo import ZoneInfo

import own_records
import pytest

from chairpi.programme.content import LONGEST_LIST
from chairpi.programme.diary import (
    CheckedIn,
)
from chairpi.programme.exchange import MOST_BYTES, bundle_of, bundle_text, exercise_record, routine_record
from chairpi.programme.library import load_library
from chairpi.programme.own import Own
from chairpi.store.history import History
from chairpi.store.own_content import OwnKind

ME, ANN = 1, 2
NOON_UTC_S = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("Europe/Zurich")).timestamp()
TODAY = date(2026, 11, 26)
PAGE = "/programme/content"
SHIPPED = load_library()

WALL_SIT = {
    "name": "Wall sit",
    "causes": ["weak_glutes"],
    "muscles": ["thighs", "glutes"],
    "place": "standing",
    "kind": "strengthen",
    "hold_s": "20",
    "reps": "",
    "rep_s": "",
    "sets": "2",
    "rest_s": "30",
    "ready_s": "",
    "dose_source": "our default",
    "instructions": "Lean against a wall.\r\n\r\nSlide down a little, and stay.",
    "cues": "Breathe on",
    "feel": "The front of the thighs work.",
    "easier": "",
    "harder": "Lower.",
    "stop_if": "A knee hurts.",
    "not_if": "",
    "picture": "",
    "seat_check": "",
    "source": "Leaflet on knees | Our physiotherapist, 2026",
}
KEPT = own_records.WALL_SIT | {
    "cues": ["Breathe on"],
    "harder": "Lower.",
    "source": [{"title": "Leaflet on knees", "where": "Our physiotherapist, 2026"}],
}
EVENING = {"title": "My evening", "when": "Before bed.", "intro": "A mat is enough.", "prompts": ["stand"]}
GIVEN = {
    "exercise": "bridge",
    "by": "Ms Keller",
    "weekdays": [0, 2],
    "reps": 8,
    "rep_s": 5.0,
    "sets": 4,
    "rest_s": 60.0,
}


@pytest.fixture(autouse=True)
def known(dashboard):
    """One person is known, and sits or not: the programme is theirs."""
    History.open(dashboard.parts.history_path, "boot", 0.0, NOON_UTC_S).close()


@pytest.fixture
def two(dashboard, known):
    with History.open(dashboard.parts.history_path, "boot", 1.0, NOON_UTC_S) as history:
        history.people.add("Ann", NOON_UTC_S)


def text_of(page: str) -> str:
    """What a page says to its reader."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def send(dashboard, path, status=303, **fields):
    """Send a form; what it says next, on the same page or the one it leads to."""
    answer = dashboard.client.post(path, data={"csrf_token": dashboard.token(), **fields})
    assert answer.status_code == status, text_of(answer.text)
    return answer.text if status != 303 else dashboard.page(answer.location.partition("#")[0])


def steps(*rows):
    """The fields of a routine's steps: for each its exercise, and what of its dose is other."""
    fields = {"n_steps": str(len(rows))}
    for number, (exercise, dose) in enumerate(rows, start=1):
        fields |= {f"step-{number}-exercise": exercise} | {f"step-{number}-{key}": value for key, value in dose.items()}
    return fields


def shown_steps(page):
    """The exercises that are chosen in a routine's form, in order."""
    return [
        next(iter(re.findall(r'value="([^"]*)" selected', select)), "")
        for select in re.findall(r'<select id="step-\d+-exercise".*?</select>', page, re.DOTALL)
    ]


def own(dashboard, sitter=ME):
    return dashboard.parts.book.own(sitter)


def keep(dashboard, *, exercises=(), routines=(), prescriptions=(), sitter=ME):
    dashboard.parts.book.content.take_in(Own(exercises, routines, prescriptions), sitter, NOON_UTC_S)


def test_the_page_begins_empty_and_leads_to_every_form(dashboard):
    page = dashboard.page(PAGE)

    assert text_of(page).count("None yet.") == 2
    for link in ("/exercise", "/routine", "/prescription", "/export"):
        assert f'href="{PAGE}{link}"' in page
        assert dashboard.client.get(PAGE + link).status_code == 200
    assert 'href="/report"' in page


def test_an_exercise_is_added_and_is_there_like_any_other(dashboard):
    page = send(dashboard, f"{PAGE}/exercise", **WALL_SIT)

    assert "“Wall sit” is kept." in text_of(page)
    assert own(dashboard).exercises == (KEPT,)
    assert "Slide down a little, and stay." in dashboard.page("/stretch/exercises/my-wall-sit")
    assert "Wall sit" in dashboard.page("/stretch/exercises?cause=weak_glutes&place=standing")


def test_a_second_one_of_the_same_name_has_an_id_of_its_own(dashboard):
    for _ in range(2):
        send(dashboard, f"{PAGE}/exercise", **WALL_SIT)

    assert [one["id"] for one in own(dashboard).exercises] == ["my-wall-sit", "my-wall-sit-2"]


WRONG = [
    pytest.param("name", "", "Please fill this in.", id="no name"),
    pytest.param("causes", [], "Please fill this in.", id="for nothing"),
    pytest.param("causes", ["cold"], "Found 'cold', expected one of", id="no such cause"),
    pytest.param("place", "water", "Found 'water', expected one of", id="no such place"),
    pytest.param("hold_s", "ten", "Found 'ten', expected a number from 1 to 120.", id="no number"),
    pytest.param("hold_s", "1000", "Found 1000, expected a number from 1 to 120.", id="far too long"),
    pytest.param(
        "hold_s", "", "Is missing; a dose has “Hold”, or “Repetitions” and “Time of one repetition”.", id="no dose"
    ),
    pytest.param("reps", "2.5", "Found 2.5, expected a whole number", id="half a repetition"),
    pytest.param("sets", "", "Please fill this in.", id="no rounds"),
    pytest.param("instructions", " \r\n ", "Please fill this in.", id="nothing to do"),
    pytest.param("stop_if", "", "Please fill this in.", id="no end"),
    pytest.param("feel", "f" * 3000, "Found a text of 3000 characters", id="a novel"),
    pytest.param(
        "seat_check", "sit_to_stand", "Found 'sit_to_stand', which is not for the place", id="not on the seat"
    ),
    pytest.param("source", "a title |", "Is missing.", id="published nowhere"),
]


@pytest.mark.parametrize(("key", "value", "message"), WRONG)
def test_what_is_to_be_corrected_stands_beside_its_field_and_nothing_typed_is_lost(dashboard, key, value, message):
    typed = WALL_SIT | {key: value, "easier": "Only <b>half</b> & slowly"}
    page = send(dashboard, f"{PAGE}/exercise", 400, **typed)

    assert own(dashboard).exercises == ()
    beside = re.search(rf'id="{key}-error">(.*?)</p>', page)
    assert beside is not None
    assert message in html.unescape(beside[1]) or (key, message) == ("source", "Is missing.")
    assert f'href="#{key}"' in page
    values = html.unescape(page)
    for one in (one for one in typed.values() if isinstance(one, str) and one.strip()):
        assert one.replace("\r\n", "\n") in values.replace("\r\n", "\n")
    assert "Only &lt;b&gt;half&lt;/b&gt; &amp; slowly" in page
    for main, *also in (ranked for ranked in (typed["causes"], typed["muscles"]) if ranked):
        assert main == "cold" or f'value="{main}" selected' in page
        assert all(f'value="{word}" checked' in page for word in also)


def test_all_mistakes_are_told_at_once(dashboard):
    page = send(dashboard, f"{PAGE}/exercise", 400, **WALL_SIT | {"name": "", "sets": "0", "rest_s": "-1", "feel": ""})

    assert re.findall(r'id="(\w+)-error"', page) == ["name", "sets", "rest_s", "feel"]
    assert "4 fields want correcting." in text_of(page)


def test_an_empty_form_says_what_is_needed_and_nothing_breaks(dashboard):
    page = send(dashboard, f"{PAGE}/exercise", 400)

    assert {"name", "causes", "muscles", "feel", "sets", "stop_if"} <= set(re.findall(r'id="(\w+)-error"', page))


def test_a_comma_is_a_decimal_point(dashboard):
    send(dashboard, f"{PAGE}/exercise", **WALL_SIT | {"rest_s": "7,5"})

    assert own(dashboard).exercises[0]["rest_s"] == 7.5


def test_the_form_shows_what_is_kept_and_keeps_it_as_it_was(dashboard):
    keep(dashboard, exercises=(KEPT,))
    page = dashboard.page(f"{PAGE}/exercise/my-wall-sit")

    assert 'value="Wall sit"' in page
    assert "Lean against a wall.\nSlide down a little, and stay." in page
    assert "Leaflet on knees | Our physiotherapist, 2026" in page
    send(dashboard, f"{PAGE}/exercise/my-wall-sit", **WALL_SIT | {"ready_s": "8", "seat_check": "off_seat"})
    assert own(dashboard).exercises == (KEPT,)


def form_of(page):
    """What a browser would send of a page's largest form, were nothing changed."""
    form = max(re.findall(r"<form.*?</form>", page, re.DOTALL), key=len)
    fields = {}
    for name, value in re.findall(r'<input[^>]*type="text"[^>]*name="([^"]+)" value="([^"]*)"', form):
        fields[name] = html.unescape(value)
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        fields[name] = [next(iter(re.findall(r'value="([^"]*)" selected', options)), "")]
    for name, value in re.findall(r'<input type="checkbox"[^>]*name="([^"]+)" value="([^"]*)"[^>]* checked', form):
        fields.setdefault(name, []).append(value)
    return fields


def test_every_shipped_exercise_can_be_changed_and_keeps_all_that_was_not(dashboard):
    token = dashboard.token()
    for exercise_id in SHIPPED.exercises:
        path = f"{PAGE}/exercise/{exercise_id}"
        fields = form_of(dashboard.page(path)) | {"name": "Mine now", "csrf_token": token}
        assert dashboard.client.post(path, data=fields).status_code == 303

    before = [exercise_record(exercise) | {"name": "Mine now"} for exercise in SHIPPED.exercises.values()]
    assert sorted(own(dashboard).exercises, key=str) == sorted(before, key=str)


def test_a_changed_one_stands_in_the_shipped_ones_place_until_it_is_removed(dashboard):
    fields = form_of(dashboard.page(f"{PAGE}/exercise/bridge"))
    page = send(dashboard, f"{PAGE}/exercise/bridge", **fields | {"name": "Bridge as I do it"})

    assert "in the place of the one that comes with ChairPi" in text_of(page)
    assert "Bridge as I do it" in dashboard.page("/stretch/exercises/bridge")
    assert "Bridge as I do it" in dashboard.page("/stretch/glutes")
    page = send(dashboard, f"{PAGE}/exercise/bridge/remove")
    assert "The one that comes with ChairPi is back." in text_of(page)
    assert "Bridge as I do it" not in dashboard.page("/stretch/exercises/bridge")


SOURCED = next(one for one in SHIPPED.exercises.values() if one.dose_source == "sourced")


@pytest.mark.parametrize("path", [f"/exercise/{SOURCED.id}", "/exercise"], ids=["changed", "copied"])
def test_other_numbers_are_not_the_sources_any_more(dashboard, path):
    fields = form_of(dashboard.page(f"{PAGE}/exercise/{SOURCED.id}")) | {"name": "Mine", "copy": SOURCED.id}
    page = send(dashboard, PAGE + path, 400, **fields | {"sets": str(SOURCED.dose.sets + 1)})

    assert "These are no longer the numbers of its sources" in text_of(page)
    send(dashboard, PAGE + path, **fields | {"sets": str(SOURCED.dose.sets + 1), "dose_source": "our default"})
    assert own(dashboard).exercises[0]["dose_source"] == "our default"


def test_a_new_one_begins_with_what_another_says(dashboard):
    fields = form_of(dashboard.page(f"{PAGE}/exercise?copy=bridge&how=new"))
    bridge = SHIPPED.exercises["bridge"]

    assert (fields["name"], fields["feel"], fields["picture"]) == ("", bridge.feel, ["bridge"])
    answer = dashboard.client.get(f"{PAGE}/exercise?copy=bridge&how=change")
    assert (answer.status_code, answer.location) == (302, f"{PAGE}/exercise/bridge")


def test_what_is_still_needed_is_not_removed(dashboard, two):
    routine = {"id": "my-evening", "title": "T", "when": "W", "intro": "I", "step": [{"exercise": "my-wall-sit"}]}
    keep(dashboard, exercises=(KEPT,), routines=(routine,))
    page = send(dashboard, f"{PAGE}/exercise/my-wall-sit/remove")
    assert "It is still needed, so it stays." in text_of(page)
    send(dashboard, f"{PAGE}/routine/my-evening/remove")
    keep(dashboard, prescriptions=(GIVEN | {"exercise": "my-wall-sit"},), sitter=ANN)
    page = send(dashboard, f"{PAGE}/exercise/my-wall-sit/remove", sitter="1")
    assert "It is prescribed to somebody." in text_of(page)

    dashboard.parts.book.erase(ANN)
    send(dashboard, f"{PAGE}/exercise/my-wall-sit/remove")
    assert own(dashboard) == Own()


def test_a_name_cannot_smuggle_anything_into_a_page(dashboard):
    send(dashboard, f"{PAGE}/exercise", **WALL_SIT | {"name": "<script>alert(1)</script>", "cues": "</script>"})

    for path in (PAGE, "/stretch/exercises", "/stretch/exercises/my-script-alert-1-script", f"{PAGE}/routine"):
        assert "<script>alert" not in dashboard.page(path)


def test_there_is_room_for_so_many_and_no_more(dashboard):
    keep(dashboard, exercises=tuple(KEPT | {"id": f"my-{n}"} for n in range(LONGEST_LIST)))
    page = send(dashboard, f"{PAGE}/exercise", 400, **WALL_SIT)

    assert f"There is room for {LONGEST_LIST} of them." in text_of(page)
    send(dashboard, f"{PAGE}/exercise/my-3", **WALL_SIT)


@pytest.mark.parametrize(
    "path",
    ["/exercise/nothing", "/exercise?copy=nothing", "/routine/nothing", "/routine?copy=nothing", "/prescription/7"],
)
def test_what_is_not_there_says_so(dashboard, path):
    answer = dashboard.client.get(PAGE + path)

    assert answer.status_code == 404
    assert "There is no" in text_of(answer.text)


# Routines


def test_a_routine_is_put_together_and_can_be_done(dashboard):
    rows = steps(("bridge", {"reps": "5"}), ("heel-raise", {}))
    page = send(dashboard, f"{PAGE}/routine", act="keep", **EVENING, **rows)

    assert "“My evening” is kept." in text_of(page)
    (kept,) = own(dashboard).routines
    assert kept == {
        "id": "my-my-evening",
        **EVENING,
        "step": [{"exercise": "bridge", "reps": 5}, {"exercise": "heel-raise"}],
    }
    assert "My evening" in dashboard.page("/stretch")
    assert SHIPPED.exercises["heel-raise"].name in dashboard.page("/stretch/my-my-evening")


THREE = (("bridge", {"reps": "5"}), ("heel-raise", {"sets": "nine"}), ("", {}))


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("add", ["bridge", "heel-raise", "", ""]),
        ("up-2", ["heel-raise", "bridge", ""]),
        ("down-2", ["bridge", "", "heel-raise"]),
        ("remove-1", ["heel-raise", ""]),
        ("up-1", ["bridge", "heel-raise", ""]),
        ("down-3", ["bridge", "heel-raise", ""]),
        ("remove-9", ["bridge", "heel-raise", ""]),
    ],
)
def test_the_list_is_put_in_order_without_javascript_and_without_losing_anything(dashboard, act, order):
    page = send(dashboard, f"{PAGE}/routine", 200, act=act, **EVENING, **steps(*THREE))

    assert shown_steps(page) == order
    assert own(dashboard).routines == ()
    assert 'value="My evening"' in page
    assert 'value="stand" checked' in page
    for exercise, (key, typed) in (("bridge", ("reps", "5")), ("heel-raise", ("sets", "nine"))):
        if exercise in order:
            assert f'name="step-{order.index(exercise) + 1}-{key}" value="{typed}"' in page


def test_the_enter_key_keeps_nothing_and_changes_nothing(dashboard):
    page = dashboard.page(f"{PAGE}/routine")
    first = re.search(r'<button[^>]*name="act" value="([^"]+)"', page)

    assert first is not None
    assert shown_steps(send(dashboard, f"{PAGE}/routine", 200, act=first[1], **EVENING, **steps(*THREE))) == [
        "bridge",
        "heel-raise",
        "",
    ]


@pytest.mark.parametrize(
    ("head", "rows", "at", "message"),
    [
        pytest.param({"title": ""}, [("bridge", {})], "title", "Please fill this in.", id="no name"),
        pytest.param({}, [("", {})], "step-1-exercise", "Please choose an exercise", id="nothing chosen"),
        pytest.param({}, [("bridge", {}), ("gone", {})], "step-2-exercise", "There is no exercise 'gone'.", id="gone"),
        pytest.param(
            {}, [("bridge", {"sets": "x"})], "step-1-sets", "Found 'x', expected a whole number", id="no number"
        ),
        pytest.param(
            {},
            [("bridge", {}), ("bridge", {"rep_s": "1"})],
            "step-2-rep_s",
            "expected at least",
            id="shorter than its hold",
        ),
    ],
)
def test_what_is_to_be_corrected_in_a_routine_stands_beside_its_field(dashboard, head, rows, at, message):
    page = send(dashboard, f"{PAGE}/routine", 400, act="keep", **EVENING | head, **steps(*rows))

    beside = re.search(rf'id="{at}-error">(.*?)</p>', page)
    assert beside is not None
    assert message in html.unescape(beside[1])
    assert shown_steps(page) == [exercise if exercise != "gone" else "" for exercise, _ in rows]
    assert own(dashboard).routines == ()


def test_a_routine_without_an_exercise_is_none(dashboard):
    page = send(dashboard, f"{PAGE}/routine", 400, act="keep", **EVENING, n_steps="0")

    assert "A routine has at least one exercise." in text_of(page)


def test_every_shipped_routine_can_be_changed_and_keeps_all_that_was_not(dashboard):
    token = dashboard.token()
    for routine_id in SHIPPED.routines:
        path = f"{PAGE}/routine/{routine_id}"
        page = dashboard.page(path)
        n_steps = re.search(r'name="n_steps" value="(\d+)"', page)
        fields = {"n_steps": n_steps and n_steps[1], "title": "Mine now", "act": "keep", "csrf_token": token}
        assert dashboard.client.post(path, data=form_of(page) | fields).status_code == 303

    before = [routine_record(routine) | {"title": "Mine now"} for routine in SHIPPED.routines.values()]
    assert sorted(own(dashboard).routines, key=str) == sorted(before, key=str)


def test_a_routine_is_gone_when_it_is_removed(dashboard):
    keep(dashboard, routines=(routine_record(SHIPPED.routines["desk-break"]) | {"title": "Mine"},))
    said = text_of(send(dashboard, f"{PAGE}/routine/desk-break/remove"))

    assert "The one that comes with ChairPi is back." in said
    assert own(dashboard).routines == ()


def test_a_number_of_steps_that_is_none_is_none(dashboard):
    assert shown_steps(send(dashboard, f"{PAGE}/routine", 200, act="up-1", n_steps="many")) == []
    assert len(shown_steps(send(dashboard, f"{PAGE}/routine", 200, act="add", n_steps="999"))) == LONGEST_LIST


# Prescriptions


def prescription_form(dashboard, exercise_id, **changes):
    fields = form_of(dashboard.page(f"{PAGE}/prescription?exercise={exercise_id}"))
    return fields | {"exercise": exercise_id, "by": "Ms Keller"} | changes


def test_what_was_prescribed_is_kept_as_it_was(dashboard):
    fields = prescription_form(dashboard, "bridge", sets="4", reps="8", weekdays=["0", "2"], note="Slowly.")
    page = send(dashboard, f"{PAGE}/prescription", **fields)

    (kept,) = own(dashboard).prescriptions
    assert (kept["exercise"], kept["sets"], kept["reps"], kept["weekdays"]) == ("bridge", 4, 8, [0, 2])
    said = text_of(page)
    assert "4 × 8" in said
    assert "Mon, Wed · Ms Keller Slowly." in said


def test_an_exercise_that_is_held_can_be_prescribed_in_repetitions(dashboard):
    held = next(one for one in SHIPPED.exercises.values() if one.dose.reps is None)
    send(dashboard, f"{PAGE}/prescription", **prescription_form(dashboard, held.id, hold_s="", reps="10", rep_s="4"))

    (kept,) = own(dashboard).prescriptions
    assert ("hold_s" in kept, kept["reps"], kept["rep_s"]) == (False, 10, 4.0)


def test_a_prescription_wants_its_days_and_who_said_so(dashboard):
    fields = prescription_form(dashboard, "bridge", by="", weekdays=[], sets="99", note="Slowly.")
    page = send(dashboard, f"{PAGE}/prescription", 400, **fields)

    assert re.findall(r'id="(\w+)-error"', page) == ["sets", "weekdays", "by"]
    assert "Slowly." in page
    assert own(dashboard).prescriptions == ()


def test_a_prescription_is_changed_and_ended(dashboard):
    keep(dashboard, prescriptions=(GIVEN,))
    ((prescription_id, _),) = [
        (kept.prescription_id, kept.record) for kept in dashboard.parts.book.content.prescriptions(ME)
    ]
    fields = form_of(dashboard.page(f"{PAGE}/prescription/{prescription_id}"))
    send(dashboard, f"{PAGE}/prescription/{prescription_id}", **fields | {"sets": "2"})
    assert own(dashboard).prescriptions == (GIVEN | {"sets": 2, "ready_s": SHIPPED.exercises["bridge"].dose.ready_s},)
    send(dashboard, f"{PAGE}/prescription/{prescription_id}/end")
    assert own(dashboard).prescriptions == ()


def test_a_prescription_is_one_persons_and_nobody_elses(dashboard, two):
    keep(dashboard, prescriptions=(GIVEN,), sitter=ANN)
    (kept,) = dashboard.parts.book.content.prescriptions(ANN)

    assert "Ms Keller" not in dashboard.page(f"{PAGE}?sitter=1")
    assert "Ms Keller" in dashboard.page(f"{PAGE}?sitter=2")
    for path in (f"{PAGE}/prescription/{kept.prescription_id}", f"{PAGE}/prescription/{kept.prescription_id}/end"):
        send(dashboard, path, 404, sitter="1")
    assert own(dashboard, ANN).prescriptions == (GIVEN,)


def test_somebody_whom_the_chair_does_not_know_has_the_households_content_and_no_prescriptions(dashboard, two):
    page = text_of(dashboard.page(PAGE))

    assert "A prescription is kept for somebody whom the chair knows by name." in page
    send(dashboard, f"{PAGE}/exercise", **WALL_SIT)
    assert len(own(dashboard, None).exercises) == 1
    answer = dashboard.client.get(f"{PAGE}/prescription")
    assert answer.status_code == 400
    assert "Choose who you are" in answer.text


# One file


def file_of(text, name="mine.json"):
    return {"file": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name)}


ALL = Own((KEPT,), (), (GIVEN | {"ready_s": 8.0},))


def test_the_file_holds_exercises_and_routines_and_prescriptions_only_on_request(dashboard):
    keep(dashboard, exercises=ALL.exercises, prescriptions=ALL.prescriptions)
    answer = dashboard.client.get(f"{PAGE}/export")
    with_all = dashboard.client.get(f"{PAGE}/export?prescriptions=yes")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="chairpi-exercises-2026-11-26.json"'
    assert bundle_of(answer.text, "it") == Own(ALL.exercises)
    assert bundle_of(with_all.text, "it") == ALL


def test_a_file_is_looked_at_before_anything_changes_and_then_taken_in(dashboard):
    keep(dashboard, exercises=(KEPT | {"name": "Mine so far"},))
    page = send(dashboard, f"{PAGE}/import", 200, **file_of(bundle_text(ALL)))

    said = text_of(page)
    assert "Exercise Wall sit takes the place of yours" in said
    assert f"Prescription {SHIPPED.exercises['bridge'].name} is new" in said
    assert own(dashboard) == Own((KEPT | {"name": "Mine so far"},))
    bundle = form_of(page)["bundle"]
    assert "It is all here now." in text_of(send(dashboard, f"{PAGE}/import/take", bundle=bundle))
    assert own(dashboard) == ALL
    assert "All of it is here already." in text_of(send(dashboard, f"{PAGE}/import", 200, **file_of(bundle)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("{}", "mine.json: format: this is not a file of exercises", id="another file"),
        pytest.param(b"\xff\xfe\x00", "this is not a text file", id="no text"),
        pytest.param(
            bundle_text(Own((KEPT | {"sets": 50},))),
            "mine.json: exercise[1].sets: found 50, expected a whole number",
            id="a key",
        ),
        pytest.param(" " * (MOST_BYTES + 1), "this is longer than 256 KB", id="too long"),
        pytest.param("", "this is not a file of exercises", id="empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(dashboard, content, message):
    page = send(dashboard, f"{PAGE}/import", **file_of(content))

    assert "Nothing was taken in: " in text_of(page)
    assert message in text_of(page)
    assert own(dashboard) == Own()


def test_without_a_file_nothing_happens(dashboard):
    assert "Please choose a file first." in text_of(send(dashboard, f"{PAGE}/import"))


def test_what_comes_back_from_the_page_is_looked_at_again(dashboard):
    page = send(dashboard, f"{PAGE}/import/take", bundle=bundle_text(Own((KEPT | {"sets": 50},))))

    assert "Nothing was taken in: " in text_of(page)
    assert own(dashboard) == Own()


def test_a_whole_household_of_content_goes_through(dashboard):
    many = Own(tuple(KEPT | {"id": f"my-{n}", "instructions": ["x" * 150] * 20} for n in range(LONGEST_LIST)))
    text = bundle_text(many)
    assert len(text) > 3 * 64 * 1024
    page = send(dashboard, f"{PAGE}/import", 200, **file_of(text))
    send(dashboard, f"{PAGE}/import/take", bundle=form_of(page)["bundle"], file=(io.BytesIO(b""), ""))

    assert len(own(dashboard).exercises) == LONGEST_LIST


def household(n_lines, n_signs):
    """A file on one line that says nothing that goes without saying, of as many exercises as there is room for."""
    said = {key: value for key, value in KEPT.items() if key not in ("ready_s", "picture", "seat_check")}
    lines = {"instructions": ["x" * n_signs] * n_lines}
    return bundle_text(Own(tuple(said | lines | {"id": f"my-{n}"} for n in range(LONGEST_LIST))), compact=True)


def test_a_file_without_indents_that_is_shown_can_be_taken_in_and_given_out_again(dashboard):
    text = household(57, 60)
    assert len(text) < MOST_BYTES < len(json.dumps(json.loads(text), indent=2))
    page = send(dashboard, f"{PAGE}/import", 200, **file_of(text))
    bundle = html.unescape(re.search(r'<textarea name="bundle" hidden>(.*?)</textarea>', page, re.DOTALL)[1])
    send(dashboard, f"{PAGE}/import/take", bundle=bundle, file=(io.BytesIO(b""), ""))

    assert len(own(dashboard).exercises) == LONGEST_LIST
    given = dashboard.client.get(f"{PAGE}/export").text
    assert bundle_of(given, "it") == own(dashboard)


def test_a_file_that_could_not_be_taken_in_is_refused_before_it_is_shown(dashboard):
    text = household(58, 65)
    assert len(text) < MOST_BYTES
    page = send(dashboard, f"{PAGE}/import", **file_of(text))

    assert "Nothing was taken in: mine.json: this is longer than 256 KB" in text_of(page)


def test_a_routine_that_is_too_long_for_a_prompt_says_so_beside_the_prompts(dashboard):
    rows = steps(("walk-a-little", {"hold_s": "120", "sets": "6"}))
    page = send(dashboard, f"{PAGE}/routine", 400, **EVENING, **rows, act="keep")

    assert re.search(r'id="prompts-error">[^<]*takes up to 10 min', page)
    assert "It takes about 12 min." in text_of(
        send(dashboard, f"{PAGE}/routine", **{**EVENING, "prompts": []}, **rows, act="keep")
    )


def test_more_than_any_file_is_refused_before_it_is_read_and_other_forms_stay_short(dashboard):
    token = dashboard.token()
    big = dashboard.client.post(f"{PAGE}/import", data={"csrf_token": token, **file_of("x" * 300_000)})
    other = dashboard.client.post(f"{PAGE}/exercise", data={"csrf_token": token, "feel": "x" * 100_000})

    assert (big.status_code, other.status_code) == (413, 413)


def test_a_full_house_takes_nothing_more_in(dashboard):
    keep(dashboard, exercises=tuple(KEPT | {"id": f"my-{n}"} for n in range(LONGEST_LIST)))
    page = send(dashboard, f"{PAGE}/import", **file_of(bundle_text(ALL)))

    assert f"with it there would be {LONGEST_LIST + 1} exercises" in text_of(page).lower()


# What an older or newer version wrote


def test_what_this_version_cannot_use_is_said_and_can_be_removed(dashboard):
    dashboard.parts.book.content.keep(OwnKind.EXERCISE, KEPT | {"id": "my-swim", "place": "water"}, NOON_UTC_S)
    dashboard.parts.book.content.prescribe(ME, {"exercise": "my-swim", "weekdays": [1], "by": "Jo"}, NOON_UTC_S)
    said = text_of(dashboard.page(PAGE))

    assert "This version of ChairPi cannot use all of it" in said
    assert "place: found 'water'" in said
    assert "my-swim This version cannot use it." in said
    assert dashboard.client.get("/stretch/exercises").status_code == 200
    send(dashboard, f"{PAGE}/exercise", **WALL_SIT)
    assert dashboard.client.get(f"{PAGE}/exercise/my-swim").status_code == 200
    (kept,) = dashboard.parts.book.content.prescriptions(ME)
    send(dashboard, f"{PAGE}/prescription/{kept.prescription_id}/end")
    send(dashboard, f"{PAGE}/exercise/my-swim/remove")
    assert own(dashboard).exercises == (KEPT,)


# Whose it is


def test_erasing_somebody_erases_their_diary_too(sensor, dashboard, fakes, two):
    dashboard.hear(sensor, fakes.SITTING)
    book = dashboard.parts.book
    for sitter in (ME, ANN):
        book.add(sitter, CheckedIn(TODAY, 3, 2), NOON_UTC_S)
        keep(dashboard, prescriptions=(GIVEN,), sitter=sitter)
    for action in ("remove", "erase"):
        send(dashboard, f"/prompts/sitters/{action}", sitter_id=str(ANN))
        assert len(book.entries(ANN)) == len(own(dashboard, ANN).prescriptions) == (1 if action == "remove" else 0)
    assert len(book.entries(ME)) == len(own(dashboard).prescriptions) == 1


def test_a_diary_that_cannot_be_erased_is_said_before_anything_is(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    token = dashboard.token()
    dashboard.parts.book.close()
    with closing(sqlite3.connect(dashboard.parts.history_path.with_name("app.db"))) as newer:
        newer.execute("PRAGMA user_version = 999")
    answer = dashboard.client.post("/prompts/sitters/erase", data={"csrf_token": token, "sitter_id": "1"})

    assert answer.status_code == 503
    assert "newer" in text_of(answer.text)
    assert sensor.asked == []


def test_a_change_needs_the_forms_token(dashboard):
    for path in ("/exercise", "/exercise/bridge/remove", "/routine", "/prescription", "/import", "/import/take"):
        assert dashboard.client.post(PAGE + path, data=WALL_SIT).status_code == 400
    assert own(dashboard) == Own()
