"""The warning signs: asked before anything else, kept locked until the person says they were seen, with the numbers to call."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.programme import forms
from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import keep, key_of, known, onward
from chairpi.dashboard.services import services
from chairpi.errors import StoreError
from chairpi.language.words import N_, _, in_order, translated
from chairpi.programme.diary import Occasion, Seen
from chairpi.programme.in_language import in_language
from chairpi.programme.plan import Ask
from chairpi.programme.signs import ANY_OTHER, ANYWHERE_IN_EUROPE, Country, Sign, Signs, Urgency, load_signs

blueprint = Blueprint("warning_signs", __name__)

HEADINGS = {
    Urgency.NOW: (N_("At once"), N_("Call the emergency number now.")),
    Urgency.SAME_DAY: (N_("On the same day"), N_("Ask a doctor or a medical advice line on the same day.")),
    Urgency.SOON: (N_("Soon"), N_("Make an appointment with a doctor or a physiotherapist.")),
    Urgency.BEFORE_START: (N_("Before you start"), N_("Ask your doctor before you begin with the exercises.")),
}
"""Each list's heading, and what to do about a sign that is there."""

UNKNOWN = N_("Something that was ticked earlier, and that this version of ChairPi cannot read.")

NO_NUMBER = N_("the emergency number of your country")
"""What the list of countries says of those that are not in it."""


@dataclass(frozen=True, slots=True)
class Group:
    """The signs of one urgency: heading, what to do, all of them, and of those that were ticked the texts and the signs."""

    heading: str
    do: str
    signs: tuple[Sign, ...]
    ticked: tuple[str, ...]
    ticked_signs: tuple[Sign, ...]


@blueprint.get("/programme/signs")
def page() -> ResponseReturnValue:
    """The three lists; while the exercises are locked, what was ticked and what to do. `?again=yes` for the lists then, too."""
    return _page(mine(), (), none=False, wanted={})


@blueprint.post("/programme/signs")
def answer() -> ResponseReturnValue:
    """Keep the answer: a sign locks the exercises, and none of them opens what was not locked."""
    person = mine()
    today = known(person)
    yes, none = request.form.getlist("sign"), request.form.get("none") == "yes"
    occasion = _occasion(person)
    try:
        entry = forms.signs_of(yes, none, [sign.id for sign in _asked(load_signs(), occasion)], occasion, today.day)
    except forms.UnfinishedError as unfinished:
        return _page(person, yes, none=none, wanted=unfinished.wanted), 400
    keep(person, entry, "" if entry.yes or today.locked else _("Thank you. None of the signs is there."))
    return onward(person)


@blueprint.post("/programme/signs/seen")
def seen() -> ResponseReturnValue:
    """The person's own word that somebody has had a look: nothing else opens the exercises."""
    person = mine()
    today = known(person)
    if request.form.get("seen") != "yes":
        wanted = {"seen": _("Please tick that somebody has had a look. Until then the exercises wait.")}
        return _page(person, (), none=False, wanted=wanted), 400
    said = _("Good that somebody has had a look. The exercises are open again, one step lower.")
    keep(person, Seen(today.day), said)
    return onward(person)


@blueprint.post("/programme/signs/country")
def choose_country() -> ResponseReturnValue:
    """Whose numbers are shown from now on, to everybody in the house."""
    code, book = request.form.get("country", ""), services().book
    if code in load_signs().countries:
        book.keep_preferences(replace(book.preferences(), country=code))
    else:
        flash(_("Please choose a country from the list."), "not-done")
    sitter, occasion = request.form.get("sitter"), forms.occasion_of(request.form.get("occasion", ""))
    return redirect(url_for("warning_signs.page", sitter=sitter or None, occasion=occasion, _anchor="numbers"), 303)


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call: how it is written, and how a telephone dials it; empty where it is no number."""

    words: str
    dialled: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call: in which country, whether somebody has chosen it, the emergency service, medical advice where there is one number."""

    code: str
    name: str
    is_chosen: bool
    emergency: tuple[Number, ...]
    advice_line: tuple[Number, ...]


def numbers() -> Numbers:
    """The numbers of the country that the household has chosen; until then the one that holds in all of the European Union."""
    countries = load_signs().countries  # in English: there the words between two numbers are known
    chosen = countries.get(_country())
    shown = chosen or countries[ANYWHERE_IN_EUROPE]
    return Numbers(
        shown.code,
        translated(shown.name),
        chosen is not None,
        numbers_in(shown.emergency),
        numbers_in(shown.advice_line or ""),
    )


def by_name(countries: Iterable[Country]) -> list[Country]:
    """Countries in the order of their names in the reader's language; what is for all the others comes last."""
    return sorted(countries, key=lambda one: (one.code == ANY_OTHER, in_order(one.name)))


def _country() -> str:
    """Which the household has chosen; none where that cannot be read: a number to call is shown all the same."""
    try:
        return services().book.preferences().country
    except StoreError:
        return ""


def numbers_in(words: str) -> tuple[Number, ...]:
    """Each number of a few words.

    >>> [number.dialled for number in numbers_in("999 or 112")], numbers_in("1800 022 222")[0].dialled
    (['999', '112'], '1800022222')
    """
    parts = words.split(" or ") if words else []
    return tuple(
        Number(part, plain) if (plain := part.replace(" ", "")).isdecimal() else Number(translated(part), "")
        for part in parts
    )


def _occasion(person: Mine) -> Occasion:
    """Why the signs are asked: as the plan says, else as the page said that led here."""
    if person.today is not None and person.today.ask is Ask.SIGNS and person.today.occasion is not None:
        return person.today.occasion
    found = forms.occasion_of(request.values.get("occasion", ""))
    return Occasion.ASKED if found is Occasion.START else found


def _asked(signs: Signs, occasion: Occasion) -> tuple[Sign, ...]:
    """What to ask on an occasion; what is for a beginning is asked then alone, as it is not new later."""
    urgencies = [one for one in Urgency if one is not Urgency.BEFORE_START or occasion is Occasion.START]
    return tuple(sign for urgency in urgencies for sign in signs.of(urgency))


def _page(person: Mine, typed: Collection[str], *, none: bool, wanted: dict[str, str]) -> str:
    signs, today = in_language(load_signs()), person.today
    occasion = _occasion(person)
    is_locked = today is not None and today.locked and request.values.get("again") != "yes"
    ticked = today.signs if today is not None else ()
    return render_template(
        "programme/warning_signs.html",
        mine=person,
        key=key_of(person),
        is_form=today is not None,
        is_locked=is_locked and "signs" not in wanted,
        why=today.why[0] if today is not None and today.ask is Ask.SIGNS else signs.occasions[occasion],
        occasion=occasion,
        lists=[(urgency, _group(signs, urgency, occasion, ticked)) for urgency in Urgency],
        typed=typed,
        none=none,
        wanted=wanted,
        numbers=numbers(),
        countries=by_name(signs.countries.values()),
    )


def _group(signs: Signs, urgency: Urgency, occasion: Occasion, ticked: Collection[str]) -> Group:
    heading, do = map(translated, HEADINGS[urgency])
    asked = tuple(sign for sign in _asked(signs, occasion) if sign.urgency is urgency)
    there = tuple(sign for sign in signs.of(urgency) if sign.id in ticked)
    texts = tuple(sign.text for sign in there)
    if urgency is Urgency.SAME_DAY and any(one not in signs.by_id for one in ticked):
        texts += (translated(UNKNOWN),)
    return Group(heading, do, asked, texts, there)
