"""The people who sit, between the history that keeps them, the chair that knows them and whoever changes them."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from typing import Any

from chairpi.core.events.upright import ReferenceSet
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.settings import PromptSettings
from chairpi.core.upright.reference import Reference
from chairpi.store.chosen import usable_settings
from chairpi.store.people import People

log = logging.getLogger(__name__)

ACTIONS = ("add", "rename", "remove", "erase_guests")


def known_sitters(people: People, defaults: PromptSettings, n_cells: int) -> tuple[KnownSitter, ...]:
    """Those who can be chosen, as the chair knows them.

    Parameters
    ----------
    people
        Who keeps them.
    defaults
        How a sitter is prompted who chose nothing else.
    n_cells
        Of the present seat.
    """
    return tuple(
        KnownSitter(
            sitter.sitter_id,
            sitter.name,
            reference_of(sitter.reference, n_cells),
            settings_of(sitter.settings, defaults),
        )
        for sitter in people.sitters()
    )


def reference_of(event: ReferenceSet | None, n_cells: int) -> Reference | None:
    """The upright reference that was set last."""
    if event is None:
        return None
    if event.force_n is not None and len(event.force_n) != n_cells:
        # Cells were fitted or taken away since: which force is whose is unknown, load and centre still count.
        event = dataclasses.replace(event, force_n=None)
    return Reference.from_event(event)


def settings_of(chosen: Mapping[str, Any], defaults: PromptSettings) -> PromptSettings:
    """What a sitter chose, over the defaults; what cannot be used is left out, and said."""
    settings, left_out = usable_settings(chosen, defaults)
    for why in left_out:
        log.warning("a chosen setting is not used: %s", why)
    return settings


def change_sitters(people: People, message: Mapping[str, object], utc_s: float) -> int | None:
    """Do what `{"request": "sitters", "action": ..., ...}` asks; return the id of whom it was about, `None` for guests.

    Raises
    ------
    ValueError
        It cannot be understood or done; the text says why.
    StoreError
        It could not be written; nothing was changed.
    """
    match message:
        case {"action": "add", "name": str(name)}:
            return people.add(name, utc_s)
        case {"action": "rename", "sitter_id": int(sitter_id), "name": str(name)} if sitter_id is not True:
            people.rename(sitter_id, name)
            return sitter_id
        case {"action": "remove", "sitter_id": int(sitter_id)} if sitter_id is not True:
            erase = message.get("erase", False)
            if not isinstance(erase, bool):
                raise ValueError(f"sitters: erase is true or false, found {erase!r}")
            people.remove(sitter_id, utc_s, erase=erase)
            return sitter_id
        case {"action": "erase_guests"}:
            people.erase_guests()
            return None
    raise ValueError(
        f"sitters: expected one of the actions {', '.join(ACTIONS)}, with a name (add, rename) and a sitter_id (rename, remove)"
    )
