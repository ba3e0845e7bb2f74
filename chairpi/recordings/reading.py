"""Recordings read: row by row as they stream by, or whole as arrays."""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import numpy as np

from chairpi.core.frame import Frame, Frames
from chairpi.errors import RecordingError
from chairpi.recordings.columns import Columns, Row
from chairpi.recordings.doubtful import is_doubtful
from chairpi.recordings.format_error import FormatError
from chairpi.recordings.header import FIRST_LINE, Header, parse_header

BLOCK_ROWS = 8192
"""Rows turned into numbers at once by `read_frames`: some 10 MB of text objects at a time. Our choice."""


def open_recording(path: Path | str, *, lenient: bool = False) -> Recording:
    """Open a recording and read its header; use it as a context manager.

    Parameters
    ----------
    path
        The file; a `.gz` ending means gzip.
    lenient
        Read on past rows that break the format, and count them in `Recording.skipped`. The header must be right
        all the same.

    Raises
    ------
    RecordingError
        The file cannot be opened, or its header breaks the format.
    """
    return Recording(Path(path), lenient=lenient)


def read_frames(path: Path | str, *, lenient: bool = False) -> tuple[Header, Frames]:
    """Read a whole recording as arrays, NaN where there is no reading.

    It refuses exactly what reading row by row refuses.

    Raises
    ------
    RecordingError
        The file cannot be opened or breaks the format.
    """
    with open_recording(path, lenient=lenient) as recording:
        blocks = list(recording.blocks())
        n_cells = len(recording.header.seat.cells)
        t_s = np.concatenate([np.empty(0), *(block.t_s for block in blocks)])
        counts = np.concatenate([np.empty((0, n_cells)), *(block.counts for block in blocks)])
        return recording.header, Frames(t_s, counts)


class Recording:
    """An open recording. Its rows stream by once, through iteration, `frames` or `blocks`.

    Attributes
    ----------
    header
        What the recording says about itself.
    columns
        Which columns it has.
    skipped
        Rows passed over so far; always 0 unless reading is lenient.
    """

    def __init__(self, path: Path, *, lenient: bool = False) -> None:
        self.path = path
        self.skipped = 0
        self._lenient = lenient
        self._line = 0
        self._last_t_s = -math.inf
        try:
            self._file = cast(BinaryIO, gzip.GzipFile(path)) if path.suffix == ".gz" else path.open("rb")
        except OSError as error:
            raise RecordingError(f"{path}: cannot be opened: {error.strerror}") from error
        try:
            self.header, self.columns = self._read_header()
        except RecordingError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __iter__(self) -> Iterator[Row]:
        """Each row, in time order.

        Raises
        ------
        RecordingError
            A row breaks the format (unless reading is lenient) or the file ends in its middle.
        """
        for line, raw in self._lines():
            row = self._row(line, raw)
            if row is not None:
                yield row

    def trusted(self) -> Iterator[Row]:
        """Each row but those that were read while the supply voltage was too low."""
        spans = self.header.doubtful_s or ()
        return (row for row in self if not is_doubtful(spans, row.t_s))

    def frames(self) -> Iterator[Frame]:
        """Each row as a `Frame`: the cells alone, as the core takes them."""
        for row in self:
            yield Frame(row.t_s, row.counts)

    def blocks(self) -> Iterator[Frames]:
        """Read the rows as arrays, some thousands at a time; never the whole file in memory."""
        lines = self._lines()
        while block := list(islice(lines, BLOCK_ROWS)):
            frames = self._block(block)
            if len(frames.t_s):
                yield frames

    def _read_header(self) -> tuple[Header, Columns]:
        texts: list[str] = []
        for line, raw in self._lines():
            try:
                text = _decoded(raw).removesuffix("\n").removesuffix("\r")
                if line == 1:
                    text = text.removeprefix("\ufeff")  # some spreadsheets put a byte order mark before the first line
                    if not text.startswith("#"):
                        raise FormatError(repr(text[:60]), f"{FIRST_LINE!r} as the first line")
                if text.startswith("#"):
                    texts.append(text)
                    continue
                header = parse_header(self.path, texts)
                return header, Columns.named(text, header)
            except FormatError as error:
                raise error.at(self.path, line) from None
        if not texts:
            raise FormatError("an empty file", f"{FIRST_LINE!r} as the first line").at(self.path, 1)
        parse_header(self.path, texts)
        raise FormatError("the end of the file", "a row that names the columns").at(self.path, self._line + 1)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Read the lines left, each with its number."""
        while True:
            try:
                raw = self._file.readline()
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                cut = FormatError(f"gzip data that cannot be unpacked ({error})", "a whole gzip file")
                self._broken(cut, self._line + 1)
                return
            if not raw:
                return
            self._line += 1
            yield self._line, raw

    def _row(self, line: int, raw: bytes) -> Row | None:
        """One row; `None` when reading is lenient and the row is passed over."""
        try:
            text = _decoded(raw)
            if not text.endswith("\n"):
                # Digits may be missing even where the rest still makes a row, and a wrong number must not get through.
                raise FormatError(f"a last line that is cut short: {text[:60]!r}", "a whole row and its line end")
            row = self.columns.parse(text.removesuffix("\n").removesuffix("\r"), line, self._last_t_s)
        except FormatError as error:
            self._broken(error, line)
            return None
        self._last_t_s = row.t_s
        return row

    def _block(self, block: list[tuple[int, bytes]]) -> Frames:
        frames = None
        if block[-1][1].endswith(b"\n"):
            try:
                text = b"".join(raw for _, raw in block).decode()
            except UnicodeDecodeError:
                pass
            else:
                texts = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
                frames = self.columns.parse_many(texts, self._last_t_s)
        if frames is not None:
            self._last_t_s = float(frames.t_s[-1])
            return frames
        rows = [row for line, raw in block if (row := self._row(line, raw)) is not None]
        n_cells = len(self.header.seat.cells)
        counts = np.array([row.counts for row in rows], dtype=float).reshape(-1, n_cells)  # None becomes NaN
        return Frames(np.array([row.t_s for row in rows], dtype=float), counts)

    def _broken(self, error: FormatError, line: int) -> None:
        if not self._lenient:
            raise error.at(self.path, line) from None
        self.skipped += 1


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise FormatError(f"the byte 0x{raw[error.start]:02x}", "UTF-8 text") from None
