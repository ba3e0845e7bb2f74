from pathlib import Path

import pytest

from chairpi.clock import BELIEVED_UTC_S, ManualClock
from chairpi.core.requests import TellTime
from chairpi.sensor.time_of_day import TimeOfDay, is_zone, zone_of_machine

UTC_S = 1_795_000_000.0


def told_over(clock: ManualClock, time_of_day: TimeOfDay, seconds: int) -> list[TellTime]:
    """What the chair is told, asked ten times a second."""
    told = []
    for _ in range(seconds * 10):
        told.append(time_of_day.look(clock.monotonic_s()))
        clock.wait(0.1)
    return [one for one in told if one is not None]


def test_the_chair_is_told_the_time_once_at_the_start() -> None:
    clock = ManualClock(500.0, UTC_S)

    assert told_over(clock, TimeOfDay(clock, "Europe/Berlin"), 600) == [TellTime(500.0, UTC_S, "Europe/Berlin")]


@pytest.mark.parametrize(
    ("by_s", "told"),
    [
        pytest.param(0.9, False, id="drift"),
        pytest.param(-1.5, True, id="set back"),
        pytest.param(3600.0, True, id="set forward"),
    ],
)
def test_a_clock_that_was_set_is_told_within_a_minute(by_s: float, told: bool) -> None:
    clock = ManualClock(500.0, UTC_S)
    time_of_day = TimeOfDay(clock, "UTC")
    told_over(clock, time_of_day, 30)
    clock.set_wall(clock.utc_s() + by_s)

    found = told_over(clock, time_of_day, 61)

    assert [one.utc_s - one.t_s for one in found] == ([pytest.approx(UTC_S - 500.0 + by_s)] if told else [])


def test_slow_drift_is_told_once_it_has_become_a_second() -> None:
    clock = ManualClock(0.0, UTC_S)
    time_of_day = TimeOfDay(clock, "UTC")
    n_told = 0
    for _ in range(100):
        n_told += len(told_over(clock, time_of_day, 60))
        clock.set_wall(clock.utc_s() + 0.03)

    assert n_told == 3


def test_a_wall_clock_of_years_ago_is_not_believed() -> None:
    clock = ManualClock(20.0, 1_000.0)
    time_of_day = TimeOfDay(clock, "UTC")
    before = told_over(clock, time_of_day, 120)
    clock.set_wall(BELIEVED_UTC_S)  # the network has come

    assert before == []
    assert len(told_over(clock, time_of_day, 61)) == 1


@pytest.mark.parametrize(
    ("link", "text", "zone"),
    [
        pytest.param("zoneinfo/Europe/Berlin", None, "Europe/Berlin", id="a link"),
        pytest.param("zoneinfo/posix/Europe/Berlin", None, "Europe/Berlin", id="a link to another form of it"),
        pytest.param("zoneinfo/Nowhere/Land", "Asia/Tokyo\n", "Asia/Tokyo", id="a link to nothing, and a file"),
        pytest.param(None, "Asia/Tokyo\n", "Asia/Tokyo", id="a file"),
        pytest.param(None, "Nowhere/Land", "UTC", id="a file with no zone in it"),
        pytest.param(None, None, "UTC", id="nothing"),
    ],
)
def test_the_machines_zone_is_found(tmp_path: Path, link: str | None, text: str | None, zone: str) -> None:
    localtime, timezone = tmp_path / "localtime", tmp_path / "timezone"
    if link is not None:
        target = tmp_path / "usr" / link
        target.parent.mkdir(parents=True)
        target.touch()
        localtime.symlink_to(target)
    if text is not None:
        timezone.write_text(text, encoding="utf-8")

    assert zone_of_machine(localtime, timezone) == zone


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "Europe", "../../etc/passwd", "Europe/Berlin\x00"])
def test_what_is_no_zone_is_known_as_none(name: str) -> None:
    assert not is_zone(name)


def test_a_zone_that_nobody_knows_is_said_and_the_machines_is_used(caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock(0.0, UTC_S)

    (told,) = told_over(clock, TimeOfDay(clock, "Nowhere/Land"), 1)

    assert "web.time_zone: this machine knows no time zone 'Nowhere/Land'" in caplog.text
    assert is_zone(told.zone)


def test_what_a_person_said_counts_as_long_as_nothing_knows_better() -> None:
    clock, said_s = ManualClock(500.0, 30.0), [None, UTC_S - 500.0, None]
    time_of_day = TimeOfDay(clock, "UTC", lambda: said_s[0])

    assert told_over(clock, time_of_day, 5) == []
    said_s.pop(0)
    time_of_day.look_soon()
    (told,) = told_over(clock, time_of_day, 300)
    assert (told.t_s, told.utc_s) == pytest.approx((505.0, UTC_S + 5.0))
    said_s.pop(0)
    clock.set_wall(UTC_S + 9000.0)
    assert [one.utc_s for one in told_over(clock, time_of_day, 120)] == [pytest.approx(UTC_S + 9000.0, abs=61.0)]
