"""The dashboard on the network, in a process of its own."""

from __future__ import annotations

import re
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from chairpi.dashboard.sockets import UNANSWERED_MS, listening_socket
from chairpi.errors import ChairPiError

SERVE = """
import sys
from pathlib import Path
from chairpi.clock import RealClock
from chairpi.dashboard.app import create_app
from chairpi.dashboard.server import serve
from chairpi.errors import ChairPiError

directory = Path(sys.argv[1])
app = create_app(
    history_path=directory / "history.db", link_dir=directory, clock=RealClock(), time_zone=None, secret_key=b"not secret in a test"
)
try:
    serve(app, "127.0.0.1", int(sys.argv[2]), ready=lambda address: print(address, flush=True))
except ChairPiError as error:
    sys.exit(str(error))
"""


def start(directory, port):
    command = [sys.executable, "-W", "error", "-c", SERVE, str(directory), str(port)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def server(link_dir):
    process = start(link_dir, 0)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_cleanly_though_a_stream_is_open(server, signal_number):
    address = server.stdout.readline().strip()
    with urllib.request.urlopen(f"{address}/api/v1/live", timeout=10) as stream:  # our own address
        first = stream.readline()
        server.send_signal(signal_number)
        _, errors = server.communicate(timeout=15)

    assert first == b"retry: 2000\n"
    assert server.returncode == 0
    assert "Traceback" not in errors


def test_a_taken_port_is_named_with_what_to_do(link_dir):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(link_dir, port)
        _, errors = process.communicate(timeout=15)

    assert process.returncode == 1
    assert f"port {port} is already in use" in errors
    assert "--port" in errors


def test_connections_notice_a_silent_other_end():
    with listening_socket("127.0.0.1", 0) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == UNANSWERED_MS
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host):
    with pytest.raises(ChairPiError, match="--host"):
        listening_socket(host, 0)


UPLOAD = "/settings/backup/upload"


class Uploader:
    """A browser that has opened the page Backups, and sends as much of a file as it is told to."""

    def __init__(self, address: str) -> None:
        with urllib.request.urlopen(f"{address}/settings/backup", timeout=10) as page:  # our own address
            cookie = page.headers["Set-Cookie"].partition(";")[0]
            token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert token is not None
        self.token = token[1]
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.connection = socket.create_connection((self.host, int(port)), 10)
        self.cookie = cookie

    def head(self, n_bytes: int, *, path: str = "", more: str = "") -> None:
        lines = (
            f"POST {path or f'{UPLOAD}?csrf_token={self.token}'} HTTP/1.1",
            f"Host: {self.host}",
            f"Cookie: {self.cookie}",
            f"Content-Length: {n_bytes}",
            f"Content-Type: multipart/form-data; boundary=x{more}",
        )
        self.connection.sendall("\r\n".join((*lines, "", "")).encode())

    def heard(self) -> str:
        with suppress(ConnectionResetError):  # it is not read to its end
            return self.connection.recv(4000).decode()
        return ""


@pytest.fixture
def uploader(server):
    """Another one with each call."""
    address = server.stdout.readline().strip()
    made = []

    def one() -> Uploader:
        made.append(Uploader(address))
        return made[-1]

    yield one
    for each in made:
        each.connection.close()


def form(content: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="mine.zip"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n"


@pytest.mark.parametrize("path", ["/settings", "/api/v1/requests"])
def test_a_long_body_is_refused_before_it_comes(uploader, path):
    sent = uploader()
    sent.head(200_000_000, path=path)

    assert " 413 " in sent.heard()


@pytest.mark.parametrize("more", ["", "\r\nExpect: 100-continue"])
def test_a_backup_is_refused_before_it_comes_where_the_gate_does_not_let_it_in(uploader, more):
    sent = uploader()
    sent.head(200_000_000, path=UPLOAD, more=more)  # without the form's token

    assert sent.heard().startswith("HTTP/1.1 400 ")


def test_a_backup_that_is_let_in_goes_to_the_disk_beside_the_backups(server, uploader, link_dir):
    body = form(b"no backup" * 300_000)
    sent = uploader()
    sent.head(len(body), more="\r\nExpect: 100-continue")

    assert sent.heard().startswith("HTTP/1.1 100 ")
    sent.connection.sendall(body[:-1])
    open_files = [str(link.readlink()) for link in Path(f"/proc/{server.pid}/fd").iterdir() if link.is_symlink()]
    assert [name for name in open_files if name.startswith(str(link_dir / "backups"))]
    assert not [name for name in open_files if name.startswith("/tmp/tmp")]  # noqa: S108
    sent.connection.sendall(body[-1:])
    answer = sent.heard()
    assert answer.startswith("HTTP/1.1 303 ")
    assert list((link_dir / "backups").iterdir()) == []


def test_one_backup_comes_at_a_time_and_the_next_after_it(uploader):
    body = form(b"no backup" * 300_000)
    first, second, third = uploader(), uploader(), uploader()
    first.head(len(body), more="\r\nExpect: 100-continue")
    assert first.heard().startswith("HTTP/1.1 100 ")
    second.head(len(body))
    second.connection.sendall(body)  # as browsers do, who do not listen meanwhile
    assert second.heard().startswith("HTTP/1.1 303 ")

    first.connection.close()  # somebody thought better of it

    for _ in range(100):
        third.head(len(body), more="\r\nExpect: 100-continue")
        if third.heard().startswith("HTTP/1.1 100 "):
            return
        third = uploader()
    pytest.fail("the turn was never given back")


def test_a_backup_that_the_disk_takes_no_more_of_is_answered_in_words_and_the_next_one_comes(server, uploader):
    body = form(b"no backup" * 2_500_000)  # more than lies on the way
    cut_short, next_one = uploader(), uploader()
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (100_000, before[1]))

    cut_short.head(len(body))
    cut_short.connection.sendall(body)  # all of it, as browsers do

    assert cut_short.heard().startswith("HTTP/1.1 303 ")
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)
    next_one.head(len(body), more="\r\nExpect: 100-continue")
    assert next_one.heard().startswith("HTTP/1.1 100 ")


def test_only_a_form_that_is_sent_may_have_a_long_body(uploader):
    sent = uploader()
    sent.connection.sendall(
        f"OPTIONS {UPLOAD} HTTP/1.1\r\nHost: {sent.host}\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n".encode()
    )

    assert not sent.heard().startswith("HTTP/1.1 100 ")
