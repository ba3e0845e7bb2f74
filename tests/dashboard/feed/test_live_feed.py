"""The background thread that listens to the sensor process."""

from __future__ import annotations

import logging

import pytest

from chairpi.clock import ManualClock
from chairpi.dashboard.feed.live import PACE_S, STALE_S, TRAIL_S, LiveFeed


@pytest.fixture
def feed_clock():
    return ManualClock()


@pytest.fixture
def feed(link_dir, feed_clock):
    feed = LiveFeed(link_dir, feed_clock)
    yield feed
    feed.stop()


def wait_until(feed, condition):
    heard = feed.snapshot()
    for _ in range(100):
        if condition(heard):
            return heard
        feed.stopping.wait(0.1)  # in real time: the pace of what is shown may stand still
        heard = feed.snapshot()
    raise AssertionError(f"not heard: the latest is {heard}")


def test_losing_and_finding_the_sensor_process_is_logged_once_each(sensor, feed, fakes, caplog):
    caplog.set_level(logging.INFO, "chairpi.dashboard.feed.live")
    feed.start()
    wait_until(feed, lambda heard: heard.now is not None)
    sensor.stop()
    lost = wait_until(feed, lambda heard: not heard.connected)
    wait_until(feed, lambda heard: "not running" in heard.why)  # a second attempt has failed as well
    sensor.start()
    wait_until(feed, lambda heard: heard.connected)

    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING", "INFO"]
    assert lost.now is not None


def test_the_trail_holds_the_last_twenty_seconds(sensor, feed, fakes):
    feed.start()
    wait_until(feed, lambda heard: heard.now is not None)
    for i in range(80):
        sensor.say(fakes.SITTING, t_s=5000.0 + 0.5 * i, cop_ap_mm=float(i))
    heard = wait_until(feed, lambda heard: heard.now["t_s"] == 5039.5)

    assert heard.trail[-1].ap_mm == 79.0
    assert heard.trail[-1].t_s - heard.trail[0].t_s <= TRAIL_S
    assert heard.trail[-1].t_s - heard.trail[0].t_s > TRAIL_S - 1


def test_the_trail_ends_when_nobody_sits(sensor, feed, fakes):
    feed.start()
    wait_until(feed, lambda heard: heard.now is not None)
    sensor.say(fakes.SITTING)
    wait_until(feed, lambda heard: heard.trail)
    sensor.say(fakes.VACANT)

    assert wait_until(feed, lambda heard: heard.now["occupancy"] == "vacant").trail == ()


def test_another_chair_on_the_same_link_leaves_no_old_values(sensor, feed, fakes):
    feed.start()
    wait_until(feed, lambda heard: heard.now is not None)
    sensor.tell({**sensor.hello, "cells": fakes.THREE_CELLS})

    heard = wait_until(feed, lambda heard: len(heard.hello["cells"]) == 3)

    assert heard.now is None
    assert heard.stale


def test_values_are_not_called_old_in_the_moment_in_which_the_link_goes(sensor, feed, feed_clock):
    feed.start()
    wait_until(feed, lambda heard: heard.now is not None)
    sensor.stop()

    just_gone = wait_until(feed, lambda heard: not heard.connected)
    feed_clock.wait(STALE_S + 0.1)

    assert not just_gone.stale
    assert feed.snapshot().stale


def test_events_are_kept_with_their_place_in_the_row(sensor, feed):
    feed.start()
    wait_until(feed, lambda heard: heard.now is not None)
    sensor.tell({"message": "event", "event": "cell_lost", "t_s": 1.0, "cell": "seat_rear_left"})

    heard = wait_until(feed, lambda heard: heard.events)

    assert heard.events == (
        (heard.sequence, {"message": "event", "event": "cell_lost", "t_s": 1.0, "cell": "seat_rear_left"}),
    )


def test_a_feed_that_was_never_started_can_be_stopped(feed):
    feed.stop()

    assert feed.stopping.is_set()


def test_all_streams_show_the_same_states_at_the_same_pace(sensor, link_dir, fakes):
    pace = ManualClock()
    feed = LiveFeed(link_dir, ManualClock(), pace_clock=pace)
    feed.start()
    first = wait_until(feed, lambda heard: heard.now is not None)

    shown = feed.wait_shown(first.sequence - 1, 0.0)
    sensor.say(fakes.SITTING)
    newer = wait_until(feed, lambda heard: heard.sequence > first.sequence)
    to_another_screen = feed.wait_shown(first.sequence - 1, 0.0)
    pace.wait(PACE_S)
    after = [feed.wait_shown(shown.sequence, 0.0) for _ in range(2)]
    feed.stop()

    assert to_another_screen is shown
    assert after[0] is after[1]
    assert after[0].sequence == newer.sequence


def test_where_nothing_new_comes_a_stream_gets_the_present_state_with_its_age(sensor, feed):
    feed.start()
    heard = wait_until(feed, lambda heard: heard.now is not None)

    assert feed.wait_shown(heard.sequence, 0.01).sequence == heard.sequence
    feed.stopping.set()
    assert feed.wait_shown(heard.sequence, 60.0).sequence == heard.sequence


def test_a_feed_that_was_short_of_memory_listens_again(sensor, link_dir, feed_clock):
    """What a button calls asks for more than there is."""
    wants_bytes = [1 << 62]
    feed = LiveFeed(link_dir, feed_clock, pressed=lambda _message: bytearray(wants_bytes.pop()))
    feed.start()
    try:
        wait_until(feed, lambda heard: heard.now is not None)
        sensor.tell({"message": "button", "press": "very_long"})
        lost = wait_until(feed, lambda heard: not heard.connected)
        found = wait_until(feed, lambda heard: heard.connected)
    finally:
        feed.stop()

    assert "too little memory" in lost.why
    assert found.why == ""
