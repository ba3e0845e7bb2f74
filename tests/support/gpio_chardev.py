"""GPIO chips as the Linux character device shows them, with emulated HX711 on their lines: for readers that make real calls.

What the kernel refuses is refused with the same error number (drivers/gpio/gpiolib-cdev.c). The structs are written down here a
second time, with ctypes and from the kernel's header, so that a slip in either place is found.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chairpi.simulate.chip import UPDATE_WINDOW_NS, HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

U32, U64, NAME = ctypes.c_uint32, ctypes.c_uint64, ctypes.c_char * 32


class ChipInfo(ctypes.Structure):
    _fields_ = (("name", NAME), ("label", NAME), ("lines", U32))


class LineAttribute(ctypes.Structure):
    _fields_ = (("id", U32), ("padding", U32), ("value", U64))


class ConfigAttribute(ctypes.Structure):
    _fields_ = (("attr", LineAttribute), ("mask", U64))


class LineConfig(ctypes.Structure):
    _fields_ = (("flags", U64), ("num_attrs", U32), ("padding", U32 * 5), ("attrs", ConfigAttribute * 10))


class LineRequest(ctypes.Structure):
    _fields_ = (
        ("offsets", U32 * 64),
        ("consumer", NAME),
        ("config", LineConfig),
        ("num_lines", U32),
        ("event_buffer_size", U32),
        ("padding", U32 * 5),
        ("fd", ctypes.c_int32),
    )


class LineInfo(ctypes.Structure):
    _fields_ = (
        ("name", NAME),
        ("consumer", NAME),
        ("offset", U32),
        ("num_attrs", U32),
        ("flags", U64),
        ("attrs", LineAttribute * 10),
        ("padding", U32 * 4),
    )


class LineValues(ctypes.Structure):
    _fields_ = (("bits", U64), ("mask", U64))


class LineEvent(ctypes.Structure):
    _fields_ = (
        ("timestamp_ns", U64),
        ("id", U32),
        ("offset", U32),
        ("seqno", U32),
        ("line_seqno", U32),
        ("padding", U32 * 6),
    )


USED, INPUT, OUTPUT, RISING, FALLING, PULL_UP = 1, 4, 8, 16, 32, 256
BIASES = 0b111 << 8
ALL_FLAGS = 0x1FFF
FALLING_EDGE = 2


@dataclass
class Wire:
    """One line that was asked for, as an input: what it was when it was last looked at."""

    chip: HX711Chip | None
    high: bool
    next_update_ns: int
    n_events: int = 0


@dataclass
class Request:
    """Lines that are held."""

    offsets: list[int]
    flags: int
    wires: list[Wire]
    n_kept: int
    events: deque[LineEvent] = field(default_factory=deque)
    n_events: int = 0


class EmulatedGpio:
    """The operating system's side: one GPIO chip with the header, and others that are in the way.

    Parameters
    ----------
    clock
        Time for all; passes with each call.
    chips
        Each emulated HX711, with the GPIO numbers of its DOUT and PD_SCK.
    label, path, n_lines
        What the chip with the header calls itself, where it is, and how many lines it has.
    others
        Label by path, of chips without a header.
    busy
        Who holds a line already, by its number.
    refused
        Error number by path, of chips that cannot be opened.
    access_ns
        What each call takes [ns].
    preemption
        How long the process is held up now [ns]; asked twice in each call.
    """

    def __init__(
        self,
        clock: VirtualClock,
        chips: Sequence[tuple[HX711Chip, int, int]] = (),
        *,
        label: str = "pinctrl-bcm2711",
        path: str = "/dev/gpiochip0",
        n_lines: int = 58,
        others: dict[str, str] | None = None,
        busy: dict[int, str] | None = None,
        refused: dict[str, int] | None = None,
        access_ns: int = 2_000,
        preemption: Callable[[], int] | None = None,
    ) -> None:
        self.clock = clock
        self.access_ns = access_ns
        self.preemption = preemption
        self.open_fds: dict[int, str | Request] = {}
        self.n_ioctls = 0
        self._chip_at_dout = {dout: chip for chip, dout, _ in chips}
        self._chip_at_sck = {sck: chip for chip, _, sck in chips}
        self._labels = {path: label, **(others or {})}
        self._header_path = path
        self._n_lines = n_lines
        self._holders = dict(busy or {})
        self._refused = refused or {}
        self._next_fd = 3
        self._calls = {  # type, number and size are checked against the caller's code
            0x01: (ChipInfo, 2, self._chip_info),
            0x05: (LineInfo, 3, self._line_info),
            0x07: (LineRequest, 3, self._get_line),
            0x0E: (LineValues, 3, self._get_values),
            0x0F: (LineValues, 3, self._set_values),
        }

    def chip_paths(self) -> list[str]:
        return sorted({*self._labels, *self._refused})

    def open(self, path: str) -> int:
        if path in self._refused:
            raise _error(self._refused[path])
        if path not in self._labels:
            raise _error(errno.ENOENT)
        return self._new_fd(path)

    def close(self, fd: int) -> None:
        held = self._held(fd)
        if isinstance(held, Request):
            for offset in held.offsets:
                del self._holders[offset]
        del self.open_fds[fd]

    def ioctl(self, fd: int, code: int, argument: bytes) -> bytes:
        self.n_ioctls += 1
        held = self._held(fd)
        direction, size, kind, number = code >> 30, code >> 16 & 0x3FFF, code >> 8 & 0xFF, code & 0xFF
        if kind != 0xB4 or number not in self._calls:
            raise _error(errno.ENOTTY)
        layout, wanted_direction, act = self._calls[number]
        if (direction, size) != (wanted_direction, ctypes.sizeof(layout)):
            raise _error(errno.ENOTTY)
        if isinstance(held, Request) != (layout is LineValues):
            raise _error(errno.ENOTTY)
        assert len(argument) == size, "the kernel would read or write beyond the caller's buffer"
        struct = layout.from_buffer_copy(argument)
        self.clock.now_ns += self.access_ns
        self._hold_up()
        act(held, struct)
        self._see_edges()
        self._hold_up()
        return bytes(struct)

    def poll(self, fd: int, timeout_s: float) -> bool:
        request = self._held(fd)
        assert isinstance(request, Request)
        self.clock.now_ns += self.access_ns
        end_ns = self.clock.now_ns + round(timeout_s * 1e9)
        self._see_edges()
        while not request.events and self.clock.now_ns < end_ns:
            self.clock.now_ns = min([end_ns, *self._moments_of_falling()])
            self._see_edges()
        return bool(request.events)

    def read(self, fd: int, n_bytes: int) -> bytes:
        request = self._held(fd)
        assert isinstance(request, Request)
        if n_bytes < ctypes.sizeof(LineEvent):
            raise _error(errno.EINVAL)
        assert request.events, "the real call would wait here"
        self.clock.now_ns += self.access_ns
        taken = b""
        while request.events and len(taken) + ctypes.sizeof(LineEvent) <= n_bytes:
            taken += bytes(request.events.popleft())
        return taken

    def _held(self, fd: int) -> str | Request:
        if fd not in self.open_fds:
            raise _error(errno.EBADF)
        return self.open_fds[fd]

    def _new_fd(self, what: str | Request) -> int:
        fd = self._next_fd
        self._next_fd += 1
        self.open_fds[fd] = what
        return fd

    def _hold_up(self) -> None:
        if self.preemption is not None:
            self.clock.now_ns += self.preemption()

    def _chip_info(self, path: str, info: ChipInfo) -> None:
        info.name = path.rpartition("/")[2].encode()
        info.label = self._labels[path].encode()
        info.lines = self._n_lines if path == self._header_path else 8

    def _line_info(self, path: str, info: LineInfo) -> None:
        if any(info.padding) or info.offset >= self._n_lines:
            raise _error(errno.EINVAL)
        info.name = f"GPIO{info.offset}".encode()
        holder = self._holders.get(info.offset)
        info.consumer = (holder or "").encode()
        info.flags = INPUT if holder is None else USED | INPUT

    def _get_line(self, path: str, asked: LineRequest) -> None:
        assert path == self._header_path, "lines of a chip that is not the header"
        flags, offsets = asked.config.flags, list(asked.offsets[: asked.num_lines])
        invalid = (
            not 0 < asked.num_lines <= 64
            or any(asked.padding)
            or any(asked.config.padding)
            or asked.config.num_attrs > 10
            or flags & ~ALL_FLAGS
            or flags & USED
            or (flags & INPUT and flags & OUTPUT)
            or (flags & (RISING | FALLING) and not flags & INPUT)
            or (flags & BIASES and not flags & (INPUT | OUTPUT))
            or (flags & BIASES).bit_count() > 1
            or any(offset >= self._n_lines for offset in offsets)
        )
        if invalid:
            raise _error(errno.EINVAL)
        if any(offset in self._holders for offset in offsets) or len(set(offsets)) < len(offsets):
            raise _error(errno.EBUSY)
        assert not asked.config.num_attrs, "attributes are not emulated"
        wires = [self._wire(offset) if flags & INPUT else Wire(None, False, 0) for offset in offsets]
        n_kept = min(asked.event_buffer_size or 16 * len(offsets), 16 * 64)
        request = Request(offsets, flags, wires, 1 << (n_kept - 1).bit_length())
        for offset in offsets:
            self._holders[offset] = asked.consumer.decode()
            if flags & OUTPUT and offset in self._chip_at_sck:
                self._chip_at_sck[offset].set_clock(False)
        asked.fd = self._new_fd(request)

    def _wire(self, offset: int) -> Wire:
        chip = self._chip_at_dout.get(offset)
        if chip is None:
            return Wire(None, True, 0)  # the pull-up holds it
        return Wire(chip, chip.data_level(), chip.next_update_ns)

    def _get_values(self, request: Request, values: LineValues) -> None:
        if not values.mask & (1 << len(request.offsets)) - 1:
            raise _error(errno.EINVAL)
        assert request.flags & INPUT, "looking at outputs is not emulated"
        values.bits = 0
        for index, wire in enumerate(request.wires):
            if values.mask >> index & 1:
                wire_high = True if wire.chip is None else wire.chip.data_level()
                values.bits |= wire_high << index

    def _set_values(self, request: Request, values: LineValues) -> None:
        if not values.mask & (1 << len(request.offsets)) - 1:
            raise _error(errno.EINVAL)
        if not request.flags & OUTPUT:
            raise _error(errno.EPERM)
        for index, offset in enumerate(request.offsets):
            if values.mask >> index & 1 and offset in self._chip_at_sck:
                self._chip_at_sck[offset].set_clock(bool(values.bits >> index & 1))

    def _see_edges(self) -> None:
        """Make the events of what the lines did since the last look: each DOUT fell once, or not."""
        for request in self.open_fds.values():
            if not isinstance(request, Request) or not request.flags & FALLING:
                continue
            for offset, wire in zip(request.offsets, request.wires, strict=True):
                if wire.chip is None:
                    continue
                high = wire.chip.data_level()
                updated = wire.chip.next_update_ns != wire.next_update_ns  # an unread word was replaced: up, and down
                if not high and (wire.high or updated):
                    self._queue(request, wire, offset)
                wire.high, wire.next_update_ns = high, wire.chip.next_update_ns

    def _queue(self, request: Request, wire: Wire, offset: int) -> None:
        request.n_events += 1
        wire.n_events += 1
        if len(request.events) == request.n_kept:
            request.events.popleft()  # the kernel drops the oldest
        request.events.append(LineEvent(self.clock.now_ns, FALLING_EDGE, offset, request.n_events, wire.n_events))

    def _moments_of_falling(self) -> list[int]:
        """When a DOUT may fall next [ns], later than now."""
        now_ns = self.clock.now_ns
        chips = [chip for chip in self._chip_at_dout.values() if not chip.powered_down]
        moments_ns = []
        for chip in chips:
            chip.data_level()  # brings the chip up to now
            for update_ns in (chip.next_update_ns - chip.period_ns, chip.next_update_ns):
                moments_ns.append(update_ns + UPDATE_WINDOW_NS)
        return [moment_ns for moment_ns in moments_ns if moment_ns > now_ns]


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
