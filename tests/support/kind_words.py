"""Words that no text about a person's body uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNKIND = re.compile(
    r"\b(always|bad|badly|correct|danger|dangerous|diagnosis|disease|fail|failed|failure|fault|guilty|harm|harmful|lazy|must|"
    r"never|poor|should|slouch|slouching|warning|wrong|wrongly)\b",
    re.IGNORECASE,
)


def unkind(texts: Iterable[str]) -> list[str]:
    """Return those of the texts that scold, order about or frighten."""
    return [text for text in texts if UNKIND.search(text)]
