"""The dashboard on the network, in a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request

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


@pytest.mark.parametrize(
    ("path", "answered"), [("/settings/backup/upload", b""), ("/settings", b" 413 "), ("/api/v1/requests", b" 413 ")]
)
def test_a_long_body_is_refused_before_it_comes_but_where_a_backup_may_come(server, path, answered):
    address = server.stdout.readline().strip()
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 200000000\r\n\r\n".encode())
        connection.settimeout(2.0 if not answered else 10.0)
        try:
            heard = connection.recv(200)
        except TimeoutError:
            heard = b""  # it waits for the body

    assert answered in heard
    assert bool(heard) == bool(answered)
