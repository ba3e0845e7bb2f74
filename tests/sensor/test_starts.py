"""Starts of the sensor process that go well, fail, or are cut off, one after the other on one disk."""

import os

import pytest

from chairpi.commands.safe_mode import lines
from chairpi.config.tables import Config, PathConfig
from chairpi.data_names import STARTS_FILE
from chairpi.errors import StoreError
from chairpi.sensor.starts import (
    FAILED_STARTS,
    Start,
    Starts,
    forget_starts,
    leave_command,
    read_start,
)

THIS_BOOT, NEXT_BOOT = "boot-1", "boot-2"


def start(data_dir, how, boot_id=THIS_BOOT):
    """One start, and how it ends; what is known of it by the next one."""
    starts = Starts(data_dir, boot_id)
    starts.begin()
    match how:
        case "fails":
            starts.failed("cell seat_front_left: GPIO 5 is in use")
        case "works":
            starts.good()
        case "is ended":
            starts.ended()
        case "is killed":
            pass


@pytest.mark.parametrize(
    ("ways", "safe"),
    [
        (["fails"] * 2, False),
        (["fails"] * 3, True),
        (["is killed"] * 3, True),
        (["fails", "is killed", "fails"], True),
        (["fails", "fails", "works", "fails"], False),
        (["fails", "fails", "is ended", "is ended"], False),
        (["is ended"] * 5, False),
        (["fails", "fails", "is ended", "fails"], True),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else str(value),
)
def test_three_failed_starts_in_a_row_lead_to_safe_mode(tmp_path, ways, safe):
    for how in ways:
        start(tmp_path, how)

    assert Starts(tmp_path, THIS_BOOT).wants_safe_mode is safe


def test_a_machine_that_is_switched_off_in_its_first_minute_again_and_again_just_starts(tmp_path):
    for boot in range(10):
        start(tmp_path, "is killed", boot_id=f"boot-{boot}")

    assert not Starts(tmp_path, "boot-10").wants_safe_mode


def test_a_new_start_of_the_machine_tries_once_more(tmp_path):
    for _ in range(FAILED_STARTS):
        start(tmp_path, "fails")

    assert Starts(tmp_path, THIS_BOOT).wants_safe_mode
    assert not Starts(tmp_path, NEXT_BOOT).wants_safe_mode
    start(tmp_path, "fails", NEXT_BOOT)
    assert Starts(tmp_path, NEXT_BOOT).wants_safe_mode


def test_what_the_last_failed_start_said_is_kept_until_one_works(tmp_path):
    start(tmp_path, "fails")
    start(tmp_path, "is ended")

    assert read_start(tmp_path).error == "cell seat_front_left: GPIO 5 is in use"
    start(tmp_path, "works")
    assert read_start(tmp_path).error == ""


def test_an_error_after_the_first_good_minute_is_no_failed_start(tmp_path):
    starts = Starts(tmp_path, THIS_BOOT)
    starts.begin()
    starts.good()

    starts.failed("cell seat_front_left: the pins can no longer be used")

    assert read_start(tmp_path).n_failed == 0


def test_safe_mode_can_be_waited_in_for_as_long_as_one_likes(tmp_path):
    for _ in range(FAILED_STARTS):
        start(tmp_path, "fails")
    for _ in range(5):  # killed in safe mode, or restarted
        Starts(tmp_path, THIS_BOOT).stay_safe()

    assert Starts(tmp_path, THIS_BOOT).latest.n_failed == FAILED_STARTS


def test_somebody_can_let_it_count_from_the_beginning(tmp_path):
    for _ in range(FAILED_STARTS):
        start(tmp_path, "fails")

    forget_starts(tmp_path)

    assert not Starts(tmp_path, THIS_BOOT).wants_safe_mode


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"n_failed": "many"}', '{"n_failed": 3}'], ids=lambda text: text or "empty"
)
def test_a_damaged_file_never_keeps_the_chair_from_starting(tmp_path, text):
    (tmp_path / STARTS_FILE).write_text(text, encoding="utf-8")

    assert Starts(tmp_path, THIS_BOOT).latest == Start()


def test_where_nothing_can_be_written_the_chair_starts_and_says_so_once(tmp_path, caplog):
    data_dir = tmp_path / "a file"
    data_dir.write_text("", encoding="utf-8")
    starts = Starts(data_dir / "data", THIS_BOOT)

    starts.begin()
    starts.good()

    assert len([message for message in caplog.messages if "cannot be written" in message]) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
@pytest.mark.parametrize(
    ("uid", "said"),
    [
        pytest.param(990, "sudo chairpi safe-mode leave", id="a user of the system"),
        pytest.param(1000, "chairpi safe-mode leave", id="somebody who tries it at home"),
    ],
)
def test_the_way_out_is_told_with_the_rights_that_it_takes(tmp_path, uid, said):
    os.chown(tmp_path, uid, uid)

    assert leave_command(tmp_path) == said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_who_may_not_look_is_told_how_to(tmp_path):
    config = Config(paths=PathConfig(data_dir=str(tmp_path / "data"), runtime_dir=str(tmp_path)))
    (tmp_path / "data").mkdir(mode=0o700)
    os.seteuid(65_534)
    try:
        with pytest.raises(StoreError, match="`sudo chairpi safe-mode`"):
            list(lines(config))
    finally:
        os.seteuid(0)
