"""How often something may be tried."""

from __future__ import annotations

import json
import stat

import pytest

from chairpi.clock import ManualClock
from chairpi.dashboard.access.limits import FILE, LIMITS, Limit, Tries

CODE = LIMITS["code"]


@pytest.fixture
def clock():
    return ManualClock(5000.0)


def test_the_first_try_may_be_made_at_once():
    assert CODE.wait_s([], 100.0) == 0.0


def test_each_wrong_code_makes_the_next_wait_twice_as_long(tmp_path, clock):
    tries = Tries(tmp_path, clock)
    waits_s = []
    for _ in range(4):
        waits_s.append(tries.note("code"))
        clock.wait(waits_s[-1])
        assert tries.wait_s("code") == 0.0

    assert waits_s == [2.0, 4.0, 8.0, 16.0]


def test_after_five_wrong_codes_the_sixth_waits_until_the_first_is_ten_minutes_old(tmp_path, clock):
    tries = Tries(tmp_path, clock)
    for _ in range(4):
        clock.wait(tries.note("code"))

    assert tries.note("code") == pytest.approx(600.0 - 30.0)


@pytest.mark.parametrize("pause_s", [0.0, 1.0, 30.0, 119.0, 121.0])
def test_never_more_than_five_wrong_codes_in_any_ten_minutes(tmp_path, clock, pause_s):
    tries, tried_s = Tries(tmp_path, clock), []
    while clock.monotonic_s() < 9000.0:
        if tries.wait_s("code") > 0:
            clock.wait(1.0)
            continue
        tries.note("code")
        tried_s.append(clock.monotonic_s())
        clock.wait(pause_s)

    assert len(tried_s) > 20
    assert all(later - earlier >= 600.0 for earlier, later in zip(tried_s, tried_s[5:], strict=False))


def test_a_restart_of_the_dashboard_forgets_no_try(tmp_path, clock):
    for _ in range(6):
        Tries(tmp_path, clock).note("ask")

    assert Tries(tmp_path, clock).wait_s("ask") == pytest.approx(600.0)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_success_forgets_them(tmp_path, clock):
    tries = Tries(tmp_path, clock)
    tries.note("code")
    tries.clear("code")

    assert tries.wait_s("code") == 0.0
    assert Tries(tmp_path, clock).wait_s("code") == 0.0


def test_tries_of_an_earlier_start_of_the_machine_do_not_count(tmp_path, clock):
    kept = {"origin": "another start", "tried_s": {what: [4999.0] * 9 for what in LIMITS}}
    (tmp_path / FILE).write_text(json.dumps(kept))

    assert Tries(tmp_path, clock).wait_s("code") == 0.0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"origin": "manual", "tried_s": {"code": ["x"]}}'])
def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path, clock, text):
    (tmp_path / FILE).write_text(text)
    tries = Tries(tmp_path, clock)

    assert tries.note("code") == 2.0


def test_where_nothing_can_be_written_tries_count_all_the_same(tmp_path, clock):
    tries = Tries(tmp_path / "not there", clock)

    assert tries.note("code") == 2.0
    assert tries.wait_s("code") == 2.0


def test_a_limit_without_a_delay_only_counts():
    limit = Limit(most=2, within_s=60.0)

    assert limit.wait_s([10.0], 10.0) == 0.0
    assert limit.wait_s([10.0, 20.0], 30.0) == 40.0
