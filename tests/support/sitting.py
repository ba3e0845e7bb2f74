"""Small made-up sittings for tests of the core: loads in, frames out.

A load at a place is enough for who sits; where the posture filter must know a posture, a body in balance sits (`Story.poses`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.upright import ReferenceSource
from chairpi.core.frame import Frame
from chairpi.core.posture.model import PostureModel
from chairpi.core.requests import CaptureReference
from chairpi.core.seat import BACK_LOWER, BACK_UPPER, Cell, Seat
from chairpi.core.seat import SEAT as SEAT_CELLS
from chairpi.core.settings import Settings
from chairpi.core.upright.reference import Reference
from chairpi.simulate.back_share import BackShare
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.postures import UPRIGHT, Taken
from chairpi.simulate.share import LoadShare
from chairpi.simulate.sitter import AS_USUAL, LUMBAR, Settled, Sitter, Stance

SEAT = Seat(
    (
        Cell("seat_front_left", 150, -150),
        Cell("seat_front_right", 150, 150),
        Cell("seat_rear_left", -150, -150),
        Cell("seat_rear_right", -150, 150),
    )
)
PERSON_N = 520.0

USUAL = Sitter()
"""The usual person on the usual chair."""
LEAN_LEFT = Taken("lean_left", lateral_deg=-12.0, recline_part=0.5)
PERCHED = Taken("perched", lean_deg=4.0, hips_mm=80.0)
RECLINE = Taken("recline", recline_deg=26.0)


class Shares:
    """What each cell of any seat carries of a body in balance.

    Parameters
    ----------
    seat
        Its cells.
    """

    def __init__(self, seat: Seat) -> None:
        self._n_cells, self._seat_cells = len(seat.cells), seat.indices(SEAT_CELLS)
        self._share = LoadShare(seat)
        self._upper, self._lower = BackShare(seat, BACK_UPPER), BackShare(seat, BACK_LOWER)

    def of(self, stance: Stance) -> tuple[float, ...]:
        """Force on each cell [N]."""
        total_n, ap_mm, ml_mm = stance.total_n, stance.cop_ap_mm, stance.cop_ml_mm
        force_n = [0.0] * self._n_cells
        for cell, carried_n in zip(
            self._seat_cells, self._share.at(total_n, total_n * ap_mm, total_n * ml_mm), strict=True
        ):
            force_n[cell] = carried_n
        for share, load_n, at_mm in (
            (self._upper, stance.back_upper_n, stance.back_ml_mm),
            (self._lower, stance.back_lower_n, LUMBAR * stance.back_ml_mm),
        ):
            for cell, part in share.at(at_mm):
                force_n[cell] = part * load_n
        return tuple(force_n)


def usual_reference(seat: Seat | None = None) -> Reference:
    """The upright reference that the usual person would give; on four seat cells when no seat is given."""
    stance = USUAL.stance()
    return Reference(
        ReferenceSource.GUIDED,
        stance.cop_ap_mm,
        stance.cop_ml_mm,
        stance.total_n,
        force_n=Shares(SEAT if seat is None else seat).of(stance),
    )


def cell_forces(total_n: float, ap_mm: float, ml_mm: float) -> tuple[float, ...]:
    """The bilinear share of a load among the four corners."""
    u, v = ap_mm / 150, ml_mm / 150
    return tuple(total_n / 4 * (1 + s * u) * (1 + t * v) for s, t in ((1, -1), (1, 1), (-1, -1), (-1, 1)))


class Story:
    """A sitter's doings at 10 Hz, told in order; `chair.receive` gets every frame.

    Parameters
    ----------
    reference, settings, model, warm
        For the chair, which has been on for long unless `warm` says otherwise.
    seat
        Which cells; four under the seat when not given. Loads at a place need those four.
    """

    def __init__(
        self,
        *,
        settings: Settings | None = None,
        reference: Reference | None = None,
        model: PostureModel | None = None,
        warm: bool = True,
        seat: Seat = SEAT,
    ) -> None:
        self.seat = seat
        self._shares = Shares(seat)
        calibration = Calibration.newtons(len(seat.cells))
        self.chair = Chair(seat, calibration, settings, reference=reference, model=model, warm=warm)
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

    def poses(
        self,
        seconds: float,
        taken: Taken = UPRIGHT,
        slide_mm: float = 0.0,
        *,
        sitter: Sitter = USUAL,
        settled: Settled = AS_USUAL,
        lost: int | None = None,
    ) -> Story:
        """A body in balance sits, in a posture and with its hips so far forward, and sways as people do; `lost`: a cell not read."""
        stance = sitter.stance(taken, slide_mm, settled)
        rows = (self._shares.of(moved) for moved in self._swaying(seconds, stance))
        return self.frames(tuple(None if i == lost else f for i, f in enumerate(row)) for row in rows)

    def away(self, seconds: float) -> Story:
        """Nobody sits."""
        nothing = (0.0,) * len(self.seat.cells)
        return self.frames(nothing for _ in range(round(seconds * 10)))

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

    def _swaying(self, seconds: float, stance: Stance) -> Iterator[Stance]:
        """Sway along both axes: two waves each, of 0.3 and 0.7 Hz, whose sum has the stance's root mean square."""
        for i in range(self._n, self._n + round(seconds * 10)):
            ap, ml = (
                sum(math.sin(2 * math.pi * hz * i / 10 + phase) for hz, phase in waves)
                for waves in (((0.3, 0.0), (0.7, 1.0)), ((0.3, 2.0), (0.7, 4.0)))
            )
            yield stance._replace(
                cop_ap_mm=stance.cop_ap_mm + stance.sway_mm * ap, cop_ml_mm=stance.cop_ml_mm + stance.sway_mm * ml
            )

    def _sway(self, seconds: float, alive: bool) -> Iterator[float]:
        for i in range(round(seconds * 10)):
            yield math.sin(2 * math.pi * 0.3 * i / 10) if alive else 0.0


def upright_story(layout: Layout = Layout.SEVEN, sitter: Sitter = USUAL, **options: object) -> Story:
    """Somebody has sat down on a simulated chair's cells and has given their upright reference; 40 s have gone by."""
    story = Story(seat=simulated_chair(layout)[0], **options).away(8).poses(12, sitter=sitter)
    story.ask(CaptureReference(story.t_s, 10.0))
    return story.poses(20, sitter=sitter)
