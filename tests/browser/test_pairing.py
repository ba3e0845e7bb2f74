"""Pairing in a browser: by the button, by an owner and by a code, on a telephone and a desk, and looked over by a checker of access."""

from __future__ import annotations

import pytest
from looked_over import violations

from chairpi.clock import RealClock
from chairpi.dashboard.access.one_time_code import issue_code
from chairpi.dashboard.services import EXTENSION

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 900}}
NARROW = {"viewport": {"width": 320, "height": 700}}
SMALL = """() => [...document.querySelectorAll("main a, main button, main summary, main input")]
    .filter((element) => element.checkVisibility() && !element.closest("p"))
    .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([words]) => words)"""
"""What is smaller than WCAG 2.2 wants of a target (2.5.8), links within a text aside."""


def parts_of(house):
    return house.app.extensions[EXTENSION]


def press(house, length="short"):
    number = next(asked["number"] for asked in reversed(house.sensor.asked) if asked["request"] == "await_press")
    house.sensor.tell({"message": "button", "press": length, "number": number})


def let_in(house, name="Mine", role="owner", **options):
    """A browser that has come in with a code."""
    page = house.open("/pair", **options)
    form = page.locator("form", has=page.get_by_label("Code"))
    form.get_by_label("What this browser is called").fill(name)
    form.get_by_label("Code").fill(issue_code(parts_of(house).link_dir, RealClock()))
    if parts_of(house).access.is_claimed:
        form.get_by_role("radio", name=role.capitalize()).check()
    form.get_by_role("button", name="Come in").click()
    page.get_by_text("This browser is paired as").wait_for()
    return page


def asks(house, name, role=None, **options):
    page = house.open("/pair", **options)
    form = page.locator("form", has=page.get_by_role("button", name="Ask to be let in"))
    form.get_by_label("What this browser is called").fill(name)
    if role:
        form.get_by_role("radio", name=role).check()
    form.get_by_role("button", name="Ask to be let in").click()
    return page


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_browser_comes_in_by_itself_when_the_button_is_pressed(house, viewport):
    from playwright.sync_api import expect

    page = asks(house, "Anna's phone", **viewport)
    page.get_by_role("heading", name="Press the button on the chair now").wait_for()
    left = page.locator("[data-left]")
    before = int(left.text_content())
    expect(left).not_to_have_text(str(before))
    assert int(left.text_content()) < before
    press(house)

    page.get_by_text("This browser is paired as “Anna's phone”").wait_for()
    assert page.url == house.address + "/"
    assert house.complaints == []
    assert house.foreign == set()
    page.reload()
    assert page.url == house.address + "/"
    assert house.open("/today").url.startswith(house.address + "/pair")


def test_it_works_without_javascript(house):
    page = asks(house, "Old phone", java_script_enabled=False, **PHONE)
    assert page.get_by_role("heading", name="Press the button on the chair now").is_visible()
    page.get_by_role("link", name="Look again").click()
    press(house)
    page.get_by_role("button", name="Come in").wait_for(timeout=10_000)  # the page looks again by itself
    page.get_by_role("button", name="Come in").click()

    page.get_by_text("This browser is paired as “Old phone”").wait_for()


def test_an_owner_says_yes_and_the_other_page_goes_on_by_itself(house):

    owner = let_in(house, **DESK)
    wall = asks(house, "Wall", "Kiosk", **PHONE)
    wall.get_by_role("heading", name="Hold the button on the chair now").wait_for()
    owner.goto(house.address + "/settings/devices")
    owner.get_by_role("heading", name="“Wall” asks to be let in").wait_for()
    owner.get_by_role("button", name="Let it in").click()

    wall.get_by_text("This browser is paired as “Wall”").wait_for()
    wall.goto(house.address + "/today")
    wall.get_by_role("heading", name="Not with this browser").wait_for()
    assert [text for text in house.complaints if "403" not in text] == []


def test_a_key_is_made_and_shown_once(house):
    owner = let_in(house, **PHONE)
    owner.goto(house.address + "/settings/keys")
    owner.get_by_label("Which program it is for").fill("Home automation")
    owner.get_by_role("button", name="Make it").click()
    key = owner.locator("pre code").first.text_content()

    assert len(key) == 43
    answer = owner.request.get(house.address + "/api/v1/now", headers={"Authorization": f"Bearer {key}"})
    assert answer.ok
    assert violations(owner) == []
    owner.goto(house.address + "/settings/keys")
    assert key not in owner.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESK], ids=["narrow", "phone", "desk"])
def test_every_state_can_be_used_by_everybody(house, viewport, scheme):
    """Looked over by axe, with room for a finger, and without scrolling to the side."""
    options = viewport | {"color_scheme": scheme}
    found = {}

    def look(page, state):
        found[state] = (
            violations(page, scheme),
            page.evaluate(SMALL),
            page.evaluate("document.documentElement.scrollWidth > innerWidth"),
        )

    look(house.open("/pair", **options), "first")
    waiting = asks(house, "A name of forty signs, which is the most", **options)
    look(waiting, "waits for the first press")
    waiting.get_by_role("button", name="Stop waiting").click()
    owner = let_in(house, "Mine", **options)
    look(house.open("/pair", **options), "later")
    waiting = asks(house, "Wall", "Kiosk", **options)
    look(waiting, "waits for a held press")
    owner.goto(house.address + "/settings/devices")
    look(owner, "devices with a wish")
    for summary in owner.locator("summary").all():
        summary.click()
    look(owner, "devices unfolded")
    owner.goto(house.address + "/pair")
    look(owner, "paired already")
    owner.goto(house.address + "/settings/keys")
    look(owner, "keys")
    owner.goto(house.address + "/settings/devices")
    owner.get_by_role("button", name="No", exact=True).click()
    waiting.get_by_role("heading", name="An owner said no this time").wait_for()
    look(waiting, "refused")

    assert {state: what for state, what in found.items() if what != ([], [], False)} == {}
