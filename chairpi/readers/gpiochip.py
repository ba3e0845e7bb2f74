r"""All HX711 chips of a seat on the Linux GPIO character device: each system call moves or reads the lines of all of them.

One request holds every PD_SCK, another every DOUT, so that a pulse for all chips that are ready costs three calls: up, down, look.

    PD_SCK  ____/~~~~\_________/~~~~\____    high from before SET to after SET: an upper bound of what the chips see
    calls     SET    SET  GET  SET    SET
    DOUT    ____X==============X=========    changes at most 0.1 us after the rising edge (HX711 data sheet), read when low again
"""

from __future__ import annotations

from collections.abc import Sequence

from chairpi.readers.gpio_uapi import (
    FLAG_BIAS_PULL_UP,
    FLAG_EDGE_FALLING,
    FLAG_INPUT,
    FLAG_OUTPUT,
    LINE_EVENT,
    LINE_GET_VALUES,
    LINE_SET_VALUES,
    LINE_VALUES,
    GpioSystem,
    open_header,
    request_lines,
)
from chairpi.readers.pin_clock import PinClock
from chairpi.readers.verdict import AFTER_WORD_S, LOOKS, PULSES, Measured

SHORTEST_WAIT_S = 1e-3
"""Between two wake-ups that led to no reading: a line that flutters must not keep the machine busy."""
EVENTS_PER_LINE = 32
"""The kernel keeps 16 for each line, rounded up to a power of two for all: one reading empties what it keeps."""


class GpiochipBank:
    """The chips of a seat behind two line requests. They run from the start, and have not settled yet.

    Parameters
    ----------
    douts, scks
        GPIO (BCM) numbers of each chip's DOUT and PD_SCK, in the seat's order.
    clock
        Time for the guard.
    system
        The calls to the operating system: `LinuxGpio`, or emulated lines.
    names
        The cells' names, for messages; their numbers, when not given.

    Raises
    ------
    ReaderError
        The lines cannot be had; the message names the cell and the GPIO and says what to do.
    """

    name = "gpiochip"

    def __init__(
        self,
        douts: Sequence[int],
        scks: Sequence[int],
        clock: PinClock,
        *,
        system: GpioSystem,
        names: Sequence[str] | None = None,
    ) -> None:
        self.n_cells = len(douts)
        owners = [str(index) for index in range(self.n_cells)] if names is None else names
        self._clock = clock
        self._system = system
        self._position_of = {gpio: index for index, gpio in enumerate(douts)}
        chip_fd = open_header(system)
        try:
            clocks = [(gpio, f"cell {owner}: PD_SCK") for gpio, owner in zip(scks, owners, strict=True)]
            data = [(gpio, f"cell {owner}: DOUT") for gpio, owner in zip(douts, owners, strict=True)]
            self._clock_fd = request_lines(system, chip_fd, clocks, FLAG_OUTPUT)
            try:
                flags = FLAG_INPUT | FLAG_BIAS_PULL_UP | FLAG_EDGE_FALLING
                self._data_fd = request_lines(system, chip_fd, data, flags)
            except OSError:
                system.close(self._clock_fd)
                raise
        finally:
            system.close(chip_fd)
        self._busy_ns = [clock.perf_counter_ns()] * self.n_cells
        """When each DOUT was last known to be high [ns]."""
        self._fell = False
        """An edge came that nobody has waited for."""
        self._woke_in_vain = False
        self._closed = False

    def ready(self, cells: Sequence[int]) -> Sequence[bool]:
        """Whether each of these chips has a conversion ready (DOUT low), seen in one look."""
        if not cells:
            return []
        levels = self._look(_mask(cells))
        return [not levels >> cell & 1 for cell in cells]

    def read(self, cells: Sequence[int]) -> Sequence[Measured]:
        """Clock one word out of each of these chips, all at once.

        A chip whose DOUT is not low at each of several looks beforehand is left alone, and has no word.

        Returns
        -------
        Sequence of Measured
            In the order of `cells`. The high time is that of all: they are clocked together. `since_busy_ns` counts
            from the last look, in `ready()` or here, that saw DOUT high.
        """
        self._woke_in_vain = False
        if not cells:
            return []
        since_ns = {cell: self._busy_ns[cell] for cell in cells}
        steady = asked = _mask(cells)
        for _ in range(LOOKS):
            steady &= ~self._look(asked)
        levels: list[int] = []
        high_max_ns = low_after = 0
        if steady:
            levels, high_max_ns = self._clock_out(steady)
            self._clock.sleep(AFTER_WORD_S)
            for _ in range(LOOKS):
                low_after |= ~self._look(steady)
            self._drain(but=steady)
        end_ns = self._clock.perf_counter_ns()
        return [
            Measured(
                word=_word(levels, cell),
                pulses=PULSES,
                high_max_ns=high_max_ns,
                framed=bool(levels[PULSES - 1] & ~low_after & 1 << cell),
                since_busy_ns=end_ns - since_ns[cell],
            )
            if steady >> cell & 1
            else Measured(None, 0, 0, False, end_ns - since_ns[cell])
            for cell in cells
        ]

    def power(self, cell: int, *, up: bool) -> None:
        """Let a chip run (PD_SCK low), or put it to sleep (PD_SCK high for longer than 60 us)."""
        line = 1 << cell
        self._set(0 if up else line, line)
        if up:
            self._busy_ns[cell] = self._clock.perf_counter_ns()

    def wait(self, timeout_s: float) -> None:
        """Return when a DOUT has fallen, or after `timeout_s` at the latest."""
        if self._woke_in_vain:
            pause_s = min(timeout_s, SHORTEST_WAIT_S)
            self._clock.sleep(max(0.0, pause_s))
            timeout_s -= pause_s
        if self._fell or self._system.poll(self._data_fd, max(0.0, timeout_s)):
            self._drain(but=0)
            self._fell = False
            self._woke_in_vain = True

    def close(self) -> None:
        """Put the chips to sleep and let go of the lines; a second time changes nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            every = (1 << self.n_cells) - 1
            self._set(every, every)
        finally:
            self._system.close(self._clock_fd)
            self._system.close(self._data_fd)

    def _look(self, mask: int) -> int:
        """Which of these DOUT are high now, as bits."""
        before_ns = self._clock.perf_counter_ns()
        answer = self._system.ioctl(self._data_fd, LINE_GET_VALUES, LINE_VALUES.pack(0, mask))
        high: int = LINE_VALUES.unpack(answer)[0]
        for cell in range(self.n_cells):
            if high >> cell & 1:
                self._busy_ns[cell] = before_ns
        return high

    def _set(self, high: int, mask: int) -> None:
        self._system.ioctl(self._clock_fd, LINE_SET_VALUES, LINE_VALUES.pack(high, mask))

    def _clock_out(self, mask: int) -> tuple[list[int], int]:
        """25 pulses on these PD_SCK: all DOUT after each of them, as bits, and the longest high time [ns]."""
        now_ns, ioctl = self._clock.perf_counter_ns, self._system.ioctl
        clock_fd, data_fd = self._clock_fd, self._data_fd
        rise, fall, look = LINE_VALUES.pack(mask, mask), LINE_VALUES.pack(0, mask), LINE_VALUES.pack(0, mask)
        answers: list[bytes] = []
        high_max_ns = 0
        for _ in range(PULSES):
            rose_ns = now_ns()
            ioctl(clock_fd, LINE_SET_VALUES, rise)
            ioctl(clock_fd, LINE_SET_VALUES, fall)
            high_ns = now_ns() - rose_ns
            answers.append(ioctl(data_fd, LINE_GET_VALUES, look))
            high_max_ns = max(high_max_ns, high_ns)
        return [LINE_VALUES.unpack(answer)[0] for answer in answers], high_max_ns

    def _drain(self, *, but: int) -> None:
        """Take all edges that have come; those of other lines than `but` are news."""
        if not self._system.poll(self._data_fd, 0.0):
            return
        taken = self._system.read(self._data_fd, EVENTS_PER_LINE * self.n_cells * LINE_EVENT.size)
        for _, _, gpio, _, _ in LINE_EVENT.iter_unpack(taken):
            if not but >> self._position_of[gpio] & 1:
                self._fell = True


def _mask(cells: Sequence[int]) -> int:
    mask = 0
    for cell in cells:
        mask |= 1 << cell
    return mask


def _word(levels: Sequence[int], cell: int) -> int:
    """One chip's 24 bits, the highest first, out of the levels of all chips."""
    word = 0
    for level in levels[: PULSES - 1]:
        word = word << 1 | level >> cell & 1
    return word
