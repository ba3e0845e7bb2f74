"""The sensor process: reader -> core -> store, outputs and the live link.

One loop, one thread. Between two frames it looks whether somebody asked for something; it never waits for a reader of its
messages, and it ends at the next frame when told to, with everything written.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import logging
import math
from collections.abc import Callable, Iterable
from pathlib import Path

from chairpi import __version__
from chairpi.clock import Clock, RealClock
from chairpi.config import Config
from chairpi.core.chair import Chair
from chairpi.core.events import CellFound, CellLost, Event, Gap, Refused, as_record
from chairpi.core.now import Now
from chairpi.core.reference import Reference
from chairpi.core.requests import Finish, Request, Snooze
from chairpi.errors import StoreError
from chairpi.link import LinkServer, Message, request_from
from chairpi.outputs.signals import Signals
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.store.history import History

log = logging.getLogger(__name__)

LIVE_STEP_S = 0.1
"""The live state goes out at most this often [s of real time]: ten pictures a second look smooth."""

WARNINGS = (CellLost, Gap, Refused)
"""Events that are logged as warnings; a cell that is found again is logged as the end of one."""


class Sensor:
    """The sensor process, ready to run.

    Parameters
    ----------
    config
        All of the configuration.
    clock
        Paces the reader and gives wall time.

    Raises
    ------
    ChairPiError
        Something it needs cannot be had; nothing is left open.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._stack = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            _make_directory(Path(config.paths.data_dir), "paths.data_dir")
            _make_directory(config.runtime_dir, "paths.runtime_dir")
            self._reader: Reader = open_reader(config, clock)
            stack.callback(self._reader.close)
            self._link = stack.enter_context(LinkServer(config.runtime_dir, hello_message(self._reader, clock.speed)))
            self._signals = stack.enter_context(Signals(config.outputs, mock=config.reader.backend != "adafruit"))
            self._history = stack.enter_context(
                History.open(config.history_path, clock.origin_id(), clock.monotonic_s(), clock.utc_s())
            )
            self._chair = self._make_chair()
            self._stack = stack.pop_all()
        self._live = RealClock()
        self._live_due_s = -math.inf
        self._history_fails = False

    def _make_chair(self) -> Chair:
        reader, history = self._reader, self._history
        history.record_calibration(
            reader.seat.names, reader.calibration, "configuration", self._clock.monotonic_s(), self._clock.utc_s()
        )
        latest = history.latest_reference()
        return Chair(
            reader.seat,
            reader.calibration,
            self._config.core,
            reference=None if latest is None else Reference.from_event(latest),
            stand_after_s=history.setting("stand_after_s"),
        )

    def stop(self) -> None:
        """End at the next frame; safe to call from a signal handler."""
        self._reader.close()

    def run(self) -> None:
        """Run until the reader ends or `stop` is called, then close everything that is open."""
        with self._stack:
            log.info("reading %d cells through %s", len(self._reader.seat.cells), self._reader.backend)
            t_s = self._clock.monotonic_s()
            upright = self._reader.guided_upright
            if upright is not None:
                self._tell(self._chair.receive(upright))
            for frame in self._reader.frames():
                if frame is not None:
                    t_s = frame.t_s
                    self._tell(self._chair.receive(frame))
                    self._show(frame.counts)
                    self._write(functools.partial(self._history.commit_if_due, t_s))
                self._answer(t_s)
            self._tell(self._chair.receive(Finish(t_s)))
            log.info("ended")

    def _tell(self, events: Iterable[Event]) -> None:
        """Events to the history, the log and whoever watches."""
        events = tuple(events)
        if not events:
            return
        offset_s = self._clock.utc_s() - self._clock.monotonic_s()
        self._write(lambda: self._history.record(events, offset_s))
        for event in events:
            record = as_record(event)
            self._link.publish({"message": "event", **record})
            if isinstance(event, WARNINGS):
                log.warning("%s", record)
            elif isinstance(event, CellFound):
                log.info("%s", record)

    def _write(self, write: Callable[[], None]) -> None:
        """Write to the history; when that fails, say so once and go on: the chair prompts without a disk, and rows wait."""
        try:
            write()
        except StoreError as error:
            if not self._history_fails:
                log.error("the history cannot be written, and waits in memory: %s", error)
            self._history_fails = True
        else:
            if self._history_fails and not self._history.n_waiting:
                log.info("the history is written again")
                self._history_fails = False

    def _answer(self, t_s: float) -> None:
        """Do what was asked since the last frame, by a page or by the button."""
        for message, reply in self._link.requests():
            try:
                events = self._ask(request_from(message, t_s))
            except ValueError as error:
                reply({"ok": False, "why": str(error)})
                continue
            refused = next((event.why for event in events if isinstance(event, Refused)), None)
            if refused is None:
                reply({"ok": True, "events": [as_record(event) for event in events]})
            else:
                reply({"ok": False, "why": refused})
        while not self._signals.presses.empty():
            self._signals.presses.get()
            self._ask(Snooze(t_s, self._config.prompts.snooze_min * 60.0))

    def _ask(self, request: Request) -> tuple[Event, ...]:
        events = self._chair.receive(request)
        self._tell(events)
        return events

    def _show(self, counts: tuple[float | None, ...]) -> None:
        """The state to the light and to whoever watches."""
        now = self._chair.now
        if now is None:
            return
        self._signals.show(now)
        if self._link.wants_frames:
            self._link.publish({"message": "frame", "t_s": now.t_s, "counts": list(counts)})
        live_s = self._live.monotonic_s()
        if live_s >= self._live_due_s:
            self._live_due_s = live_s + LIVE_STEP_S
            self._link.publish(now_message(now, self._clock.utc_s()))


def hello_message(reader: Reader, speed: float) -> Message:
    """What a client is told first: which chair this is, and how fast its time runs."""
    return {
        "message": "hello",
        "version": __version__,
        "backend": reader.backend,
        "rate_hz": reader.rate_hz,
        "speed": speed,
        "cells": [
            {"cell": cell.name, "ap_mm": None if math.isnan(cell.ap_mm) else cell.ap_mm, "ml_mm": cell.ml_mm}
            for cell in reader.seat.cells
        ],
        "zero_counts": list(reader.calibration.zero_counts),
        "counts_per_n": list(reader.calibration.counts_per_n),
    }


def now_message(now: Now, utc_s: float) -> Message:
    """The present state as a message; `utc_s` is its wall time [s]."""
    slide, prompt, reference, shift = now.slide, now.prompt, now.reference, now.shift
    plain = {
        field.name: getattr(now, field.name)
        for field in dataclasses.fields(now)
        if field.name not in {"slide", "prompt", "reference", "shift"}
    }
    return {
        "message": "now",
        "utc_s": utc_s,
        **plain,
        "slide": None
        if slide is None
        else {"onset_t_s": slide.onset_t_s, "length_s": now.t_s - slide.onset_t_s, "slide_mm": slide.slide_mm},
        "prompt": None if prompt is None else {"kind": prompt.kind, "reason": prompt.reason, "raised_t_s": prompt.t_s},
        "reference": None
        if reference is None
        else {
            "source": reference.source,
            "cop_ap_mm": reference.cop_ap_mm,
            "cop_ml_mm": reference.cop_ml_mm,
            "total_n": reference.total_n,
            "zero_doubtful": reference.zero_offset_n != 0.0,
        },
        "shift_ap_mm": None if shift is None else shift.ap_mm,
        "shift_ml_mm": None if shift is None else shift.ml_mm,
    }


def _make_directory(path: Path, key: str) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{key}: the directory {path} cannot be made: {error.strerror}; choose another in the configuration"
        ) from error
