"""Sentences, numbers and dates in the reader's language, from gettext catalogues.

A sentence is written in English where it is used, `_("%(count)s cells are well", count=n)`, and looked up in the catalogue of the
language that is spoken at the moment: a context variable, which the dashboard sets for each request. Who sets nothing speaks English.
"""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path

DOMAIN = "chairpi"
CATALOGUES = Path(__file__).parent

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français"}
"""Each language by its code (BCP 47), in its own name."""
COMPLETE = ("en", "de")
"""Those in which every sentence is there; the others are begun, and what is missing is said in English."""
SOURCE = "en"

_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak this language from now on, in this thread.

    Raises
    ------
    ValueError
        ChairPi does not know it.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: found {language!r}, expected one of {', '.join(LANGUAGES)}")
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within a `with` block."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        _spoken.set(before)


def _(message: str, /, **values: object) -> str:
    """A sentence in the language that is spoken; values stand as `%(name)s`, and a percent sign is written `%%`.

    >>> _("%(share)s %% of %(whole)s cells", share=50, whole=6)
    '50 % of 6 cells'
    """
    return _catalogue(spoken()).gettext(message) % values


def ngettext(one: str, many: str, number: float, /, **values: object) -> str:
    """A sentence that depends on how many there are; the number itself is `%(num)s`.

    >>> [ngettext("%(num)s break", "%(num)s breaks", n) for n in (1, 3)]
    ['1 break', '3 breaks']
    """
    return chosen_form(one, many, number) % {"num": number, **values}


def pgettext(context: str, message: str, /, **values: object) -> str:
    """A sentence whose English is too short to be clear: `context` tells the translator what is meant.

    >>> pgettext("the left side of the body", "left")
    'left'
    """
    return in_context(context, message) % values


def in_context(context: str, message: str) -> str:
    """`pgettext` without values: what the templates call, which put them in themselves."""
    return _catalogue(spoken()).pgettext(context, message)


def chosen_form(one: str, many: str, number: float) -> str:
    """`ngettext` without values, likewise."""
    return _catalogue(spoken()).ngettext(one, many, int(number) if number == int(number) else 2)  # a half is plural


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for it
    """Mark a sentence for the catalogue that is only looked up later, by `_` or `translated`."""
    return message


def translated(text: str) -> str:
    """A text that is kept as data (an exercise, the explanation of a setting) in the language that is spoken.

    What the catalogue does not know, such as what people wrote, stays as it is. Unlike with `_`, a percent sign is just that.
    """
    return _catalogue(spoken()).gettext(text) if text else ""


def number_text(value: float, digits: int = 0) -> str:
    """A number as people write it, with so many digits behind the decimal sign and its thousands apart.

    >>> number_text(1234.56, 1), number_text(-0.2)
    ('1,234.6', '0')
    """
    text = f"{round(value, digits) + 0.0:,.{digits}f}"  # + 0.0: there is no minus nought
    # Translators: the sign between thousands, then the sign before decimals.
    thousands, decimal = pgettext("signs in numbers", ", .").split(" ")
    return text.translate({ord(","): thousands.replace("_", "\N{NARROW NO-BREAK SPACE}"), ord("."): decimal})


def joined(parts: Iterable[str], *, with_and: bool = True) -> str:
    """Parts of a sentence one after the other; without an "and" where they are only set side by side, as on a label.

    >>> joined(["hips", "glutes", "calves"]), joined(["10 times", "round 1 of 2"], with_and=False), joined([])
    ('hips, glutes and calves', '10 times, round 1 of 2', '')
    """
    *first, last = [*parts] or [""]
    comma = pgettext("between the parts of a list", ", ")
    if not first:
        return last
    before_last = pgettext("before the last part of a list", " and ") if with_and else comma
    return comma.join(first) + before_last + last


def capital(text: str) -> str:
    """A text with a large first letter, and all others as they are: nouns keep theirs where a language has it so.

    >>> capital("about right")
    'About right'
    """
    return f"{text[:1].upper()}{text[1:]}"


def weekday(day: date) -> str:
    """The name of a day of the week."""
    return translated(_WEEKDAYS[day.weekday()])


def short_weekday(number: int) -> str:
    """The name of a day of the week, 0 for Monday, as short as a calendar has it."""
    return translated(_SHORT_WEEKDAYS[number])


def in_order(text: str) -> str:
    """What to sort names by: an accent stands with its letter, and large letters with small ones.

    >>> sorted(["Zypern", "Österreich", "Polen"], key=in_order)
    ['Österreich', 'Polen', 'Zypern']
    """
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    ).casefold()


def long_date(day: date) -> str:
    """A date for a heading: "Thursday, 26 November".

    >>> long_date(date(2026, 11, 26))
    'Thursday, 26 November'
    """
    # Translators: a date without its year.
    return _(
        "%(weekday)s, %(day)s %(month)s", weekday=weekday(day), day=day.day, month=translated(_MONTHS[day.month - 1])
    )


def date_with_month(day: date) -> str:
    """A date in the middle of a sentence: "26 November"."""
    return _("%(day)s %(month)s", day=day.day, month=translated(_MONTHS[day.month - 1]))


def short_date(day: date) -> str:
    """A date for an axis or a table: "26 Nov".

    >>> short_date(date(2026, 11, 26))
    '26 Nov'
    """
    return _("%(day)s %(month)s", day=day.day, month=translated(_SHORT_MONTHS[day.month - 1]))


def month_name(month: int) -> str:
    """The name of a month, 1 to 12."""
    return translated(_MONTHS[month - 1])


_WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_SHORT_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
_SHORT_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)


_in_place: dict[str, gettext.NullTranslations] = {}
"""Catalogues that are used instead of those in the files, by their language."""


@contextmanager
def catalogue_in_place(language: str, catalogue: gettext.NullTranslations) -> Iterator[None]:
    """Use this catalogue for a language within a `with` block, in every thread, instead of the one in the files."""
    _in_place[language] = catalogue
    try:
        yield
    finally:
        del _in_place[language]


def _catalogue(language: str) -> gettext.NullTranslations:
    return _in_place.get(language) or _of_files(language)


@cache
def _of_files(language: str) -> gettext.NullTranslations:
    """English has none: its sentences are their own keys."""
    return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
