"""The whole way in a browser: simulated chips, the real driver, both real processes, and a person who sits, slides and stretches."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import processes
import pytest

pytestmark = pytest.mark.browser

PATIENCE_MS = processes.PATIENCE_S * 1000

FORWARD_PX = """(mark) => mark.getBoundingClientRect().y - mark.ownerSVGElement.getBoundingClientRect().y"""
"""How far the mark lies below the front edge of the drawn seat, wherever the page has moved the drawing to."""


@pytest.fixture
def chair() -> Iterator[processes.House]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as directory:
        house = processes.House(Path(directory), speed=40.0)
        house.start("web")
        house.start("sensor")
        processes.wait_for("the dashboard answers", house.now_or_page)
        yield house
        house.close()


@pytest.mark.parametrize(
    "viewport",
    [
        pytest.param({"width": 360, "height": 740}, id="phone"),
        pytest.param({"width": 1280, "height": 800}, id="desktop"),
    ],
)
def test_a_person_sits_down_slides_gets_a_prompt_and_opens_the_routine(browser, chair, viewport):
    from playwright.sync_api import expect

    page = browser.new_context(viewport=viewport).new_page()
    complaints: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith((chair.address, "data:")) or foreign.append(request.url))

    page.goto(chair.address)
    expect(page.locator("[data-text=state]", has_text="You are sitting.")).to_be_visible(timeout=PATIENCE_MS)
    before = page.locator("[data-cop]").evaluate(FORWARD_PX)
    expect(page.locator("[data-text=slide]")).to_be_visible(timeout=PATIENCE_MS)
    assert page.locator("[data-cop]").evaluate(FORWARD_PX) < before
    expect(page.locator("[data-text=prompt_reason]")).to_have_text(
        re.compile(r"^You have been sitting for 1[1-6] minutes without a break\."), timeout=PATIENCE_MS
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")

    page.locator("[data-if=prompt_stand]").click()

    expect(page).to_have_url(re.compile(r"/stretch/[\w-]+\?prompt=stand$"))
    expect(page.locator("[data-player]")).to_be_visible()
    assert complaints == []
    assert foreign == []
    page.context.close()


SEEN = """() => [...document.querySelectorAll("main [data-text], main [data-put-off-s], main [data-target-s]")]
    .map((element) => element.checkVisibility() ? element.textContent + element.getAttribute("aria-pressed") : "")"""
"""All that a page says and offers; empty for what it does not show."""


def agree(one, other) -> bool:
    """Whether two screens say the same, looked at while the first one did not change.

    A state reaches the two some milliseconds apart, more on a busy machine: one look in many is enough. That all streams are given the
    same states in the same moments is tested on the feed itself.
    """
    for _ in range(100):
        before, seen, after = one.evaluate(SEEN), other.evaluate(SEEN), one.evaluate(SEEN)
        if before == seen == after:
            return True
    return False


def test_two_screens_agree_and_what_one_puts_off_is_put_off_on_both(browser, chair):
    from playwright.sync_api import expect

    phone = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    desk = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    for page in (phone, desk):
        page.goto(chair.address)
        expect(page.locator("[data-text=state]", has_text="You are sitting.")).to_be_visible(timeout=PATIENCE_MS)
    moments = [agree(phone, desk) for _ in range(10)]
    expect(desk.locator("[data-text=prompt]")).to_be_visible(timeout=PATIENCE_MS)
    moments += [agree(phone, desk) for _ in range(10)]

    phone.locator("[data-put-off-s='900']").click()

    for page in (phone, desk):
        expect(page.locator("[data-text=prompt]")).to_be_hidden(timeout=PATIENCE_MS)
        expect(page.locator(".clock [data-text=quiet]")).to_contain_text("Put off until")
    moments += [agree(phone, desk) for _ in range(10)]
    assert all(moments)
    desk.goto(f"{chair.address}/prompts")
    expect(desk.locator(".came").first).to_contain_text("You put it off.")
    phone.context.close()
    desk.context.close()
