"""The wiring as text: a table for people, lines for config.txt, and a source for the device-tree compiler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from chairpi.config.tables import Config
from chairpi.wiring.header import PULLED_UP_AT_RESET, Wire, wires


def table(config: Config) -> str:
    """Each line with its GPIO and its pin, as a table of Markdown."""
    rows = [
        f"| {f'`{wire.part}`' if wire.line != 'signal' else wire.part} | {wire.line} | {wire.gpio} | {wire.pin} |"
        for wire in wires(config)
    ]
    return "\n".join(["| part | line | GPIO | header pin |", "|---|---|---|---|", *rows]) + "\n"


CONFIG_TXT = """\
# ChairPi's part of /boot/firmware/config.txt: add these lines at its end, then restart the Pi.
# `chairpi wiring config.txt` writes them for the pins of your own chairpi.toml.

[all]
# DOUT, one for each HX711: inputs with the pull-up on. Where a wire has come off, the pin then reads "not ready" for ever,
# which ChairPi reports as a lost cell; without a pull it would float and look like data.
{reset}gpio={dout}=ip,pu

# PD_SCK, one for each HX711: outputs driven low. An HX711 whose clock stays high for more than 60 microseconds powers down
# (data sheet), so the line starts low and stays low until the first reading.
gpio={pd_sck}=op,dl

{outputs}# SPI would take GPIO 7 and 8. It is off on a fresh system; this line keeps it off.
# 1-Wire would take GPIO 4: no `dtoverlay=w1-gpio` anywhere in this file.
# I2C (GPIO 2 and 3) and the serial console (GPIO 14 and 15) are left free.
dtparam=spi=off

# The hardware watchdog from the moment that the kernel starts: a Pi that hangs before systemd takes the watchdog over starts
# anew. It counts to 16 s at most; firmware that does not know the line passes it over.
kernel_watchdog_timeout=15

# No rainbow on the screen: a little sooner at the first frame.
disable_splash=1
"""
_SIGNALS = {
    "drives": "# Light, buzzer and motor, as far as they are fitted: off until ChairPi says otherwise.\n",
    "listens": "# Button, to ground: an input with the pull-up on.\n",
}
_NO_MOTOR = """\
# A vibration motor's transistor, where one is fitted: off too. Take the mark off the next line then.
#gpio=16=op,dl

"""


def config_txt(config: Config) -> str:
    """What the firmware sets each pin to, long before ChairPi runs."""
    every = wires(config)
    dout = [wire.gpio for wire in every if wire.line == "DOUT"]
    signals = [wire for wire in every if wire.line == "signal"]
    driven, heard = ([wire.gpio for wire in signals if wire.drives is drives] for drives in (True, False))
    outputs = f"{_SIGNALS['drives']}gpio={_ranges(driven)}=op,dl\n\n" if driven else ""
    if 16 not in {wire.gpio for wire in every}:
        outputs += _NO_MOTOR
    outputs += f"{_SIGNALS['listens']}gpio={_ranges(heard)}=ip,pu\n\n" if heard else ""
    return CONFIG_TXT.format(
        reset=_at_reset(dout),
        dout=_ranges(dout),
        pd_sck=_ranges(wire.gpio for wire in every if wire.line == "PD_SCK"),
        outputs=outputs,
    )


def _at_reset(dout: Iterable[int]) -> str:
    late = [gpio for gpio in sorted(dout) if gpio not in PULLED_UP_AT_RESET]
    if not late:
        return ""
    have = "has a pull-down" if len(late) == 1 else "have a pull-down"
    named = ", ".join(map(str, late))
    return f"# GPIO 0 to 8 have their pull-up from reset on; {named} {have} until this line is read.\n"


def _ranges(gpios: Iterable[int]) -> str:
    """Numbers as config.txt takes them.

    >>> _ranges([27, 4, 6, 5])
    '4-6,27'
    """
    runs = [list(run) for _, run in groupby(enumerate(sorted(gpios)), lambda pair: pair[1] - pair[0])]
    ends = [(run[0][1], run[-1][1]) for run in runs]
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ends)


OVERLAY = """\
/* The kernel's own driver for the HX711 (avia,hx711) at the pins of chairpi.toml, for reader.backend = "iio".
 * `chairpi wiring overlay` writes it for your own pins. On the Pi:
 *
 *   dtc -@ -I dts -O dtb -o /boot/firmware/overlays/chairpi-hx711.dtbo hx711-overlay.dts
 *   echo dtoverlay=chairpi-hx711 >> /boot/firmware/config.txt
 *
 * Raspberry Pi OS does not ship the driver (CONFIG_HX711): it needs a kernel that has it. The pulls are those of config.txt.
 */
/dts-v1/;
/plugin/;

/ {{
	compatible = "brcm,bcm2835";

	fragment@0 {{
		target-path = "/";
		__overlay__ {{
			/* Says how many volts a count is. ChairPi weighs by its own calibration and does not use it. */
			chairpi_avdd: chairpi-avdd {{
				compatible = "regulator-fixed";
				regulator-name = "chairpi-avdd";
				regulator-min-microvolt = <{avdd_uv}>;
				regulator-max-microvolt = <{avdd_uv}>;
				regulator-always-on;
			}};

{cells}		}};
	}};
}};
"""
_CELL = """\
			hx711-{number} {{
				compatible = "avia,hx711";
				label = "{name}";
				dout-gpios = <&gpio {dout} 0>;
				sck-gpios = <&gpio {pd_sck} 0>;
				avdd-supply = <&chairpi_avdd>;
				clock-frequency = <400000>;
			}};
"""
AVDD_UV = 5_000_000
"""Most boards feed the cell from 5 V [microvolts]."""


def overlay(config: Config) -> str:
    """One device for each cell, under the cell's own name."""
    cells = [
        _CELL.format(number=number, name=dout.part, dout=dout.gpio, pd_sck=pd_sck.gpio)
        for number, (dout, pd_sck) in enumerate(_pairs(config))
    ]
    return OVERLAY.format(avdd_uv=AVDD_UV, cells="\n".join(cells))


def _pairs(config: Config) -> Iterator[tuple[Wire, Wire]]:
    lines = [wire for wire in wires(config) if wire.line != "signal"]
    return zip(lines[::2], lines[1::2], strict=True)
