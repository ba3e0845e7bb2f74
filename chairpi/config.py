"""The configuration: one TOML file, every key with a default, an explanation and a unit.

An unknown key or an impossible value is refused with its path, so that a slip of the pen is found at the start and not months later.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chairpi.core.calibration import FULL_SCALE_COUNTS, Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.core.settings import (
    OccupancySettings,
    PromptSettings,
    Settings,
    SlideSettings,
    ZeroSettings,
    check_bounds,
    setting,
)
from chairpi.errors import ConfigError

DEFAULT_PATH = Path("/etc/chairpi/chairpi.toml")

NOT_FITTED = -1
"""GPIO number that stands for a light, buzzer, motor or button that is not there."""

SUPPLY_FAULT = "undervoltage"
"""Of the supply and not of a chip."""

FAULTS = ("stuck_high", "stuck_low", "floating", "clock_cut", SUPPLY_FAULT)
"""What can be wrong with a simulated chip's wires, the names of `chairpi.simulate.chip.Fault`; and with the supply."""

BACKENDS = ("auto", "adafruit", "gpiochip", "iio", "simulated", "recording")
HEADER_BACKENDS = ("auto", "adafruit", "gpiochip")
"""Those that read the cells from pins, or may."""

BEFORE_PAIRING = ("nothing", "now")
"""What a browser may see that is not paired."""

BUZZERS = ("passive", "active")
"""Those that sound what they are given, and those with a tone of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellConfig:
    """One load cell with its own HX711."""

    name: str = setting(
        "", "Begins with seat_, back_upper or back_lower; at least three seat cells, not on one line, each name once."
    )
    ap_mm: float = setting(
        0.0,
        "How far forward of the seat's middle the cell is (backwards negative); nan for a backrest cell.",
        low=-500,
        high=500,
    )
    ml_mm: float = setting(0.0, "How far to the sitter's right of the middle (left negative).", low=-500, high=500)
    dout_gpio: int = setting(
        NOT_FITTED, "GPIO (BCM number) of this HX711's DOUT; needs a pull-up.", low=NOT_FITTED, high=27
    )
    pd_sck_gpio: int = setting(
        NOT_FITTED, "GPIO of this HX711's PD_SCK; each HX711 has its own.", low=NOT_FITTED, high=27
    )
    iio_device: str = setting(
        "",
        "Only for iio: directory such as iio:device0, or label, of this HX711 in /sys/bus/iio/devices; "
        "empty: the one with the cell's name as its label, else the next by number that no cell names.",
    )
    zero_counts: float = setting(
        0.0, "Converter output with nothing on the cell.", low=-FULL_SCALE_COUNTS, high=FULL_SCALE_COUNTS - 1
    )
    counts_per_n: float = setting(
        4370.0,
        "Converter counts for each newton; negative when the cell is upside down. A 50 kg cell of 1 mV/V at gain 128: 4370.",
        low=-1e6,
        high=1e6,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """Where readings come from."""

    backend: str = setting(
        "auto",
        "auto: the first of the next three that reads the chips well here. adafruit: Adafruit's driver on the GPIO header. "
        "gpiochip: all chips at once on the GPIO header, for slower machines. iio: the kernel's own driver avia,hx711. "
        "simulated: a simulated chair. recording: the file below.",
    )
    recording: str = setting("", "The recording to play when backend is recording.")
    seed: int = setting(1, "Seed of the simulated sitter and chips; the same seed is the same day.", low=0, high=2**31)
    faults: tuple[str, ...] = setting(
        (),
        "What is wrong with the simulated chips, as cell:what, or :what for all: stuck_high, stuck_low, floating or clock_cut; "
        ":undervoltage lets the supply voltage sag now and then.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputConfig:
    """The chair's own light, buzzer, vibration motor and button."""

    led_gpio: int = setting(23, "GPIO of the light; -1: not fitted.", low=NOT_FITTED, high=27)
    buzzer_gpio: int = setting(24, "GPIO of the buzzer; -1: not fitted.", low=NOT_FITTED, high=27)
    buzzer: str = setting(
        "passive",
        "passive: sounds what it is given, so that it plays notes and prompts.sound_percent makes it softer. active: has a tone of "
        "its own, always as loud.",
    )
    vibration_gpio: int = setting(
        NOT_FITTED,
        "GPIO of the transistor that switches a vibration motor, never of the motor itself; -1: not fitted.",
        low=NOT_FITTED,
        high=27,
    )
    button_gpio: int = setting(
        26, "GPIO of the button, which connects it to ground; -1: not fitted.", low=NOT_FITTED, high=27
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """The dashboard."""

    host: str = setting("0.0.0.0", "Address to listen on; 127.0.0.1: this machine only.")  # noqa: S104  # a home network appliance
    port: int = setting(8080, "TCP port of the dashboard.", low=1, high=65535)
    https_port: int = setting(
        0,
        "TCP port of the dashboard over HTTPS, with the chair's own certificates; 0: off. 8443 is a usual one.",
        low=0,
        high=65535,
    )
    names: tuple[str, ...] = setting((), "Further host names by which the dashboard may be reached.")
    time_zone: str = setting("", "IANA time zone such as Europe/Berlin, by which days begin; empty: the machine's own.")
    before_pairing: str = setting(
        "nothing",
        "What a browser sees that is not paired, once somebody has paired as owner. nothing: how to pair. "
        "now: the page Now, without names.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PathConfig:
    """Where files go."""

    data_dir: str = setting("/var/lib/chairpi", "Directory of the history; kept.")
    trace_kept_days: int = setting(
        30,
        "For how long the minute of readings before each prompt is kept; then it is erased by itself, and the rest of the prompt stays.",
        low=1,
        high=365,
    )
    runtime_dir: str = setting(
        "/run/chairpi", "Directory of the sockets between the two processes; made anew at each start."
    )


def _default_cells() -> tuple[CellConfig, ...]:
    """Four seat cells and two backrest cells on the header, as firmware-config/wiring.md draws them."""
    return (
        CellConfig(name="seat_front_left", ap_mm=150.0, ml_mm=-150.0, dout_gpio=5, pd_sck_gpio=13),
        CellConfig(name="seat_front_right", ap_mm=150.0, ml_mm=150.0, dout_gpio=6, pd_sck_gpio=19),
        CellConfig(name="seat_rear_left", ap_mm=-150.0, ml_mm=-150.0, dout_gpio=7, pd_sck_gpio=12),
        CellConfig(name="seat_rear_right", ap_mm=-150.0, ml_mm=150.0, dout_gpio=8, pd_sck_gpio=25),
        CellConfig(name="back_upper", ap_mm=math.nan, ml_mm=0.0, dout_gpio=4, pd_sck_gpio=17),
        CellConfig(name="back_lower", ap_mm=math.nan, ml_mm=0.0, dout_gpio=27, pd_sck_gpio=22),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of the configuration."""

    reader: ReaderConfig = ReaderConfig()
    occupancy: OccupancySettings = OccupancySettings()
    slide: SlideSettings = SlideSettings()
    prompts: PromptSettings = PromptSettings()
    zero: ZeroSettings = ZeroSettings()
    outputs: OutputConfig = OutputConfig()
    web: WebConfig = WebConfig()
    paths: PathConfig = PathConfig()
    cells: tuple[CellConfig, ...] = field(default_factory=_default_cells)

    @property
    def core(self) -> Settings:
        """What the core is told."""
        return Settings(occupancy=self.occupancy, slide=self.slide, prompts=self.prompts, zero=self.zero)

    @property
    def seat(self) -> Seat:
        """The cells' names and positions."""
        return Seat(tuple(Cell(cell.name, cell.ap_mm, cell.ml_mm) for cell in self.cells))

    @property
    def calibration(self) -> Calibration:
        """The cells' zeros and spans."""
        return Calibration(
            tuple(cell.zero_counts for cell in self.cells), tuple(cell.counts_per_n for cell in self.cells)
        )

    @property
    def history_path(self) -> Path:
        """The database of the sensor process."""
        return Path(self.paths.data_dir) / "history.db"

    @property
    def runtime_dir(self) -> Path:
        """The directory of the sockets."""
        return Path(self.paths.runtime_dir)


SECTIONS: dict[str, type] = {
    "reader": ReaderConfig,
    "occupancy": OccupancySettings,
    "slide": SlideSettings,
    "prompts": PromptSettings,
    "zero": ZeroSettings,
    "outputs": OutputConfig,
    "web": WebConfig,
    "paths": PathConfig,
}
"""The tables of the file; the cells are a list of tables, `[[cell]]`."""


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises
    ------
    ConfigError
        The file cannot be read, is no TOML, or holds an unknown key or an impossible value; the message begins with file and key path.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; make one with `chairpi config > {path}`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    try:
        return parse_config(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def parse_config(document: dict[str, Any]) -> Config:
    """The configuration that a parsed TOML document describes; what it does not name keeps its default.

    Raises
    ------
    ConfigError
        Begins with the key's path.
    """
    _refuse_unknown("", document, [*SECTIONS, "cell"])
    sections = {name: _section(kind, name, document.get(name, {})) for name, kind in SECTIONS.items()}
    config = Config(**sections)
    if "cell" in document:
        entries = document["cell"]
        if not isinstance(entries, list):
            raise ConfigError("cell: found one table [cell], expected a list of tables [[cell]]")
        cells = tuple(_section(CellConfig, _cell_path(i, entry), entry) for i, entry in enumerate(entries))
        config = dataclasses.replace(config, cells=cells)
    _check_whole(config)
    return config


def _cell_path(index: int, entry: object) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"cell[{index}] ({name})" if name else f"cell[{index}]"


def _section(kind: type, path: str, table: object) -> Any:  # the section's own class
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: found {table!r}, expected a table [{path}]")
    fields = {f.name: f for f in dataclasses.fields(kind)}
    _refuse_unknown(f"{path}.", table, list(fields))
    values = {key: _value(f"{path}.{key}", fields[key], value) for key, value in table.items()}
    try:
        built = kind(**values)
        if kind is not CellConfig:  # a backrest cell's NaN is no mistake; _check_whole looks at cells
            check_bounds(built)
    except ValueError as error:
        raise ConfigError(f"{path}.{error}") from error
    return built


def _value(path: str, wanted: dataclasses.Field[Any], found: object) -> object:
    """The value in the field's own type, or a refusal."""
    default = wanted.default
    if isinstance(default, tuple):
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return tuple(found)
        raise ConfigError(f"{path}: found {found!r}, expected a list of texts")
    if isinstance(default, float) and isinstance(found, int) and not isinstance(found, bool):
        return float(found)
    if type(found) is not type(default):
        kind = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}[type(default)]
        raise ConfigError(f"{path}: found {found!r}, expected {kind}")
    return found


def _refuse_unknown(path: str, table: dict[str, Any], known: list[str]) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {path}{close[0]}?" if close else f"known keys: {', '.join(known)}"
            raise ConfigError(f"{path}{key}: unknown key; {hint}")


def _check_whole(config: Config) -> None:
    """What no single key shows."""
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
