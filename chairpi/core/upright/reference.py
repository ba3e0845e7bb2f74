"""The sitter's own upright reference: what every shift is measured from.

It is captured when the person says "now I sit upright" (guided), or, until they do, taken from the first settled minute
(provisional). Standing up never resets it, and no later sitting moves it: a reference that follows the sitter would learn the slide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chairpi.core.events.upright import ReferenceSet, ReferenceSource


@dataclass(frozen=True, slots=True)
class Reference:
    """An upright reference.

    Parameters
    ----------
    source
        Guided or provisional.
    cop_ap_mm, cop_ml_mm
        Centre of pressure [mm].
    total_n
        Seat load [N], `zero_offset_n` included.
    back_upper_n, back_lower_n
        Backrest loads [N]; `None` where not fitted or unknown.
    zero_offset_n
        Added to every seat load because the seat's zero was seen to be off [N]; 0 when it is believed.
    force_n
        Each cell's force, its tracked zero taken off [N]; NaN for a cell that was not read. `None` for a reference of an older version.
    doubtful
        It was taken with another calibration, in which the same sitting had another centre: nothing is judged by it.
    takes_mm
        Centre of each guided capture that it is the middle of, AP and ML [mm]; empty where that is not known any more.
    """

    source: ReferenceSource
    cop_ap_mm: float
    cop_ml_mm: float
    total_n: float
    back_upper_n: float | None = None
    back_lower_n: float | None = None
    zero_offset_n: float = 0.0
    force_n: tuple[float, ...] | None = None
    doubtful: bool = False
    takes_mm: tuple[tuple[float, float], ...] = field(default=(), compare=False)

    def as_event(self, t_s: float) -> ReferenceSet:
        """The event that says so."""
        return ReferenceSet(
            t_s,
            self.source,
            self.cop_ap_mm,
            self.cop_ml_mm,
            self.total_n,
            self.back_upper_n,
            self.back_lower_n,
            self.zero_offset_n,
            None if self.force_n is None else tuple(None if force != force else force for force in self.force_n),
        )

    @classmethod
    def from_event(cls, event: ReferenceSet) -> Reference:
        """The reference that an event announced."""
        return cls(
            event.source,
            event.cop_ap_mm,
            event.cop_ml_mm,
            event.total_n,
            event.back_upper_n,
            event.back_lower_n,
            event.zero_offset_n,
            None if event.force_n is None else tuple(math.nan if force is None else force for force in event.force_n),
        )

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Reference:
        """The reference that an event announced, as JSON keeps that.

        Raises
        ------
        KeyError, TypeError, ValueError
            It is no such record.
        """
        fields = {key: value for key, value in record.items() if key != "event"}
        force_n = fields["force_n"]
        fields |= {
            "source": ReferenceSource(fields["source"]),
            "force_n": None if force_n is None else tuple(force_n),
        }
        return cls.from_event(ReferenceSet(**fields))


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the load is from the reference.

    Parameters
    ----------
    ap_mm, ml_mm
        CoP minus the reference's [mm], forward + and right +.
    load_fraction
        Seat load against the reference's, minus 1.
    """

    ap_mm: float
    ml_mm: float
    load_fraction: float
