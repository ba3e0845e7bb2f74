"""The drawn figure in a browser: it moves for those who like that, only while it is seen, and can always be held still."""

import pytest

pytestmark = pytest.mark.browser

PAGE = "/stretch/exercises/bridge"
BUTTON = "[data-movement-button]"
MOVING = "[data-movement].moving"
PICTURE = ".figure-picture"


def loaded(page):
    """The file that is shown, once it is there."""
    page.wait_for_function(
        "(image => image.complete && image.naturalWidth > 0)(document.querySelector('.figure-picture'))"
    )
    return page.evaluate("document.querySelector('.figure-picture').currentSrc")


def pixels(page):
    return page.locator(PICTURE).screenshot()


def test_it_moves_and_can_be_held_still(house):
    page = house.open(PAGE)
    page.wait_for_selector(MOVING)
    assert "/moving.svg" in loaded(page)

    page.click(BUTTON)

    assert page.query_selector(MOVING) is None
    assert page.inner_text(BUTTON) == "Show the movement"
    assert "/still.svg" in loaded(page)
    first = pixels(page)
    page.wait_for_timeout(600)
    assert pixels(page) == first
    assert house.complaints == []
    assert house.foreign == set()


def test_a_moment_later_it_is_somewhere_else(house):
    page = house.open(PAGE)
    page.wait_for_selector(MOVING)
    loaded(page)

    seen = set()
    for _ in range(6):
        seen.add(pixels(page))
        page.wait_for_timeout(500)

    assert len(seen) > 1


def test_who_wants_little_motion_gets_none_unasked(house):
    page = house.open(PAGE, reduced_motion="reduce")
    page.wait_for_selector(BUTTON)

    assert page.query_selector(MOVING) is None
    assert "/still.svg" in loaded(page)

    page.click(BUTTON)

    assert page.query_selector(MOVING) is not None


def test_without_scripts_it_is_a_still_picture_without_a_button(house):
    page = house.open(PAGE, java_script_enabled=False)

    assert page.is_visible(PICTURE)
    assert not page.is_visible(BUTTON)


def test_its_colours_follow_light_and_dark(house):
    still = {}
    for scheme in ("light", "dark"):
        page = house.open(PAGE, color_scheme=scheme, reduced_motion="reduce")
        loaded(page)
        still[scheme] = page.evaluate(
            """() => {
                const image = document.querySelector('.figure-picture'), canvas = document.createElement('canvas');
                [canvas.width, canvas.height] = [160, 120];
                const ink = canvas.getContext('2d');
                ink.drawImage(image, 0, 0, 160, 120);
                const { data } = ink.getImageData(0, 0, 160, 120);
                let light = 0, drawn = 0;
                for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 250) { drawn += 1; light += data[i + 1]; }
                return light / drawn;
            }"""
        )

    assert still["light"] > still["dark"] + 40  # green of 255, of what is drawn at all
    assert house.complaints == []


def test_in_a_list_nothing_moves(house):
    page = house.open("/stretch/exercises")

    assert page.locator(PICTURE).count() > 30
    assert page.locator("[data-movement]").count() == 0
