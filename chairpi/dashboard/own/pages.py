"""What the pages about people's own content share: what there is, an id for something new, and what a change would spoil."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import key_of
from chairpi.dashboard.services import services
from chairpi.programme.content import LONGEST_LIST
from chairpi.programme.exchange import usable
from chairpi.programme.library import Library
from chairpi.programme.own import Own

FULL = f"There is room for {LONGEST_LIST} of them. Remove one that is not needed any more first."


@dataclass(frozen=True, slots=True)
class Added:
    """What people added, as far as it concerns the person whose page it is.

    Parameters
    ----------
    person, key
        Whose page, and how addresses name them.
    own
        All that was added, also what cannot be read.
    library
        All content, as far as it can be.
    left_out
        Why something of it cannot be read.
    """

    person: Mine
    key: str | None
    own: Own
    library: Library
    left_out: tuple[str, ...]

    def spoilt_by(self, after: Own) -> str:
        """Why the content cannot become this: something that can be read now could not be read then; empty where it can."""
        _, left_out = usable(after)
        return left_out[-1] if len(left_out) > len(self.left_out) else ""


def added() -> Added:
    """What people added, for the person whom the present request is about."""
    person = mine()
    own = services().book.own(person.sitter_id)
    library, left_out = usable(own)
    return Added(person, key_of(person), own, library, left_out)


def new_id(name: str, taken: Container[str]) -> str:
    """An id for something that is called so.

    >>> new_id("Mein Höhepunkt!", {"my-mein-hohepunkt"})
    'my-mein-hohepunkt-2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(["my", *re.findall(r"[a-z0-9]+", plain)])[:40].rstrip("-")
    candidates = (words if n == 1 else f"{words}-{n}" for n in range(1, LONGEST_LIST + 3))
    return next(one for one in candidates if one not in taken)
