"""Small made-up sittings for tests of the core: loads in, frames out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from chairpi.core.calibration import Calibration
from chairpi.core.chair import Chair
from chairpi.core.events import Event
from chairpi.core.frame import Frame
from chairpi.core.reference import Reference
from chairpi.core.seat import Cell, Seat
from chairpi.core.settings import Settings

SEAT = Seat(
    (
        Cell("seat_front_left", 150, -150),
        Cell("seat_front_right", 150, 150),
        Cell("seat_rear_left", -150, -150),
        Cell("seat_rear_right", -150, 150),
    )
)
PERSON_N = 520.0


def cell_forces(total_n: float, ap_mm: float, ml_mm: float) -> tuple[float, ...]:
    """The bilinear share of a load among the four corners."""
    u, v = ap_mm / 150, ml_mm / 150
    return tuple(total_n / 4 * (1 + s * u) * (1 + t * v) for s, t in ((1, -1), (1, 1), (-1, -1), (-1, 1)))


class Story:
    """A sitter's doings at 10 Hz, told in order; `chair.receive` gets every frame.

    Parameters
    ----------
    reference, settings, warm
        For the chair, which has been on for long unless `warm` says otherwise.
    """

    def __init__(
        self, *, settings: Settings | None = None, reference: Reference | None = None, warm: bool = True
    ) -> None:
        self.chair = Chair(SEAT, Calibration.newtons(4), settings, reference=reference, warm=warm)
        self.t_s = 0.0
        self.events: list[Event] = []
        self._n = 0

    def ask(self, request: object) -> tuple[Event, ...]:
        """Make a request now."""
        events = self.chair.receive(request)  # type: ignore[arg-type]  # tests send every request
        self.events += events
        return events

    def load(
        self, seconds: float, total_n: float, ap_mm: float = 0.0, ml_mm: float = 0.0, *, alive: bool = True
    ) -> Story:
        """This load for some seconds, swaying a little if alive."""
        return self.frames(cell_forces(total_n, ap_mm + sway, ml_mm) for sway in self._sway(seconds, alive))

    def sits(self, seconds: float, ap_mm: float = 0.0, ml_mm: float = 0.0) -> Story:
        """A person sits."""
        return self.load(seconds, PERSON_N, ap_mm, ml_mm)

    def away(self, seconds: float) -> Story:
        """Nobody sits."""
        return self.load(seconds, 0.0, alive=False)

    def silent(self, seconds: float) -> Story:
        """No frame comes."""
        self._n += round(seconds * 10)
        return self

    def without(
        self, cell: int | tuple[int, ...], seconds: float, total_n: float = PERSON_N, ap_mm: float = 0.0
    ) -> Story:
        """A person sits, or there is another load, and one cell or several are not read."""
        lost = (cell,) if isinstance(cell, int) else cell
        rows = (cell_forces(total_n, ap_mm + sway, 0.0) for sway in self._sway(seconds, total_n > 0))
        return self.frames(tuple(None if i in lost else f for i, f in enumerate(row)) for row in rows)

    def frames(self, rows: Iterable[tuple[float | None, ...]]) -> Story:
        """These readings, a tenth of a second apart."""
        for row in rows:
            self.t_s = self._n / 10
            self._n += 1
            self.events += self.chair.receive(Frame(self.t_s, row))
        return self

    def of(self, kind: type[Event]) -> list[Event]:
        """The events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def _sway(self, seconds: float, alive: bool) -> Iterator[float]:
        for i in range(round(seconds * 10)):
            yield math.sin(2 * math.pi * 0.3 * i / 10) if alive else 0.0
