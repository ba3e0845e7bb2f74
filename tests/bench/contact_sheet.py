"""Every drawing on one page, to be looked at: start, end, and both as the pages show them.

python tests/bench/contact_sheet.py [--dark] [--out FOLDER] [NAME ...]

Writes contact_sheet.html, and contact_sheet.png where there is Chromium. A NAME is a part of the ids of those wanted.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from chairpi.dashboard.web_files import web_root
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.figure.svg import Phase, draw

STYLE = """
body { max-width: none; padding: 0.5rem; display: grid; grid-template-columns: repeat(auto-fill, minmax(60rem, 1fr)); gap: 0.5rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.5rem; }
section h2 { font-size: 1rem; margin: 0; }
section div { display: grid; grid-template-columns: repeat(3, 1fr); }
section svg { display: block; width: 100%; }
section p { font-size: 0.8rem; margin: 0; }
"""


def sheet(names: list[str]) -> str:
    """Return the page."""
    css = [(web_root() / "static" / name).read_text(encoding="utf-8") for name in ("chairpi.css", "css/drawing.css")]
    parts = []
    for name, picture in load_pictures().items():
        if not names or any(wanted in name for wanted in names):
            drawn = "".join(draw(picture, phase=phase) for phase in (*Phase, None))
            parts.append(f"<section><h2>{name}</h2><div>{drawn}</div><p>{picture.describe}</p></section>")
    title = f"<title>{len(parts)} drawings</title>"
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{title}<style>{"".join(css)}{STYLE}</style>{"".join(parts)}</html>'


def main() -> None:
    """Write the page, and take its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--out", type=Path, default=Path())
    asked = parser.parse_args()
    page = asked.out / "contact_sheet.html"
    page.write_text(sheet(asked.names), encoding="utf-8")
    print(page)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium here: open the page in a browser")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        view = browser.new_page(
            viewport={"width": 2000, "height": 1000}, color_scheme="dark" if asked.dark else "light"
        )
        view.goto(page.resolve().as_uri())
        view.screenshot(path=page.with_suffix(".png"), full_page=True)
        browser.close()
    print(page.with_suffix(".png"))


if __name__ == "__main__":
    main()
