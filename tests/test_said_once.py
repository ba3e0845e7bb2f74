"""However often something fails, the log says it once, and once that it works again."""

import logging

import pytest

from chairpi.said_once import SaidOnce

log = logging.getLogger("chairpi.test")


def test_a_failure_is_said_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    disk = SaidOnce(log, "the disk takes nothing", "the disk takes it again")

    disk.works()
    for _ in range(1000):
        disk.failed("it is full")
    disk.works()
    disk.works()

    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "the disk takes nothing: it is full"),
        ("INFO", "the disk takes it again (it had failed 1000 times)"),
    ]


def test_what_fails_again_is_said_again(caplog: pytest.LogCaptureFixture) -> None:
    disk = SaidOnce(log, "the disk takes nothing", "it does again", level=logging.WARNING)

    for _ in range(2):
        disk.failed("it is full")
        disk.works()

    assert [record.levelname for record in caplog.records if record.levelno >= logging.WARNING] == ["WARNING"] * 2


def test_what_flaps_every_second_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    disk = SaidOnce(log, "the disk takes nothing", "the disk takes it again", is_often_tried=True)

    for _ in range(1000):
        disk.failed("it is full")
        disk.works()
    n_said_flapping = len(caplog.records)
    for _ in range(1000):
        disk.works()

    assert n_said_flapping <= 4
    assert caplog.records[-1].getMessage().startswith("the disk takes it again")
