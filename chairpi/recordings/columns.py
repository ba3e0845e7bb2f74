"""The rows of a recording: their columns, and one row as text and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chairpi.core.calibration import FULL_SCALE_COUNTS
from chairpi.core.frame import Frames
from chairpi.recordings.format_error import FormatError
from chairpi.recordings.header import Header
from chairpi.recordings.number import finite, number_text

LABELS = (
    "vacant",
    "upright",
    "upright_off_backrest",
    "forward_slide",
    "perched",
    "forward_lean",
    "desk_lean",
    "recline",
    "lean_left",
    "lean_right",
    "crossed_left",
    "crossed_right",
    "object",
)
"""What a label may say; an empty one says "not known"."""

OPTIONAL_COLUMNS = ("hold", "label", "slide_mm")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a recording.

    Parameters
    ----------
    t_s
        Monotonic time [s], from any origin.
    counts
        One reading for each cell, in the seat's order, [counts] or [N] as the header's `quantity` says; `None` where
        there is no reading that anyone can trust.
    hold
        Number of the posed, still segment the row belongs to.
    label
        One of `LABELS`, or empty: not known.
    slide_mm
        True forward hip slide [mm], where it is known.
    line
        Line number in the file, from 1.
    """

    t_s: float
    counts: tuple[float | None, ...]
    hold: int | None = None
    label: str = ""
    slide_mm: float | None = None
    line: int = 0


class Columns:
    """The columns of one recording, and the way between a row and its text.

    Parameters
    ----------
    header
        Names the cells' columns.
    optional
        Which of `OPTIONAL_COLUMNS` follow them, in this order.

    Raises
    ------
    FormatError
        An optional column is unknown or given twice.
    """

    def __init__(self, header: Header, optional: Sequence[str] = ()) -> None:
        for name in optional:
            if name not in OPTIONAL_COLUMNS or list(optional).count(name) > 1:
                raise FormatError(f"column {name!r}", f"each of {', '.join(OPTIONAL_COLUMNS)} at most once")
        cells = tuple(f"{name}_{header.quantity}" for name in header.seat.names)
        self.names = ("t_s", *cells, *optional)
        self.optional = tuple(optional)
        self._end = 1 + len(cells)
        in_counts = header.quantity == "counts"  # newtons know no converter: any finite number will do
        self._lowest: float = -FULL_SCALE_COUNTS if in_counts else -math.inf
        self._highest: float = FULL_SCALE_COUNTS - 1 if in_counts else math.inf

    @classmethod
    def named(cls, text: str, header: Header) -> Columns:
        """Take the columns that a recording's CSV header row names.

        Raises
        ------
        FormatError
            The row does not begin with the time and the header's cells, or an optional column is unknown.
        """
        names = tuple(name.strip() for name in text.split(","))
        plain = cls(header)
        if names[: plain._end] != plain.names:
            raise FormatError(f"columns {','.join(names)!r}", f"columns that begin {','.join(plain.names)!r}")
        return cls(header, names[plain._end :])

    def parse(self, text: str, line: int, after_t_s: float) -> Row:
        """Parse one row.

        Raises
        ------
        FormatError
            A wrong number of columns, a number that is none, or a time before `after_t_s` [s].
        """
        parts = text.split(",")
        if len(parts) != len(self.names):
            raise FormatError(f"{len(parts)} columns", f"{len(self.names)}: {','.join(self.names)}")
        rest = dict(zip(self.optional, parts[self._end :], strict=True))
        row = Row(
            t_s=finite(parts[0], "t_s"),
            counts=tuple(None if part == "" else finite(part, "reading") for part in parts[1 : self._end]),
            hold=_hold(rest.get("hold", "")),
            label=rest.get("label", ""),
            slide_mm=finite(rest["slide_mm"], "slide_mm") if rest.get("slide_mm") else None,
            line=line,
        )
        self.check(row, after_t_s)
        return row

    def parse_many(self, texts: Sequence[str], after_t_s: float) -> Frames | None:
        """Parse many rows at once, column by column; `None` when any row needs a closer look, with `parse`."""
        rows = [text.split(",") for text in texts]
        if set(map(len, rows)) != {len(self.names)}:
            return None
        columns = list(zip(*rows, strict=True))
        numbers = columns[: self._end]
        try:
            t_s = np.array(list(map(float, numbers[0])))
            counts = np.array([_floats(column) for column in numbers[1:]]).T
        except ValueError:
            return None
        odd_text = any("_" in text or not text.isascii() for text in map("".join, numbers))
        n_missing = sum(column.count("") for column in numbers[1:])
        if odd_text or not np.isfinite(t_s).all() or np.count_nonzero(~np.isfinite(counts)) != n_missing:
            return None
        if t_s[0] < after_t_s or (np.diff(t_s) < 0).any():
            return None
        if (counts < self._lowest).any() or (counts > self._highest).any():
            return None
        for name, column in zip(self.optional, columns[self._end :], strict=True):
            if not self._each_fits(name, set(column)):
                return None
        return Frames(t_s, np.ascontiguousarray(counts))

    def check(self, row: Row, after_t_s: float) -> None:
        """Refuse what the format does not allow, on the way in and on the way out.

        Raises
        ------
        FormatError
            The time goes backwards, a reading is impossible, a label is unknown, or a value has no column.
        """
        if not math.isfinite(row.t_s) or row.t_s < after_t_s:
            raise FormatError(f"t_s {number_text(row.t_s)}", f"a finite time, not before {number_text(after_t_s)}")
        if len(row.counts) != self._end - 1:
            raise FormatError(f"{len(row.counts)} readings", f"{self._end - 1}, one for each cell")
        for name, reading in zip(self.names[1:], row.counts, strict=False):
            if reading is not None and not self._lowest <= reading <= self._highest:
                raise FormatError(f"{name} {number_text(reading)}", "a signed 24-bit number, or nothing")
            if reading is not None and not math.isfinite(reading):
                raise FormatError(f"{name} {reading}", "a finite number, or nothing")
        if row.label and row.label not in LABELS:
            raise FormatError(f"label {row.label!r}", f"one of {', '.join(LABELS)}, or nothing")
        if row.slide_mm is not None and not math.isfinite(row.slide_mm):
            raise FormatError(f"slide_mm {row.slide_mm}", "a finite number, or nothing")

    def text(self, row: Row) -> str:
        """Write one row as text, without its line end."""
        given = {"hold": row.hold, "label": row.label or None, "slide_mm": row.slide_mm}
        for name, value in given.items():
            if value is not None and name not in self.optional:
                raise FormatError(f"a {name} without a column for it", f"a recording made with the column {name}")
        parts = [number_text(row.t_s)]
        parts += ["" if reading is None else number_text(reading) for reading in row.counts]
        for name in self.optional:
            match given[name]:
                case None:
                    parts.append("")
                case float(number):
                    parts.append(number_text(number))
                case value:
                    parts.append(str(value))
        return ",".join(parts)

    def _each_fits(self, name: str, texts: set[str]) -> bool:
        texts.discard("")
        if name == "label":
            return texts.issubset(LABELS)
        try:
            for text in texts:
                _hold(text) if name == "hold" else finite(text, name)
        except FormatError:
            return False
        return True


def _floats(texts: Sequence[str]) -> list[float]:
    return [float(text) if text else math.nan for text in texts] if "" in texts else list(map(float, texts))


def _hold(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.removeprefix("-").isdecimal()):
        raise FormatError(f"hold {text!r}", "a whole number, or nothing")
    return int(text)
