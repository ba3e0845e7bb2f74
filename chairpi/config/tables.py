"""The configuration's tables: every key with its default, its explanation and its bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from chairpi.core.calibration import FULL_SCALE_COUNTS, Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.core.settings import OccupancySettings, PromptSettings, Settings, SlideSettings, ZeroSettings, setting
from chairpi.data_names import HISTORY_FILE

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
        return Path(self.paths.data_dir) / HISTORY_FILE

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
