"""The conversation of a guided calibration, over the live link with the sensor process.

The sensor process measures and decides; this asks, waits and says. What is typed and what a file of answers holds are the same lines.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TextIO

from chairpi.commands.calibration_lines import HELP, MASS, NotUnderstood, message_of
from chairpi.errors import LinkError
from chairpi.link.protocol import Message

LOOK_EACH_S = 0.2


class Answers(Protocol):
    """Where answers come from: a person or a file."""

    def next(self) -> str | None:
        """The next line; `None` when there are no more."""


class Written:
    """Answers from a file: empty lines and lines that begin with # are passed over, and `enter` stands for the Enter key."""

    def __init__(self, file: TextIO, say: Callable[[str], None]) -> None:
        self._lines: Iterator[str] = iter(file)
        self._say = say

    def next(self) -> str | None:
        """The next line, shown as if it had been typed."""
        for line in self._lines:
            text = line.partition("#")[0].strip()
            if text:
                self._say(f"> {text}")
                return "" if text.lower() == "enter" else text
        return None


class Conversation:
    """One calibration as questions and answers.

    Parameters
    ----------
    ask
        Sends a request to the sensor process and gives its reply.
    say
        Shows a line.
    answers
        What the person says.
    wait
        Waits some seconds of real time.
    """

    def __init__(
        self,
        ask: Callable[[Message], Message],
        say: Callable[[str], None],
        answers: Answers,
        wait: Callable[[float], None],
    ) -> None:
        self._request = ask
        self._say = say
        self._answers = answers
        self._wait = wait
        self._state: dict[str, Any] = {}
        self._changed = False

    def run(self) -> bool:
        """Talk until the calibration is finished or the answers end; whether the chair's calibration was changed."""
        try:
            self._ask({"action": "state"})
            self._say(self._state["text"])
            while not self._changed:
                line = self._answers.next()
                if line is None or line.strip().lower() in ("quit", "cancel"):
                    break
                self._answer(line.strip())
        finally:
            if not self._changed:
                self._leave()
        return self._changed

    def _answer(self, line: str) -> None:
        match line.lower():
            case "help":
                self._say(HELP)
                return
            case "show":
                self._show()
                return
        try:
            message = self._suggested(line) or message_of(line, self._state["cells"])
        except NotUnderstood as error:
            self._say(str(error))
            return
        if message["request"] == "simulate":
            reply = self._request(message)
            if not reply["ok"]:
                self._say(f"Refused: {reply['why']}")
            return
        self._do(message)

    def _suggested(self, line: str) -> Message | None:
        """What Enter, or a mass alone, stands for."""
        found = re.fullmatch(MASS, line.lower())
        if line and found is None:
            return None
        following = self._state["next"] or {"action": "start"}
        message: Message = {"request": "calibration", **following}
        if found is not None:
            message["mass_kg"] = float(found["mass"])
        return message

    def _do(self, message: Message) -> None:
        finished = message["action"] == "finish" or (message["action"] == "undo" and self._state["step"] == "finished")
        if not self._ask(message):
            return
        if self._state["measuring"] is not None:
            self._say(self._state["text"])
            self._measure()
        elif finished:
            self._changed = True
            self._say(self._state["result"] or "The calibration of before is in use again.")
        elif "accept" in message:
            self._say(self._state["done"][-1]["text"])
        if not self._changed:
            self._say(self._state["text"])

    def _measure(self) -> None:
        """Wait until what is being measured is done, and say what came of it."""
        while self._state["measuring"] is not None:
            self._wait(LOOK_EACH_S)
            self._ask({"action": "state"})
        state = self._state
        if state["refusal"] is not None:
            self._say(f"Not measured: {state['refusal'].rstrip('.')}.")
            return
        self._say(state["done"][-1]["text"])
        if state["wiring"] is not None and state["done"][-1]["action"] == "wiring":
            for sentence in state["wiring"]["text"]:
                self._say(sentence)
        if state["condition_text"] is not None:
            self._say(f"So far: {state['condition_text']}.")
        before, after = state["before"], state["after"]
        if before is not None and after is not None:
            seen = "" if after["left_out"] else " (on the very measurements it would be made from)"
            self._say(f"Error before: {before['text']}; it would be after: {after['text']}{seen}.")

    def _ask(self, message: Message) -> bool:
        reply: dict[str, Any] = self._request({"request": "calibration", **message})
        if not reply["ok"]:
            self._say(f"Refused: {reply['why'].rstrip('.')}.")
            return False
        self._state = reply["calibration"]
        return True

    def _show(self) -> None:
        self._ask({"action": "state"})
        for cell in self._state["cells"]:
            kilograms = "no reading" if cell["kg"] is None else f"{cell['kg']:8.2f} kg"
            self._say(f"{cell['label']:>16}  {kilograms}")
        if self._state["total_kg"] is not None:
            self._say(f"{'together':>16}  {self._state['total_kg']:8.2f} kg")

    def _leave(self) -> None:
        """Leave nothing half done: once for what is being measured, once for the calibration."""
        with contextlib.suppress(LinkError):  # the chair has ended, and its half-made calibration with it
            for _ in range(2):
                self._request({"request": "calibration", "action": "cancel"})
