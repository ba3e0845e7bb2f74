"""Whose programme a page shows, what is in their diary, and what the plan makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chairpi.dashboard.programme.chair_saw import saw
from chairpi.dashboard.services import services
from chairpi.dashboard.sitter_words import shown_name
from chairpi.dashboard.whose import Chosen, chosen_sitter
from chairpi.errors import ContentError
from chairpi.language.words import _
from chairpi.programme.diary import Entry
from chairpi.programme.exchange import usable
from chairpi.programme.in_language import in_language
from chairpi.programme.library import Library
from chairpi.programme.plan import ChairSaw, Today, check, today
from chairpi.store.view import HistoryView, NamedSitter


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's programme.

    Parameters
    ----------
    sitter_id
        Whose; `None` for somebody whom the chair does not know: they have no diary.
    name
        Theirs; empty for nobody.
    key
        How an address names them; empty for the one who sits.
    others
        Who else may be chosen: address key and name.
    entries
        Their diary.
    library
        All content, with what was prescribed to them.
    day
        Today, in the household's time zone.
    saw
        What the chair measured of them lately; `None` where that is too little.
    today
        What the plan says; `None` without a diary.
    """

    sitter_id: int | None
    name: str
    key: str
    others: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    library: Library
    day: date
    saw: ChairSaw | None
    today: Today | None


def mine() -> Mine:
    """The programme that the present request is about: that of the `sitter` it names, else of who sits, else of the only one.

    Raises
    ------
    ContentError
        The content that comes with ChairPi cannot be read. What people added and cannot be is left out.
    StoreError
        The history or the programme's file cannot be read.
    """
    parts = services()
    day = parts.days.date_of(parts.clock.utc_s())
    hello = parts.feed.snapshot().hello
    with HistoryView(parts.history_path).held() as view:
        chosen = chosen_sitter(parts, view)
        known = view.sitters()
        sitter_id = _sitter_id(chosen, known)
        seen = None
        if sitter_id is not None:
            seen = saw(view, parts.days, day, sitter_id, cells=hello["cells"] if hello else ())
    try:
        library = in_language(usable(parts.book.own(sitter_id))[0])
    except ValueError as error:
        raise ContentError(_("an exercise or routine cannot be read: %(error)s", error=error)) from error
    if sitter_id is None:
        return Mine(None, chosen.name, chosen.key, chosen.others, (), library, day, None, None)
    entries = parts.book.entries(sitter_id)
    name = chosen.name or next((shown_name(one.name) for one in known if one.sitter_id == sitter_id), "")
    return Mine(sitter_id, name, chosen.key, chosen.others, entries, library, day, seen, today(entries, day, seen))


def write(whose: Mine, entry: Entry) -> None:
    """Write an entry into a diary.

    Raises
    ------
    ValueError
        It cannot be made now, or there is no diary; the text says why, in plain words.
    StoreError
        Writing failed; nothing was changed.
    """
    if whose.sitter_id is None:
        raise ValueError(
            _("the chair does not know who you are, so there is no diary; say on the Prompts page who sits")
        )
    check(whose.entries, entry)
    parts = services()
    parts.book.add(whose.sitter_id, entry, parts.clock.utc_s())


def _sitter_id(chosen: Chosen, known: Sequence[NamedSitter]) -> int | None:
    if isinstance(chosen.whose, int):
        return chosen.whose
    if chosen.whose is None:
        return None
    here = [sitter.sitter_id for sitter in known if not sitter.removed]
    return here[0] if len(here) == 1 else None
