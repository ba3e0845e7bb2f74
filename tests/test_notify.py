"""What systemd is told: on a real datagram socket, with a clock that moves when it is told to."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from told_systemd import ToldSystemd

from chairpi.clock import ManualClock
from chairpi.notify import Notifier


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ToldSystemd]:
    socket = ToldSystemd(tmp_path / "notify" if request.param == "path" else f"@chairpi-test-{os.getpid()}")
    yield socket
    socket.close()


def test_systemd_hears_that_a_process_is_ready_what_it_does_and_that_it_ends(systemd):
    notifier = Notifier(systemd.environment())

    notifier.ready("reading 6 cells")
    notifier.status("reading 6 cells")
    notifier.status("reading 5 cells")
    notifier.stopping()

    assert systemd.heard() == ["READY=1\nSTATUS=reading 6 cells", "STATUS=reading 5 cells", "STOPPING=1"]


def test_a_process_that_lives_pings_three_times_in_each_watch_however_often_it_says_so(systemd):
    clock = ManualClock()
    notifier = Notifier(systemd.environment(watch_s=30.0), clock)

    heard = []
    for _ in range(12):
        for _ in range(80):  # 10 s, eight turns a second
            notifier.alive()
            clock.wait(0.125)
        heard += systemd.heard()

    assert heard == ["WATCHDOG=1"] * 12


def test_a_process_that_is_not_watched_does_not_ping(systemd):
    notifier = Notifier(systemd.environment())

    notifier.alive()

    assert systemd.heard() == []


@pytest.mark.parametrize("watch", ["", "soon", "0", "-5"])
def test_a_watch_that_is_no_length_is_none(systemd, watch):
    notifier = Notifier(systemd.environment() | {"WATCHDOG_USEC": watch})

    notifier.alive()

    assert systemd.heard() == []


def test_a_watch_that_is_meant_for_another_process_is_none(systemd):
    notifier = Notifier(systemd.environment(watch_s=1.0) | {"WATCHDOG_PID": "1"})

    notifier.alive()

    assert systemd.heard() == []


def test_without_systemd_nothing_happens(caplog):
    notifier = Notifier({"WATCHDOG_USEC": "1000000"})

    notifier.ready("reading")
    notifier.alive()

    assert caplog.messages == []


def test_a_line_to_systemd_that_is_gone_is_said_once_and_stops_nothing(tmp_path, caplog):
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "nobody")})

    notifier.ready("reading")
    notifier.stopping()

    assert len(caplog.messages) == 1
    assert "NOTIFY_SOCKET" in caplog.messages[0]


def test_a_systemd_that_is_busy_holds_nobody_up_and_hears_the_ping_when_it_has_room(tmp_path):
    clock = ManualClock()
    busy = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    busy.bind(str(tmp_path / "notify"))
    busy.setblocking(False)
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "3000000"}, clock)
    while notifier._tell("X=1", wait_s=0.0):
        pass  # until the kernel keeps no more

    notifier.alive()
    while True:
        try:
            busy.recv(100)
        except BlockingIOError:
            break
    notifier.alive()

    assert busy.recv(100) == b"WATCHDOG=1"
    busy.close()
