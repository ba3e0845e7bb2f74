"""No page says anything that a translator never sees: each is read in a language that marks what was looked up."""

from __future__ import annotations

import re

import every_page
import pytest
from calibrating import Process, served
from health_replies import health, lost_cell
from marked_words import Marked, unmarked

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.dashboard.languages import COOKIE
from chairpi.language.words import catalogue_in_place
from chairpi.store.history import History

LANGUAGE = "fr"
"""Any but English: its catalogue is replaced."""
NAMES = ("Me", "Anna")
EXAMPLES = every_page.EXAMPLES | {"page": ("nothing",), "section": ("nothing",), "step": ("nothing",)}
"""What stands for the arguments of addresses; the guide is not looked up in a catalogue, and a page of it that is not there is."""


@pytest.fixture(scope="module", autouse=True)
def marked():
    with catalogue_in_place(LANGUAGE, Marked()):
        yield


@pytest.fixture
def reader(dashboard):
    dashboard.client.set_cookie(COOKIE, LANGUAGE)
    return dashboard


def untranslated(dashboard, *more):
    found = {}
    for path in sorted({*every_page.addresses(dashboard.app, EXAMPLES), *more}):
        answer = dashboard.client.get(path)
        if answer.mimetype == "text/html" and not answer.location and (rest := list(unmarked(answer.text, *NAMES))):
            found[path] = rest
    return found


@pytest.fixture
def day(dashboard):
    """A day with bouts, breaks and prompts of each kind, and their traces."""
    start_t_s, offset_s = 36_000.0, 1_795_647_600.0
    trace = tuple((520.0, 45.0, 2.0) for _ in range(60))
    events = [SatDown(start_t_s + 3, start_t_s, None, True)]
    outcomes = (Outcome.STOOD, Outcome.MOVED, Outcome.IGNORED, Outcome.SNOOZED, None)
    reasons = {
        PromptKind.STAND: "You have been sitting for 30 minutes without a break.",
        PromptKind.SLIDE: "Your hips have been about 45 mm further forward than upright for 2 minutes.",
        PromptKind.STILL: "You have not shifted your weight for 20 minutes.",
    }
    number = 0
    for kind in PromptKind:
        for outcome in outcomes:
            number += 1
            t_s = start_t_s + 60.0 * number
            events.append(
                PromptRaised(t_s, kind, number, reasons[kind], Moment.SHIFT, 1830.0, slide_mm=45.0, trace=trace)
            )
            if outcome is not None:
                events.append(PromptCleared(t_s + 30.0, kind, number, outcome, after_s=30.0))
    events.append(StoodUp(start_t_s + 2000.0, start_t_s, start_t_s + 1995.0, 1995.0, True))
    with History.open(dashboard.parts.history_path, "boot", start_t_s, start_t_s + offset_s) as history:
        history.people.add("Anna", start_t_s + offset_s)
        history.record(sorted(events, key=lambda event: event.t_s), offset_s)


def test_every_page_of_an_empty_house_is_translated(reader):
    assert untranslated(reader) == {}


def test_every_page_of_a_house_in_use_is_translated(sensor, reader, fakes, day):
    sensor.reply = health(lost_cell("seat_rear_left", "not_ready"))
    reader.hear(sensor, fakes.PROMPTING)

    assert untranslated(reader, "/nothing", "/prompts?day=2026-11-25", "/today?day=2026-11-25") == {}


def test_the_now_page_is_translated_in_every_state(sensor, reader, fakes):
    found = {}
    for name, state in fakes.STATES.items():
        reader.hear(sensor, state)
        if rest := list(unmarked(reader.page("/"), *NAMES)):
            found[name] = rest

    assert found == {}


def test_the_calibration_is_translated_at_every_step(reader, link_dir):
    process = Process()
    process.bench.placed.place(0.0)
    found = {}
    with served(link_dir, process):
        page = reader.page("/calibrate")
        (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
        steps = (
            ("start", {}, (0.0, 0.0, 0.0)),
            ("tare", {}, (0.0, 0.0, 0.0)),
            ("span", {"mass_kg": "10"}, (0.0, 0.0, 0.0)),
            ("span", {"mass_kg": "10"}, (10.0, 0.0, 0.0)),
            ("corner", {"mass_kg": "10", "cell": "seat_front_left"}, (10.0, 150.0, -150.0)),
            ("finish", {}, (0.0, 0.0, 0.0)),
            ("undo", {}, (0.0, 0.0, 0.0)),
        )
        for action, fields, placed in steps:
            process.bench.placed.place(*placed)
            reader.client.post(f"/calibrate/{action}", data={"csrf_token": token, **fields})
            for _ in range(400):
                page = reader.page("/calibrate")
                if rest := list(unmarked(page)):
                    found[action] = rest
                if 'action="/calibrate/cancel"' not in page or "Stop measuring" not in page:
                    break

    assert found == {}
