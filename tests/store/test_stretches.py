"""Bouts and breaks tile the time that was watched, whatever a day of sitting brings."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.core.events.event import Event
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Gap, Minute
from chairpi.store.history import History

Kind = Literal["sits", "away", "gap", "restart", "reboot"]
Row = tuple[int, float, float, bool, bool]
"""Boot, begin and end [s], and whether each of these was seen."""

OFFSET_S = 1_795_000_000.0
SETTLING_S = 3.0

COLUMNS = "CAST(substr(boot_id, 6) AS INTEGER), began_t_s, ended_t_s, began_seen, ended_seen"

happenings = st.lists(
    st.tuples(st.sampled_from(["sits", "away", "gap", "restart", "reboot"]), st.integers(5, 4000)),
    min_size=1,
    max_size=25,
)


def minute(t_s: float) -> Minute:
    return Minute(t_s, t_s - 60.0, 60.0, 0.0, 0.0, None, None, None, None, None)


class Sitter:
    """What the core would say of a sitter, and what was watched in truth."""

    def __init__(self) -> None:
        self.t_s = 50.0
        self.boot = 0
        self.sat_since_t_s: float | None = None
        self.arrival_seen = False
        self.away_since_t_s: float | None = None
        self.left_seen = False
        self.bouts: list[Row] = []
        self.breaks: list[Row] = []

    def sits(self, length_s: float) -> Iterator[Event]:
        if self.sat_since_t_s is None:
            break_s = None if self.away_since_t_s is None else self.t_s - self.away_since_t_s
            if self.away_since_t_s is not None:
                self.breaks.append((self.boot, self.away_since_t_s, self.t_s, self.left_seen, True))
            self.sat_since_t_s, self.away_since_t_s = self.t_s, None
            self.arrival_seen = break_s is not None
            yield SatDown(self.t_s + SETTLING_S, self.t_s, break_s, self.arrival_seen)
        self.t_s += length_s

    def away(self, length_s: float) -> Iterator[Event]:
        if self.away_since_t_s is None:
            self.away_since_t_s, self.left_seen = self.t_s, self.sat_since_t_s is not None
        if self.sat_since_t_s is not None:
            yield self._stood_up(seen=True)
        self.t_s += length_s

    def unwatched(self) -> Iterator[Event]:
        """Whatever goes on is not watched further; the last minute says until when it was."""
        yield minute(self.t_s)
        if self.sat_since_t_s is not None:
            yield self._stood_up(seen=False)
        if self.away_since_t_s is not None:
            if self.left_seen:  # of an empty seat where nobody was seen to go, the core says nothing
                self.breaks.append((self.boot, self.away_since_t_s, self.t_s, True, False))
            self.away_since_t_s = None

    def _stood_up(self, *, seen: bool) -> StoodUp:
        assert self.sat_since_t_s is not None
        since_t_s, self.sat_since_t_s = self.sat_since_t_s, None
        self.bouts.append((self.boot, since_t_s, self.t_s, self.arrival_seen, seen))
        return StoodUp(self.t_s, since_t_s, self.t_s, self.t_s - since_t_s, seen)


def live_through(path: Path, day: list[tuple[Kind, int]]) -> Sitter:
    sitter = Sitter()
    history = History.open(path, "boot-0", sitter.t_s, sitter.t_s + OFFSET_S)
    for kind, length_s in day:
        match kind:
            case "sits":
                history.record(sitter.sits(length_s), OFFSET_S)
            case "away":
                history.record(sitter.away(length_s), OFFSET_S)
            case "gap":
                history.record(sitter.unwatched(), OFFSET_S)
                sitter.t_s += length_s
                history.record([Gap(sitter.t_s, length_s)], OFFSET_S)
            case "restart" | "reboot":
                history.record(sitter.unwatched(), OFFSET_S)
                history.close()
                sitter.boot += kind == "reboot"
                sitter.t_s += length_s
                history = History.open(path, f"boot-{sitter.boot}", sitter.t_s, sitter.t_s + OFFSET_S)
        history.commit_if_due(sitter.t_s)
    history.record(sitter.unwatched(), OFFSET_S)
    history.close()
    return sitter


@settings(max_examples=40, deadline=None, derandomize=True)
@given(happenings)
def test_bouts_and_breaks_tile_the_watched_time(day: list[tuple[Kind, int]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "history.db"
        sitter = live_through(path, day)
        with closing(sqlite3.connect(path)) as connection:
            bouts = connection.execute(f"SELECT {COLUMNS} FROM bout ORDER BY bout_id").fetchall()  # noqa: S608
            breaks = connection.execute(f"SELECT {COLUMNS} FROM break ORDER BY break_id").fetchall()  # noqa: S608

    assert bouts == sitter.bouts
    assert breaks == sitter.breaks
    for (boot, _, ended_t_s, _, ended_seen), (next_boot, began_t_s, *_) in pairwise(sorted(bouts + breaks)):
        assert (boot, ended_t_s) <= (next_boot, began_t_s)
        if ended_seen:  # what was seen to end is followed by the other at that moment
            assert (boot, ended_t_s) == (next_boot, began_t_s)
