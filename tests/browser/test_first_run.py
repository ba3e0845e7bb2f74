"""The whole first run in a browser: both real processes, the simulated chair, and nobody who knows more than the pages say."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import processes
import pytest
from looked_over import violations

from chairpi.link.client import send_command

pytestmark = pytest.mark.browser

PATIENCE_MS = 20_000
SPEED = 60.0
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}


@pytest.fixture
def chair() -> Iterator[processes.House]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as directory:
        house = processes.House(Path(directory), speed=SPEED)
        house.start("web")
        house.start("sensor")
        house.wait_until("the chair is heard", lambda state: bool(state["connected"]))
        yield house
        house.close()


class Newcomer:
    """Somebody who does what the pages ask, and looks each of them over with a checker of access."""

    def __init__(self, browser: Any, chair: processes.House, screen: dict[str, Any]) -> None:
        self.chair = chair
        self.page = browser.new_context(timezone_id="Europe/Zurich", **screen).new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self._wide = screen["viewport"]["width"]
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._fetch)

    def _note(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _fetch(self, request: Any) -> None:
        if not request.url.startswith((self.chair.address, "data:")):
            self.complaints.append(f"fetched {request.url}")

    def is_on(self, step: str, title: str) -> None:
        """The step's page is there, and nothing on it shuts anybody out."""
        from playwright.sync_api import expect

        expect(self.page).to_have_url(re.compile(f"/first-run/{step}$"), timeout=PATIENCE_MS)
        expect(self.page.locator("h1")).to_have_text(title)
        self.look_over()

    def look_over(self) -> None:
        if (
            self._wide == PHONE["viewport"]["width"]
        ):  # a checker needs a second for each page, and finds the same on both
            assert violations(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self._wide

    def sees(self, text: str) -> None:
        from playwright.sync_api import expect

        expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE_MS)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def has_done(self, name: str) -> None:
        """What the simulated chair is to have done to it; the page says when it is."""
        self.press(name)
        self.sees("Done on the simulated chair.")

    def asks_for(self, heading: str) -> None:
        from playwright.sync_api import expect

        expect(self.page.locator("[data-step]")).to_have_text(heading, timeout=PATIENCE_MS)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_newcomer_goes_the_whole_way_on_the_simulated_chair(browser, chair, screen):
    person = Newcomer(browser, chair, screen)
    page = person.page
    page.goto(f"{chair.address}/first-run")
    person.look_over()
    page.get_by_role("link", name="Language and time zone", exact=True).click()

    person.is_on("language", "Language and time zone")
    assert page.input_value("[data-zone]") == "Europe/Zurich"
    person.press("Keep it and go on")

    person.is_on("cells", "Load cells")
    person.press("It is as drawn: go on")

    person.is_on("wiring", "Wiring check")
    person.press("Begin")
    person.asks_for("Empty the seat")
    person.has_done("Clear the seat")
    person.press("Measure at rest")
    for corner in ("front left", "front right", "rear left", "rear right"):
        person.asks_for(f"Press {corner}")
        person.has_done(f"Press on {corner}")
        person.press(f"I press {corner} now")
    person.asks_for("Every cell answers where it is")
    person.look_over()
    person.press("Go on")

    person.is_on("zero", "Empty seat")
    person.has_done("Clear the seat")
    person.press("Set the zero")
    person.asks_for("The zero is set")
    person.press("Go on")

    person.is_on("span", "Known mass")
    person.has_done("Put 20 kg in the middle")
    page.locator(".step-now [name=mass_kg]").fill("20")
    person.press("Measure the middle")
    person.asks_for("The mass is measured")
    person.press("Go on")

    person.is_on("map", "Each corner")
    for corner in ("front left", "front right", "rear left", "rear right"):
        person.asks_for(f"The mass over {corner}")
        person.has_done(f"Put 20 kg over {corner}")
        person.press(f"Measure {corner}")
    person.asks_for("The mass on the cross in the picture")
    person.press("Finish with this")
    person.asks_for("The new calibration is in use")
    person.has_done("Clear the seat")
    person.press("Go on")

    person.is_on("upright", "How you sit upright")
    person.has_done("Somebody sits down upright")
    person.sees("You are sitting.")
    person.press("This is how I sit upright")
    for n_takes in (1, 2):
        person.sees(f"{n_takes}. taken")
        person.press("Sit down anew, then take the next one")
    person.sees("3. taken")
    person.sees("very much alike")
    person.press("Go on")

    person.is_on("hours", "When prompts may come")
    page.fill("#stand_after_min", "40")
    person.press("Keep it and go on")

    person.is_on("signals", "Light and sound")
    person.press("Try light and sound")
    person.sees("What came through?")
    for box in page.locator(".setup-ticks input").all():
        box.check()
    person.press("That is what I noticed")

    person.is_on("pairing", "Pairing")
    page.get_by_role("link", name="Pair this browser").click()
    page.fill("#ask-name", "Sofa")
    person.press("Ask to be let in")
    person.sees("Press the button on the chair now")
    for down in (True, False):
        send_command(chair.directory / "run", {"request": "press_button", "down": down})
    person.sees("This browser is paired as “Sofa”.")
    person.press("Go on")

    person.is_on("ready", "Ready")
    person.press("Let the simulated sitter go on with their day")
    assert person.complaints == []
    page.context.close()
