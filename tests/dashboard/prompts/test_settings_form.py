"""How somebody wants to be prompted, typed into a form."""

from __future__ import annotations

import dataclasses
import gettext

import pytest

from chairpi.core.prompting.tuning import with_changes
from chairpi.core.settings import PromptSettings
from chairpi.core.time_of_day.hours import WEEKDAYS
from chairpi.dashboard.prompts.setting_names import GROUPS, NAMES, unit_of
from chairpi.dashboard.prompts.settings_form import changes_of_form, groups
from chairpi.language.words import catalogue_in_place, speaking
from chairpi.link.request_fields import N_MOST
from chairpi.link.requests import request_from

USUAL = PromptSettings()
OWN = PromptSettings(stand_after_min=45.0, slide_prompts=False, working_hours=("Mon-Fri 08:30-12:00",))


def form_of(settings, **typed):
    """What a browser sends when nothing but `typed` was changed."""
    form = {}
    for group in groups(settings, USUAL):
        for field in group.fields:
            if field.control != "tick":
                form[field.name] = field.value
            elif field.value:
                form[field.name] = "yes"
    return {name: text for name, text in (form | typed).items() if text is not None}


class German(gettext.NullTranslations):
    """A catalogue of the days of the week."""

    def gettext(self, message):
        return dict(zip(WEEKDAYS, ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), strict=True)).get(message, message)


@pytest.mark.parametrize(
    "typed", ["Mo-Fr 08:30-12:00", "mo–fr 08:30-12:00", "Mo.-Fr. 08:30-12:00", "Mon-Fri 08:30-12:00"]
)
def test_hours_are_shown_with_the_days_of_the_page_and_read_in_either_language(typed):
    with catalogue_in_place("de", German()), speaking("de"):
        form = form_of(OWN)
        changes, errors = changes_of_form(form | {"working_hours": typed}, USUAL, USUAL)

    assert form["working_hours"] == "Mo-Fr 08:30-12:00"
    assert form["quiet_hours"] == "Mo-So 22:00-07:00"
    assert not errors
    assert [range.replace("–", "-") for range in changes["working_hours"]] == ["Mon-Fri 08:30-12:00"]


def test_every_setting_stands_on_the_page_once_with_a_name():
    names = [name for _, group in GROUPS for name in group]

    assert sorted(names) == sorted(NAMES) == sorted(field.name for field in dataclasses.fields(PromptSettings))


@pytest.mark.parametrize("settings", [USUAL, OWN], ids=["usual", "own"])
def test_a_form_that_was_not_touched_changes_nothing(settings):
    assert changes_of_form(form_of(settings), settings, USUAL) == ({}, {})


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        pytest.param({"stand_after_min": "20"}, {"stand_after_min": 20.0}, id="a number"),
        pytest.param({"stand_after_min": "22,5"}, {"stand_after_min": 22.5}, id="a comma"),
        pytest.param({"slide_prompts_per_hour": "1"}, {"slide_prompts_per_hour": 1}, id="a whole number"),
        pytest.param({"vibration": None}, {"vibration": False}, id="a tick taken away"),
        pytest.param(
            {"working_hours": "Mon-Fri 08:30-12:00\r\n Mon-Thu 13:00-17:00 \r\n\r\nSat 10:00-12:00"},
            {"working_hours": ["Mon-Fri 08:30-12:00", "Mon-Thu 13:00-17:00", "Sat 10:00-12:00"]},
            id="several ranges for a weekday",
        ),
        pytest.param({"holidays": "2026-12-24..2027-01-02"}, {"holidays": ["2026-12-24..2027-01-02"]}, id="a holiday"),
        pytest.param({"quiet_hours": ""}, {"quiet_hours": []}, id="none at all"),
        pytest.param(
            {"chime_after_min": "20", "firm_after_min": "30", "silent_after_min": "40"},
            {"chime_after_min": 20.0, "firm_after_min": 30.0, "silent_after_min": 40.0},
            id="three that only go together",
        ),
    ],
)
def test_what_was_typed_is_what_changes(typed, changes):
    found, errors = changes_of_form(form_of(USUAL, **typed), USUAL, USUAL)

    assert (found, errors) == (changes, {})
    assert with_changes(USUAL, found, USUAL) != USUAL


def test_what_is_usual_again_goes_back_to_the_default():
    changes, _ = changes_of_form(form_of(USUAL), OWN, USUAL)

    assert changes == {"stand_after_min": None, "slide_prompts": None, "working_hours": None}
    assert with_changes(OWN, changes, USUAL) == USUAL


@pytest.mark.parametrize(
    ("typed", "name", "says"),
    [
        pytest.param({"stand_after_min": ""}, "stand_after_min", "a number from 1 to 240 min", id="empty"),
        pytest.param({"stand_after_min": "soon"}, "stand_after_min", "a number from 1 to 240 min", id="no number"),
        pytest.param({"stand_after_min": "nan"}, "stand_after_min", "goes from 1 to 240 min", id="not a number"),
        pytest.param({"stand_after_min": "500"}, "stand_after_min", "and 500 is outside", id="too large"),
        pytest.param({"prompts_per_hour": "1.5"}, "prompts_per_hour", "whole number", id="no whole number"),
        pytest.param({"working_hours": "Mon-Fri 8-12"}, "working_hours", "Mon-Fri 8-12", id="no range"),
        pytest.param({"holidays": "Christmas"}, "holidays", "Christmas", id="no date"),
        pytest.param({"quiet_hours": "x" * 65}, "quiet_hours", "longer than 64 letters", id="a long line"),
        pytest.param({"holidays": "2026-12-24\n" * 65}, "holidays", "65 lines, and there is room for 64", id="a book"),
        pytest.param(
            {"chime_after_min": "11"}, "chime_after_min", "“Soft chime after”", id="two that do not go together"
        ),
        pytest.param(
            {"part_break_min_s": "90"}, "part_break_min_s", "“A break is, at least”", id="more than the whole"
        ),
    ],
)
def test_what_is_to_be_corrected_is_said_where_it_stands(typed, name, says):
    _, errors = changes_of_form(form_of(USUAL, **typed), USUAL, USUAL)

    assert set(errors) == {name}
    assert says in errors[name]
    assert errors[name].endswith(".")
    assert name not in errors[name]


def test_everything_that_is_to_be_corrected_is_said_at_once():
    _, errors = changes_of_form(form_of(USUAL, stand_after_min="0", holidays="soon"), USUAL, USUAL)

    assert set(errors) == {"stand_after_min", "holidays"}


def test_what_was_typed_stays_in_the_form_until_it_is_right():
    typed = form_of(USUAL, stand_after_min="500", vibration=None)

    shown = {
        field.name: field
        for group in groups(USUAL, USUAL, typed, {"stand_after_min": "Too long."})
        for field in group.fields
    }

    assert shown["stand_after_min"].value == "500"
    assert shown["stand_after_min"].error == "Too long."
    assert shown["vibration"].value is False
    assert [
        group.title for group in groups(USUAL, USUAL, typed, {"stand_after_min": "Too long."}) if group.has_error
    ] == ["Standing up"]


@pytest.mark.parametrize("field", dataclasses.fields(PromptSettings), ids=lambda field: field.name)
def test_every_number_has_a_unit_and_every_setting_says_what_it_does(field):
    shown = next(one for group in groups(USUAL, USUAL) for one in group.fields if one.name == field.name)

    assert shown.help.endswith(".")
    assert "_" not in shown.help
    assert shown.default
    assert bool(unit_of(field.name)) == (shown.control in ("number", "whole"))


def test_what_the_form_lets_through_is_what_a_request_may_hold():
    changes, errors = changes_of_form(form_of(USUAL, holidays="2026-12-24\n" * N_MOST), USUAL, USUAL)

    assert errors == {}
    assert request_from({"request": "choose_settings", "changes": changes}, 0.0).changes == changes
