"""Every page of the dashboard on one sheet, to be looked at: telephone and desktop, light and dark.

    python tests/bench/dashboard_sheet.py FOLDER [NAME ...]

Writes FOLDER/sheet.html and a picture of each page beside it. A NAME is a part of the addresses of those wanted. Needs Chromium and
Playwright. The pages are those of a house that is lived in, in which a prompt stands.
"""

from __future__ import annotations

import argparse
import html
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import waitress

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import fake_sensor
from calibrating import SEAT, TRUTH
from every_page import pages
from health_replies import health
from lived_in import live_in

from chairpi.calibration.session import CalibrationSession
from chairpi.clock import RealClock
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.server import THREADS, listening_socket

SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")
STYLE = """
body { font: 16px system-ui, sans-serif; margin: 1rem; }
section > div { display: flex; gap: 1rem; align-items: flex-start; margin-bottom: 2rem; }
img { border: 1px solid #888; }
img.phone { width: 195px; } img.desktop { width: 640px; }
"""
HEAR_S = 0.5


@contextmanager
def house() -> Iterator[tuple[str, list[str]]]:
    """A dashboard in use: its address, and the addresses of its pages."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name, listening_socket("127.0.0.1", 0) as listening:
        sensor = fake_sensor.FakeSensor(Path(name))
        sensor.state = fake_sensor.PROMPTING
        sensor.reply = health()
        state: dict[str, Any] = {"request": "calibration", "action": "state"}
        sensor.replies["calibration"] = CalibrationSession(SEAT, TRUTH).ask(state, 0.0)
        sensor.start()
        app = create_app(
            history_path=Path(name) / "history.db",
            link_dir=Path(name),
            clock=RealClock(),
            time_zone="Europe/Zurich",
            secret_key=b"not secret in a bench",
        )
        live_in(app)
        server = waitress.create_server(app, sockets=[listening], threads=THREADS)
        threading.Thread(target=server.run, daemon=True).start()
        ended = threading.Event()

        def say_again() -> None:
            while not ended.wait(HEAR_S):
                sensor.say()

        talking = threading.Thread(target=say_again)
        talking.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", pages(app)
        finally:
            ended.set()
            talking.join()
            stop_listening(app)
            sensor.stop()


def file_name(path: str, screen: str, scheme: str) -> str:
    """Of the picture of a page."""
    return f"{path.strip('/').replace('/', '-') or 'now'}.{screen}.{scheme}.png"


def photograph(address: str, paths: list[str], folder: Path, chromium: str) -> None:
    """Take every picture."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for screen, viewport in SCREENS.items():
            for scheme in SCHEMES:
                page = browser.new_page(viewport=viewport, color_scheme=scheme)
                for path in paths:
                    page.goto(address + path)
                    page.evaluate(
                        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
                    )
                    page.screenshot(path=folder / file_name(path, screen, scheme), full_page=True)
                page.close()
        browser.close()


def sheet(paths: list[str]) -> str:
    """The page with all of them."""
    parts = []
    for path in paths:
        pictures = "".join(
            f'<img class="{screen}" src="{file_name(path, screen, scheme)}" alt="{html.escape(path)}, {screen}, {scheme}">'
            for screen in SCREENS
            for scheme in SCHEMES
        )
        parts.append(f"<section><h2>{html.escape(path)}</h2><div>{pictures}</div></section>")
    head = f'<meta charset="utf-8"><title>{len(paths)} pages</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en">{head}{"".join(parts)}</html>'


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    chromium = os.environ.get("CHAIRPI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium found: sudo apt install chromium")
    options.folder.mkdir(parents=True, exist_ok=True)
    with house() as (address, found):
        wanted = [path for path in found if not options.names or any(name in path for name in options.names)]
        photograph(address, wanted, options.folder, chromium)
    (options.folder / "sheet.html").write_text(sheet(wanted), encoding="utf-8")
    print(f"{options.folder / 'sheet.html'}: {len(wanted)} pages")


if __name__ == "__main__":
    main()
