"""What the pages say of who sits."""

from __future__ import annotations

from collections.abc import Sequence

from chairpi.dashboard.feed.messages import Hello, Now, Sitter
from chairpi.language.words import N_, _, translated
from chairpi.store.people import FIRST_NAME

SOMEBODY_ELSE = N_("Somebody else")
ME = N_("Me")
"""The name of the first sitter, `chairpi.store.people.FIRST_NAME`, as long as nobody has chosen another."""


def shown_name(name: str) -> str:
    """A sitter's name as pages show it: what a person typed as it is, and what the chair gave in the reader's language.

    >>> shown_name("Anna"), shown_name("Me")
    ('Anna', 'Me')
    """
    return translated(ME) if name == FIRST_NAME else name


def told_sitters(hello: Hello | None) -> tuple[Sitter, ...]:
    """Whom the chair tells of, with their names as pages show them."""
    known = hello.get("sitters", ()) if hello else ()
    return tuple({"sitter_id": one["sitter_id"], "name": shown_name(one["name"])} for one in known)


def name_of(sitter_id: int | None, sitters: Sequence[Sitter]) -> str:
    """A sitter's name; "Somebody else" for one whom the chair does not know.

    >>> name_of(2, [{"sitter_id": 2, "name": "Anna"}]), name_of(None, [])
    ('Anna', 'Somebody else')
    """
    known = (sitter["name"] for sitter in sitters if sitter["sitter_id"] == sitter_id)
    return next(known, translated(SOMEBODY_ELSE))


def sitter_texts(now: Now, sitters: Sequence[Sitter]) -> dict[str, str]:
    """Who sits or sat last, and whom the load looks like."""
    texts = {"sitter": "", "suggest": "", "suggest_hint": "", "suggest_yes": ""}
    if now["sitter_id"] is None and sitters:
        texts["sitter"] = _("What is measured now goes into nobody's history. Prompts come as the chair is configured.")
    elif len(sitters) > 1:
        texts["sitter"] = _(
            "What is measured now goes into the history of “%(name)s”.", name=name_of(now["sitter_id"], sitters)
        )
    suggested = now["suggested_sitter_id"]
    if suggested is not None and suggested != now["sitter_id"]:
        name = name_of(suggested, sitters)
        texts |= {
            "suggest": _("Is it %(name)s who sits?", name=name),
            "suggest_hint": _("The load on the seat is like that of %(name)s.", name=name),
            "suggest_yes": _("Yes, %(name)s", name=name),
        }
    return texts
