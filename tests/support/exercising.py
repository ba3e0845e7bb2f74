"""Somebody exercises on a simulated chair that counts: what was truly done is known."""

from __future__ import annotations

import numpy as np

from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.seat_check import SeatCheckDone, SeatCheckKind
from chairpi.core.frame import Frames
from chairpi.core.requests import Request, StartSeatCheck
from chairpi.core.settings import Settings
from chairpi.simulate.carried import Carried
from chairpi.simulate.chair import Layout, counts, simulated_chair
from chairpi.simulate.exercising import IN_FRONT
from chairpi.simulate.sitter import Sitter
from chairpi.simulate.timeline import Move, Timeline

SAT_S, ASKED_S = 20.0, 40.0
"""When the sitter sits down, and when the check is asked for [s]."""

BEGINS_S = ASKED_S + 3.5
"""A check of somebody who sits still has begun by now [s]."""


def frames_of(
    sitter: Sitter,
    moves: list[Move],
    until_s: float,
    *,
    layout: Layout = Layout.FOUR,
    rate_hz: float = 10.0,
    seed: int = 0,
) -> Frames:
    """Frames of somebody who sits down at `SAT_S`, in front of the backrest, and then does these moves."""
    seat, calibration = simulated_chair(layout)
    rng = np.random.default_rng([seed, 77])
    t_s = np.arange(0.0, until_s, 1.0 / rate_hz)
    timeline = Timeline(sitter.away(), [Move(SAT_S, 1.0, sitter.stance(IN_FRONT), "upright"), *moves])
    forces_n = Carried(seat, rng).forces_n(t_s, timeline.many(t_s))
    return Frames(t_s, counts(forces_n, calibration, rng))


def told(
    frames: Frames,
    requests: list[Request],
    *,
    layout: Layout = Layout.FOUR,
    settings: Settings | None = None,
    sizes: tuple[int, ...] = (1_000_000,),
) -> tuple[Chair, list[Event]]:
    """A chair that has been on for long, fed with these frames in chunks of these sizes and asked these requests; all its events."""
    seat, calibration = simulated_chair(layout)
    chair = Chair(seat, calibration, settings, warm=True)
    events: list[Event] = []
    start = n_chunks = 0
    stops = [(int(np.searchsorted(frames.t_s, request.t_s)), request) for request in requests]
    while start < len(frames.t_s):
        while stops and stops[0][0] <= start:
            events += chair.receive(stops.pop(0)[1])
        end = min(start + sizes[n_chunks % len(sizes)], len(frames.t_s), *(at for at, _ in stops))
        events += chair.receive(Frames(frames.t_s[start:end], frames.counts[start:end]))
        start, n_chunks = end, n_chunks + 1
    return chair, events


def checked(
    sitter: Sitter,
    moves: list[Move],
    kind: SeatCheckKind,
    *,
    length_s: float = 30.0,
    rate_hz: float = 10.0,
    seed: int = 0,
) -> SeatCheckDone:
    """What the chair tells of one check in which these moves were made."""
    frames = frames_of(sitter, moves, ASKED_S + length_s + 25.0, rate_hz=rate_hz, seed=seed)
    _, events = told(frames, [StartSeatCheck(ASKED_S, kind, length_s)])
    (done,) = [event for event in events if isinstance(event, SeatCheckDone)]
    return done
