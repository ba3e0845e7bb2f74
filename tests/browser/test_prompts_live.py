"""Prompts in a browser: what they ask, how they are put off, and that every screen in the house says the same."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

STATES = ["SITTING", "SOON", "WAITING", "PROMPTING", "PUT_OFF_TWICE", "MEETING", "NOTICED", "SUGGESTED", "VACANT"]

SEEN = """() => [...document.querySelectorAll("main [data-text], main [data-put-off-s], main [data-sitter], main [data-target-s]")]
    .map((element) => element.checkVisibility()
        ? [element.dataset.text ?? "", element.textContent, element.getAttribute("aria-pressed")].join("|") : "")"""
"""All that a page says and offers, in order; empty for what it does not show."""


def shown(page, name):
    return page.locator(f'[data-text="{name}"]').first


def test_two_browsers_agree_at_every_moment(house, fakes):
    from playwright.sync_api import expect

    phone = house.open(viewport={"width": 390, "height": 844})
    desk = house.open(viewport={"width": 1280, "height": 800})
    for name in STATES:
        state = getattr(fakes, name) | {"sitting_s": 60.0 * (11 + STATES.index(name))}
        house.sensor.say(state)
        for page in (phone, desk):
            expect(shown(page, "clock")).to_have_text(f"{11 + STATES.index(name)} min")

        assert phone.evaluate(SEEN) == desk.evaluate(SEEN), name
    assert house.complaints == []


def test_what_is_asked_on_one_screen_is_seen_on_the_other(house, fakes):
    from playwright.sync_api import expect

    house.sensor.say(fakes.PROMPTING)
    phone, desk = house.open(), house.open()
    expect(shown(desk, "prompt")).to_be_visible()

    phone.locator("[data-put-off-s='60']").click()
    expect(phone.locator("[data-answer]")).to_contain_text("in 1 minute")
    house.sensor.say(fakes.SITTING, prompts=fakes.NO_PROMPTS | {"quiet": "snoozed", "due": "owed", "break_owed": True})

    for page in (phone, desk):
        expect(shown(page, "prompt")).to_be_hidden()
        expect(shown(page, "quiet")).to_have_text("Put off for a while.")
        expect(shown(page, "next")).to_have_text("A break is still owed. It counts whenever you take it.")
    assert house.sensor.asked == [{"request": "snooze", "length_s": 60}]


def test_a_prompt_takes_neither_the_focus_nor_the_screen(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    page.get_by_text("Which prompts may come now").focus()
    before = page.evaluate("document.activeElement.textContent")

    house.sensor.say(fakes.PROMPTING)
    expect(shown(page, "prompt")).to_be_visible()

    assert page.evaluate("document.activeElement.textContent") == before
    assert page.locator("dialog").count() == 0
    expect(page.locator("[data-announce]")).to_contain_text(
        "Time to stand up for a moment You have been sitting for 30 minutes without a break."
    )
    assert page.locator("[data-announce]").get_attribute("role") == "status"
    page.get_by_role("button", name="30 min").first.click()  # the rest of the page goes on working
    expect(page.locator("[data-answer]")).to_be_visible()


def test_the_choices_of_a_prompt_follow_the_chair(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    house.sensor.say(fakes.PROMPTING)
    expect(page.locator("[data-put-off-s]:visible")).to_have_count(3)
    house.sensor.say(fakes.PUT_OFF_TWICE)
    expect(page.locator("[data-put-off-s]:visible")).to_have_count(2)
    expect(shown(page, "prompt_count")).to_have_text("Put off twice; the break is still owed.")

    page.get_by_role("button", name="That was wrong").click()
    expect(page.locator("[data-answer]")).to_contain_text("Thank you, noted.")
    page.get_by_text("Close it").click()
    page.get_by_role("button", name="I am in a meeting").click()
    expect(page.locator("[data-answer]")).to_contain_text("No further prompt of this kind until your next break.")

    assert house.sensor.asked == [
        {"request": "mark_wrong", "number": 19},
        {"request": "dismiss", "reason": "meeting"},
    ]


def test_a_meeting_a_notice_and_a_sitter_are_asked_and_answered(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    page.get_by_role("button", name="until I end it").click()
    expect(page.locator("[data-answer]")).to_have_text("No prompt until you end the meeting.")
    house.sensor.say(fakes.MEETING)
    page.get_by_role("button", name="End the meeting").click()
    house.sensor.say(fakes.NOTICED)
    page.get_by_role("button", name="Read").click()
    house.sensor.say(fakes.SUGGESTED)
    page.get_by_role("button", name="Yes, Anna").click()
    expect(page.locator("[data-answer]")).to_contain_text("goes into their history")
    page.get_by_role("button", name="Somebody else").click()
    expect(page.locator("[data-answer]")).to_contain_text("nobody's history")

    assert house.sensor.asked == [
        {"request": "hold_meeting", "length_s": None},
        {"request": "end_quiet"},
        {"request": "close_notice"},
        {"request": "choose_sitter", "sitter_id": 2},
        {"request": "choose_sitter", "sitter_id": None},
    ]
    assert house.complaints == []


def test_the_balance_and_the_sitter_move_with_the_chair(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    expect(page.locator("[data-balance]")).to_have_attribute("cx", "54%")
    expect(page.locator("[data-sitter='1']")).to_have_attribute("aria-pressed", "true")

    house.sensor.say(fakes.SITTING, sitter_id=2, movement=fakes.SITTING["movement"] | {"balance": 0.31})

    expect(page.locator("[data-balance]")).to_have_attribute("cx", "31%")
    expect(shown(page, "balance")).to_have_text("more on the left")
    expect(page.locator("[data-sitter='2']")).to_have_attribute("aria-pressed", "true")
    house.sensor.say(fakes.SITTING, movement=fakes.SITTING["movement"] | {"balance": None})
    expect(page.locator("[data-balance-bar]")).to_be_hidden()


def test_a_new_sitter_appears_on_every_screen(house, fakes):
    from playwright.sync_api import expect

    page = house.open()
    expect(page.locator("[data-sitter='2']")).to_have_text("Anna")

    house.sensor.hello["sitters"] = [*fakes.SITTERS, {"sitter_id": 3, "name": "Jo"}]
    house.sensor.tell(house.sensor.hello)

    expect(page.locator("[data-sitter='3']")).to_have_text("Jo")


def test_a_setting_that_wants_correcting_is_told_at_its_place_without_a_script(house):
    page = house.open("/prompts", java_script_enabled=False)
    page.get_by_text("When prompts may come").click()
    page.locator("#working_hours").fill("Mon-Fri 9-5")
    page.get_by_role("button", name="Keep these").click()

    assert "one field wants correcting" in page.locator("main").inner_text()
    assert page.locator("#working_hours").input_value() == "Mon-Fri 9-5"
    assert page.locator("#working_hours-error").inner_text().endswith(".")
    assert house.sensor.asked == []
    page.locator("#working_hours").fill("Mon-Fri 09:00-12:00\nMon-Thu 13:00-17:00")
    page.get_by_role("button", name="Keep these").click()
    assert house.sensor.asked == [
        {
            "request": "choose_settings",
            "changes": {"working_hours": ["Mon-Fri 09:00-12:00", "Mon-Thu 13:00-17:00"]},
        }
    ]
