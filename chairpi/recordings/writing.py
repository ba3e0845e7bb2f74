"""Recordings written, row by row."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from chairpi.core.frame import Frame
from chairpi.errors import RecordingError
from chairpi.recordings.columns import Columns, Row
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
        self._encoded: Callable[[str], bytes] = _gzip_member if self.path.suffix == ".gz" else str.encode
        self._flush_s = flush_s
        self._last_t_s = -math.inf
        self._flushed_t_s = -math.inf
        self._waiting = [*header_lines(header), ",".join(self.columns.names)]
        self._line = len(self._waiting)
        try:
            self._file = self.path.open("wb" if overwrite else "xb", buffering=0)
        except FileExistsError:
            raise RecordingError(f"{self.path} is there already; choose another name, or overwrite it") from None
        except OSError as error:
            raise RecordingError(f"{self.path}: cannot be written: {error.strerror}") from error
        self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, frame: Frame, hold: int | None = None, label: str = "", slide_mm: float | None = None) -> None:
        """Add one row.

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
        data = memoryview(self._encoded("\n".join(self._waiting) + "\n"))
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            raise RecordingError(f"{self.path}: cannot be written: {error.strerror}") from error
        self._waiting.clear()

    def close(self) -> None:
        """Write what waits and close the file."""
        try:
            self.flush()
        finally:
            self._file.close()


def _gzip_member(text: str) -> bytes:
    """One gzip member, without a time stamp: the same rows make the same file."""
    return gzip.compress(text.encode(), mtime=0)
