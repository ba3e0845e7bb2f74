"""What the pages about people's own content share: what there is, an id for something new, and what a change would spoil."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import key_of
from chairpi.dashboard.services import services
from chairpi.language.words import _
from chairpi.programme.content import LONGEST_LIST
from chairpi.programme.exchange import usable
from chairpi.programme.in_language import in_language
from chairpi.programme.library import Library
from chairpi.programme.own import Own
from chairpi.store.own_content import OwnKind

Content = TypeVar("Content")


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
        left_out = usable(after)[1]
        return left_out[-1] if len(left_out) > len(self.left_out) else ""


def added() -> Added:
    """What people added, for the person whom the present request is about."""
    person = mine()
    own = services().book.own(person.sitter_id)
    library, left_out = usable(own)
    return Added(person, key_of(person), own, in_language(library), left_out)


def full() -> str:
    """Why there can be no more of something."""
    return _("There is room for %(most)s of them. Remove one that is not needed any more first.", most=LONGEST_LIST)


def known(
    own: Iterable[Mapping[str, object]],
    content: Mapping[str, Content],
    content_id: str,
    record_of: Callable[[Content], Mapping[str, object]],
    why_not: str,
) -> Mapping[str, object]:
    """Something as it stands in a file: also what was added and cannot be read.

    Parameters
    ----------
    own
        What people added of this kind.
    content
        All of this kind that can be read, by id.
    content_id
        What is looked for.
    record_of
        How it is written to a file.
    why_not
        What is said where there is none.
    """
    raw = next((one for one in own if one["id"] == content_id), None)
    if raw is not None:
        return raw
    if content_id not in content:
        abort(404, why_not)
    return record_of(content[content_id])


def keep(here: Added, kind: OwnKind, record: Mapping[str, object], said: str) -> ResponseReturnValue:
    """Write something down, say so, and go back to the list."""
    parts = services()
    parts.book.content.keep(kind, record, parts.clock.utc_s())
    flash(said, "done")
    return back(here)


def remove(here: Added, kind: OwnKind, content_id: str, shipped: Container[str]) -> ResponseReturnValue:
    """Remove something, say what stands in its place now, and go back to the list."""
    services().book.content.remove(kind, content_id)
    flash(_("Removed. The one that comes with ChairPi is back.") if content_id in shipped else _("Removed."), "done")
    return back(here)


def back(here: Added) -> ResponseReturnValue:
    """To the list of all that was added."""
    return redirect(url_for("own_content.page", sitter=here.key), 303)


def new_id(name: str, taken: Container[str]) -> str:
    """An id for something that is called so.

    >>> new_id("Mein Höhepunkt!", {"my-mein-hohepunkt"})
    'my-mein-hohepunkt-2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(["my", *re.findall(r"[a-z0-9]+", plain)])[:40].rstrip("-")
    candidates = (words if n == 1 else f"{words}-{n}" for n in range(1, LONGEST_LIST + 3))
    return next(one for one in candidates if one not in taken)
