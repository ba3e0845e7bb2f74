"""`chairpi certificates`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.certificates.report import lines
from chairpi.commands.options import config_of, config_option
from chairpi.dashboard.https.offer import certificates_of


@click.command()
@click.option("--renew", is_flag=True, help="Make a new certificate for the dashboard now.")
@click.option("--new-authority", is_flag=True, help="Make a new authority too; each device has to trust it anew.")
@config_option
def certificates(renew: bool, new_authority: bool, config_path: Path | None) -> None:
    """Show the certificates for HTTPS, made when there are none: where they are, what they are for, and until when."""
    found = certificates_of(config_of(config_path))
    made = found.renew(always=renew, with_authority=new_authority)
    for line in lines(found):
        click.echo(line)
    if made:
        click.echo("The dashboard takes a new certificate within an hour, or when it is restarted.")
