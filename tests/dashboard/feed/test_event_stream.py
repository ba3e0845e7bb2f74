"""The event stream, read as the server would read it."""

from __future__ import annotations

import json

import pytest

from chairpi.dashboard.feed.live import STALE_S
from chairpi.dashboard.feed.stream import KEEPALIVE_S, LENGTH_S, STREAMS_MAX


class Reader:
    """Reads one stream event by event."""

    def __init__(self, dashboard):
        self.response = dashboard.client.get("/api/v1/live")
        self._chunks = self.response.iter_encoded()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.response.close()

    def next(self):
        """The next event's name and data; a comment has the name ":"."""
        for chunk in self._chunks:
            text = chunk.decode()
            if text.startswith(":"):
                return ":", None
            if text.startswith("event: "):
                name, data = text.removeprefix("event: ").rstrip("\n").split("\ndata: ")
                return name, json.loads(data)
        return None, None

    def until(self, wanted):
        """The data of the next event named `wanted`."""
        name, data = self.next()
        while name not in (wanted, None):
            name, data = self.next()
        assert name == wanted
        return data


@pytest.fixture
def reader(dashboard):
    with Reader(dashboard) as stream:
        yield stream


def test_a_stream_begins_with_hello_and_the_present_state(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    with Reader(dashboard) as stream:
        hello = stream.next()
        now = stream.next()

    assert hello[0] == "hello"
    assert hello[1]["cells"] == fakes.CELLS
    assert hello[1]["layout"] == dashboard.client.get("/api/v1/now").json["layout"]
    assert now[0] == "now"
    assert now[1]["text"]["state"] == "You are sitting."


def test_a_new_state_and_an_event_are_told(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    with Reader(dashboard) as stream:
        stream.until("now")
        sensor.say(fakes.PROMPTING)
        now = stream.until("now")
        sensor.tell({"message": "event", "event": "prompt_cleared", "t_s": 1.0, "outcome": "stood"})
        event = stream.until("event")

    assert now["text"]["prompt"] == "Time to stand up for a moment"
    assert event["text"] == "You stood up. Enjoy the break."


def test_a_lost_sensor_process_is_told(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    with Reader(dashboard) as stream:
        stream.until("now")
        sensor.stop()
        dashboard.wait_until(lambda heard: not heard.connected)
        dashboard.clock.wait(STALE_S + 1)
        now = stream.until("now")

    assert now["stale"]
    assert now["text"]["link"]


def test_a_quiet_stream_shows_that_it_lives(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    with Reader(dashboard) as stream:
        stream.until("loads")
        dashboard.clock.wait(KEEPALIVE_S)
        alive = stream.next()

    assert alive == (":", None)


def test_a_stream_ends_after_a_while(dashboard, reader):
    reader.until("now")
    dashboard.clock.wait(LENGTH_S)

    assert reader.next() == (None, None)


def test_a_stream_ends_when_the_dashboard_ends(dashboard, reader):
    reader.until("now")
    dashboard.parts.feed.stopping.set()

    assert reader.next() == (None, None)


def test_there_are_fewer_streams_than_threads_and_each_gives_its_place_back(dashboard):
    streams = [dashboard.client.get("/api/v1/live") for _ in range(STREAMS_MAX)]
    refused = dashboard.client.get("/api/v1/live")
    streams.pop().close()
    again = dashboard.client.get("/api/v1/live")

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert again.status_code == 200
    for stream in (*streams, again):
        stream.close()


def test_where_the_weight_lies_is_told_in_short_at_every_state(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    with Reader(dashboard) as stream:
        whole = stream.until("now")
        short = stream.until("loads")
        sensor.say(fakes.SITTING, cop_ap_mm=40.0, t_s=5000.1)
        names = [stream.next()]
        while names[-1][0] == "loads" and names[-1][1]["t_s"] != 5000.1:
            names.append(stream.next())

    assert short["cop"] == whole["picture"]["cop"]
    assert short["radii"] == [cell["radius"] for cell in whole["picture"]["cells"]]
    assert set(short) == {"t_s", "utc_s", "at", "radii", "cop"}
    assert [name for name, _ in names] == ["loads"] * len(names)  # no sentence has changed
    assert names[-1][1]["cop"][1] < short["cop"][1]


def test_a_state_whose_sentences_stay_is_said_again_after_a_second(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    with Reader(dashboard) as stream:
        stream.until("now")
        sensor.say(fakes.SITTING, total_n=530.0)
        again = stream.until("now")

    assert again["load_share"] == 1.01
