"""What the live link may ask of the sensor process, and what is answered: a table of commands, and requests to the chair itself."""

from __future__ import annotations

from collections.abc import Callable

from chairpi.clock import Clock
from chairpi.core.events.requests import Refused
from chairpi.link.protocol import Message
from chairpi.link.requests import request_from
from chairpi.machine.process import read_process
from chairpi.outputs.signals import Signals
from chairpi.readers.reader import Reader
from chairpi.sensor.at_work import AtWork
from chairpi.sensor.awaited_press import AwaitedPress
from chairpi.sensor.messages import event_message, health_message


class Commands:
    """Answers one message at a time.

    Parameters
    ----------
    at_work
        The chair.
    reader
        Where its frames come from.
    signals, awaited
        Its light, sound and button, and who waits for a press.
    clock, started_s
        The present clocks, and when the process was started [s].
    """

    def __init__(
        self,
        at_work: AtWork,
        reader: Reader,
        signals: Signals,
        awaited: AwaitedPress,
        clock: Clock,
        started_s: float,
    ) -> None:
        self._at_work = at_work
        self._reader = reader
        self._signals = signals
        self._awaited = awaited
        self._clock = clock
        self._started_s = started_s
        self._commands: dict[object, Callable[[Message], Message | None]] = {
            "health": self._health,
            "calibration": at_work.calibrate,
            "simulate": self._simulate,
            "sitters": at_work.change_sitters,
            "erase_everything": self._erase_everything,
            "believe_time": self._believe_time,
            "await_press": awaited.ask,
            "press_button": self._press_button,
            "test_signals": self._test_signals,
            "safe_mode": lambda _message: {"ok": False, "why": "the chair is not in safe mode"},
        }

    def answer(self, message: object) -> Message:
        """The answer to one message.

        Raises
        ------
        ValueError
            It cannot be understood; the text says what was found.
        StoreError
            It could not be written, and was not done.
        """
        if isinstance(message, dict) and isinstance(message.get("request"), str):
            command = self._commands.get(message["request"])
            answer = None if command is None else command(message)
            if answer is not None:
                return answer
        return self._ask_chair(message)

    def _ask_chair(self, message: object) -> Message:
        events = self._at_work.ask(request_from(message, self._at_work.t_s))
        refused = next((event.why for event in events if isinstance(event, Refused)), None)
        if refused is not None:
            return {"ok": False, "why": refused}
        return {"ok": True, "events": [event_message(event) for event in events]}

    def _health(self, _message: Message) -> Message:
        work, uptime_s = self._at_work, self._clock.monotonic_s() - self._started_s
        health = health_message(self._reader, work.chair.now, uptime_s, work.t_s, work.zero_moves)
        return {"ok": True, "health": health | {"memory_bytes": read_process().memory_bytes}}

    def _simulate(self, message: Message) -> Message:
        self._reader.simulate(message)
        return {"ok": True, "events": []}

    def _erase_everything(self, message: Message) -> Message | None:
        match message:
            case {"keep_calibration": bool(keep_calibration)}:
                return self._at_work.erase_everything(keep_calibration=keep_calibration)
        return None

    def _believe_time(self, message: Message) -> Message | None:
        match message:
            case {"utc_s": int() | float() as utc_s} if not isinstance(utc_s, bool):
                self._at_work.believe_time(float(utc_s))
                return {"ok": True, "events": []}
        return None

    def _press_button(self, message: Message) -> Message | None:
        match message:
            case {"down": bool(down)}:
                self._signals.press_pretended(down=down)
                return {"ok": True, "events": []}
        return None

    def _test_signals(self, _message: Message) -> Message:
        return {"ok": True, "events": [], "fitted": list(self._signals.test())}
