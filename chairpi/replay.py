"""Recordings through the same core as the live chair: events as JSON lines, as sentences, or a summary.

A recording says nothing of the time of day, so that working hours, holidays and quiet hours hold no prompt back in a replay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from chairpi.clock import Clock
from chairpi.core.chair import Chair
from chairpi.core.events import Event, Minute, as_record
from chairpi.core.frame import Frame, Frames
from chairpi.core.load import G0_M_PER_S2, Array, Weigher
from chairpi.core.occupancy import Occupancy
from chairpi.core.requests import CaptureReference, Finish
from chairpi.core.settings import Settings
from chairpi.recordings.columns import Row
from chairpi.recordings.header import Header
from chairpi.recordings.reading import Recording

BLOCK_ROWS = 600
"""Rows fed at once for a summary: a minute at 10 Hz, so that its state is that minute's. How many changes no event."""


def chair_for(header: Header, settings: Settings) -> Chair:
    """A chair like the recorded one and warm, told of the guided upright hold that the recording names."""
    chair = Chair(header.seat, header.calibration, settings, warm=True)
    if header.upright_s is not None:
        start_s, end_s = header.upright_s
        chair.receive(CaptureReference(start_s, end_s - start_s))
    return chair


def replay(recording: Recording, settings: Settings, clock: Clock | None = None) -> Iterator[Event]:
    """Every event of a recording, in time order.

    Parameters
    ----------
    recording
        An open recording.
    settings
        The core's thresholds and times.
    clock
        Paces the events; as fast as possible when not given.

    Raises
    ------
    RecordingError
        A row breaks the format.
    """
    chair = chair_for(recording.header, settings)
    last_t_s: float | None = None
    for frames in recording.blocks() if clock is None else _paced(recording, clock):
        last_t_s = frames.t_s if isinstance(frames, Frame) else float(frames.t_s[-1])
        yield from chair.receive(frames)
    if last_t_s is not None:
        yield from chair.receive(Finish(last_t_s))


def _paced(recording: Recording, clock: Clock) -> Iterator[Frame]:
    """Each frame when as much time of the clock has passed as when it was recorded."""
    began_s, first_t_s = clock.monotonic_s(), None
    for frame in recording.frames():
        first_t_s = frame.t_s if first_t_s is None else first_t_s
        clock.wait(began_s + (frame.t_s - first_t_s) - clock.monotonic_s())
        yield frame


def frames_of(rows: list[Row]) -> Frames:
    """Rows as the core takes them."""
    counts = [[np.nan if reading is None else reading for reading in row.counts] for row in rows]
    return Frames(np.array([row.t_s for row in rows]), np.array(counts, dtype=np.float64))


def _blocks(rows: Iterable[Row], n_rows: int) -> Iterator[list[Row]]:
    """Rows in blocks of at most `n_rows`, never of two holds."""
    block: list[Row] = []
    for row in rows:
        if block and (len(block) >= n_rows or row.hold != block[-1].hold):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def json_line(event: Event, path: Path | None = None) -> str:
    """One event as one line of JSON; `path` names the recording where there are several."""
    record = as_record(event)
    if path is not None:
        record = {"event": record.pop("event"), "recording": path.name, **record}
    return json.dumps(record, allow_nan=False)


def sentence(event: Event) -> str:
    """One event as a line for people: time, name, and what it carries."""
    record = as_record(event)
    record.pop("trace", None)  # a minute of numbers is nothing to read
    name, t_s = str(record.pop("event")), event.t_s
    details = "  ".join(
        f"{key}={_short(value)}" for key, value in record.items() if key != "t_s" and value not in (None, "", {})
    )
    return f"{_clock_time(t_s)}  {name.replace('_', ' '):<20}{details}"


def _short(value: object) -> str:
    if isinstance(value, list):
        return ",".join("-" if item is None else _short(item) for item in value)
    if isinstance(value, dict):
        return ",".join(f"{key}:{_short(item)}" for key, item in value.items())
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _clock_time(t_s: float) -> str:
    minutes, seconds = divmod(t_s, 60.0)
    return f"{int(minutes // 60):d}:{int(minutes % 60):02d}:{seconds:04.1f}"


@dataclass(slots=True)
class _Hold:
    """What was seen in one hold."""

    label: str
    counts: list[Array] = field(default_factory=list)
    state: str = Occupancy.UNKNOWN


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One hold, or one minute: medians over it.

    Parameters
    ----------
    what
        The hold's number and label, or the minute's start.
    total_kg
        Seat load [kg].
    cop_ap_mm, cop_ml_mm
        Centre of pressure [mm]; NaN where unknown.
    shift_ap_mm
        CoP forward of the upright reference [mm]; NaN where there is none.
    state
        Occupancy and posture at its end.
    """

    what: str
    total_kg: float
    cop_ap_mm: float
    cop_ml_mm: float
    shift_ap_mm: float
    state: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A recording's holds or minutes; `zero_offset_n` [N] was added to every load because the seat's zero was off."""

    lines: tuple[SummaryLine, ...]
    zero_offset_n: float


def summary(recording: Recording, settings: Settings) -> Summary:
    """A line for each hold, or for each minute where there are no holds.

    Shifts are against the reference as it was at the recording's end, so that the guided hold itself has one too.

    Raises
    ------
    RecordingError
        A row breaks the format.
    """
    header = recording.header
    chair = chair_for(header, settings)
    holds: dict[int, _Hold] = {}
    minutes: list[tuple[Minute, str]] = []
    last_t_s: float | None = None

    def keep(events: tuple[Event, ...]) -> None:
        minutes.extend((event, _state(chair)) for event in events if isinstance(event, Minute))

    for block in _blocks(recording, BLOCK_ROWS):
        frames = frames_of(block)
        keep(chair.receive(frames))
        last_t_s = block[-1].t_s
        if block[0].hold is not None:
            hold = holds.setdefault(block[0].hold, _Hold(block[0].label))
            hold.counts.append(frames.counts)
            hold.state = _state(chair)
    if last_t_s is not None:
        keep(chair.receive(Finish(last_t_s)))
    now = chair.now
    reference = None if now is None else now.reference
    offset_n = 0.0 if reference is None else reference.zero_offset_n
    reference_mm = np.nan if reference is None else reference.cop_ap_mm
    if not holds:
        return Summary(tuple(_minute_line(minute, reference_mm, state) for minute, state in minutes), offset_n)
    weigher = Weigher(header.seat, header.calibration)
    lines = (_hold_line(number, hold, weigher, offset_n, reference_mm) for number, hold in holds.items())
    return Summary(tuple(lines), offset_n)


def _state(chair: Chair) -> str:
    now = chair.now
    if now is None:
        return Occupancy.UNKNOWN
    return now.occupancy if now.posture is None else f"{now.occupancy} {now.posture}"


def _hold_line(number: int, hold: _Hold, weigher: Weigher, offset_n: float, reference_mm: float) -> SummaryLine:
    loads = weigher.loads(np.concatenate(hold.counts))
    total_n = _median(loads.total_n) + offset_n
    ap_mm, ml_mm = (_median(cop) for cop in weigher.centre_of_pressure(loads, offset_n))
    what = f"hold {number} {hold.label}"
    return SummaryLine(what, total_n / G0_M_PER_S2, ap_mm, ml_mm, ap_mm - reference_mm, hold.state)


def _median(values: Array) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _minute_line(minute: Minute, reference_mm: float, state: str) -> SummaryLine:
    nan = float("nan")
    ap_mm = nan if minute.cop_ap_mm is None else minute.cop_ap_mm
    return SummaryLine(
        f"minute {minute.start_t_s / 60:.0f}",
        nan if minute.total_n is None else minute.total_n / G0_M_PER_S2,
        ap_mm,
        nan if minute.cop_ml_mm is None else minute.cop_ml_mm,
        ap_mm - reference_mm,
        state,
    )


def table(told: Summary) -> Iterator[str]:
    """A summary as aligned text."""
    lines = told.lines
    if not lines:
        yield "nothing was seen"
        return
    if told.zero_offset_n:
        kg = told.zero_offset_n / G0_M_PER_S2
        yield f"the seat's zero is off: {kg:+.0f} kg were added to every load, so shifts mean something and kilograms do not"
    width = max(len(line.what) for line in lines)
    yield f"{'':<{width}}  {'load':>8}  {'CoP forward':>11}  {'CoP right':>9}  {'shift forward':>13}  state"
    for line in lines:
        yield (
            f"{line.what:<{width}}  {_cell(line.total_kg, 'kg'):>8}  {_cell(line.cop_ap_mm, 'mm'):>11}  "
            f"{_cell(line.cop_ml_mm, 'mm'):>9}  {_cell(line.shift_ap_mm, 'mm', sign=True):>13}  {line.state}"
        )


def _cell(value: float, unit: str, *, sign: bool = False) -> str:
    if value != value:
        return "-"
    return f"{value:+.0f} {unit}" if sign else f"{value:.0f} {unit}"
