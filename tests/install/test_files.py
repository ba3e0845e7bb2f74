"""Files put in place below a directory, whose commands are simulated."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chairpi.cli import main
from chairpi.errors import InstallError
from chairpi.install.boot_block import BEGIN, END, with_block, without_block
from chairpi.install.files import BOOT_BEFORE, PLACED, place_files, take_files
from chairpi.install.installing import need_lasting
from chairpi.install.places import BOOT_CONFIG, CONFIG, LINKS, PLACES, How, Where
from chairpi.install.system import Done, System

LINES = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
FIRMWARE = "arm_64bit=1\n[pi5]\nusb_max_current_enable=1\n"


class Tools:
    """systemd's tools; remembers what they were asked."""

    def __init__(self, systemd: int = 257) -> None:
        self.systemd = systemd
        self.asked: list[str] = []

    def __call__(self, command: Sequence[str]) -> Done:
        self.asked.append(" ".join(command))
        return Done(0, f"systemd {self.systemd} ({self.systemd}.13-1)" if "--version" in command else "")


def system_in(root: Path, systemd: int = 257) -> tuple[System, Tools]:
    tools = Tools(systemd)
    return System(lambda _line: None, root, runner=tools), tools


def placed(root: Path) -> dict[str, bytes]:
    return {
        f"/{path.relative_to(root)}": path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


@pytest.fixture
def pi(tmp_path: Path) -> Path:
    """The files of a Raspberry Pi's system."""
    (tmp_path / "boot/firmware").mkdir(parents=True)
    (tmp_path / "boot/firmware/config.txt").write_text(FIRMWARE, encoding="utf-8")
    return tmp_path


def test_every_file_of_the_table_comes_to_its_place(pi):
    system, tools = system_in(pi)

    assert place_files(system)

    wanted = {place.target for place in PLACES if place.target}
    assert set(placed(pi)) == {*wanted, PLACED, BOOT_BEFORE}
    for place in PLACES:
        if place.how is How.COPIED:
            assert (pi / place.target.lstrip("/")).stat().st_mode & 0o777 == place.mode
    assert {str((pi / link.lstrip("/")).readlink()) for link, _, _ in LINKS} == {target for _, target, _ in LINKS}
    assert any(asked.startswith(f"systemctl --root={pi} enable") and "chairpi.target" in asked for asked in tools.asked)
    assert not any("start" in asked for asked in tools.asked)


def test_a_second_time_nothing_changes(pi):
    place_files(system_in(pi)[0])
    before = placed(pi)
    system, tools = system_in(pi)

    assert not place_files(system)

    assert placed(pi) == before
    assert system.n_changes == 0
    assert not any("enable" in asked for asked in tools.asked)


def test_a_dry_run_changes_nothing_and_says_what_it_would_do(pi):
    said: list[str] = []
    system = System(said.append, pi, dry=True, runner=Tools())

    place_files(system)

    assert set(placed(pi)) == {BOOT_CONFIG}
    for place in PLACES:
        if place.target:
            assert any(place.target in line for line in said), place.target


def test_the_owners_configuration_is_never_written_over(pi):
    config = pi / CONFIG.lstrip("/")
    config.parent.mkdir(parents=True)
    config.write_text('[reader]\nbackend = "simulated"\n', encoding="utf-8")

    place_files(system_in(pi)[0])

    assert config.read_text(encoding="utf-8") == '[reader]\nbackend = "simulated"\n'


def test_the_boot_configuration_has_the_pins_of_the_owners_configuration(pi):
    config = pi / CONFIG.lstrip("/")
    config.parent.mkdir(parents=True)
    config.write_text("[outputs]\nled_gpio = 16\n", encoding="utf-8")

    place_files(system_in(pi)[0])

    text = (pi / BOOT_CONFIG.lstrip("/")).read_text(encoding="utf-8")
    assert text.startswith(FIRMWARE)
    assert "gpio=16,24=op,dl" in text
    assert (pi / BOOT_BEFORE.lstrip("/")).read_text(encoding="utf-8") == FIRMWARE


def test_what_is_for_a_raspberry_pi_alone_stays_off_other_machines(tmp_path):
    place_files(system_in(tmp_path)[0])

    for place in PLACES:
        if place.where is Where.PI:
            assert not (tmp_path / place.target.lstrip("/")).exists(), place.target


def test_an_older_systemd_is_not_given_keys_that_it_does_not_know(pi):
    place_files(system_in(pi, systemd=252)[0])

    assert not [path for path in placed(pi) if "back-off" in path]


def test_what_a_release_no_longer_has_is_taken_away(pi):
    place_files(system_in(pi)[0])
    gone = pi / "etc/systemd/system/chairpi-former.service"
    gone.write_text("[Unit]\n", encoding="utf-8")
    list_of = pi / PLACED.lstrip("/")
    list_of.write_text(
        list_of.read_text(encoding="ascii").replace("[", '["/etc/systemd/system/chairpi-former.service",', 1)
    )
    system, tools = system_in(pi)

    assert place_files(system)

    assert not gone.exists()
    assert f"systemctl --root={pi} disable --quiet chairpi-former.service" in tools.asked


@pytest.mark.parametrize("with_owned", [True, False])
def test_taking_off_leaves_the_system_as_it_was(pi, with_owned):
    place_files(system_in(pi)[0])

    take_files(system_in(pi)[0], with_owned=with_owned)

    left = {BOOT_CONFIG, BOOT_BEFORE, PLACED} | (set() if with_owned else {CONFIG})
    assert set(placed(pi)) == left
    assert (pi / BOOT_CONFIG.lstrip("/")).read_text(encoding="utf-8") == FIRMWARE


@given(before=st.lists(LINES).map("\n".join), fragment=st.lists(LINES, min_size=1).map("\n".join))
def test_the_block_comes_and_goes_and_the_owners_lines_stay(before, fragment):
    once = with_block(before, fragment)

    assert with_block(once, fragment) == once
    assert (once.count(BEGIN), once.count(END)) == (1, 1)
    assert without_block(once).split() == before.split()


def test_lines_below_the_block_stay_below_it():
    text = with_block(FIRMWARE, "gpio=5=ip,pu") + "dtoverlay=something\n"

    changed = with_block(text, "gpio=6=ip,pu")

    assert "dtoverlay=something" in without_block(changed)
    assert "gpio=5" not in changed


def test_the_command_shows_what_it_would_do_below_a_directory(pi):
    ran = CliRunner().invoke(main, ["install", "--dry-run", "--root", str(pi)])

    assert ran.exit_code == 0, ran.output
    assert "would be done: /etc/systemd/system/chairpi.target written" in ran.output
    assert set(placed(pi)) == {BOOT_CONFIG}


def test_nothing_is_installed_where_it_would_be_gone_at_the_next_start(tmp_path):
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/cmdline").write_text("console=tty1 overlayroot=tmpfs:recurse=0 rootwait\n", encoding="ascii")

    with pytest.raises(InstallError, match="chairpi-read-only-root off"):
        need_lasting(system_in(tmp_path)[0])

    (tmp_path / "proc/cmdline").write_text("console=tty1 overlayroot=disabled rootwait\n", encoding="ascii")
    need_lasting(system_in(tmp_path)[0])
