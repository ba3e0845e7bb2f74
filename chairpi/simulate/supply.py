"""The supply of a simulated machine: the file in which a Raspberry Pi's firmware tells of it, with a voltage that sags now and then."""

from __future__ import annotations

from pathlib import Path

FIRMWARE = "sys/devices/platform/soc/soc:firmware/get_throttled"

FIRST_S, EVERY_S, LASTS_S = 120.0, 600.0, 90.0
"""It sags for the first time so long after the start [s], then so often, and for so long. Our choice: to be seen in a demo."""

FINE, LOW, WAS_LOW = "0", "50005", "50000"
"""What the firmware says: undervoltage and throttling, at this moment and since the start."""


class SaggingSupply:
    """Writes what the firmware would say.

    Parameters
    ----------
    root
        A directory that stands for the machine's `/`.
    began_t_s
        When the machine was started [s].
    """

    def __init__(self, root: Path, began_t_s: float) -> None:
        self._path = root / FIRMWARE
        self._began_t_s = began_t_s
        self._said = ""
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def at(self, t_s: float) -> None:
        """Let it be `t_s` [s]."""
        since_s = t_s - self._began_t_s - FIRST_S
        said = FINE if since_s < 0.0 else LOW if since_s % EVERY_S < LASTS_S else WAS_LOW
        if said != self._said:
            self._path.write_text(said, encoding="ascii")
            self._said = said
