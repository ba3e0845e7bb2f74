"""What others made and the pages use lies in web/static/vendor, unchanged, with its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "web" / "static" / "vendor"


def listed():
    lines = (VENDOR / "CHECKSUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_vendored_file_is_listed():
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"CHECKSUMS"}

    assert set(listed()) == there


def test_every_vendored_file_is_the_one_that_was_taken():
    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in listed()}

    assert found == listed()


def test_each_comes_with_its_licence():
    for folder in (path for path in VENDOR.iterdir() if path.is_dir()):
        assert "Copyright" in (folder / "LICENSE").read_text(encoding="utf-8")
