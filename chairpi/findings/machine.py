"""The machine: supply, temperature, clock and disk in words."""

from __future__ import annotations

from chairpi.findings.finding import Finding, State
from chairpi.language.words import N_, _, number_text, translated
from chairpi.machine.disk import Disk
from chairpi.machine.facts import Machine
from chairpi.machine.supply import Strain, Supply

WATCH_C, TROUBLE_C = 80.0, 85.0
"""From 80 °C a Raspberry Pi slows itself down, and at 85 °C more so
(raspberrypi.com/documentation/computers/raspberry-pi.html#frequency-management-and-thermal-control)."""
WATCH_FREE_BYTES, TROUBLE_FREE_BYTES = 500_000_000, 50_000_000
"""Our choice: years of history fit into the one, and a migration's backup no longer into the other."""
WATCH_FREE_INODES_FRACTION = 0.01

_SUPPLY_DO = N_("Use a 5 V supply made for this Raspberry Pi and a short, thick cable, and unplug what else it feeds.")


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
        return Finding("supply", State.UNKNOWN, _("This machine does not tell of its supply; a Raspberry Pi does."))
    since_boot = supply.since_boot or frozenset()
    if Strain.UNDERVOLTAGE in supply.now:
        says = _("The supply voltage is too low at this moment. Readings of the load cells suffer from it first.")
        return Finding("supply", State.TROUBLE, says, translated(_SUPPLY_DO))
    if Strain.UNDERVOLTAGE in since_boot:
        says = _("The supply voltage is fine now, but it was too low at least once since the start.")
        return Finding("supply", State.WATCH, says, translated(_SUPPLY_DO))
    if supply.now & {Strain.CAPPED, Strain.THROTTLED, Strain.HOT}:
        says = _("The supply voltage is fine. The processor runs slower than it could at this moment, to keep cool.")
        return Finding(
            "supply", State.WATCH, says, _("Give the Pi air: away from the seat's upholstery, with a heat sink.")
        )
    if supply.since_boot is None:
        return Finding("supply", State.GOOD, _("The supply voltage is fine now."))
    if since_boot:
        says = _(
            "The supply voltage has been fine since the start, though the processor slowed itself down to keep cool."
        )
        return Finding("supply", State.GOOD, says)
    return Finding("supply", State.GOOD, _("The supply voltage has been fine since the start."))


def _temperature(temperature_c: float | None) -> Finding:
    if temperature_c is None:
        return Finding("temperature", State.UNKNOWN, _("This machine does not tell its temperature."))
    says = _("The processor is at %(temperature_c)s °C.", temperature_c=number_text(temperature_c))
    if temperature_c >= WATCH_C:
        state = State.TROUBLE if temperature_c >= TROUBLE_C else State.WATCH
        do = _("Give the Pi air: away from the seat's upholstery, with a heat sink.")
        slows = _("From %(temperature_c)s °C on it slows itself down.", temperature_c=number_text(WATCH_C))
        return Finding("temperature", state, f"{says} {slows}", do)
    return Finding("temperature", State.GOOD, says)


def _clock(synchronised: bool | None) -> Finding:
    if synchronised is None:
        says = _(
            "It is not known whether the clock follows the network's time: systemd's time service does not run here."
        )
        return Finding("clock", State.UNKNOWN, says)
    if synchronised:
        return Finding("clock", State.GOOD, _("The clock follows the network's time."))
    says = _("The clock has not been set by the network's time since the start, so days and times may be off.")
    do = _(
        "Check that the Pi is on the network; `timedatectl` says more. Sitting itself is measured without this clock."
    )
    return Finding("clock", State.WATCH, says, do)


def _disk(disk: Disk | None) -> Finding:
    if disk is None:
        says = _("This user may not look at the disk where the data lie.")
        return Finding("disk", State.UNKNOWN, says, _("Try `sudo -u chairpi chairpi doctor`."))
    if disk.read_only:
        says = _("The disk cannot be written: the system has made it read-only.")
        do = _(
            "A card that does this is near its end: copy your data, and replace it. An overlay file system looks like this too."
        )
        return Finding("disk", State.TROUBLE, says, do)
    says = _(
        "%(free)s of %(total)s are free at %(path)s.",
        free=_size(disk.free_bytes),
        total=_size(disk.total_bytes),
        path=disk.path,
    )
    inodes = disk.free_inodes_fraction
    if disk.free_bytes < TROUBLE_FREE_BYTES or inodes == 0.0:
        too_little = _("That is too little to go on.")
        do = _("Make room: `df -h` shows where it went.")
        return Finding("disk", State.TROUBLE, f"{says} {too_little}", do)
    if disk.free_bytes < WATCH_FREE_BYTES:
        return Finding("disk", State.WATCH, says, _("Make room soon: `df -h` shows where it went."))
    if inodes is not None and inodes < WATCH_FREE_INODES_FRACTION:
        left = _("But hardly a file name is left (%(share)s%% of its inodes).", share=number_text(100 * inodes, 1))
        says = f"{says} {left}"
        return Finding("disk", State.WATCH, says, _("Delete what has many small files: `df -i` shows where they are."))
    return Finding("disk", State.GOOD, says)


def _size(size_bytes: int) -> str:
    if size_bytes >= 1e9:
        return _("%(size)s GB", size=number_text(size_bytes / 1e9, 1))
    return _("%(size)s MB", size=number_text(size_bytes / 1e6))
