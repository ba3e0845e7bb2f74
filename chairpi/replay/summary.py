"""What a recording holds, in a line for each hold or minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.weighing import Minute
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.settings import Settings
from chairpi.core.weighing.load import G0_M_PER_S2, Array
from chairpi.core.weighing.weigher import Weigher
from chairpi.recordings.columns import Row
from chairpi.recordings.reading import Recording
from chairpi.replay.replaying import BLOCK_ROWS, Player, frames_of


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
    player = Player(header, settings)
    chair = player.chair
    holds: dict[int, _Hold] = {}
    minutes: list[tuple[Minute, str]] = []
    last_t_s: float | None = None

    def keep(events: tuple[Event, ...]) -> None:
        minutes.extend((event, _state(chair)) for event in events if isinstance(event, Minute))

    for block in _blocks(recording, BLOCK_ROWS):
        frames = frames_of(block)
        keep(player.play(frames))
        last_t_s = block[-1].t_s
        if block[0].hold is not None:
            hold = holds.setdefault(block[0].hold, _Hold(block[0].label))
            hold.counts.append(frames.counts)
            hold.state = _state(chair)
    keep(player.end(last_t_s))
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
