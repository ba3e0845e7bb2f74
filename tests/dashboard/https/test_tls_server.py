"""The dashboard over TLS in a process of its own, as a browser that trusts the chair's authority finds it."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import ssl
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from processes import free_port

from chairpi.certificates.kept import AUTHORITY_FILE, LEAF_FILE
from chairpi.dashboard.feed.stream import STREAMS_MAX

SERVE = """
import sys
from ipaddress import ip_address
from pathlib import Path
from chairpi.certificates.kept import Certificates
from chairpi.clock import RealClock
from chairpi.dashboard.app import create_app
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.server import serve

directory = Path(sys.argv[1])
certificates = Certificates(
    directory / "certificates",
    host_name="armchair",
    names=["chairpi.local"],
    addresses=lambda: (ip_address("192.168.1.6"),),
    clock=RealClock(),
)
app = create_app(
    history_path=directory / "history.db",
    link_dir=directory,
    clock=RealClock(),
    time_zone=None,
    secret_key=b"not secret in a test",
    host_names=("chairpi.local",),
    https=Offer(int(sys.argv[2]), certificates),
)

@app.get("/seen")
def seen():
    from flask import request
    return {"scheme": request.scheme, "address": request.remote_addr, "port": request.environ["SERVER_PORT"]}

serve(app, "127.0.0.1", 0, ready=lambda address: print(address, flush=True))
"""


@dataclass
class Served:
    """The process, its directory, and the ports that it told."""

    process: subprocess.Popen[str]
    directory: Path
    plain: int
    secure: int
    connections: list[http.client.HTTPConnection] = field(default_factory=list)

    def connect(self, name="chairpi.local", trusted=True, **versions):
        context = ssl.create_default_context(
            cafile=str(self.directory / "certificates" / AUTHORITY_FILE) if trusted else None
        )
        for key, value in versions.items():
            setattr(context, key, value)
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.secure), timeout=10), server_hostname=name
        )

    def open(self, path, port=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.secure, timeout=10)
        self.connections.append(connection)
        if port is None:
            connection.sock = self.connect()
        connection.request("GET", path, headers={"Host": "chairpi.local", **headers})
        return connection.getresponse()


@pytest.fixture
def served(link_dir):
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SERVE, str(link_dir), str(free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    ports = [int(process.stdout.readline().rpartition(":")[2]) for _ in range(2)]
    served = Served(process, link_dir, *ports)
    yield served
    for connection in served.connections:
        connection.close()
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_who_trusts_the_authority_gets_the_page_over_a_modern_protocol(served):
    with served.open("/") as page, served.connect() as connection:
        assert page.status == 200
        assert connection.version() in {"TLSv1.2", "TLSv1.3"}
        assert connection.selected_alpn_protocol() is None  # not asked for


def test_who_does_not_trust_it_is_warned(served):
    with pytest.raises(ssl.SSLCertVerificationError):
        served.connect(trusted=False)


def test_another_name_is_refused(served):
    with pytest.raises(ssl.SSLCertVerificationError, match=r"bank\.example"):
        served.connect("bank.example")


def test_old_protocols_are_refused(served):
    with pytest.warns(DeprecationWarning, match="TLSv1"), pytest.raises((ssl.SSLError, OSError)):
        served.connect(minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)


def test_the_application_sees_the_browser_and_not_the_front(served):
    with served.open("/seen") as over_tls, served.open("/seen", served.plain) as plain:
        assert json.load(over_tls) == {"scheme": "https", "address": "127.0.0.1", "port": str(served.secure)}
        assert json.load(plain)["scheme"] == "http"


def test_a_connection_is_kept_for_the_next_request(served):
    connection = http.client.HTTPConnection("127.0.0.1", served.secure, timeout=10)
    connection.sock = served.connect()
    for _ in range(3):
        connection.request("GET", "/api/v1/now", headers={"Host": "chairpi.local"})
        with connection.getresponse() as answer:
            answer.read()
            assert answer.status == 200
    connection.close()


def test_each_scheme_has_a_session_of_its_own(served):
    with served.open("/") as over_tls, served.open("/", served.plain) as plain:
        secure, open_ = over_tls.headers["Set-Cookie"], plain.headers["Set-Cookie"]

    assert re.match(r"__Host-chairpi=.*; Secure; HttpOnly; Path=/; SameSite=Lax$", secure)
    assert open_.startswith("chairpi=")
    assert "Secure" not in open_


def test_plain_http_stays_usable(served):
    for port in (served.plain, None):
        with served.open("/", port) as page:
            assert page.headers["Strict-Transport-Security"] is None


def test_streams_over_both_doors_count_together(served):
    streams = [served.open("/api/v1/live", served.plain if n % 2 else None) for n in range(STREAMS_MAX)]
    one_more = served.open("/api/v1/live")

    assert {stream.status for stream in streams} == {200}
    assert one_more.status == 503
    for stream in (*streams, one_more):
        stream.close()


def test_a_silent_client_keeps_nobody_out(served):
    with socket.create_connection(("127.0.0.1", served.secure)), served.open("/api/v1/now") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_though_streams_are_open(served, signal_number):
    with served.open("/api/v1/live") as stream, served.open("/seen") as kept:
        first = stream.readline()
        kept.read()
        served.process.send_signal(signal_number)
        _, errors = served.process.communicate(timeout=15)

    assert first == b"retry: 2000\n"
    assert served.process.returncode == 0
    assert errors == ""


def test_what_stands_in_the_way_of_https_leaves_plain_http(link_dir):
    (link_dir / "certificates").mkdir()
    (link_dir / "certificates" / LEAF_FILE).write_text("not a certificate")
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SERVE, str(link_dir), str(free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        port = int(process.stdout.readline().rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/settings/https")
        page = connection.getresponse().read().decode()
        connection.close()
    finally:
        process.terminate()
        process.communicate(timeout=15)

    assert "HTTPS is switched on, but could not start." in page
    assert "--new-authority" in page
