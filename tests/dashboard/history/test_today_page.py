"""The Today page."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.store.history import History

MIDNIGHT_UTC_S = datetime(2026, 11, 26, tzinfo=ZoneInfo("Europe/Zurich")).timestamp()
OFFSET_S = MIDNIGHT_UTC_S - 100_000.0


def t_s(time):
    hours, minutes = time.split(":")
    return 100_000.0 + 3600 * int(hours) + 60 * int(minutes)


def bout(began, ended, break_s=None):
    return [
        SatDown(t_s(began) + 3, t_s(began), break_s, True),
        StoodUp(t_s(ended) + 5, t_s(began), t_s(ended), t_s(ended) - t_s(began), True),
    ]


@pytest.fixture
def morning(dashboard):
    """Two bouts with a break, and a prompt that was met."""
    raised = PromptRaised(
        t_s("09:32"), PromptKind.STAND, 1, "You have been sitting for 30 minutes.", Moment.SHIFT, 1800.0
    )
    cleared = PromptCleared(t_s("09:40"), PromptKind.STAND, 1, Outcome.STOOD, after_s=440.0)
    events = [*bout("08:10", "08:50"), *bout("09:02", "09:40", break_s=720.0), raised, cleared]
    with History.open(dashboard.parts.history_path, "boot", t_s("08:00"), t_s("08:00") + OFFSET_S) as history:
        history.record(sorted(events, key=lambda event: event.t_s), OFFSET_S)


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_day_by_a_clock_that_nobody_trusts_and_a_supply_that_sagged_says_both(dashboard):
    minute = Minute(t_s("08:51"), t_s("08:50"), 60.0, 0.0, 0.0, None, None, None, None, None, doubtful_s=40.0)
    path, start_t_s = dashboard.parts.history_path, t_s("08:00")
    with History.open(path, "boot", start_t_s, start_t_s + OFFSET_S, clock_is_set=False) as history:
        history.record([*bout("08:10", "08:50"), minute], OFFSET_S)
    text = words(dashboard.page("/today"))
    (row,) = dashboard.client.get("/api/v1/history/days?from=2026-11-26&to=2026-11-26").json["rows"]

    assert "clock was not known to be right on this day" in text
    assert "the supply voltage was too low" in text
    assert (row["n_days_unsure"], row["doubtful_s"]) == (1, 40)
    assert "On one day the chair" in words(dashboard.page("/week"))


def test_before_anything_was_recorded_the_day_is_empty_and_kind(dashboard):
    text = words(dashboard.page("/today"))

    assert "Thursday, 26 November" in text
    assert "Nothing yet today." in text


def test_a_day_has_totals_a_line_and_a_list(dashboard, morning):
    page = dashboard.page("/today")
    text = words(page)

    assert "1 h 18 min Sitting" in words(re.sub(r"<dt>(.*?)</dt><dd>(.*?)</dd>", r"\2 \1", page))
    assert len(re.findall(r'<rect class="sitting" x="[\d.]+%"', page)) == 2
    assert "08:10 –08:50 Sitting 40 min" in text
    assert "08:50 –09:02 Break 12 min" in text
    assert "09:32 Prompt: You have been sitting for 30 minutes. You took a break, 7 min after it came." in text


def test_another_day_is_linked_and_shown(dashboard, morning):
    today = dashboard.page("/today")
    day_before = dashboard.page("/today?day=2026-11-25")

    assert 'href="/today?day=2026-11-25"' in today
    assert "Nothing was measured on this day." in day_before
    assert 'href="/today?day=2026-11-26"' in day_before


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param("yesterday", 400, id="no date"),
        pytest.param("20261126", 400, id="another form"),
        pytest.param("2026-02-30", 400, id="no such day"),
        pytest.param("2026-11-27", 404, id="tomorrow"),
        pytest.param("1999-12-31", 404, id="long ago"),
        pytest.param("0001-01-01", 404, id="the first day of all"),
        pytest.param("9999-12-31", 404, id="the last day of all"),
    ],
)
def test_days_that_are_none_are_refused_kindly(dashboard, day, status):
    answer = dashboard.client.get("/today", query_string={"day": day})

    assert answer.status_code == status
    assert "To the Now page" in answer.text


def test_a_damaged_history_is_told_and_not_a_crash(dashboard):
    dashboard.parts.history_path.write_bytes(b"this is no database" * 100)

    answer = dashboard.client.get("/today")

    assert answer.status_code == 503
    assert "history.db" in answer.text
