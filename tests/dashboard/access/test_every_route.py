"""What holds for every address of the dashboard, in a house where somebody on the network means ill."""

from __future__ import annotations

import ast
import re
import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
import waitress
from entering import pair, token_of
from every_route import routes

from chairpi.dashboard.security import HEADERS
from chairpi.dashboard.server import listening_socket
from chairpi.dashboard.yours.uploading import UPLOAD_PATH
from chairpi.store.history import History

MUTATING = ("POST", "PUT", "PATCH", "DELETE")
REBINDING = (
    "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io", "2130706433",
    "0x7f000001", "localhost@evil.example", "a@127.0.0.1", "127.0.0.1/", "127.0.0.1#", "", "[fe80", "local",
)  # fmt: skip
FOREIGN = (
    "http://evil.example",
    "null",
    "http://localhost:81",
    "http://localhost.evil.example",
    "http://[",
    "file://",
    "",
)


def dump(folder: Path) -> dict[str, list[str]]:
    """All rows of every database in a folder."""
    found = {}
    for path in sorted(folder.glob("*.db")):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found[path.name] = list(connection.iterdump())
    return found


@pytest.fixture
def lived_in(dashboard, sensor, fakes):
    """A dashboard with a history, a sitter and an owner."""
    with History.open(dashboard.parts.history_path, "boot", 0.0, dashboard.parts.clock.utc_s()):
        pass
    dashboard.hear(sensor, fakes.PROMPTING)
    return dashboard


@pytest.mark.parametrize("who", ["open", "owner", "stranger"])
def test_every_answer_carries_the_rules_and_opens_nothing_to_other_sites(lived_in, who):
    client = lived_in.client if who == "open" else pair(lived_in)
    client = lived_in.app.test_client() if who == "stranger" else client
    for method, path in [
        *routes(lived_in.app, ("GET", "HEAD", *MUTATING)),
        ("GET", "/nothing"),
        ("POST", "/api/v1/nothing"),
    ]:
        with client.open(path, method=method, buffered=False) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            assert {name.lower() for name in HEADERS} <= headers.keys(), path
            assert all(headers[name.lower()] == value for name, value in HEADERS.items()), path
            assert not [name for name in headers if name.startswith("access-control-")], path
            assert not {"server", "x-powered-by"} & headers.keys(), path
            assert answer.status_code not in (500, 502), (method, path, answer.status_code)
            if "/static/" not in path:
                assert headers["cache-control"] in ("no-store", "no-cache"), path


def test_a_page_for_one_is_never_kept_for_another(lived_in):
    owner = pair(lived_in)
    for path in ("/", "/today", "/api/v1/now", "/settings/devices", "/pair"):
        answer = owner.get(path)

        assert "Cookie" in answer.headers["Vary"], path
        assert answer.headers["Cache-Control"] == "no-store", path


def test_the_opener_policy_is_sent_where_browsers_heed_it(dashboard):
    policy = "Cross-Origin-Opener-Policy"

    assert dashboard.client.get("/pair").headers[policy] == "same-origin"
    assert dashboard.client.get("/pair", base_url="https://192.168.1.6").headers[policy] == "same-origin"
    assert policy not in dashboard.client.get("/pair", base_url="http://192.168.1.6").headers


def test_no_change_without_a_token_not_even_an_owners(lived_in, sensor):
    owner = pair(lived_in)
    before = dump(lived_in.parts.history_path.parent)
    for method, path in routes(lived_in.app, MUTATING):
        answer = owner.open(path, method=method, data={"name": "x", "role": "owner", "sure": "yes"})

        assert answer.status_code == 400, path
        assert "Load it again" in answer.text
    assert sensor.asked == []
    assert dump(lived_in.parts.history_path.parent) == before


@pytest.mark.parametrize("who", ["open", "owner"])
def test_looking_at_every_page_changes_nothing(lived_in, sensor, who):
    client = lived_in.client if who == "open" else pair(lived_in)
    client.get("/")
    before = dump(lived_in.parts.history_path.parent)
    n_asked = len(sensor.asked)
    for method, path in routes(lived_in.app, ("GET", "HEAD")):
        with client.open(path, method=method, buffered=False) as answer:
            assert answer.status_code != 500, path

    assert before["app.db"]
    assert dump(lived_in.parts.history_path.parent) == before
    assert [asked for asked in sensor.asked[n_asked:] if asked["request"] not in ("health", "calibration")] == []


@pytest.mark.parametrize("host", REBINDING)
def test_no_address_answers_to_a_name_that_is_not_the_chairs(lived_in, host):
    owner = pair(lived_in)
    token = token_of(owner)
    for method, path in routes(lived_in.app, ("GET", "POST")):
        answer = owner.open(
            path, method=method, headers={"Host": host}, data={"csrf_token": token} if method == "POST" else None
        )

        assert answer.status_code == 400, path
        assert "does not answer to this name" in answer.text or answer.is_json, path
        assert "Anna" not in answer.text, path


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_address_answers_a_page_of_another_origin(lived_in, sensor, origin):
    owner = pair(lived_in)
    token = token_of(owner)
    for method, path in routes(lived_in.app, ("GET", "POST")):
        answer = owner.open(
            path, method=method, headers={"Origin": origin}, data={"csrf_token": token} if method == "POST" else None
        )

        assert answer.status_code == 400, path
    assert sensor.asked == []


def test_no_body_is_longer_than_it_may_be(lived_in, sensor):
    owner = pair(lived_in)
    headers = {"X-CSRFToken": token_of(owner)}
    for method, path in routes(lived_in.app, MUTATING):
        answer = owner.open(path, method=method, data={"x": "x" * 3_000_000}, headers=headers)

        assert answer.status_code == (400 if path == UPLOAD_PATH else 413), (
            path
        )  # a backup may be as long; its form's token is in its address
    assert sensor.asked == []


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static", "/static/css/", "/static/../templates/base.html", "/static/..%2f..%2fpyproject.toml"],
)
def test_no_folder_is_listed_and_none_is_left(dashboard, path):
    answer = dashboard.client.get(path)

    assert answer.status_code in (301, 308, 404)
    assert "{% block" not in answer.text
    assert "[project]" not in answer.text


def test_the_server_does_not_say_what_it_is(dashboard):
    """Over a real connection, also where the request never reaches a page."""
    with listening_socket("127.0.0.1", 0) as listening:
        server = waitress.create_server(dashboard.app, sockets=[listening], threads=2, ident=None)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        answers = []
        for text in (
            "GET /pair HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        ):
            with socket.create_connection(listening.getsockname()) as connection:
                connection.sendall(text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").encode())
                answers.append(b"".join(iter(lambda: connection.recv(65_536), b"")).decode())
        server.trigger.pull_trigger(server.close)
        thread.join()
        server.task_dispatcher.shutdown()

    for answer in answers:
        head = answer.partition("\r\n\r\n")[0]
        assert not re.search(r"^server:|werkzeug|python/", head, re.IGNORECASE | re.MULTILINE), head
    assert answers[0].startswith("HTTP/1.1 200")


def test_secrets_are_compared_in_constant_time():
    """Where a secret meets what somebody sent, only `hmac.compare_digest` says whether they are the same."""
    root = Path(__file__).parents[3] / "chairpi"
    for name, function in (("dashboard/access/one_time_code.py", "matches"), ("store/access.py", "_found")):
        tree = ast.parse((root / name).read_text(encoding="utf-8"))
        (body,) = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function]
        called = {ast.unparse(node.func) for node in ast.walk(body) if isinstance(node, ast.Call)}

        assert "hmac.compare_digest" in called, name
        assert not [node for node in ast.walk(body) if isinstance(node, ast.Eq)], name
