"""The stretch pages: routines, the player's page, exercises, and what stands in the way of them."""

from __future__ import annotations

import html
import json
import re
from datetime import date, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from chairpi.dashboard.stretch.form import session_of, stopped_of
from chairpi.programme.diary import (
    CheckedIn,
    Feel,
    Finding,
    LeftOut,
    Occasion,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import SINGLE, Cause, Kind, Muscle, Place
from chairpi.programme.library import load_library
from chairpi.programme.signs import Urgency, load_signs
from chairpi.store.history import History

LIBRARY = load_library()
ROUTINES = list(LIBRARY.routines.values())
EXERCISES = list(LIBRARY.exercises.values())
TODAY = date(2026, 11, 26)
SIGN = load_signs().of(Urgency.NOW)[0].id
STRENGTHENING = next(routine for routine in ROUTINES if routine.strengthens)
BRIDGE = LIBRARY.exercises["bridge"]


def words(page):
    """The page's words without markup and with single spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


def script(page):
    """What the page gives its player."""
    found = re.search(r'data-script="([^"]*)"', page)
    return None if found is None else json.loads(html.unescape(found[1]))


def begun(days_ago=0, *later):
    """A diary whose programme began so many days ago, and what came later."""
    first = TODAY - timedelta(days=days_ago)
    return [SignsAnswered(first, Occasion.START), SelfChecked(first, dict.fromkeys(Cause, Finding.UNSURE)), *later]


def on_a_rest_day():
    """Somebody whose muscles were super-sore this morning."""
    return begun(1, CheckedIn(TODAY, soreness=9, pain=2))


LOCKED = [SignsAnswered(TODAY, Occasion.START, (SIGN,))]


@pytest.fixture
def me(dashboard):
    """The one whom the chair knows, by default called Me."""
    with History.open(dashboard.parts.history_path, "boot", 0.0, dashboard.parts.clock.utc_s()) as history:
        return history.people.sitters()[0].sitter_id


@pytest.fixture
def diary(dashboard, me):
    """Writes entries into their diary, and reads it."""

    def write(*entries):
        for entry in entries:
            dashboard.parts.book.add(me, entry, dashboard.parts.clock.utc_s())
        return dashboard.parts.book.entries(me)

    return write


@pytest.fixture
def post(dashboard):
    def send(path, **fields):
        return dashboard.client.post(path, data={"csrf_token": dashboard.token(), **fields})

    return send


def test_the_list_links_every_routine_in_its_group(dashboard, me):
    page = dashboard.page("/stretch")

    for routine in ROUTINES:
        assert f'href="/stretch/{routine.id}"' in page
        assert routine.title in words(page)
    assert 'href="/stretch/exercises"' in page


def test_each_cause_leads_to_routines_and_exercises(dashboard, me):
    page = dashboard.page("/stretch")
    by_cause = page[page.index('id="by-cause"') :]

    for cause in Cause:
        assert LIBRARY.causes[cause].name in words(by_cause)
        assert f'href="/stretch/exercises?cause={cause.value}"' in by_cause


def test_without_a_programme_the_list_offers_one(dashboard, me):
    page = dashboard.page("/stretch")

    assert 'href="/stretch/session"' not in page
    assert "A programme for your back" in words(page)


def test_with_a_programme_the_list_begins_with_what_is_planned_today(dashboard, diary):
    diary(*begun())

    page = dashboard.page("/stretch")

    assert page.index('href="/stretch/session"') < page.index('href="/stretch/desk-break"')


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_a_routine_is_complete_without_javascript(dashboard, me, routine):
    page = dashboard.page(f"/stretch/{routine.id}")
    text = words(page)

    for step in routine.steps:
        exercise = step.exercise
        lines = (exercise.name, *exercise.instructions, exercise.feel, exercise.easier, *exercise.stop_if)
        for line in (*lines, *exercise.not_if):
            assert flat(line) in text
        for source in exercise.sources:
            assert flat(source.title) in text
            assert source.where in text
    assert re.search(r"<section [^>]*data-player[^>]* hidden>", page), "the player waits for its script"


def test_the_player_gets_phases_as_long_as_the_routine(dashboard, me):
    for routine in ROUTINES:
        given = script(dashboard.page(f"/stretch/{routine.id}"))

        assert sum(phase["length_s"] for phase in given["phases"]) == pytest.approx(routine.duration_s)
        assert [step["exercise_id"] for step in given["steps"]] == [step.exercise.id for step in routine.steps]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_has_a_page_with_everything(dashboard, me, exercise):
    page = dashboard.page(f"/stretch/exercises/{exercise.id}")
    text = words(page)

    assert f'src="/stretch/picture/{exercise.picture}/still.svg' in page
    for line in (*exercise.instructions, *exercise.cues, exercise.feel, exercise.easier, exercise.harder):
        assert flat(line) in text
    for line in (*exercise.stop_if, *exercise.not_if, *(source.title for source in exercise.sources)):
        assert flat(line) in text
    assert f'href="/stretch/only-{exercise.id}"' in page


def test_one_exercise_is_a_routine_too(dashboard, me):
    given = script(dashboard.page("/stretch/only-bridge"))

    assert [step["exercise_id"] for step in given["steps"]] == ["bridge"]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        pytest.param("", lambda exercise: True, id="all"),
        pytest.param("cause=tight_hips", lambda exercise: Cause.TIGHT_HIPS in exercise.causes, id="cause"),
        pytest.param("place=roller", lambda exercise: exercise.place is Place.ROLLER, id="place"),
        pytest.param("kind=strengthen", lambda exercise: exercise.kind is Kind.STRENGTHEN, id="kind"),
        pytest.param(
            "cause=weak_glutes&place=floor&kind=strengthen",
            lambda exercise: (
                Cause.WEAK_GLUTES in exercise.causes
                and exercise.place is Place.FLOOR
                and exercise.kind is Kind.STRENGTHEN
            ),
            id="all three",
        ),
    ],
)
def test_exercises_can_be_filtered(dashboard, me, query, fits):
    page = dashboard.page(f"/stretch/exercises?{query}")

    shown = re.findall(r'href="/stretch/exercises/([a-z-]+)"', page)
    assert shown == [exercise.id for exercise in EXERCISES if fits(exercise)]
    assert page.count("/still.svg") == len(shown)


def test_a_filter_that_nothing_fits_says_so(dashboard, me):
    assert "There is none of these." in words(dashboard.page("/stretch/exercises?cause=nothing"))


PAGES = ["/stretch/desk-break", "/stretch/exercises", "/stretch/exercises/bridge", "/stretch/only-bridge"]


@pytest.mark.parametrize("path", [*PAGES, "/stretch/session"])
@pytest.mark.parametrize("entries", [begun(), on_a_rest_day(), LOCKED], ids=["open", "rest", "locked"])
def test_stop_is_the_same_element_on_every_page_with_exercises(dashboard, diary, path, entries):
    diary(*entries)

    page = dashboard.page(path)

    assert page.count('<details class="stop-here" data-stop>') == 1
    assert "Stop, something is wrong" in page
    assert re.search(r"</details>\s*</main>", page), "the last in the page, so always the same way to it"


@pytest.mark.parametrize("path", [*PAGES, "/stretch/session", f"/stretch/{STRENGTHENING.id}"])
def test_a_warning_sign_locks_every_exercise(dashboard, diary, path):
    diary(*LOCKED)

    page = dashboard.page(path)

    assert "data-player" not in page
    assert "player.js" not in page
    assert "data-hurdle" in page
    assert 'href="/programme/signs"' in page


def test_a_locked_routine_does_not_even_begin_at_the_chair(sensor, dashboard, diary, post):
    diary(*LOCKED)

    post("/stretch/desk-break/start")

    assert sensor.asked == []


def test_only_being_seen_opens_the_exercises_again(dashboard, diary):
    diary(*LOCKED, SignsAnswered(TODAY, Occasion.ASKED))
    assert script(dashboard.page("/stretch/desk-break")) is None

    diary(Seen(TODAY))

    assert script(dashboard.page("/stretch/desk-break")) is not None


def test_signs_that_are_to_be_answered_come_before_the_player(dashboard, diary):
    diary(*begun(), Stopped(TODAY, "bridge", StopReason.DIZZY))

    page = dashboard.page("/stretch/desk-break")

    assert script(page) is None
    assert "/programme/signs?occasion=stopped" in html.unescape(page)


def test_who_has_not_begun_a_programme_may_stretch(dashboard, me):
    page = dashboard.page("/stretch/desk-break")

    assert script(page) is not None
    assert "First, the warning signs" in words(page)


def test_a_rest_day_leaves_the_stretches_of_a_routine(dashboard, diary):
    mixed = next(
        routine
        for routine in ROUTINES
        if routine.strengthens and any(step.exercise.kind is not Kind.STRENGTHEN for step in routine.steps)
    )
    diary(*on_a_rest_day())

    page = dashboard.page(f"/stretch/{mixed.id}")

    assert "Your muscles rest today" in words(page)
    given = [step["exercise_id"] for step in script(page)["steps"]]
    assert given
    assert given == [step.exercise.id for step in mixed.steps if step.exercise.kind is not Kind.STRENGTHEN]


def test_a_rest_day_has_no_player_for_one_strengthening_exercise(dashboard, diary):
    diary(*on_a_rest_day())

    assert script(dashboard.page("/stretch/only-bridge")) is None
    page = dashboard.page("/stretch/exercises/bridge")
    assert "Your muscles rest today" in words(page)
    assert 'href="/stretch/only-bridge"' not in page


WORKED_YESTERDAY = SessionDone(
    TODAY - timedelta(days=1), "glutes", (Worked("bridge", Kind.STRENGTHEN, BRIDGE.muscles),), Feel.RIGHT, 300.0
)


def test_a_prompt_offers_nothing_for_the_muscles_of_yesterday_and_a_person_may_choose_it(dashboard, diary):
    diary(*begun(10, WORKED_YESTERDAY, CheckedIn(TODAY, soreness=3, pain=1)))

    assert script(dashboard.page("/stretch/only-bridge?prompt=stand")) is None
    page = dashboard.page("/stretch/only-bridge")

    assert [step["exercise_id"] for step in script(page)["steps"]] == ["bridge"]
    assert "strengthened yesterday" in words(page)


def test_what_somebody_leaves_out_is_not_in_their_routines(dashboard, diary):
    routine = next(routine for routine in ROUTINES if len(routine.steps) > 2)
    gone = routine.steps[0].exercise
    diary(*begun(), LeftOut(TODAY, gone.id))

    page = dashboard.page(f"/stretch/{routine.id}")

    assert gone.id not in [step["exercise_id"] for step in script(page)["steps"]]
    assert f"Left out, as you chose: {gone.name}" in words(page)


def test_the_session_is_that_of_the_plan(dashboard, diary):
    diary(*begun())

    page = dashboard.page("/stretch/session")

    assert script(page)["steps"]
    assert all(LIBRARY.exercises[step["exercise_id"]].kind is not Kind.STRENGTHEN for step in script(page)["steps"])


def test_a_question_that_is_open_comes_before_the_session(dashboard, diary):
    diary(SignsAnswered(TODAY, Occasion.START))

    page = dashboard.page("/stretch/session")

    assert script(page) is None
    assert 'href="/programme/self-check"' in page


def test_starting_tells_the_chair_how_long_it_takes(sensor, dashboard, me, post):
    answer = post("/stretch/desk-break/start", prompt="still")

    assert answer.status_code == 303
    assert answer.location == "/stretch/desk-break?prompt=still"
    assert sensor.asked == [
        {"request": "start_routine", "length_s": pytest.approx(LIBRARY.routines["desk-break"].duration_s)}
    ]


def test_a_chair_that_is_not_there_hinders_nobody(dashboard, diary, post):
    assert post("/stretch/desk-break/start").status_code == 303
    answer = post("/stretch/desk-break/done", worked="grow-tall", feel="right", length_s="120")

    assert answer.status_code == 303
    page = words(dashboard.page(answer.location))
    assert "Well done. It is in your diary." in page
    assert "could not be asked" not in page
    assert isinstance(diary()[-1], SessionDone)


def test_what_was_done_goes_into_the_diary(sensor, dashboard, diary, post):
    post(
        "/stretch/desk-break/done",
        worked=["grow-tall", "heels-up-toes-up", "grow-tall", "no-such-exercise"],
        feel="easy",
        length_s="131.5",
        off_seat_s="12",
        prompt="still",
    )

    done = diary()[-1]
    assert (done.day, done.routine_id, done.feel, done.prompt) == (TODAY, "desk-break", Feel.EASY, "still")
    assert [worked.exercise_id for worked in done.worked] == ["grow-tall", "heels-up-toes-up"]
    assert (done.length_s, done.off_seat_s) == (131.5, 12.0)
    assert sensor.asked == [{"request": "finish_routine", "is_done": True}]


def test_less_than_a_minute_of_it_is_no_break(sensor, dashboard, diary, post):
    """Whoever pauses it and works on has not had one."""
    post("/stretch/desk-break/done", worked="grow-tall", feel="right", length_s="59")

    assert sensor.asked == [{"request": "finish_routine", "is_done": False}]
    assert diary()[-1].length_s == 59.0


def test_somebody_elses_routine_does_not_touch_the_sitting_clock(sensor, dashboard, diary, post):
    post("/stretch/desk-break/start", sitter="guests")
    post("/stretch/desk-break/done", sitter="guests", worked="grow-tall", length_s="120")
    post("/stretch/desk-break/stopped", sitter="guests", why="dizzy")

    assert sensor.asked == []


def test_a_form_that_is_sent_twice_is_one_session(dashboard, diary, post):
    fields = {"worked": "grow-tall", "feel": "right", "length_s": "120", "run": "0"}

    post("/stretch/desk-break/done", **fields)
    again = post("/stretch/desk-break/done", **fields)

    assert len(diary()) == 1
    assert "in your diary already" in words(dashboard.page(again.location))


def test_the_same_routine_may_be_done_twice_a_day(dashboard, diary, post):
    for run in "01":
        post("/stretch/desk-break/done", worked="grow-tall", feel="right", length_s="120", run=run)

    assert len(diary()) == 2


def test_nothing_done_is_nothing_written(sensor, dashboard, diary, post):
    answer = post("/stretch/desk-break/done", feel="right", length_s="3")

    assert diary() == ()
    assert "nothing was noted" in words(dashboard.page(answer.location))
    assert sensor.asked == [{"request": "finish_routine", "is_done": False}]


@pytest.mark.parametrize("routine_id", ["headstand", "only-headstand", "exercises", "x" * 300])
def test_a_routine_that_is_not_there_cannot_have_been_done(dashboard, diary, sensor, post, routine_id):
    answer = post(f"/stretch/{routine_id}/done", worked="bridge", feel="right", length_s="120")

    assert answer.status_code == 404
    assert diary() == ()
    assert sensor.asked == []


def test_a_guest_has_no_diary_and_hears_it_kindly(dashboard, me, post):
    assert "Nothing is written down" in words(dashboard.page("/stretch/desk-break?sitter=guests"))

    answer = post("/stretch/desk-break/done", sitter="guests", worked="grow-tall", length_s="120")

    assert "Well done. Nothing was written down" in words(dashboard.page(answer.location))
    assert dashboard.parts.book.entries(me) == ()


def test_stopping_is_noted_and_leads_to_the_warning_signs(sensor, dashboard, diary, post):
    diary(*begun())

    answer = post("/stretch/desk-break/stopped", exercise_id="grow-tall", why="tingling")

    assert diary()[-1] == Stopped(TODAY, "grow-tall", StopReason.TINGLING)
    assert answer.location == "/programme/signs?occasion=stopped"
    assert sensor.asked == [{"request": "finish_routine", "is_done": False}]
    assert script(dashboard.page("/stretch/desk-break")) is None


def test_an_id_that_is_refused_is_the_address_of_a_single_exercise(dashboard, me):
    assert f'href="/stretch/{SINGLE}bridge"' in dashboard.page("/stretch/exercises/bridge")


def stop_choices(page):
    """The exercises among which "Stop, something is wrong" lets one choose, and the one that is chosen."""
    found = re.search(r'<select name="exercise_id" data-stop-exercise>(.*?)</select>', page, re.DOTALL)
    options = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)<', found[1])
    return {value: html.unescape(name) for value, _, name in options}, [value for value, mark, _ in options if mark]


def test_whoever_stops_says_in_which_exercise(dashboard, diary):
    routine = next(routine for routine in ROUTINES if len(routine.steps) > 2)

    choices, chosen = stop_choices(dashboard.page(f"/stretch/{routine.id}"))

    assert choices == {"": "In none, or I cannot say"} | {
        step.exercise.id: step.exercise.name for step in routine.steps
    }
    assert chosen == []  # without a player nobody knows which it was
    for path in ("/stretch/exercises/bridge", "/stretch/only-bridge"):
        assert stop_choices(dashboard.page(path))[1] == ["bridge"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"exercise_id": "bridge", "why": "pain"}, f"“{BRIDGE.name}” is left out from now on"),
        ({"exercise_id": "bridge", "why": "dizzy"}, f"You stopped in “{BRIDGE.name}”, and that was right."),
        ({"exercise_id": "", "why": "pain"}, "You stopped, and that was right."),
    ],
)
def test_what_is_left_out_from_then_on_is_named(dashboard, diary, post, fields, said):
    diary(*begun())

    answer = post("/stretch/glutes/stopped", **fields)

    assert said in words(dashboard.page(answer.location))


def test_stopping_from_the_list_of_exercises_is_noted_too(dashboard, diary, post):
    found = re.search(r'class="stop-here".*?action="([^"]+)"', dashboard.page("/stretch/exercises"), re.DOTALL)

    post(found[1], why="dizzy")

    assert diary()[-1] == Stopped(TODAY, "", StopReason.DIZZY)


def test_a_guest_who_stops_is_shown_when_to_get_help(dashboard, me, post):
    answer = post("/stretch/desk-break/stopped", sitter="guests", why="pain")

    assert answer.location == "/when-to-get-help?sitter=guests"


@pytest.mark.parametrize(
    ("length_s", "expected_s"),
    [("61.5", 61.5), ("", 0.0), ("long", 0.0), ("-5", 0.0), ("inf", 0.0), ("nan", 0.0), ("1e9", 21_600.0)],
)
def test_only_a_length_that_can_be_goes_into_the_diary(length_s, expected_s):
    form = MultiDict({"worked": "bridge", "length_s": length_s, "off_seat_s": "1e6", "feel": "wonderful"})

    done = session_of(form, "glutes", LIBRARY, TODAY, "")

    assert done.length_s == expected_s
    assert done.off_seat_s == expected_s
    assert done.feel is None
    assert done.worked == (Worked("bridge", Kind.STRENGTHEN, BRIDGE.muscles),)
    assert Muscle.GLUTES in done.worked[0].muscles


def test_a_reason_that_nobody_knows_is_something_else():
    assert stopped_of({"why": "boredom", "exercise_id": "bridge"}, LIBRARY, TODAY).why is StopReason.OTHER
    assert stopped_of({"exercise_id": "gone"}, LIBRARY, TODAY).exercise_id == ""


def test_sources_are_told_and_not_linked(dashboard, me):
    for path in ("/stretch/desk-break", "/stretch/exercises/bridge", "/when-to-get-help"):
        assert not re.search(r'(href|src)="(https?:)?//', dashboard.page(path))


def test_signs_to_get_help_for_are_one_tap_away_on_every_page(dashboard, me):
    for path in ("/", "/today", "/stretch", "/stretch/desk-break", "/help", "/when-to-get-help"):
        assert 'href="/when-to-get-help"' in dashboard.page(path)

    text = words(dashboard.page("/when-to-get-help"))

    for sign in load_signs().signs:
        assert flat(sign.text) in text


@pytest.mark.parametrize("path", ["/stretch/headstand", "/stretch/exercises/headstand", "/stretch/only-headstand"])
def test_what_is_not_there_is_not_found(dashboard, path):
    assert dashboard.client.get(path).status_code == 404
