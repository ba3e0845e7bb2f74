"""The drawings as the pages show them."""

import re
from dataclasses import replace

import pytest

from chairpi.dashboard.stretch.exercise_picture import NEUTRAL, picture
from chairpi.programme.exercises import Place
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.library import load_library

EXERCISES = load_library().exercises
BRIDGE = EXERCISES["bridge"]


def test_every_exercise_has_a_picture_with_its_name():
    for exercise in EXERCISES.values():
        assert f">{exercise.name}</title>" in picture(exercise)


def test_two_pictures_of_one_page_share_no_id():
    ids = re.findall(r'\bid="([^"]+)"', picture(BRIDGE) + picture(BRIDGE) + picture(BRIDGE, phase="start"))

    assert len(ids) == len(set(ids)) == 6


def test_a_picture_can_move_and_its_button_waits_for_a_script():
    shown = picture(BRIDGE)

    assert "<animate" in shown
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

    assert "<animate" not in shown
    assert "<button" not in shown


def test_the_start_and_the_end_are_different_drawings():
    def bodies(phase):
        return re.findall(r'd="([^"]+)"', picture(BRIDGE, phase=phase))

    assert bodies("start") != bodies("end")


def test_a_phase_that_is_none_is_refused():
    with pytest.raises(ValueError, match="middle"):
        picture(BRIDGE, phase="middle")


@pytest.mark.parametrize("place", Place)
def test_an_unknown_picture_becomes_a_neutral_figure_of_the_place(place):
    own = replace(BRIDGE, place=place, picture="never-drawn", own=True)

    assert load_pictures()[NEUTRAL[place]].describe in picture(own)


def test_a_name_that_somebody_typed_is_only_text():
    own = replace(BRIDGE, name='<script>"&', own=True)

    shown = picture(own)

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_no_picture_needs_a_style_or_a_script_of_its_own():
    for exercise in EXERCISES.values():
        shown = picture(exercise)
        assert not re.search(r'\bstyle=|\bon[a-z]+="|<script|<style|url\(', shown)
