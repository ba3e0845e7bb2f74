"""Where each start of the machine lies on the wall clock: one distance for all of its rows, put right when the time is known better.

A Raspberry Pi without a clock chip starts with the time at which it was switched off, or in 1970, until the network knows better, and a
clock can be set at any moment. The monotonic clock knows nothing of that: within one start all rows lie rightly among each other. So each
start has one distance between its two clocks; when a better one is known, all of its rows move together, and nothing ever overlaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chairpi.clock import is_believed
from chairpi.store.history_file import HistoryFile
from chairpi.store.rows import Statement

STEP_S = 30.0
"""A clock that is off by less is left alone [s]: the network's time moves it by parts of a second again and again. Our choice."""

STEADY_S = 600.0
"""A clock that was right already, and is set anew, is followed when it has shown the same for so long [s]: somebody who sets it by hand is
corrected by the network within minutes (systemd-timesyncd asks again every 34 minutes at the latest, and at once after a change)."""

STARTING_S = 60.0
"""So long after the last that is known of a start begins the next one [s], where no clock knows better: about what starting takes."""

APART_S = 1.0
"""Two starts lie at least so far apart [s]."""

MOST_WRONG_S = 26 * 3600.0
"""By so much a clock may have been wrong though it was taken as right [s]: a chip that counts local time, in any zone. What was known
before is not moved by more: then the new time is the one that is doubted. Our choice."""

PERSON = "person"
"""What the wall clock follows where somebody said what time it is, and no clock knows better."""

LATEST_UTC_S = 7_258_118_400.0
"""The year 2200 [POSIX s]: nobody means a later one."""

TIME_IS_KNOWN = "the chair knows what time it is, from the network or its own clock, so it need not be told"
NO_SUCH_TIME = "that is no time it can be now; look at the date and the year"
TIME_WAS_LATER = "the chair already knew of a later time than that; look at the date and the time zone"

_LATEST = """
    SELECT max(
        coalesce((SELECT utc_s FROM event ORDER BY event_id DESC LIMIT 1), 0.0),
        coalesce((SELECT utc_s FROM minute ORDER BY minute_id DESC LIMIT 1), 0.0),
        coalesce((SELECT utc_s FROM memory), 0.0),
        coalesce((SELECT started_utc_s FROM boot ORDER BY rowid DESC LIMIT 1), 0.0)
    )
"""
"""The last that is known of before; rows are in the order of writing."""

_OWN = "SELECT started_t_s, started_utc_s, clock_set, clock_source FROM boot WHERE boot_id = :boot_id"

_EARLIER = """
    SELECT boot_id, started_t_s, started_utc_s, clock_set FROM boot
    WHERE rowid < coalesce((SELECT rowid FROM boot WHERE boot_id = :boot_id), 9e18) ORDER BY rowid DESC
"""

_HEARD = "SELECT t_s FROM heard WHERE boot_id = :boot_id"

_INSERT = "INSERT INTO boot VALUES (:boot_id, :started_t_s, :started_utc_s, :clock_source, :clock_set)"

_MOVES = (
    "UPDATE boot SET started_utc_s = started_t_s + :offset_s, clock_set = :clock_set WHERE boot_id = :boot_id",
    *(
        f"""
        UPDATE {table} SET began_utc_s = began_t_s + :offset_s, ended_utc_s = ended_t_s + :offset_s
        WHERE boot_id = :boot_id
        """  # noqa: S608  # ours
        for table in ("bout", "break")
    ),
    """
    UPDATE prompt SET raised_utc_s = raised_t_s + :offset_s, cleared_utc_s = cleared_t_s + :offset_s
    WHERE boot_id = :boot_id
    """,
    *(
        f"UPDATE {table} SET utc_s = t_s + :offset_s WHERE boot_id = :boot_id"  # noqa: S608  # ours
        for table in ("reference", "calibration", "sitter_settings", "memory")
    ),
    # These are long: of the latest start only their ends are read.
    """
    UPDATE event SET utc_s = t_s + :offset_s
    WHERE boot_id = :boot_id AND event_id > iif(
        :is_latest, (SELECT coalesce((SELECT event_id FROM event WHERE boot_id <> :boot_id ORDER BY event_id DESC LIMIT 1), 0)), 0
    )
    """,
    """
    UPDATE minute SET utc_s = t_s + :offset_s, start_utc_s = start_t_s + :offset_s
    WHERE boot_id = :boot_id AND minute_id > iif(
        :is_latest, (SELECT coalesce((SELECT minute_id FROM minute WHERE boot_id <> :boot_id ORDER BY minute_id DESC LIMIT 1), 0)), 0
    )
    """,
)
"""Whatever a row says of its wall time follows from its monotonic time."""

_SOURCE = "UPDATE boot SET clock_source = :clock_source WHERE boot_id = :boot_id"

_MOVE_SITTERS = """
    UPDATE sitter SET created_utc_s = created_utc_s + :by_s
    WHERE created_utc_s >= :from_utc_s AND created_utc_s <= :until_utc_s
"""
"""A sitter's row does not say by which start it was made; starts do not overlap, so its time does."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A start of the machine: name, both clocks when it was first seen [s], and whether the wall clock is known to be right."""

    boot_id: str
    started_t_s: float
    started_utc_s: float
    is_set: bool

    @property
    def offset_s(self) -> float:
        """Wall clock minus monotonic clock [s]."""
        return self.started_utc_s - self.started_t_s


class BootTime:
    """The present start of the machine, among those before it.

    Parameters
    ----------
    file
        The database; it is only read here.
    boot_id
        The present start.
    clock_source
        What the wall clock follows, for the record.

    Attributes
    ----------
    offset_s
        Wall clock minus monotonic clock for all rows of this start [s], as known now.
    is_set
        Whether that is known to be right.
    is_told
        Whether it is what a person said.
    """

    def __init__(self, file: HistoryFile, boot_id: str, clock_source: str) -> None:
        self._file = file
        self._boot_id = boot_id
        self._clock_source = clock_source
        self._differs: tuple[float, float] | None = None  # since when [s], and which distance [s]
        self._floor_utc_s = 0.0
        self.started_t_s = 0.0
        self.offset_s = 0.0
        self.is_set = self.is_told = False

    def begin(self, t_s: float, utc_s: float, *, is_set: bool) -> list[Statement]:
        """Give what writes this start down, or puts it right where an earlier process did; both clocks now [s]."""
        own = self._file.connection.execute(_OWN, {"boot_id": self._boot_id}).fetchone()
        if own is not None:
            self.started_t_s, self.is_set, self.is_told = float(own[0]), bool(own[2]), own[3] == PERSON
            self.offset_s = float(own[1]) - self.started_t_s
            before = next(self._earlier(), None)
            self._floor_utc_s = 0.0 if before is None else self._end_utc_s(before) + APART_S
            return self.look(t_s, utc_s, is_set=is_set)
        (latest_utc_s,) = self._file.connection.execute(_LATEST).fetchone()
        self._floor_utc_s = latest_utc_s + STARTING_S if latest_utc_s else 0.0
        self.started_t_s, self.is_set, moves = t_s, is_set, []
        if is_set:
            self.offset_s = utc_s - t_s
            moves = self._make_room()
        if not self.is_set:
            self.offset_s = max(utc_s, self._floor_utc_s) - t_s
        return [self.written(), *moves]

    def written(self) -> Statement:
        """Give what writes this start down."""
        row = {
            "boot_id": self._boot_id,
            "started_t_s": self.started_t_s,
            "started_utc_s": self.started_t_s + self.offset_s,
            "clock_source": PERSON if self.is_told else self._clock_source,
            "clock_set": self.is_set,
        }
        return _INSERT, row

    def look(self, t_s: float, utc_s: float, *, is_set: bool) -> list[Statement]:
        """Give what puts the rows right, once more is known of the time; nothing where it is not. Both clocks now [s]."""
        offset_s, differs = utc_s - t_s, abs(utc_s - t_s - self.offset_s) > STEP_S
        if is_set and not self.is_set:
            return self._follow(offset_s, t_s, is_set=True)
        if not differs or (
            (self.is_set or self.is_told) and not is_set
        ):  # an unset clock knows less than is known already
            self._differs = None
            return []
        if not self.is_set:
            least_s = self._floor_utc_s - self.started_t_s
            if not is_believed(utc_s) or abs(max(offset_s, least_s) - self.offset_s) <= STEP_S:
                return []
            return self._follow(max(offset_s, least_s), t_s, is_set=False)
        if self._differs is None or abs(self._differs[1] - offset_s) > STEP_S:
            self._differs = (t_s, offset_s)
        if t_s - self._differs[0] < STEADY_S:
            return []
        return self._follow(offset_s, t_s, is_set=True)

    def believe(self, t_s: float, utc_s: float) -> list[Statement]:
        """Give what moves this start to the time that a person says it is now; what the network says later counts more.

        Parameters
        ----------
        t_s
            Monotonic time now [s].
        utc_s
            What they say [POSIX s].

        Raises
        ------
        ValueError
            The time is known, or it cannot be that time; nothing has changed.
        """
        if self.is_set:
            raise ValueError(TIME_IS_KNOWN)
        if not is_believed(utc_s) or utc_s > LATEST_UTC_S:
            raise ValueError(NO_SUCH_TIME)
        limit_utc_s = self.started_t_s + utc_s - t_s - APART_S
        for start in self._earlier():
            over_s = self._end_utc_s(start) - limit_utc_s
            if over_s <= 0.0:
                break
            if start.is_set:
                raise ValueError(TIME_WAS_LATER)
            limit_utc_s = start.started_utc_s - over_s - APART_S
        return self._follow(utc_s - t_s, t_s, is_set=False, is_told=True)

    def _follow(self, offset_s: float, t_s: float, *, is_set: bool, is_told: bool = False) -> list[Statement]:
        """Move to another distance, and out of the way what is there."""
        before_s, self._differs = self.offset_s, None
        self.offset_s, self.is_set, self.is_told = offset_s, is_set, is_told
        room = self._make_room() if is_set or is_told else []
        by_s = self.offset_s - before_s
        sitters = {"by_s": by_s, "from_utc_s": self.started_t_s + before_s, "until_utc_s": t_s + before_s}
        return [
            *room,
            *_moves(self._boot_id, self.offset_s, is_set=self.is_set, is_latest=True),
            (_SOURCE, {"boot_id": self._boot_id, "clock_source": PERSON if is_told else self._clock_source}),
            (_MOVE_SITTERS, sitters),
        ]

    def _make_room(self) -> list[Statement]:
        """Move earlier starts that would reach into this one: their clocks were ahead.

        Where that cannot be, because one whose time was known to be right is far in the way, this one comes after it and its time is
        doubted.
        """
        moves: list[Statement] = []
        limit_utc_s = self.started_t_s + self.offset_s - APART_S
        for start in self._earlier():
            over_s = self._end_utc_s(start) - limit_utc_s
            if over_s <= 0.0:
                break
            if start.is_set and over_s > MOST_WRONG_S:
                if start.started_utc_s > limit_utc_s:  # all of it is yet to come: in nobody's way
                    continue
                self.is_set = False
                self.offset_s = self._end_utc_s(start) + STARTING_S - self.started_t_s
                return []
            is_set = start.is_set and over_s <= STEP_S
            moves += _moves(start.boot_id, start.offset_s - over_s, is_set=is_set, is_latest=False)
            limit_utc_s = start.started_utc_s - over_s - APART_S
        return moves

    def _earlier(self) -> Iterator[_Start]:
        """The starts before this one, the latest first."""
        rows = self._file.connection.execute(_EARLIER, {"boot_id": self._boot_id})
        return (_Start(boot_id, t_s, utc_s, bool(is_set)) for boot_id, t_s, utc_s, is_set in rows)

    def _end_utc_s(self, start: _Start) -> float:
        """When anything was last heard of a start [POSIX s]."""
        (t_s,) = self._file.connection.execute(_HEARD, {"boot_id": start.boot_id}).fetchone()
        return float(t_s) + start.offset_s


def _moves(boot_id: str, offset_s: float, *, is_set: bool, is_latest: bool) -> list[Statement]:
    """What gives all rows of a start another distance between the clocks [s]."""
    given = {"boot_id": boot_id, "offset_s": offset_s, "clock_set": is_set, "is_latest": is_latest}
    return [(sql, given) for sql in _MOVES]
