"""What becomes of a request that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """A request could not be met; `why` says what to do instead."""

    t_s: float
    request: str
    why: str
