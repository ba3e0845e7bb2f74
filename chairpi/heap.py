"""How a process that runs for months holds its memory: one heap for all of its threads, and what is free goes back to the system."""

from __future__ import annotations

import ctypes
import gc
import threading
from contextlib import suppress

M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8
"""glibc's numbers for what can be set of its heap (malloc.h)."""

LARGE_BYTES = 128 * 1024
"""What is as large lies outside the heap and goes back at once, and so much may be free at the heap's end: glibc's own first choice, which
it would raise to the size of the largest thing that ever was."""

SETTLED_S = 60.0
"""By then a process has imported and opened what it needs [s]."""

GIVE_BACK_EVERY_S = 300.0
"""Between two times at which what is free is given back [s]: it takes a few milliseconds. Our choice."""


def keep_small() -> None:
    """Let all threads that begin from now on share one heap, and give back what is free again and again, until the process ends.

    With a heap for each of the dashboard's forty threads, what pages leave behind takes 20 MB. The lists of free pieces that each thread
    keeps, 5 MB in months, can only be switched off where the process is started: `GLIBC_TUNABLES` in the unit files.
    """
    with suppress(AttributeError):  # another C library, which has no such numbers
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_TRIM_THRESHOLD, LARGE_BYTES)
        mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
    threading.Thread(target=_give_back_for_ever, name="heap", daemon=True).start()


def give_back() -> None:
    """Free what only keeps itself alive, and give pages that are free amid the heap back to the system."""
    gc.collect()
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _give_back_for_ever() -> None:
    never = threading.Event()
    never.wait(SETTLED_S)
    give_back()
    # What is there now stays: Python need not look at it again, and so looks for garbage before there is much of it.
    gc.freeze()
    while True:
        never.wait(GIVE_BACK_EVERY_S)
        give_back()
