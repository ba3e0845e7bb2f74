"""A sensor process as far as the store sees it: writes a day's events and says on stdout what is on the disk.

Usage: python write_until_killed.py HISTORY_DB BOOT_ID
"""

import itertools
import sys
from pathlib import Path

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Minute
from chairpi.store.history import History

ROUND_S = 600.0


def main(path: Path, boot_id: str) -> None:
    history = History.open(path, boot_id, 0.0, 1_795_000_000.0)
    print("open", flush=True)  # noqa: T201
    for number in itertools.count(1):
        t_s = number * ROUND_S
        history.record([SatDown(t_s + 3.0, t_s, 300.0 if number > 1 else None, seen=True)], 1_795_000_000.0)
        print(f"sat_down {t_s}", flush=True)  # noqa: T201
        history.record([Minute(t_s + 60.0, t_s, 60.0, 57.0, 0.0, 700.0, 0.0, 0.0, None, None)], 1_795_000_000.0)
        history.commit_if_due(t_s + 63.0)
        print(f"minute {t_s}", flush=True)  # noqa: T201
        history.record([StoodUp(t_s + 302.0, t_s, t_s + 300.0, 300.0, seen=True)], 1_795_000_000.0)
        print(f"stood_up {t_s}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
