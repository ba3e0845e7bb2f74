"""What the pages work with: one object for each application, found through `services()`."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from chairpi.clock import Clock
from chairpi.core.settings import PromptSettings
from chairpi.dashboard.days import LocalDays
from chairpi.dashboard.feed.live import LiveFeed
from chairpi.dashboard.feed.present import Presenter
from chairpi.findings.verdicts import Wires
from chairpi.store.book import Book

EXTENSION = "chairpi"


@dataclass(frozen=True, slots=True)
class Services:
    """The dashboard's parts.

    Parameters
    ----------
    history_path
        The database of measurements; read only.
    book
        What people tell the programme, and what they added to it.
    link_dir
        Where the sensor process has its sockets.
    help_path
        The folder of Markdown help pages.
    clock
        What day it is.
    real_clock
        How long streams last; in the demo the chair's own clock may run faster.
    days, feed, presenter
        Local times, the link to the sensor process, and what is said about it.
    streams
        One permit for each event stream that may be open.
    wires
        Where each load cell is connected, by its name.
    prompt_settings
        How the configuration has everybody prompted.
    machine_root
        Where the machine tells of itself: `sys`, `proc`, `run` and `etc`.
    """

    history_path: Path
    book: Book
    link_dir: Path
    help_path: Path
    clock: Clock
    real_clock: Clock
    days: LocalDays
    feed: LiveFeed
    presenter: Presenter
    streams: threading.BoundedSemaphore
    wires: Mapping[str, Wires]
    prompt_settings: PromptSettings
    machine_root: Path


def services() -> Services:
    """The parts of the application that handles the present request."""
    return cast(Services, current_app.extensions[EXTENSION])
