"""`chairpi programme`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.errors import ContentError
from chairpi.programme.exchange import bundle_of
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.library import load_library
from chairpi.programme.overview import content_table, sums, without_picture
from chairpi.programme.own import NOTHING_OWN
from chairpi.programme.signs import load_signs


@click.group()
def programme() -> None:
    """The stretch and strengthening programme: its content."""


@programme.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path | None) -> None:
    """Read all exercises, pictures, routines, causes and warning signs; count the exercises by cause, place and kind.

    With FILE, an export of exercises of your own, it is read together with what comes with ChairPi.
    """
    try:
        load_signs()
        own = NOTHING_OWN if file is None else bundle_of(file.read_text(encoding="utf-8"), file.name)
        library = load_library(own)
        pictures = load_pictures()
    except ValueError as error:
        raise ContentError(str(error)) from error
    if missing := without_picture(library, pictures):
        raise ContentError(f"pictures: there is none for {', '.join(missing)}")
    for line in (*content_table(library), "", *sums(library)):
        click.echo(line)
