"""The event stream: the chair's state as it changes, as server-sent events.

A stream holds one of the server's threads for as long as it is open.
So there are fewer streams than threads, each ends after a while (the browser opens the next by itself), and each sends something at
least every ten seconds, so that a browser that has gone away is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from chairpi.clock import Clock
from chairpi.dashboard.feed.live import LiveFeed, Snapshot
from chairpi.dashboard.feed.present import Presenter
from chairpi.dashboard.now.event_words import event_sentence

STREAMS_MAX = 24
"""Streams at a time: 8 of the server's 32 threads stay for pages."""
LENGTH_S = 600.0
KEEPALIVE_S = 10.0
LOOK_S = 1.0
"""How often [s] a quiet stream looks whether the values have grown old."""


def event_stream(feed: LiveFeed, presenter: Presenter, clock: Clock) -> Iterator[str]:
    """Hello, every new state, and each event, until the feed stops or the stream has lasted long enough."""
    began_s = sent_s = clock.monotonic_s()
    hello_sent: Mapping[str, object] | None = None
    told: tuple[int, bool] | None = None
    heard = feed.snapshot()
    told_events = heard.sequence
    yield "retry: 2000\n\n"
    while not feed.stopping.is_set() and clock.monotonic_s() - began_s < LENGTH_S:
        if heard.hello is not None and heard.hello is not hello_sent:
            hello_sent = heard.hello
            yield _event("hello", _hello(heard, presenter))
        for sequence, event in heard.events:
            if sequence > told_events:
                told_events = sequence
                text = event_sentence(event, heard.hello.get("sitters", ()) if heard.hello else ())
                yield _event("event", json.dumps({**event, "text": text}))
        quiet = clock.monotonic_s() - sent_s >= KEEPALIVE_S
        if quiet:
            yield ": still here\n\n"
        if quiet or told != (heard.sequence, heard.stale):
            told = heard.sequence, heard.stale
            sent_s = clock.monotonic_s()
            yield _event("now", presenter.encoded(heard))
        heard = feed.wait_shown(heard.sequence, LOOK_S)


def _hello(heard: Snapshot, presenter: Presenter) -> str:
    present = presenter.present(heard)
    layout = present.layout.key if present.layout else ""
    return json.dumps({**(heard.hello or {}), "layout": layout, "sitters_key": present.sitters_key})


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
