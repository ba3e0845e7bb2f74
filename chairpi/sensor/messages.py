"""What the sensor process says of itself over the live link, as JSON-ready messages."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from chairpi import __version__
from chairpi.core.calibration import Calibration
from chairpi.core.events.event import Event, as_record
from chairpi.core.now.chair import Now
from chairpi.core.now.prompting import PromptsNow
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.seat import Seat
from chairpi.link.protocol import Message
from chairpi.readers.reader import Reader

APART = {"slide", "prompt", "reference", "shift", "prompts", "movement", "signal", "seat_check"}
"""Fields of `Now` that are told otherwise than they are."""
PLAIN = tuple(field.name for field in dataclasses.fields(Now) if field.name not in APART)
OF_PROMPTS = tuple(field.name for field in dataclasses.fields(PromptsNow))
"""The other fields, and those of its prompts: asked for once, not ten times a second."""


def cells_told(seat: Seat) -> list[Message]:
    """Each load cell's name and place; one in the backrest has no place forward."""
    return [
        {"cell": cell.name, "ap_mm": None if math.isnan(cell.ap_mm) else cell.ap_mm, "ml_mm": cell.ml_mm}
        for cell in seat.cells
    ]


def hello_message(reader: Reader, calibration: Calibration, speed: float, sitters: Sequence[KnownSitter]) -> Message:
    """What a client is told first: which chair this is, how fast its time runs, and who sits on it."""
    return {
        "message": "hello",
        "version": __version__,
        "backend": reader.backend,
        "rate_hz": reader.rate_hz,
        "speed": speed,
        "cells": cells_told(reader.seat),
        "zero_counts": list(calibration.zero_counts),
        "counts_per_n": list(calibration.counts_per_n),
        "sitters": [{"sitter_id": sitter.sitter_id, "name": sitter.name} for sitter in sitters],
    }


def event_message(event: Event) -> Message:
    """One event as a message. The minute before a prompt is not told: the history has it, for whoever asks why."""
    record = as_record(event)
    record.pop("trace", None)
    return {"message": "event", **record}


def now_message(now: Now, utc_s: float) -> Message:
    """The present state as a message; `utc_s` is its wall time [s]."""
    slide, prompt, reference, shift = now.slide, now.prompt, now.reference, now.shift
    plain = {name: getattr(now, name) for name in PLAIN}
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
        "prompt": None
        if prompt is None
        else {
            "kind": prompt.kind,
            "reason": prompt.reason,
            "number": prompt.number,
            "moment": prompt.moment,
            "n_put_off": prompt.n_put_off,
            "raised_t_s": prompt.t_s,
        },
        "prompts": _prompts(now.prompts),
        "movement": None if now.movement is None else dataclasses.asdict(now.movement),
        "signal": dataclasses.asdict(now.signal),
        "seat_check": None if now.seat_check is None else dataclasses.asdict(now.seat_check),
        "reference": None
        if reference is None
        else {
            "source": reference.source,
            "cop_ap_mm": reference.cop_ap_mm,
            "cop_ml_mm": reference.cop_ml_mm,
            "total_n": reference.total_n,
            "zero_doubtful": reference.zero_offset_n != 0.0,
            "doubtful": reference.doubtful,
            "takes_mm": reference.takes_mm,
        },
        "shift_ap_mm": None if shift is None else shift.ap_mm,
        "shift_ml_mm": None if shift is None else shift.ml_mm,
    }


def _prompts(prompts: PromptsNow) -> Message:
    notice = prompts.notice
    told = {name: getattr(prompts, name) for name in OF_PROMPTS}
    return told | {"notice": None if notice is None else {"kind": notice.kind, "words": notice.words}}


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
