"""`chairpi web`, the process that serves the dashboard."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from chairpi.backup.taking import take_for_web
from chairpi.clock import Clock
from chairpi.commands.log import log_to_stderr
from chairpi.commands.options import clock_option, config_option, layers_of
from chairpi.dashboard.app import create_app
from chairpi.dashboard.https.offer import Offer, certificates_of
from chairpi.dashboard.server import serve
from chairpi.dashboard.settings.configured import Configured
from chairpi.heap import keep_small
from chairpi.store.secret_key import secret_key


@click.command()
@config_option
@clock_option
@click.option("--host", help="Address to listen on; the configuration's web.host when not given.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; the configuration's web.port when not given.")
def web(config_path: Path | None, clock: Clock, host: str | None, port: int | None) -> None:
    """Serve the dashboard on the home network."""
    log_to_stderr()
    keep_small()
    take_for_web(Path(layers_of(config_path).base.paths.data_dir))
    layers = layers_of(config_path, mend=True)
    config = layers.config
    app = create_app(
        history_path=config.history_path,
        link_dir=config.runtime_dir,
        clock=clock,
        time_zone=config.web.time_zone or None,
        secret_key=secret_key(Path(config.paths.data_dir)),
        host_names=config.web.names,
        configured=Configured(layers),
        before_pairing=config.web.before_pairing,
        https=Offer(config.web.https_port, certificates_of(config)),
    )
    if serve(app, host or config.web.host, config.web.port if port is None else port):
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  # ourselves, with the restored backup
