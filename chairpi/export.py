"""Everything that a chair keeps, written into one file."""

from __future__ import annotations

import os
from pathlib import Path

from chairpi.clock import RealClock
from chairpi.config import Config
from chairpi.days import LocalDays
from chairpi.errors import StoreError
from chairpi.store.export import Export


def write_export(config: Config, output: Path, *, with_weight: bool, overwrite: bool) -> int:
    """Write the archive, readable by this user only; the file is there when it is whole.

    Parameters
    ----------
    config
        Says where the data are, and in which zone local times are written.
    output
        The file to write.
    with_weight
        Loads in newtons, which come near to body weight; else as shares.
    overwrite
        Whether the file may exist.

    Returns
    -------
    int
        Its size [bytes].

    Raises
    ------
    StoreError
        There is nothing to export, it cannot be read, or the file exists or cannot be written.
    """
    data_dir = Path(config.paths.data_dir)
    if not config.history_path.exists() and not (data_dir / "app.db").exists():
        raise StoreError(
            f"paths.data_dir: nothing is kept in {data_dir} yet; start the chair first, or name its configuration"
        )
    if output.exists() and not overwrite:
        raise StoreError(f"{output} exists; name another file, or overwrite it with --force")
    export = Export(
        config.history_path,
        data_dir / "app.db",
        LocalDays(config.web.time_zone or None).zone,
        RealClock().utc_s(),
        with_weight,
    )
    part = output.with_name(f"{output.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            n_bytes = sum(file.write(piece) for piece in export.pieces())
        part.replace(output)
    except OSError as error:
        raise StoreError(f"{output} cannot be written: {error.strerror}; choose another place") from error
    finally:
        part.unlink(missing_ok=True)
    return n_bytes
