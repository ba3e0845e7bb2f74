"""What the load cells said: one `Frame`, or many `Frames` as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the dashboard imports this room's types and must not pay for numpy
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """All cells at one instant.

    Parameters
    ----------
    t_s
        Monotonic time [s], from any origin.
    counts
        One signed 24-bit ADC result [counts] for each cell, in the seat's order; `None` where there is
        no reading that anyone can trust. An average of several conversions may be fractional.
    """

    t_s: float
    counts: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Many frames as arrays, for a whole recording or any part of one.

    Parameters
    ----------
    t_s
        Shape (n_frames,), float64, non-decreasing [s].
    counts
        Shape (n_frames, n_cells), float64 [counts]; NaN where a `Frame` would say `None`.
    """

    t_s: NDArray[np.float64]
    counts: NDArray[np.float64]
