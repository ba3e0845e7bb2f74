"""What the sensor process says of itself over the live link, as JSON-ready messages."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from chairpi import __version__
from chairpi.core.calibration import Calibration
from chairpi.core.now import Now
from chairpi.link import Message
from chairpi.readers.reader import Reader


def hello_message(reader: Reader, calibration: Calibration, speed: float) -> Message:
    """What a client is told first: which chair this is, and how fast its time runs."""
    return {
        "message": "hello",
        "version": __version__,
        "backend": reader.backend,
        "rate_hz": reader.rate_hz,
        "speed": speed,
        "cells": [
            {"cell": cell.name, "ap_mm": None if math.isnan(cell.ap_mm) else cell.ap_mm, "ml_mm": cell.ml_mm}
            for cell in reader.seat.cells
        ],
        "zero_counts": list(calibration.zero_counts),
        "counts_per_n": list(calibration.counts_per_n),
    }


def now_message(now: Now, utc_s: float) -> Message:
    """The present state as a message; `utc_s` is its wall time [s]."""
    slide, prompt, reference, shift = now.slide, now.prompt, now.reference, now.shift
    plain = {
        field.name: getattr(now, field.name)
        for field in dataclasses.fields(now)
        if field.name not in {"slide", "prompt", "reference", "shift"}
    }
    return {
        "message": "now",
        "utc_s": utc_s,
        **plain,
        "slide": None
        if slide is None
        else {
            "onset_t_s": slide.onset_t_s,
            "length_s": now.t_s - slide.onset_t_s,
            "slide_mm": slide.slide_mm,
            "uncertainty_mm": slide.uncertainty_mm,
        },
        "prompt": None if prompt is None else {"kind": prompt.kind, "reason": prompt.reason, "raised_t_s": prompt.t_s},
        "reference": None
        if reference is None
        else {
            "source": reference.source,
            "cop_ap_mm": reference.cop_ap_mm,
            "cop_ml_mm": reference.cop_ml_mm,
            "total_n": reference.total_n,
            "zero_doubtful": reference.zero_offset_n != 0.0,
            "doubtful": reference.doubtful,
        },
        "shift_ap_mm": None if shift is None else shift.ap_mm,
        "shift_ml_mm": None if shift is None else shift.ml_mm,
    }


def health_message(
    reader: Reader, now: Now | None, uptime_s: float, t_s: float, zero_moves: Sequence[tuple[float, float]]
) -> Message:
    """How well the chair is read, at the time [s] of a frame.

    Parameters
    ----------
    reader
        Tells of its cells.
    now
        The core's state, once there is one.
    uptime_s
        Since the sensor process was started [s].
    t_s
        The time of the latest frame [s].
    zero_moves
        When [POSIX s] and how far [kg] the tracked zero moved lately.
    """
    lost = () if now is None else now.lost_cells
    return {
        "backend": reader.backend,
        "picked": reader.picked,
        "uptime_s": uptime_s,
        "warming_up_s": None if now is None else now.warming_up_s,
        "zero_drift_kg": 0.0 if now is None else now.zero_drift_kg,
        "cells": [dataclasses.asdict(cell) | {"lost": cell.cell in lost} for cell in reader.health(t_s)],
        "zero_moves": [{"utc_s": utc_s, "largest_kg": largest_kg} for utc_s, largest_kg in zero_moves],
    }
