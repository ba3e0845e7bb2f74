"""From frames to seconds: counts are cleaned and weighed, gathered second by second, and gaps and lost cells are noticed on the way.

Frames may come one by one, in chunks, or as a whole recording: what is gathered is the same to the last bit. Whole seconds in which every
cell was read are added up at once; everything else is taken frame by frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chairpi.core.events.event import Event
from chairpi.core.events.weighing import Gap
from chairpi.core.seat import SEAT, Seat
from chairpi.core.weighing.cells import CellWatch
from chairpi.core.weighing.despike import Array, RunningMedian
from chairpi.core.weighing.gathering import Gatherer, WholeSeconds
from chairpi.core.weighing.load import FrameLoad, Loads
from chairpi.core.weighing.stretches import GAP_S, stretches
from chairpi.core.weighing.weigher import Weigher

FEW = 20
"""Fewer frames than this are taken one by one: adding them up by seconds would cost more. How changes no bit."""


class FrameFlow:
    """Gathers frames into seconds.

    Parameters
    ----------
    seat, weigher
        The cells, and what their counts mean.
    empty_n
        Called for what each of them reads with nothing on the seat [N].
    over
        Called, with the list that takes the events, when the second in `gatherer` is over.
    unseen
        Called when nobody has watched for too long, with the time at which that is noticed [s] and the list.

    Attributes
    ----------
    weigher
        May be another one from now on.
    gatherer
        The present second.
    cells
        Which of them are lost.
    last_t_s
        Time of the latest frame [s].
    last_seen_t_s
        Time of the latest frame in which enough cells were read [s].
    watched_since_t_s
        Since when the seat is watched without a gap [s].
    blind
        Nobody watches.
    latest
        The latest frame's counts, cleaned, and its load.
    each
        Called with each frame, after what came before it has been judged: time [s], load [N] and moments AP and ML [N mm], NaN where a
        seat cell is unknown. `None` where seconds are enough, which is nearly always.
    """

    def __init__(
        self,
        seat: Seat,
        weigher: Weigher,
        *,
        empty_n: Callable[[], Sequence[float]],
        over: Callable[[list[Event]], object],
        unseen: Callable[[float, list[Event]], None],
    ) -> None:
        self._n_cells = len(seat.cells)
        self._seat_cells = list(seat.indices(SEAT))
        self._empty_n = empty_n
        self._over = over
        self._unseen = unseen
        self._median = RunningMedian(self._n_cells)
        self._judged_seen_t_s: float | None = None
        self._resumed = False
        self.weigher = weigher
        self.gatherer = Gatherer(self._n_cells)
        self.cells = CellWatch(seat.names)
        self.last_t_s = -math.inf
        self.last_seen_t_s: float | None = None
        self.watched_since_t_s = math.nan
        self.blind = False
        self.latest: tuple[list[float], FrameLoad] | None = None
        self.each: Callable[[float, float, float, float], None] | None = None

    def receive(self, t_s: Array, counts: Array, out: list[Event]) -> None:
        """Take frames, in time order: shapes (n,) [s] and (n, n_cells), NaN where a cell was not read.

        Raises
        ------
        ValueError
            Time goes back, or the number of cells is not the seat's.
        """
        if counts.shape != (len(t_s), self._n_cells):
            raise ValueError(f"counts of shape {counts.shape} for {len(t_s)} times and {self._n_cells} cells")
        if len(t_s) == 0:
            return
        times: list[float] = t_s.tolist()
        parts = stretches(times, self.last_t_s)  # before any is taken: all of them, or none
        if len(times) < FEW:
            for frame_t_s, readings in zip(times, counts.tolist(), strict=True):
                self.receive_one(frame_t_s, readings, out)
            return
        for i, stretch in enumerate(parts):
            if i:
                self._median.reset()
            self._receive_stretch(times[stretch], counts[stretch], out)
        self.last_t_s = times[-1]

    def receive_one(self, t_s: float, counts: list[float], out: list[Event]) -> None:
        """Take the next frame, at `t_s` [s]: one reading of each cell [counts], NaN where it was not read.

        Raises
        ------
        ValueError
            Time goes back, or the number of cells is not the seat's.
        """
        if len(counts) != self._n_cells:
            raise ValueError(f"{len(counts)} readings for {self._n_cells} cells")
        since_s = t_s - self.last_t_s
        if not since_s >= 0.0:  # not "<", so that NaN is refused too
            raise ValueError(f"time goes back: a frame at {t_s} s after one at {self.last_t_s} s")
        if since_s > GAP_S:
            self._median.reset()
        clean = self._median.receive_one(counts)
        load = self.weigher.frame_load(clean)
        self._take(t_s, clean, load, out)
        self.latest = (clean, load)
        self.last_t_s = t_s

    def _receive_stretch(self, times: list[float], counts: Array, out: list[Event]) -> None:
        """Take frames with no gap in time between them."""
        if not times:
            return
        clean = self._median.receive(counts)
        loads = self.weigher.loads(clean)
        for run, whole in self._runs(times, np.isnan(clean)):
            if whole:
                self._receive_whole_seconds(times[run], loads.of(run), out)
            else:
                for t_s, readings in zip(times[run], clean[run].tolist(), strict=True):
                    self._take(t_s, readings, self.weigher.frame_load(readings), out)
        latest: list[float] = clean[-1].tolist()
        self.latest = (latest, self.weigher.frame_load(latest))

    def _runs(self, times: list[float], unknown: NDArray[np.bool_]) -> Iterator[tuple[slice, bool]]:
        """Frames that belong together: whole seconds in which every cell was read, and those in between, which come one by one.

        The first frame may end a gap, its second may be begun already, and after a cell was lost its return must be seen.
        """
        n = len(times)
        if self.cells.lost:
            yield slice(0, n), False
            return
        second = np.floor(times)
        starts = np.flatnonzero(np.diff(second, prepend=second[0] - 1.0))
        known = ~np.logical_or.reduceat(unknown.any(axis=1), starts)
        whole = known.copy()
        whole[0] = False
        whole[1:] &= known[:-1]  # the first frame after one that nobody could trust may end a gap
        edges = np.flatnonzero(np.diff(whole, prepend=not whole[0])).tolist()
        firsts = starts[edges].tolist()
        for edge, start, end in zip(edges, firsts, [*firsts[1:], n], strict=True):
            yield slice(start, end), bool(whole[edge]) and not self.cells.lost

    def _receive_whole_seconds(self, times: list[float], loads: Loads, out: list[Event]) -> None:
        """Take frames that hold all cells and follow each other without a gap, a second at a time; they begin a new second."""
        if not times:
            return
        starts = np.flatnonzero(np.diff(np.floor(times), prepend=-math.inf))
        lengths = np.diff(starts, append=len(times))
        sums = WholeSeconds(loads, starts, lengths)
        for at, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
            self.close_if_over(times[start], out)
            self.gatherer.begin(times[start])
            self.gatherer.take(sums, at)
            if self.each is not None:
                for i in range(start, start + length):
                    self.each(
                        times[i],
                        float(loads.total_n[i]),
                        float(loads.moment_ap_nmm[i]),
                        float(loads.moment_ml_nmm[i]),
                    )
            self.last_seen_t_s = times[start + length - 1]
            self.cells.all_known(times[start + length - 1])

    def _take(self, t_s: float, clean: list[float], load: FrameLoad, out: list[Event]) -> None:
        """Take one frame, its counts cleaned and weighed."""
        is_seen = is_known = load.total_n == load.total_n  # not NaN: all seat cells were read
        if not is_known:
            n_unknown = sum(clean[cell] != clean[cell] for cell in self._seat_cells)
            is_seen = 2 * n_unknown <= len(self._seat_cells)
        last_seen_t_s = self.last_seen_t_s
        if last_seen_t_s is None or self._odd or not is_seen or t_s - last_seen_t_s > GAP_S:
            self._watch_gap(t_s, is_seen, out)
            self.close_if_over(t_s, out)
        else:  # the usual case, told apart here because it is that of nearly every frame
            self.close_if_over(t_s, out)
            self.last_seen_t_s = t_s
        if self.each is not None:
            self.each(t_s, load.total_n, load.moment_ap_nmm, load.moment_ml_nmm)
        known = [reading == reading for reading in clean]
        if not self.cells.lost and all(known):
            self.cells.all_known(t_s)
        else:
            out.extend(self.cells.receive(t_s, known))
        if not is_seen:
            return
        gather = self.gatherer
        if gather.ends_t_s == math.inf:
            gather.begin(t_s)
        if is_known:
            gather.add(load)
        else:
            load_n = self.weigher.estimated_n(load.force_n, self._empty_n())
            gather.add_estimated(load_n, load.back_upper_n, load.back_lower_n)

    def _watch_gap(self, t_s: float, is_seen: bool, out: list[Event]) -> None:
        """Notice when the sitter was, or has by now been, out of sight for too long."""
        last_seen_t_s = self.last_seen_t_s
        if last_seen_t_s is not None and (self._resumed or t_s - last_seen_t_s > GAP_S):
            if not self.blind:
                self._unseen(t_s, out)
                self.blind = True
            if is_seen:
                out.append(Gap(t_s, t_s - last_seen_t_s))
                self.cells.forget()
                self._resumed = False
        if is_seen:
            if self.blind or last_seen_t_s is None:
                self.watched_since_t_s = t_s
            self.blind = False
            self.last_seen_t_s = t_s

    @property
    def seat_is_read(self) -> bool:
        """Whether no seat cell is lost."""
        return not any(cell in self._seat_cells for cell in self.cells.lost)

    @property
    def _odd(self) -> bool:
        """Whether the next frame that is seen ends a gap."""
        return self.blind or self._resumed

    def close_if_over(self, t_s: float, out: list[Event]) -> None:
        """Have the present second judged when `t_s` [s] is past it."""
        if t_s >= self.gatherer.ends_t_s:
            self._over(out)

    def judged(self) -> None:
        """The second that was over has been judged: what comes after it is not remembered yet."""
        self._judged_seen_t_s = self.last_seen_t_s

    def weigh_with(self, weigher: Weigher) -> None:
        """Weigh with another calibration; the present second's frames, weighed with the old one, are let go."""
        self.weigher = weigher
        self.gatherer.drop()
        if self.latest is not None:
            self.latest = (self.latest[0], weigher.frame_load(self.latest[0]))

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready, as of the latest second that was judged."""
        return {
            "t_s": None if math.isinf(self.last_t_s) else self.last_t_s,
            "seen_t_s": self._judged_seen_t_s,
            "blind": self.blind,
            "lost_cells": list(self.cells.lost_names),
        }

    def recall(self, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave: the next frame ends a gap, however short.

        Raises
        ------
        KeyError
            It is of another version.
        """
        self.cells.recall(record["lost_cells"])
        self.last_seen_t_s = self._judged_seen_t_s = record["seen_t_s"]
        self.blind = bool(record["blind"])
        self._resumed = self.last_seen_t_s is not None
