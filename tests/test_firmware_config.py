"""The files of firmware-config, each read by the tool that it is written for."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chairpi.config.tables import Config

FIRMWARE = Path(__file__).parents[1] / "firmware-config"

BASE = """\
/dts-v1/;
/ {
    gpio: gpio@7e200000 {
        gpio-controller;
        #gpio-cells = <2>;
    };
};
"""
"""What an overlay is merged into: of a Pi's tree only what this one refers to."""


def run(*words: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool, or skip where it is not installed."""
    if shutil.which(str(words[0])) is None:
        pytest.skip(f"{words[0]} is not installed here")
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, timeout=60, cwd=folder
    )


def test_the_overlay_compiles_without_a_warning_and_merges_into_a_tree(tmp_path):
    base = tmp_path / "base.dts"
    base.write_text(BASE, encoding="utf-8")
    compiled = run("dtc", "-@", "-I", "dts", "-O", "dtb", "-o", tmp_path / "o.dtbo", FIRMWARE / "hx711-overlay.dts")
    made = run("dtc", "-@", "-I", "dts", "-O", "dtb", "-o", tmp_path / "base.dtb", base)
    merged = run("fdtoverlay", "-i", tmp_path / "base.dtb", "-o", tmp_path / "merged.dtb", tmp_path / "o.dtbo")
    tree = run("dtc", "-I", "dtb", "-O", "dts", tmp_path / "merged.dtb").stdout

    assert (compiled.stderr, made.returncode, merged.returncode) == ("", 0, 0)
    assert tree.count('compatible = "avia,hx711"') == 6
    assert sorted(re.findall(r'label = "(\w+)"', tree)) == sorted(cell.name for cell in Config().cells)
    supply = re.search(r"avdd-supply = <(\w+)>", tree)[1]
    assert f"phandle = <{supply}>" in tree.partition("chairpi-avdd {")[2].partition("}")[0]


def test_cloud_init_accepts_the_user_data():
    checked = run("cloud-init", "schema", "-c", FIRMWARE / "user-data")

    assert checked.returncode == 0, checked.stderr
    assert "Valid" in checked.stdout


def test_cloud_init_refuses_a_key_that_it_does_not_know(tmp_path):
    spoilt = tmp_path / "user-data"
    text = (FIRMWARE / "user-data").read_text(encoding="utf-8")
    spoilt.write_text(text.replace("package_update: true", "package_update: [perhaps]"), encoding="utf-8")

    assert run("cloud-init", "schema", "-c", spoilt).returncode != 0


def test_sysusers_makes_the_user_without_a_shell_and_the_group_of_the_pins():
    said = run("systemd-sysusers", "--dry-run", FIRMWARE / "chairpi.sysusers.conf")

    assert said.returncode == 0, said.stderr
    text = (FIRMWARE / "chairpi.sysusers.conf").read_text(encoding="utf-8")
    assert re.search(r'^u chairpi - "ChairPi" /var/lib/chairpi /usr/sbin/nologin$', text, re.M)
    assert re.search(r"^g gpio +-$", text, re.M)
    assert not re.search(r"^m ", text, re.M)


def test_tmpfiles_makes_both_directories_for_the_chairs_user_alone(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root may give files to another user")
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "passwd").write_text("chairpi:x:990:990:ChairPi:/var/lib/chairpi:/usr/sbin/nologin\n", encoding="utf-8")
    (etc / "group").write_text("chairpi:x:990:\n", encoding="utf-8")

    said = run("systemd-tmpfiles", "--create", f"--root={tmp_path}", FIRMWARE / "chairpi.tmpfiles.conf")

    assert (said.returncode, said.stderr) == (0, "")
    for path in ("var/lib/chairpi", "run/chairpi"):
        found = (tmp_path / path).stat()
        assert (found.st_uid, found.st_mode & 0o777) == (990, 0o750)


def test_udev_accepts_the_rule():
    if shutil.which("udevadm") and "verify" not in run("udevadm", "--help").stdout:
        pytest.skip("this udevadm is older than its verb verify (254)")
    checked = run("udevadm", "verify", FIRMWARE / "99-chairpi.rules")

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("name", "section", "known"),
    [
        ("journald-chairpi.conf", "Journal", {"Storage": "volatile", "RuntimeMaxUse": "16M"}),
        ("watchdog-chairpi.conf", "Manager", {"RuntimeWatchdogSec": "15s", "RebootWatchdogSec": "2min"}),
    ],
    ids=["journald", "watchdog"],
)
def test_a_drop_in_says_what_it_should_in_its_section(name, section, known):
    text = (FIRMWARE / name).read_text(encoding="utf-8")

    assert re.findall(r"^\[(\w+)\]$", text, re.M) == [section]
    assert known.items() <= dict(re.findall(r"^(\w+)=(.*)$", text, re.M)).items()


def test_the_hardware_watchdog_asks_for_no_more_than_the_chip_can_count():
    """0xFFFFF ticks of 65 536 a second: with more there is no watchdog at all."""
    text = (FIRMWARE / "watchdog-chairpi.conf").read_text(encoding="utf-8")
    boot = (FIRMWARE / "config.txt").read_text(encoding="utf-8")

    assert int(re.search(r"^RuntimeWatchdogSec=(\d+)s$", text, re.M)[1]) <= 0xFFFFF / 65_536
    assert int(re.search(r"^kernel_watchdog_timeout=(\d+)$", boot, re.M)[1]) <= 0xFFFFF / 65_536


class TestReadOnlyRoot:
    """The script on the files of a system that does not run."""

    SCRIPT = FIRMWARE / "read-only-root"
    CMDLINE = "console=serial0,115200 console=tty1 root=PARTUUID=4e639091-02 rootfstype=ext4 fsck.repair=yes rootwait\n"
    FSTAB = "PARTUUID=4e639091-01 /boot/firmware vfat defaults 0 2\nPARTUUID=4e639091-02 / ext4 defaults,noatime 0 1\n"

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "boot/firmware").mkdir(parents=True)
        (tmp_path / "etc").mkdir()
        (tmp_path / "boot/firmware/cmdline.txt").write_text(self.CMDLINE, encoding="utf-8")
        (tmp_path / "etc/fstab").write_text(self.FSTAB, encoding="utf-8")
        return tmp_path

    def set(self, root: Path, what: str) -> str:
        done = run("sh", self.SCRIPT, "--root", root, what)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def read(self, root: Path) -> tuple[str, str]:
        return tuple((root / path).read_text(encoding="utf-8") for path in ("boot/firmware/cmdline.txt", "etc/fstab"))

    def test_the_root_freezes_and_the_data_partition_does_not(self, root):
        self.set(root, "on")

        cmdline, fstab = self.read(root)
        assert cmdline == f"overlayroot=tmpfs:recurse=0 {self.CMDLINE}"
        assert fstab.startswith(self.FSTAB)
        assert "LABEL=chairpi-data /srv/chairpi-data ext4 noatime,commit=60,nofail," in fstab
        assert re.search(r"^/srv/chairpi-data/chairpi /var/lib/chairpi none bind,nofail,", fstab, re.M)

    def test_the_lines_are_ones_that_mount_understands(self, root):
        self.set(root, "on")
        checked = run("findmnt", "--verify", "--tab-file", root / "etc/fstab")

        assert "\n0 parse errors" in checked.stderr
        assert not re.search(r"unknown|unsupported", checked.stdout)

    def test_twice_on_is_once_on(self, root):
        self.set(root, "on")
        once = self.read(root)
        self.set(root, "on")

        assert self.read(root) == once

    def test_off_is_as_it_was_and_the_data_stay_where_they_are(self, root):
        self.set(root, "on")
        assert "read-only" in self.set(root, "state")
        self.set(root, "off")

        cmdline, fstab = self.read(root)
        assert cmdline == self.CMDLINE
        assert "/var/lib/chairpi" in fstab
        assert self.set(root, "state") == "writable\n"

    def test_another_overlayroot_is_replaced(self, root):
        path = root / "boot/firmware/cmdline.txt"
        path.write_text(f"overlayroot=tmpfs {self.CMDLINE}", encoding="utf-8")
        self.set(root, "on")

        assert self.read(root)[0] == f"overlayroot=tmpfs:recurse=0 {self.CMDLINE}"

    def test_a_last_line_without_an_end_stays_a_line_of_its_own(self, root):
        path = root / "etc/fstab"
        path.write_text(self.FSTAB.rstrip(), encoding="utf-8")
        self.set(root, "on")
        assert path.read_text(encoding="utf-8").startswith(f"{self.FSTAB}# --- ChairPi: begin.")
        self.set(root, "undo")

        assert self.read(root) == (self.CMDLINE, self.FSTAB)

    def test_lines_after_half_of_a_block_are_never_taken_for_ours(self, root):
        self.set(root, "on")
        path = root / "etc/fstab"
        half = path.read_text(encoding="utf-8").replace(
            "# --- ChairPi: end ---\n", "/dev/sdb1 /photos ext4 defaults 0 2\n"
        )
        path.write_text(half, encoding="utf-8")
        done = run("sh", self.SCRIPT, "--root", root, "undo")

        assert done.returncode == 1
        assert "take the rest of the block out by hand" in done.stderr
        assert path.read_text(encoding="utf-8") == half

    def test_elsewhere_than_on_a_pi_it_touches_nothing_and_says_so(self, tmp_path):
        done = run("sh", self.SCRIPT, "--root", tmp_path, "on")

        assert done.returncode == 1
        assert "this is for Raspberry Pi OS" in done.stderr
        assert list(tmp_path.iterdir()) == []


class TestReadOnlyRootOnAMachineThatRuns:
    """The script in a world of its own, where the machine's directories are ours and `systemctl` only says yes."""

    WORLD = """
        set -e
        mount --make-rprivate / && cd "$1"
        mount --bind lib /var/lib && mount --bind srv /srv && mount --bind etc /etc && mount --bind boot /boot
        mount --bind stick /srv/chairpi-data
        touch dev/null dev/disk/by-label/chairpi-data
        mount --bind /dev/null dev/null && mount --rbind dev /dev
        PATH="$1/bin:$PATH"
        eval "$2"
    """
    SCRIPT = f"sh {FIRMWARE / 'read-only-root'}"
    MOUNTED = "for n in chairpi systemd; do mount --bind /srv/chairpi-data/$n /var/lib/$n; done"
    FULL = '#!/bin/sh\n/bin/cp "$@"\ncase $* in *chairpi.part) exit 1 ;; esac\n'
    """A copy for which there is no room at its end."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Path:
        if run("unshare", "--mount", "true").returncode:
            pytest.skip("only root can mount something")
        for name in (
            "lib/chairpi",
            "lib/systemd",
            "srv/chairpi-data",
            "etc",
            "boot/firmware",
            "stick",
            "bin",
            "dev/disk/by-label",
        ):
            (tmp_path / name).mkdir(parents=True)
        (tmp_path / "boot/firmware/cmdline.txt").write_text(TestReadOnlyRoot.CMDLINE, encoding="utf-8")
        (tmp_path / "etc/fstab").write_text(TestReadOnlyRoot.FSTAB, encoding="utf-8")
        (tmp_path / "lib/chairpi/history.db").write_text("years", encoding="utf-8")
        (tmp_path / "lib/systemd/clock").touch()
        self.command(tmp_path, "systemctl", "#!/bin/sh\n")
        self.command(tmp_path, "dpkg", "#!/bin/sh\n")
        self.command(tmp_path, "findmnt", "#!/bin/sh\necho ext4\n")
        return tmp_path

    def command(self, world: Path, name: str, text: str) -> None:
        (world / "bin" / name).write_text(text, encoding="utf-8")
        (world / "bin" / name).chmod(0o755)

    def on(self, world: Path, script: str, before: str = ":") -> subprocess.CompletedProcess[str]:
        return run("unshare", "--mount", "sh", "-c", self.WORLD, "sh", world, f"{before}; {script}")

    def test_a_copy_that_was_cut_is_never_taken_for_the_data(self, world):
        (world / "stick/chairpi.part").mkdir()
        (world / "stick/chairpi.part/history.db").write_text("ye", encoding="utf-8")
        done = self.on(world, f"{self.SCRIPT} on")

        assert done.returncode == 0, done.stderr
        assert [path.name for path in (world / "stick/chairpi").iterdir()] == ["history.db"]
        assert (world / "stick/chairpi/history.db").read_text(encoding="utf-8") == "years"
        assert "chairpi-data" in (world / "etc/fstab").read_text(encoding="utf-8")

    def test_a_partition_that_is_full_changes_nothing(self, world):
        self.command(world, "cp", self.FULL)
        done = self.on(world, f"{self.SCRIPT} on")

        assert done.returncode == 1
        assert "/var/lib/chairpi could not be copied" in done.stderr
        assert (world / "etc/fstab").read_text(encoding="utf-8") == TestReadOnlyRoot.FSTAB
        assert (world / "boot/firmware/cmdline.txt").read_text(encoding="utf-8") == TestReadOnlyRoot.CMDLINE
        assert not (world / "stick/chairpi").exists()

    @pytest.mark.parametrize("times", [1, 2], ids=["mounted once", "mounted twice over itself"])
    def test_undo_brings_the_data_of_the_partition_back_and_leaves_none_there(self, world, times):
        self.on(world, f"{self.SCRIPT} on")
        (world / "stick/chairpi/history.db").write_text("years, and today", encoding="utf-8")
        done = self.on(world, f"{self.SCRIPT} undo", "; ".join([self.MOUNTED] * times))

        assert done.returncode == 0, done.stderr
        assert not (world / "srv/chairpi-data").exists()
        assert (world / "lib/chairpi/history.db").read_text(encoding="utf-8") == "years, and today"
        assert (world / "lib/systemd/clock").exists()
        assert list((world / "stick").iterdir()) == []
        assert (world / "etc/fstab").read_text(encoding="utf-8") == TestReadOnlyRoot.FSTAB
        assert (world / "boot/firmware/cmdline.txt").read_text(encoding="utf-8") == TestReadOnlyRoot.CMDLINE

    def test_a_card_that_is_full_keeps_the_data_on_the_partition(self, world):
        self.on(world, f"{self.SCRIPT} on")
        (world / "stick/chairpi/history.db").write_text("years, and today", encoding="utf-8")
        self.command(world, "cp", self.FULL)
        done = self.on(world, f"{self.SCRIPT} undo", self.MOUNTED)

        assert done.returncode == 1
        assert "/srv/chairpi-data/chairpi could not be copied" in done.stderr
        assert (world / "stick/chairpi/history.db").read_text(encoding="utf-8") == "years, and today"
        assert "chairpi-data" in (world / "etc/fstab").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["read-only-root", "install"])
def test_the_shell_scripts_have_no_slip(name):
    checked = run("shellcheck", FIRMWARE / name)

    assert checked.returncode == 0, checked.stdout


def test_the_drawing_loads_nothing_from_elsewhere():
    text = (FIRMWARE / "wiring.svg").read_text(encoding="utf-8")

    assert set(re.findall(r"https?://[^\"' )]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "href" not in text
