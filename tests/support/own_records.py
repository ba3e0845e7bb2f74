"""An exercise, a routine and a prescription of one's own, with every key that the content files know; for tests that change one."""

from __future__ import annotations

from typing import Any

WALL_SIT: dict[str, Any] = {
    "id": "my-wall-sit",
    "name": "Wall sit",
    "causes": ["weak_glutes"],
    "muscles": ["thighs", "glutes"],
    "place": "standing",
    "kind": "strengthen",
    "both_sides": False,
    "hold_s": 20.0,
    "sets": 2,
    "rest_s": 30.0,
    "ready_s": 8.0,
    "dose_source": "our default",
    "instructions": ["Lean against a wall.", "Slide down a little, and stay."],
    "feel": "The front of the thighs work.",
    "stop_if": ["A knee hurts."],
    "seat_check": "off_seat",
    "picture": "my-wall-sit",
}
"""One with few keys, which a person typed into the form."""


def exercise(**changes: Any) -> dict[str, Any]:
    """Return a record that can be read; a key whose change is `...` is left out."""
    record = {
        "id": "wall-slide",
        "name": "Wall slide",
        "causes": ["rounded_shoulders"],
        "muscles": ["upper_back"],
        "place": "standing",
        "kind": "strengthen",
        "both_sides": False,
        "hold_s": 2,
        "reps": 8,
        "rep_s": 5,
        "sets": 2,
        "rest_s": 30,
        "ready_s": 10,
        "dose_source": "our default",
        "instructions": ["Stand with your back to a wall.", "Slide your arms up and down."],
        "cues": ["Slowly."],
        "feel": "The upper back.",
        "easier": "Half as far.",
        "harder": "More slowly.",
        "stop_if": ["Pain in a shoulder."],
        "not_if": ["A frozen shoulder."],
        "seat_check": "off_seat",
        "picture": "doorway-chest-stretch",
        "source": [{"title": "A leaflet", "where": "example.org"}],
    }
    return _changed(record, changes)


def routine(**changes: Any) -> dict[str, Any]:
    """Return a record that can be read; a key whose change is `...` is left out."""
    record = {
        "id": "my-break",
        "title": "My break",
        "when": "Before lunch.",
        "intro": "A wall is all you need.",
        "prompts": ["stand"],
        "step": [{"exercise": "walk-a-little"}, {"exercise": "heel-raise", "reps": 5, "ready_s": 4}],
    }
    return _changed(record, changes)


def prescription(**changes: Any) -> dict[str, Any]:
    """Return a record that can be read; a key whose change is `...` is left out."""
    record = {"exercise": "bridge", "sets": 2, "weekdays": [4, 0, 2], "by": "Ms Frei", "note": "Slowly."}
    return _changed(record, changes)


def _changed(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (record | changes).items() if value is not ...}
