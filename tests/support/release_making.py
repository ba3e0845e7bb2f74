"""Releases made of this checkout for tests: as it is, of other versions, and one that does not come up."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("chairpi", "web", "systemd", "firmware-config", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


def checkout_of(version: str, folder: Path) -> Path:
    """A copy of the project that says it is `version`."""
    folder.mkdir()
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    init = folder / "chairpi" / "__init__.py"
    lines = init.read_text(encoding="utf-8").splitlines()
    changed = [f'__version__ = "{version}"' if line.startswith("__version__") else line for line in lines]
    init.write_text("\n".join(changed) + "\n", encoding="utf-8")
    return folder


def spoil(checkout: Path) -> None:
    """Let a release bring the history to a form that no version before can read, and its dashboard not come up."""
    migrations = checkout / "chairpi" / "store" / "migrations"
    number = len(list(migrations.glob("*.sql"))) + 1
    (migrations / f"{number:04}_later.sql").write_text("CREATE TABLE later (word TEXT) STRICT;\n", encoding="utf-8")
    server = checkout / "chairpi" / "dashboard" / "server.py"
    server.write_text("raise SystemExit('this release is spoilt')\n", encoding="utf-8")


def release_tool(*arguments: str) -> None:
    """Run `python -m chairpi.install.release`."""
    ran = subprocess.run(
        [sys.executable, "-m", "chairpi.install.release", *arguments], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def made_keys(folder: Path) -> Path:
    """A new pair of keys; the path of the secret one."""
    folder.mkdir()
    release_tool("keys", str(folder))
    return folder / "release.key"


def made_release(checkout: Path, key: Path, output: Path, *, target: str = "", wheelhouse: Path | None = None) -> Path:
    """An archive, with wheels fetched for `target` or taken from `wheelhouse`."""
    output.mkdir(exist_ok=True)
    where = ("--wheelhouse", str(wheelhouse)) if wheelhouse else ("--for", target)
    release_tool("make", "--key", str(key), "--checkout", str(checkout), "--output", str(output), *where)
    return max(output.glob("*.tar"), key=lambda path: path.stat().st_mtime_ns)


def unpacked(archive: Path, folder: Path) -> Path:
    """What the archive holds; the folder in it."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / archive.stem
