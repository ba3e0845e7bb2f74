"""What a sensor process is asked to begin anew with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chairpi.config.tables import Config
from chairpi.link.server import Asker
from chairpi.readers.reader import Reader


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to begin anew with.

    Parameters
    ----------
    config
        The configuration as it is now.
    asker
        Who waits to hear what became of it.
    reader
        The reader that is open, where it reads as the new configuration wants it; else `None`.
    is_restored
        Whether a restored backup is to be taken first, and with it another configuration.
    """

    config: Config
    asker: Asker
    reader: Reader | None
    is_restored: bool = False


def restored(asker: Asker, now: Config) -> Wanted:
    """Begin anew with the backup that was prepared, and let who asked wait."""
    asker.hold()
    return Wanted(now, asker, None, is_restored=True)


def wanted(asker: Asker, read_anew: Callable[[], Config] | None, now: Config, reader: Reader) -> Wanted:
    """Read the configuration once more, and let who asked wait.

    Parameters
    ----------
    asker
        Who asked.
    read_anew
        Reads it; `None` where nobody would begin anew.
    now, reader
        The configuration in use, and the reader that it asked for.

    Raises
    ------
    ConfigError
        It is not as it should be.
    ValueError
        Nobody would begin anew.
    """
    if read_anew is None:
        raise ValueError("restart: this sensor process cannot begin anew by itself")
    config = read_anew()
    # A recording begins again from its first row; cells that are read on are not looked for anew, which takes seconds.
    reads_on = reader.backend != "recording" and repr((config.reader, config.cells)) == repr((now.reader, now.cells))
    asker.hold()
    return Wanted(config, asker, reader if reads_on else None)
