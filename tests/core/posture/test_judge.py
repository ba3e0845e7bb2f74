"""How somebody sits, from the features to the events: a mirrored day is judged as the day was, with left and right changed over."""

import dataclasses
import functools

import pytest
from mirroring import mirrored_model, other_side

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.movement import WeightShift
from chairpi.core.events.posture import Posture, PostureChanged, SlideBegan, SlideEnded
from chairpi.core.events.prompting import PromptRaised
from chairpi.core.events.upright import ReferenceSet
from chairpi.core.events.weighing import Minute
from chairpi.core.events.zero import ZeroMoved
from chairpi.core.frame import Frames
from chairpi.core.now.chair import Now
from chairpi.core.posture.model import PostureModel, shipped_model
from chairpi.core.requests import CaptureReference, Finish
from chairpi.simulate.chair import Layout
from chairpi.simulate.sessions import simulated_session

SWAPPED = {Layout.FOUR: [1, 0, 3, 2], Layout.SIX: [1, 0, 3, 2, 4, 5], Layout.SEVEN: [1, 0, 3, 2, 5, 4, 6]}
"""The cells with left and right changed over."""
CASES = [
    pytest.param(layout, seed, id=f"{layout}-{seed}")
    for layout, seed in ((Layout.FOUR, 31), (Layout.SIX, 32), (Layout.SEVEN, 31), (Layout.SEVEN, 33))
]
HOURS = 1.5


@functools.cache
def judged(layout: Layout, seed: int, *, swapped: bool, symmetric: bool) -> tuple[tuple[Event, ...], Now]:
    """A simulated day's events and its end's state, with the cells changed over or not."""
    session = simulated_session(seed, HOURS, layout)
    order = SWAPPED[layout] if swapped else list(range(len(session.seat.cells)))
    calibration = Calibration(
        tuple(session.calibration.zero_counts[cell] for cell in order),
        tuple(session.calibration.counts_per_n[cell] for cell in order),
    )
    chair = Chair(session.seat, calibration, model=model_for(symmetric), warm=True)
    start_s, end_s = session.day.upright_s
    events = list(chair.receive(CaptureReference(start_s, end_s - start_s)))
    for frames, _ in session.blocks():
        events += chair.receive(Frames(frames.t_s, frames.counts[:, order]))
    now = chair.now
    events += chair.receive(Finish(float(frames.t_s[-1])))
    return tuple(events), now


@functools.cache
def model_for(symmetric: bool) -> PostureModel:
    return mirrored_model(shipped_model()) if symmetric else shipped_model()


def mirrored(event: Event, order: list[int]) -> Event:
    """What the event would be, had left been right."""
    match event:
        case PostureChanged():
            return dataclasses.replace(event, posture=Posture(other_side(event.posture)))
        case WeightShift():
            return dataclasses.replace(event, ml_mm=-event.ml_mm)
        case ReferenceSet():
            force_n = tuple(event.force_n[cell] for cell in order)
            return dataclasses.replace(event, cop_ml_mm=-event.cop_ml_mm, force_n=force_n)
        case Minute():
            return dataclasses.replace(event, cop_ml_mm=None if event.cop_ml_mm is None else -event.cop_ml_mm)
        case ZeroMoved():
            return dataclasses.replace(event, zero_counts=tuple(event.zero_counts[cell] for cell in order))
        case PromptRaised():  # the trace is rounded, and a half may be rounded either way
            return dataclasses.replace(event, trace=())
    return event


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_a_mirrored_day_has_the_mirrored_events_within_rounding(layout, seed):
    """Moments add up in another order of cells, so the last bits differ; nothing that was decided does."""
    events, _ = judged(layout, seed, swapped=False, symmetric=True)
    turned, _ = judged(layout, seed, swapped=True, symmetric=True)

    expected = [mirrored(event, SWAPPED[layout]) for event in events]
    turned = [dataclasses.replace(event, trace=()) if isinstance(event, PromptRaised) else event for event in turned]
    assert [type(event) for event in turned] == [type(event) for event in expected]
    assert len(events) > 80
    for said, meant in zip(turned, expected, strict=True):
        for field in dataclasses.fields(said):
            value, other = getattr(said, field.name), getattr(meant, field.name)
            assert value == (pytest.approx(other, rel=1e-6, abs=1e-5) if isinstance(other, float | tuple) else other)


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_a_mirrored_day_ends_in_the_mirrored_state(layout, seed):
    _, now = judged(layout, seed, swapped=False, symmetric=True)
    _, turned = judged(layout, seed, swapped=True, symmetric=True)

    if now.probabilities is None:
        assert turned.probabilities is None
    else:
        expected = {Posture(other_side(name)): value for name, value in now.probabilities.items()}
        assert turned.probabilities == pytest.approx(expected, abs=1e-6)
    assert turned.total_n == pytest.approx(now.total_n)
    assert turned.reference.cop_ml_mm == pytest.approx(-now.reference.cop_ml_mm)


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_with_the_numbers_that_ship_a_mirrored_day_has_the_same_slides(layout, seed):
    """They are mirrored but for their rounding, so a slide may be told a second earlier or later."""
    slides, turned = (
        [event for event in judged(layout, seed, swapped=swapped, symmetric=False)[0] if _is_slide(event)]
        for swapped in (False, True)
    )

    assert [type(event) for event in turned] == [type(event) for event in slides]
    for said, meant in zip(turned, slides, strict=True):
        assert said.t_s == pytest.approx(meant.t_s, abs=5)
        assert said.slide_mm == pytest.approx(meant.slide_mm, abs=3)


def test_these_days_have_slides_and_leans_to_be_mirrored():
    told = [event for case in CASES for event in judged(*case.values, swapped=False, symmetric=True)[0]]

    assert sum(isinstance(event, SlideBegan) for event in told) >= 4
    assert {event.posture for event in told if isinstance(event, PostureChanged)} >= {
        Posture.LEAN_LEFT,
        Posture.LEAN_RIGHT,
    }


def _is_slide(event: Event) -> bool:
    return isinstance(event, SlideBegan | SlideEnded)
