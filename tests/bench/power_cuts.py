"""Kill the chair's real processes at random moments, and cut the record of what they wrote to a disk at random blocks; print what is lost.

Usage: python tests/bench/power_cuts.py [--kills 300] [--cuts 300] [--seed 1]

The kills need nothing. The cuts need root, /dev/fuse and loop devices, and are left out with the reason where those are not there;
`tests/support/block_cuts.py` says what a cut is.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

SUPPORT = Path(__file__).parents[1] / "support"
sys.path.insert(0, str(SUPPORT))

from block_cuts import why_not  # noqa: E402  # the path comes first
from cut_writers import Said, lived, what_is_missing  # noqa: E402

STEP = 10
MESSAGES = 400
"""So much is said in the life whose record is cut."""


def kills(n_kills: int, seed: int) -> None:
    chance, said, missing = random.Random(seed), list[Said](), list[str]()
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        data = Path(name) / "data"
        for life in range(n_kills):
            said += lived(data, life, chance)
            missing += what_is_missing(data, said)
            if life % STEP == STEP - 1:
                print(f"{life + 1} kills, {len(said)} acknowledged, {len(missing)} missing", flush=True)
        n_damaged = len(list(data.glob("*.damaged-*.json")))
    counted = ", ".join(f"{n} {what}" for what, n in sorted(Counter(what for what, _, _ in said).items()))
    print(
        f"{n_kills} kills of both processes: {len(said)} acknowledged ({counted}), {len(missing)} missing, {n_damaged} damaged files"
    )
    for line in missing:
        print(f"  {line}")


def cuts(n_cuts: int, seed: int) -> None:
    if reason := why_not():
        print(f"no cuts: {reason}")
        return
    command = ["unshare", "--mount", sys.executable, SUPPORT / "block_cuts.py", n_cuts, seed, MESSAGES]
    found = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    figures = json.loads(found.stdout)
    print(
        f"{n_cuts} cuts of a record of {figures['n_writes']} writes and {figures['n_flushes']} flushes: "
        f"{figures['n_said']} acknowledged, something missing after {len(figures['missing'])} of the cuts"
    )
    for at, lines in figures["missing"].items():
        print(f"  cut at {at}: {'; '.join(lines)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kills(options.kills, options.seed)
    cuts(options.cuts, options.seed)


if __name__ == "__main__":
    main()
