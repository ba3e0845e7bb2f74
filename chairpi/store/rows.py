"""From the chair's events to the rows of `history.db`: which statements each event means, without running them.

Lengths come from the monotonic clock alone. A row whose end is written gets its begin's wall time anew from that length,
so a wall clock that jumped in between (a Raspberry Pi without a clock chip, when the network comes) stretches nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import assert_never

from chairpi.core.events.event import EVENT_NAMES, Event, as_record
from chairpi.core.events.movement import WeightShift
from chairpi.core.events.posture import PostureChanged, SlideBegan, SlideEnded
from chairpi.core.events.presence import (
    BreakCredited,
    ObjectGone,
    ObjectSeen,
    SatDown,
    SitterChosen,
    SitterSuggested,
    StoodUp,
)
from chairpi.core.events.prompting import (
    MarkTakenBack,
    Noticed,
    PromptCleared,
    PromptMarkedWrong,
    PromptRaised,
    QuietBegan,
    QuietEnded,
    SettingsChosen,
    TargetOfToday,
)
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import SeatCheckDone
from chairpi.core.events.upright import ReferenceDoubted, ReferenceSet
from chairpi.core.events.weighing import CellFound, CellLost, Gap, Minute, SupplyChanged
from chairpi.core.events.zero import EmptyLoadChanged, ZeroMoved
from chairpi.store.prompt_rows import prompt_statements
from chairpi.store.sitter_rows import sitter_statements

Statement = tuple[str, Mapping[str, object]]
"""SQL and its named parameters."""

AT_ONCE = (
    SatDown,
    StoodUp,
    PromptRaised,
    PromptCleared,
    PromptMarkedWrong,
    MarkTakenBack,
    QuietBegan,
    QuietEnded,
    SettingsChosen,
    SitterChosen,
    ReferenceSet,
)
"""Events that a person did or was asked for: whoever looks at the dashboard expects them there."""

INSERT_EVENT = """
    INSERT INTO event (boot_id, t_s, utc_s, name, record, sitter_id)
    VALUES (:boot_id, :t_s, :utc_s, :name, :record, (SELECT sitter_id FROM present_sitter))
"""

BEGIN_BOUT = """
    INSERT INTO bout (boot_id, began_t_s, began_utc_s, began_seen, sitter_id)
    VALUES (:boot_id, :began_t_s, :began_utc_s, :began_seen, (SELECT sitter_id FROM present_sitter))
"""

END_BOUT = """
    UPDATE bout
    SET began_utc_s = :ended_utc_s - (:ended_t_s - began_t_s),
        ended_t_s = :ended_t_s, ended_utc_s = :ended_utc_s, ended_seen = :ended_seen
    WHERE boot_id = :boot_id AND (ended_utc_s IS NULL OR (began_t_s = :began_t_s AND NOT ended_seen))
"""
"""A chair that goes on after a restart knows better than what was written at its start where the bout before it ended."""

BEGIN_BREAK = """
    INSERT INTO break (boot_id, began_t_s, began_utc_s, began_seen, sitter_id)
    VALUES (:boot_id, :began_t_s, :began_utc_s, 1, (SELECT sitter_id FROM present_sitter))
"""

END_BREAK = """
    UPDATE break
    SET began_utc_s = :ended_utc_s - (:ended_t_s - began_t_s),
        ended_t_s = :ended_t_s, ended_utc_s = :ended_utc_s, ended_seen = 1
    WHERE ended_utc_s IS NULL
"""

INSERT_BREAK_OF_UNSEEN_BEGIN = """
    INSERT INTO break (boot_id, began_t_s, began_utc_s, began_seen, ended_t_s, ended_utc_s, ended_seen, sitter_id)
    SELECT :boot_id, :ended_t_s - :break_s, :ended_utc_s - :break_s, 0, :ended_t_s, :ended_utc_s, 1, sitter_id
    FROM present_sitter
    WHERE NOT EXISTS (SELECT 1 FROM break WHERE boot_id = :boot_id AND ended_utc_s = :ended_utc_s)
"""
"""For a break that no bout preceded: the seat was found empty, at the start or after a gap, and no event said so."""

END_BREAK_AT_GAP = """
    UPDATE break
    SET ended_t_s = max(began_t_s, :gap_t_s), ended_utc_s = began_utc_s + max(0.0, :gap_t_s - began_t_s), ended_seen = 0
    WHERE ended_utc_s IS NULL
"""

END_UNSEEN = (
    """
    UPDATE bout
    SET ended_t_s = max(began_t_s, heard.t_s), ended_utc_s = began_utc_s + max(0.0, heard.t_s - began_t_s),
        ended_seen = 0
    FROM heard WHERE heard.boot_id = bout.boot_id AND bout.ended_utc_s IS NULL
    """,
    """
    UPDATE break
    SET ended_t_s = max(began_t_s, heard.t_s), ended_utc_s = began_utc_s + max(0.0, heard.t_s - began_t_s),
        ended_seen = 0
    FROM heard WHERE heard.boot_id = break.boot_id AND break.ended_utc_s IS NULL
    """,
)
"""End a bout and a break that are still open, of whichever boot, at the last time anything was heard from the chair."""

INSERT_MINUTE = """
    INSERT INTO minute (boot_id, t_s, utc_s, start_t_s, start_utc_s, seen_s, seated_s, slide_s,
                        total_n, cop_ap_mm, cop_ml_mm, back_upper_n, back_lower_n, doubtful_s, sitter_id)
    VALUES (:boot_id, :t_s, :utc_s, :start_t_s, :start_utc_s, :seen_s, :seated_s, :slide_s,
            :total_n, :cop_ap_mm, :cop_ml_mm, :back_upper_n, :back_lower_n, :doubtful_s,
            (SELECT sitter_id FROM present_sitter))
"""

INSERT_REFERENCE = """
    INSERT INTO reference (boot_id, t_s, utc_s, source, cop_ap_mm, cop_ml_mm, total_n,
                           back_upper_n, back_lower_n, zero_offset_n, force_n, sitter_id)
    VALUES (:boot_id, :t_s, :utc_s, :source, :cop_ap_mm, :cop_ml_mm, :total_n,
            :back_upper_n, :back_lower_n, :zero_offset_n, :force_n, (SELECT sitter_id FROM present_sitter))
"""

INSERT_SETTINGS = """
    INSERT INTO sitter_settings (boot_id, t_s, utc_s, sitter_id, settings)
    VALUES (:boot_id, :t_s, :utc_s, :sitter_id, :settings)
"""

INSERT_CALIBRATION = """
    INSERT INTO calibration (boot_id, t_s, utc_s, source, zero_counts, counts_per_n, seat_map, fitted)
    VALUES (:boot_id, :t_s, :utc_s, :source, :zero_counts, :counts_per_n, :seat_map, :fitted)
"""


def statements(event: Event, boot_id: str, utc_offset_s: float) -> Iterator[Statement]:
    """Yield what `event` changes in the database, in order.

    Parameters
    ----------
    event
        What the core said.
    boot_id
        Where its `t_s` counts from.
    utc_offset_s
        Wall clock minus monotonic clock [s], as known now.

    Raises
    ------
    ValueError
        A number of the event is not finite: it has no place in the log's JSON.
    """
    at: dict[str, object] = {"boot_id": boot_id, "t_s": event.t_s, "utc_s": event.t_s + utc_offset_s}
    match event:
        case SatDown(since_t_s=since_t_s):
            since_utc_s = since_t_s + utc_offset_s
            if event.break_s is not None:
                ended = at | {"ended_t_s": since_t_s, "ended_utc_s": since_utc_s, "break_s": event.break_s}
                yield END_BREAK, ended
                yield INSERT_BREAK_OF_UNSEEN_BEGIN, ended
            yield BEGIN_BOUT, at | {"began_t_s": since_t_s, "began_utc_s": since_utc_s, "began_seen": event.seen}
        case StoodUp(left_t_s=left_t_s):
            left_utc_s = left_t_s + utc_offset_s
            ended = at | {"began_t_s": event.since_t_s, "ended_t_s": left_t_s, "ended_utc_s": left_utc_s}
            yield END_BOUT, ended | {"ended_seen": event.seen}
            if event.seen:
                yield BEGIN_BREAK, at | {"began_t_s": left_t_s, "began_utc_s": left_utc_s}
        case Gap():
            yield END_BREAK_AT_GAP, {"gap_t_s": event.t_s - event.length_s}
        case Minute():
            yield INSERT_MINUTE, asdict(event) | at | {"start_utc_s": event.start_t_s + utc_offset_s}
        case PromptRaised() | PromptCleared() | PromptMarkedWrong() | MarkTakenBack():
            yield from prompt_statements(event, at)
        case ReferenceSet():
            force_n = None if event.force_n is None else json.dumps(event.force_n, allow_nan=False)
            yield INSERT_REFERENCE, asdict(event) | at | {"force_n": force_n}
        case SettingsChosen():
            if event.sitter_id is not None:  # a guest's choice is for this sitting
                settings = json.dumps(event.settings, allow_nan=False)
                yield INSERT_SETTINGS, at | {"sitter_id": event.sitter_id, "settings": settings}
        case SitterChosen():
            yield from sitter_statements(event, at)
        case (
            ObjectSeen()
            | ObjectGone()
            | PostureChanged()
            | WeightShift()
            | SlideBegan()
            | SlideEnded()
            | ReferenceDoubted()
            | Refused()
            | ZeroMoved()
            | EmptyLoadChanged()
            | CellLost()
            | CellFound()
            | SupplyChanged()
            | BreakCredited()
            | Noticed()
            | SeatCheckDone()
            | QuietBegan()
            | QuietEnded()
            | TargetOfToday()
            | SitterSuggested()
        ):
            pass  # the log is their only place
        case _:
            assert_never(event)
    if not isinstance(event, Minute):
        record = as_record(event)
        record.pop("trace", None)  # a prompt's row alone has it, where it is erased after its time
        logged = {"name": EVENT_NAMES[type(event)], "record": json.dumps(record, allow_nan=False)}
        yield INSERT_EVENT, at | logged
