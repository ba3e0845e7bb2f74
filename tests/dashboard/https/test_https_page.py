"""The page about HTTPS: off, on, and what a device is given to trust."""

from __future__ import annotations

import re
from ipaddress import ip_address

import pytest
from cryptography import x509

from chairpi.certificates.kept import Certificates
from chairpi.clock import RealClock


@pytest.fixture
def certificates(tmp_path):
    return Certificates(
        tmp_path / "certificates",
        host_name="armchair",
        names=["chairpi.local", "armchair.local"],
        addresses=lambda: (ip_address("192.168.1.6"),),
        clock=RealClock(),
    )


@pytest.fixture
def served(dashboard, certificates):
    certificates.renew()
    dashboard.parts.https.port = 8443
    dashboard.parts.https.certificates = certificates
    return dashboard


def test_off_it_says_how_to_switch_it_on(dashboard):
    page = dashboard.page("/settings/https")

    assert "HTTPS is off." in page
    assert 'name="https" value="on"' in page
    assert "appears here once HTTPS is switched on" in page


def test_without_a_certificate_there_is_none_to_download(dashboard):
    assert dashboard.client.get("/settings/https/chairpi-ca.crt").status_code == 404


def test_on_it_leads_to_the_address_by_the_name_that_was_used(served):
    page = served.client.get("/settings/https", headers={"Host": "sofa.example:8080"}).text

    assert "HTTPS is on." in page
    assert 'href="https://sofa.example:8443/"' in page


@pytest.mark.parametrize("host", ["192.168.1.6", "192.168.1.6:8080", "[fd00::6]", "[fd00::6]:8080"])
def test_an_address_is_led_to_as_well(served, host):
    page = served.client.get("/settings/https", headers={"Host": host}).text

    assert f'href="https://{host.removesuffix(":8080")}:8443/"' in page


def test_over_https_it_says_so(served):
    page = served.client.get("/settings/https", base_url="https://sofa.example").text

    assert "You are here over HTTPS." in page


def test_what_stands_in_the_way_is_said(served):
    served.parts.https.trouble = "port 8443 is already in use"
    page = served.page("/settings/https")

    assert "could not start" in page
    assert "port 8443 is already in use" in page


def test_the_download_is_the_authority_and_nothing_secret(served, certificates):
    answer = served.client.get("/settings/https/chairpi-ca.crt")
    found = x509.load_pem_x509_certificate(answer.data)

    assert answer.mimetype == "application/x-x509-ca-cert"
    assert answer.headers["Content-Disposition"] == "attachment; filename=chairpi-ca.crt"
    assert answer.data.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in answer.data
    assert found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert certificates.fingerprint() in served.page("/settings/https")


def test_every_kind_of_device_has_its_steps(served):
    page = served.page("/settings/https")

    for device in ("Android", "iPhone and iPad", "Windows", "macOS", "Linux", "Firefox"):
        assert f"<summary>{device}" in page
    assert "Certificate trust settings" in page


def test_a_name_that_the_certificate_lacks_is_said(served, certificates):
    served.parts.https.certificates = Certificates(
        certificates.directory,
        host_name="armchair",
        names=["sofa.example"],
        addresses=lambda: (),
        clock=RealClock(),
    )

    assert "The name sofa.example is not in the certificate" in served.page("/settings/https")


def test_a_button_switches_it_on_and_off_again(served):
    served.parts.https.use(0)
    for value, port in (("on", 8443), ("off", 0)):
        answer = served.client.post("/settings/https", data={"csrf_token": served.token(), "https": value})

        assert (answer.status_code, answer.headers["Location"]) == (303, "/settings/https")
        assert served.parts.https.port == port
        assert served.parts.configured.layers.config.web.https_port == port


def test_it_is_not_switched_off_from_where_it_is_used(served):
    found = served.client.get("/settings/https", base_url="https://sofa.example").text
    assert 'value="off"' not in found
    token = re.search(r'name="csrf_token" value="([^"]+)"', found)[1]
    answer = served.client.post(
        "/settings/https",
        base_url="https://sofa.example",
        data={"csrf_token": token, "https": "off"},
        headers={"Referer": "https://sofa.example/settings/https"},
    )

    assert answer.status_code == 400
    assert served.parts.https.is_served
