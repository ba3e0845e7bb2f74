"""Watches the supply voltage: while it is too low, the load cells' readings cannot be trusted, and the chair is told so.

An HX711 measures against its own supply, and a Raspberry Pi that sags takes the converters with it (3.3 V is made from the same 5 V).
"""

from __future__ import annotations

import logging
import math
import shutil
from collections.abc import Callable
from pathlib import Path

from chairpi.config.tables import SUPPLY_FAULT, Config
from chairpi.core.requests import TellSupply
from chairpi.machine.supply import SIMULATED, Strain, SupplyFiles
from chairpi.simulate.supply import SaggingSupply

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""How often it is looked [s]: the firmware's file costs some tenths of a millisecond."""

FIND_EVERY_S = 60.0
"""How often files that were not there are looked for [s]: the kernel may load their driver after us."""

STAYS_S = 5.0
"""So long after the last sign of it the voltage counts as too low [s]: the kernel asks the firmware every 2 s, and a chip takes four
conversions to settle (0.4 s at 10 a second). Our choice."""


class SupplyWatch:
    """Looks at the supply.

    Parameters
    ----------
    root
        Where the machine's `sys` is.
    each
        Called with the time before each look [s]: what makes a simulated supply go on.
    """

    def __init__(self, root: Path, each: Callable[[float], None] = lambda _t_s: None) -> None:
        self._root = root
        self._each = each
        self._files: SupplyFiles | None = None
        self._find_t_s = self._look_t_s = -math.inf
        self._low_t_s = -math.inf
        self.low = False

    def look(self, t_s: float, *, recorded: bool = False) -> TellSupply | None:
        """What the chair is to be told at `t_s` [s]; `None` when there is nothing new. Cheap enough for every frame.

        Parameters
        ----------
        t_s
            The time of a frame [s].
        recorded
            The frame is out of a recording, and was marked there.
        """
        if t_s >= self._look_t_s:
            self._look_t_s = t_s + LOOK_EVERY_S
            self._look(t_s)
        low = recorded or t_s - self._low_t_s < STAYS_S
        if low == self.low:
            return None
        self.low = low
        if low:
            log.warning("the supply voltage is too low: readings count as doubtful until it is fine again")
        else:
            log.info("the supply voltage is fine again")
        return TellSupply(t_s, low)

    def _look(self, t_s: float) -> None:
        self._each(t_s)
        if self._files is None and t_s >= self._find_t_s:
            self._find_t_s = t_s + FIND_EVERY_S
            found = SupplyFiles.find(self._root)
            self._files = found if found.throttled or found.alarms else None
        supply = None if self._files is None else self._files.read()
        if supply is not None and Strain.UNDERVOLTAGE in supply.now:
            self._low_t_s = t_s


def supply_watch(config: Config, t_s: float, root: Path = Path("/")) -> SupplyWatch:
    """The watch over this machine's supply, or over that of a simulated chair which was given such a fault.

    Parameters
    ----------
    config
        Says whether it was.
    t_s
        The present [s].
    root
        Where the machine's `sys` is.
    """
    simulated = config.runtime_dir / SIMULATED
    if f":{SUPPLY_FAULT}" in config.reader.faults:
        return SupplyWatch(simulated, SaggingSupply(simulated, t_s).at)
    shutil.rmtree(simulated, ignore_errors=True)
    return SupplyWatch(root)
