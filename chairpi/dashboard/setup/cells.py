"""The second step: how many load cells there are and where, as a layout whose places can be corrected."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chairpi.config.tables import NOT_FITTED, CellConfig, Config
from chairpi.core.seat import BACK_LOWER, BACK_UPPER, SEAT
from chairpi.dashboard.now.seat_picture import Drawing, Layout, layout
from chairpi.dashboard.now.words import as_sentence, cell_label
from chairpi.dashboard.services import services
from chairpi.dashboard.settings.changing import apply_settings, change_cells, take_back
from chairpi.errors import ConfigError
from chairpi.language.words import N_, _, translated

FURTHEST_MM = 300
"""No cell is further from the middle [mm]: the widest office seats are some 550 mm across. Our choice."""
AS_IT_IS = "own"

_FITTED = {cell.name: cell for cell in Config().cells}
"""The cells with the pins of firmware-config/wiring.md."""
_FRONT = replace(_FITTED["seat_front_left"], name="seat_front", ap_mm=160.0, ml_mm=0.0)
_REAR = tuple(
    replace(_FITTED[name], ap_mm=-140.0, ml_mm=ml_mm)
    for name, ml_mm in (("seat_rear_left", -150.0), ("seat_rear_right", 150.0))
)
LAYOUTS: dict[str, tuple[str, tuple[CellConfig, ...]]] = {
    "three": (N_("Three under the seat"), (_FRONT, *_REAR)),
    "four": (N_("Four under the seat"), tuple(cell for cell in _FITTED.values() if cell.name.startswith(SEAT))),
    "six": (N_("Four under the seat, two in the backrest"), tuple(_FITTED.values())),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One cell in the form: name, what it is called, what the fields hold, its pins, and what is to be corrected."""

    name: str
    label: str
    in_seat: bool
    ap_mm: str
    ml_mm: str
    dout_gpio: int
    pd_sck_gpio: int


def fitted() -> tuple[CellConfig, ...]:
    """The cells as they are configured."""
    return services().configured.layers.config.cells


def cells_of(name: str) -> tuple[CellConfig, ...]:
    """The cells of a layout: those that are fitted already keep their pins and values, and a chair without pins gets none."""
    present = {cell.name: cell for cell in fitted()}
    if name not in LAYOUTS:
        return fitted()
    wired = any(cell.dout_gpio != NOT_FITTED for cell in present.values())

    def cell_of(cell: CellConfig) -> CellConfig:
        if known := present.get(cell.name):
            return replace(known, ap_mm=cell.ap_mm, ml_mm=cell.ml_mm)
        return cell if wired else replace(cell, dout_gpio=NOT_FITTED, pd_sck_gpio=NOT_FITTED)

    return tuple(map(cell_of, LAYOUTS[name][1]))


def present_layout() -> str:
    """The layout whose cells are fitted, wherever they are; "own" for any other."""
    names = {cell.name for cell in fitted()}
    return next((key for key, (_words, cells) in LAYOUTS.items() if {c.name for c in cells} == names), AS_IT_IS)


def values(form: Mapping[str, str]) -> dict[str, object]:
    """What the page shows: the chosen layout, drawn, and its places."""
    chosen = form.get("layout", "")
    cells = cells_of(chosen) if chosen != present_layout() else fitted()
    pins_used = not all(cell.dout_gpio < 0 for cell in cells)
    return {
        "layouts": {key: translated(words) for key, (words, _cells) in LAYOUTS.items()},
        "chosen_layout": chosen if chosen in LAYOUTS else present_layout(),
        "is_present": chosen in ("", AS_IT_IS, present_layout()),
        "rows": [_row(cell, form) for cell in cells],
        "seat": picture(cells),
        "drawing": still(cells),
        "furthest_mm": FURTHEST_MM,
        "pins_used": pins_used,
    }


def _row(cell: CellConfig, form: Mapping[str, str]) -> Row:
    in_seat = cell.name.startswith(SEAT)
    return Row(
        cell.name,
        cell_label(cell.name),
        in_seat,
        form.get(f"{cell.name}.ap_mm", f"{cell.ap_mm:g}" if in_seat else ""),
        form.get(f"{cell.name}.ml_mm", f"{cell.ml_mm:g}"),
        cell.dout_gpio,
        cell.pd_sck_gpio,
    )


def picture(cells: Sequence[CellConfig]) -> Layout:
    """The seat with these cells."""
    return layout(
        [
            {"cell": cell.name, "ap_mm": cell.ap_mm if math.isfinite(cell.ap_mm) else None, "ml_mm": cell.ml_mm}
            for cell in cells
        ]
    )


def still(cells: Sequence[CellConfig]) -> Drawing:
    """The same seat with nothing on it."""
    return {
        "cells": [{"radius": 0.0, "figure": "", "force": "", "lost": False} for _cell in cells],
        "cop": None,
        "reference": None,
        "trail": [],
    }


def save(form: Mapping[str, str]) -> str:
    """Fit the cells that the form says, and let the chair take them over; else as `place_and_time.save`."""
    if "as_it_is" in form:
        return _("All right, the cells stay as they are.")
    chosen = form.get("layout", "")
    cells = tuple(_placed(cell, form) for cell in (cells_of(chosen) if chosen != present_layout() else fitted()))
    try:
        picture(cells)
        change = change_cells(cells)
    except (ConfigError, ZeroDivisionError) as error:
        why = as_sentence(str(error)) if isinstance(error, ConfigError) else ""
        raise ValueError(_("The cells cannot be like that. %(why)s", why=why).rstrip()) from error
    if not change.changed:
        return _("All right, the cells stay as they are.")
    answer = apply_settings()
    if answer.http_status == 409:
        take_back(change)
        raise ValueError(answer.text)
    return answer.text


def _placed(cell: CellConfig, form: Mapping[str, str]) -> CellConfig:
    """The cell where the form says it is."""
    ml_mm = _millimetres(cell, form.get(f"{cell.name}.ml_mm", ""))
    if cell.name.startswith((BACK_UPPER, BACK_LOWER)):
        return replace(cell, ml_mm=ml_mm)
    return replace(cell, ap_mm=_millimetres(cell, form.get(f"{cell.name}.ap_mm", "")), ml_mm=ml_mm)


def _millimetres(cell: CellConfig, text: str) -> float:
    try:
        place_mm = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        place_mm = math.nan
    if not -FURTHEST_MM <= place_mm <= FURTHEST_MM:
        raise ValueError(
            _(
                "The place of the cell %(cell)s is a number from −%(furthest)s to %(furthest)s mm, and “%(typed)s” is not.",
                cell=cell_label(cell.name),
                furthest=FURTHEST_MM,
                typed=text,
            )
        )
    return place_mm
