"""The event stream: the chair's state as it changes, as server-sent events.

A stream holds one of the server's threads for as long as it is open.
So there are fewer streams than threads, each ends after a while (the browser opens the next by itself), and each sends something at
least every ten seconds, so that a browser that has gone away is noticed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping

from chairpi.clock import Clock
from chairpi.dashboard.feed.live import LiveFeed, Snapshot
from chairpi.dashboard.feed.present import Presenter
from chairpi.dashboard.now.event_words import event_sentence
from chairpi.dashboard.sitter_words import told_sitters
from chairpi.language.words import speaking, spoken

STREAMS_MAX = 32
"""Streams at a time, for a large household with several screens each: 8 of the server's 40 threads stay for pages."""
LENGTH_S = 600.0
KEEPALIVE_S = 10.0
LOOK_S = 1.0
"""How often [s] a quiet stream looks whether the values have grown old."""


class Streams:
    """How many event streams are open, and a permit for each that may be."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self.n_open = 0

    def open(self) -> bool:
        """Take a permit, if there is one left."""
        with self._lock:
            if self.n_open >= self._most:
                return False
            self.n_open += 1
            return True

    def close(self) -> None:
        """Give a permit back."""
        with self._lock:
            self.n_open -= 1


def event_stream(
    feed: LiveFeed,
    presenter: Presenter,
    clock: Clock,
    *,
    named: bool = True,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Iterator[str]:
    """Hello, where the weight lies at every new state, the state in full when a sentence changes, and each event.

    It ends when the feed stops or the stream has lasted long enough.

    All of it is in the language that is spoken now: the stream is read when the request is long over, each piece of it perhaps where
    another language was spoken meanwhile.

    Parameters
    ----------
    feed, presenter, clock
        What is heard, what is said about it, and how long it lasts.
    named
        With the names of the sitters.
    may_go_on
        Whether whoever listens still may: asked again and again, so that who is shut out is shut out at once.
    """
    return _in_language(spoken(), _pieces(feed, presenter, clock, named=named, may_go_on=may_go_on))


def _in_language(language: str, pieces: Iterator[str]) -> Iterator[str]:
    while True:
        with speaking(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _pieces(
    feed: LiveFeed, presenter: Presenter, clock: Clock, *, named: bool, may_go_on: Callable[[], bool]
) -> Iterator[str]:
    began_s = sent_s = clock.monotonic_s()
    hello_sent: Mapping[str, object] | None = None
    told = moved = -1
    heard = feed.snapshot()
    told_events = heard.sequence
    yield "retry: 2000\n\n"
    while not feed.stopping.is_set() and may_go_on() and clock.monotonic_s() - began_s < LENGTH_S:
        if heard.hello is not None and heard.hello is not hello_sent:
            hello_sent = heard.hello
            yield _event("hello", _hello(heard, presenter, named=named))
        for sequence, event in heard.events:
            if sequence > told_events:
                told_events = sequence
                text = event_sentence(event, told_sitters(heard.hello) if named else ())
                told_event = presenter.event(event, heard.now) if named else {"event": event.get("event")}
                yield _event("event", json.dumps({**told_event, "text": text}))
        quiet = clock.monotonic_s() - sent_s >= KEEPALIVE_S
        if quiet:
            yield ": still here\n\n"
        said = presenter.said(heard, named=named)
        if quiet or told != said.number:
            told = said.number
            sent_s = clock.monotonic_s()
            yield _event("now", said.message)
        if moved != heard.sequence and (loads := presenter.loads(heard)):
            moved = heard.sequence
            sent_s = clock.monotonic_s()
            yield _event("loads", loads)
        heard = feed.wait_shown(heard.sequence, LOOK_S)


def _hello(heard: Snapshot, presenter: Presenter, *, named: bool) -> str:
    present = presenter.present(heard, named=named)
    layout = present.layout.key if present.layout else ""
    hello = {**(heard.hello or {}), "sitters": present.sitters}
    return json.dumps({**hello, "layout": layout, "sitters_key": present.sitters_key})


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
