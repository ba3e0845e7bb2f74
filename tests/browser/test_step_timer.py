"""The step timer in a browser, with the browser's own clock moved by hand."""

from __future__ import annotations

import pytest

from chairpi.programme.routines import GET_READY_S, load_routines

pytestmark = pytest.mark.browser

ROUTINE = next(routine for routine in load_routines() if any(step.both_sides and step.rest_s for step in routine.steps))


@pytest.fixture
def page(house):
    page = house.open("/stretch")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.goto(f"{house.address}/stretch/{ROUTINE.id}")
    return page


def doing(page):
    return page.locator("[data-doing]").inner_text()


def press(page, name):
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_the_timer_counts_down_and_pauses(page):
    press(page, "Start")
    page.clock.run_for(2000)
    assert page.locator("[data-digits]").inner_text() == f"{GET_READY_S - 2:g}"

    press(page, "Pause")
    page.clock.run_for(60_000)

    assert page.locator("[data-digits]").inner_text() == f"{GET_READY_S - 2:g}"
    assert doing(page) == "Get ready (paused)"


def test_the_timer_says_when_to_change_sides(page):
    index, step = next((i, step) for i, step in enumerate(ROUTINE.steps) if step.both_sides and step.rest_s)
    for _ in range(index):
        press(page, "Next →")
    press(page, "Start" if index == 0 else "Go on")

    page.clock.run_for(1000 * GET_READY_S + 500)
    assert doing(page).startswith("First side")
    page.clock.run_for(1000 * step.round_s)
    assert doing(page) == "Change sides"
    page.clock.run_for(1000 * step.rest_s)

    assert doing(page).startswith("Other side")


def test_the_routine_runs_to_its_end_by_itself(page):
    press(page, "Start")
    page.clock.run_for(1000 * (ROUTINE.duration_s + 20))

    assert page.locator("[data-step-name]").inner_text() == "Well done"


def test_next_and_back_go_from_step_to_step(page):
    press(page, "Next →")
    second = page.locator("[data-step-name]").inner_text()
    press(page, "← Back")

    assert second == ROUTINE.steps[1].name
    assert page.locator("[data-step-name]").inner_text() == ROUTINE.steps[0].name
