"""What the sensor process does for a calibration, without its other work: a session fed with frames of a chair on which masses are put."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from placing import Bench

from chairpi.calibration.session import CalibrationSession
from chairpi.core.calibration import Calibration
from chairpi.link.protocol import Message
from chairpi.link.server import LinkServer
from chairpi.simulate.chair import simulated_chair

SEAT, TRUTH = simulated_chair()


class Process:
    """What the sensor process does with frames and requests, without its other work."""

    def __init__(self) -> None:
        self.bench = Bench(SEAT, TRUTH)
        self.session = CalibrationSession(SEAT, TRUTH)
        self.used: list[Calibration] = []
        self.asked: list[Any] = []

    def frames(self, _seconds: float = 0.0) -> None:
        """A few frames more; stands for waiting."""
        for _ in range(10):
            self.session.receive(self.bench.frame())

    def reply(self, message: Any) -> Message:
        """The answer to one request."""
        self.asked.append(message)
        if message["request"] == "simulate":
            try:
                self.bench.placed.ask(message)
            except ValueError as error:
                return {"ok": False, "why": str(error)}
            return {"ok": True, "events": []}
        reply = self.session.ask(message, self.bench.t_s)
        if self.session.accepted is not None:
            self.used.append(self.session.accepted)
        return reply


@contextmanager
def served(directory: Path, process: Process, wait_s: float = 0.005) -> Iterator[None]:
    """The process behind real sockets, in a thread: a second of its chair's time every `wait_s`."""
    end = threading.Event()
    cells = [
        {"cell": cell.name, "ap_mm": cell.ap_mm if cell.in_seat else None, "ml_mm": cell.ml_mm} for cell in SEAT.cells
    ]
    hello: Message = {
        "message": "hello",
        "version": "0",
        "backend": "simulated",
        "rate_hz": 10.0,
        "speed": 1.0,
        "cells": cells,
        "counts_per_n": list(TRUTH.counts_per_n),
    }
    with LinkServer(directory, hello) as server:

        def serve() -> None:
            while not end.wait(wait_s):
                process.frames()
                for message, reply in server.requests():
                    reply(process.reply(message))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()
