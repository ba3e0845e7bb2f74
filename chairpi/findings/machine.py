"""The machine: supply, temperature, clock and disk in words."""

from __future__ import annotations

from chairpi.findings.finding import Finding, State
from chairpi.machine import Disk, Machine, Strain, Supply

WATCH_C, TROUBLE_C = 80.0, 85.0
"""From 80 °C a Raspberry Pi slows itself down, and at 85 °C more so
(raspberrypi.com/documentation/computers/raspberry-pi.html#frequency-management-and-thermal-control)."""
WATCH_FREE_BYTES, TROUBLE_FREE_BYTES = 500_000_000, 50_000_000
"""Our choice: years of history fit into the one, and a migration's backup no longer into the other."""
WATCH_FREE_INODES_FRACTION = 0.01

_SUPPLY_DO = "Use a 5 V supply made for this Raspberry Pi and a short, thick cable, and unplug what else it feeds."


def machine_findings(machine: Machine) -> tuple[Finding, ...]:
    """How the machine is."""
    return (
        _supply(machine.supply),
        _temperature(machine.temperature_c),
        _clock(machine.clock_synchronised),
        _disk(machine.disk),
    )


def _supply(supply: Supply | None) -> Finding:
    if supply is None:
        return Finding("supply", State.UNKNOWN, "This machine does not tell of its supply; a Raspberry Pi does.")
    since_boot = supply.since_boot or frozenset()
    if Strain.UNDERVOLTAGE in supply.now:
        says = "The supply voltage is too low at this moment. Readings of the load cells suffer from it first."
        return Finding("supply", State.TROUBLE, says, _SUPPLY_DO)
    if Strain.UNDERVOLTAGE in since_boot:
        says = "The supply voltage is fine now, but it was too low at least once since the start."
        return Finding("supply", State.WATCH, says, _SUPPLY_DO)
    if supply.now & {Strain.CAPPED, Strain.THROTTLED, Strain.HOT}:
        says = "The supply voltage is fine. The processor runs slower than it could at this moment, to keep cool."
        return Finding(
            "supply", State.WATCH, says, "Give the Pi air: away from the seat's upholstery, with a heat sink."
        )
    if supply.since_boot is None:
        return Finding("supply", State.GOOD, "The supply voltage is fine now.")
    slowed = ", though the processor slowed itself down to keep cool" if since_boot else ""
    return Finding("supply", State.GOOD, f"The supply voltage has been fine since the start{slowed}.")


def _temperature(temperature_c: float | None) -> Finding:
    if temperature_c is None:
        return Finding("temperature", State.UNKNOWN, "This machine does not tell its temperature.")
    says = f"The processor is at {temperature_c:.0f} °C."
    if temperature_c >= WATCH_C:
        state = State.TROUBLE if temperature_c >= TROUBLE_C else State.WATCH
        do = "Give the Pi air: away from the seat's upholstery, with a heat sink."
        return Finding("temperature", state, f"{says} From {WATCH_C:.0f} °C on it slows itself down.", do)
    return Finding("temperature", State.GOOD, says)


def _clock(synchronised: bool | None) -> Finding:
    if synchronised is None:
        says = "It is not known whether the clock follows the network's time: systemd's time service does not run here."
        return Finding("clock", State.UNKNOWN, says)
    if synchronised:
        return Finding("clock", State.GOOD, "The clock follows the network's time.")
    says = "The clock has not been set by the network's time since the start, so days and times may be off."
    do = "Check that the Pi is on the network; `timedatectl` says more. Sitting itself is measured without this clock."
    return Finding("clock", State.WATCH, says, do)


def _disk(disk: Disk | None) -> Finding:
    if disk is None:
        says = "This user may not look at the disk where the data lie."
        return Finding("disk", State.UNKNOWN, says, "Try `sudo -u chairpi chairpi doctor`.")
    if disk.read_only:
        says = "The disk cannot be written: the system has made it read-only."
        do = "A card that does this is near its end: copy your data, and replace it. An overlay file system looks like this too."
        return Finding("disk", State.TROUBLE, says, do)
    says = f"{_size(disk.free_bytes)} of {_size(disk.total_bytes)} are free at {disk.path}."
    inodes = disk.free_inodes_fraction
    if disk.free_bytes < TROUBLE_FREE_BYTES or inodes == 0.0:
        return Finding(
            "disk", State.TROUBLE, f"{says} That is too little to go on.", "Make room: `df -h` shows where it went."
        )
    if disk.free_bytes < WATCH_FREE_BYTES:
        return Finding("disk", State.WATCH, says, "Make room soon: `df -h` shows where it went.")
    if inodes is not None and inodes < WATCH_FREE_INODES_FRACTION:
        says = f"{says} But hardly a file name is left ({inodes:.1%} of its inodes)."
        return Finding("disk", State.WATCH, says, "Delete what has many small files: `df -i` shows where they are.")
    return Finding("disk", State.GOOD, says)


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
