"""What is free amid the heap goes back to the system."""

import subprocess
import sys

import pytest

PROBE = """
from pathlib import Path
from chairpi.heap import give_back, keep_small

def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4.096e-3

keep_small()
pages = [bytearray(8192) for _ in range(4096)]
kept = pages[::16]
del pages
before_mb = resident_mb()
give_back()
print(before_mb - resident_mb())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the heap of glibc is meant")
def test_what_is_free_between_what_is_kept_is_given_back():
    ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)

    assert float(ran.stdout) > 10.0
