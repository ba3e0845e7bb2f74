"""Take out of a text what tells of a person, a house or a secret.

What is written into the archive is chosen first (`chairpi.support.contents`); this is the second net, for what a log line or an error
may hold that nobody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

REMOVED = "[removed]"
SHORTEST = 2
"""A name of one letter would take every abbreviation with it."""
AS_WRITTEN = 2
"""Names up to this length are looked for as they are written: somebody is called No or Is, and a log is full of no and is."""

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"-----BEGIN [A-Z ]+-----.*",  # keys and certificates
        r"[\w.+-]+@[\w-]+\.[\w.-]+",  # mail
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b",  # IPv4
        r"(?<![\w.])(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}\b|\b[0-9A-Fa-f:]*::[0-9A-Fa-f:]+",  # IPv6
        r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b",  # a network card
        r"\b[\w-]+(?:\.[\w-]+)*\.(?:local|lan|home|internal|fritz\.box|home\.arpa)\b",  # names on a home network
        r"(?<=/home/)[^/\s\"':]+",
        r"\b(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{20,}",  # keys, cookies, digests
        r"[-+]?\d+(?:[.,]\d+)?\s?(?:kg|N|lbs?)\b",  # what a body weighs, and what it presses with
    )
)

RUN = re.compile(r"[A-Za-z0-9+/=_-]{20,}")
"""What base64 writes, in both its alphabets. Its "/" cuts a secret into pieces too short for the last but one of the patterns."""
MIXED_FROM = 1 / 6
"""A run is a secret where so many of its signs are of another kind (capital, small letter, digit) than the one before. Our choice: of
some 400 000 secrets of 16 random bytes one has fewer (binomial, 22 signs of the 64), and paths and names have a tenth or less."""


def _is_short_name(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()  # two digits are in every figure


def _without_mixed(found: re.Match[str]) -> str:
    kinds = ["A" if sign.isupper() else "a" if sign.islower() else "0" for sign in found.group() if sign.isalnum()]
    n_changes = sum(before != after for before, after in pairwise(kinds))
    return REMOVED if n_changes >= MIXED_FROM * len(kinds) else found.group()


class Scrubber:
    """Takes out what it knows to be personal, and what looks like it.

    Parameters
    ----------
    words
        Names and texts that are personal here.
    """

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted(
            {word for word in words if len(word) > AS_WRITTEN or _is_short_name(word)}, key=len, reverse=True
        )
        forms = [re.escape(word) if len(word) <= AS_WRITTEN else f"(?i:{re.escape(word)})" for word in known]
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") if forms else None

    def text(self, text: str) -> str:
        """A text without it.

        >>> Scrubber(["Anna"]).text("anna weighs 61.4 kg at 192.168.1.7, in /home/anne/x")
        '[removed] weighs [removed] at [removed], in /home/[removed]/x'
        """
        if self._known is not None:
            text = self._known.sub(REMOVED, text)
        text = RUN.sub(_without_mixed, text)  # whole, before a pattern below takes only a piece of it
        for pattern in PATTERNS:
            text = pattern.sub(REMOVED, text)
        return text

    def tree(self, value: Any) -> Any:  # JSON
        """A JSON value of which every text is without it."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(str(key)): self.tree(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(inner) for inner in value]
        return value
