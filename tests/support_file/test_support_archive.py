"""The archive for somebody who helps holds what helps, and of a house full of marked secrets not one."""

import base64
import dataclasses
import io
import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from kept_files import NOON_UTC_S, Chair, chair_in

from chairpi.chosen_settings import write_chosen
from chairpi.config.tables import Config, WebConfig
from chairpi.config.text import as_toml
from chairpi.core.events.presence import SatDown
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.settings import PromptSettings
from chairpi.doctor import examine
from chairpi.errors import StoreError
from chairpi.store.access import Access, Role, Scope
from chairpi.store.app_file import AppFile
from chairpi.store.history import History
from chairpi.store.personal_words import personal_words
from chairpi.support.archive import archive_of, write_support
from chairpi.support.contents import contents_of
from chairpi.support.scrubbing import Scrubber

NAME, DEVICE, KEY_NAME = "Zebedäus Quibble", "Fernsprecher-4711", "Hausautomat-0815"
NOTE = "knackst beim Bücken seit Rügen"
WEIGHT_KG, FORCE_N = 81.37, 797.967
HOST, NAMES = "quibbles-chair", ("sofa.quibble.example", "sofa.local")
HOURS = "Mon-Fri 06:17-13:41"
ZONE = "Europe/Vaduz"
PLACE = "recordings-of-zebedaeus"


@dataclasses.dataclass
class Marked:
    chair: Chair
    secrets: list[bytes]


@pytest.fixture
def marked(tmp_path: Path) -> Marked:
    """A chair on which everything that could be told is marked."""
    base = Config()
    cells = (*base.cells[:-1], dataclasses.replace(base.cells[-1], name="back_upper_of_quibble"))
    chair = chair_in(
        tmp_path / "zebedaeus",
        cells=cells,
        reader=dataclasses.replace(base.reader, backend="recording", recording=f"/srv/{PLACE}/day.csv"),
        web=WebConfig(names=NAMES, time_zone=ZONE, host="192.168.77.41"),
        prompts=PromptSettings(working_hours=(HOURS,)),
    )
    with History.open(chair.directory / "history.db", "boot", 0.0, NOON_UTC_S) as history:
        history.record([SatDown(10.0, 10.0, None, True), _reference()], NOON_UTC_S)
    file = AppFile(chair.directory / "app.db")
    access = Access(file, chair.directory / "app.db")
    cookie = access.pair(DEVICE, Role.OWNER, NOON_UTC_S)
    key = access.make_key(KEY_NAME, Scope.CONTROL, NOON_UTC_S)
    record = json.dumps({"note": NOTE, "weight_kg": WEIGHT_KG}, ensure_ascii=False)
    entry = (
        "INSERT INTO entry (sitter_id, utc_s, day, kind, record) VALUES (1, 0.0, '2026-11-25', 'checked_in', :record)"
    )
    prescription = "INSERT INTO prescription (sitter_id, utc_s, record) VALUES (1, 0.0, :record)"
    file.do([(sql, {"record": record}) for sql in (entry, prescription)])
    file.close()
    with closing(sqlite3.connect(chair.directory / "history.db")) as connection, connection:
        connection.execute("UPDATE sitter SET name = ?", (NAME,))
    web_key, authority = bytes(range(100, 132)), b"-----BEGIN EC PRIVATE KEY-----MHcCAQEEIQuibble"
    (chair.directory / "web.key").write_bytes(web_key)
    (chair.directory / "certificates").mkdir()
    (chair.directory / "certificates" / "chairpi-ca.key").write_bytes(authority)
    (chair.directory / "quibbles monday.csv").write_text("# chairpi-recording: 1\n")
    (chair.directory / "backups").mkdir()
    write_chosen(chair.directory / "settings.toml", {"web": {"names": [*NAMES, "stuhl.local"]}})
    texts = (NAME, "Quibble", "Zebedäus", DEVICE, KEY_NAME, NOTE, HOST, *NAMES, "stuhl.local", HOURS, ZONE, PLACE, cookie, key,
             "81.37", "797.96", "192.168.77.41", "fd12:3456::77", "aa:bb:cc:dd:ee:77", "quibbles monday")  # fmt: skip
    digests = [
        row[0]
        for row in _rows(chair.directory / "app.db", "SELECT digest FROM device UNION SELECT digest FROM api_key")
    ]
    numbers = [struct.pack(code, number) for code in ("<d", ">d", "<f") for number in (WEIGHT_KG, FORCE_N)]
    return Marked(chair, [*(text.encode() for text in texts), web_key, authority, *digests, *numbers])


def _reference() -> ReferenceSet:
    return ReferenceSet(20.0, ReferenceSource.GUIDED, 1.0, 2.0, FORCE_N, None, None, 0.0)


def _rows(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def told_by_systemd(marked: Marked):
    """A journal in which everything that must not leave was said."""
    numbers = ("81.37", "797.96")  # a number by itself tells nothing; with its unit it is said below
    said = [secret.decode() for secret in marked.secrets if _is_text(secret) and secret.decode() not in numbers]
    lines = [f"WARNING chairpi.x: it went wrong with {text}; try again" for text in said]
    lines += [f"ERROR chairpi.y: {base64.b64encode(secret).decode()}" for secret in marked.secrets if len(secret) >= 16]
    lines += [f"ERROR chairpi.z: {secret.hex()}" for secret in marked.secrets if len(secret) >= 16]
    lines += [f"INFO chairpi.sensor: {WEIGHT_KG} kg, {FORCE_N} N on the seat; file /home/quibble/x"]

    def ask(command: Sequence[str]) -> str:
        if command[0] == "systemctl":
            return "Id=chairpi-sensor.service\nActiveState=active\nNRestarts=3\n\nId=chairpi-web.service\nActiveState=failed\n"
        entries = [
            {
                "__REALTIME_TIMESTAMP": "1795691000000000",
                "_HOSTNAME": HOST,
                "_SYSTEMD_UNIT": "chairpi-web.service",
                "MESSAGE": line,
            }
            for line in lines
        ]
        return "\n".join(map(json.dumps, entries)) + "\nno JSON\n"

    return ask


def _is_text(secret: bytes) -> bool:
    try:
        return secret.decode().isprintable()
    except UnicodeDecodeError:
        return False


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forms(secret: bytes) -> dict[str, bytes]:
    """As a file may hold it: as it is, in capitals, as JSON writes it, in hexadecimal digits, and in base64 at each of three places."""
    found = {"itself": secret, "hex": secret.hex().encode(), "HEX": secret.hex().upper().encode()}
    if _is_text(secret):
        text = secret.decode()
        found |= {
            "capitals": text.upper().encode(),
            "json": json.dumps(text)[1:-1].encode(),
            "utf-16": text.encode("utf-16-le"),
        }
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + secret)
        found[f"base64, {shift} on"] = whole[4 if shift else 0 : len(whole) - 4]
    return {form: content for form, content in found.items() if len(content) >= 4}


@pytest.fixture
def made(marked: Marked, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.setattr("socket.gethostname", lambda: HOST)
    monkeypatch.setenv("LOGNAME", "zebedaeus")
    report = examine(marked.chair.layers.config, seconds=1.0)
    return unpacked(archive_of(contents_of(marked.chair.layers, report, told_by_systemd(marked))))


def test_not_one_of_the_marked_secrets_is_in_it(marked: Marked, made: dict[str, bytes]) -> None:
    everything = {name: content.lower() for name, content in made.items()}
    found = [
        (secret, form, name)
        for secret in marked.secrets
        for form, content in forms(secret).items()
        for name, text in everything.items()
        if content.lower() in text
    ]

    assert found == []


def test_what_helps_is_in_it(made: dict[str, bytes]) -> None:
    facts = json.loads(made["facts.json"])

    assert set(made) == {"README.txt", "facts.json", "log.txt"}
    assert facts["units"][0] == {"Id": "chairpi-sensor.service", "ActiveState": "active", "NRestarts": "3"}
    assert [(one["name"], one["state"]) for one in facts["databases"]] == [("history.db", "whole"), ("app.db", "whole")]
    assert all(one["version"] and one["size_bytes"] for one in facts["databases"])
    assert facts["configuration"]["cell"][0]["name"] == "seat_front_left"
    assert facts["configuration"]["slide"]["began_s"] == Config().slide.began_s
    assert facts["configuration"]["web"]["time_zone"] == "[removed]"
    assert facts["chosen_in_the_browser"] == ["web.names"]
    assert facts["doctor"]["machine"]["kernel"]
    assert facts["doctor"]["findings"]
    assert b"2026-11-26T" in made["log.txt"]
    assert b"chairpi-web.service: WARNING chairpi.x: it went wrong with [removed]; try again" in made["log.txt"]


def test_usual_words_stay() -> None:
    scrub = Scrubber(["Me", "Anna Front"])

    text = "seat_front_right: 10.2 readings a second, noise 812 counts (version 1.2.3, /usr/lib/python3.11/site-packages/flask)"
    assert scrub.text(text) == text


def test_a_name_of_two_letters_goes_and_the_small_words_of_a_log_stay() -> None:
    scrub = Scrubber(["No", "李明", "Bo", "12", "A"])

    assert scrub.text("there is no board: No, Bo (李明) asked 12 times for A") == (
        "there is no board: [removed], [removed] ([removed]) asked 12 times for A"
    )


def test_a_device_is_known_by_each_name_in_it_and_not_by_the_words_between_them(marked: Marked) -> None:
    with closing(sqlite3.connect(marked.chair.directory / "app.db")) as connection, connection:
        connection.execute("UPDATE device SET name = 'the phone of Bo'")

    words = personal_words(marked.chair.directory)

    assert {"the phone of Bo", "phone", "Bo"} <= words
    assert "of" not in words


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("n_bytes", [16, 24, 32])
def test_no_piece_of_a_random_secret_stays_wherever_a_sign_cuts_it(
    encode: Callable[[bytes], bytes], n_bytes: int
) -> None:
    scrub, drawn = Scrubber([]), random.Random(20)
    secrets = [encode(drawn.randbytes(n_bytes)).decode() for _ in range(300)]
    whole = secrets[0].rstrip("=")
    cut = [f"{whole[:place]}/{whole[place + 1 :]}" for place in range(len(whole))]
    no_digit = [secret.translate(str.maketrans("0123456789", "aBcDeFgHiJ")) for secret in secrets]

    for secret in [*secrets, *cut, *no_digit]:
        assert scrub.text(f"refused {secret}: try again") == "refused [removed]: try again"


@pytest.mark.parametrize(
    "text",
    [
        "/opt/chairpi/releases/current/lib/site-packages/chairpi/sensor",
        "/var/lib/chairpi/backups/before-an-update",
        "chairpi/sensor/HX711Reader/adafruit",
        "seat_front_left/seat_rear_right/back_upper",
        "/usr/lib/python3/dist-packages/numpy/core/x86_64-linux-gnu/lib",
    ],
)
def test_paths_stay(text: str) -> None:
    assert Scrubber([]).text(text) == text


def test_whoever_cannot_read_the_names_makes_no_archive(marked: Marked, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    layers, report = marked.chair.layers, examine(marked.chair.base)
    os.seteuid(65_534)
    try:
        with pytest.raises(StoreError, match="put sudo before"):
            write_support(layers, report, tmp_path / "help.zip", overwrite=False)
    finally:
        os.seteuid(0)


def test_the_command_writes_it_for_its_user_alone(marked: Marked, tmp_path: Path) -> None:
    config = tmp_path / "chairpi.toml"
    config.write_text(as_toml(dataclasses.replace(marked.chair.base, reader=Config().reader)), encoding="utf-8")
    output = tmp_path / "help.zip"
    if os.geteuid() == 0:
        os.chown(tmp_path, 4711, 4711)  # somebody's own directory, in which they call it with sudo
    command = [sys.executable, "-m", "chairpi", "support", str(output), "--config", str(config)]

    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert output.stat().st_mode & 0o777 == 0o600
    assert output.stat().st_uid == tmp_path.stat().st_uid
    assert NAME.encode() not in b"".join(unpacked(output.read_bytes()).values())
