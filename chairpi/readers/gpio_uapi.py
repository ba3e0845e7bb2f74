"""The Linux GPIO character device, version 2 of its interface, as far as load cells need it: structs, codes and real calls.

Everything here is from the kernel's header include/uapi/linux/gpio.h (docs.kernel.org/userspace-api/gpio/chardev.html). All
numbers are in the machine's own byte order and the kernel leaves no hidden padding, the same for 32 and 64 bits:

    struct gpiochip_info, 68 bytes             struct gpio_v2_line_request, 592 bytes
       0  32s  name, "gpiochip0"                  0  64 x u32  offsets of the lines on their chip
      32  32s  label, "pinctrl-bcm2711"         256  32s       consumer: who asks
      64  u32  lines                            288  u64       config.flags
                                                296  u32       config.num_attrs: 0, all lines are alike
    struct gpio_v2_line_values, 16 bytes        300  5 x u32   config.padding: 0
       0  u64  bits: bit i is line i of         320  10 x 24   config.attrs: unused
               the request, not of the chip     560  u32       num_lines
       8  u64  mask: which lines are meant      564  u32       event_buffer_size
                                                568  5 x u32   padding: 0
    struct gpio_v2_line_info, 256 bytes         588  s32       fd: the answer
       0  32s  name, "GPIO5"
      32  32s  consumer: who has it           struct gpio_v2_line_event, 48 bytes
      64  u32  offset                              0  u64      timestamp_ns, CLOCK_MONOTONIC
      68  u32  num_attrs                           8  u32      id: 1 rising, 2 falling
      72  u64  flags                              12  u32      offset of the line on its chip
      80  10 x 16  attrs                          16  u32      seqno
     240  4 x u32  padding                        20  u32      line_seqno
                                                  24  6 x u32  padding
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from chairpi.errors import ReaderError

CHIP_INFO = struct.Struct("=32s32sI")
LINE_INFO = struct.Struct("=32s32sIIQ176x")
LINE_REQUEST = struct.Struct("=64I32sQI260xII20xi")
LINE_VALUES = struct.Struct("=QQ")
LINE_EVENT = struct.Struct("=QIIII24x")
LINES_MAX = 64
NAME_BYTES = 32

FLAG_USED = 1 << 0
FLAG_INPUT = 1 << 2
FLAG_OUTPUT = 1 << 3
FLAG_EDGE_RISING = 1 << 4
FLAG_EDGE_FALLING = 1 << 5
FLAG_BIAS_PULL_UP = 1 << 8
EVENT_FALLING = 2


def _code(direction: int, number: int, size_bytes: int) -> int:
    """An ioctl's code as include/uapi/asm-generic/ioctl.h packs it: direction, size, type 0xB4, number."""
    return direction << 30 | size_bytes << 16 | 0xB4 << 8 | number


_READ, _READ_WRITE = 2, 3
GET_CHIPINFO = _code(_READ, 0x01, CHIP_INFO.size)
GET_LINEINFO = _code(_READ_WRITE, 0x05, LINE_INFO.size)
GET_LINE = _code(_READ_WRITE, 0x07, LINE_REQUEST.size)
LINE_GET_VALUES = _code(_READ_WRITE, 0x0E, LINE_VALUES.size)
LINE_SET_VALUES = _code(_READ_WRITE, 0x0F, LINE_VALUES.size)

HEADER_LABELS = ("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1")
"""The chip with the 40-pin header: Raspberry Pi up to 3 and Zero 2, Pi 4, Pi 5. Its number differs between models and kernels
(on a Pi 5 it was 4 before Linux 6.6.45 and is 0 since, github.com/raspberrypi/linux/pull/6144), its label does not."""
CONSUMER = b"chairpi"


class GpioSystem(Protocol):
    """The calls to the operating system, so that emulated lines can be put in their place."""

    def chip_paths(self) -> Sequence[str]:
        """Where the GPIO chips are."""

    def open(self, path: str) -> int:
        """Open a chip: its file descriptor."""

    def ioctl(self, fd: int, code: int, argument: bytes) -> bytes:
        """Do what `code` says; the struct as the kernel leaves it."""

    def poll(self, fd: int, timeout_s: float) -> bool:
        """Wait for something to read, for `timeout_s` at most; whether there is."""

    def read(self, fd: int, n_bytes: int) -> bytes:
        """Read what there is, `n_bytes` at most."""

    def close(self, fd: int) -> None:
        """Close a chip or a request."""


class LinuxGpio:
    """The real calls."""

    def chip_paths(self) -> Sequence[str]:
        """Where the GPIO chips are."""
        return sorted(str(path) for path in Path("/dev").glob("gpiochip*"))

    def open(self, path: str) -> int:
        """Open a chip: its file descriptor."""
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def ioctl(self, fd: int, code: int, argument: bytes) -> bytes:
        """Do what `code` says; the struct as the kernel leaves it."""
        return fcntl.ioctl(fd, code, argument)

    def poll(self, fd: int, timeout_s: float) -> bool:
        """Wait for something to read, for `timeout_s` at most, rounded up to whole milliseconds; whether there is."""
        waiting = select.poll()
        waiting.register(fd, select.POLLIN)
        return bool(waiting.poll(timeout_s * 1e3))

    def read(self, fd: int, n_bytes: int) -> bytes:
        """Read what there is, `n_bytes` at most."""
        return os.read(fd, n_bytes)

    def close(self, fd: int) -> None:
        """Close a chip or a request."""
        os.close(fd)


def open_header(system: GpioSystem) -> int:
    """Find the chip with the 40-pin header by its label, and open it.

    Returns
    -------
    int
        Its file descriptor.

    Raises
    ------
    ReaderError
        There is none, or this user may not open it; the message says what was looked for and what to do.
    """
    seen: list[str] = []
    for path in system.chip_paths():
        try:
            fd = system.open(path)
        except PermissionError:
            seen.append(f"{path}: no permission, add this user to the group gpio")
            continue
        except OSError as error:
            seen.append(f"{path}: {error.strerror}")
            continue
        try:
            label = chip_label(system, fd)
        except OSError as error:
            label = f"no answer ({error.strerror})"
        if label in HEADER_LABELS:
            return fd
        system.close(fd)
        seen.append(f"{path}: {label}")
    raise ReaderError(
        f"no GPIO header was found: looked for /dev/gpiochip* with the label {', '.join(HEADER_LABELS)}, "
        f"found {'; '.join(seen) or 'no /dev/gpiochip* at all'}; on a machine without one set backend to simulated"
    )


def chip_label(system: GpioSystem, chip_fd: int) -> str:
    """What a chip calls itself."""
    answer = system.ioctl(chip_fd, GET_CHIPINFO, bytes(CHIP_INFO.size))
    return _text(CHIP_INFO.unpack(answer)[1])


def request_lines(system: GpioSystem, chip_fd: int, lines: Sequence[tuple[int, str]], flags: int) -> int:
    """Take lines for ourselves, all in one request and all alike.

    Parameters
    ----------
    system
        The calls to the operating system.
    chip_fd
        The lines' chip.
    lines
        GPIO number and owner of each line; the owner is for messages, such as "cell back_upper: DOUT".
    flags
        What the lines are to be; outputs begin low.

    Returns
    -------
    int
        The request's file descriptor; bit i of its values is `lines[i]`.

    Raises
    ------
    ReaderError
        A line cannot be had; the message names it and its owner, says who has it, and what to do.
    """
    offsets = [gpio for gpio, _ in lines]
    request = LINE_REQUEST.pack(*offsets, *[0] * (LINES_MAX - len(offsets)), CONSUMER, flags, 0, len(offsets), 0, 0)
    try:
        answer = system.ioctl(chip_fd, GET_LINE, request)
    except OSError as error:
        raise ReaderError(_why_refused(system, chip_fd, lines, error)) from error
    fd: int = LINE_REQUEST.unpack(answer)[-1]
    return fd


def _why_refused(system: GpioSystem, chip_fd: int, lines: Sequence[tuple[int, str]], error: OSError) -> str:
    """The kernel refuses a whole request and does not say for which line: ask for each."""
    for gpio, owner in lines:
        try:
            answer = system.ioctl(chip_fd, GET_LINEINFO, LINE_INFO.pack(b"", b"", gpio, 0, 0))
        except OSError:
            return f"{owner}: this machine has no GPIO {gpio}; check the number in the configuration"
        _, consumer, _, _, flags = LINE_INFO.unpack(answer)
        if error.errno == errno.EBUSY and flags & FLAG_USED:
            holder = _text(consumer)
            return (
                f"{owner}: GPIO {gpio} is in use" + (f" by {holder}" if holder else "") + "; stop what uses it "
                "(another ChairPi, SPI, 1-Wire), or choose another pin in the configuration"
            )
    owners = ", ".join(f"{owner} (GPIO {gpio})" for gpio, owner in lines)
    return f"{owners}: the lines cannot be had ({error.strerror}); check their numbers and the group gpio"


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode(errors="replace")
