"""The minute before a prompt as three small curves and a table: the load, and the centre of pressure both ways.

The load is told as a share of its own median: kilograms come near to body weight, and no page adds them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from chairpi.language.words import N_, _, number_text

Point = tuple[float | None, float | None, float | None]
"""Load [N], CoP forward and to the right [mm]; `None` where unknown."""

STEP_S = 1
"""A trace has a point for each second, the last one just before the prompt."""
TABLE_STEP_S = 10
HEIGHT = 100.0
LEAST_MM = 100.0
LEAST_PERCENT = 120.0
"""What a curve's scale spans at least, so that sway is not drawn as a landslide [mm from the middle, % of the median]."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One quantity over the minute.

    Parameters
    ----------
    name, kind
        In words, and as a class of the style sheet.
    top, bottom
        The ends of its scale, in words.
    lines
        Points of each piece that is known, as in an SVG polyline: x counts points from the oldest, y from 0 at the top to `HEIGHT`.
    zero_y
        Where nothing off the middle, or the median, lies.
    """

    name: str
    kind: str
    top: str
    bottom: str
    lines: tuple[str, ...]
    zero_y: float


@dataclass(frozen=True, slots=True)
class Row:
    """One moment in the table: how long before the prompt [s], and the three quantities in words."""

    before_s: int
    load: str
    forward: str
    right: str


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is shown of the minute; the picture is `width` points wide."""

    width: int
    curves: tuple[Curve, ...]
    rows: tuple[Row, ...]


def trace_picture(trace: Sequence[Point]) -> Trace | None:
    """Draw a trace; `None` when there is none, or nothing known in it.

    Parameters
    ----------
    trace
        The points, oldest first.
    """
    shares = load_shares(trace)
    if all(share is None for share in shares):
        return None
    loads = [None if share is None else 100 * share for share in shares]
    forward, right = [point[1] for point in trace], [point[2] for point in trace]
    return Trace(
        width=max(1, len(trace) - 1),
        curves=(
            _load_curve(loads),
            _way_curve(_("Forward and back"), "ap", forward, _FORWARD),
            _way_curve(_("Left and right"), "ml", right, _RIGHT),
        ),
        rows=tuple(
            Row(
                (len(trace) - i) * STEP_S,
                "–" if loads[i] is None else _("%(share)s %%", share=number_text(loads[i] or 0.0)),
                _way(forward[i], _FORWARD),
                _way(right[i], _RIGHT),
            )
            for i in range(len(trace) - 1, -1, -TABLE_STEP_S)
        )[::-1],
    )


def load_shares(trace: Sequence[Point]) -> list[float | None]:
    """The load of each point of a trace as a share of their median, 1 where it is that; `None` where it, or the median, is unknown.

    >>> load_shares([(500.0, 0.0, 0.0), (None, None, None), (250.0, 0.0, 0.0), (500.0, 0.0, 0.0)])
    [1.0, None, 0.5, 1.0]
    """
    loads_n = [load_n for load_n, _ap_mm, _ml_mm in trace if load_n is not None]
    usual_n = median(loads_n) if loads_n else 0.0
    return [None if load_n is None or usual_n <= 0 else load_n / usual_n for load_n, _ap_mm, _ml_mm in trace]


def _load_curve(loads: Sequence[float | None]) -> Curve:
    top = max(LEAST_PERCENT, *(load for load in loads if load is not None))
    lines = _lines(loads, 0.0, top)
    ends = [_("%(share)s %%", share=number_text(share)) for share in (top, 0.0)]
    return Curve(_("Load"), "load", ends[0], ends[1], lines, round(HEIGHT * (1 - 100 / top), 1))


def _way_curve(name: str, kind: str, values_mm: Sequence[float | None], words: tuple[str, str]) -> Curve:
    reach_mm = max(LEAST_MM, *(abs(mm) for mm in values_mm if mm is not None), 0.0)
    lines = _lines(values_mm, -reach_mm, reach_mm)
    return Curve(name, kind, _way(reach_mm, words), _way(-reach_mm, words), lines, HEIGHT / 2)


def _lines(values: Sequence[float | None], low: float, high: float) -> tuple[str, ...]:
    pieces: list[list[str]] = [[]]
    for x, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{x},{HEIGHT * (high - value) / (high - low):.1f}")
    return tuple(" ".join(piece) for piece in pieces if piece)


def _way(value_mm: float | None, words: tuple[str, str]) -> str:
    if value_mm is None:
        return "–"
    return _(words[0] if value_mm >= 0 else words[1], mm=number_text(abs(value_mm)))


_FORWARD = (N_("%(mm)s mm forward"), N_("%(mm)s mm back"))
_RIGHT = (N_("%(mm)s mm right"), N_("%(mm)s mm left"))
