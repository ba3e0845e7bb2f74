"""People's own content in a browser: from an exercise to a file and back, on a telephone, and looked over by a checker of access."""

from __future__ import annotations

from pathlib import Path

import pytest
from looked_over import violations

from chairpi.clock import RealClock
from chairpi.dashboard.services import EXTENSION
from chairpi.store.history import History

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
FORMS = ("exercise", "exercise/bridge", "routine/desk-break", "prescription", "prescription?exercise=bridge")


@pytest.fixture
def home(house):
    """The house with somebody in it whom the chair knows, and the day that it is there."""
    with History.open(house.app.extensions[EXTENSION].history_path, "boot", 0.0, RealClock().utc_s()):
        pass
    house.sensor.say(house.sensor.state | {"sitter_id": 1})
    return house


def filled_in(page, name):
    page.fill("#name", name)
    page.select_option("#causes", "weak_glutes")
    page.select_option("#muscles", "thighs")
    page.select_option("#place", "standing")
    page.select_option("#kind", "strengthen")
    for key, text in (("hold_s", "20"), ("sets", "2"), ("rest_s", "30"), ("feel", "The thighs."), ("stop_if", "Pain.")):
        page.fill(f"#{key}", text)


def test_an_exercise_becomes_a_routine_and_goes_out_and_comes_back_as_a_file(home, tmp_path: Path):
    page = home.open("/programme/content", **PHONE)
    page.click("text=Add an exercise")
    filled_in(page, "Wall sit")
    page.click("text=Keep it")
    assert page.text_content("#instructions-error") == "Please fill this in."
    assert (page.input_value("#name"), page.input_value("#muscles")) == ("Wall sit", "thighs")
    page.fill("#instructions", "Lean against a wall.\nSlide down a little.")
    page.click("text=Keep it")

    page.click("text=Put a routine together")
    page.fill("#title", "My evening")
    page.fill("#when", "Before bed.")
    page.fill("#intro", "Nothing is needed.")
    page.select_option("#step-1-exercise", "my-wall-sit")
    page.press("#title", "Enter")
    assert page.input_value("#step-1-exercise") == "my-wall-sit"
    page.click("main button:has-text('Add an exercise')")
    page.select_option("#step-2-exercise", "bridge")
    page.click("[aria-label='Move exercise 2 up']")
    assert page.input_value("#step-1-exercise") == "bridge"
    page.click("text=Keep it")

    with page.expect_download() as download:
        page.click("text=Save exercises and routines")
    download.value.save_as(tmp_path / "mine.json")
    page.click("[aria-label='Remove My evening']")
    page.click("[aria-label='Remove Wall sit']")
    page.set_input_files("[type=file]", tmp_path / "mine.json")
    page.click("text=Look at it first")
    assert page.inner_text("tbody tr:nth-child(2)").split() == ["Routine", "My", "evening", "is", "new"]
    page.click("text=Take it in")
    page.click("text=My evening")

    assert page.text_content("h1") == "My evening"
    assert home.foreign == set()
    assert [complaint for complaint in home.complaints if "400 (BAD REQUEST)" not in complaint] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_nothing_on_any_of_its_pages_and_none_is_wider_than_a_telephone(home, scheme):
    page = home.open("/programme/content", **PHONE, color_scheme=scheme)
    found = {}
    for path in ("/programme/content", *(f"/programme/content/{form}" for form in FORMS)):
        page.goto(home.address + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found[path] = violations(page, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"], path
    page.goto(f"{home.address}/programme/content/exercise")
    page.click("text=Keep it")
    found["with much to correct"] = violations(page, scheme)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}
