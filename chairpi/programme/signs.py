"""Warning signs: for which somebody is to be asked instead of a dashboard, why they are asked, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from chairpi.programme.content import Table, shipped
from chairpi.programme.diary import Occasion
from chairpi.programme.exercises import Source, read_sources

ANY_OTHER = "ZZ"
"""Stands for all countries that are not in the list."""
ANYWHERE_IN_EUROPE = "EU"
"""The country's code where nobody has chosen one."""


class Urgency(StrEnum):
    """How soon somebody is to look at a sign, the soonest first."""

    NOW = "now"
    """The emergency service."""
    SAME_DAY = "same_day"
    """Medical advice on the same day."""
    SOON = "soon"
    """An appointment."""
    BEFORE_START = "before_start"
    """A professional's word before the first exercise."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign.

    Parameters
    ----------
    id
        Its name in the diary: never changed once published.
    urgency
        How soon somebody is to look at it.
    text
        What it is, to be answered with yes or no.
    sources
        Where it comes from, at least one.
    """

    id: str
    urgency: Urgency
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """Whom to call in a country.

    Parameters
    ----------
    code
        Two letters of ISO 3166, or `EU` for the European Union, or `ZZ` for anywhere else.
    name
        In English.
    emergency
        The emergency number or numbers, in words to be read out.
    advice_line
        The number for medical advice; `None` where there is no one number, or we are not sure of it.
    """

    code: str
    name: str
    emergency: str
    advice_line: str | None


@dataclass(frozen=True, slots=True)
class Signs:
    """All that is said about signs, together with the note that stands beside every routine.

    Parameters
    ----------
    note
        What a routine is and is not.
    general
        How to go about any routine.
    signs
        All signs, the most urgent first.
    occasions
        For each occasion the sentence that says why the signs are asked.
    countries
        By code, in the order of the list; that of `ANYWHERE_IN_EUROPE` is among them.
    """

    note: str
    general: tuple[str, ...]
    signs: tuple[Sign, ...]
    occasions: Mapping[Occasion, str]
    countries: Mapping[str, Country]

    def of(self, urgency: Urgency) -> tuple[Sign, ...]:
        """Return the signs of one urgency."""
        return tuple(sign for sign in self.signs if sign.urgency is urgency)

    def why(self, occasion: Occasion) -> str:
        """Return the sentence that says why the signs are asked on this occasion."""
        return self.occasions[occasion]

    @property
    def by_id(self) -> Mapping[str, Sign]:
        """All signs by their ids."""
        return {sign.id: sign for sign in self.signs}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all signs, each once."""
        return tuple(dict.fromkeys(source for sign in self.signs for source in sign.sources))


@cache
def load_signs() -> Signs:
    """Return the signs that come with ChairPi.

    Raises
    ------
    ValueError
        The file breaks the format; the message names file and key.
    """
    return read_signs(shipped("signs.toml"))


def read_signs(table: Table) -> Signs:
    """Read all of the file of signs; `ValueError` names file and key."""
    signs: dict[str, Sign] = {}
    for entry in table.tables("sign"):
        sign = Sign(entry.name("id"), entry.choice("urgency", Urgency), entry.text("text"), read_sources(entry))
        if sign.id in signs:
            raise entry.refusal("id", f"{sign.id!r} is another sign's already")
        signs[sign.id] = sign
    occasions = {entry.choice("id", Occasion): entry.text("why") for entry in table.tables("occasion")}
    untold = [occasion.value for occasion in Occasion if occasion not in occasions]
    if untold:
        raise table.refusal("occasion", f"nothing is said about {', '.join(untold)}")
    countries = {country.code: country for country in map(_country, table.tables("country"))}
    if ANYWHERE_IN_EUROPE not in countries:
        raise table.refusal("country", f"{ANYWHERE_IN_EUROPE!r} is missing")
    urgencies = list(Urgency)
    whole = Signs(
        note=table.text("note"),
        general=table.texts("general"),
        signs=tuple(sorted(signs.values(), key=lambda sign: urgencies.index(sign.urgency))),
        occasions=MappingProxyType(occasions),
        countries=MappingProxyType(countries),
    )
    table.done()
    return whole


def _country(table: Table) -> Country:
    return Country(
        code=table.text("code"),
        name=table.text("name"),
        emergency=table.text("emergency"),
        advice_line=table.text("advice_line") if table.has("advice_line") else None,
    )
