"""What memory a process holds, as the kernel counts it."""

from pathlib import Path


def held_mb(pid: int) -> tuple[float, float]:
    """Its resident set, and what of that no other process shares [MB]."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kibibytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return kibibytes["Rss"] * 1.024e-3, (kibibytes["Private_Clean"] + kibibytes["Private_Dirty"]) * 1.024e-3
