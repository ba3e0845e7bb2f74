"""A Debian system of its own under systemd: made by debootstrap from the sources that this machine has, booted by systemd-nspawn.

It has no network but loopback, so that whatever is installed in it is installed offline.
"""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

PACKAGES = ("systemd-sysv", "dbus", "udev", "python3-venv")
"""What Raspberry Pi OS has of it, as far as ChairPi is concerned."""
TOOLS = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "nsenter": "util-linux"}
"""Programs, and the Debian packages they come in."""
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}
"""What a command inside knows: nothing of the machine that the test runs on."""
PATIENCE_S = 300.0
CACHE = Path(os.environ.get("CHAIRPI_TEST_CACHE", Path.home() / ".cache" / "chairpi-tests"))


def why_not() -> str | None:
    """Why no such system can be made here; `None` when it can."""
    if os.geteuid() != 0:
        return "needs root, to make a Debian system and boot it"
    if missing := sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None):
        return f"needs apt-get install {' '.join(missing)}"
    if mirror() is None:
        return "needs a Debian mirror among this machine's package sources"
    return None


def mirror() -> str | None:
    """The Debian mirror in this machine's own package sources, if there is one."""
    if shutil.which("apt-get") is None:
        return None
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = [line.split() for line in listed.splitlines()]
    return next((words[-1] for words in found if words[0] == "Debian" and "main" in words), None)


def made_root(suite: str) -> Path:
    """A system that nothing has been installed in yet; kept for the next time."""
    kept = CACHE / suite
    if not kept.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{suite}.", dir=CACHE))
        ran = subprocess.run(
            [
                "debootstrap",
                "--variant=minbase",
                f"--include={','.join(PACKAGES)}",
                suite,
                str(unfinished),
                str(mirror()),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
        unfinished.chmod(0o755)
        unfinished.rename(kept)
    return kept


def python_of(root: Path) -> str:
    """The version of its Python, such as 3.13, and the machine, as wheels name them."""
    version = next((root / "usr" / "bin").glob("python3.[0-9]*")).name.removeprefix("python")
    return f"{version}-{platform.machine()}"


class Debian:
    """A copy of such a system, booted.

    Parameters
    ----------
    suite
        Debian's name of the release.
    directory
        Where its files go.
    """

    def __init__(self, suite: str, directory: Path) -> None:
        self.root = directory / suite
        subprocess.run(["cp", "-a", "--reflink=auto", str(made_root(suite)), str(self.root)], check=True)
        (self.root / "etc" / "hostname").write_text("chairpi\n", encoding="ascii")
        self._log = directory / "console.log"
        self._nspawn: subprocess.Popen[bytes] | None = None
        self._leader = 0

    def boot(self) -> float:
        """Start it, and return the moment of that [s, monotonic]."""
        began_s = time.monotonic()
        command = [
            "setpriv", "--pdeathsig=KILL",  # whatever ends the test ends the machine
            "systemd-nspawn", f"--directory={self.root}", "--machine=chairpi-test", "--boot", "--register=no", "--keep-unit",
            "--private-network", "--console=pipe", "--quiet",
        ]  # fmt: skip
        with self._log.open("ab") as log:
            self._nspawn = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait_for("systemd", self._is_up)
        return began_s

    def _is_up(self) -> bool:
        """Whether systemd has started all it wants to. Its process is looked for each time: the first ones only make it."""
        assert self._nspawn is not None
        assert self._nspawn.poll() is None, self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        children = (
            Path(f"/proc/{self._nspawn.pid}/task/{self._nspawn.pid}/children").read_text(encoding="ascii").split()
        )
        self._leader = int(children[0]) if children else 0
        return self._leader > 0 and self.run("systemctl", "is-system-running", check=False) in ("running", "degraded")

    def run(self, *command: str, check: bool = True) -> str:
        """Run a command inside; what it says."""
        inside = ["nsenter", f"--target={self._leader}", "--mount", "--uts", "--ipc", "--net", "--pid", "--"]
        ran = subprocess.run(
            [*inside, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
        assert not check or ran.returncode == 0, f"{command}: {ran.returncode}\n{ran.stdout[-4000:]}"
        return ran.stdout.strip()

    def status(self, *command: str) -> int:
        """Run a command inside; its exit status."""
        said = self.run("sh", "-c", '"$@" >/dev/null 2>&1; echo $?', "sh", *command)
        return int(said)

    def page(self, path: str, port: int = 8080) -> str | None:
        """A page of the dashboard as a browser in the machine gets it; `None` without an answer."""
        ask = "import sys, urllib.request as u; sys.stdout.write(u.urlopen(sys.argv[1], timeout=5).read().decode())"
        said = self.run("sh", "-c", 'python3 -c "$@" 2>/dev/null || true', "sh", ask, f"http://127.0.0.1:{port}{path}")
        return said or None

    def wait_for(self, what: str, look):
        """Look again and again until it is so."""
        turn = threading.Event()
        end_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < end_s:
            if found := look():
                return found
            turn.wait(0.05)
        raise AssertionError(f"it never came: {what}")

    def cut_power(self) -> None:
        """Stop everything at once, whatever it does."""
        assert self._nspawn is not None
        if self._nspawn.poll() is None and self._leader:
            os.kill(self._leader, signal.SIGKILL)
        self._nspawn.wait(60)

    def shut_down(self) -> None:
        """End it as its button does."""
        if self._nspawn is None or self._nspawn.poll() is not None:
            return
        self.run("systemctl", "poweroff", check=False)
        try:
            self._nspawn.wait(60)
        except subprocess.TimeoutExpired:
            self.cut_power()
