"""What axe, a checker of access, finds wrong with a page in the browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

EVERYTHING = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
    "preload": {"assets": ["media"]},
}
"""All that axe looks for by itself, and targets of 24 px (WCAG 2.2, 2.5.8), which it is to be asked for.

It would also fetch each style sheet again, for a rule alone that is off unless asked for (css-orientation-lock)."""

COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block", "target-size"]}
"""What other colours and another width can change on a page that was looked over for everything."""

FIND = """async (options) => (await axe.run(options)).violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 240)}`).join("; ")}`)"""
"""Asked of the page: only what is wrong is sent, not all that is right."""


def violations(page: Any, scheme: str = "light") -> list[str]:
    """Whom the page as it is now shuts out, and by what; the script is put into each page once.

    In the dark only what colours can change is looked for: a page is looked over in the light too, and for everything then.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FIND, EVERYTHING if scheme == "light" else COLOURS)
    return found
