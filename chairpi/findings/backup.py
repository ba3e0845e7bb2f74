"""How old the last backup is, in words."""

from __future__ import annotations

from chairpi.clock import is_believed
from chairpi.findings.finding import DAY_S, Finding, State, roughly
from chairpi.language.words import _

OLD_DAYS = 4
"""One is made each night: after so many days without, something keeps it from being made. Our choice; a chair that was off for a
weekend says nothing."""


def backup_finding(last_utc_s: float, utc_s: float) -> Finding:
    """How the backups are, by when the last was made, by the clock of then, and what time it is [POSIX s]."""
    if not is_believed(last_utc_s):
        return Finding("backup", State.GOOD, _("The last backup was made when the chair did not know the date."))
    age_s = max(0.0, utc_s - last_utc_s)
    says = _("The last backup was made %(length)s ago.", length=roughly(age_s))
    if age_s <= OLD_DAYS * DAY_S:
        return Finding("backup", State.GOOD, says)
    do = _(
        "Make one on the page Backups, or with `sudo chairpi backup --automatic`. "
        "If none comes by itself, `systemctl status chairpi-backup` says why."
    )
    return Finding("backup", State.WATCH, says, do)
