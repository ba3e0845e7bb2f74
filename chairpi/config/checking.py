"""What no single key of the configuration shows: whether its values go together."""

from __future__ import annotations

import dataclasses
import math

from chairpi.config.tables import (
    BACKENDS,
    BEFORE_PAIRING,
    BUZZERS,
    FAULTS,
    HEADER_BACKENDS,
    NOT_FITTED,
    SUPPLY_FAULT,
    Config,
    OutputConfig,
)
from chairpi.core.settings import check_bounds
from chairpi.errors import ConfigError


def check_whole(config: Config) -> None:
    """Look at what no single key shows.

    Raises
    ------
    ConfigError
        Begins with the path of the key that is not as it could be.
    """
    if config.reader.backend not in BACKENDS:
        raise ConfigError(f"reader.backend: found {config.reader.backend!r}, expected one of {', '.join(BACKENDS)}")
    if config.reader.backend == "recording" and not config.reader.recording:
        raise ConfigError("reader.recording: backend is recording, so a file must be named here")
    if config.outputs.buzzer not in BUZZERS:
        raise ConfigError(f"outputs.buzzer: found {config.outputs.buzzer!r}, expected one of {', '.join(BUZZERS)}")
    if config.web.https_port == config.web.port:
        raise ConfigError(f"web.https_port: {config.web.port} is already web.port; HTTPS needs a port of its own")
    if config.web.before_pairing not in BEFORE_PAIRING:
        raise ConfigError(
            f"web.before_pairing: found {config.web.before_pairing!r}, expected one of {', '.join(BEFORE_PAIRING)}"
        )
    try:
        _ = config.seat
    except ValueError as error:
        raise ConfigError(f"cell: {error}") from error
    try:
        _ = config.calibration
    except ValueError as error:
        raise ConfigError(f"cell: {error}") from error
    for index, cell in enumerate(config.cells):
        try:
            check_bounds(cell if not math.isnan(cell.ap_mm) else dataclasses.replace(cell, ap_mm=0.0))
        except ValueError as error:
            raise ConfigError(f"cell[{index}] ({cell.name}).{error}") from error
    _check_faults(config)
    _check_devices(config)
    _check_pins(config)


def _check_faults(config: Config) -> None:
    names = [cell.name for cell in config.cells]
    for text in config.reader.faults:
        cell, colon, fault = text.partition(":")
        if not colon or fault not in FAULTS or (cell and (cell not in names or fault == SUPPLY_FAULT)):
            raise ConfigError(
                f"reader.faults: found {text!r}, expected cell:what with a cell's name, or none for all, and one of {', '.join(FAULTS)}"
            )
    if config.reader.faults and config.reader.backend != "simulated":
        raise ConfigError(
            "reader.faults: only simulated chips can be given faults; leave it empty, or set backend to simulated"
        )


def _check_devices(config: Config) -> None:
    owners: dict[str, str] = {}
    for cell in config.cells:
        device = cell.iio_device
        if device in owners:
            raise ConfigError(f"cell {cell.name} iio_device: {device} is already that of cell {owners[device]}")
        if device:
            owners[device] = cell.name


def _check_pins(config: Config) -> None:
    pins: dict[int, str] = {}
    claims = [
        (f"cell {cell.name} {key}", gpio)
        for cell in config.cells
        for key, gpio in (("dout_gpio", cell.dout_gpio), ("pd_sck_gpio", cell.pd_sck_gpio))
    ]
    outputs = [f.name for f in dataclasses.fields(OutputConfig) if f.name.endswith("_gpio")]
    claims += [(f"outputs.{name}", getattr(config.outputs, name)) for name in outputs]
    for owner, gpio in claims:
        if gpio == NOT_FITTED:
            backend = config.reader.backend
            if owner.startswith("cell ") and backend in HEADER_BACKENDS:
                raise ConfigError(f"{owner}: not given, but backend {backend} reads this cell from the GPIO header")
            continue
        if gpio in pins:
            raise ConfigError(f"{owner}: GPIO {gpio} is already used by {pins[gpio]}; each line needs its own pin")
        pins[gpio] = owner
