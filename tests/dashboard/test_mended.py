"""What every page says while nothing can be written."""

from __future__ import annotations

import html
import re

import pytest


def words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(
    ("n_minutes_lost", "n_events_lost", "said"),
    [
        (0, 0, "without power they are lost."),
        (1, 0, "the oldest minute is lost already."),
        (7, 3, "the oldest 7 minutes are lost already."),
        (0, 3, "the oldest lines of the day’s log are lost already."),
    ],
)
@pytest.mark.parametrize("path", ["/", "/health", "/settings", "/no-such-page"])
def test_every_page_says_that_nothing_can_be_written_and_what_becomes_of_it(
    dashboard, sensor, path, n_minutes_lost, n_events_lost, said
):
    dashboard.hear(sensor)
    lost = {"n_minutes_lost": n_minutes_lost, "n_events_lost": n_events_lost, "was_read": True}
    sensor.tell(sensor.hello | {"unwritten": {"since_utc_s": 1_795_690_800.0, **lost}})
    dashboard.wait_until(lambda snapshot: snapshot.hello is not None and "unwritten" in snapshot.hello)

    page = dashboard.client.get(path).text

    assert "nothing could be written to the card or disk" in words(page)
    assert said in words(page)
    assert 'href="/help/troubleshooting"' in page


def test_no_page_says_so_otherwise(dashboard, sensor):
    dashboard.hear(sensor)

    assert "nothing could be written" not in words(dashboard.page())


def test_a_chair_without_what_it_kept_says_so_and_that_nothing_is_gone(dashboard, sensor):
    dashboard.hear(sensor)
    unwritten = {"since_utc_s": 1_795_690_800.0, "n_minutes_lost": 0, "n_events_lost": 0, "was_read": False}
    sensor.tell(sensor.hello | {"unwritten": unwritten})
    dashboard.wait_until(lambda snapshot: snapshot.hello is not None and "unwritten" in snapshot.hello)

    page = words(dashboard.page())

    assert "What it kept cannot be read either" in page
    assert "Nothing of that is gone" in page
