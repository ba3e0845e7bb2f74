"""Every error ChairPi raises on purpose: what happened, to which cell, key or file, and what to do next.

The core raises plain `ValueError`: it knows no file and no configuration key.
The rooms around it add the place and raise one of these.
"""


class ChairPiError(Exception):
    """Something a person can put right; the message says what and how."""


class ConfigError(ChairPiError, ValueError):
    """The configuration file holds an unknown key or an impossible value."""


class RecordingError(ChairPiError, ValueError):
    """A recording breaks the format: file, line, what was found, what was expected."""


class ReaderError(ChairPiError, OSError):
    """The load cells cannot be read at all (one lost cell is an event, not an error)."""


class StoreError(ChairPiError, OSError):
    """The database cannot be opened, or is from a newer ChairPi."""


class DamagedError(StoreError):
    """What the database's file holds is not what was written there: a card that wears out, or a power cut in the middle of the device."""


class UnwritableError(StoreError):
    """The disk takes nothing now: it is full, read-only, not there, not ours to write, or at its end. What waits may be written later."""


class ReplacedError(StoreError):
    """Where nothing could be read when the chair started there is a database now: the chair is to begin anew with that."""


class LinkError(ChairPiError, OSError):
    """The sensor process cannot be reached, or another one already runs."""


class ContentError(ChairPiError, ValueError):
    """A routine breaks its format: file, key, what was found, what was expected."""


class BackupError(StoreError):
    """A file is no backup that can be restored: damaged, of a newer ChairPi, or something else altogether."""


class InstallError(ChairPiError, OSError):
    """A release cannot be installed, or an archive is not what it should be."""
