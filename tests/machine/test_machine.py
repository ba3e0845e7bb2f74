"""What a machine tells of itself, from a tree of the files in which a Raspberry Pi does so."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from health_replies import raspberry_pi

from chairpi.clock import machine_clock_is_set, network_has_set
from chairpi.machine.disk import decode_disk, read_disk
from chairpi.machine.facts import decode_booted_utc_s, decode_temperature_c, read_machine
from chairpi.machine.process import Process, read_process
from chairpi.machine.supply import Strain, decode_alarm, decode_throttled, read_supply


def filesystem(**changes: int) -> SimpleNamespace:
    fields = {"f_bavail": 500, "f_frsize": 4096, "f_blocks": 1000, "f_favail": 30, "f_files": 100, "f_flag": 0}
    return SimpleNamespace(**(fields | changes))


@pytest.mark.parametrize(
    ("text", "now", "since_boot"),
    [
        pytest.param("0\n", set(), set(), id="all is well"),
        pytest.param("throttled=0x0", set(), set(), id="as vcgencmd prints it"),
        pytest.param("1", {Strain.UNDERVOLTAGE}, {Strain.UNDERVOLTAGE}, id="now is also since the start"),
        pytest.param("50000", set(), {Strain.UNDERVOLTAGE, Strain.THROTTLED}, id="0x50000, the usual one"),
        pytest.param("2", {Strain.CAPPED}, {Strain.CAPPED}, id="bit 1"),
        pytest.param("4", {Strain.THROTTLED}, {Strain.THROTTLED}, id="bit 2"),
        pytest.param("8", {Strain.HOT}, {Strain.HOT}, id="bit 3"),
        pytest.param("a0000", set(), {Strain.CAPPED, Strain.HOT}, id="bits 17 and 19"),
        pytest.param("0xf000f", set(Strain), set(Strain), id="everything"),
    ],
)
def test_the_firmwares_bits_are_told_apart(text, now, since_boot):
    supply = decode_throttled(text)

    assert (supply.now, supply.since_boot) == (now, since_boot)


@pytest.mark.parametrize("text", ["", "error=1", "zz"])
def test_bits_that_are_none_are_unknown(text):
    assert decode_throttled(text) is None


def test_the_kernels_alarm_knows_nothing_of_the_past():
    assert decode_alarm("0\n").since_boot is None
    assert decode_alarm("") is None


@pytest.mark.parametrize(
    ("text", "temperature_c"), [("48312\n", 48.312), ("-2000", -2.0), ("999999", None), ("", None)]
)
def test_a_temperature_that_cannot_be_is_unknown(text, temperature_c):
    assert decode_temperature_c(text) == temperature_c


@pytest.mark.parametrize("stat", ["", "cpu 1 2", "btime soon"])
def test_a_start_that_is_not_told_is_unknown(stat):
    assert decode_booted_utc_s(stat) is None


def test_a_disk_is_told_in_bytes_and_shares():
    disk = decode_disk(Path("/data"), filesystem())

    assert (disk.free_bytes, disk.total_bytes) == (2_048_000, 4_096_000)
    assert disk.free_inodes_fraction == 0.3
    assert not disk.read_only


def test_a_disk_may_be_read_only_and_may_have_names_without_end():
    disk = decode_disk(Path("/data"), filesystem(f_flag=os.ST_RDONLY, f_files=0, f_favail=0))

    assert disk.read_only
    assert disk.free_inodes_fraction is None


def test_a_raspberry_pi_tells_all(tmp_path):
    machine = read_machine(tmp_path / "data", raspberry_pi(tmp_path / "root", throttled="50000"))

    assert machine.model == "Raspberry Pi Zero 2 W Rev 1.0"
    assert machine.system == "Debian GNU/Linux 13 (trixie)"
    assert machine.kernel == "6.12.47+rpt-rpi-v8"
    assert machine.supply.since_boot == {Strain.UNDERVOLTAGE, Strain.THROTTLED}
    assert machine.temperature_c == 48.312
    assert machine.clock_synchronised is True
    assert machine.booted_utc_s == 1_795_680_000.0
    assert machine.disk.path == str(tmp_path)
    assert {"python", "chairpi", "adafruit-circuitpython-hx711"} <= set(machine.versions)


def test_a_machine_that_tells_nothing_is_unknown_and_no_crash(tmp_path):
    machine = read_machine(tmp_path, tmp_path / "nothing")

    assert machine.supply is None
    assert machine.temperature_c is None
    assert machine.clock_synchronised is None
    assert machine.booted_utc_s is None
    assert (machine.model, machine.system, machine.kernel) == ("", "", "")


@pytest.mark.parametrize(
    "path",
    [
        "sys/devices/platform/soc/soc:firmware/get_throttled",
        "sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled",
    ],
)
def test_the_firmware_is_found_on_every_model(tmp_path, path):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("1\n", encoding="utf-8")

    assert read_supply(tmp_path).now == {Strain.UNDERVOLTAGE}


def test_without_the_firmwares_bits_the_kernels_alarm_is_asked(tmp_path):
    for number, (name, alarm) in enumerate([("cpu_thermal", "1"), ("rpi_volt", "0")]):
        monitor = tmp_path / f"sys/class/hwmon/hwmon{number}"
        monitor.mkdir(parents=True)
        (monitor / "name").write_text(f"{name}\n", encoding="utf-8")
        (monitor / "in0_lcrit_alarm").write_text(f"{alarm}\n", encoding="utf-8")

    supply = read_supply(tmp_path)

    assert supply.now == frozenset()
    assert supply.since_boot is None


def test_a_clock_that_has_not_heard_the_network_is_told_from_one_that_nobody_knows(tmp_path):
    waiting = raspberry_pi(tmp_path / "waiting", synchronised=False)

    assert network_has_set(waiting) is False
    assert network_has_set(tmp_path / "other") is None


def test_the_disk_of_a_directory_that_is_not_made_yet_is_that_of_its_parent(tmp_path):
    assert read_disk(tmp_path / "not" / "yet").path == str(tmp_path)


def test_a_process_tells_how_long_it_runs_and_what_it_holds(tmp_path):
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/statm").write_text("9000 2500 800 1 0 3000 0\n")
    ticks = 100 * os.sysconf("SC_CLK_TCK")
    (tmp_path / "proc/self/stat").write_text(f"42 (a (very) odd name) S {' '.join(['0'] * 18)} {ticks} 0 0\n")
    (tmp_path / "proc/uptime").write_text("160.5 300.0\n")

    process = read_process(tmp_path)

    assert process.uptime_s == pytest.approx(60.5)
    assert process.memory_bytes == 2500 * os.sysconf("SC_PAGE_SIZE")


def test_where_the_kernel_says_nothing_of_a_process_nothing_is_guessed(tmp_path):
    assert read_process(tmp_path) == Process(None, None)


@pytest.mark.parametrize(
    ("network", "chip", "shown", "is_set"),
    [
        pytest.param(None, None, 1.8e9, True, id="nobody says, and it can be"),
        pytest.param(None, None, 600.0, False, id="1970"),
        pytest.param(True, None, 1.8e9, True, id="the network has set it"),
        pytest.param(False, None, 1.8e9, False, id="the network has not set it yet"),
        pytest.param(False, "1800000010", 1.8e9, True, id="a chip agrees"),
        pytest.param(False, "1800003600", 1.8e9, False, id="a chip says otherwise"),
        pytest.param(False, "600", 600.0, False, id="a chip whose battery is empty"),
    ],
)
def test_a_clock_is_right_when_the_network_or_a_chip_has_set_it(tmp_path, network, chip, shown, is_set):
    if network is not None:
        (tmp_path / "run/systemd/timesync").mkdir(parents=True)
    if network:
        (tmp_path / "run/systemd/timesync/synchronized").touch()
    if chip is not None:
        (tmp_path / "sys/class/rtc/rtc0").mkdir(parents=True)
        (tmp_path / "sys/class/rtc/rtc0/since_epoch").write_text(chip + "\n")

    assert machine_clock_is_set(tmp_path, shown) is is_set
