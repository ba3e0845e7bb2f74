"""Browsers that ask to be let in, until somebody presses the button or an owner says yes.

One at a time waits for the button. Once its time is over an owner may still let it in from their own page, for ten minutes in all.
Nothing of it is on a disk: after a restart of the dashboard a browser simply asks again.
"""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from chairpi.clock import Clock
from chairpi.dashboard.access.limits import Tries
from chairpi.errors import LinkError
from chairpi.link.client import send_command
from chairpi.link.protocol import Message
from chairpi.store.access import Role

PRESS_WITHIN_S = 30.0
"""How long the button is waited for [s]: from the browser to the chair, and no longer, as everybody in the house may ask."""
KEPT_S = 600.0
"""How long an owner may say yes or no, and an answer waits to be fetched [s]."""


class Stage(StrEnum):
    """What became of a browser's wish."""

    BUTTON = "button"
    OWNER = "owner"
    LET_IN = "let_in"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """A browser that asks to be let in.

    Parameters
    ----------
    secret
        By which the browser finds its wish again.
    number
        By which people find it: shown there and on the owner's page.
    name, role
        What it calls itself, and what it wants to be; once let in, what it is.
    asked_s
        When it asked, on the machine's clock [s].
    stage
        What became of it; `BUTTON` for `PRESS_WITHIN_S` at most.
    no_button
        Why the button cannot be pressed; empty where it can.
    """

    secret: str
    number: int
    name: str
    role: Role
    asked_s: float
    stage: Stage
    no_button: str = ""


class TooOften(Exception):  # noqa: N818  # not an error: the household is asked often enough
    """Browsers asked so often that none may for a while."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait for {wait_s:.0f} s")
        self.wait_s = wait_s


class AnotherWaits(TooOften):
    """Another browser waits for the button just now."""


class Pairing:
    """The wishes. Every thread may use it.

    Parameters
    ----------
    link_dir
        Where the sensor process has its sockets.
    clock
        The machine's own.
    tries
        How often somebody asked.
    """

    def __init__(self, link_dir: Path, clock: Clock, tries: Tries) -> None:
        self._link_dir = link_dir
        self._clock = clock
        self._tries = tries
        self._lock = threading.Lock()
        self._wishes: dict[str, Wish] = {}
        # Random at the start: a press that an earlier dashboard had asked for says yes to nobody of this one.
        self._numbers = itertools.count(secrets.randbelow(900) + 100)

    def ask(self, name: str, role: Role, *, held: bool) -> Wish:
        """Let a browser ask, and the button be waited for.

        Parameters
        ----------
        name, role
            What it calls itself, and what it wants to be.
        held
            Only a press of a second or more counts.

        Raises
        ------
        AnotherWaits
            Another browser waits for the button.
        TooOften
            Somebody asked too often.
        """
        with self._lock:
            now_s = self._tidy()
            for other in self._wishes.values():
                if other.stage is Stage.BUTTON:
                    raise AnotherWaits(other.asked_s + PRESS_WITHIN_S - now_s)
            if (wait_s := self._tries.wait_s("ask")) > 0:
                raise TooOften(wait_s)
            self._tries.note("ask")
            wish = Wish(secrets.token_urlsafe(16), next(self._numbers), name, role, now_s, Stage.BUTTON)
            self._wishes[wish.secret] = wish
        no_button = self._await_press(wish.number, PRESS_WITHIN_S, held=held)
        return self._change(replace(wish, stage=Stage.OWNER, no_button=no_button)) if no_button else wish

    def look(self, secret: str) -> Wish | None:
        """A browser's wish; `None` for one that is over."""
        with self._lock:
            self._tidy()
            return self._wishes.get(secret)

    def left_s(self, wish: Wish) -> float:
        """How long a wish may still be met as it stands [s]."""
        if wish.stage is not Stage.BUTTON:
            return self.answerable_s(wish)
        return max(0.0, wish.asked_s + PRESS_WITHIN_S - self._clock.monotonic_s())

    def answerable_s(self, wish: Wish) -> float:
        """How long an owner may still say yes or no [s]."""
        return max(0.0, wish.asked_s + KEPT_S - self._clock.monotonic_s())

    def open_wishes(self) -> tuple[Wish, ...]:
        """Those to whom an owner may say yes or no, the latest one first."""
        with self._lock:
            self._tidy()
            return tuple(wish for wish in reversed(self._wishes.values()) if wish.stage in (Stage.BUTTON, Stage.OWNER))

    def pressed(self, message: Mapping[str, object]) -> None:
        """The sensor process tells of the button: the browser that waits for that press is let in."""
        with self._lock:
            self._tidy()
            for wish in self._wishes.values():
                if wish.stage is Stage.BUTTON and wish.number == message.get("number"):
                    self._wishes[wish.secret] = replace(wish, stage=Stage.LET_IN)
                    return

    def answer(self, number: int, role: Role | None) -> Wish | None:
        """An owner says yes, with a role, or no with `None`; `None` where nobody asks with this number any more."""
        found = next((wish for wish in self.open_wishes() if wish.number == number), None)
        if found is None:
            return None
        self._stop_waiting(found)
        if role is None:
            return self._change(replace(found, stage=Stage.REFUSED))
        return self._change(replace(found, stage=Stage.LET_IN, role=role))

    def finish(self, secret: str) -> Wish | None:
        """The browser fetches what it was granted, once; `None` where it was not let in."""
        with self._lock:
            self._tidy()
            wish = self._wishes.get(secret)
            if wish is None or wish.stage is not Stage.LET_IN:
                return None
            return self._wishes.pop(secret)

    def give_up(self, secret: str) -> None:
        """The browser asks no longer."""
        with self._lock:
            wish = self._wishes.pop(secret, None)
        if wish is not None:
            self._stop_waiting(wish)

    def _change(self, wish: Wish) -> Wish:
        """Keep a wish as it is now, if it has not been given up meanwhile."""
        with self._lock:
            if wish.secret in self._wishes:
                self._wishes[wish.secret] = wish
        return wish

    def _tidy(self) -> float:
        """Move on what has waited long enough; the time now [s]."""
        now_s = self._clock.monotonic_s()
        for secret, wish in tuple(self._wishes.items()):
            if now_s - wish.asked_s >= KEPT_S:
                del self._wishes[secret]
            elif wish.stage is Stage.BUTTON and now_s - wish.asked_s >= PRESS_WITHIN_S:
                self._wishes[secret] = replace(wish, stage=Stage.OWNER)
        return now_s

    def _stop_waiting(self, wish: Wish) -> None:
        if wish.stage is Stage.BUTTON:
            self._await_press(wish.number, 0.0, held=False)

    def _await_press(self, number: int, length_s: float, *, held: bool) -> str:
        """Ask the sensor process for the next press; why it cannot be had, or nothing."""
        message: Message = {"request": "await_press", "length_s": length_s, "number": number, "held": held}
        try:
            reply = send_command(self._link_dir, message)
        except LinkError as error:
            return str(error)
        return "" if reply.get("ok") else str(reply.get("why") or "it did not say why")
