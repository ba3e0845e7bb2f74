"""What the chair must not forget: in the database with each commit, and beside it every second."""

import dataclasses
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Minute
from chairpi.store.history import History
from chairpi.store.memory import Memory, newer, read_memory, write_memory

Query = Callable[..., list[tuple[Any, ...]]]

OFFSET_S = 1_795_000_000.0
MEMORY = Memory("boot-a", 500.0, 500.0 + OFFSET_S, {"t_s": 500.0, "bouts": {"sat_since_t_s": 100.0}, "none": None})

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    max_leaves=8,
)


def minute(start_t_s: float) -> Minute:
    return Minute(start_t_s + 60.0, start_t_s, 60.0, 60.0, 0.0, 700.0, 0.0, 0.0, None, None)


@given(st.dictionaries(st.text(), json_values), st.floats(0.0, 1e9), st.floats(0.0, 1e10))
def test_a_memory_is_read_as_it_was_written_to_the_last_digit(
    content: dict[str, Any], t_s: float, utc_s: float
) -> None:
    memory = Memory("boot-a", t_s, utc_s, content)

    assert Memory.from_text(memory.as_text()) == memory


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    write_memory(path, dataclasses.replace(MEMORY, content={"long": "x" * 10_000}))
    write_memory(path, MEMORY)

    assert read_memory(path) == MEMORY
    assert [file.name for file in tmp_path.iterdir()] == ["memory.json"]


def test_without_a_file_nothing_is_known(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert read_memory(tmp_path / "memory.json") is None
    assert caplog.messages == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"boot_id": "boot-a", "t_s": 5', id="cut short"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[1, 2]", id="another kind"),
        pytest.param(b'{"boot_id": "boot-a", "t_s": null, "utc_s": 1.0, "content": {}}', id="no time"),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    path = tmp_path / "memory.json"
    path.write_bytes(content)

    assert read_memory(path) is None
    assert [file.name for file in tmp_path.iterdir()] == ["memory.json.unreadable"]
    assert path.with_name("memory.json.unreadable").read_bytes() == content
    assert "memory.json cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("beside", "kept", "which"),
    [
        pytest.param(None, None, None, id="neither"),
        pytest.param(MEMORY, None, "beside", id="only the file"),
        pytest.param(None, MEMORY, "kept", id="only the database's"),
        pytest.param(dataclasses.replace(MEMORY, t_s=501.0), MEMORY, "beside", id="a newer file"),
        pytest.param(dataclasses.replace(MEMORY, t_s=499.0), MEMORY, "kept", id="an older file"),
        pytest.param(dataclasses.replace(MEMORY), MEMORY, "kept", id="of the same moment"),
        pytest.param(
            dataclasses.replace(MEMORY, boot_id="boot-0", t_s=900.0), MEMORY, "kept", id="a file of another boot"
        ),
        pytest.param(
            MEMORY, dataclasses.replace(MEMORY, boot_id="boot-0", t_s=900.0), "beside", id="kept in another boot"
        ),
        pytest.param(
            dataclasses.replace(MEMORY, boot_id="boot-0"), None, None, id="nothing but a file of another boot"
        ),
    ],
)
def test_the_newer_of_the_two_is_gone_on_from(beside: Memory | None, kept: Memory | None, which: str | None) -> None:
    chosen = newer(beside, kept, "boot-a")

    assert chosen is {"beside": beside, "kept": kept, None: None}[which]


def test_the_database_keeps_what_was_known_at_its_last_commit(history_path: Path, on_disk: Query) -> None:
    times = []
    with History.open(history_path, "boot-a", 0.0, OFFSET_S) as history:
        history.remember({"at": 10}, 10.0, 10.0 + OFFSET_S)
        history.commit_if_due(10.0)
        times += on_disk("SELECT t_s FROM memory")
        history.record([minute(0.0)], OFFSET_S)
        history.remember({"at": 61}, 61.0, 61.0 + OFFSET_S)
        history.commit_if_due(61.0)
        times += on_disk("SELECT t_s FROM memory")
        history.remember({"at": 70}, 70.0, 70.0 + OFFSET_S)
        history.record([SatDown(70.0, 66.0, None, True)], OFFSET_S)
        times += on_disk("SELECT t_s FROM memory")
    with History.open(history_path, "boot-b", 0.0, OFFSET_S) as later:
        memory = later.memory

    assert times == [(61.0,), (70.0,)]
    assert memory == Memory("boot-a", 70.0, 70.0 + OFFSET_S, {"at": 70})


def test_a_memory_alone_is_no_reason_to_write(history_path: Path, on_disk: Query) -> None:
    with History.open(history_path, "boot-a", 0.0, OFFSET_S) as history:
        for t_s in range(0, 600, 10):
            history.remember({}, float(t_s), t_s + OFFSET_S)
            history.commit_if_due(float(t_s))

        assert on_disk("SELECT * FROM memory") == []


def test_what_is_beside_the_database_says_until_when_the_chair_was_heard(history_path: Path, on_disk: Query) -> None:
    history = History.open(history_path, "boot-a", 0.0, OFFSET_S)
    history.record([SatDown(103.0, 100.0, None, True)], OFFSET_S)
    with History.open(history_path, "boot-a", 520.0, 520.0 + OFFSET_S, beside=MEMORY):  # the one before was killed
        ended = on_disk("SELECT ended_t_s, ended_seen FROM bout")

    assert ended == [(500.0, 0)]
    history.close()


def test_a_chair_that_goes_on_knows_better_where_the_bout_ended(history_path: Path, on_disk: Query) -> None:
    history = History.open(history_path, "boot-a", 0.0, OFFSET_S)
    history.record([SatDown(103.0, 100.0, None, True)], OFFSET_S)
    with History.open(history_path, "boot-a", 520.0, 520.0 + OFFSET_S, beside=MEMORY) as later:
        later.record([StoodUp(521.0, 100.0, 487.5, 387.5, seen=False)], OFFSET_S)
        later.record([SatDown(527.0, 521.0, None, False), StoodUp(600.0, 521.0, 595.0, 74.0, True)], OFFSET_S)

    assert on_disk("SELECT began_t_s, ended_t_s, ended_seen FROM bout") == [(100.0, 487.5, 0), (521.0, 595.0, 1)]
    history.close()


def test_a_kept_memory_that_cannot_be_read_is_as_none(history_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with History.open(history_path, "boot-a", 0.0, OFFSET_S) as history:
        history.remember({}, 10.0, 10.0 + OFFSET_S)
        history.keep()
    with closing(sqlite3.connect(history_path)) as connection:
        connection.execute("UPDATE memory SET memory = 'no JSON'")
        connection.commit()
    with caplog.at_level(logging.WARNING), History.open(history_path, "boot-b", 0.0, OFFSET_S) as later:
        memory = later.memory

    assert memory is None
    assert "what the chair knew before cannot be read" in caplog.text
