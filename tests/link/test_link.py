"""The sockets between the two processes."""

import contextlib
import json
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.events.prompting import DismissReason
from chairpi.core.requests import (
    CaptureReference,
    ChooseSettings,
    ChooseSitter,
    ChooseStandTarget,
    Dismiss,
    EndQuiet,
    HoldMeeting,
    MarkWrong,
    Snooze,
)
from chairpi.errors import LinkError
from chairpi.link.client import LiveClient, send_command
from chairpi.link.protocol import COMMAND, LIVE
from chairpi.link.requests import request_from
from chairpi.link.server import LinkServer

HELLO = {"message": "hello", "version": "test"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LinkServer]:
    with LinkServer(tmp_path, HELLO) as server:
        yield server


def asked(server: LinkServer) -> list[object]:
    return [message for message, _ in server.requests()]


def test_a_client_is_told_hello_then_states_and_events(server, tmp_path):
    with LiveClient(tmp_path) as client:
        messages = client.messages(timeout_s=5)
        assert not asked(server)
        server.publish({"message": "now", "t_s": 1.0})
        server.publish({"message": "frame", "t_s": 1.0})
        server.publish({"message": "event", "event": "gap"})

        assert [next(messages)["message"] for _ in range(3)] == ["hello", "now", "event"]


def test_who_connects_later_is_told_the_latest_hello(server, tmp_path):
    server.introduce({"message": "hello", "version": "calibrated"})

    with LiveClient(tmp_path) as client:
        assert not asked(server)
        assert next(client.messages(timeout_s=5)) == {"message": "hello", "version": "calibrated"}


def test_a_recorder_gets_every_frame_and_no_states(server, tmp_path):
    with LiveClient(tmp_path, every_frame=True) as client:
        messages = client.messages(timeout_s=5)
        assert not asked(server)
        assert not asked(server)
        assert server.wants_frames
        server.publish({"message": "now", "t_s": 1.0})
        server.publish({"message": "frame", "t_s": 1.0})

        assert [next(messages)["message"] for _ in range(2)] == ["hello", "frame"]


def test_a_client_that_left_is_forgotten(server, tmp_path):
    LiveClient(tmp_path, every_frame=True).close()
    for _ in range(3):
        assert not asked(server)
    server.publish({"message": "frame", "t_s": 1.0})

    assert not server.wants_frames


def test_a_slow_reader_loses_messages_and_the_server_never_waits(server, tmp_path):
    with LiveClient(tmp_path) as client:
        assert not asked(server)
        for number in range(5000):
            server.publish({"message": "now", "number": number, "filling": "x" * 1000})

        messages = client.messages(timeout_s=0.2)
        numbers = []
        while (message := next(messages)) is not None:
            numbers.append(message.get("number", -1))
        assert 1 < len(numbers) < 5000
        assert numbers == sorted(numbers)


def test_a_command_is_answered(server, tmp_path):
    answers: list[object] = []
    thread = threading.Thread(
        target=lambda: answers.append(send_command(tmp_path, {"request": "snooze", "length_s": 60}))
    )
    thread.start()
    pending = []
    while not pending:
        pending = list(server.requests())
    ((message, reply),) = pending
    reply({"ok": True, "events": []})
    thread.join()

    assert message == {"request": "snooze", "length_s": 60}
    assert answers == [{"ok": True, "events": []}]


@pytest.mark.parametrize("rubbish", [b"{not json", b"[" * 60_000], ids=["no JSON", "JSON without a bottom"])
def test_rubbish_on_the_command_socket_is_passed_on_as_nothing(server, tmp_path, rubbish):
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.connect(str(tmp_path / COMMAND))
        client.send(rubbish)
        assert not asked(server)

        assert asked(server) == [None]


def test_a_client_is_told_when_the_sensor_process_ends(tmp_path):
    server = LinkServer(tmp_path, HELLO)
    with LiveClient(tmp_path) as client:
        assert not asked(server)
        messages = client.messages(timeout_s=5)
        next(messages)
        server.close()

        with pytest.raises(LinkError, match="the sensor process ended"):
            next(messages)
    assert not (tmp_path / LIVE).exists()


def test_without_a_sensor_process_it_says_how_to_start_one(tmp_path):
    with pytest.raises(LinkError, match="start it with `chairpi sensor`"):
        LiveClient(tmp_path)
    with pytest.raises(LinkError, match="is not running"):
        send_command(tmp_path, {"request": "dismiss"})


def test_a_second_sensor_process_is_refused_and_a_dead_ones_socket_is_taken_over(tmp_path):
    with LinkServer(tmp_path, HELLO), pytest.raises(LinkError, match="another sensor process"):
        LinkServer(tmp_path, HELLO)
    left_over = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    left_over.bind(str(tmp_path / LIVE))
    left_over.close()

    LinkServer(tmp_path, HELLO).close()


def test_the_sockets_are_for_the_chairs_own_user_and_group_alone(server, tmp_path):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if path.is_socket()}

    assert modes == {LIVE: 0o660, COMMAND: 0o660}


def test_a_directory_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LinkError, match=r"paths\.runtime_dir"):
        LinkServer(tmp_path / "none", HELLO)


def test_requests_are_known_by_name():
    assert request_from({"request": "snooze", "length_s": 60}, 5.0) == Snooze(5.0, 60)
    assert request_from({"request": "dismiss"}, 5.0) == Dismiss(5.0)
    assert request_from({"request": "capture_reference"}, 5.0) == CaptureReference(5.0, 10.0)
    assert request_from({"request": "choose_stand_target", "stand_after_s": 1200}, 5.0) == ChooseStandTarget(5.0, 1200)
    assert request_from({"request": "end_quiet"}, 5.0) == EndQuiet(5.0)


def test_a_field_may_be_a_number_a_word_nothing_or_an_object():
    changes = {"stand_after_min": 45, "ramp": False, "working_hours": ["Mon-Fri 08:30-12:00"], "slide_after_s": None}

    assert request_from({"request": "hold_meeting"}, 5.0) == HoldMeeting(5.0, None)
    assert request_from({"request": "hold_meeting", "length_s": None}, 5.0) == HoldMeeting(5.0, None)
    assert request_from({"request": "hold_meeting", "length_s": 1800}, 5.0) == HoldMeeting(5.0, 1800)
    assert request_from({"request": "dismiss", "reason": "busy"}, 5.0) == Dismiss(5.0, DismissReason.BUSY)
    assert request_from({"request": "mark_wrong", "number": 17}, 5.0) == MarkWrong(5.0, 17)
    assert request_from({"request": "mark_wrong", "number": 17.0}, 5.0) == MarkWrong(5.0, 17)
    assert request_from({"request": "choose_sitter", "sitter_id": None}, 5.0) == ChooseSitter(5.0, None)
    assert request_from({"request": "choose_settings", "changes": changes}, 5.0) == ChooseSettings(5.0, changes)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        pytest.param(None, "a request is a JSON object", id="nothing"),
        pytest.param([], "a request is a JSON object", id="a list"),
        pytest.param({}, "unknown request 'None'; known are capture_reference", id="no name"),
        pytest.param({"request": "finish"}, "unknown request 'finish'", id="not for people"),
        pytest.param(
            {"request": "snooze", "length_s": "x"},
            "snooze: length_s is a number from 0 to 86400, found 'x'",
            id="a word",
        ),
        pytest.param(
            {"request": "snooze", "length_s": True}, "length_s is a number from 0 to 86400, found True", id="yes"
        ),
        pytest.param({"request": "snooze", "length_s": -1}, "length_s is a number", id="negative"),
        pytest.param({"request": "snooze", "length_s": 1e300}, "length_s is a number", id="too much"),
        pytest.param(
            {"request": "snooze", "length_s": None}, "length_s is a number", id="null where a number is needed"
        ),
        pytest.param(
            {"request": "snooze", "t_s": 3}, "snooze: there is no field 't_s'; known are length_s", id="unknown field"
        ),
        pytest.param({"request": "choose_stand_target"}, "choose_stand_target: stand_after_s is missing", id="missing"),
        pytest.param(
            {"request": "mark_wrong", "number": 1.5}, "number is a whole number from 0 to 1000000000 or null", id="half"
        ),
        pytest.param(
            {"request": "dismiss", "reason": "lazy"}, "reason is one of '', 'busy', .* found 'lazy'", id="no such word"
        ),
        pytest.param({"request": "dismiss", "reason": 3}, "reason is one of", id="a number for a word"),
        pytest.param({"request": "choose_settings", "changes": []}, "changes is an object", id="a list for an object"),
        pytest.param(
            {"request": "choose_settings", "changes": {str(n): n for n in range(65)}},
            "at most 64 entries",
            id="too many",
        ),
        pytest.param(
            {"request": "choose_settings", "changes": {"holidays": [1]}},
            "changes: 'holidays' is a number, a text",
            id="list of numbers",
        ),
        pytest.param({"request": "choose_settings", "changes": {"ramp": "x" * 65}}, "'ramp' is", id="a long text"),
        pytest.param({"request": "choose_settings", "changes": {"ramp": {}}}, "'ramp' is", id="an object within"),
    ],
)
def test_an_impossible_request_is_refused_in_words(message, said):
    with pytest.raises(ValueError, match=said) as caught:
        request_from(message, 0.0)

    assert len(str(caught.value)) < 600


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=8,
    )
)
def test_no_message_breaks_the_reading_of_requests(message):
    with contextlib.suppress(ValueError):
        request_from(json.loads(json.dumps(message)), 0.0)
