"""The calibration page alive in a browser, beside the session that the sensor process runs."""

from __future__ import annotations

import re

import pytest
from calibrating import Process, served

pytestmark = pytest.mark.browser


@pytest.fixture
def chair(house):
    """A chair to calibrate in place of the one without a chair: a second of its time every 0.05 s."""
    house.sensor.stop()
    process = Process()
    process.bench.placed.place(0.0)
    with served(house.sensor.directory, process, wait_s=0.05):
        yield process
    house.sensor.start()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_calibration_lives_without_a_complaint_or_a_foreign_request(house, chair):
    from playwright.sync_api import expect

    page = house.open("/calibrate")
    step, total = page.locator("[data-step]"), page.locator('[data-live="total"]')
    press(page, "Begin")
    expect(step).to_have_text("Empty the seat")
    expect(step).to_be_focused()
    press(page, "Set the zero")
    expect(step).to_have_text("The mass in the middle")
    expect(page.get_by_role("status").last).to_contain_text("Zero set")

    page.locator("#over-a-cell summary").click()
    page.locator(".step-now [name=mass_kg]").fill("20")
    chair.bench.placed.place(20.0)

    expect(total).to_have_text("20.00 kg on the seat")
    expect(page.locator("[data-cell] text").first).to_have_text("5.0")
    expect(page.locator(".step-now [name=mass_kg]")).to_have_value("20")  # what is being typed is left alone

    press(page, "Measure the middle")

    expect(step).to_have_text("The mass over front left")
    expect(page.locator("#over-a-cell")).to_have_attribute("open", "")
    press(page, "Finish with this")
    expect(step).to_have_text("The new calibration is in use")
    assert len(chair.used) == 1
    assert house.complaints == []
    assert house.foreign == set()


def test_a_refusal_is_shown_and_announced(house, chair):
    from playwright.sync_api import expect

    page = house.open("/calibrate")
    press(page, "Begin")
    press(page, "Set the zero")
    expect(page.locator("[data-step]")).to_have_text("The mass in the middle")
    page.locator(".step-now [name=mass_kg]").fill("20")
    press(page, "Measure the middle")

    expect(page.locator(".refusal")).to_contain_text("the seat reads 0.0 kg and not 20 kg", ignore_case=True)
    expect(page.get_by_role("status").last).to_contain_text("Not measured.")
    assert house.complaints == []


def test_the_page_finds_the_chair_again(house):
    from playwright.sync_api import expect

    house.sensor.stop()
    page = house.open("/calibrate")
    expect(page.locator("[data-step]")).to_have_text("The chair cannot be asked just now")

    with served(house.sensor.directory, Process()):
        expect(page.get_by_role("button", name="Begin")).to_be_visible()
    house.sensor.start()


def test_without_javascript_the_page_reloads_itself_while_it_measures(house, chair):
    page = house.open("/calibrate", java_script_enabled=False)
    press(page, "Begin")
    press(page, "Set the zero")

    page.wait_for_selector("text=The mass in the middle", timeout=15_000)
    assert house.complaints == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_step_is_wider_than_its_screen(house, chair, width):
    from playwright.sync_api import expect

    page = house.open("/calibrate", viewport={"width": width, "height": 800})
    press(page, "Begin")
    press(page, "Set the zero")
    expect(page.locator("[data-step]")).to_have_text("The mass in the middle")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert re.search(r"/calibrate$", page.url)
