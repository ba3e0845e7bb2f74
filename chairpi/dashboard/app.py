"""The dashboard as a Flask application."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from chairpi.clock import Clock, RealClock
from chairpi.core.settings import PromptSettings
from chairpi.dashboard import api, help, languages, problems, security
from chairpi.dashboard.chair import calibrate, health
from chairpi.dashboard.days import LocalDays
from chairpi.dashboard.feed.live import LiveFeed
from chairpi.dashboard.feed.present import Presenter
from chairpi.dashboard.feed.stream import STREAMS_MAX
from chairpi.dashboard.history import today
from chairpi.dashboard.lengths import length, long_length
from chairpi.dashboard.now import page as now
from chairpi.dashboard.own import content as own_content
from chairpi.dashboard.own import file as own_file
from chairpi.dashboard.own import prescribed
from chairpi.dashboard.own import print as own_print
from chairpi.dashboard.own import routines as own_routines
from chairpi.dashboard.programme import calendar_file, progress, warning_signs
from chairpi.dashboard.programme import page as programme
from chairpi.dashboard.prompts import page as prompts
from chairpi.dashboard.prompts import sitters
from chairpi.dashboard.services import EXTENSION, Services
from chairpi.dashboard.stretch import page as stretch
from chairpi.dashboard.stretch import seat_check
from chairpi.dashboard.web_files import web_root
from chairpi.findings.verdicts import Wires
from chairpi.store.book import Book

BODY_MAX_BYTES = 64 * 1024

APP_FILE = "app.db"
"""What people tell the programme, beside the history."""


def create_app(
    *,
    history_path: Path,
    link_dir: Path,
    clock: Clock,
    time_zone: str | None,
    secret_key: bytes,
    host_names: Iterable[str] = (),
    real_clock: Clock | None = None,
    app_path: Path | None = None,
    help_path: Path | None = None,
    wires: Mapping[str, Wires] | None = None,
    prompt_settings: PromptSettings | None = None,
    machine_root: Path = Path("/"),
) -> Flask:
    """Build the dashboard and let it listen to the sensor process, which need not run yet.

    Parameters
    ----------
    history_path
        The database of measurements; need not exist yet.
    link_dir
        Where the sensor process has its sockets.
    clock
        What day it is; in the demo a scaled clock.
    time_zone
        IANA name of the household's zone; `None` for the machine's own.
    secret_key
        Signs the session cookie that carries the form token.
    host_names
        Names under which the dashboard answers besides IP addresses and the machine's own names.
    real_clock
        How old values are and how long streams last; the machine's own clock when not given.
    app_path
        The database of what people tell the programme; `app.db` beside the history when not given. Made when it is first needed.
    help_path
        Folder of the help pages; those that come with ChairPi when not given.
    wires
        Where each load cell is connected, by its name, for the health page.
    prompt_settings
        How everybody is prompted who has not chosen otherwise; the defaults when not given.
    machine_root
        Where the machine tells of itself: `sys`, `proc`, `run` and `etc`.

    Raises
    ------
    ConfigError
        There is no such time zone.

    Notes
    -----
    Whoever builds it ends it: `stop_listening(app)` ends the background thread and every open stream, and closes the file.
    """
    web = web_root()
    app = Flask("chairpi.dashboard", template_folder=web / "templates", static_folder=web / "static")
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=BODY_MAX_BYTES,
        SESSION_COOKIE_NAME="chairpi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a dashboard stays open for days; the token lives as long as its session
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(length=length, long_length=long_length)

    stream_clock = real_clock or RealClock()
    days = LocalDays(time_zone)
    feed = LiveFeed(link_dir, stream_clock)
    app.extensions[EXTENSION] = Services(
        history_path=history_path,
        book=Book(app_path or history_path.with_name(APP_FILE)),
        link_dir=link_dir,
        help_path=help_path or web / "help",
        clock=clock,
        real_clock=stream_clock,
        days=days,
        feed=feed,
        presenter=Presenter(feed, days),
        streams=threading.BoundedSemaphore(STREAMS_MAX),
        wires=wires or {},
        prompt_settings=prompt_settings or PromptSettings(),
        machine_root=machine_root,
    )
    security.guard(app, host_names)
    languages.speak_languages(app)
    own_file.take_files(app)
    CSRFProtect(app)
    problems.explain(app)
    for pages in (
        now,
        today,
        prompts,
        sitters,
        stretch,
        programme,
        warning_signs,
        progress,
        seat_check,
        calendar_file,
        own_content,
        own_routines,
        prescribed,
        own_file,
        own_print,
        help,
        languages,
        api,
        health,
        calibrate,
    ):
        app.register_blueprint(pages.blueprint)
    feed.start()
    return app


def stop_listening(app: Flask) -> None:
    """End the background thread of an application, and with it every open stream; close its file."""
    parts: Services = app.extensions[EXTENSION]
    parts.feed.stop()
    parts.book.close()
