"""Whose history a page shows: that of the sitter who is asked for, else of the one who sits."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request

from chairpi.dashboard.services import Services
from chairpi.dashboard.sitter_words import SOMEBODY_ELSE, shown_name
from chairpi.language.words import _, translated
from chairpi.store.day_view import EVERYBODY, Everybody, Whose
from chairpi.store.view import HistoryView, NamedSitter

GUESTS = "guests"
"""Stands in an address for those whom the chair does not know."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose history is shown.

    Parameters
    ----------
    whose
        What the history is asked for.
    name
        Theirs; empty for everybody.
    key
        How an address names them; empty for the one who sits.
    others
        What else may be chosen: address key and name.
    """

    whose: Whose
    name: str
    key: str
    others: tuple[tuple[str, str], ...]


def chosen_sitter(parts: Services, view: HistoryView) -> Chosen:
    """Read `sitter` of the present request, in its address or form.

    It is a sitter's number, or "guests"; without it the present sitter is meant, else everybody.
    """
    known = view.sitters()
    names = {str(sitter.sitter_id): shown_name(sitter.name) for sitter in known} | {GUESTS: translated(SOMEBODY_ELSE)}
    text = request.values.get("sitter", "")
    if text and text not in names:
        abort(404, _("The chair knows no such sitter."))
    whose = _whose(text) if text else _present(parts, known)
    if isinstance(whose, Everybody):
        return Chosen(whose, "", "", ())
    shown = GUESTS if whose is None else str(whose)
    has_several = len(known) > 1 or whose is None or view.has_guests()
    others = tuple((key, name) for key, name in names.items() if key != shown) if has_several else ()
    return Chosen(whose, names.get(shown, translated(SOMEBODY_ELSE)), text, others)


def _whose(key: str) -> Whose:
    return None if key == GUESTS else int(key)


def _present(parts: Services, known: tuple[NamedSitter, ...]) -> Whose:
    now = parts.feed.snapshot().now
    if now is None or not known:
        return EVERYBODY
    return now["sitter_id"]
