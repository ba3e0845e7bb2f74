"""What every source of frames has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.requests import CaptureReference
from chairpi.core.seat import Seat
from chairpi.readers.health import CellHealth


class Reader(Protocol):
    """A seat that can be read: real, simulated, or recorded."""

    @property
    def seat(self) -> Seat:
        """The cells, in the order of every frame's counts."""

    @property
    def calibration(self) -> Calibration:
        """What the counts mean."""

    @property
    def rate_hz(self) -> float:
        """Frames per second."""

    @property
    def backend(self) -> str:
        """What the frames come from, in one word."""

    @property
    def picked(self) -> str:
        """Which back end this is and why, in one sentence."""

    @property
    def guided_upright(self) -> CaptureReference | None:
        """When the sitter was asked to sit upright, where that is known beforehand: a recording says so."""

    @property
    def supply_low(self) -> bool:
        """Whether the latest frame was read with too low a supply voltage, as far as the source itself knows: a recording does."""

    def frames(self) -> Iterator[Frame | None]:
        """Yield frames at `rate_hz`, each when its instant has come, until `close()`; a recording ends by itself.

        `None` says that nothing came for a while: whoever reads may attend to other things meanwhile.
        """

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        """How well each cell is read at the time [s] of a frame; nothing where nothing is read."""

    def simulate(self, message: Mapping[str, object]) -> None:
        """Change a simulated chair: put a mass on it, or spoil its wiring.

        Raises
        ------
        ValueError
            The chair is not simulated, or the message is not understood.
        """

    def close(self) -> None:
        """Let go of all that is held open; a second time changes nothing."""
