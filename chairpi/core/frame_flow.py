"""From frames to seconds: counts are cleaned and weighed, gathered second by second, and gaps and lost cells are noticed on the way.

Frames may come one by one, in chunks, or as a whole recording: what is gathered is the same to the last bit. Whole seconds in which every
cell was read are added up at once; everything else is taken frame by frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chairpi.core.cells import CellWatch
from chairpi.core.despike import Array, RunningMedian
from chairpi.core.events import Event, Gap
from chairpi.core.load import Loads, Weigher
from chairpi.core.seat import SEAT, Seat
from chairpi.core.second import Gatherer, Sums
from chairpi.core.stretches import GAP_S, stretches
from chairpi.core.zero import ZeroTracker

FEW = 20
"""So many frames are taken one by one: adding them up by seconds would cost more. How changes no bit."""


class FrameFlow:
    """Gathers frames into seconds.

    Parameters
    ----------
    seat, weigher, zero
        The cells, what their counts mean, and what they read with nothing on them.
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
        The latest frame's counts, shape (1, n_cells), and its loads.
    each
        Called with each frame, after what came before it has been judged: time [s], load [N] and moments AP and ML [N mm], NaN where a
        seat cell is unknown. `None` where seconds are enough, which is nearly always.
    """

    def __init__(
        self,
        seat: Seat,
        weigher: Weigher,
        zero: ZeroTracker,
        *,
        over: Callable[[list[Event]], object],
        unseen: Callable[[float, list[Event]], None],
    ) -> None:
        self._seat = seat
        self._seat_cells = list(seat.indices(SEAT))
        self._zero = zero
        self._over = over
        self._unseen = unseen
        self._median = RunningMedian(len(seat.cells))
        self._judged_seen_t_s: float | None = None
        self._resumed = False
        self.weigher = weigher
        self.gatherer = Gatherer(len(seat.cells))
        self.cells = CellWatch(seat.names)
        self.last_t_s = -math.inf
        self.last_seen_t_s: float | None = None
        self.watched_since_t_s = math.nan
        self.blind = False
        self.latest: tuple[Array, Loads] | None = None
        self.each: Callable[[float, float, float, float], None] | None = None

    def receive(self, t_s: Array, counts: Array, out: list[Event]) -> None:
        """Take frames, in time order: shapes (n,) [s] and (n, n_cells), NaN where a cell was not read.

        Raises
        ------
        ValueError
            Time goes back, or the number of cells is not the seat's.
        """
        if counts.shape != (len(t_s), len(self._seat.cells)):
            raise ValueError(f"counts of shape {counts.shape} for {len(t_s)} times and {len(self._seat.cells)} cells")
        if len(t_s) == 0:
            return
        times: list[float] = t_s.tolist()
        for i, stretch in enumerate(stretches(times, self.last_t_s)):
            if i:
                self._median.reset()
            self._receive_stretch(times[stretch], counts[stretch], out)
        self.last_t_s = times[-1]

    def _receive_stretch(self, times: list[float], counts: Array, out: list[Event]) -> None:
        """Take frames with no gap in time between them."""
        if not times:
            return
        clean = self._median.receive(counts)
        loads = self.weigher.loads(clean)
        unknown = np.isnan(clean)
        for run, whole in self._runs(times, unknown):
            if whole:
                self._receive_whole_seconds(times[run], loads.of(run), out)
            else:
                self._receive_each(times[run], loads.of(run), unknown[run], out)
        self.latest = (clean[-1:], loads if len(times) == 1 else self.weigher.loads(clean[-1:]))

    def _runs(self, times: list[float], unknown: NDArray[np.bool_]) -> Iterator[tuple[slice, bool]]:
        """Frames that belong together: whole seconds in which every cell was read, and those in between, which come one by one.

        The first frame may end a gap, its second may be begun already, and after a cell was lost its return must be seen.
        """
        n = len(times)
        if n < FEW or self.cells.lost:
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
        sums = Sums(loads, starts, lengths)
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

    def _receive_each(self, times: list[float], loads: Loads, unknown: NDArray[np.bool_], out: list[Event]) -> None:
        """Take frames one after the other; `unknown`: shape (n_frames, n_cells)."""
        all_known: list[bool] = [True] * len(times)
        seen: list[bool] = [True] * len(times)
        if unknown.any():
            n_unknown = np.count_nonzero(unknown[:, self._seat_cells], axis=1)
            all_known = [not any(row) for row in unknown.tolist()]
            seen = (2 * n_unknown <= len(self._seat_cells)).tolist()
        gather, zero, force_n = self.gatherer, self._zero, loads.force_n
        for i, (frame_t_s, total_n, ap_nmm, ml_nmm, upper_n, lower_n) in enumerate(
            zip(
                times,
                loads.total_n.tolist(),
                loads.moment_ap_nmm.tolist(),
                loads.moment_ml_nmm.tolist(),
                loads.back_upper_n.tolist(),
                loads.back_lower_n.tolist(),
                strict=True,
            )
        ):
            last_seen_t_s = self.last_seen_t_s
            if last_seen_t_s is None or self._odd or not seen[i] or frame_t_s - last_seen_t_s > GAP_S:
                self._watch_gap(frame_t_s, seen[i], out)
                self.close_if_over(frame_t_s, out)
            else:  # the usual case, told apart here because it is that of nearly every frame
                self.close_if_over(frame_t_s, out)
                self.last_seen_t_s = frame_t_s
            if self.each is not None:
                self.each(frame_t_s, total_n, ap_nmm, ml_nmm)
            if all_known[i] and not self.cells.lost:
                self.cells.all_known(frame_t_s)
            else:
                out.extend(self.cells.receive(frame_t_s, (~unknown[i]).tolist()))
            if not seen[i]:
                continue
            if gather.ends_t_s == math.inf:
                gather.begin(frame_t_s)
            if total_n != total_n:  # NaN: a seat cell is unknown
                load_n = self.weigher.estimated_n(force_n[i].tolist(), zero.drift_n)
                gather.add_estimated(load_n, upper_n, lower_n)
                continue
            gather.add(force_n[i], total_n, ap_nmm, ml_nmm, upper_n, lower_n)

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
            self.latest = (self.latest[0], weigher.loads(self.latest[0]))

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
