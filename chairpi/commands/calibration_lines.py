"""What may be said in a guided calibration, and what each line asks of the sensor process."""

from __future__ import annotations

import re
from typing import Any

from chairpi.link.protocol import Message

HELP = """\
Enter               do what was just said
10 kg               the same, with this mass
tare                set the zero: nothing on the seat (tare sure: even if it reads a person's weight)
span 10 kg          the mass lies in the middle
corner front left   the mass lies over this cell
known at 150:0      the mass lies 150 mm in front of the middle, 0 mm to the right
feet off 70 kg      somebody of this mass sits, feet off the floor, back off the backrest: one posture
wiring              wiring check: measure the seat at rest, then: press front left, and so on
accept              put right in software what the wiring check found
show                what each cell says now
undo                take back the last step, or the calibration just finished
finish              make the new calibration and use it
quit                end; what is not finished is forgotten
On a simulated chair: place 10 kg at 150:-150, empty, sitter, spoil 3, swap front left and rear left, invert front left."""

MASS = r"(?:(?P<mass>\d+(?:\.\d+)?)\s*(?:kg)?)"
PLACE = r"(?P<ap>-?\d+(?:\.\d+)?)\s*:\s*(?P<ml>-?\d+(?:\.\d+)?)(?:\s*mm)?"
CELL = r"(?P<cell>[a-z_ ]+?)"

LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("start", {"action": "start"}),
    ("tare", {"action": "tare"}),
    ("tare sure", {"action": "tare", "sure": True}),
    (rf"span(?: {MASS})?", {"action": "span"}),
    (rf"corner {CELL}(?: {MASS})?", {"action": "corner"}),
    (rf"known(?: {MASS})? at {PLACE}", {"action": "known"}),
    (rf"feet off(?: {MASS})?", {"action": "feet_off"}),
    ("wiring", {"action": "wiring"}),
    (rf"press {CELL}", {"action": "wiring"}),
    ("accept", {"action": "wiring", "accept": True}),
    ("undo", {"action": "undo"}),
    ("finish", {"action": "finish"}),
    (rf"place {MASS} at {PLACE}", {"request": "simulate"}),
    ("empty", {"request": "simulate", "place_kg": 0}),
    ("sitter", {"request": "simulate", "sitter": True}),
    (r"spoil (?P<seed>\d+)", {"request": "simulate"}),
    (rf"swap {CELL} and (?P<other>[a-z_ ]+)", {"request": "simulate"}),
    (rf"invert {CELL}", {"request": "simulate"}),
)
"""What may be said, and what it asks of the sensor process; numbers and cells are filled in from the line."""

Cells = list[dict[str, Any]]


class NotUnderstood(ValueError):  # noqa: N818  # a refusal in words and no defect
    """A line says nothing that can be done; the message says what was found."""


def message_of(line: str, cells: Cells) -> Message:
    """What a line asks of the sensor process.

    Parameters
    ----------
    line
        One answer, without its end.
    cells
        The cells of the state, each with `cell` and `label`.

    Raises
    ------
    NotUnderstood
        The line is none of `LINES`, or names no cell.
    """
    text = " ".join(line.lower().split())
    for pattern, fields in LINES:
        found = re.fullmatch(pattern, text)
        if found is not None:
            message: Message = {"request": "calibration", **fields}
            return {**message, **_filled(found.groupdict(), message, text, cells)}
    raise NotUnderstood(f"{line.strip()!r} is not understood; say help for what can be said")


def _filled(parts: dict[str, Any], message: Message, text: str, cells: Cells) -> Message:
    simulated = message["request"] == "simulate"
    filled: Message = {}
    if parts.get("mass") is not None:
        filled["place_kg" if simulated else "mass_kg"] = float(parts["mass"])
    if parts.get("ap") is not None:
        filled |= {"ap_mm": float(parts["ap"]), "ml_mm": float(parts["ml"])}
    if parts.get("seed") is not None:
        filled["spoil_seed"] = int(parts["seed"])
    if parts.get("cell") is not None:
        name = _cell(parts["cell"], cells)
        if parts.get("other") is not None:
            filled["swap"] = [name, _cell(parts["other"], cells)]
        else:
            filled["invert" if text.startswith("invert") else "cell"] = name
    return filled


def _cell(said: str, cells: Cells) -> str:
    for cell in cells:
        if said in (cell["cell"], cell["label"]):
            return str(cell["cell"])
    raise NotUnderstood(f"no cell is called {said!r}; there are {', '.join(cell['label'] for cell in cells)}")
