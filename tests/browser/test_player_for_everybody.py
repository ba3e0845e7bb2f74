"""The player and the exercises for those who read from afar, do not see, or want no motion; and what stays in the same place."""

from __future__ import annotations

import pytest
from looked_over import violations
from playing import Player

from chairpi.programme.library import load_library

pytestmark = pytest.mark.browser

ROUTINE = load_library().routines["desk-break"]
MM_PER_PX = 25.4 / 96.0
"""A CSS pixel where a screen has 96 of them to the inch."""
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

GLYPH_PX = """(element) => {
  const style = getComputedStyle(element), canvas = document.createElement("canvas").getContext("2d");
  canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return canvas.measureText(element.dataset.digits === undefined ? "H" : "8").actualBoundingBoxAscent;
}"""
"""How high a digit or a capital letter of an element is drawn [px]."""


def open_player(house, path=f"/stretch/{ROUTINE.id}", **options):
    player = Player(house, **options)
    player.book.close()
    return player.open(path)


def glyph_mm(player, selector):
    return player.page.locator(selector).evaluate(GLYPH_PX) * MM_PER_PX


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_digits_are_three_centimetres_high(house, viewport):
    player = open_player(house, viewport=viewport)
    player.press("go")

    assert glyph_mm(player, "[data-digits]") >= 30.0


def test_words_can_be_read_at_two_metres(house):
    # At least 16 minutes of arc for a capital letter (ISO 9241-303): 9.3 mm at 2 m.
    player = open_player(house, viewport=DESKTOP)
    player.press("go")

    assert glyph_mm(player, "[data-phase]") >= 9.3
    assert glyph_mm(player, "[data-step-name]") >= 9.3


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_is_needed_while_it_runs_is_in_the_window_together(house, viewport):
    player = open_player(house, "/stretch/hamstrings", viewport=viewport)
    player.press("go")
    stop_top = player.page.locator("[data-stop]").bounding_box()["y"]

    for _ in load_library().routines["hamstrings"].steps:
        for part in ("[data-phase]", "[data-digits]", "[data-next-up]", '[data-do="go"]', '[data-do="skip"]'):
            box = player.page.locator(part).bounding_box()
            assert box["y"] >= 0, part
            assert box["y"] + box["height"] <= stop_top, part
        if "that was all" not in player.text("next-up"):
            player.press("skip")
    assert player.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_stop_stands_in_the_same_place_on_every_page_with_exercises(house, viewport):
    player = open_player(house, viewport=viewport)
    boxes = set()
    for path in ("/stretch/desk-break", "/stretch/only-bridge", "/stretch/exercises", "/stretch/exercises/bridge"):
        player.open(path)
        for way in (0, 400):
            player.page.mouse.wheel(0, way)
            box = player.page.locator("[data-stop] summary").bounding_box()
            boxes.add(tuple(round(box[side]) for side in ("x", "y", "width", "height")))

    assert len(boxes) == 1


PAGES = {
    "player": "/stretch/desk-break",
    "exercises": "/stretch/exercises",
    "exercise": "/stretch/exercises/sit-to-stand",
    "routines": "/stretch",
    "when to get help": "/when-to-get-help",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(house, name, scheme):
    open_player(house)
    page = house.open(PAGES[name], color_scheme=scheme, reduced_motion="reduce")

    assert page.locator("main h1").count() == 1
    assert violations(page, scheme) == []
    assert house.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_runs_is_stopped_and_is_over(house, scheme):
    open_player(house)
    page = house.open("/stretch/desk-break", color_scheme=scheme, reduced_motion="reduce")

    page.locator('[data-do="go"]').click()
    running = violations(page, scheme)
    page.get_by_text("Keys", exact=True).click()
    page.get_by_text("Stop, something is wrong").click()
    stopped = violations(page, scheme)
    page.get_by_text("Stop, something is wrong").click()
    page.locator('[data-do="end"]').click()
    over = violations(page, scheme)

    assert (running, stopped, over) == ([], [], [])


def test_nothing_moves_by_itself_for_those_who_want_no_motion(house):
    player = open_player(house, reduced_motion="reduce")
    player.press("go")

    assert player.page.evaluate("document.getAnimations().length") == 0
    assert player.page.locator(".figure.moving").count() == 0


@pytest.mark.parametrize("name", ["sound", "voice"])
def test_sound_and_voice_are_off_until_they_are_wanted_and_stay_as_chosen(house, name):
    player = open_player(house)
    switch = player.page.locator(f'[data-do="{name}"]')
    assert switch.get_attribute("aria-pressed") == "false"

    player.press(name)
    player.page.reload()

    assert switch.get_attribute("aria-pressed") == "true"
    player.press(name)
    player.page.reload()
    assert switch.get_attribute("aria-pressed") == "false"


def test_a_browser_without_a_voice_says_so(house):
    player = open_player(house)
    if player.page.evaluate("speechSynthesis.getVoices().length"):
        pytest.skip("this browser has voices")

    player.press("voice")

    assert "no voice of its own" in player.text("voice-note")


def test_the_screen_stays_on_or_the_page_says_that_it_may_not(house):
    player = open_player(house)
    player.press("go")
    assert player.text("awake").startswith(("The screen stays on", "The screen may go dark"))

    page = house.open("/stretch")
    page.add_init_script("delete Navigator.prototype.wakeLock")  # as in browsers that have none
    page.goto(f"{house.address}/stretch/{ROUTINE.id}")
    page.locator('[data-do="go"]').click()

    assert "cannot keep the screen on" in page.locator("[data-awake]").inner_text()


def test_the_picture_of_the_exercise_is_in_the_player_and_back_in_its_place_after(house):
    player = open_player(house)
    first = ROUTINE.steps[0].exercise.id
    assert player.page.locator(f'[data-player] [data-frame="{first}"] img').count() == 1

    player.press("go")
    player.press("skip")

    assert player.page.locator(f'#step-1 [data-frame="{first}"] img').count() == 1
    assert player.page.locator("[data-player] [data-frame]").count() == 1


def test_no_id_is_there_twice_where_an_exercise_comes_twice(house):
    player = open_player(house, "/stretch/full-session")

    ids = player.page.evaluate("() => [...document.querySelectorAll('[id]')].map((one) => one.id)")

    assert sorted(ids) == sorted(set(ids))


def test_the_chair_that_is_not_heard_is_no_hindrance(house):
    player = open_player(house)
    house.sensor.stop()
    player.page.locator("[data-seat]", has_text="cannot tell").or_(
        player.page.locator("[data-seat]", has_text="not heard")
    ).wait_for()

    player.press("go")
    player.wait(2)

    assert player.text("do=go") == "Pause"
