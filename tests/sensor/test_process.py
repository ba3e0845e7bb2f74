"""The sensor process from within: what it answers between two frames, and what it tells whoever watches."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from chairside import UTC_S, Chairside, Message, Script

from chairpi.core.calibration import Calibration
from chairpi.core.requests import Press
from chairpi.core.settings import PromptSettings, ZeroSettings
from chairpi.sensor.process import Sensor


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


def is_state(message: Message) -> bool:
    return bool(message["message"] == "now")


def asks(message: Message) -> bool:
    return is_state(message) and message["prompt"] is not None


def test_whoever_watches_is_told_who_sits_and_is_told_again_when_that_changes(directory: Path) -> None:
    side = Chairside(directory)
    live = side.watches(lambda message: len(message.get("sitters", [])) == 2)()

    def action() -> Iterator[None]:
        next(live)
        yield
        for _ in side.asks({"request": "sitters", "action": "add", "name": "Anna"})():
            next(live)
            yield
        yield from live

    side.run(Script(side.clock).away(3).does(action))

    hellos = [message["sitters"] for message in side.live if message["message"] == "hello"]
    assert hellos == [
        [{"sitter_id": 1, "name": "Me"}],
        [{"sitter_id": 1, "name": "Me"}, {"sitter_id": 2, "name": "Anna"}],
    ]
    assert side.answers == [{"ok": True, "events": [], "sitter_id": 2}]


def test_the_live_state_says_what_the_prompts_do_and_keeps_the_trace_back(directory: Path) -> None:
    side = Chairside(directory, prompts=PromptSettings(stand_after_min=1.0, moment_wait_min=0.0))

    side.run(Script(side.clock).away(8).sits(50).does(side.watches(asks)))

    state = next(filter(asks, side.live))
    assert state["prompt"].keys() == {"kind", "reason", "number", "moment", "n_put_off", "raised_t_s"}
    assert (state["prompt"]["kind"], state["prompt"]["number"]) == ("stand", 1)
    assert (state["prompts"]["due"], state["prompts"]["put_off_s"]) == ("asking", [60.0, 300.0, 900.0])
    assert (state["signal"]["light"], state["signal"]["number"]) == ("due", 1)
    assert (state["sitter_id"], state["suggested_sitter_id"], state["unknown_s"]) == (1, None, 0.0)
    assert state["movement"]["n_macro"] == 0
    (raised,) = [message for message in side.live if message.get("event") == "prompt_raised"]
    assert "trace" not in raised
    ((trace,),) = side.rows("SELECT trace FROM prompt")
    assert len(json.loads(trace)) >= 50


def test_a_setting_is_chosen_and_kept_and_a_wrong_one_is_refused_in_words(directory: Path) -> None:
    side = Chairside(directory)
    right = {"request": "choose_settings", "changes": {"stand_after_min": 45, "working_hours": ["Mon-Fri 08:30-12:00"]}}
    wrong = {"request": "choose_settings", "changes": {"working_hours": ["Mon-Fri 08:30-12:00", "later"]}}

    side.run(Script(side.clock).away(3).does(side.asks(right)).does(side.asks(wrong)))
    later = Chairside(directory)
    later.clock.wait(600.0)
    later.run(Script(later.clock).away(3).does(later.watches(is_state)))

    assert side.answers[0]["ok"]
    assert not side.answers[1]["ok"]
    assert "later" in side.answers[1]["why"]
    state = next(filter(is_state, later.live))
    assert state["prompts"]["chosen_target_s"] == 2700.0


def test_somebody_alone_is_erased_and_a_fresh_history_begins(directory: Path) -> None:
    side = Chairside(directory)
    erase = {"request": "sitters", "action": "remove", "sitter_id": 1, "erase": True}

    side.run(Script(side.clock).away(8).sits(100).does(side.asks(erase)).away(120).sits(70))

    assert side.answers[0]["ok"]
    assert side.rows("SELECT sitter_id, name FROM sitter ORDER BY sitter_id") == [(1, None), (2, "Me")]
    assert side.rows("SELECT DISTINCT sitter_id FROM bout") == [(2,)]
    assert side.rows("SELECT DISTINCT sitter_id FROM minute") == [(2,)]
    assert side.rows("SELECT sitter_id FROM present_sitter") == [(2,)]


def test_light_and_sound_can_be_tried(directory: Path) -> None:
    side = Chairside(directory)

    side.run(Script(side.clock).away(3).does(side.asks({"request": "test_signals"})))

    assert side.answers == [{"ok": True, "events": [], "fitted": ["light", "buzzer"]}]


def test_what_cannot_be_understood_is_said_and_the_chair_goes_on(directory: Path) -> None:
    side = Chairside(directory)
    script = Script(side.clock).away(3)
    for message in ({"request": "sitters", "action": "eat"}, {"request": "fly"}, {"request": "snooze"}):
        script.does(side.asks(message))

    side.run(script)

    assert [answer["ok"] for answer in side.answers] == [False, False, False]
    assert "add, rename, remove" in side.answers[0]["why"]


def test_a_very_long_press_is_told_to_whoever_watches(directory: Path) -> None:
    side = Chairside(directory)
    script = Script(side.clock)
    sensor = Sensor(side.config, side.clock, script)
    live = side.watches(lambda message: message["message"] == "button")()

    def action() -> Iterator[None]:
        next(live)
        yield
        sensor.signals.presses.put(Press.VERY_LONG)
        yield from live

    script.away(3).does(action)
    sensor.run()

    assert {"message": "button", "press": "very_long"} in side.live


def test_a_short_press_puts_a_prompt_off(directory: Path) -> None:
    side = Chairside(directory, prompts=PromptSettings(stand_after_min=1.0, moment_wait_min=0.0))
    script = Script(side.clock)
    sensor = Sensor(side.config, side.clock, script)

    def action() -> Iterator[None]:
        sensor.signals.presses.put(Press.SHORT)
        yield

    script.away(8).sits(80).does(action).sits(5)
    sensor.run()

    assert side.rows("SELECT kind, outcome FROM prompt") == [("stand", "snoozed")]


def test_zeros_that_were_followed_are_not_those_of_another_calibration(directory: Path) -> None:
    """The seat's zero drifts, is followed and remembered; then the configuration's own zeros are changed to where it has come."""
    side = Chairside(directory, zero=ZeroSettings(creep_min=0.1))
    side.run(Script(side.clock).away(300).reads(1.0, 600))
    ((memory,),) = side.rows("SELECT memory FROM memory")
    later = Chairside(directory, zero=ZeroSettings(creep_min=0.1))
    later.clock.wait(1200.0)
    moved = Calibration((1.0,) * 4, (1.0,) * 4)

    later.run(Script(later.clock, moved).reads(1.0, 3).does(later.watches(is_state)))

    state = next(filter(is_state, later.live))
    assert sum(json.loads(memory)["zero"]["drift_n"]) > 1.0
    assert state["force_n"] == [pytest.approx(0.0)] * 4
    assert state["zero_drift_kg"] == 0.0


def test_what_somebody_says_of_the_time_is_where_the_rows_are_until_the_network_knows_better(directory: Path) -> None:
    side = Chairside(directory)
    side.clock.set_wall(30.0, is_set=False)
    ask = side.asks({"request": "believe_time", "utc_s": UTC_S})

    def network() -> Iterator[None]:
        side.clock.set_wall(UTC_S + 7200.0)
        yield

    boots: list[tuple[object, ...]] = []

    def look() -> Iterator[None]:
        yield
        boots.extend(side.rows("SELECT clock_source, clock_set, started_utc_s FROM boot"))

    script = Script(side.clock).away(20).does(ask).does(look).away(20).does(network).away(30).does(look).does(ask)
    side.run(script)

    assert [boot[:2] for boot in boots] == [("person", 0), ("system", 1)]
    assert [boot[2] for boot in boots] == pytest.approx([UTC_S - 20.0, UTC_S + 7200.0 - 40.0], abs=2.0)
    assert [answer["ok"] for answer in side.answers] == [True, False]
    assert "so it need not be told" in str(side.answers[1]["why"])


@pytest.mark.parametrize("utc_s", [None, "noon", True, [1.0]])
def test_a_time_that_is_no_number_is_not_understood(directory: Path, utc_s: object) -> None:
    side = Chairside(directory)

    side.run(Script(side.clock).away(3).does(side.asks({"request": "believe_time", "utc_s": utc_s})))

    assert [answer["ok"] for answer in side.answers] == [False]


def test_the_log_says_once_that_a_cell_is_lost_and_once_that_it_reads_again(
    directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    side = Chairside(directory)
    silent = (0.0, None, 0.0, 0.0)

    side.run(Script(side.clock).away(5).says(silent, 20).away(10))

    said = [record.getMessage() for record in caplog.records if "seat_front_right" in record.getMessage()]
    assert said == [
        "the cell seat_front_right gives no reading that anyone can trust",
        "the cell seat_front_right reads again",
    ]
