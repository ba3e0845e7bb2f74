"""`chairpi export`: everything that a chair keeps, written into one file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from chairpi.clock import RealClock
from chairpi.commands.options import config_of, config_option, force_option
from chairpi.config.tables import Config
from chairpi.data_names import APP_FILE
from chairpi.days import LocalDays
from chairpi.errors import StoreError
from chairpi.store.export import Export


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-weight", is_flag=True, help="Loads in newtons, which come near to body weight; else as shares.")
@force_option
@config_option
def export(file: Path, with_weight: bool, force: bool, config_path: Path | None) -> None:
    """Write everything that is kept into one archive (ZIP) of CSV and JSON files."""
    n_bytes = write_export(config_of(config_path), file, with_weight=with_weight, overwrite=force)
    click.echo(f"{file}: {n_bytes} bytes", err=True)


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
    if not config.history_path.exists() and not (data_dir / APP_FILE).exists():
        raise StoreError(
            f"paths.data_dir: nothing is kept in {data_dir} yet; start the chair first, or name its configuration"
        )
    if output.exists() and not overwrite:
        raise StoreError(f"{output} exists; name another file, or overwrite it with --force")
    export = Export(
        config.history_path,
        data_dir / APP_FILE,
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
