"""The simulated chair with a mass put on it on purpose: the sitter steps aside while somebody calibrates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from chairpi.core.seat import SEAT, Seat
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.simulate.share import LoadShare

GAIN_FROM, GAIN_TO = 0.90, 1.08
"""Spread of cheap half-bridges' sensitivities that `spoil` draws from. Our choice, after the spread hobbyists report of sixteen cells
(hackaday.io/project/182680)."""

CROSS_TALK = 0.01
"""How much of one cell's force another reads after `spoil`, either way: a frame that is bent by one foot pulls at the next. Ours."""

FURTHEST_MM = 500.0
HEAVIEST_KG = 200.0


class Forces(Protocol):
    """What lies on the cells while nobody places anything: `chairpi.simulate.day.Day` is one."""

    def force_at(self, t_s: float) -> tuple[float, ...]:
        """Force on each cell [N] at an instant [s]."""


class Placed:
    """A simulated chair on which masses can be put, and whose cells can be made worse than the configuration says.

    Parameters
    ----------
    seat
        The cells.
    sitter
        What lies on them otherwise.
    upright_s
        When the sitter holds still upright, from and to [s]; `None`: never.
    """

    def __init__(self, seat: Seat, sitter: Forces, upright_s: tuple[float, float] | None = None) -> None:
        self._seat = seat
        self._sitter = sitter
        self._cells = seat.indices(SEAT)
        self._share = LoadShare(seat)
        self._placed_n: tuple[float, ...] | None = None
        self._upright_s = upright_s
        self._sits_upright = False
        self._mixing: tuple[tuple[float, ...], ...] | None = None

    @property
    def mixing(self) -> tuple[tuple[float, ...], ...] | None:
        """Row i: what cell i reports of a newton on each cell; `None`: just its own."""
        return self._mixing

    def force_at(self, t_s: float) -> tuple[float, ...]:
        """Force that each cell reports [N] at an instant [s], in the seat's order."""
        forces_n = self._placed_n
        if forces_n is None:
            forces_n = self._sitter.force_at(self._upright_at(t_s) if self._sits_upright else t_s)
        if self._mixing is None:
            return forces_n
        return tuple(sum(part * force_n for part, force_n in zip(row, forces_n, strict=True)) for row in self._mixing)

    def place(self, mass_kg: float, ap_mm: float = 0.0, ml_mm: float = 0.0) -> None:
        """Put a mass [kg] on the seat, at a place [mm], in place of whatever is there; 0 kg: an empty seat."""
        total_n = mass_kg * G0_M_PER_S2
        placed_n = [0.0] * len(self._seat.cells)
        if total_n > 0:
            for cell, force_n in zip(
                self._cells, self._share.at(total_n, total_n * ap_mm, total_n * ml_mm), strict=True
            ):
                placed_n[cell] = force_n
        self._placed_n = tuple(placed_n)

    def take_away(self) -> None:
        """The sitter comes back."""
        self._placed_n, self._sits_upright = None, False

    def sit_upright(self) -> None:
        """The sitter comes back and stays as they are when they hold still upright, until something else is asked.

        Raises
        ------
        ValueError
            They never do.
        """
        if self._upright_s is None:
            raise ValueError("simulate: nobody sits upright on this simulated chair")
        self._placed_n, self._sits_upright = None, True

    def _upright_at(self, t_s: float) -> float:
        """A time in which they sit upright [s]: there and back again through those seconds, so that nothing jumps."""
        begin_s, end_s = self._upright_s or (t_s, t_s)
        length_s = max(end_s - begin_s, 1e-9)
        return begin_s + length_s - abs(math.fmod(t_s, 2 * length_s) - length_s)

    def spoil(self, seed: int) -> None:
        """Give the seat cells other gains than configured, and cross-talk; the same seed is the same chair."""
        rng = np.random.default_rng(seed)
        n_cells = len(self._cells)
        mixing = np.eye(len(self._seat.cells))
        cross_talk = rng.uniform(-CROSS_TALK, CROSS_TALK, (n_cells, n_cells))
        np.fill_diagonal(cross_talk, 0.0)
        gains = rng.uniform(GAIN_FROM, GAIN_TO, n_cells)
        mixing[np.ix_(self._cells, self._cells)] = gains[:, np.newaxis] * (np.eye(n_cells) + cross_talk)
        self._mixing = tuple(tuple(row) for row in mixing.tolist())

    def rewire(self, *, swap: Sequence[str] = (), invert: Sequence[str] = ()) -> None:
        """Swap the wires of two cells, and turn cells upside down, on top of what is already so."""
        rows = list(self._mixing or tuple(tuple(row) for row in np.eye(len(self._seat.cells)).tolist()))
        index = {name: i for i, name in enumerate(self._seat.names)}
        for name in invert:
            rows[index[name]] = tuple(-part for part in rows[index[name]])
        if swap:
            one, other = (index[name] for name in swap)
            rows[one], rows[other] = rows[other], rows[one]
        self._mixing = tuple(rows)

    def ask(self, message: Mapping[str, object]) -> None:
        """Do what a message of the live link asks.

        Parameters
        ----------
        message
            `{"request": "simulate", ...}` with `place_kg` and, if wanted, `ap_mm` and `ml_mm`; or `sitter`: true; or `upright`: true; or
            `spoil_seed`; or `swap`, two names; or `invert`, one name.

        Raises
        ------
        ValueError
            It is none of these; the message says what was found.
        """
        fields = {key: value for key, value in message.items() if key != "request"}
        match fields:
            case {"place_kg": _}:
                unknown = fields.keys() - {"place_kg", "ap_mm", "ml_mm"}
                if unknown:
                    raise ValueError(f"simulate: unknown field {sorted(unknown)[0]!r}")
                self.place(
                    _number(fields, "place_kg", 0.0, HEAVIEST_KG),
                    _number(fields, "ap_mm", -FURTHEST_MM, FURTHEST_MM),
                    _number(fields, "ml_mm", -FURTHEST_MM, FURTHEST_MM),
                )
            case {"sitter": True}:
                self.take_away()
            case {"upright": True}:
                self.sit_upright()
            case {"spoil_seed": int(seed)} if seed >= 0:
                self.spoil(seed)
            case {"swap": [str(one), str(other)]} if {one, other} <= set(self._seat.names):
                self.rewire(swap=(one, other))
            case {"invert": str(name)} if name in self._seat.names:
                self.rewire(invert=(name,))
            case _:
                raise ValueError(
                    f"simulate: place_kg, sitter, upright, spoil_seed, swap or invert is needed, found {dict(fields)!r}"
                )


def _number(fields: Mapping[str, object], key: str, low: float, high: float) -> float:
    value = fields.get(key, 0.0)
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not (math.isfinite(value) and low <= value <= high)
    ):
        raise ValueError(f"simulate: {key} is a number from {low:g} to {high:g}, found {value!r}")
    return float(value)
