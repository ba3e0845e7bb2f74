"""What holds for any day: the same events however it is fed, and bouts and breaks that tile time."""

import math
import random

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sitting import SEAT, cell_forces

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.seat_check import SeatCheckKind
from chairpi.core.events.weighing import Gap, Minute
from chairpi.core.frame import Frame, Frames
from chairpi.core.now.chair import Now
from chairpi.core.requests import (
    AcceptEmptyLoad,
    CaptureReference,
    ChooseStandTarget,
    Finish,
    KeepReference,
    Request,
    Snooze,
    StartSeatCheck,
    UseCalibration,
)
from chairpi.core.settings import PromptSettings, Settings, ZeroSettings
from chairpi.core.weighing.stretches import GAP_S

SETTINGS = Settings(
    prompts=PromptSettings(stand_after_min=1.5),
    zero=ZeroSettings(warm_up_min=0.8, ask_s=15.0, empty_s=5.0, creep_min=0.1),
)
MAP = ((1.0, 1.02, 0.97, 1.0), (151.0, 149.0, -153.0, -147.0), (-149.0, 152.0, -151.0, 150.0))

spells = st.tuples(
    st.sampled_from(["sits", "slides", "leans", "away", "drifts", "cushion", "bag", "silent", "one lost", "most lost"]),
    st.integers(1, 90),
)


def frames_for(story: list[tuple[str, int]], seed: int) -> Frames:
    """Random, jittering frames for a list of (what, seconds)."""
    draw = random.Random(seed)
    t_s, times, rows, zero_n = draw.uniform(0, 1000), [], [], 0.0
    for what, seconds in story:
        end_s = t_s + seconds
        while t_s < end_s:
            t_s += draw.choice([0.09, 0.1, 0.1, 0.11, 0.25] if seed % 4 else [0.7, 1.2, 1.2])
            if what == "silent":
                continue
            zero_n += 0.002 * (what == "drifts")
            load = {"away": 0.0, "drifts": 0.0, "cushion": 9.0, "bag": 80.0}.get(what, 520.0)
            row = [
                force + zero_n + draw.gauss(0, 0.5 if load > 100 else 0.05)
                for force in cell_forces(load, 45.0 if what == "slides" else -20.0, 40.0 * (what == "leans"))
            ]
            if what == "one lost" or draw.random() < 0.01:
                row[1] = math.nan
            if what == "most lost":
                row[0] = row[1] = row[2] = math.nan
            if draw.random() < 0.005:
                row[2] += 1e5
            times.append(t_s)
            rows.append(row)
    return Frames(np.array(times), np.array(rows).reshape(-1, 4))


Told = tuple[list[Event], Now | None]
"""All events, and the state at the end."""


def chair_for(seed: int) -> Chair:
    zero_counts = (1.0, -2.0, 0.5, 0.0) if seed % 3 == 0 else None
    calibration = Calibration((0.0,) * 4, (1.0,) * 4, MAP if seed % 2 else None)
    return Chair(SEAT, calibration, SETTINGS, zero_counts=zero_counts, warm=seed % 5 == 0)


def fed_at_once(frames: Frames, requests: list[Request], seed: int = 0) -> Told:
    return fed_in(frames, requests, [len(frames.t_s)], seed)


def fed_in(frames: Frames, requests: list[Request], sizes: list[int], seed: int) -> Told:
    """Feed in chunks of these sizes, again and again, cut where a request comes."""
    chair, out, start, k = chair_for(seed), [], 0, 0
    stops = [(int(np.searchsorted(frames.t_s, request.t_s)), request) for request in requests]
    while start < len(frames.t_s):
        while stops and stops[0][0] <= start:
            out += chair.receive(stops.pop(0)[1])
        end = min(start + sizes[k % len(sizes)], len(frames.t_s), *(at for at, _ in stops))
        k += 1
        out += chair.receive(Frames(frames.t_s[start:end], frames.counts[start:end]))
        start = end
    if len(frames.t_s):
        out += chair.receive(Finish(float(frames.t_s[-1])))
    return out, chair.now


def fed_singly(frames: Frames, requests: list[Request], seed: int) -> Told:
    chair, out, pending = chair_for(seed), [], list(requests)
    for t_s, row in zip(frames.t_s.tolist(), frames.counts.tolist(), strict=True):
        while pending and pending[0].t_s <= t_s:
            out += chair.receive(pending.pop(0))
        out += chair.receive(Frame(t_s, tuple(None if math.isnan(c) else c for c in row)))
    if len(frames.t_s):
        out += chair.receive(Finish(float(frames.t_s[-1])))
    return out, chair.now


def requests_for(frames: Frames) -> list[Request]:
    if len(frames.t_s) < 30:
        return []
    at = [float(frames.t_s[int(len(frames.t_s) * part)]) for part in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)]
    return [
        CaptureReference(at[0], 10.0),
        AcceptEmptyLoad(at[1]),
        StartSeatCheck(at[2], SeatCheckKind.SIT_TO_STAND, 20.0),
        Snooze(at[3], 20.0),
        UseCalibration(at[4], Calibration((0.5, 0.0, -0.5, 1.0), (1.01, 1.0, 0.99, 1.0), MAP)),
        AcceptEmptyLoad(at[5]),
        ChooseStandTarget(at[6], 60.0),
        KeepReference(at[7]),
    ]


@hypothesis_settings(max_examples=30)
@given(
    story=st.lists(spells, max_size=8),
    seed=st.integers(0, 1000),
    sizes=st.lists(st.integers(1, 700), min_size=1, max_size=5),
)
def test_feeding_singly_in_chunks_or_whole_gives_the_same_events_to_the_last_bit(story, seed, sizes):
    frames = frames_for(story, seed)
    requests = requests_for(frames)

    whole = fed_at_once(frames, requests, seed)

    assert fed_in(frames, requests, sizes, seed) == whole
    assert fed_singly(frames, requests, seed) == whole


@hypothesis_settings(max_examples=40)
@given(story=st.lists(spells, max_size=8), seed=st.integers(0, 1000))
def test_bouts_breaks_and_unwatched_stretches_tile_time(story, seed):
    frames = frames_for(story, seed)

    events, _ = fed_at_once(frames, [], seed)

    sat_since_t_s = None
    free_from_t_s = frames.t_s[0] if len(frames.t_s) else 0.0
    for event in events:
        match event:
            case SatDown():
                assert sat_since_t_s is None
                assert event.since_t_s >= free_from_t_s - 1e-9
                if event.break_s is not None:
                    assert event.seen
                    assert math.isclose(event.since_t_s - event.break_s, free_from_t_s, abs_tol=1e-9)
                sat_since_t_s = event.since_t_s
            case StoodUp():
                assert event.since_t_s == sat_since_t_s
                assert math.isclose(event.bout_s, event.left_t_s - event.since_t_s)
                assert event.bout_s > 0
                sat_since_t_s, free_from_t_s = None, event.left_t_s
            case Gap():
                assert sat_since_t_s is None
                assert event.length_s > GAP_S
                free_from_t_s = event.t_s
    assert sat_since_t_s is None


@given(story=st.lists(spells, max_size=6), seed=st.integers(0, 1000))
def test_events_come_in_time_order(story, seed):
    frames = frames_for(story, seed)
    times = [event.t_s for event in fed_at_once(frames, requests_for(frames), seed)[0]]

    assert times == sorted(times)


@given(story=st.lists(spells, max_size=6), seed=st.integers(0, 1000))
def test_minutes_hold_what_was_seen_and_no_more(story, seed):
    frames = frames_for(story, seed)

    minutes = [event for event in fed_at_once(frames, [], seed)[0] if isinstance(event, Minute)]

    starts = [minute.start_t_s for minute in minutes]
    assert starts == sorted(starts)
    for minute in minutes:
        assert 0 <= minute.slide_s <= minute.seated_s <= minute.seen_s <= 62
        assert (minute.total_n is None) == (minute.seated_s == 0) or minute.cop_ap_mm is None
