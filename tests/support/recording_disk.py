"""A disk that remembers every write and every flush: a file behind a loop device, served by a small FUSE file system of our own.

What the kernel's file system hands to the block device arrives here in order, with the barriers between: a write may be lost, or torn,
until the flush that comes after it has been answered. Needs root, `/dev/fuse`, loop devices and a mount namespace of its own.
"""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import pickle
import stat
import struct
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

IMAGE_BYTES = 48 << 20
WRITE_BYTES = 128 << 10
"""The most that the kernel hands over at once."""
READ_FOR_REQUEST_BYTES = WRITE_BYTES + 4096
FILE_NODE = 2
NAME = "image"
VALID_S = 3600
ROOT_MODE, FILE_MODE = stat.S_IFDIR | 0o755, stat.S_IFREG | 0o600
BIG_WRITES = 1 << 5
CLONE_NEWNS = 0x20000

FORGET, BATCH_FORGET = 2, 42
"""The requests that want no answer (linux/fuse.h, protocol 7.31)."""


class Written(NamedTuple):
    """What went to the disk: so many bytes from an offset; `None` bytes: a flush, after which all before it is kept."""

    offset: int
    content: bytes | None


class RecordingDisk:
    """The disk, mounted at a directory as the file `image`.

    Parameters
    ----------
    directory
        An empty directory to mount at.
    content
        What is on it in the beginning.
    record_path
        Where the record goes at the end.
    """

    def __init__(self, directory: Path, content: bytes, record_path: Path) -> None:
        self.path = directory / NAME
        self._directory = directory
        self._record_path = record_path
        context = multiprocessing.get_context("fork")
        self._n_written = context.Value("l", 0)
        fuse = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={fuse},rootmode={ROOT_MODE:o},user_id=0,group_id=0"
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"chairpi", str(directory).encode(), b"fuse", 0, options.encode()):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), "/dev/fuse")
        home = os.open(f"/proc/{os.getppid()}/ns/mnt", os.O_RDONLY)
        self._process = context.Process(target=self._serve, args=(fuse, home, bytearray(content)))
        self._process.start()
        os.close(fuse)
        os.close(home)

    @property
    def n_written(self) -> int:
        """How much of the record there is by now."""
        return int(self._n_written.value)

    def end(self) -> list[Written]:
        """Let go of the disk, which nothing uses any longer, and return its record."""
        subprocess.run(["umount", self._directory], check=True)
        self._process.join()
        record: list[Written] = pickle.loads(self._record_path.read_bytes())  # noqa: S301  # our own
        return record

    def _serve(self, fuse: int, home: int, content: bytearray) -> None:
        """Serve until it is unmounted, from outside the namespace: whoever ends last in there waits for this one to have answered."""
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(home, CLONE_NEWNS):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        record: list[Written] = []
        with suppress(OSError):  # ENODEV: it is unmounted
            while True:
                request = os.read(fuse, READ_FOR_REQUEST_BYTES)
                _, opcode, unique, node = struct.unpack_from("<IIQQ", request)
                if opcode in (FORGET, BATCH_FORGET):
                    continue
                try:
                    answer = _answer(opcode, node, request[40:], content, record)
                    self._n_written.value = len(record)  # before whoever waits for the answer can say that it is kept
                    os.writev(fuse, [struct.pack("<IiQ", 16 + len(answer), 0, unique), answer])
                except OSError as error:
                    if error.errno not in (errno.ENOENT, errno.ENOSYS):
                        raise
                    os.write(fuse, struct.pack("<IiQ", 16, -error.errno, unique))
        self._record_path.write_bytes(pickle.dumps(record))


def _answer(opcode: int, node: int, body: bytes, content: bytearray, record: list[Written]) -> bytes:
    match opcode:
        case 26:  # INIT
            return struct.pack("<IIIIHHIIHHI7I", 7, 31, 0, BIG_WRITES, 8, 8, WRITE_BYTES, 1, 0, 0, 0, *(0,) * 7)
        case 1:  # LOOKUP
            if body.rstrip(b"\x00") != NAME.encode():
                raise OSError(errno.ENOENT, "only the image is here")
            return struct.pack("<QQQQII", FILE_NODE, 0, VALID_S, VALID_S, 0, 0) + _attributes(FILE_NODE, content)
        case 3 | 4:  # GETATTR, SETATTR
            return struct.pack("<QII", VALID_S, 0, 0) + _attributes(node, content)
        case 14:  # OPEN
            return struct.pack("<QII", 0, 0, 0)
        case 15:  # READ
            _, offset, size = struct.unpack_from("<QQI", body)
            return bytes(content[offset : offset + size])
        case 16:  # WRITE
            _, offset, size = struct.unpack_from("<QQI", body)
            written = body[40 : 40 + size]
            content[offset : offset + size] = written
            record.append(Written(offset, written))
            return struct.pack("<II", size, 0)
        case 20:  # FSYNC
            record.append(Written(0, None))
            return b""
        case 18 | 25:  # RELEASE, FLUSH
            return b""
    raise OSError(errno.ENOSYS, "no loop device needs it")


def _attributes(node: int, content: bytearray) -> bytes:
    is_file = node == FILE_NODE
    size, mode = (len(content), FILE_MODE) if is_file else (0, ROOT_MODE)
    return struct.pack("<6Q10I", node, size, size // 512, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)
