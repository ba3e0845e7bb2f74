"""Settings in a browser: changed, refused and taken back on a telephone and a desktop, and looked over by a checker of access."""

from __future__ import annotations

import pytest
from looked_over import violations

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PATHS = ("/settings", "/settings/slide", "/settings/outputs", "/settings/prompts", "/settings/reader", "/about")


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["telephone", "desktop"])
@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_setting_is_changed_refused_and_taken_back(house, screen, script):
    page = house.open("/settings", java_script_enabled=script, **screen)
    page.click("text=Hips forward")
    page.fill("#began_s", "50")
    page.press("#began_s", "Enter")
    assert "The chair has taken it over." in page.inner_text(".note.done")
    assert page.input_value("#began_s") == "50"

    page.fill("#began_sure_fraction", "0.5")
    page.fill("#ended_sure_fraction", "0.8")
    page.click("main button.main")
    assert "began_sure_fraction" in page.inner_text("#ended_sure_fraction-error")
    assert page.input_value("#ended_sure_fraction") == "0.8"

    page.goto(f"{house.address}/settings")
    page.click("text=Take it back")
    assert "from 50 s to 45 s" in page.inner_text("#changes")
    assert house.sensor.asked[-1] == {"request": "restart"}
    assert house.foreign == set()
    assert [complaint for complaint in house.complaints if "400 (BAD REQUEST)" not in complaint] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["telephone", "desktop"])
def test_a_checker_finds_nothing_and_no_page_is_wider_than_its_screen(house, scheme, screen):
    page = house.open("/settings/slide", color_scheme=scheme, **screen)
    page.fill("#began_s", "50")
    page.press("#began_s", "Enter")
    for path in PATHS:
        page.goto(house.address + path)

        assert violations(page, scheme) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]
