"""How the machine's supply is, and what strains the machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chairpi.machine.kernel_files import text_of

THROTTLED = "sys/devices/platform/*/*firmware/get_throttled"
"""The Raspberry Pi's firmware: `soc/soc:firmware` up to the Pi 4, the soc's address in the name on the Pi 5."""
SIMULATED = "machine"
"""In the runtime directory: what stands for `/` where the supply of a simulated chair is told of. Both processes look there."""


class Strain(StrEnum):
    """What a Raspberry Pi's firmware does to itself, or suffers."""

    UNDERVOLTAGE = "undervoltage"
    """The 5 V supply is below 4.63 V."""
    CAPPED = "frequency_capped"
    THROTTLED = "throttled"
    HOT = "soft_temperature_limit"


BITS = {0: Strain.UNDERVOLTAGE, 1: Strain.CAPPED, 2: Strain.THROTTLED, 3: Strain.HOT}
"""Bits of `vcgencmd get_throttled` that hold now; 16 higher, the same since the start
(raspberrypi.com/documentation/computers/os.html#vcgencmd)."""
SINCE_BOOT = 16


@dataclass(frozen=True, slots=True)
class Supply:
    """What strains the machine now, and what has since it started; `since_boot` is `None` where only the present is told."""

    now: frozenset[Strain]
    since_boot: frozenset[Strain] | None


def decode_throttled(text: str) -> Supply | None:
    """The firmware's bits, in hexadecimal with or without `0x`.

    >>> [strain.value for strain in sorted(decode_throttled("50000").since_boot)]
    ['throttled', 'undervoltage']
    """
    try:
        word = int(text.strip().removeprefix("throttled="), 16)
    except ValueError:
        return None
    now = frozenset(strain for bit, strain in BITS.items() if word >> bit & 1)
    since = frozenset(strain for bit, strain in BITS.items() if word >> (bit + SINCE_BOOT) & 1)
    return Supply(now, since | now)


def decode_alarm(text: str) -> Supply | None:
    """The undervoltage alarm of the kernel's `rpi_volt` monitor, which knows only of the present.

    >>> decode_alarm("1").now
    frozenset({<Strain.UNDERVOLTAGE: 'undervoltage'>})
    """
    match text.strip():
        case "1":
            return Supply(frozenset({Strain.UNDERVOLTAGE}), None)
        case "0":
            return Supply(frozenset(), None)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class SupplyFiles:
    """Where a machine tells of its supply: files of the firmware's bits, and of the kernel's undervoltage alarm."""

    throttled: tuple[Path, ...]
    alarms: tuple[Path, ...]

    @classmethod
    def find(cls, root: Path) -> SupplyFiles:
        """Those below `root`; to look for them takes longer than to read them."""
        alarms = sorted(root.glob("sys/class/hwmon/*/in0_lcrit_alarm"))
        return cls(
            tuple(sorted(root.glob(THROTTLED))),
            tuple(path for path in alarms if text_of(path.with_name("name")).strip() == "rpi_volt"),
        )

    def read(self) -> Supply | None:
        """The firmware's own bits, else the alarm, else nothing; an alarm counts in any case: the kernel looks every two seconds."""
        throttled = next(filter(None, (decode_throttled(text_of(path)) for path in self.throttled)), None)
        alarm = next(filter(None, (decode_alarm(text_of(path)) for path in self.alarms)), None)
        if throttled is None or alarm is None:
            return throttled or alarm
        now = throttled.now | alarm.now
        return Supply(now, None if throttled.since_boot is None else throttled.since_boot | now)


def read_supply(root: Path) -> Supply | None:
    """How the supply is, as far as the machine tells."""
    return SupplyFiles.find(root).read()
