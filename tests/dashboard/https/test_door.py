"""HTTPS opened and closed while the dashboard runs."""

from __future__ import annotations

import socket
import ssl

import pytest
from processes import free_port

from chairpi.certificates.kept import Certificates
from chairpi.clock import RealClock
from chairpi.dashboard.https.door import Door
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.https.seen_through import SeenThrough


@pytest.fixture
def offer(tmp_path):
    certificates = Certificates(
        tmp_path / "certificates",
        host_name="armchair",
        names=["chairpi.local"],
        addresses=lambda: (),
        clock=RealClock(),
    )
    return Offer(certificates=certificates)


@pytest.fixture
def door(offer):
    door = Door(offer, "127.0.0.1", SeenThrough(lambda environ, start_response: [], free_port()))
    yield door
    door.close()


def shake_hands(offer):
    """The protocol that is agreed on at the offer's port."""
    context = ssl.create_default_context(cafile=str(offer.certificates.authority_path))
    with (
        socket.create_connection(("127.0.0.1", offer.port), timeout=10) as raw,
        context.wrap_socket(raw, server_hostname="chairpi.local") as connection,
    ):
        return connection.version()


def test_it_opens_at_once_and_closes_again(offer, door):
    port = free_port()
    offer.use(port)

    assert offer.is_served
    assert shake_hands(offer) == "TLSv1.3"

    offer.use(0)

    assert not offer.is_served
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=10)


def test_it_moves_to_another_port_with_the_same_certificate(offer, door):
    offer.use(free_port())
    known = offer.certificates.leaf_path.read_bytes()
    offer.use(free_port())

    assert shake_hands(offer) == "TLSv1.3"
    assert offer.certificates.leaf_path.read_bytes() == known


def test_a_port_that_is_taken_is_said_and_can_be_tried_again(offer, door):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        offer.use(taken.getsockname()[1])

        assert not offer.is_served
        assert "already in use" in offer.trouble
        assert "web.https_port" in offer.trouble

    offer.use(free_port())

    assert offer.trouble == ""
    assert shake_hands(offer) == "TLSv1.3"
