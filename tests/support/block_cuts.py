"""Let the real writers live on an ext4 on a disk that remembers, cut its record at random places, and open what is left each time.

Usage: unshare --mount python block_cuts.py N_CUTS SEED N_MESSAGES

The model: what was flushed is there. Of what was written after the last flush before the cut, any part may be: each write was kept,
lost, or torn at a sector (512 bytes), whatever the order. A disk that says it flushed and did not is not simulated, nor one that spoils
what it was not writing. What was said when so much of the record was there must be found in every image that is cut after it.
Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cut_writers import Living, Said, sense, serve, what_is_missing
from recording_disk import IMAGE_BYTES, RecordingDisk, Written

SECTOR_BYTES = 512


def why_not() -> str:
    """Why this machine cannot do it; empty where it can."""
    if os.geteuid() != 0:
        return "mounting needs root"
    if missing := [path for path in ("/dev/fuse", "/dev/loop-control") if not Path(path).exists()]:
        return f"there is no {missing[0]}"
    if missing := [tool for tool in ("unshare", "mount", "umount", "mkfs.ext4") if shutil.which(tool) is None]:
        return f"there is no {missing[0]} (Debian's packages util-linux, mount and e2fsprogs)"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True)
    return tried.stderr.strip()


def run(*command: object) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout.strip()


def empty_image(directory: Path) -> bytes:
    """A file system as on a card, without anything left to be initialised later."""
    path = directory / "empty"
    with path.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", path)
    content = path.read_bytes()
    path.unlink()
    return content


def record_life(directory: Path, image: bytes, n_messages: int) -> tuple[list[Written], list[tuple[int, Said]]]:
    """What went to the disk, and what was said when so much of it had gone there."""
    fuse, mounted = directory / "fuse", directory / "disk"
    fuse.mkdir()
    mounted.mkdir()
    (directory / "run").mkdir()
    disk = RecordingDisk(fuse, image, directory / "record")
    run("mount", "-t", "ext4", "-o", "loop,noatime,commit=5", disk.path, mounted)
    (mounted / "data.run").symlink_to(directory / "run")  # sockets and what lies in memory
    said: list[tuple[int, Said]] = []
    with Living(sense, mounted / "data", 0) as sensor, Living(serve, mounted / "data", 0) as dashboard:
        while (
            sensor.is_alive
            and dashboard.is_alive
            and min(sum(what in whose for _, (what, _, _) in said) for whose in WHOSE) < n_messages
        ):
            for one in (sensor, dashboard):
                heard = one.said()
                said += [(disk.n_written, message) for message in heard]
        said += [(disk.n_written, message) for one in (sensor, dashboard) for message in one.killed()]
    run("umount", mounted)
    return disk.end(), said


WHOSE = (("seen", "name"), ("entry", "setting"))
"""What each of the two writers says."""


def cut_image(image: bytes, record: list[Written], at: int, chance: random.Random) -> bytearray:
    """What may be on the disk when the power goes after so much of the record."""
    flushed = max((number for number in range(at) if record[number].content is None), default=-1)
    content = bytearray(image)
    for number, (offset, written) in enumerate(record[:at]):
        if written is None:
            continue
        if number > flushed:
            fate = chance.choice(("kept", "lost", "torn"))
            if fate == "lost":
                continue
            if fate == "torn":
                written = written[: SECTOR_BYTES * chance.randrange(len(written) // SECTOR_BYTES + 1)]
        content[offset : offset + len(written)] = written
    return content


def looked_at(directory: Path, content: bytearray, said: list[Said]) -> list[str]:
    """Mount it, as the machine does when the power is back, and look with the store's own code for what is missing."""
    path, mounted = directory / "cut", directory / "looked"
    mounted.mkdir(exist_ok=True)
    path.write_bytes(content)
    run("mount", "-t", "ext4", "-o", "loop,noatime", path, mounted)
    try:
        return what_is_missing(mounted / "data", said) if (mounted / "data").is_dir() or said else []
    finally:
        run("umount", mounted)


def main(n_cuts: int, seed: int, n_messages: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="cut-") as name:
        directory = Path(name)
        image = empty_image(directory)
        record, said = record_life(directory, image, n_messages)
        first = min(position for position, _ in said)
        missing = {}
        for _ in range(n_cuts):
            at = chance.randrange(first // 2, len(record) + 1)
            known = [message for position, message in said if position <= at]
            if found := looked_at(directory, cut_image(image, record, at, chance), known):
                missing[at] = found
    flushes = sum(written.content is None for written in record)
    figures = {"n_cuts": n_cuts, "n_writes": len(record) - flushes, "n_flushes": flushes, "n_said": len(said)}
    print(json.dumps(figures | {"missing": missing}))  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
