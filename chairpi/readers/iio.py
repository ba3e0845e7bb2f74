"""HX711 chips that the kernel's own driver reads (avia,hx711, drivers/iio/adc/hx711.c): one text file for each.

    /sys/bus/iio/devices/iio:device0/name              hx711
    /sys/bus/iio/devices/iio:device0/in_voltage0_raw   8388735     channel A; a reading waits for the chip

What that driver does, and what is made of it here (read in Linux 6.12, and tried against emulated chips):

- The number is offset binary: 0x800000 is zero.
- Each reading of the file is one conversion, each conversion is given once, and a reading blocks until there is one: looked for
  every 10 ms, for up to 1 s, then after a reset once more. So each chip has a thread that does nothing but read.
- A chip that never becomes ready is EIO: no reading here.
- A DOUT that is stuck low gives 0x800000 for ever and no error: such words come faster than any chip converts, and are refused
  as `straddled` here, or as `early` or `frozen` by the watch.
- An error number can come as if it were a word (0xFFFFFFFB for EIO): whatever has more than 24 bits is no word.
- Neither the 25th bit nor the time that PD_SCK was high is told. The driver switches interrupts off for each pulse, so that the
  high time is short; that a word does not run into the next conversion is seen by `Pace`.
"""

from __future__ import annotations

import contextlib
import errno
import statistics
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from chairpi.errors import ReaderError
from chairpi.readers.pin_clock import PinClock
from chairpi.readers.verdict import PULSES, Measured

DEVICES_PATH = Path("/sys/bus/iio/devices")
DRIVER_NAME = "hx711"
ZERO_RAW = 0x800000
HIGHEST_RAW = 0xFFFFFF
PAUSE_S = 5e-3
"""Between two readings of a chip: half of the shortest period, so that a DOUT that is stuck low keeps nobody busy."""
END_S = 0.2
"""A thread ends within one conversion; one that waits for a dead chip ends by itself later."""
GAPS_TO_JUDGE = 5
GAPS_KEPT = 9
SLOW_NS = 70_000_000
"""Longer periods are those of a chip set to "10" per second (85.6 ms was measured, github.com/olkal/HX711_ADC, issue 81)."""
LATE_PERIODS = 1.6
UNKNOWN_NS = 1_000_000_000
"""Longer than any period: such a word is never trusted."""


class Pace:
    """Whether the kernel took a word out of its chip before the next conversion: told from when its readings end.

    Notes
    -----
    The driver begins a word one look after the chip became ready, 10 to 20 ms, and says no more about it. At 10 conversions per
    second that is far from the next one, and should a look be held up until there, the gap to the reading before shows it: it is
    then nearly two periods. At 80 per second a look takes as long as a conversion, and a word can be mixed of two, which nothing
    tells. The gaps are short then, no word counts, and this back end is not for such boards.
    """

    def __init__(self) -> None:
        self._ended_ns: int | None = None
        self._gaps_ns: deque[int] = deque(maxlen=GAPS_KEPT)

    def since_busy_ns(self, end_ns: int) -> int:
        """A reading has ended at `end_ns` [ns]: 0 when its word was taken in time, else longer than any period [ns]."""
        ended_ns, self._ended_ns = self._ended_ns, end_ns
        if ended_ns is None:
            return UNKNOWN_NS
        gap_ns = end_ns - ended_ns
        self._gaps_ns.append(gap_ns)
        typical_ns = statistics.median(self._gaps_ns)
        in_time = len(self._gaps_ns) >= GAPS_TO_JUDGE and typical_ns >= SLOW_NS and gap_ns <= LATE_PERIODS * typical_ns
        return 0 if in_time else UNKNOWN_NS

    def silence(self) -> None:
        """What comes next is no gap of one period."""
        self._ended_ns = None


class IioBank:
    """The chips of a seat behind the kernel's driver.

    Parameters
    ----------
    devices
        Each chip's directory, in the seat's order.
    clock
        Time for the readings.
    names
        The cells' names, for messages; their numbers, when not given.
    """

    name = "iio"

    def __init__(self, devices: Sequence[Path], clock: PinClock, *, names: Sequence[str] | None = None) -> None:
        self.n_cells = len(devices)
        owners = [str(index) for index in range(self.n_cells)] if names is None else names
        self._clock = clock
        self._news = threading.Event()
        self._devices = [
            _Device(path / "in_voltage0_raw", owner, clock, self._news)
            for path, owner in zip(devices, owners, strict=True)
        ]
        for device in self._devices:
            device.start()

    def ready(self, cells: Sequence[int]) -> Sequence[bool]:
        """Whether each of these chips has given a word that nobody has read.

        Raises
        ------
        ReaderError
            A device is gone, or another programme uses it.
        """
        for cell in cells:
            self._devices[cell].check()
        return [bool(self._devices[cell].words) for cell in cells]

    def read(self, cells: Sequence[int]) -> Sequence[Measured]:
        """The last word of each of these chips, once; what the driver does not tell is taken to be right."""
        return [self._read(self._devices[cell]) for cell in cells]

    def power(self, cell: int, *, up: bool) -> None:
        """Nothing: the driver itself resets a chip that has been silent for 1 s."""

    def wait(self, timeout_s: float) -> None:
        """Return when a chip has given a word, or after `timeout_s` at the latest."""
        self._news.wait(max(0.0, timeout_s))
        self._news.clear()

    def close(self) -> None:
        """Read no more; a second time changes nothing."""
        for device in self._devices:
            device.stopping.set()
        for device in self._devices:
            device.join(END_S)

    def _read(self, device: _Device) -> Measured:
        try:
            word, end_ns, since_ns = device.words.pop()
        except IndexError:
            return Measured(None, 0, 0, False, UNKNOWN_NS)
        if word is None:
            return Measured(None, PULSES, 0, False, 0)
        waited_ns = self._clock.perf_counter_ns() - end_ns
        return Measured(word, PULSES, 0, True, since_ns + waited_ns)


class _Device(threading.Thread):
    """One chip: reads it for as long as it may, and keeps the last word."""

    def __init__(self, path: Path, owner: str, clock: PinClock, news: threading.Event) -> None:
        super().__init__(name=f"iio {owner}", daemon=True)
        self.words: deque[tuple[int | None, int, int]] = deque(maxlen=1)
        """The last word that nobody has read, when its reading ended [ns], and since when its chip was busy [ns]."""
        self.stopping = threading.Event()
        self._path = path
        self._owner = owner
        self._clock = clock
        self._news = news
        self._pace = Pace()
        self._failure: OSError | None = None

    def check(self) -> None:
        """Raise what has ended the readings, if something has."""
        if self._failure is not None:
            raise ReaderError(
                f"cell {self._owner}: {self._path} can no longer be read ({self._failure.strerror}); check with `ls {self._path}` "
                "that the kernel's driver runs and that nothing else uses it, and start ChairPi again"
            ) from self._failure

    def run(self) -> None:
        """Read until told to stop, or until the device is gone."""
        while not self.stopping.wait(PAUSE_S):
            try:
                text = self._path.read_text(encoding="ascii", errors="replace")
            except OSError as error:
                if error.errno == errno.EIO:  # the chip did not become ready
                    self._pace.silence()
                    continue
                self._failure = error
                self._news.set()
                return
            end_ns = self._clock.perf_counter_ns()
            self.words.append((word_of(text), end_ns, self._pace.since_busy_ns(end_ns)))
            self._news.set()


def word_of(text: str) -> int | None:
    """What the driver wrote, as 24 bits of two's complement; `None` when it is no word.

    >>> word_of("8388608"), word_of("8388609"), hex(word_of("8388607") or 0), word_of("4294967291")
    (0, 1, '0xffffff', None)
    """
    with contextlib.suppress(ValueError):
        raw = int(text)
        if 0 <= raw <= HIGHEST_RAW:
            return raw ^ ZERO_RAW
    return None


def find_devices(wanted: Sequence[str], names: Sequence[str], *, devices_path: Path = DEVICES_PATH) -> list[Path]:
    """Each cell's directory.

    Parameters
    ----------
    wanted
        For each cell its directory's name ("iio:device0") or its label, as the device tree gives it; empty: the device whose label
        is the cell's name, else the next by number that no cell names. Numbers are given in the order of the device tree, which
        whoever merges an overlay may change.
    names
        The cells' names, for messages.
    devices_path
        Where the kernel shows its devices.

    Raises
    ------
    ReaderError
        There is no such device, or there are too few.
    """
    found = {
        path.name: path
        for path in sorted(devices_path.glob("iio:device*"), key=_number)
        if _first_line(path / "name") == DRIVER_NAME
    }
    if not found:
        raise ReaderError(
            f"the kernel's driver for the HX711 shows no chip: looked for {devices_path}/iio:device* with the name {DRIVER_NAME}; "
            "load its overlay, or choose another backend"
        )
    labels = {label: name for name, path in found.items() if (label := _first_line(path / "label"))}
    chosen = [labels.get(device or owner, device) for device, owner in zip(wanted, names, strict=True)]
    free = iter([name for name in found if name not in chosen])
    paths: list[Path] = []
    for owner, device in zip(names, chosen, strict=True):
        name = device or next(free, "")
        if name not in found:
            raise ReaderError(
                f"cell {owner}: there is no HX711 {device or 'left for it'} in {devices_path}, which has {', '.join(found)}; "
                "check iio_device in the configuration"
            )
        paths.append(found[name])
    return paths


def _number(path: Path) -> int:
    digits = path.name.removeprefix("iio:device")
    return int(digits) if digits.isdecimal() else -1


def _first_line(path: Path) -> str:
    """What a small file says; nothing when it is not there."""
    if not path.is_file():
        return ""
    return path.read_text(encoding="utf-8", errors="replace").strip()
