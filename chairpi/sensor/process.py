"""The sensor process: reader -> core -> store, outputs and the live link.

One loop, one thread. Between two frames it looks whether somebody asked for something; it never waits for a reader of its
messages, and it ends at the next frame when told to, with everything written.
"""

from __future__ import annotations

import contextlib
import logging
import math
from collections.abc import Callable
from pathlib import Path

from chairpi.clock import Clock, RealClock
from chairpi.config.tables import Config
from chairpi.core.requests import Press, PressButton
from chairpi.errors import ChairPiError, DamagedError, StoreError
from chairpi.link.server import LinkServer
from chairpi.outputs.signals import Signals
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.sensor.at_work import AtWork, pretends
from chairpi.sensor.awaited_press import AwaitedPress
from chairpi.sensor.commands import Commands
from chairpi.sensor.keeping import BEGIN_ANEW, Keeping
from chairpi.sensor.messages import now_message
from chairpi.sensor.wanted import Wanted, restored, wanted

log = logging.getLogger(__name__)

LIVE_STEP_S = 0.1
"""The live state goes out at most this often [s of real time]: ten pictures a second look smooth."""

JUST_MENDED = "what the chair wrote down was damaged and has just been mended; please try again"

DAY_S = 86_400.0


class Sensor:
    """The sensor process, ready to run.

    Parameters
    ----------
    config
        All of the configuration.
    clock
        Paces the reader and gives wall time.
    reader
        Where frames come from; the configuration says it when not given.
    read_anew
        Reads the configuration once more, for whoever asks the chair to take it over; without it nobody can.
    started_s
        When the process was started, by `clock` [s]; now when not given.
    alive
        Called at each turn of the loop, when all that came of a frame is done.
    machine_root
        Where the machine tells of its supply: `sys` is there.

    Attributes
    ----------
    signals
        The chair's own light, sound and button.

    Raises
    ------
    ChairPiError
        Something it needs cannot be had; nothing is left open.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        reader: Reader | None = None,
        *,
        read_anew: Callable[[], Config] | None = None,
        started_s: float | None = None,
        alive: Callable[[], None] = lambda: None,
        machine_root: Path = Path("/"),
    ) -> None:
        self._config = config
        self._clock = clock
        self._read_anew = read_anew
        self._alive = alive
        self._wanted: Wanted | None = None
        self._stack = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            _make_directory(config.runtime_dir, "paths.runtime_dir")
            self._reader: Reader = open_reader(config, clock) if reader is None else reader
            stack.callback(self._let_go)
            self.signals = stack.enter_context(Signals(config.outputs, mock=pretends(self._reader)))
            keeping = stack.enter_context(
                Keeping(
                    config.history_path,
                    config.runtime_dir,
                    clock,
                    trace_kept_s=config.paths.trace_kept_days * DAY_S,
                )
            )
            self._at_work = AtWork(
                config,
                clock,
                self._reader,
                keeping,
                lambda hello: stack.enter_context(LinkServer(config.runtime_dir, hello)),
                machine_root,
            )
            self._stack = stack.pop_all()
        self._live = RealClock()
        self._awaited = AwaitedPress(self.signals, self._live)
        self._live_due_s = -math.inf
        started_s = self._at_work.t_s if started_s is None else started_s
        self._commands = Commands(self._at_work, self._reader, self.signals, self._awaited, clock, started_s)

    def stop(self) -> None:
        """End at the next frame; safe to call from a signal handler."""
        self._reader.close()

    def run(self) -> Wanted | None:
        """Run until the reader ends or `stop` is called, then write down all that is known.

        Returns
        -------
        Wanted | None
            The configuration to begin anew with, where somebody asked for that: all is closed then but a reader that goes on.

        Raises
        ------
        DamagedError, ReplacedError
            The history was damaged and is set aside by now, or another one is there; all is closed: the chair is to begin anew with
            what is in its place.
        """
        try:
            self._run()
        except ChairPiError as error:
            if self._wanted is not None:  # who asked for a new beginning, and waits
                why = JUST_MENDED if isinstance(error, DamagedError) else str(error)
                self._wanted.asker({"ok": False, "why": why})
            raise
        return self._wanted

    def _run(self) -> None:
        with self._stack:
            log.info("reading %d cells. %s", len(self._reader.seat.cells), self._reader.picked)
            upright = self._reader.guided_upright
            if upright is not None:
                self._at_work.ask(upright)
            for frame in self._reader.frames():
                if frame is not None:
                    self._at_work.receive(frame)
                    self._show(frame.counts)
                self._answer()
                self._alive()
                if self._wanted is not None:
                    break
            self._at_work.finish()
            log.info("ended")

    def _let_go(self) -> None:
        if self._wanted is None or self._wanted.reader is None:
            self._reader.close()

    def _answer(self) -> None:
        """Do what was asked since the last frame, by a page or by the button."""
        for message, reply in self._at_work.link.requests():
            try:
                if message == {"request": "restart"}:
                    self._wanted = wanted(reply, self._read_anew, self._config, self._reader)
                    return
                if message == {"request": "restore"} and self._read_anew is not None:
                    self._wanted = restored(reply, self._config)
                    return
                reply(self._commands.answer(message))
            except BEGIN_ANEW as error:
                reply({"ok": False, "why": JUST_MENDED if isinstance(error, DamagedError) else str(error)})
                raise
            except (StoreError, ValueError) as error:
                reply({"ok": False, "why": str(error)})
        while not self.signals.presses.empty():
            press = self.signals.presses.get()
            told = self._awaited.take(press)
            if told is not None:
                self._at_work.link.publish(told)
                continue
            if press is Press.VERY_LONG:
                self._at_work.link.publish({"message": "button", "press": press})
            self._at_work.ask(PressButton(self._at_work.t_s, press))

    def _show(self, counts: tuple[float | None, ...]) -> None:
        """The state to the light and to whoever watches."""
        now = self._at_work.chair.now
        if now is None:
            return
        self.signals.show(now.signal)
        link = self._at_work.link
        if link.wants_frames:
            link.publish(
                {"message": "frame", "t_s": now.t_s, "counts": list(counts), "doubtful": self._at_work.supply_low}
            )
        live_s = self._live.monotonic_s()
        if live_s >= self._live_due_s:
            self._live_due_s = live_s + LIVE_STEP_S
            link.publish(now_message(now, self._at_work.utc_s))


def _make_directory(path: Path, key: str) -> None:
    """Make a directory that the configuration names by `key`.

    Raises
    ------
    StoreError
        It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{key}: the directory {path} cannot be made: {error.strerror}; choose another in the configuration"
        ) from error
