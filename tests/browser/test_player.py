"""The player in a browser, with the browser's own clock moved by hand: phases, keys, place, and what ends up in the diary."""

from __future__ import annotations

from datetime import date

import fake_sensor
import pytest
from playing import ME, Player
from playwright.sync_api import expect

from chairpi.programme.diary import Feel, Occasion, SessionDone, SignsAnswered, Stopped, StopReason
from chairpi.programme.library import load_library
from chairpi.programme.phases import Doing, phases_of
from chairpi.programme.signs import load_signs

pytestmark = pytest.mark.browser

ROUTINES = load_library().routines
ROUTINE = next(
    routine
    for routine in ROUTINES.values()
    if routine.steps[0].dose.reps is None
    and any(step.exercise.both_sides and step.dose.reps is None and step.dose.rest_s for step in routine.steps)
)
PHASES = phases_of(ROUTINE.steps)
SIDES = next(i for i, step in enumerate(ROUTINE.steps) if step.exercise.both_sides and step.dose.reps is None)
COUNTED = next(
    (routine, index)
    for routine in ROUTINES.values()
    for index, step in enumerate(routine.steps)
    if (step.dose.reps or 0) > 2
)


@pytest.fixture
def player(house):
    player = Player(house).open(f"/stretch/{ROUTINE.id}")
    yield player
    player.book.close()


def to_step(player, index):
    """Start, and skip to an exercise."""
    player.press("go")
    for _ in range(index):
        player.press("skip")


def to_first_work(player):
    """Start, and let the time to get ready pass."""
    player.press("go")
    player.wait(PHASES[0].length_s + 0.5)


def test_a_whole_routine_from_the_start_to_the_diary(player, house):
    player.press("go")
    for phase in PHASES:
        assert player.text("phase") == phase.words
        assert player.text("step-name") == ROUTINE.steps[phase.step].exercise.name
        player.wait(phase.length_s)

    boxes = player.page.locator("[name=worked]")
    assert all(box.is_checked() for box in boxes.all())
    player.page.get_by_role("button", name="About right").click()
    player.page.get_by_text("Well done. It is in your diary.").wait_for()

    (done,) = player.entries
    assert isinstance(done, SessionDone)
    assert (done.routine_id, done.feel, done.prompt) == (ROUTINE.id, Feel.RIGHT, "")
    assert [worked.exercise_id for worked in done.worked] == list(
        dict.fromkeys(step.exercise.id for step in ROUTINE.steps)
    )
    assert done.length_s == pytest.approx(ROUTINE.duration_s, abs=2.0)
    assert [asked["request"] for asked in house.sensor.asked] == ["start_routine", "finish_routine"]
    assert house.complaints == []
    assert house.foreign == set()


def test_the_time_counts_down_and_stands_still_while_paused(player):
    player.press("go")
    player.wait(2)
    assert player.digits == PHASES[0].length_s - 2

    player.press("go")
    player.wait(60)

    assert player.digits == PHASES[0].length_s - 2
    assert player.text("detail") == "paused"
    assert player.text("do=go") == "Go on"


def test_sides_change_with_a_pause_in_between(player):
    to_step(player, SIDES)
    dose = ROUTINE.steps[SIDES].dose

    player.wait(dose.ready_s + 0.5)
    assert player.text("phase") == "First side"
    player.wait(dose.round_s)
    assert player.text("phase") == "Change sides"
    player.wait(dose.rest_s)

    assert player.text("phase") == "Other side"


def test_repetitions_are_counted_up(player):
    routine, index = COUNTED
    player.open(f"/stretch/{routine.id}")
    dose = routine.steps[index].dose
    to_step(player, index)

    player.wait(dose.ready_s + 0.2)
    assert (player.digits, player.text("unit")) == (1, f"of {dose.reps}")
    player.wait(2 * dose.rep_s)

    assert player.digits == 3


def test_skip_back_and_again_go_from_exercise_to_exercise(player):
    names = [step.exercise.name for step in ROUTINE.steps]
    to_first_work(player)

    player.press("skip")
    assert player.text("step-name") == names[1]
    player.press("back")
    assert (player.text("step-name"), player.text("phase")) == (names[0], "Get ready")
    player.wait(PHASES[0].length_s + 2)
    player.press("repeat")
    player.wait(0.05)

    assert (player.text("step-name"), player.digits) == (names[0], PHASES[0].length_s)


def test_skipping_the_last_exercise_ends_it_with_what_was_done(player):
    to_first_work(player)
    player.wait(sum(phase.length_s for phase in PHASES[1:] if phase.step == 0))
    for _ in ROUTINE.steps[1:]:
        player.press("skip")

    ticked = [box.get_attribute("value") for box in player.page.locator("[name=worked]").all() if box.is_checked()]
    assert ticked == [ROUTINE.steps[0].exercise.id]


@pytest.mark.parametrize(("name", "sign"), [("more", 1), ("less", -1)])
def test_time_to_get_ready_changes_by_ten_seconds(player, name, sign):
    player.press("go")

    player.press(name)

    assert player.digits == max(0, PHASES[0].length_s + 10 * sign)


@pytest.mark.parametrize(("name", "sign"), [("more", 1), ("less", -1)])
def test_a_hold_changes_by_five_seconds_on_both_sides(player, name, sign):
    to_step(player, SIDES)
    dose = ROUTINE.steps[SIDES].dose
    player.wait(dose.ready_s)

    player.press(name)

    assert player.digits == dose.round_s + 5 * sign
    player.wait(dose.round_s + 5 * sign + dose.rest_s)
    assert (player.text("phase"), player.digits) == ("Other side", dose.round_s + 5 * sign)


def test_one_repetition_more_is_one_more_to_count(player):
    routine, index = COUNTED
    player.open(f"/stretch/{routine.id}")
    to_step(player, index)
    player.wait(routine.steps[index].dose.ready_s)

    player.press("more")

    assert player.text("unit") == f"of {routine.steps[index].dose.reps + 1}"


def test_what_comes_next_is_always_in_sight(player):
    player.press("go")
    for at, phase in enumerate(PHASES[:-1]):
        following = PHASES[at + 1]
        name = ROUTINE.steps[following.step].exercise.name
        assert player.text("next-up").startswith(following.words if following.step == phase.step else name)
        player.wait(phase.length_s)

    assert player.text("next-up") == "that was all"


def test_the_next_exercise_is_named_only_in_the_last_rounds(player):
    routine = next(one for one in ROUTINES.values() if any(step.dose.sets > 1 for step in one.steps[:-1]))
    index = next(i for i, step in enumerate(routine.steps[:-1]) if step.dose.sets > 1)
    here = [phase for phase in phases_of(routine.steps) if phase.step == index]
    after = routine.steps[index + 1].exercise.name
    player.open(f"/stretch/{routine.id}")
    to_step(player, index)

    for at, phase in enumerate(here[:-1]):
        more = [one.doing for one in here[at + 2 :] if one.doing in (Doing.HOLD, Doing.REPS)]
        assert player.text("next-up") == (here[at + 1].words if more else f"{here[at + 1].words}, then {after}")
        player.wait(phase.length_s)

    assert player.text("next-up") == after


def test_a_reload_in_the_middle_of_a_hold_keeps_the_place(player, house):
    to_first_work(player)
    player.wait(4)
    before = (player.text("step-name"), player.text("phase"), player.digits)

    player.page.reload()

    assert (player.text("step-name"), player.text("phase"), player.digits) == before
    assert player.text("detail") == "paused"
    assert "You were here" in player.text("told")
    player.press("go")
    player.wait(3)
    assert player.digits == before[2] - 3
    assert [asked["request"] for asked in house.sensor.asked] == ["start_routine"], "it began once"


def test_a_changed_length_stays_through_a_reload(player):
    to_first_work(player)
    player.press("more")
    digits = player.digits

    player.page.reload()

    assert player.digits == digits


def test_a_reload_at_the_end_keeps_the_question(player):
    player.press("go")
    player.wait(ROUTINE.duration_s + 1)

    player.page.reload()

    assert player.page.get_by_role("heading", name="How was it?").is_visible()
    assert all(box.is_checked() for box in player.page.locator("[name=worked]").all())


def test_once_it_is_in_the_diary_the_routine_begins_anew(player):
    player.press("go")
    player.wait(ROUTINE.duration_s + 1)
    player.page.get_by_role("button", name="Easy").click()
    player.page.get_by_text("Well done").wait_for()

    player.open(f"/stretch/{ROUTINE.id}")

    assert player.text("do=go") == "Start"


def test_a_place_of_hours_ago_is_forgotten(player):
    to_first_work(player)
    player.open("/stretch")

    player.page.clock.set_system_time(4 * 3600 * 1000)
    player.open(f"/stretch/{ROUTINE.id}")

    assert player.text("do=go") == "Start"


def test_a_page_that_was_asleep_counts_nothing_it_has_not_seen(player):
    to_first_work(player)
    digits = player.digits

    player.page.clock.fast_forward(60_000)

    assert player.digits == digits
    assert player.text("do=go") == "Go on"
    assert "asleep" in player.text("told")


def test_finishing_early_can_be_taken_back(player):
    to_first_work(player)
    player.press("end")
    assert not player.page.locator("[data-player]").is_visible()

    player.page.get_by_role("button", name="Back to the exercises").click()

    assert (player.text("phase"), player.text("do=go")) == (PHASES[1].words, "Go on")


def test_everything_works_by_keyboard_alone(player):
    page = player.page
    before = player.text("do=go")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")  # before it has begun, keys outside of it scroll the page
    assert player.text("do=go") == before

    page.locator('[data-do="go"]').focus()
    page.keyboard.press("Space")
    assert player.text("do=go") == "Pause"
    page.keyboard.press("ArrowUp")
    assert player.digits == PHASES[0].length_s + 10
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert player.text("step-name") == ROUTINE.steps[1].exercise.name
    page.keyboard.press("ArrowLeft")
    assert player.text("step-name") == ROUTINE.steps[0].exercise.name
    player.wait(3)
    page.keyboard.press("r")
    assert player.digits == PHASES[0].length_s
    page.keyboard.press("s")
    assert page.locator('[data-do="sound"]').get_attribute("aria-pressed") == "true"
    page.keyboard.press("Space")
    assert player.text("do=go") == "Go on"
    page.keyboard.press("Space")

    player.wait(ROUTINE.duration_s + 1)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "right":
            break
    page.keyboard.press("Enter")
    page.get_by_text("Well done. It is in your diary.").wait_for()

    assert player.entries[0].feel is Feel.RIGHT


def test_escape_opens_the_way_out(player):
    player.press("go")
    player.wait(2)
    player.page.keyboard.press("Escape")

    assert player.page.locator(".stop-here").get_attribute("open") is not None
    player.page.locator('[data-do="go"]', has_text="Go on").wait_for()


@pytest.mark.parametrize(("width", "height"), [(390, 664), (360, 640), (320, 568), (844, 390)])
def test_in_a_low_window_the_count_and_the_pause_button_are_in_sight(player, width, height):
    player.page.set_viewport_size({"width": width, "height": height})
    player.press("go")
    player.page.evaluate("document.querySelector('.player').scrollIntoView()")

    pause, stop, digits = (
        player.page.locator(at).bounding_box() for at in ('[data-do="go"]', ".stop-here", "[data-digits]")
    )
    is_beside = stop["x"] + stop["width"] <= pause["x"]
    assert pause["y"] + pause["height"] <= (height if is_beside else stop["y"])
    assert digits["y"] >= 0
    assert digits["y"] + digits["height"] <= pause["y"]


def test_letters_do_nothing_outside_the_player(player):
    player.page.locator(".crumb a").focus()

    player.page.keyboard.press("s")
    player.page.keyboard.press("ArrowRight")

    assert player.page.locator('[data-do="sound"]').get_attribute("aria-pressed") == "false"
    assert player.text("step-name") == ROUTINE.steps[0].exercise.name


def test_a_listener_hears_each_phase_and_not_each_second(player):
    player.page.evaluate(
        """() => { window.heard = []; new MutationObserver(() => window.heard.push(document.querySelector("[data-say]").textContent))
        .observe(document.querySelector("[data-say]"), { childList: true, characterData: true, subtree: true }); }"""
    )

    player.press("go")
    player.wait(ROUTINE.duration_s - 1)

    heard = player.page.evaluate("window.heard")
    assert [line for line in heard if line] == [phase.spoken for phase in PHASES]


def test_stop_pauses_and_leads_to_the_warning_signs(player):
    player.book.add(ME, SignsAnswered(date(2026, 11, 1), Occasion.START), 0.0)
    to_first_work(player)

    player.page.get_by_text("Stop, something is wrong").click()
    digits = player.digits
    player.wait(5)
    assert player.digits == digits
    player.page.get_by_role("button", name="Tingling").click()
    player.page.wait_for_url("**/programme/signs?occasion=stopped**")

    stopped = player.entries[-1]
    assert isinstance(stopped, Stopped)
    assert (stopped.exercise_id, stopped.why) == (ROUTINE.steps[0].exercise.id, StopReason.TINGLING)


def test_while_getting_ready_it_may_have_been_the_exercise_before(player):
    player.book.add(ME, SignsAnswered(date(2026, 11, 1), Occasion.START), 0.0)
    first, second = (step.exercise for step in ROUTINE.steps[:2])
    player.press("go")
    player.wait(ROUTINE.steps[0].duration_s + 1)
    assert player.text("step-name") == second.name

    player.page.get_by_text("Stop, something is wrong").click()
    choice = player.page.get_by_label("In which exercise?")
    expect(choice).to_have_value(second.id)
    choice.select_option(first.name)
    player.page.get_by_role("button", name="It hurt").click()
    player.page.wait_for_url("**/programme/signs?occasion=stopped**")

    assert player.page.get_by_text(f"“{first.name}” is left out from now on").is_visible()
    assert (player.entries[-1].exercise_id, player.entries[-1].why) == (first.id, StopReason.PAIN)


def test_a_warning_sign_locks_the_player_until_the_person_was_seen(player):
    player.book.add(ME, SignsAnswered(date(2026, 11, 1), Occasion.START, (load_signs().signs[0].id,)), 0.0)

    player.open(f"/stretch/{ROUTINE.id}")

    assert player.page.locator("[data-player]").count() == 0
    player.page.get_by_role("link", name="What you ticked, and what to do now").click()
    player.page.get_by_role("checkbox", name="has looked at what I ticked").check()
    player.page.get_by_role("button", name="I have been seen and may exercise").click()
    player.open(f"/stretch/{ROUTINE.id}")
    assert player.page.locator("[data-player]").is_visible()


def test_a_prompt_starts_its_routine_with_the_one_tap_and_no_reload_does(player, house):
    player.open(f"/stretch/{ROUTINE.id}?prompt=stand")
    assert player.text("do=go") == "Pause"
    player.wait(2)

    player.page.reload()

    assert player.text("do=go") == "Go on"
    assert house.sensor.asked == [{"request": "start_routine", "length_s": pytest.approx(ROUTINE.duration_s)}]


def test_a_guest_is_told_that_nothing_is_written_down(player, house):
    player.open(f"/stretch/{ROUTINE.id}?sitter=guests")
    player.press("go")
    player.wait(ROUTINE.duration_s + 1)

    player.page.get_by_role("button", name="Done", exact=True).click()
    player.page.get_by_text("Nothing was written down").wait_for()
    player.open(f"/stretch/{ROUTINE.id}?sitter=guests")

    assert player.text("do=go") == "Start"
    assert player.entries == ()


def test_time_off_the_seat_is_counted_as_the_chair_sees_it(player, house):
    player.page.locator("[data-seat]", has_text="somebody sits").wait_for()
    player.press("go")
    house.sensor.say(fake_sensor.VACANT)
    player.page.locator("[data-seat]", has_text="the seat is empty").wait_for()
    for _ in range(7):
        player.wait(1)
        player.page.wait_for_timeout(1100)  # a moment in which the chair is heard: it says all once a second
    house.sensor.say(fake_sensor.SITTING)
    player.page.locator("[data-seat]", has_text="somebody sits").wait_for()
    player.press("end")

    off_seat_s = float(player.page.locator("[name=off_seat_s]").input_value())
    assert 5.0 <= off_seat_s <= 7.5
