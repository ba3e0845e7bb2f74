"""Whatever a file or a message says: it is taken, or refused in words; nothing crashes. Backups and releases have tests of their own."""

from __future__ import annotations

import contextlib
import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chairside import Chairside, Client, Script
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chairpi.chosen_settings import with_chosen
from chairpi.config.reading import load_config, parse_config
from chairpi.errors import ConfigError, RecordingError
from chairpi.link.protocol import COMMAND
from chairpi.programme.exchange import bundle_of
from chairpi.recordings.reading import open_recording

CONFIG = (Path(__file__).parents[1] / "firmware-config" / "chairpi.toml").read_bytes()
CHOSEN = b'[prompts]\nstand_after_min = 25.0\nquiet_hours = ["12:00-13:00"]\n\n[web]\ntime_zone = "Europe/Zurich"\n'
RECORDING = b"""# chairpi-recording: 1
# quantity: counts
# rate_hz: 10
# cells: seat_front_left,seat_front_right,seat_rear_left,back_upper
# position_mm: 150:-150,150:150,-150:-150,nan:0
# zero_counts: 84213,-131720,40964,152004
# counts_per_n: 4217.1,4497.1,4374.6,4615.2
# upright_s: 0.1,0.3
t_s,seat_front_left_counts,seat_front_right_counts,seat_rear_left_counts,back_upper_counts,label,slide_mm
0,83492,-131310,41094,153239,vacant,
0.1,83501,-131246,,153172,upright,3.5
0.2,83514,-131223,41189,153178,forward_slide,60
0.3,83584,-131278,41083,153097,,
"""
BUNDLE = json.dumps(
    {
        "format": "chairpi-exercises",
        "version": 1,
        "exercise": [
            {"id": "my-bridge", "name": "My bridge", "steps": ["Lie down."], "dose": {"sets": 2, "repeats": 8}}
        ],
        "routine": [],
        "prescription": [],
    }
).encode()

ODD = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"nan",
    b"inf",
    b"-1",
    b"1e999",
    b"9" * 400,
    b"[" * 90,
    b'"',
    b"=",
    b",,",
    b"\r",
    b"\n",
    "ü".encode(),
)
"""What mistakes, other programs and worn-out cards leave in files."""

quickly = settings(
    max_examples=60, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """The same file with some pieces lost, doubled, or replaced."""
    content = whole
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(content)))
        end = min(len(content), begin + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from((*ODD, content[begin:end] * 2)) | st.binary(max_size=8))
        content = content[:begin] + piece + content[end:]
    return content


def refusal(kind: type[Exception], act: Callable[[], object], otherwise: str) -> str:
    """The words in which something is refused; `otherwise` where it is not."""
    try:
        act()
    except kind as error:
        return str(error)
    return otherwise


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


@quickly
@given(content=damaged(CONFIG))
def test_no_configuration_file_breaks_the_reading_of_it(folder: Path, content: bytes) -> None:
    path = folder / "chairpi.toml"
    path.write_bytes(content)

    assert str(path) in refusal(ConfigError, lambda: load_config(path), str(path))


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(VALUES, lambda x: st.lists(x, max_size=4) | st.dictionaries(st.text(max_size=9), x, max_size=4))


@quickly
@given(data=st.data())
def test_no_value_of_any_key_breaks_the_configuration(data: st.DataObject) -> None:
    document = tomllib.loads(CONFIG.decode())
    sections = sorted(name for name, table in document.items() if isinstance(table, dict))
    for _ in range(data.draw(st.integers(1, 3))):
        section = data.draw(st.sampled_from(sections))
        key = data.draw(st.sampled_from(sorted(document[section])))
        document[section][key] = data.draw(ANYTHING)
    with contextlib.suppress(ConfigError):
        parse_config(document)


@quickly
@given(content=damaged(CHOSEN))
def test_no_file_of_chosen_settings_keeps_a_chair_from_starting(folder: Path, content: bytes) -> None:
    data_dir = folder / "data"
    data_dir.mkdir(exist_ok=True)
    (data_dir / "settings.toml").write_bytes(content)
    base = parse_config({"paths": {"data_dir": str(data_dir)}})

    assert with_chosen(base, mend=True).base == base


@pytest.mark.parametrize("lenient", [False, True])
@quickly
@given(content=damaged(RECORDING))
def test_no_recording_breaks_the_reading_of_it(folder: Path, lenient: bool, content: bytes) -> None:
    path = folder / "day.csv"
    path.write_bytes(content)
    for read in (_rows, _blocks):
        assert str(path) in refusal(RecordingError, lambda read=read: read(path, lenient), str(path))


def _rows(path: Path, lenient: bool) -> None:
    with open_recording(path, lenient=lenient) as recording:
        list(recording)


def _blocks(path: Path, lenient: bool) -> None:
    with open_recording(path, lenient=lenient) as recording:
        list(recording.blocks())


@quickly
@given(content=damaged(BUNDLE))
def test_no_file_of_exercises_breaks_the_reading_of_it(content: bytes) -> None:
    with contextlib.suppress(ValueError):
        bundle_of(content.decode(errors="replace"), "own.json")


REQUESTS = (
    *("health", "calibration", "simulate", "sitters", "await_press", "press_button", "test_signals", "safe_mode"),
    *(
        "snooze",
        "dismiss",
        "mark_wrong",
        "choose_stand_target",
        "choose_settings",
        "choose_sitter",
        "no_such_thing",
        "restart",
    ),
    *("capture_reference", "answer", "quiet", "start_routine", "finish_routine", "seat_check", "use_calibration", ""),
)
FIELDS = (
    "action",
    "name",
    "sitter_id",
    "number",
    "length_s",
    "stand_after_s",
    "changes",
    "down",
    "masses",
    "reason",
    "kind",
    "place",
)
MESSAGES = st.lists(
    st.builds(
        lambda request, fields: {"request": request, **fields},
        st.sampled_from(REQUESTS),
        st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=6), ANYTHING, max_size=3),
    )
    | ANYTHING,
    min_size=20,
    max_size=40,
)


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(messages=MESSAGES, rubbish=st.lists(st.binary(max_size=5000) | st.sampled_from(ODD), max_size=10))
def test_no_message_ends_the_sensor_process(messages: list[object], rubbish: list[bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        side = Chairside(Path(name))

        def ask() -> Iterator[None]:
            for data in rubbish:
                with contextlib.closing(Client(side.config.runtime_dir / COMMAND)) as client:
                    client.throw(data)
                    yield
            for message in messages:
                yield from side.asks(message)()

        side.run(Script(side.clock).away(2).sits(20).does(ask).sits(5))

    assert len(side.answers) >= len(messages)
    assert all(isinstance(answer["ok"], bool) and (answer["ok"] or answer["why"]) for answer in side.answers)
