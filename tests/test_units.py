"""The units of systemd: nothing to complain of, little to attack, and the same words as the programme."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chairpi.cli import main
from chairpi.config.tables import Config

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "systemd"
UNITS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".service", ".target", ".timer"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]
OURS = [FOLDER / f"chairpi-{name}.service" for name in ("sensor", "web", "backup")]
SENSOR, WEB, BACKUP = OURS
INSTALLED = "/opt/chairpi/current/bin/chairpi"
UPDATE = FOLDER / "chairpi-update.service"
BACK_OFF = FOLDER / "back-off-chairpi.conf"

MOST_EXPOSED = 1.0
"""What `systemd-analyze security` may find at most: it calls everything below 2 safe, and an ordinary service has 9.6."""
MOST_EXPOSED_ROOT = 1.7
"""Of what undoes an update: root, who becomes the chair's user and writes the system's files."""


def name_of(path: Path) -> str:
    return path.name


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )


def version() -> int:
    return int(re.search(r"systemd (\d+)", analyze("--version").stdout)[1])


def copies(folder: Path) -> list[Path]:
    """All units, together as on a system, with a programme that exists here in the place of each of ours."""
    made = []
    for unit in UNITS:
        text = re.sub(r"/opt/chairpi/\S+", "/bin/true", unit.read_text(encoding="utf-8"))
        made.append(folder / unit.name)
        made[-1].write_text(text, encoding="utf-8")
    return made


def verify(path: Path) -> str:
    """What systemd says; its exit status is 0 for mistakes too."""
    said = analyze("verify", "--man=no", str(path))
    return said.stdout + said.stderr


def settings(unit: Path) -> list[tuple[str, str]]:
    """Every key with its value, in the order of the file."""
    return re.findall(r"^(\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.M)


def values(unit: Path, key: str) -> list[str]:
    return [value for name, value in settings(unit) if name == key]


@pytest.mark.parametrize("unit", UNITS, ids=name_of)
def test_systemd_has_nothing_to_say_about_a_unit(unit: Path, tmp_path: Path):
    copies(tmp_path)

    assert verify(tmp_path / unit.name) == ""


def test_systemd_does_say_so_when_a_key_is_misspelt(tmp_path: Path):
    copies(tmp_path)
    unit = tmp_path / SENSOR.name
    unit.write_text(unit.read_text(encoding="utf-8").replace("RestartSec=", "RestartSecs="), encoding="utf-8")

    assert "RestartSecs" in verify(unit)


@pytest.mark.parametrize("service", [SENSOR, WEB], ids=name_of)
def test_pauses_that_grow_are_understood_by_the_systemd_that_they_are_for(service: Path, tmp_path: Path):
    if version() < 254:
        pytest.skip("this systemd is older than growing pauses (254)")
    copies(tmp_path)
    folder = tmp_path / f"{service.name}.d"
    folder.mkdir()
    shutil.copy(BACK_OFF, folder)

    assert verify(tmp_path / service.name) == ""


@pytest.mark.parametrize(
    ("service", "most"),
    [*((service, MOST_EXPOSED) for service in OURS), (UPDATE, MOST_EXPOSED_ROOT)],
    ids=lambda value: value.stem if isinstance(value, Path) else f"{value}",
)
def test_a_service_exposes_little(service: Path, most: float, tmp_path: Path):
    copies(tmp_path)

    said = analyze("security", "--offline=true", f"--threshold={most * 10:.0f}", str(tmp_path / service.name))

    assert said.returncode == 0, said.stdout[-200:]
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)[1]) <= most


@pytest.mark.parametrize("service", OURS, ids=name_of)
def test_a_service_starts_a_command_that_exists_with_options_it_has(service: Path):
    program, name, *options = values(service, "ExecStart")[0].split()

    assert program == INSTALLED
    assert name in main.commands
    known = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_only_the_sensor_may_touch_pins_and_only_the_web_may_touch_the_network():
    assert values(SENSOR, "SupplementaryGroups") == ["gpio"]
    assert values(SENSOR, "DeviceAllow") == ["char-gpiochip rw"]
    for service in (WEB, BACKUP):
        assert values(service, "SupplementaryGroups") == values(service, "DeviceAllow") == []
        assert values(service, "PrivateDevices") == ["yes"]
    for service in (SENSOR, BACKUP):
        assert values(service, "RestrictAddressFamilies") == ["AF_UNIX"]
        assert values(service, "PrivateNetwork") == ["yes"]
        assert values(service, "IPAddressAllow") == []
    assert {tuple(values(service, "IPAddressDeny")) for service in OURS} == {("any",)}


def test_all_services_share_a_user_and_their_folders():
    shared = ("User", "Group", "RuntimeDirectory", "RuntimeDirectoryMode", "StateDirectory", "StateDirectoryMode")

    assert len({tuple((key, *values(service, key)) for key in shared) for service in OURS}) == 1
    assert {tuple(values(service, "RuntimeDirectoryPreserve")) for service in OURS} == {("yes",)}


@pytest.mark.parametrize("service", [SENSOR, WEB], ids=name_of)
def test_a_service_tells_systemd_that_it_lives_and_comes_back_however_often_it_ends(service: Path):
    assert values(service, "Type") == ["notify"]
    assert 0 < int(values(service, "WatchdogSec")[0]) <= 150
    assert values(service, "Restart") == ["always"]
    assert values(service, "StartLimitIntervalSec") == ["0"]


@pytest.mark.parametrize("unit", UNITS, ids=name_of)
def test_nothing_waits_for_the_network_or_for_the_time_of_day(unit: Path):
    waited = " ".join(value for key, value in settings(unit) if key in ("After", "Wants", "Requires", "BindsTo"))

    assert not re.search(r"network-online|time-sync|time-set|systemd-timesyncd", waited)


def test_the_target_starts_both_and_ends_both():
    wanted = values(FOLDER / "chairpi.target", "Wants")[0].split()

    assert wanted == [SENSOR.name, WEB.name]
    for service in (SENSOR, WEB):
        assert values(service, "PartOf") == values(service, "WantedBy") == ["chairpi.target"]


def test_no_thread_keeps_free_pieces_of_memory_to_itself():
    for service in (SENSOR, WEB):
        words = " ".join(values(service, "Environment")).split()

        assert "GLIBC_TUNABLES=glibc.malloc.tcache_count=0" in words


def test_what_comes_in_is_kept_on_the_card_and_not_in_memory():
    assert ("Environment", f"TMPDIR={Config().paths.data_dir}") in settings(WEB)


def test_a_backup_is_made_each_day_and_made_up_for():
    timer = FOLDER / "chairpi-backup.timer"

    assert values(timer, "OnCalendar") == ["daily"]
    assert values(timer, "Persistent") == ["true"]
    assert timer.stem == BACKUP.stem
