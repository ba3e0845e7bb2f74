"""A language in which every sentence that is looked up stands between ⟦ and ⟧, and what of a page does not."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from chairpi.catalogue import gathered

BEGIN, END = "⟦", "⟧"
SAME_IN_ALL = frozenset({"signs in numbers"})
"""Contexts of what is no sentence."""
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
AS_WRITTEN = {"script", "style", "code", "textarea", "kbd"}
"""Elements that hold what is typed, or is for machines."""
IN_EVERY_LANGUAGE = re.compile(
    r"(?:/[\w.-]+){2,}|ChairPi|Raspberry Pi|Python|SQLite|Flask|Linux|Debian[\w ./()]*|gpiochip|DOUT|PD_SCK|GPIO|HX711"
    r"|\b(?:kg|g|mm|cm|min|ms|µs|s|h|Hz|N|GB|MB|V)\b"
)
"""Names of things, places of files, and units alone."""


class Marked(gettext.NullTranslations):
    """Knows the sentences that the catalogues have, and no others."""

    def __init__(self) -> None:
        super().__init__()
        ids = [message.id for message in gathered() if message.id]
        self._known = {text for one in ids for text in ((one,) if isinstance(one, str) else one)}

    def gettext(self, message: str) -> str:
        return f"{BEGIN}{message}{END}" if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return message if context in SAME_IN_ALL else self.gettext(message)


class _Unmarked(HTMLParser):
    """Gathers texts and attributes that are not between the marks; a sentence may go on through elements inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        foreign = "lang" in values and tag != "html"
        told = values.get("translate") == "no" or "prose" in (values.get("class") or "")
        if self._skipped or tag in AS_WRITTEN or foreign or told:
            if tag not in {"input", "br", "img", "meta", "link", "hr"}:
                self._skipped.append(tag)
            return
        for name in ATTRIBUTES:
            _, rest = _outside(values.get(name) or "", 0)
            self._keep(rest, f"{name}=")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and self._skipped[-1] == tag:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._depth, rest = _outside(data, self._depth)
            self._keep(rest, "")

    def _keep(self, rest: str, where: str) -> None:
        if re.search(r"[^\W\d_]{2}", IN_EVERY_LANGUAGE.sub("", rest)):
            self.found.append(where + " ".join(rest.split()))


def _outside(text: str, depth: int) -> tuple[int, str]:
    """How deep in marks a text ends that begins so deep, and what of it is outside them."""
    outside = []
    for letter in text:
        if letter == END:
            depth -= 1
        if depth == 0 and letter != END:
            outside.append(letter if letter != BEGIN else " ")
        if letter == BEGIN:
            depth += 1
    return depth, "".join(outside)


def unmarked(page: str, *names: str) -> Iterator[str]:
    """What of a page nobody translates, but for these names of people and things."""
    found = _Unmarked()
    found.feed(page)
    for text in found.found:
        rest = text
        for name in names:
            rest = rest.replace(name, "")
        if re.search(r"[^\W\d_]{2}", IN_EVERY_LANGUAGE.sub("", rest.partition("=")[2] if "=" in rest else rest)):
            yield text
