"""From the chair's events to the rows of `history.db`: which statements each event means, without running them.

Lengths come from the monotonic clock alone. A row whose end is written gets its begin's wall time anew from that length,
so a wall clock that jumped in between (a Raspberry Pi without a clock chip, when the network comes) stretches nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import assert_never

from chairpi.core.events import (
    EVENT_NAMES,
    CellFound,
    CellLost,
    EmptyLoadChanged,
    Event,
    Gap,
    Minute,
    ObjectGone,
    ObjectSeen,
    PostureChanged,
    PromptCleared,
    PromptRaised,
    ReferenceDoubted,
    ReferenceSet,
    Refused,
    SatDown,
    SlideBegan,
    SlideEnded,
    StandTargetChosen,
    StoodUp,
    WeightShift,
    ZeroMoved,
    as_record,
)

Statement = tuple[str, Mapping[str, object]]
"""SQL and its named parameters."""

AT_ONCE = (SatDown, StoodUp, PromptRaised, PromptCleared, ReferenceSet, StandTargetChosen)
"""Events that a person did or was asked for: whoever looks at the dashboard expects them there."""

INSERT_EVENT = "INSERT INTO event (boot_id, t_s, utc_s, name, record) VALUES (:boot_id, :t_s, :utc_s, :name, :record)"

BEGIN_BOUT = """
    INSERT INTO bout (boot_id, began_t_s, began_utc_s, began_seen)
    VALUES (:boot_id, :began_t_s, :began_utc_s, :began_seen)
"""

END_BOUT = """
    UPDATE bout
    SET began_utc_s = :ended_utc_s - (:ended_t_s - began_t_s),
        ended_t_s = :ended_t_s, ended_utc_s = :ended_utc_s, ended_seen = :ended_seen
    WHERE ended_utc_s IS NULL
"""

BEGIN_BREAK = """
    INSERT INTO break (boot_id, began_t_s, began_utc_s, began_seen) VALUES (:boot_id, :began_t_s, :began_utc_s, 1)
"""

END_BREAK = """
    UPDATE break
    SET began_utc_s = :ended_utc_s - (:ended_t_s - began_t_s),
        ended_t_s = :ended_t_s, ended_utc_s = :ended_utc_s, ended_seen = 1
    WHERE ended_utc_s IS NULL
"""

INSERT_BREAK_OF_UNSEEN_BEGIN = """
    INSERT INTO break (boot_id, began_t_s, began_utc_s, began_seen, ended_t_s, ended_utc_s, ended_seen)
    SELECT :boot_id, :ended_t_s - :break_s, :ended_utc_s - :break_s, 0, :ended_t_s, :ended_utc_s, 1
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
    """
    UPDATE prompt
    SET cleared_t_s = max(raised_t_s, heard.t_s), cleared_utc_s = raised_utc_s + max(0.0, heard.t_s - raised_t_s),
        outcome = 'unseen'
    FROM heard WHERE heard.boot_id = prompt.boot_id AND prompt.cleared_utc_s IS NULL
    """,
)
"""End whatever is still open, of whichever boot, at the last time anything was heard from the chair."""

INSERT_MINUTE = """
    INSERT INTO minute (boot_id, t_s, utc_s, start_t_s, start_utc_s, seen_s, seated_s, slide_s,
                        total_n, cop_ap_mm, cop_ml_mm, back_upper_n, back_lower_n)
    VALUES (:boot_id, :t_s, :utc_s, :start_t_s, :start_utc_s, :seen_s, :seated_s, :slide_s,
            :total_n, :cop_ap_mm, :cop_ml_mm, :back_upper_n, :back_lower_n)
"""

INSERT_PROMPT = """
    INSERT INTO prompt (boot_id, kind, reason, sitting_s, raised_t_s, raised_utc_s)
    VALUES (:boot_id, :kind, :reason, :sitting_s, :t_s, :utc_s)
"""

CLEAR_PROMPT = """
    UPDATE prompt
    SET raised_utc_s = :utc_s - (:t_s - raised_t_s), cleared_t_s = :t_s, cleared_utc_s = :utc_s, outcome = :outcome
    WHERE boot_id = :boot_id AND kind = :kind AND raised_t_s = :raised_t_s AND cleared_utc_s IS NULL
"""

INSERT_REFERENCE = """
    INSERT INTO reference (boot_id, t_s, utc_s, source, cop_ap_mm, cop_ml_mm, total_n,
                           back_upper_n, back_lower_n, zero_offset_n, force_n)
    VALUES (:boot_id, :t_s, :utc_s, :source, :cop_ap_mm, :cop_ml_mm, :total_n,
            :back_upper_n, :back_lower_n, :zero_offset_n, :force_n)
"""

INSERT_SETTING = "INSERT INTO setting (boot_id, t_s, utc_s, key, value) VALUES (:boot_id, :t_s, :utc_s, :key, :value)"

INSERT_CALIBRATION = """
    INSERT INTO calibration (boot_id, t_s, utc_s, source, zero_counts, counts_per_n, seat_map)
    VALUES (:boot_id, :t_s, :utc_s, :source, :zero_counts, :counts_per_n, :seat_map)
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
            yield END_BOUT, {"ended_t_s": left_t_s, "ended_utc_s": left_utc_s, "ended_seen": event.seen}
            if event.seen:
                yield BEGIN_BREAK, at | {"began_t_s": left_t_s, "began_utc_s": left_utc_s}
        case Gap():
            yield END_BREAK_AT_GAP, {"gap_t_s": event.t_s - event.length_s}
        case Minute():
            yield INSERT_MINUTE, asdict(event) | at | {"start_utc_s": event.start_t_s + utc_offset_s}
        case PromptRaised():
            yield INSERT_PROMPT, at | {"kind": event.kind, "reason": event.reason, "sitting_s": event.sitting_s}
        case PromptCleared():
            yield CLEAR_PROMPT, at | {"kind": event.kind, "outcome": event.outcome, "raised_t_s": event.raised_t_s}
        case ReferenceSet():
            force_n = None if event.force_n is None else json.dumps(event.force_n, allow_nan=False)
            yield INSERT_REFERENCE, asdict(event) | at | {"force_n": force_n}
        case StandTargetChosen():
            yield INSERT_SETTING, at | {"key": "stand_after_s", "value": event.stand_after_s}
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
        ):
            pass  # the log is their only place
        case _:
            assert_never(event)
    if not isinstance(event, Minute):
        record = json.dumps(as_record(event), allow_nan=False)
        yield INSERT_EVENT, at | {"name": EVENT_NAMES[type(event)], "record": record}
