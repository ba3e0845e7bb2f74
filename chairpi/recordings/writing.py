"""Recordings written, row by row."""

from __future__ import annotations

import gzip
import math
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from chairpi.core.frame import Frame
from chairpi.errors import RecordingError
from chairpi.recordings.columns import Columns, Row
from chairpi.recordings.doubtful import with_change
from chairpi.recordings.format_error import FormatError
from chairpi.recordings.header import Header, header_lines

FLUSH_S = 10.0
"""Rows wait in memory for this much of the recording's own time [s]. Our choice: what a pulled plug may cost."""


class RecordingWriter:
    """Writes one recording; use it as a context manager.

    Rows go to the file in whole lines, many at a time, and in a `.gz` file each such part is a gzip member of its own.
    So a file whose writer was killed is a valid recording up to the rows of its last `flush_s`.

    Parameters
    ----------
    path
        The file; a `.gz` ending means gzip.
    header
        What the recording says about itself.
    columns
        Which of `hold`, `label` and `slide_mm` the recording has.
    overwrite
        Write over a file that is there already.
    flush_s
        Longest time [s] that rows wait in memory, by the frames' own time.

    Raises
    ------
    RecordingError
        The file is there already, or cannot be written.
    """

    def __init__(
        self,
        path: Path | str,
        header: Header,
        columns: Sequence[str] = (),
        *,
        overwrite: bool = False,
        flush_s: float = FLUSH_S,
    ) -> None:
        self.path = Path(path)
        self.columns = Columns(header, columns)
        self._is_gzip = self.path.suffix == ".gz"
        self._flush_s = flush_s
        self._last_t_s = -math.inf
        self._flushed_t_s = -math.inf
        self._header = header
        self._is_doubtful = False
        self._waiting = [",".join(self.columns.names)]
        self._line = len(header_lines(header)) + 1
        try:
            self._file = self.path.open("wb" if overwrite else "xb", buffering=0)
        except FileExistsError:
            raise RecordingError(f"{self.path} is there already; choose another name, or overwrite it") from None
        except OSError as error:
            raise RecordingError(f"{self.path}: cannot be written: {error.strerror}") from error
        self._write(self._head())
        self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(
        self,
        frame: Frame,
        hold: int | None = None,
        label: str = "",
        slide_mm: float | None = None,
        *,
        doubtful: bool = False,
    ) -> None:
        """Add one row; `doubtful`: the supply voltage was too low, which the header must have a line for.

        Raises
        ------
        RecordingError
            The row would break the format, so that nobody could read it back; or the disk is full.
        """
        row = Row(frame.t_s, frame.counts, hold, label, slide_mm, self._line + 1)
        try:
            self.columns.check(row, self._last_t_s)
            text = self.columns.text(row)
        except FormatError as error:
            raise error.at(self.path, row.line) from None
        if doubtful != self._is_doubtful:
            self._mark(row, low=doubtful)
        self._waiting.append(text)
        self._line = row.line
        self._last_t_s = row.t_s
        if row.t_s - self._flushed_t_s >= self._flush_s:
            self.flush()
            self._flushed_t_s = row.t_s

    def flush(self) -> None:
        """Hand all waiting rows to the operating system."""
        if not self._waiting:
            return
        text = "\n".join(self._waiting) + "\n"
        self._write(_gzip_member(text) if self._is_gzip else text.encode())
        self._waiting.clear()

    def close(self) -> None:
        """Write what waits and close the file."""
        try:
            self.flush()
        finally:
            self._file.close()

    def _mark(self, row: Row, *, low: bool) -> None:
        """Say in the header's line, where it stands, that the supply voltage is too low from this row on, or no longer is."""
        spans = self._header.doubtful_s
        if spans is None:
            expected = "a recording whose header has a line for such stretches"
            raise FormatError("a doubtful reading without a line for it", expected).at(self.path, row.line)
        self._is_doubtful = low
        self._header = replace(self._header, doubtful_s=with_change(spans, row.t_s, low=low))
        try:
            self._file.seek(0)
        except OSError as error:
            why = "the supply voltage is too low, which its header cannot say afterwards; record into a plain file"
            raise RecordingError(f"{self.path}: {why} ({error.strerror})") from error
        self._write(self._head())
        self._file.seek(0, os.SEEK_END)

    def _head(self) -> bytes:
        """The header; always as long, so that it can be written again."""
        text = "\n".join(header_lines(self._header)) + "\n"
        return _gzip_member(text, level=0) if self._is_gzip else text.encode()

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise RecordingError(f"{self.path}: cannot be written: {error.strerror}") from error


def _gzip_member(text: str, level: int = 9) -> bytes:
    """One gzip member, without a time stamp: the same rows make the same file."""
    return gzip.compress(text.encode(), level, mtime=0)
