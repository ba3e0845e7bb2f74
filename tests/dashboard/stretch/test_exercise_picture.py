"""The drawings as the pages show them, and as files of their own."""

import re
from dataclasses import replace
from html import unescape

import pytest

from chairpi.dashboard.stretch.drawings import Showing
from chairpi.dashboard.stretch.exercise_picture import NEUTRAL, picture
from chairpi.programme.exercises import Place
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.library import load_library

EXERCISES = load_library().exercises
BRIDGE = EXERCISES["bridge"]


@pytest.fixture(autouse=True)
def _asked(dashboard):
    """A request, within which addresses can be made."""
    with dashboard.app.test_request_context(headers={"Host": "localhost"}):
        yield


def address(shown):
    return unescape(re.search(r'<img[^>]* src="([^"]+)"', shown)[1])


def test_every_exercise_has_a_picture_with_its_name_and_what_it_shows():
    for exercise in EXERCISES.values():
        alt = unescape(re.search(r' alt="([^"]+)"', picture(exercise))[1])
        assert alt == f"{exercise.name}. {load_pictures()[exercise.picture].describe}"


def test_a_picture_can_move_and_its_button_waits_for_a_script():
    shown = picture(BRIDGE)

    assert 'data-movement="/stretch/picture/bridge/moving.svg?v=' in shown
    assert re.search(r"<button[^>]* data-movement-button[^>]* hidden>", shown)


@pytest.mark.parametrize(
    ("moving", "phase"),
    [
        pytest.param(False, None, id="a list"),
        pytest.param(True, "start", id="the start alone"),
        pytest.param(True, "end", id="the end alone"),
    ],
)
def test_a_still_picture_has_neither_movement_nor_button(moving, phase):
    shown = picture(BRIDGE, moving=moving, phase=phase)

    assert "moving" not in shown
    assert "<button" not in shown


def test_a_phase_that_is_none_is_refused():
    with pytest.raises(ValueError, match="middle"):
        picture(BRIDGE, phase="middle")


@pytest.mark.parametrize("place", Place)
def test_an_unknown_picture_becomes_a_neutral_figure_of_the_place(place):
    own = replace(BRIDGE, place=place, picture="never-drawn", own=True)

    assert f"/stretch/picture/{NEUTRAL[place]}/still.svg" in picture(own)


def test_a_name_that_somebody_typed_is_only_text():
    own = replace(BRIDGE, name='<script>"&', own=True)

    shown = picture(own)

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_no_picture_needs_a_style_or_a_script_of_the_page():
    for exercise in EXERCISES.values():
        assert not re.search(r'\bstyle=|\bon[a-z]+="|<script|<style', picture(exercise))


def test_a_file_is_kept_for_good_under_the_address_that_names_its_version(dashboard):
    answer = dashboard.client.get(address(picture(BRIDGE)))

    assert answer.mimetype == "image/svg+xml"
    assert answer.cache_control.private
    assert answer.cache_control.immutable
    assert answer.cache_control.max_age == 365 * 86_400
    assert answer.get_etag()[0]


@pytest.mark.parametrize("version", ["", "?v=0123456789abcdef"])
def test_under_another_address_it_is_asked_for_each_time(dashboard, version):
    answer = dashboard.client.get(f"/stretch/picture/bridge/still.svg{version}")

    assert answer.cache_control.no_cache
    assert answer.cache_control.max_age is None

    again = dashboard.client.get("/stretch/picture/bridge/still.svg", headers={"If-None-Match": answer.headers["ETag"]})

    assert again.status_code == 304


def test_what_it_shows_differs_and_so_do_the_versions(dashboard):
    files = [dashboard.client.get(f"/stretch/picture/bridge/{showing}.svg") for showing in Showing]

    assert len({file.data for file in files}) == len({file.get_etag() for file in files}) == len(Showing)
    assert [b"<animate" in file.data for file in files] == [showing is Showing.MOVING for showing in Showing]


def test_a_file_has_its_own_colours_for_light_and_dark_and_fetches_nothing(dashboard):
    answer = dashboard.client.get("/stretch/picture/bridge/still.svg")
    text = answer.get_data(as_text=True)

    assert "@media (prefers-color-scheme: dark)" in text
    assert not re.search(r"<script|\bhref=|url\(|@import", text)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["bridge/sideways.svg", "never-drawn/still.svg"])
def test_what_was_never_drawn_is_not_there(dashboard, path):
    assert dashboard.client.get(f"/stretch/picture/{path}").status_code == 404


def test_a_long_routine_is_light_without_its_pictures(dashboard):
    assert len(dashboard.page("/stretch/full-session")) < 150_000
