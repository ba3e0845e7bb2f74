"""The header of a recording: which cells, where they are, and how to read their numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.recordings import doubtful
from chairpi.recordings.format_error import FormatError
from chairpi.recordings.number import finite, number_text

VERSION = 1
VERSION_KEY = "chairpi-recording"
FIRST_LINE = f"# {VERSION_KEY}: {VERSION}"

Quantity = Literal["counts", "n"]
"""What the cells' columns hold: signed 24-bit ADC results, or newtons."""

REQUIRED_KEYS = ("quantity", "cells", "position_mm", "rate_hz")
CALIBRATION_KEYS = ("zero_counts", "counts_per_n")
KNOWN_KEYS = (VERSION_KEY, *REQUIRED_KEYS, *CALIBRATION_KEYS, "upright_s", doubtful.KEY)
NUMBER_EXTRAS = ("mass_kg", "height_cm")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Header:
    """What a recording says about itself before its first row.

    Parameters
    ----------
    quantity
        `counts` or `n` (newtons, already calibrated).
    seat
        The cells, in column order.
    calibration
        Zero and span of each cell; `Calibration.newtons` when `quantity` is `n`.
    rate_hz
        Nominal frame rate [Hz].
    upright_s
        Start and end [s] of the time the sitter held the guided upright reference, if there was one.
    doubtful_s
        Stretches with too low a supply voltage [s], whose readings nobody can trust; `None` where nobody watched it.
    extras
        Every other key with its text, in order; kept as found and written back.

    Raises
    ------
    FormatError
        The parts do not fit together, or an extra would not read back as it was written (a `ValueError`).
    """

    quantity: Quantity
    seat: Seat
    calibration: Calibration
    rate_hz: float
    upright_s: tuple[float, float] | None = None
    extras: Mapping[str, str] = field(default_factory=dict)
    doubtful_s: tuple[doubtful.Span, ...] | None = None

    def __post_init__(self) -> None:
        n_cells = len(self.seat.cells)
        if len(self.calibration.zero_counts) != n_cells:
            raise FormatError(f"a calibration of {len(self.calibration.zero_counts)} cells", f"one of {n_cells}")
        if self.quantity == "n" and self.calibration != Calibration.newtons(n_cells):
            raise FormatError(
                "a calibration with quantity n", "Calibration.newtons: the readings are calibrated already"
            )
        if not (math.isfinite(self.rate_hz) and self.rate_hz > 0):
            raise FormatError(f"rate_hz {self.rate_hz}", "a finite number above 0")
        if self.upright_s is not None:
            _check_span(self.upright_s)
        doubtful.check_spans(self.doubtful_s or ())
        for key, text in self.extras.items():
            _check_extra(key, text)


def header_lines(header: Header) -> list[str]:
    """Write the header as lines, without line ends."""
    cells = header.seat.cells
    texts = {
        VERSION_KEY: str(VERSION),
        "quantity": header.quantity,
        "rate_hz": number_text(header.rate_hz),
        "cells": ",".join(cell.name for cell in cells),
        "position_mm": ",".join(f"{number_text(cell.ap_mm)}:{number_text(cell.ml_mm)}" for cell in cells),
    }
    if header.quantity == "counts":
        texts["zero_counts"] = ",".join(map(number_text, header.calibration.zero_counts))
        texts["counts_per_n"] = ",".join(map(number_text, header.calibration.counts_per_n))
    if header.upright_s is not None:
        texts["upright_s"] = ",".join(map(number_text, header.upright_s))
    if header.doubtful_s is not None:
        texts[doubtful.KEY] = doubtful.spans_text(header.doubtful_s)
    return [f"# {key}: {text}" for key, text in (texts | dict(header.extras)).items()]


def parse_header(path: Path, lines: Sequence[str]) -> Header:
    """Parse the header: the lines that begin with `#`, from the first of the file on.

    Raises
    ------
    RecordingError
        With the file, the line, what was found and what was expected. A missing key is missed on the line after
        the header.
    """
    keys = _Keys(path, lines)
    for key in REQUIRED_KEYS:
        keys.require(key)
    quantity = keys.read("quantity", _quantity)
    names = keys.read("cells", lambda text: _list(text, None))
    positions = keys.read("position_mm", lambda text: [_position(part) for part in _list(text, len(names))])
    cells = tuple(Cell(name, ap_mm, ml_mm) for name, (ap_mm, ml_mm) in zip(names, positions, strict=True))
    calibration = Calibration.newtons(len(cells))
    if quantity == "counts":
        zero_counts = keys.read_numbers("zero_counts", len(cells))
        counts_per_n = keys.read_numbers("counts_per_n", len(cells))
        # Zeros first, with a slope that cannot be wrong: so a refusal names the line that is at fault.
        keys.make("zero_counts", lambda: Calibration(zero_counts, (1.0,) * len(cells)))
        calibration = keys.make("counts_per_n", lambda: Calibration(zero_counts, counts_per_n))
    else:
        for key in CALIBRATION_KEYS:
            keys.refuse(key, "none, because quantity n is calibrated already")
    return Header(
        quantity=quantity,
        seat=keys.make("cells", lambda: Seat(cells)),
        calibration=calibration,
        rate_hz=keys.read("rate_hz", _rate),
        upright_s=keys.read("upright_s", _span) if "upright_s" in keys.texts else None,
        extras=keys.extras(),
        doubtful_s=keys.read(doubtful.KEY, doubtful.spans_from) if doubtful.KEY in keys.texts else None,
    )


class _Keys:
    """The header's texts by key, and the line of each, so that every refusal can say which line it means."""

    def __init__(self, path: Path, lines: Sequence[str]) -> None:
        self.texts: dict[str, str] = {}
        self._path = path
        self._line_of: dict[str, int] = {}
        self._end = len(lines) + 1
        for line, text in enumerate(lines, start=1):
            try:
                self._add(text, line)
            except FormatError as error:
                raise error.at(path, line) from None

    def extras(self) -> dict[str, str]:
        unknown = [key for key in self.texts if key not in KNOWN_KEYS]
        return {key: self.read(key, partial(_check_extra, key)) for key in unknown}

    def require(self, key: str, why: str = "") -> None:
        if key not in self.texts:
            raise FormatError(f"no {key}", f"a header line '# {key}: …'{why}").at(self._path, self._end)

    def refuse(self, key: str, expected: str) -> None:
        if key in self.texts:
            raise FormatError(key, expected).at(self._path, self._line_of[key])

    def read(self, key: str, parse: Callable[[str], T]) -> T:
        try:
            return parse(self.texts[key])
        except FormatError as error:
            raise error.at(self._path, self._line_of[key]) from None

    def make(self, key: str, make: Callable[[], T]) -> T:
        """Make something of the core's; what the core has to say against it is put down to `key`."""
        try:
            return make()
        except ValueError as error:
            wrong = FormatError(f"{key} {self.texts[key]}", f"values that fit together: {error}")
            raise wrong.at(self._path, self._line_of[key]) from None

    def read_numbers(self, key: str, n_cells: int) -> tuple[float, ...]:
        self.require(key, ", because quantity is counts")
        return self.read(key, lambda text: tuple(finite(part, key) for part in _list(text, n_cells)))

    def _add(self, text: str, line: int) -> None:
        key, colon, value = text.removeprefix("#").partition(":")
        key, value = key.strip(), value.strip()
        if line == 1 and key != VERSION_KEY:
            raise FormatError(repr(text), f"{FIRST_LINE!r} as the first line")
        if not colon or not key:
            raise FormatError(repr(text), "'# key: value'")
        if key in self.texts:
            raise FormatError(f"{key} a second time", f"it once, as on line {self._line_of[key]}")
        if key == VERSION_KEY and value != str(VERSION):
            raise FormatError(f"{VERSION_KEY} version {value or '(none)'}", f"version {VERSION}")
        self.texts[key] = value
        self._line_of[key] = line


def _list(text: str, n_parts: int | None) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if n_parts is not None and len(parts) != n_parts:
        raise FormatError(f"{len(parts)} values", f"{n_parts}, one for each of the cells")
    return parts


def _quantity(text: str) -> Quantity:
    match text:
        case "counts" | "n":
            return text
        case _:
            raise FormatError(f"quantity {text!r}", "counts or n")


def _position(text: str) -> tuple[float, float]:
    ap, colon, ml = text.partition(":")
    if not colon:
        raise FormatError(f"position {text!r}", "ap:ml in millimetres")
    # Always the same NaN object: two headers with a backrest then compare equal as tuples do, by identity first.
    ap_mm = math.nan if ap.strip().lower() == "nan" else finite(ap, "position")
    return ap_mm, finite(ml, "position")


def _rate(text: str) -> float:
    rate_hz = finite(text, "rate_hz")
    if rate_hz <= 0:
        raise FormatError(f"rate_hz {text}", "a number above 0")
    return rate_hz


def _span(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) != 2:
        raise FormatError(f"upright_s {text!r}", "start,end in seconds")
    return _check_span((finite(parts[0], "upright_s"), finite(parts[1], "upright_s")))


def _check_span(span_s: tuple[float, float]) -> tuple[float, float]:
    start_s, end_s = span_s
    if not (math.isfinite(start_s) and math.isfinite(end_s) and start_s < end_s):
        raise FormatError(f"upright_s {start_s:g},{end_s:g}", "a start before its end")
    return span_s


def _check_extra(key: str, text: str) -> str:
    """Return the text of an extra key when it will read back as it is written."""
    if key in KNOWN_KEYS or ":" in key or not key:
        raise FormatError(f"extra key {key!r}", "a key of its own, without a colon")
    for part in (key, text):
        if part != part.strip() or "\n" in part or "\r" in part:
            raise FormatError(f"extra {key!r}: {text!r}", "one line without spaces at either end")
    if key in NUMBER_EXTRAS:
        finite(text, key)
    if key == "started_utc" and not RFC_3339.fullmatch(text):
        raise FormatError(f"started_utc {text!r}", "a time such as 2026-01-31T09:30:00Z (RFC 3339)")
    return text
