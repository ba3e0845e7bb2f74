"""A restart is nothing but a gap: what the chair remembers lets it go on as if only the frames had been missing."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chairpi.core.chair.door import Chair
from chairpi.core.chair.memory import rebased
from chairpi.core.events.event import Event
from chairpi.core.events.presence import StoodUp
from chairpi.core.events.prompting import PromptRaised
from chairpi.core.frame import Frames
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.requests import CaptureReference, Finish, KnowSitters, Snooze, TellTime
from chairpi.core.settings import PromptSettings, Settings
from chairpi.simulate.chair import Layout
from chairpi.simulate.sessions import simulated_session

HOURS = 1.2
OFTEN = Settings(
    prompts=PromptSettings(stand_after_min=6.0, moment_wait_min=2.0, ramp=False, settle_min=1.0, prompts_per_hour=12)
)
SITTERS = (KnownSitter(1, "Anna", None, OFTEN.prompts), KnownSitter(2, "Ben", None, PromptSettings()))


@pytest.fixture(scope="module")
def day() -> tuple[object, np.ndarray, np.ndarray]:
    """A simulated day with six cells: seat and calibration, times and counts."""
    session = simulated_session(41, HOURS, Layout.SIX)
    blocks = [frames for frames, _ in session.blocks()]
    return session, np.concatenate([b.t_s for b in blocks]), np.concatenate([b.counts for b in blocks])


def new_chair(session: object, memory: dict[str, object] | None = None, sitters: object = SITTERS) -> Chair:
    return Chair(session.seat, session.calibration, OFTEN, warm=True, sitters=sitters, sitter_id=1, memory=memory)


def fed(chair: Chair, t_s: np.ndarray, counts: np.ndarray) -> list[Event]:
    return list(chair.receive(Frames(t_s, counts)))


def begun(session: object, t_s: np.ndarray, counts: np.ndarray) -> tuple[Chair, list[Event]]:
    """A chair that knows the time and has been fed this."""
    chair = new_chair(session)
    events = list(chair.receive(TellTime(t_s[0], 1_800_000_000.0, "Europe/Berlin")))
    start_s, end_s = session.day.upright_s
    at = np.searchsorted(t_s, start_s)
    events += fed(chair, t_s[:at], counts[:at])
    if at < len(t_s):
        events += chair.receive(CaptureReference(start_s, end_s - start_s))
    return chair, events + fed(chair, t_s[at:], counts[at:])


def known_by(chair: Chair) -> tuple[KnownSitter, ...]:
    """The sitters as the history knows them after this."""
    return (replace(SITTERS[0], reference=chair.now.reference), SITTERS[1])


@settings(max_examples=8, phases=(Phase.explicit, Phase.generate))  # an example takes too long to be shrunk
@given(at_s=st.integers(150, int(HOURS * 3600) - 200), gap_s=st.sampled_from([3, 8, 45, 130]), snooze=st.booleans())
def test_a_restart_is_nothing_but_a_gap(day, at_s, gap_s, snooze):
    session, t_s, counts = day
    at, again = np.searchsorted(t_s, [at_s, at_s + gap_s])
    first = np.searchsorted(t_s, np.floor(t_s[at - 1]))  # the second that was not over yet is part of the gap
    here, _ = begun(session, t_s[:at], counts[:at])
    there, _ = begun(session, t_s[:first], counts[:first])
    if snooze:
        for chair in (here, there):
            chair.receive(Snooze(float(t_s[at - 1]), 60.0))
    memory = json.loads(json.dumps(here.memory, allow_nan=False))
    here = new_chair(session, memory, known_by(here))

    after = [fed(chair, t_s[again:], counts[again:]) for chair in (here, there)]
    end_t_s = float(t_s[-1])
    after = [[*events, *chair.receive(Finish(end_t_s))] for events, chair in zip(after, (here, there), strict=True)]

    assert after[0] == after[1]
    assert here.memory == there.memory


def test_the_day_has_prompts_and_bouts_to_be_remembered(day):
    session, t_s, counts = day
    chair, events = begun(session, t_s, counts)

    assert sum(isinstance(event, PromptRaised) for event in events) >= 3
    assert sum(isinstance(event, StoodUp) for event in events) >= 1
    assert len(json.dumps(chair.memory)) < 8000


def test_after_a_reboot_the_times_are_those_of_the_new_clock(day):
    session, t_s, counts = day
    at = np.searchsorted(t_s, 2000.0)
    again = np.searchsorted(t_s, 2060.0)
    chair, _ = begun(session, t_s[:at], counts[:at])
    shift_s = -1990.0
    moved = new_chair(session, rebased(json.loads(json.dumps(chair.memory)), shift_s), known_by(chair))
    stayed = new_chair(session, chair.memory, known_by(chair))

    later = fed(stayed, t_s[again:], counts[again:])
    sooner = fed(moved, t_s[again:] + shift_s, counts[again:])

    prompts, moved_prompts = ([e for e in events if isinstance(e, PromptRaised)] for events in (later, sooner))
    assert [(e.kind, e.number, e.moment) for e in moved_prompts] == [(e.kind, e.number, e.moment) for e in prompts]
    assert [e.t_s - shift_s for e in moved_prompts] == pytest.approx([e.t_s for e in prompts], abs=1.0)
    assert prompts


def test_a_sitter_who_was_removed_meanwhile_is_somebody_else(day):
    session, t_s, counts = day
    chair, _ = begun(session, t_s[:3000], counts[:3000])

    assert new_chair(session, chair.memory, SITTERS[1:]).memory["sitter"]["sitter_id"] is None


def test_known_sitters_may_change_while_one_of_them_sits(day):
    session, t_s, counts = day
    chair, _ = begun(session, t_s[:3000], counts[:3000])

    told = chair.receive(KnowSitters(float(t_s[2999]), (KnownSitter(1, "Anna", None, PromptSettings()),)))

    assert [type(event).__name__ for event in told] == ["SettingsChosen"]
    assert chair.settings == PromptSettings()
    assert [type(e).__name__ for e in chair.receive(KnowSitters(float(t_s[2999]), ()))] == ["SitterChosen"]
    assert chair.now.sitter_id is None


@pytest.mark.parametrize("damage", [{"version": 99}, {"bouts": {}}, {"prompts": None}, {"judge": {"tracked": 3}}])
def test_a_damaged_memory_is_refused_in_words(day, damage):
    session, t_s, counts = day
    chair, _ = begun(session, t_s[:3000], counts[:3000])

    with pytest.raises(ValueError, match=r"memory|version"):
        new_chair(session, chair.memory | damage)
