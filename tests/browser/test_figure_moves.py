"""The drawn figure in a browser: it moves for those who like that, only while it is seen, and can always be held still."""

import pytest

pytestmark = pytest.mark.browser

PAGE = "/stretch/exercises/bridge"
BUTTON = "[data-movement-button]"
MOVING = "[data-movement].moving"


def body_now(page):
    """Where the near leg is drawn just now."""
    return page.evaluate("(box => [box.x, box.y])(document.querySelectorAll('.figure-picture .body')[4].getBBox())")


def test_it_moves_and_can_be_held_still(house):
    page = house.open(PAGE)
    page.wait_for_selector(MOVING)
    still_drawn = page.evaluate("document.querySelectorAll('.figure-picture .body')[4].getAttribute('d')")

    page.click(BUTTON)

    assert page.query_selector(MOVING) is None
    assert page.inner_text(BUTTON) == "Show the movement"
    assert page.evaluate("document.querySelectorAll('.figure-picture .body')[4].getAttribute('d')") == still_drawn
    assert house.complaints == []
    assert house.foreign == set()


def test_a_moment_later_it_is_somewhere_else(house):
    page = house.open(PAGE)
    page.wait_for_selector(MOVING)

    page.evaluate("document.querySelector('.figure-picture').pauseAnimations()")
    begin = body_now(page)
    page.evaluate("(svg => svg.setCurrentTime(svg.getCurrentTime() + 2))(document.querySelector('.figure-picture'))")

    assert body_now(page) != begin


def test_who_wants_little_motion_gets_none_unasked(house):
    page = house.open(PAGE, reduced_motion="reduce")
    page.wait_for_selector(BUTTON)

    assert page.query_selector(MOVING) is None

    page.click(BUTTON)

    assert page.query_selector(MOVING) is not None


def test_without_scripts_it_is_a_still_picture_without_a_button(house):
    page = house.open(PAGE, java_script_enabled=False)

    assert page.is_visible(".figure-picture")
    assert not page.is_visible(BUTTON)


def test_in_a_list_nothing_moves(house):
    page = house.open("/stretch/exercises")

    assert page.locator(".figure-picture").count() > 30
    assert page.locator("animate").count() == 0
