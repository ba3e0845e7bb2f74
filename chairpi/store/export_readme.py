"""The README of an export: every file and column in it, in words, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from chairpi.store.export_tables import TABLES, Holds, Table
from chairpi.store.migrate import APP, HISTORY

_DATABASES = {
    HISTORY: "What the chair measured and noticed",
    APP: "What people told the programme, and what the household chose",
}

_HEAD = """# Everything that this ChairPi keeps

Made at {made}.

Each table is a CSV file (UTF-8, commas, a header line, empty where nothing is known). Where a row holds something nested, the whole row
is in a JSON file of the same name as well: a list with an object a line. Lengths end in their unit: `_s` seconds, `_mm` millimetres,
`_n` newtons. Where a time of the wall clock is meant there are two columns, `_utc` and `_local`, both as ISO 8601 with the distance
from UTC. Forward and the sitter's right are positive.

"""

_WITH_WEIGHT = """Loads are in newtons, as was asked for: together they come near to body weight. Think before you pass this on.

"""

_WITHOUT_WEIGHT = """Body weight is not in here. Each load of a person is a share of the median that they weigh on this seat,
1 where it is that (`_share`).

"""


def readme(made: str, *, with_weight: bool) -> str:
    """The text; `made` says when the export was.

    >>> "minute.csv" in readme("2026-11-26T11:00:00+00:00", with_weight=False)
    True
    """
    parts = [_HEAD.format(made=made), _WITH_WEIGHT if with_weight else _WITHOUT_WEIGHT]
    for database, title in _DATABASES.items():
        parts.append(f"## {title}\n\n")
        for name, table in TABLES[database].items():
            if with_weight or not table.tells_weight:
                parts.append("\n".join(_table(name, table, with_weight=with_weight)))
    parts.append("## Left out\n\n")
    parts.append("\n".join(f"- {line}" for line in _left_out(with_weight=with_weight)) + "\n")
    return "".join(parts)


def _table(name: str, table: Table, *, with_weight: bool) -> Iterator[str]:
    yield f"### {name}.csv{f' and {name}.json' if table.nested else ''}\n"
    yield f"{table.says}\n"
    for column, says in table.columns.items():
        for written, note in _written(column, table.holds(column), with_weight=with_weight):
            yield f"- `{written}`: {says}{note}"
    yield "\n"


def _written(column: str, holds: Holds, *, with_weight: bool) -> Iterator[tuple[str, str]]:
    match holds:
        case Holds.SECRET:
            return
        case Holds.MOMENT:
            stem = column.removesuffix("utc_s")
            yield f"{stem}utc", ""
            yield f"{stem}local", ", in the household's own time"
        case Holds.LOAD if not with_weight:
            yield f"{column.removesuffix('_n')}_share", ", as a share of the sitter's median"
        case Holds.NESTED:
            is_load = column == "force_n" and not with_weight
            yield ("force_share" if is_load else column), " (in the JSON file)"
        case _:
            yield column, ""


def _left_out(*, with_weight: bool) -> Iterator[str]:
    for tables in TABLES.values():
        for name, table in tables.items():
            for column in sorted(table.secrets):
                yield f"`{column}` of {name}: {table.columns[column]}; who has an export is not to have the key to the chair."
            if table.tells_weight and not with_weight:
                yield f"{name}: {table.says} Its figures come near to body weight; it is in an export with body weight."
    yield "The key that signs the dashboard's cookies, and the settings, which lie beside the databases as files of their own."
    yield "Recordings: they are CSV files already, wherever you put them."
