"""What a process keeps in memory has an end, however long it runs: CONTRIBUTING.md says which, and this finds what it does not know."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "chairpi"

GROWS = {"deque": "maxlen", "Queue": "maxsize", "SimpleQueue": "", "LifoQueue": "maxsize", "PriorityQueue": "maxsize"}
"""What grows by itself, and the argument that ends it."""

BOUNDED_OTHERWISE = {
    "core/seat_check/check.py": "the frames in which somebody settles",
    "dashboard/feed/live.py": "trail",
    "outputs/signals.py": "presses of the button",
}
"""Where another rule ends it: what CONTRIBUTING.md calls it."""


def growing() -> list[str]:
    """Each module that makes one without an end, once for each."""
    return sorted(
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (name := node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in GROWS
        and GROWS[name] not in {keyword.arg for keyword in node.keywords}
    )


def test_every_queue_has_an_end_or_a_reason_to_need_none():
    assert growing() == sorted(BOUNDED_OTHERWISE)


def test_the_reasons_are_written_down():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert [name for name in BOUNDED_OTHERWISE.values() if name not in text] == []
