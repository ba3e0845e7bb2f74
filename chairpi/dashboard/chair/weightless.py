"""A guided calibration's state as everybody may be told it: who sits there and is not calibrating is weighed in shares only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from chairpi.dashboard.chair.calibration_state import UNDER_WAY, Done, State
from chairpi.dashboard.feed.weightless import LEAST_N
from chairpi.dashboard.now.words import G0_M_PER_S2
from chairpi.language.words import _

NOBODY_KG = LEAST_N / G0_M_PER_S2
"""With less than this on all cells together [kg] nobody sits: the figures are an empty seat's, and tell of no person."""


def told(state: Mapping[str, Any], *, shows_weight: bool) -> State:
    """The state with each cell's share, and without kilograms where they could be somebody's weight.

    Parameters
    ----------
    state
        As the sensor process tells it.
    shows_weight
        Whether loads are told in kilograms at any time, as the household chose.
    """
    total_kg = state["total_kg"]
    cells = [{**cell, "lost": cell["kg"] is None, "share": _share(cell["kg"], total_kg)} for cell in state["cells"]]
    if shows_weight or state["step"] in UNDER_WAY or _is_nobody(state):
        return cast(State, {**state, "in_kg": True, "cells": cells})
    hidden = {
        "in_kg": False,
        "cells": [{**cell, "kg": None, "counts": None} for cell in cells],
        "total_kg": None,
        "mass_kg": None,
        "done": [_without_person(one) for one in state["done"]],
    }
    return cast(State, {**state, **hidden})


def _without_person(done: Done) -> Done:
    """What was measured with the feet off the floor says what the person weighs."""
    if done["action"] != "feet_off":
        return done
    return {"action": "feet_off", "text": _("A posture with the feet off the floor.")}


def _is_nobody(state: Mapping[str, Any]) -> bool:
    """Also with a cell upside down, whose load is negative; never where a cell is not read."""
    loads_kg = [cell["kg"] for cell in state["cells"]]
    return None not in loads_kg and sum(map(abs, loads_kg)) < NOBODY_KG


def _share(mass_kg: float | None, total_kg: float | None) -> float | None:
    if mass_kg is None or total_kg is None or total_kg < NOBODY_KG:
        return None
    return round(mass_kg / total_kg, 3)
