"""A clock that is wrong throws nobody out: not in 1970, not in 2038, and not when the network comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from chairpi.clock import ManualClock
from chairpi.dashboard.house_clock import HouseClock
from chairpi.sensor.keeping import Keeping
from chairpi.store.access import KEPT_S, Access, Role
from chairpi.store.app_file import AppFile

NOW_UTC_S = 1_795_420_800.0
YEAR_S = 365.25 * 86_400.0


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(AppFile(tmp_path / "app.db"), tmp_path / "app.db")


def test_who_paired_in_1970_is_in_when_the_network_comes(access: Access) -> None:
    secret = access.pair("telephone", Role.OWNER, 600.0)

    device = access.device(secret, NOW_UTC_S)

    assert device is not None
    assert access.see(device, NOW_UTC_S)
    assert access.device(secret, NOW_UTC_S + KEPT_S - 1.0) is not None
    assert access.device(secret, NOW_UTC_S + KEPT_S + 1.0) is None


def test_while_the_time_is_not_known_nobody_was_away_for_too_long(access: Access) -> None:
    secret = access.pair("telephone", Role.OWNER, NOW_UTC_S)

    assert access.device(secret, NOW_UTC_S + 12 * YEAR_S) is None
    assert access.device(secret, None) is not None


def test_the_pages_count_on_from_the_last_that_is_known_until_the_network_comes(tmp_path: Path) -> None:
    path, clock = tmp_path / "history.db", ManualClock(100.0, NOW_UTC_S)
    with Keeping(path, tmp_path, clock):
        pass
    clock.start_anew("another start", 30.0, is_set=False)
    house = HouseClock(clock, path)
    with Keeping(path, tmp_path, clock) as keeping:
        clock.wait(600.0)
        in_1970 = house.utc_s()
        clock.set_wall(NOW_UTC_S + 9 * 3600.0)
        keeping.second(clock.monotonic_s(), dict)
        at_last = house.utc_s()

    assert in_1970 == pytest.approx(NOW_UTC_S + 660.0, abs=1.0)
    assert at_last == NOW_UTC_S + 9 * 3600.0
    assert keeping.offset_s + clock.monotonic_s() == pytest.approx(at_last)


def test_before_anything_is_written_the_machine_is_believed(tmp_path: Path) -> None:
    clock = ManualClock(5.0, 30.0)
    clock.set_wall(30.0, is_set=False)

    assert HouseClock(clock, tmp_path / "history.db").utc_s() == 30.0
