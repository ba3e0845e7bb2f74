"""Which calibration the chair weighs with when it starts: the one made last, unless its cells were fitted otherwise since."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from chairpi.clock import Clock
from chairpi.config.tables import CellConfig
from chairpi.core.calibration import Calibration
from chairpi.sensor.going_on import Write
from chairpi.store.history import History

CALIBRATIONS_LOOKED_AT = 10_000
"""The configuration's own may be behind many that were made since."""

CONFIGURATION, GUIDED = "configuration", "guided"
"""Where a calibration came from, as the history keeps it."""


def fitted(cells: Sequence[CellConfig]) -> str:
    """How cells are fitted, as the history keeps it: each one's name, its place, and where it is connected.

    >>> fitted([CellConfig(name="back_upper", ap_mm=math.nan, dout_gpio=4, pd_sck_gpio=17)])
    '[["back_upper", null, 0.0, 4, 17, ""]]'
    """
    return json.dumps(
        [
            (
                cell.name,
                None if math.isnan(cell.ap_mm) else cell.ap_mm,
                cell.ml_mm,
                cell.dout_gpio,
                cell.pd_sck_gpio,
                cell.iio_device,
            )
            for cell in cells
        ]
    )


def calibration_in_use(
    history: History,
    names: tuple[str, ...],
    configured: Calibration,
    how_fitted: str | None,
    clock: Clock,
    write: Write,
) -> tuple[Calibration, bool]:
    """The calibration made last, unless the configuration's own or the fitting of the cells was changed since it was made.

    Parameters
    ----------
    history
        Keeps them; the configuration's own is written down where it is another one than before.
    names, configured
        The cells, and the configuration's own calibration.
    how_fitted
        As `fitted` says; `None` where the cells are not those of the configuration.
    clock
        The present clocks.
    write
        Writes, and goes on where that cannot be.

    Returns
    -------
    tuple of Calibration and bool
        The calibration, and whether it is another one than before.
    """
    recorded = next(
        (one for one in history.calibrations.recorded(CALIBRATIONS_LOOKED_AT) if one.source == CONFIGURATION), None
    )
    if recorded is not None and (recorded.cells, recorded.calibration) == (names, configured):
        if recorded.fitted is None and how_fitted is not None:
            write(lambda: history.calibrations.write_fitted(CONFIGURATION, how_fitted))
        if how_fitted is None or recorded.fitted in (None, how_fitted):
            latest = history.calibrations.latest()
            return (configured if latest is None else latest.calibration), False
    t_s = clock.monotonic_s()
    utc_s = t_s + history.offset_s
    write(lambda: history.calibrations.record(names, configured, CONFIGURATION, t_s, utc_s, how_fitted))
    return configured, True
