"""Everything that is kept, as one archive of CSV and JSON files, made piece by piece: a year of minutes is never held at once."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from chairpi.store.advice import plain_words
from chairpi.store.database import open_read_only
from chairpi.store.export_readme import readme
from chairpi.store.export_tables import LOAD_KEYS, TABLES, Holds, Table
from chairpi.store.migrate import APP, HISTORY, shipped_migrations

PIECE_BYTES = 64 * 1024
"""So much is gathered before it goes on its way."""
ROWS_AT_ONCE = 500

USUAL_LOADS = """
    SELECT sitter_id, avg(total_n) FROM (
        SELECT sitter_id, total_n,
               row_number() OVER (PARTITION BY sitter_id ORDER BY total_n) AS place,
               count(*) OVER (PARTITION BY sitter_id) AS n
        FROM (
            SELECT sitter_id, total_n FROM minute WHERE total_n > 0 AND seated_s >= 30
            UNION ALL
            SELECT sitter_id, total_n FROM reference WHERE total_n > 0
        )
    )
    WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY sitter_id
"""
"""The median of what each sitter's minutes and references weighed."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported.

    Parameters
    ----------
    history_path, app_path
        The two databases; what is not there yet is left out.
    zone
        In which local times are written.
    made_utc_s
        The wall clock now [POSIX s].
    with_weight
        Loads in newtons, which come near to body weight; else as shares of the sitter's own median.
    """

    history_path: Path
    app_path: Path
    zone: tzinfo
    made_utc_s: float
    with_weight: bool = False

    def pieces(self) -> Iterator[bytes]:
        """Yield the archive from its first byte to its last.

        Raises
        ------
        StoreError
            A database cannot be read: before the first piece where it cannot be opened.
        """
        pipe = _Pipe()
        with contextlib.ExitStack() as stack:
            opened = [
                (name, stack.enter_context(open_read_only(path, len(shipped_migrations(name)))))
                for name, path in ((HISTORY, self.history_path), (APP, self.app_path))
            ]
            history = opened[0][1]
            usual_n = {} if self.with_weight or history is None else dict(map(tuple, history.execute(USUAL_LOADS)))
            with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
                text = readme(_moment(self.made_utc_s, UTC), with_weight=self.with_weight)
                yield from self._file(archive, pipe, "README.md", iter([text]))
                for name, connection in opened:
                    if connection is not None:
                        with plain_words(self.history_path if name == HISTORY else self.app_path):
                            yield from self._database(archive, pipe, name, connection, usual_n)
            yield pipe.take()

    def _database(
        self,
        archive: zipfile.ZipFile,
        pipe: _Pipe,
        database: str,
        connection: sqlite3.Connection,
        usual_n: Mapping[int | None, float],
    ) -> Iterator[bytes]:
        for name, table in TABLES[database].items():
            if table.tells_weight and not self.with_weight:
                continue
            written = _Written(table, self.zone, None if self.with_weight else usual_n)
            columns = ", ".join(f'"{column}"' for column in written.read)
            sql = f'SELECT {columns} FROM "{name}" ORDER BY rowid'  # noqa: S608  # our own names
            yield from self._file(archive, pipe, f"{name}.csv", _csv(connection.execute(sql), written))
            if table.nested:
                yield from self._file(archive, pipe, f"{name}.json", _json(connection.execute(sql), written))

    def _file(self, archive: zipfile.ZipFile, pipe: _Pipe, name: str, texts: Iterator[str]) -> Iterator[bytes]:
        made = datetime.fromtimestamp(self.made_utc_s, self.zone)
        info = zipfile.ZipInfo(f"chairpi/{name}", (max(1980, made.year), *made.timetuple()[1:6]))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with archive.open(info, "w", force_zip64=True) as file:
            for text in texts:
                file.write(text.encode("utf-8"))
                if pipe.n_bytes >= PIECE_BYTES:
                    yield pipe.take()


class _Pipe(io.RawIOBase):
    """What the archive writes to, and is taken from; it cannot be gone back in, and `zipfile` writes what fits that."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.n_bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # any buffer
        piece = bytes(data)
        self._pieces.append(piece)
        self.n_bytes += len(piece)
        return len(piece)

    def take(self) -> bytes:
        """What was written since this was asked last."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        self.n_bytes = 0
        return taken


class _Written:
    """How the rows of a table are written: which columns, under which names, and what becomes of a value."""

    def __init__(self, table: Table, zone: tzinfo, usual_n: Mapping[int | None, float] | None) -> None:
        self._table = table
        self._zone = zone
        self._usual_n = usual_n
        self.read = tuple(column for column in table.columns if table.holds(column) is not Holds.SECRET)

    def fields(self, row: sqlite3.Row, *, nested: bool) -> dict[str, object]:
        """One row by the names of the export, with or without what is nested."""
        usual_n = self._usual_of(row)
        fields: dict[str, object] = {}
        for column in self.read:
            fields |= self._column(column, row[column], usual_n, nested=nested)
        return fields

    def names(self) -> list[str]:
        """The names of all columns that are not nested."""
        return [name for column in self.read for name in self._column(column, None, None, nested=False)]

    def _usual_of(self, row: sqlite3.Row) -> float | None:
        if self._usual_n is None or "sitter_id" not in self.read:
            return None
        return self._usual_n.get(row["sitter_id"])

    def _column(self, column: str, value: Any, usual_n: float | None, *, nested: bool) -> dict[str, object]:
        match self._table.holds(column):
            case Holds.MOMENT:
                stem = column.removesuffix("utc_s")
                times = [None if value is None else _moment(value, zone) for zone in (UTC, self._zone)]
                return {f"{stem}utc": times[0], f"{stem}local": times[1]}
            case Holds.LOAD if self._usual_n is not None:
                return {share_name(column): share_of(value, usual_n)}
            case Holds.NESTED:
                if not nested:
                    return {}
                found = None if value is None else json.loads(value)
                if self._usual_n is None:
                    return {column: found}
                if column == "trace":
                    return {column: found and [[share_of(load_n, usual_n), *cop_mm] for load_n, *cop_mm in found]}
                return _without_loads({column: found}, usual_n)
        return {column: value}


def share_name(column: str) -> str:
    """What the share of a load is called.

    >>> share_name("total_n")
    'total_share'
    """
    return f"{column.removesuffix('_n')}_share"


def share_of(value: Any, usual_n: float | None) -> Any:
    """A load, or a list of them, as a share of the usual one; `None` where either is unknown.

    >>> share_of(350.0, 700.0), share_of([700.0, None], 700.0), share_of(350.0, None)
    (0.5, [1.0, None], None)
    """
    if isinstance(value, list):
        return [share_of(one, usual_n) for one in value]
    return None if value is None or not usual_n else round(value / usual_n, 4)


def _without_loads(record: Mapping[str, Any], usual_n: float | None) -> dict[str, object]:
    """A record, and what is in it, with shares for loads."""
    return {
        **{
            key: _without_loads(value, usual_n) if isinstance(value, dict) else value
            for key, value in record.items()
            if key not in LOAD_KEYS
        },
        **{share_name(key): share_of(value, usual_n) for key, value in record.items() if key in LOAD_KEYS},
    }


def _csv(rows: sqlite3.Cursor, written: _Written) -> Iterator[str]:
    names = written.names()
    yield _lines([names])
    while batch := rows.fetchmany(ROWS_AT_ONCE):
        yield _lines([[*written.fields(row, nested=False).values()] for row in batch])


def _lines(rows: list[Any]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _json(rows: sqlite3.Cursor, written: _Written) -> Iterator[str]:
    """A list with an object a line."""
    before = "[\n"
    while batch := rows.fetchmany(ROWS_AT_ONCE):
        lines = (json.dumps(written.fields(row, nested=True), ensure_ascii=False) for row in batch)
        yield before + ",\n".join(lines)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _moment(utc_s: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(utc_s, zone).isoformat(timespec="milliseconds")
