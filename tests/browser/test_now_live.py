"""The Now page alive in a browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def shown(page, name):
    return page.locator(f'[data-text="{name}"]')


def test_the_page_follows_the_chair_without_a_complaint_or_a_foreign_request(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    expect(shown(page, "clock")).to_have_text("23 min")

    house.sensor.say(fakes.PROMPTING)

    expect(shown(page, "prompt")).to_have_text("Time to stand up for a moment")
    expect(shown(page, "slide")).to_contain_text("about 40 mm")
    expect(page.locator("[data-cell] text").first).to_have_text("32%")
    expect(page).to_have_title("● Time to stand up for a moment · ChairPi")

    house.sensor.say(fakes.SITTING)

    expect(shown(page, "prompt")).to_be_hidden()
    assert house.complaints == []
    assert house.foreign == set()


def test_a_button_asks_the_chair_and_the_page_stays(house, fakes):
    from playwright.sync_api import expect

    house.sensor.say(fakes.PROMPTING)
    page = house.open()

    page.locator("[data-put-off-s='300']").click()

    expect(page.locator("[data-answer]")).to_have_text("All right. The prompt comes back in 5 minutes.")
    page.get_by_role("button", name="45 min").click()
    expect(page.locator("[data-answer]")).to_contain_text("after 45 minutes of sitting")
    assert house.sensor.asked == [
        {"request": "snooze", "length_s": 300},
        {"request": "choose_stand_target", "stand_after_s": 2700},
    ]
    assert house.complaints == []


def test_a_question_about_the_reference_comes_is_answered_and_goes(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    expect(shown(page, "still")).to_have_text("You last shifted your weight 12 minutes ago.")
    expect(shown(page, "doubt")).to_be_hidden()

    house.sensor.say(fakes.DOUBTED)
    expect(shown(page, "doubt")).to_have_text("Is somebody else sitting here?")
    expect(page.locator("[data-announce]")).to_contain_text("Is somebody else sitting here?")
    page.get_by_role("button", name="It is right as it is").click()

    expect(page.locator("[data-answer]")).to_have_text("All right. The upright reference stays as it is.")
    house.sensor.say(fakes.CANNOT_TELL)
    expect(shown(page, "doubt")).to_be_hidden()
    expect(shown(page, "posture")).to_have_text("The chair cannot tell just now how you sit.")
    assert house.sensor.asked == [{"request": "keep_reference"}]
    assert house.complaints == []


def test_the_page_greys_when_the_sensor_process_ends_and_wakes_when_it_is_back(house):
    from playwright.sync_api import expect

    page = house.open()
    expect(page.locator("main.stale")).to_have_count(0)

    house.sensor.stop()
    expect(page.locator("main.stale")).to_have_count(1)
    expect(shown(page, "link_why")).to_be_visible()

    house.sensor.start()
    expect(page.locator("main.stale")).to_have_count(0)
    assert house.complaints == []


def test_motion_can_be_stopped_and_stays_stopped(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    page.get_by_role("button", name="Stop motion").click()
    before = page.locator("[data-cop]").bounding_box()
    house.sensor.say(fakes.SLIDING)

    expect(shown(page, "slide")).to_be_visible()  # words go on
    assert page.locator("[data-cop]").bounding_box() == before
    page.reload()
    expect(page.get_by_role("button", name="Start motion")).to_be_visible()


def test_a_system_that_asks_for_less_motion_gets_a_still_picture(house):
    from playwright.sync_api import expect

    page = house.open(reduced_motion="reduce")

    expect(page.get_by_role("button", name="Start motion")).to_be_visible()


def test_without_javascript_the_page_is_complete(house):
    page = house.open(java_script_enabled=False)

    assert shown(page, "clock").inner_text() == "23 min"
    assert page.locator("[data-cell]").count() == 6
    page.get_by_role("button", name="45 min").click()
    assert "after 45 minutes of sitting" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path",
    ["/", "/today", "/prompts", "/health", "/stretch", "/stretch/stand-and-stretch", "/help", "/when-to-get-help"],
)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_its_screen(house, path, width):
    page = house.open(path, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert house.complaints == []
    assert house.foreign == set()


def test_a_browser_that_keeps_nothing_shows_the_chair_all_the_same(house):
    page = house.open("/stretch")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } })"
    )
    page.goto(house.address)
    house.sensor.state = {**house.sensor.state, "sitting_s": 61.0 * 60.0}

    page.locator("[data-text=state]").wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-text]')].some((one) => /1\\s*h|61/.test(one.textContent))"
    )
    assert house.complaints == []
