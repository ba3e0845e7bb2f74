"""A check by the seat begins: from then on it is shown each frame, and not seconds alone."""

from __future__ import annotations

import math
from functools import partial

from chairpi.core.chair.parts import Parts
from chairpi.core.events.event import Event, tell
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.requests import StartSeatCheck
from chairpi.core.seat_check.checks import why_not
from chairpi.core.weighing.load import COP_FROM_N


def begin_check(parts: Parts, asked: StartSeatCheck, out: list[Event]) -> str | None:
    """Count stands or holds from the next frame on; why that cannot be, if so."""
    why = why_not(
        asked.length_s,
        seated=parts.occupancy.state is Occupancy.SEATED,
        sure=parts.is_sure,
        trusted=parts.zero_is_trusted,
        capturing=parts.upright.guided_left_s(asked.t_s) is not None,
    )
    if why is None:
        tell(out, parts.checks.ask(asked.kind, asked.t_s, asked.length_s))
        parts.flow.each = partial(_look_closely, parts)
    return why


def _look_closely(parts: Parts, t_s: float, total_n: float, ap_nmm: float, ml_nmm: float) -> None:
    """Take one frame of a check by the seat, less what the empty seat reads."""
    empty = parts.zero.empty
    load_n = total_n - empty.total_n
    centre_from_n = load_n if load_n >= COP_FROM_N else math.nan
    parts.checks.receive(
        t_s, load_n, (ap_nmm - empty.moment_ap_nmm) / centre_from_n, (ml_nmm - empty.moment_ml_nmm) / centre_from_n
    )
