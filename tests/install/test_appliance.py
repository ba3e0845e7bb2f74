"""The whole life of an appliance in a Debian system under systemd: installed, updated, cut off, gone back, taken off."""

import os
import re
import shutil
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from debian_root import Debian, made_root, python_of, why_not
from release_making import checkout_of, made_keys, made_release, spoil, unpacked

import chairpi
from chairpi.config.tables import Config
from chairpi.config.text import as_toml
from chairpi.install.places import packaged

pytestmark = pytest.mark.appliance

SUITE = os.environ.get("CHAIRPI_TEST_SUITE", "trixie")
NEWER, SPOILT = "90.0.0", "91.0.0"
CHAIRPI = "/usr/local/bin/chairpi"
BELOW = (
    "/opt/chairpi",
    "/etc/chairpi",
    "/etc/systemd/system",
    "/etc/udev/rules.d",
    "/etc/sysusers.d",
    "/etc/tmpfiles.d",
    "/etc/sysctl.d",
    "/usr/local",
    "/etc/passwd",
)


@dataclass(frozen=True)
class Archives:
    """What is published in this story."""

    first: Path
    newer: Path
    spoilt: Path
    strangers: Path


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    if reason := why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("releases")
    key = made_keys(folder / "keys")
    out = folder / "published"
    first = made_release(
        checkout_of(chairpi.__version__, folder / "first"), key, out, target=python_of(made_root(SUITE))
    )
    wheels = unpacked(first, folder) / "wheels"
    newer = made_release(checkout_of(NEWER, folder / "newer"), key, out, wheelhouse=wheels)
    broken = checkout_of(SPOILT, folder / "spoilt")
    spoil(broken)
    spoilt = made_release(broken, key, out, wheelhouse=wheels)
    stranger = made_release(folder / "newer", made_keys(folder / "other"), folder / "elsewhere", wheelhouse=wheels)
    return Archives(first, newer, spoilt, stranger)


@pytest.fixture(scope="module")
def debian(archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    machine = Debian(SUITE, tmp_path_factory.mktemp("machine"))
    inside = machine.root / "root"
    unpacked(archives.first, inside)
    for name, archive in vars(archives).items():
        shutil.copy2(archive, inside / f"{name}.tar")
    config = machine.root / "etc" / "chairpi"
    config.mkdir()
    text = as_toml(Config()).replace('backend = "auto"', 'backend = "simulated"')
    (config / "chairpi.toml").write_text(
        re.sub(r"_gpio = (23|24|26)$", "_gpio = -1", text, flags=re.MULTILINE), encoding="utf-8"
    )
    try:
        machine.boot()
        yield machine
    finally:
        machine.shut_down()
        shutil.rmtree(machine.root)


def state_of(machine: Debian) -> dict[str, tuple[int, str]]:
    """Rights and contents of every file that an installation may touch, but what Python compiles."""
    found = {}
    for below in BELOW:
        top = machine.root / below.lstrip("/")
        for path in [top, *top.rglob("*")]:
            is_folder = path.is_dir() and not path.is_symlink()
            if is_folder or path.suffix == ".pyc" or path.name == ".lock":
                continue
            held = str(path.readlink()) if path.is_symlink() else str(hash(path.read_bytes()))
            found[str(path.relative_to(machine.root))] = (path.lstat().st_mode, held)
    return found


def version_in_use(machine: Debian) -> str:
    return (machine.root / "opt/chairpi/current").readlink().name


def n_minutes(machine: Debian) -> int:
    count = "import sqlite3; print(sqlite3.connect('/var/lib/chairpi/history.db').execute('SELECT count(*) FROM minute').fetchone()[0])"
    return int(machine.run("runuser", "-u", "chairpi", "--", "python3", "-c", count))


def test_one_command_turns_a_fresh_system_into_a_chair(debian: Debian, archives: Archives):
    before = (debian.root / "etc/chairpi/chairpi.toml").read_bytes()

    began_s = time.monotonic()
    said = debian.run(f"/root/{archives.first.stem}/install")
    sys.stdout.write(f"\n{said}\ninstalled in {time.monotonic() - began_s:.0f} s" + "\n")

    assert "http://chairpi.local:8080/" in said
    assert "▀" in said or "█" in said
    assert "<h1" in str(debian.page("/"))
    assert debian.status(CHAIRPI, "health") == 0
    assert (debian.root / "etc/chairpi/chairpi.toml").read_bytes() == before
    assert debian.run("systemctl", "is-enabled", "chairpi.target", "chairpi-backup.timer").split() == [
        "enabled",
        "enabled",
    ]


def test_the_processes_are_of_a_user_of_their_own_with_files_that_nobody_else_reads(debian: Debian):
    for service in ("chairpi-sensor", "chairpi-web"):
        pid = debian.run("systemctl", "show", "--value", "--property=MainPID", service)
        assert debian.run("stat", "-c", "%U:%G", f"/proc/{pid}") == "chairpi:chairpi", service

    assert (
        debian.run("stat", "-c", "%U:%G %a", "/var/lib/chairpi", "/run/chairpi").splitlines()
        == ["chairpi:chairpi 750"] * 2
    )
    assert debian.run("sh", "-c", "stat -c '%U %a' /run/chairpi/*.sock").splitlines() == ["chairpi 660"] * 2
    assert debian.run("stat", "-c", "%U %a", "/etc/chairpi/chairpi.toml", "/opt/chairpi").splitlines() == [
        "root 644",
        "root 755",
    ]
    assert debian.run("sh", "-c", "find /opt/chairpi -not -user root") == ""
    assert (
        "gpio" in debian.run("id", "-nG", "chairpi").split()
        or debian.run("systemctl", "show", "--value", "--property=SupplementaryGroups", "chairpi-sensor") == "gpio"
    )


def within(debian: Debian, service: str, program: str) -> str:
    """Run Python with the same unit file's settings as the service, so under the very same restrictions."""
    unit = debian.run("systemctl", "cat", service)
    text = re.sub(
        r"^(ExecStart|Restart|WatchdogSec|Type|PartOf|WantedBy|Condition)[A-Za-z]*=.*$", "", unit, flags=re.MULTILINE
    )
    (debian.root / "run-inside.py").write_text(program, encoding="utf-8")
    probe = text.replace("[Service]", "[Service]\nType=oneshot\nExecStart=/usr/bin/python3 /run-inside.py\n", 1)
    name = f"probe-{service}"
    (debian.root / "etc/systemd/system" / name).write_text(probe, encoding="utf-8")
    debian.run("systemctl", "daemon-reload")
    debian.run("systemctl", "start", name)
    said = debian.run("journalctl", "--output=cat", "--identifier=python3", f"--unit={name}")
    debian.run("rm", f"/etc/systemd/system/{name}", "/run-inside.py")
    debian.run("systemctl", "daemon-reload")
    return said


TRY = """
import errno, os, socket
def tried(name, act):
    try:
        act()
        print(name, "done")
    except OSError as error:
        print(name, errno.errorcode[error.errno])
tried("network", lambda: socket.socket(socket.AF_INET))
tried("local", lambda: socket.socket(socket.AF_UNIX))
tried("etc", lambda: open("/etc/chairpi/chairpi.toml", "a"))
tried("release", lambda: open("/opt/chairpi/current/whole", "a"))
tried("data", lambda: open("/var/lib/chairpi/probe", "w").close() or os.remove("/var/lib/chairpi/probe"))
tried("memory", lambda: open("/dev/mem", "rb"))
print("policy", os.sched_getscheduler(0), "priority", os.sched_getparam(0).sched_priority)
"""


def test_the_sensor_has_no_network_and_can_write_nothing_but_its_data(debian: Debian):
    said = dict(
        line.split(" ", 1) for line in within(debian, "chairpi-sensor.service", TRY).splitlines() if " " in line
    )

    assert said["network"] in ("EAFNOSUPPORT", "EPERM")
    assert (said["local"], said["data"]) == ("done", "done")
    assert {said["etc"], said["release"]} <= {"EROFS", "EACCES"}
    assert said["memory"] in ("EACCES", "EPERM", "ENOENT")
    assert said["policy"] == f"{os.SCHED_FIFO} priority 40"


def test_the_dashboard_has_a_network_and_no_device(debian: Debian):
    said = dict(line.split(" ", 1) for line in within(debian, "chairpi-web.service", TRY).splitlines() if " " in line)

    assert said["network"] == "done"
    assert {said["etc"], said["release"]} <= {"EROFS", "EACCES"}
    assert said["memory"] in ("EACCES", "EPERM", "ENOENT")


TRY_TO_UNDO = """
import os, subprocess, socket
def tried(name, act):
    try:
        act()
        print(name, "done")
    except (OSError, subprocess.CalledProcessError):
        print(name, "refused")
def write(path):
    with open(path, "w"):
        pass
    os.remove(path)
def run(*command):
    subprocess.run(command, check=True, capture_output=True)
for folder in ("/opt/chairpi", "/etc/systemd/system", "/etc/udev/rules.d", "/usr/local/sbin", "/usr/bin", "/usr/lib", "/root"):
    tried(folder, lambda: write(folder + "/probe"))
tried("data", lambda: run("runuser", "-u", "chairpi", "--", "sh", "-c", "echo > /var/lib/chairpi/probe && rm /var/lib/chairpi/probe"))
tried("users", lambda: run("systemd-sysusers", "/etc/sysusers.d/chairpi.conf"))
tried("directories", lambda: run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/chairpi.conf"))
tried("systemd", lambda: run("systemctl", "daemon-reload"))
tried("network", lambda: socket.socket(socket.AF_INET))
tried("memory", lambda: open("/dev/mem", "rb"))
tried("kernel", lambda: open("/proc/sys/kernel/printk", "w"))
"""


def test_what_undoes_an_update_can_do_that_and_no_more(debian: Debian):
    said = dict(
        line.split(" ", 1)
        for line in within(debian, "chairpi-update.service", TRY_TO_UNDO).splitlines()
        if line.endswith((" done", " refused"))
    )

    refused = {"/usr/bin", "/usr/lib", "/root", "network", "memory", "kernel"}
    assert {name for name, came in said.items() if came == "refused"} == refused
    assert len(said) == len(refused) + 8


def test_installing_again_changes_nothing(debian: Debian, archives: Archives):
    before = state_of(debian)

    said = debian.run(f"/root/{archives.first.stem}/install")

    assert "Nothing had to be changed." in said
    assert state_of(debian) == before


def test_it_comes_up_by_itself_when_the_machine_starts(debian: Debian):
    debian.shut_down()

    began_s = debian.boot()
    debian.wait_for("the first page", lambda: debian.page("/"))
    page_s = time.monotonic() - began_s
    debian.wait_for("readings", lambda: debian.status(CHAIRPI, "health") == 0)
    sys.stdout.write(
        f"\nboot to the first page {page_s:.1f} s, to readings at most {time.monotonic() - began_s:.1f} s" + "\n"
    )

    assert "<h1" in str(debian.page("/"))


@pytest.mark.parametrize("name", ["tampered", "unsigned", "strangers"])
def test_an_archive_that_is_not_as_it_should_be_is_refused(debian: Debian, archives: Archives, name: str):
    inside = debian.root / "root"
    if name == "tampered":
        data = bytearray(archives.newer.read_bytes())
        data[len(data) // 2] ^= 1
        (inside / "tampered.tar").write_bytes(data)
    if name == "unsigned":
        with tarfile.open(archives.newer) as signed, tarfile.open(inside / "unsigned.tar", "w") as unsigned:
            for member in signed:
                if not member.name.endswith(".sig"):
                    unsigned.addfile(member, signed.extractfile(member))
    before = state_of(debian)

    said = debian.run(CHAIRPI, "update", f"/root/{name}.tar", check=False)

    assert "nothing was changed" in said
    assert "Traceback" not in said
    assert state_of(debian) == before


def test_the_release_that_is_in_use_already_changes_nothing(debian: Debian):
    before = state_of(debian)

    said = debian.run(CHAIRPI, "update", "/root/first.tar")

    assert "is in use" in said
    assert state_of(debian) == before


def test_an_update_brings_the_newer_release(debian: Debian):
    began_s = time.monotonic()
    said = debian.run(CHAIRPI, "update", "/root/newer.tar")
    sys.stdout.write(f"\n{said}\nupdated in {time.monotonic() - began_s:.0f} s" + "\n")

    assert version_in_use(debian) == NEWER
    assert debian.status(CHAIRPI, "health") == 0
    assert "<h1" in str(debian.page("/"))
    assert list((debian.root / "var/lib/chairpi/backups").glob("*.zip"))


def test_an_older_release_is_refused_unless_asked_for(debian: Debian):
    said = debian.run(CHAIRPI, "update", "/root/first.tar", check=False)

    assert "--allow-older" in said
    assert version_in_use(debian) == NEWER


def test_a_release_that_does_not_come_up_goes_back_by_itself_with_the_data_whole(debian: Debian):
    before = n_minutes(debian)

    said = debian.run(CHAIRPI, "update", "--wait", "20", "/root/spoilt.tar", check=False)
    sys.stdout.write(f"\n{said}" + "\n")

    assert "did not come up" in said
    assert version_in_use(debian) == NEWER
    debian.wait_for("the page", lambda: debian.page("/"))
    debian.wait_for("readings", lambda: debian.status(CHAIRPI, "health") == 0)
    assert n_minutes(debian) >= before
    assert list((debian.root / "var/lib/chairpi").glob(f"history.db.from-{SPOILT}"))
    assert not (debian.root / "opt/chairpi/releases" / SPOILT).exists()


def test_a_power_cut_in_the_middle_of_that_leaves_the_old_release(debian: Debian):
    debian.run("systemd-run", "--unit=updating", CHAIRPI, "update", "--wait", "3000", "/root/spoilt.tar")
    debian.wait_for("the spoilt release", lambda: version_in_use(debian) == SPOILT)

    debian.cut_power()
    debian.boot()

    debian.wait_for("the page", lambda: debian.page("/"))
    debian.wait_for("readings", lambda: debian.status(CHAIRPI, "health") == 0)
    assert version_in_use(debian) == NEWER
    assert not (debian.root / "opt/chairpi/trial.json").exists()
    assert debian.run("systemctl", "--failed", "--plain", "--no-legend") == ""


def make_root_read_only(debian: Debian) -> None:
    """As the recipe leaves a Raspberry Pi that was started anew and made writable again; memory stands for the partition."""
    script = "usr/local/sbin/chairpi-read-only-root"
    shutil.copy2(packaged("firmware-config/read-only-root"), debian.root / script)
    (debian.root / "boot/firmware").mkdir(parents=True, exist_ok=True)
    (debian.root / "boot/firmware/cmdline.txt").write_text("root=PARTUUID=4e639091-02 rootwait\n", encoding="ascii")
    debian.run(f"/{script}", "--root", "/", "on")
    debian.run("systemctl", "stop", "chairpi.target", "chairpi-sensor", "chairpi-web")
    debian.run("mount", "-t", "tmpfs", "none", "/srv/chairpi-data")
    for name in ("chairpi", "systemd"):
        debian.run("cp", "-a", f"/var/lib/{name}", "/srv/chairpi-data/")
        debian.run("mount", "--bind", f"/srv/chairpi-data/{name}", f"/var/lib/{name}")
    debian.run("systemctl", "start", "chairpi.target")
    debian.wait_for("readings", lambda: debian.status(CHAIRPI, "health") == 0)


def test_it_is_taken_off_and_the_data_stay_until_they_are_not_wanted(debian: Debian):
    make_root_read_only(debian)
    before = n_minutes(debian)

    debian.run(CHAIRPI, "uninstall")

    assert debian.run("findmnt", "--noheadings", "--output", "TARGET", "/var/lib/chairpi", check=False) == ""
    assert "chairpi-data" not in (debian.root / "etc/fstab").read_text(encoding="utf-8")
    assert "overlayroot" not in (debian.root / "boot/firmware/cmdline.txt").read_text(encoding="ascii")
    assert (debian.root / "var/lib/chairpi/history.db").exists()
    assert (debian.root / "etc/chairpi/chairpi.toml").exists()
    assert not (debian.root / "opt/chairpi").exists()
    assert not (debian.root / "usr/local/bin/chairpi").is_symlink()
    assert debian.run("systemctl", "list-unit-files", "chairpi*", "--no-legend", check=False) == ""

    debian.run(f"/root/chairpi-{chairpi.__version__}/install")
    assert n_minutes(debian) >= before
    make_root_read_only(debian)
    debian.run(CHAIRPI, "uninstall", "--remove-data")

    assert debian.run("findmnt", "--noheadings", "--output", "TARGET", check=False).count("chairpi") == 0
    assert not [path for path in ("var/lib/chairpi", "etc/chairpi", "opt/chairpi") if (debian.root / path).exists()]
    assert debian.status("id", "chairpi") != 0
    assert debian.run("sh", "-c", "find /etc /usr/local /var /srv -iname '*chairpi*'") == ""
