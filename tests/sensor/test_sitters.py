import dataclasses
import logging
from pathlib import Path

import pytest

from chairpi.core.events.presence import SatDown, SitterChosen
from chairpi.core.events.prompting import SettingsChosen
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.settings import PromptSettings
from chairpi.core.upright.reference import Reference
from chairpi.sensor.sitters import change_sitters, known_sitters, reference_of, settings_of
from chairpi.store.history import History
from chairpi.store.view import HistoryView

UTC_S = 1_795_000_000.0
DEFAULTS = PromptSettings(stand_after_min=40.0)
REFERENCE = ReferenceSet(200.0, ReferenceSource.GUIDED, 4.0, -1.0, 702.0, None, None, 0.0, (1.0, 2.0, None))


def test_the_chair_knows_each_sitter_with_their_reference_and_settings(tmp_path: Path) -> None:
    with History.open(tmp_path / "history.db", "boot-a", 0.0, UTC_S) as history:
        anna = change_sitters(history.people, {"request": "sitters", "action": "add", "name": "Anna"}, UTC_S)
        chosen = SettingsChosen(210.0, anna, {"working_hours": ["Mon-Fri 08:30-12:00"], "snooze_min": 10.0})
        history.record([SitterChosen(100.0, 100.0, anna, False), REFERENCE, chosen], UTC_S)
        known = known_sitters(history.people, DEFAULTS, 3)

    annas = dataclasses.replace(DEFAULTS, working_hours=("Mon-Fri 08:30-12:00",), snooze_min=10.0)
    assert known[0] == KnownSitter(1, "Me", None, DEFAULTS)
    assert (known[1].sitter_id, known[1].name, known[1].settings) == (anna, "Anna", annas)
    assert known[1].reference is not None
    assert known[1].reference.as_event(200.0) == REFERENCE


def test_a_reference_from_when_the_chair_had_other_cells_keeps_load_and_centre() -> None:
    reference = reference_of(REFERENCE, 4)

    assert reference == Reference.from_event(dataclasses.replace(REFERENCE, force_n=None))


def test_what_cannot_be_used_of_the_settings_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    chosen = {"snooze_min": 10.0, "colour": "red", "stand_after_min": 1e6, "ramp": False, "holidays": ["once"]}

    with caplog.at_level(logging.WARNING):
        settings = settings_of(chosen, DEFAULTS)

    assert settings == dataclasses.replace(DEFAULTS, snooze_min=10.0, ramp=False)
    assert [record.getMessage().split(":")[1].strip() for record in caplog.records] == [
        "colour",
        "stand_after_min",
        "holidays",
    ]


def test_settings_that_are_right_only_together_are_taken_together() -> None:
    chosen = {"chime_after_min": 20.0, "firm_after_min": 25.0, "silent_after_min": 30.0}

    assert settings_of(chosen, DEFAULTS) == dataclasses.replace(DEFAULTS, **chosen)


def test_sitters_are_added_renamed_and_removed_by_message(tmp_path: Path) -> None:
    with History.open(tmp_path / "history.db", "boot-a", 0.0, UTC_S) as history:
        people = history.people
        anna = change_sitters(people, {"request": "sitters", "action": "add", "name": "Anna"}, UTC_S)
        renamed = change_sitters(
            people, {"request": "sitters", "action": "rename", "sitter_id": 1, "name": "Ben"}, UTC_S
        )
        names = [sitter.name for sitter in people.sitters()]
        change_sitters(people, {"request": "sitters", "action": "remove", "sitter_id": anna}, UTC_S)
        removed = [sitter.name for sitter in people.sitters()]
        change_sitters(people, {"request": "sitters", "action": "remove", "sitter_id": anna, "erase": True}, UTC_S)

    assert (renamed, names, removed) == (1, ["Ben", "Anna"], ["Ben"])
    with History.open(tmp_path / "history.db", "boot-b", 0.0, UTC_S) as history:
        assert history.people.add("Anna", UTC_S) != anna


def test_what_was_measured_of_guests_is_erased_by_message(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with History.open(path, "boot-a", 0.0, UTC_S) as history:
        history.record([SitterChosen(90.0, 90.0, None, False), SatDown(103.0, 100.0, None, True)], UTC_S)
        history.keep()
        before = HistoryView(path).has_guests()
        about = change_sitters(history.people, {"request": "sitters", "action": "erase_guests"}, UTC_S)

        assert (before, about, HistoryView(path).has_guests()) == (True, None, False)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        pytest.param({}, "expected one of the actions add, rename, remove, erase_guests", id="no action"),
        pytest.param({"action": "eat", "sitter_id": 1}, "expected one of the actions", id="another action"),
        pytest.param({"action": "add"}, "with a name", id="no name"),
        pytest.param({"action": "add", "name": 3}, "with a name", id="a number for a name"),
        pytest.param({"action": "rename", "sitter_id": "1", "name": "Ben"}, "a sitter_id", id="a text for a number"),
        pytest.param({"action": "remove", "sitter_id": True}, "a sitter_id", id="yes for a number"),
        pytest.param({"action": "remove", "sitter_id": 1, "erase": "no"}, "erase is true or false, found 'no'", id="a word for yes or no"),
        pytest.param({"action": "remove", "sitter_id": 1}, "this is the only one who uses this chair", id="the only one"),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_refused_in_plain_words(tmp_path: Path, message: dict[str, object], said: str) -> None:
    with History.open(tmp_path / "history.db", "boot-a", 0.0, UTC_S) as history:
        with pytest.raises(ValueError, match=said):
            change_sitters(history.people, {"request": "sitters", **message}, UTC_S)

        assert [sitter.name for sitter in history.people.sitters()] == ["Me"]
