"""What a browser unlocks over HTTPS, and what it honestly says over plain HTTP."""

from __future__ import annotations

import base64
import hashlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fake_sensor
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from looked_over import violations
from playwright.sync_api import expect
from processes import free_port

from chairpi.certificates.kept import AUTHORITY_FILE

pytestmark = pytest.mark.browser

NAME = "chairpi.local"
SERVE = """
import sys
from pathlib import Path
from chairpi.certificates.kept import Certificates
from chairpi.clock import RealClock
from chairpi.dashboard.app import create_app
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.server import serve

directory = Path(sys.argv[1])
certificates = Certificates(
    directory / "certificates", host_name="armchair", names=["chairpi.local"], addresses=lambda: (), clock=RealClock()
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
serve(app, "127.0.0.1", 0, ready=lambda address: print(address, flush=True))
"""
NOTED = """
window.noted = [];
const show = ServiceWorkerRegistration.prototype.showNotification;
ServiceWorkerRegistration.prototype.showNotification = function (title, options) {
  window.noted.push([title, options.body]);
  return show.call(this, title, options);
};
"""
"""Writes down what notifications are made; they are made all the same."""
HIDDEN = """
Object.defineProperty(document, "hidden", { get: () => Boolean(window.isAway) });
"""
"""A headless browser never hides a page; so that a test can say that the person looks at something else."""


class SecureHouse:
    """The dashboard on both ports in a process that a test can end, its sensor process, and a browser that takes its certificate."""

    def __init__(self, directory: Path, sensor: Any, browser: Any, chromium_path: str, arguments: list[str]) -> None:
        self.sensor = sensor
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(directory), str(free_port())],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        ports = [int(self.process.stdout.readline().rpartition(":")[2]) for _ in range(2)]
        self.addresses = {
            scheme: f"{scheme}://{NAME}:{port}" for scheme, port in zip(("http", "https"), ports, strict=True)
        }
        self.chromium = browser.browser_type.launch(
            executable_path=chromium_path,
            args=[
                *arguments,
                f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
                f"--ignore-certificate-errors-spki-list={key_hash(directory, ports[1])}",
            ],
        )

    def open(self, scheme: str, path: str = "/", **options: Any) -> Any:
        context = self.chromium.new_context(**options)
        context.add_init_script(HIDDEN)
        if scheme == "https":
            context.grant_permissions(["notifications"], origin=self.addresses["https"])
            context.add_init_script(NOTED)
        page = context.new_page()
        page.goto(self.addresses[scheme] + path)
        return page

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=15)


def key_hash(directory: Path, port: int) -> str:
    """By what Chromium is told to take a certificate: SHA-256 of its public key. The certificate comes over a trusted connection."""
    context = ssl.create_default_context(cafile=str(directory / "certificates" / AUTHORITY_FILE))
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as raw,
        context.wrap_socket(raw, server_hostname=NAME) as connection,
    ):
        leaf = x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")
    key = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


@pytest.fixture
def secure(browser: Any, chromium_path: str) -> Iterator[SecureHouse]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        sensor = fake_sensor.FakeSensor(Path(name))
        sensor.state = fake_sensor.SITTING
        sensor.start()
        house = SecureHouse(Path(name), sensor, browser, chromium_path, arguments)
        stopping = threading.Event()
        heart = threading.Thread(target=beat, args=(sensor, stopping), daemon=True)
        heart.start()
        yield house
        house.chromium.close()
        house.end()
        stopping.set()
        heart.join()
        sensor.stop()


def beat(sensor: Any, stopping: threading.Event) -> None:
    while not stopping.wait(0.1):
        sensor.tell(sensor.state)


def line(page: Any, name: str) -> Any:
    return page.locator(f'[data-screen="{name}"]')


def test_over_https_the_page_is_live_and_its_app_can_be_installed(secure):
    page = secure.open("https")

    expect(page.locator(".map [data-cop]")).to_be_visible()
    assert page.evaluate("() => isSecureContext")
    assert page.evaluate("() => navigator.serviceWorker.ready.then((found) => new URL(found.scope).pathname)") == "/"


def test_when_the_chair_cannot_be_reached_a_page_of_its_own_says_so(secure):
    page = secure.open("https")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    secure.end()
    page.goto(secure.addresses["https"] + "/today")

    expect(page.get_by_role("heading", level=1)).to_have_text("The chair cannot be reached from here.")
    assert page.evaluate("() => getComputedStyle(document.querySelector('.button')).borderRadius") != "0px"
    assert violations(page) == []


def test_no_page_of_anybody_is_kept(secure):
    page = secure.open("https")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.goto(secure.addresses["https"] + "/today")
    page.goto(secure.addresses["https"] + "/")
    expect(line(page, "sound")).to_be_visible()
    kept = page.evaluate(
        "async () => { const paths = []; for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys()) paths.push(new URL(one.url).pathname); return paths }"
    )

    assert "/offline" in kept
    assert {path for path in kept if not path.startswith("/static/v")} == {"/offline"}


def test_a_notification_comes_with_a_prompt_once_it_was_asked_for_and_the_page_is_not_seen(secure):
    page = secure.open("https")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    button = line(page, "notify").get_by_role("button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-text=clock]")).to_be_visible()
    page.evaluate("() => { window.isAway = true }")
    secure.sensor.state = fake_sensor.PROMPTING
    expect(page.locator("section.prompt h2").first).to_be_visible()
    page.wait_for_function("() => window.noted.length > 0")

    assert page.evaluate("() => window.noted.length") == 1
    assert page.evaluate("() => window.noted[0][1]") == fake_sensor.PROMPT["reason"]


def test_nothing_is_notified_that_was_not_asked_for(secure):
    page = secure.open("https")
    expect(line(page, "notify").get_by_role("button")).to_have_attribute("aria-pressed", "false")
    page.evaluate("() => { window.isAway = true }")
    secure.sensor.state = fake_sensor.PROMPTING
    expect(page.locator("section.prompt h2").first).to_be_visible()

    assert page.evaluate("() => window.noted") == []


def test_plain_http_says_what_a_browser_will_not_do_and_how_it_would(secure):
    page = secure.open("http")

    expect(line(page, "notify").get_by_role("button")).to_be_disabled()
    expect(line(page, "notify")).to_contain_text("Browsers show notifications only over HTTPS.")
    expect(line(page, "awake").get_by_role("button")).to_be_disabled()
    expect(line(page, "sound").get_by_role("button")).to_be_enabled()
    page.get_by_role("link", name="HTTPS for this chair: how").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("HTTPS")


def test_what_was_chosen_for_this_screen_is_remembered(secure):
    page = secure.open("http")
    line(page, "sound").get_by_role("button").click()
    page.reload()

    expect(line(page, "sound").get_by_role("button")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_about_https_and_the_card_are_accessible(secure, scheme, look, width):
    page = secure.open(scheme, "/settings/https", color_scheme=look, viewport={"width": width, "height": 800})
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = violations(page, look)

    assert found == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")

    page.goto(secure.addresses[scheme] + "/")
    expect(line(page, "sound")).to_be_visible()
    found = violations(page, look)

    assert found == []
