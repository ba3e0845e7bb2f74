"""Make releases: `python -m chairpi.install.release keys` once, then `... make` for each. For whoever publishes, not for a chair."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from chairpi.errors import ChairPiError
from chairpi.install.making import Target, build_wheel, collect_wheels, download_wheels, write_archive
from chairpi.install.signing import load_secret, make_keys


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
def main() -> None:
    """Make signed releases of ChairPi."""


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def keys(directory: Path) -> None:
    """Make a pair of keys: release.key, to be kept secret, and release.pub, for every chair."""
    try:
        make_keys(directory / "release.key", directory / "release.pub")
    except ChairPiError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Keep {directory / 'release.key'} to yourself, and a copy of it elsewhere: without it no chair takes a release."
    )


@main.command()
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=True, help="Secret key.")
@click.option(
    "--checkout", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path(), help="Project."
)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path(), help="Folder.")
@click.option(
    "--for",
    "targets",
    multiple=True,
    default=("3.11-aarch64", "3.13-aarch64"),
    help="Python and machine that it is for: Bookworm has 3.11, Trixie 3.13. May be given more than once.",
)
@click.option(
    "--wheelhouse",
    "wheelhouses",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of wheels to take instead of fetching them. May be given more than once.",
)
def make(key: Path, checkout: Path, output: Path, targets: tuple[str, ...], wheelhouses: tuple[Path, ...]) -> None:
    """Make an archive with which a chair is installed and updated without a network."""
    try:
        secret = load_secret(key)
        with tempfile.TemporaryDirectory(prefix="chairpi-release-") as folder:
            wheels = Path(folder)
            wheel = build_wheel(checkout, wheels)
            if wheelhouses:
                collect_wheels(wheelhouses, wheels)
            else:
                for target in targets:
                    download_wheels(wheel, Target.from_text(target), wheels)
            archive = write_archive(wheel, wheels, checkout / "firmware-config" / "install", secret, output)
    except ChairPiError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{archive}: {archive.stat().st_size} bytes")


if __name__ == "__main__":
    main(prog_name="python -m chairpi.install.release")
