"""An exercise that the seat counts, alive in a browser."""

from __future__ import annotations

import pytest
from looked_over import violations

from chairpi.core.seat_check.check import SETTLE_S

pytestmark = pytest.mark.browser

ASKED = {
    "kind": "sit_to_stand",
    "phase": "settling",
    "end": None,
    "asked_t_s": 5000.0625,
    "length_s": 30.0,
    "left_s": 30.0,
    "position": "middle",
    "reps": 0,
    "n_partial": 0,
    "held_left_s": 0.0,
    "held_right_s": 0.0,
    "held_forward_s": 0.0,
}
OVER = ASKED | {"phase": "over", "end": "done", "left_s": 0.0, "reps": 12}


def box(page):
    return page.locator("[data-check]")


def test_a_chair_stand_is_followed_as_it_is_counted(house):
    from playwright.sync_api import expect

    page = house.open("/programme/chair-stand")
    expect(box(page)).to_be_hidden()
    page.get_by_role("checkbox", name="The chair cannot roll").check()
    page.get_by_role("button", name="Begin the 30 seconds").click()
    assert house.sensor.asked == [{"request": "start_seat_check", "kind": "sit_to_stand", "length_s": 30.0}]

    house.sensor.say(seat_check=ASKED)

    expect(box(page)).to_contain_text(f"quite still for {SETTLE_S:g} seconds".replace("3", "three"))
    expect(page.locator("[data-begin]")).to_be_hidden()

    house.sensor.say(seat_check=ASKED | {"phase": "counting", "left_s": 11.2, "reps": 7, "position": "up"})

    expect(box(page).locator("output")).to_have_text("7")
    expect(page.locator("[data-left]")).to_have_text("12")
    expect(page.locator("[data-position='up']")).to_be_visible()

    expect(page.locator("[data-say]")).to_have_text("Go!")
    page.evaluate("window.isThisPage = true")

    house.sensor.say(seat_check=OVER)

    expect(page.locator("[data-result]")).to_contain_text("12 full stands in 30 s.")
    expect(page.locator("[data-result]")).to_be_focused()
    expect(page.locator("[data-say]")).to_have_text("Over.")
    expect(box(page)).to_be_hidden()
    expect(page.locator("[data-begin]")).to_contain_text("Once more")
    assert page.evaluate("window.isThisPage")  # it was not loaded anew
    assert house.complaints == []
    assert house.foreign == set()


def test_each_hold_is_said(house):
    from playwright.sync_api import expect

    page = house.open("/programme/seat-check/seated-weight-shift")
    counting = ASKED | {"kind": "weight_shift", "length_s": 120.0, "phase": "counting"}
    house.sensor.say(seat_check=counting)
    expect(page.locator("[data-say]")).to_have_text("Go!")

    for n, words in ((1, "1 hold"), (2, "2 holds")):
        house.sensor.say(seat_check=counting | {"reps": n, "held_right_s": 3.0 * n})
        expect(page.locator("[data-say]")).to_have_text(words)


def test_what_is_counted_elsewhere_is_not_shown_here(house):
    from playwright.sync_api import expect

    house.sensor.say(seat_check=ASKED | {"kind": "forward_lean", "length_s": 120.0, "phase": "counting"})

    test, lean = house.open("/programme/chair-stand"), house.open("/programme/seat-check/seated-hamstring-stretch")

    expect(box(lean)).to_be_visible()
    expect(box(test)).to_be_hidden()
    expect(test.locator("[data-begin]")).to_be_visible()


def test_a_check_begun_on_another_screen_is_shown_on_this_one(house):
    from playwright.sync_api import expect

    page = house.open("/programme/seat-check/seated-weight-shift")
    expect(box(page)).to_be_hidden()

    house.sensor.say(
        seat_check=ASKED | {"kind": "weight_shift", "length_s": 120.0, "phase": "counting", "held_right_s": 4.9}
    )

    expect(page.locator("[data-seconds='held_right_s']")).to_have_text("4")


def test_a_check_that_the_chair_no_longer_knows_goes_from_the_page(house):
    from playwright.sync_api import expect

    house.sensor.say(seat_check=ASKED | {"phase": "counting", "reps": 3})
    page = house.open("/programme/chair-stand")
    expect(box(page)).to_be_visible()

    house.sensor.say(seat_check=None)

    expect(box(page)).to_be_hidden()
    expect(page.locator("[data-begin]")).to_be_visible()


def test_digits_are_read_from_two_metres(house):
    house.sensor.say(seat_check=ASKED | {"phase": "counting"})

    page = house.open("/programme/chair-stand", viewport={"width": 1280, "height": 800})

    height_px = page.locator(".counting .digits").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert height_px * 0.7 / 96 * 2.54 >= 3.0  # a digit is some 0.7 of its font's size high; 96 px an inch


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "check"),
    [
        pytest.param("/programme/chair-stand?age=67&people=women", None, id="to begin"),
        pytest.param("/programme/chair-stand", ASKED | {"phase": "counting", "reps": 7}, id="counting"),
        pytest.param("/programme/chair-stand", OVER, id="over"),
        pytest.param("/programme/seat-check/sit-to-stand", OVER | {"length_s": 80.0}, id="an exercise"),
        pytest.param(
            "/programme/seat-check/seated-weight-shift",
            ASKED | {"kind": "weight_shift", "phase": "counting", "length_s": 120.0},
            id="holds",
        ),
    ],
)
def test_axe_finds_nothing(house, path, check, scheme):
    house.sensor.say(seat_check=check)
    page = house.open(path, color_scheme=scheme, reduced_motion="reduce")

    assert page.locator("main h1").count() == 1
    assert violations(page, scheme) == []
    assert house.complaints == []


@pytest.mark.parametrize("path", ["/programme/chair-stand", "/programme/seat-check/seated-weight-shift"])
def test_nothing_is_wider_than_a_phone(house, path):
    page = house.open(path, viewport={"width": 320, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
