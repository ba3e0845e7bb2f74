"""Which cell is where: the answer to "press the front left corner", and what all corners together say about the wires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration import guided_sentences as sentences
from chairpi.core.calibration import Calibration
from chairpi.core.seat import SEAT, Seat
from chairpi.core.weighing.load import G0_M_PER_S2

Array = NDArray[np.float64]

PRESSED_N = 20.0
"""A press counts from here [N]: 2 kg, which a hand gives easily and a cable that is touched does not. Our choice."""

CLEAR_FRACTION = 0.5
"""The answer is clear when no other cell changes by more than this part of the strongest. A press beside the middle gives more.
Our choice."""


@dataclass(frozen=True, slots=True)
class Press:
    """What happened when one corner was pressed.

    Parameters
    ----------
    pressed
        The cell over which the corner lies, by name.
    answered
        The cell that changed most, by name.
    change_n
        Change of each seat cell [N] by the spans of before: negative where the output fell.
    """

    pressed: str
    answered: str
    change_n: tuple[float, ...]

    @property
    def strength_n(self) -> float:
        """Change of the cell that answered [N]; negative where its output fell."""
        return max(self.change_n, key=abs)

    @property
    def others_fraction(self) -> float:
        """Strongest change of another cell as a part of that of the one that answered."""
        sizes = sorted(map(abs, self.change_n))
        return sizes[-2] / sizes[-1] if sizes[-1] else 1.0

    @property
    def clear(self) -> bool:
        """Whether one cell answered, and strongly enough."""
        return abs(self.strength_n) >= PRESSED_N and self.others_fraction <= CLEAR_FRACTION


@dataclass(frozen=True, slots=True)
class Wiring:
    """What presses on the corners say.

    Parameters
    ----------
    answers
        For each corner pressed, by its cell's name: the cell that answered.
    inverted
        Cells whose output falls under load while the calibration says that it rises, or the other way round.
    swapped
        Cells that answer for another's corner.
    missing
        Cells whose corner has not been pressed yet.
    one_for_all
        The one cell that answered to every corner, where there is one.
    unclear
        Corners that must be pressed again: another cell answered nearly as strongly, or one answered for two corners.
    """

    answers: Mapping[str, str]
    inverted: tuple[str, ...]
    swapped: tuple[str, ...]
    missing: tuple[str, ...]
    one_for_all: str | None
    unclear: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every corner was pressed and each was answered by a cell of its own."""
        return not self.missing and not self.unclear and self.one_for_all is None

    @property
    def acceptable(self) -> bool:
        """Whether there is something to put right that can be put right in software."""
        return self.whole and bool(self.inverted or self.swapped)


@dataclass(frozen=True, slots=True)
class Noise:
    """One cell at rest: root mean square noise of a frame [counts], and as a force [N]."""

    cell: str
    noise_counts: float
    noise_n: float

    @property
    def noise_g(self) -> float:
        """Noise as a mass [g]."""
        return self.noise_n / G0_M_PER_S2 * 1000.0


def press(seat: Seat, calibration: Calibration, pressed: str, rest_counts: Array, counts: Array) -> Press:
    """Tell which cell answered to a press.

    Parameters
    ----------
    seat, calibration
        The cells, and spans that are roughly right.
    pressed
        Name of the seat cell whose corner was pressed.
    rest_counts, counts
        Shape (n_cells,) [counts], before and during the press.
    """
    cells = list(seat.indices(SEAT))
    change_n = ((counts - rest_counts) / np.array(calibration.counts_per_n))[cells]
    strongest = int(np.nanargmax(np.abs(change_n)))
    return Press(pressed, seat.seat_cells[strongest].name, tuple(float(value) for value in np.nan_to_num(change_n)))


def wiring(seat: Seat, presses: Sequence[Press]) -> Wiring:
    """Put presses together; of several on one corner the last counts."""
    latest = {one.pressed: one for one in presses}
    names = [cell.name for cell in seat.seat_cells]
    answers = {name: latest[name].answered for name in names if name in latest}
    given = list(answers.values())
    one_for_all = given[0] if len(given) >= 3 and len(set(given)) == 1 else None
    unclear = tuple(
        name
        for name, answered in answers.items()
        if one_for_all is None and (not latest[name].clear or given.count(answered) > 1)
    )
    return Wiring(
        answers=answers,
        inverted=tuple(
            latest[name].answered
            for name in answers
            if latest[name].strength_n < 0 and name not in unclear and one_for_all is None
        ),
        swapped=tuple(name for name, answered in answers.items() if answered != name and one_for_all is None),
        missing=tuple(name for name in names if name not in latest),
        one_for_all=one_for_all,
        unclear=unclear,
    )


def places_of(seat: Seat, found: Wiring) -> tuple[tuple[float, float], ...]:
    """Where each seat cell truly is, as the presses say.

    Returns
    -------
    tuple of (ap_mm, ml_mm)
        For each seat cell in the seat's order [mm].

    Raises
    ------
    ValueError
        The presses leave some cell's place open.
    """
    if not found.whole:
        raise ValueError("the wiring check is not complete, so nothing can be accepted")
    place_of = {cell.name: (cell.ap_mm, cell.ml_mm) for cell in seat.seat_cells}
    pressed_for = {answered: pressed for pressed, answered in found.answers.items()}
    return tuple(place_of[pressed_for[cell.name]] for cell in seat.seat_cells)


def noise(seat: Seat, calibration: Calibration, counts: Array) -> tuple[Noise, ...]:
    """Noise of every cell at rest.

    Parameters
    ----------
    counts
        Shape (n_frames, n_cells) [counts]; NaN where unknown.

    Returns
    -------
    tuple of Noise
        One for each cell that was read, in the seat's order.

    Notes
    -----
    Standard deviation about the window's mean, so that it says what the page shows. 50 nV at the converter's input, the data sheet's
    figure at gain 128, is 25 counts (HX711, Avia Semiconductor).
    """
    found = []
    for index, (name, counts_per_n) in enumerate(zip(seat.names, calibration.counts_per_n, strict=True)):
        values = counts[:, index][~np.isnan(counts[:, index])]
        if len(values) >= 2:
            noise_counts = float(values.std(ddof=1))
            found.append(Noise(name, noise_counts, noise_counts / abs(counts_per_n)))
    return tuple(found)


def in_words(seat: Seat, found: Wiring) -> tuple[str, ...]:
    """What the wiring check found, a sentence for each finding."""
    label = {cell.name: cell.label for cell in seat.cells}
    if found.one_for_all is not None:
        return (sentences.ONE_FOR_ALL % {"cell": label[found.one_for_all]},)
    said = [
        (
            sentences.PRESS_AGAIN_OTHER
            if list(found.answers.values()).count(found.answers[name]) > 1
            else sentences.PRESS_AGAIN
        )
        % {"cell": label[name].capitalize(), "answered": label[found.answers[name]]}
        for name in found.unclear
    ]
    said += [
        sentences.SWAPPED % {"cell": label[name], "answered": label[found.answers[name]]}
        for name in found.swapped
        if name not in found.unclear
    ]
    said += [sentences.INVERTED % {"cell": label[name]} for name in found.inverted]
    if found.acceptable:
        said.append(sentences.IN_SOFTWARE)
    elif found.whole:
        said.append(sentences.ALL_ANSWER)
    return tuple(said)
