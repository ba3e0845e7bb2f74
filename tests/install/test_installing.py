"""Taking ChairPi off a machine removes what is ChairPi's, and nothing else."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from chairpi.errors import InstallError
from chairpi.install.installing import uninstall
from chairpi.install.places import READ_ONLY_ROOT
from chairpi.install.system import Done, System


@pytest.mark.parametrize(("data_dir", "stays"), [("/var/lib/chairpi", False), ("/home/anna", True)])
def test_a_directory_that_somebody_chose_is_not_removed_with_all_that_is_in_it(
    tmp_path: Path, data_dir: str, stays: bool
) -> None:
    said: list[str] = []
    system = System(said.append, tmp_path, runner=lambda _command: Done(0, "inactive"))
    photo = system.at(data_dir) / "photo.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"the grandchildren")

    uninstall(system, data_dir, remove_data=True)

    assert photo.exists() == stays
    assert any(f"Kept: {data_dir}" in line for line in said) == stays


def test_where_the_data_directory_only_led_elsewhere_it_is_said_what_stays_there(tmp_path: Path) -> None:
    said: list[str] = []
    system = System(said.append, tmp_path, runner=lambda _command: Done(0, "inactive"))
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/history.db").touch()
    (tmp_path / "var/lib").mkdir(parents=True)
    (tmp_path / "var/lib/chairpi").symlink_to(tmp_path / "disk")

    uninstall(system, "/var/lib/chairpi", remove_data=True)

    assert (tmp_path / "disk/history.db").exists()
    assert [line for line in said if line.startswith(f"Kept: {tmp_path / 'disk'}, where /var/lib/chairpi led")] == said[
        :1
    ]


@pytest.mark.parametrize("remove_data", [False, True])
def test_a_read_only_root_is_undone_while_its_script_is_there_and_before_the_last_of_the_data_goes(
    tmp_path: Path, remove_data: bool
) -> None:
    ran: list[tuple[bool, bool]] = []

    def runner(command: Sequence[str]) -> Done:
        if command == (READ_ONLY_ROOT, "undo"):
            ran.append((system.at(READ_ONLY_ROOT).exists(), system.at("/var/lib/chairpi/history.db").exists()))
            system.at("/var/lib/chairpi").mkdir(exist_ok=True)
        return Done(0, "inactive")

    system = System(lambda _line: None, tmp_path, runner=runner)
    for place in (READ_ONLY_ROOT, "/etc/fstab", "/var/lib/chairpi/history.db"):
        system.at(place).parent.mkdir(parents=True, exist_ok=True)
        system.at(place).write_text("LABEL=chairpi-data /srv/chairpi-data ext4 noatime 0 2\n")

    uninstall(system, "/var/lib/chairpi", remove_data=remove_data)

    assert ran == [(True, not remove_data)]
    assert not system.at(READ_ONLY_ROOT).exists()
    assert system.at("/var/lib/chairpi").exists() == (not remove_data)


IN_ANOTHER_WORLD = """
import sys
from pathlib import Path
from chairpi.install.installing import uninstall
from chairpi.install.system import Done, System
uninstall(System(print, Path(sys.argv[1]), runner=lambda _command: Done(0, "inactive")), "/var/lib/chairpi", remove_data=True)
"""


def uninstalled_where(root: Path, mounted: str) -> subprocess.CompletedProcess[str]:
    """What uninstalling says where these commands of the shell have mounted something; then what is left of the data."""
    data = root / "var/lib/chairpi"
    data.mkdir(parents=True)
    script = f'data={data}; {mounted} && {{ "$@"; status=$?; find $data -type f; exit $status; }}'
    command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-c", IN_ANOTHER_WORLD, str(root)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare failed" in ran.stderr or "permission denied" in ran.stderr:
        pytest.skip("only root can mount something")
    return ran


def test_a_partition_of_somebodys_own_is_emptied_and_named(tmp_path: Path) -> None:
    ran = uninstalled_where(tmp_path, "mount -t tmpfs none $data && touch $data/history.db")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "history.db removed" in ran.stdout
    assert ran.stdout.endswith("Kept: /var/lib/chairpi, a partition of its own; its line is in /etc/fstab.\n")


@pytest.mark.parametrize("around", [":", "mount -t tmpfs none $data"], ids=["on the card", "on a partition"])
def test_a_stick_that_is_mounted_among_the_data_is_not_emptied_with_them(tmp_path: Path, around: str) -> None:
    stick = "mkdir $data/backups && mount -t tmpfs none $data/backups && touch $data/history.db $data/backups/photo.jpg"
    ran = uninstalled_where(tmp_path, f"{around} && {stick}")

    assert ran.returncode == 1
    assert "var/lib/chairpi/backups is a disk of its own" in ran.stderr
    assert {Path(line).name for line in ran.stdout.splitlines()[-2:]} == {"history.db", "photo.jpg"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(lambda system: system.remove("/status"), "removed", id="remove"),
        pytest.param(lambda system: system.write("/status/x", b""), "written", id="write"),
        pytest.param(lambda system: system.folder("/status/x"), "made", id="folder"),
        pytest.param(lambda system: system.link("/status/x", "y"), "made", id="link"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(change: Callable[[System], object], what: str) -> None:
    system = System(lambda _line: None, Path("/proc/self"))

    with pytest.raises(InstallError, match=rf"/proc/self/status.* could not be {what}: .*; mend that"):
        change(system)
