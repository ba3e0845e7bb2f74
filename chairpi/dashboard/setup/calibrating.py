"""The steps from the wiring check to the map: the guided calibration of the sensor process, a part of it on each page."""

from __future__ import annotations

from typing import cast

from flask import url_for

from chairpi.calibration.guided_sentences import NEXT
from chairpi.dashboard.chair import calibrate
from chairpi.dashboard.chair import calibration_view as view
from chairpi.dashboard.chair.calibration_state import Following, State, seat_cells
from chairpi.dashboard.heard import heard
from chairpi.dashboard.services import services
from chairpi.errors import LinkError
from chairpi.language.words import N_, _, translated
from chairpi.link.client import send_command

STEPS = ("wiring", "zero", "span", "map")
TEXTS = {
    "wiring": N_("Take everything off the seat, step back, and let it be measured at rest."),
    "tare": NEXT["tare"],
}
"""What is to be done where this step asks for something else than the chair's own suggestion."""
BEGIN_WITH_WIRES = N_("Begin with nothing on the seat. This check changes nothing unless you accept what it found.")
MASSES = frozenset({"span", "corner", "known", "feet_off"})


def values(step: str) -> dict[str, object]:
    """What the page of one of these steps shows."""
    state, why = calibrate.present_state()
    if state is None:
        return calibrate.shown(None, why) | {"done": False, "next": ""}
    following = following_of(step, state)
    asked: dict[str, object] = {"next": following}
    if following is not None and following != state["next"]:
        asked["text"] = translated(TEXTS[following["action"]])
    if step == "wiring" and state["step"] == "idle":
        asked["text"] = translated(BEGIN_WITH_WIRES)
    shown = calibrate.shown(cast(State, {**state, **asked}), "")
    if step == "wiring" and state["step"] == "idle":
        shown["heading"] = _("One corner after the other")
    shown |= {"key": view.key_of(state), "done": is_done(step, state) and state["measuring"] is None}
    shown |= {"stages": [], "last_action": ""}  # the first run has steps of its own
    return shown | {"next": url_for("setup.step", step=step), "found": [heard(text) for text in _found(state)]}


def following_of(step: str, state: State) -> Following | None:
    """What this step asks for next; the chair's own suggestion goes through all of them."""
    own = state["next"]
    if own is None:
        return None
    if step == "wiring" and not view.rested(state):
        return {"action": "wiring"}
    if step != "wiring" and own["action"] == "wiring":
        return {"action": "tare"}
    return own


def is_done(step: str, state: State) -> bool:
    """Whether the calibration that is under way, or the one just finished, has what this step is for."""
    done = {one["action"] for one in state["done"]}
    if step == "wiring":
        return _wiring_is_well(state)
    if step == "zero":
        return "tare" in done
    if step == "span":
        return bool(done & MASSES)
    return state["step"] == "finished"


def finish_with_what_there_is() -> None:
    """Use what was measured so far, where that is enough; where it is not, the chair goes on with the calibration that it has."""
    state, _why = calibrate.present_state()
    if state is not None and state["can_finish"]:
        try:
            send_command(services().link_dir, {"request": "calibration", "action": "finish"})
        except LinkError:  # the page that comes next says that the chair does not answer
            return


def _wiring_is_well(state: State) -> bool:
    wiring = state["wiring"]
    if wiring is None:
        return False
    seat = {cell["cell"] for cell in seat_cells(state)}
    latest = {press["pressed"]: press["answered"] for press in wiring["presses"]}
    whole = set(latest) == seat and set(latest.values()) == seat
    own = state["next"]
    return whole and (own is None or own["action"] != "wiring") and (wiring["accepted"] or not wiring["acceptable"])


def _found(state: State) -> list[str]:
    return state["wiring"]["text"] if state["wiring"] else []
