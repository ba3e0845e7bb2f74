"""The rows of the people who sit: who sits now, what was written as another's, and what goes when one of them is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chairpi.core.events.event import EVENT_NAMES
from chairpi.core.events.presence import SitterChosen
from chairpi.core.events.weighing import CellFound, CellLost, Gap
from chairpi.core.events.zero import EmptyLoadChanged, ZeroMoved

CHOOSE_SITTER = """
    UPDATE present_sitter
    SET sitter_id = :sitter_id, chosen_sitter_id = iif(:by_load, chosen_sitter_id, coalesce(:sitter_id, chosen_sitter_id))
"""

SIT = "UPDATE present_sitter SET sitter_id = :sitter_id"
"""What follows is written as this sitter's; of no id: as a guest's."""

GIVE_TO_SITTER = tuple(
    f"UPDATE {table} SET sitter_id = :sitter_id WHERE boot_id = :boot_id AND {begin_t_s} >= :since_t_s"  # noqa: S608  # our own names
    for table, begin_t_s in (
        ("bout", "began_t_s"),
        ("break", "began_t_s"),
        ("minute", "start_t_s + 60.0"),  # a minute is told as a whole: the one in which the bout began goes with it
        ("prompt", "raised_t_s"),
        ("event", "t_s"),
        ("reference", "t_s"),
    )
)
"""What was written since a bout began belongs to whoever is now known to sit in it."""

EVENTS_OF_THE_CHAIR = tuple(EVENT_NAMES[kind] for kind in (CellLost, CellFound, Gap, ZeroMoved, EmptyLoadChanged))
"""They tell of the chair, not of a person: they stay when a person's history is erased."""

_CHAIR = ", ".join(f"'{name}'" for name in EVENTS_OF_THE_CHAIR)

_MEASURED = ("bout", "break", "minute", "prompt", "reference")

ERASE_MEASURED = (
    *(f"DELETE FROM {table} WHERE sitter_id IS :sitter_id" for table in _MEASURED),  # noqa: S608
    f"DELETE FROM event WHERE sitter_id IS :sitter_id AND name NOT IN ({_CHAIR})",  # noqa: S608
)
"""All that was measured of somebody, or, where the id is NULL, of guests."""

ANY_OF_GUESTS = (
    f"SELECT {' OR '.join(f'EXISTS (SELECT 1 FROM {table} WHERE sitter_id IS NULL)' for table in _MEASURED)}"  # noqa: S608
)

ERASE_SITTER = (
    *ERASE_MEASURED,
    "DELETE FROM sitter_settings WHERE sitter_id = :sitter_id",
    "UPDATE event SET sitter_id = NULL WHERE sitter_id = :sitter_id",
    "UPDATE sitter SET name = NULL WHERE sitter_id = :sitter_id",
)

REMOVE_SITTER = (
    "UPDATE sitter SET removed_utc_s = :utc_s WHERE sitter_id = :sitter_id",
    "UPDATE present_sitter SET sitter_id = NULL WHERE sitter_id = :sitter_id",
    "UPDATE present_sitter SET chosen_sitter_id = NULL WHERE chosen_sitter_id = :sitter_id",
)


def sitter_statements(event: SitterChosen, at: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield what it changes that another sitter sits; `at` says when, as `chairpi.store.rows.statements` does."""
    yield CHOOSE_SITTER, {"sitter_id": event.sitter_id, "by_load": event.by_load}
    since = {"sitter_id": event.sitter_id, "boot_id": at["boot_id"], "since_t_s": event.since_t_s}
    for sql in GIVE_TO_SITTER:
        yield sql, since
