"""The programme's pages in a browser: by keyboard alone, on a telephone, without JavaScript, and looked over by a checker of access."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from looked_over import violations

from chairpi.clock import RealClock
from chairpi.dashboard.services import EXTENSION
from chairpi.programme.diary import CheckedIn, Feel, Finding, Occasion, SelfChecked, SessionDone, SignsAnswered, Worked
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.store.history import History

pytestmark = pytest.mark.browser

PAGES = ("/programme", "/programme/signs", "/programme/self-check", "/programme/check-in", "/programme/review")
WORKED = (
    Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),
    Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),
)
SMALL = """() => [...document.querySelectorAll("main a, main button, main summary, main .pick, main .marks-row label, nav a")]
    .filter((element) => element.checkVisibility() && !element.closest("p, li, dd"))
    .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([words]) => words)"""
"""What is smaller than WCAG 2.2 wants of a target (2.5.8), links within a text aside."""


@pytest.fixture
def home(house):
    """The house with somebody in it whom the chair knows, and the day that it is there."""
    parts = house.app.extensions[EXTENSION]
    now_utc_s = RealClock().utc_s()
    with History.open(parts.history_path, "boot", 0.0, now_utc_s):
        pass
    house.sensor.say(house.sensor.state | {"sitter_id": 1})
    return house


def today_of(home) -> date:
    parts = home.app.extensions[EXTENSION]
    return parts.days.date_of(parts.clock.utc_s())


def write(home, *entries):
    parts = home.app.extensions[EXTENSION]
    for entry in entries:
        parts.book.add(1, entry, parts.clock.utc_s())


@pytest.fixture
def third_week(home):
    """On the day of the first look back."""
    first = today_of(home) - timedelta(days=21)
    write(home, SignsAnswered(first, Occasion.START), SelfChecked(first, dict.fromkeys(Cause, Finding.YES)))
    for n in range(0, 20, 2):
        write(home, SessionDone(first + timedelta(days=n), SESSION, WORKED[: 1 if n < 6 else 2], Feel.RIGHT, 1300.0))
        write(home, CheckedIn(first + timedelta(days=n + 1), 3, 3))
    return home


def tab_to(page, role, name):
    """Press Tab until the focus is there; a page that does not lead to it fails the test."""
    wanted = page.get_by_role(role, name=name).first
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_the_way_into_the_programme_by_keyboard_alone(home):

    page = home.open("/programme")
    tab_to(page, "link", "To the warning signs")
    page.keyboard.press("Enter")
    tab_to(page, "checkbox", "None of these")
    page.keyboard.press("Space")
    tab_to(page, "button", "That is how it is")
    page.keyboard.press("Enter")
    tab_to(page, "link", "To the self-check")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Self-check").wait_for()
    for _ in Cause:
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
    tab_to(page, "button", "That is how it is")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Today: loosen").wait_for()
    assert home.complaints == []
    assert home.foreign == set()


def test_a_number_is_chosen_with_the_arrow_keys(third_week):
    from playwright.sync_api import expect

    page = third_week.open("/programme/check-in")
    page.get_by_role("radio", name="1", exact=True).first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(page.locator("[name=soreness][value='3']")).to_be_checked()
    marks = page.locator("[name=soreness]:checked + span")
    assert marks.evaluate("element => getComputedStyle(element).textDecorationLine") == "underline"


def test_a_warning_sign_closes_every_exercise_in_a_browser_without_javascript(third_week):
    page = third_week.open("/programme/signs", java_script_enabled=False)
    page.get_by_label("Back pain together with a fever").check()
    page.get_by_role("button", name="That is how it is").click()
    page.get_by_role("heading", name="The exercises wait until somebody has had a look").wait_for()

    for path in ("/stretch/session", "/stretch/desk-break", "/stretch/exercises/bridge"):
        page.goto(third_week.address + path)
        assert page.get_by_role("heading", name="The exercises wait until somebody has had a look").is_visible()
        assert page.locator("[data-player]").count() == 0

    page.goto(third_week.address + "/programme/signs")
    page.get_by_role("button", name="I have been seen and may exercise").click()  # the browser asks for the tick
    page.get_by_role("heading", name="When somebody has had a look").wait_for()
    page.get_by_label("A doctor or another professional").check()
    page.get_by_role("button", name="I have been seen and may exercise").click()

    page.get_by_text("Good that somebody has had a look.").wait_for()


def test_a_look_back_without_a_change_leads_on(third_week):
    page = third_week.open("/programme")
    page.get_by_role("link", name="Look back", exact=True).first.click()
    page.get_by_label("No change yet").check()
    page.get_by_role("button", name="Keep it").click()

    page.get_by_role("heading", name="No change yet: what can be done").wait_for()
    page.get_by_role("link", name="Do the self-check again").click()
    page.get_by_text("Last time: yes.").first.wait_for()
    assert page.get_by_text("Last time: yes.").count() == len(Cause)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_of_access_finds_nothing(third_week, path, scheme):
    page = third_week.open(path, color_scheme=scheme)
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true; }")

    found = violations(page, scheme)

    assert found == []
    assert third_week.complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390, 720])
def test_a_page_fits_a_narrow_screen(third_week, path, width):
    page = third_week.open(path, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SMALL) == []


def test_the_pages_stand_in_two_rows_on_a_telephone(home):
    page = home.open("/programme", viewport={"width": 390, "height": 800})
    tops = page.locator("nav[aria-label=Pages] a").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().top)"
    )

    assert len(tops) == 7
    assert len(set(tops)) == 2
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert page.locator("nav [aria-current=page]").inner_text() == "Programme"
