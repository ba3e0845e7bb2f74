"""The days ahead as a page and as a calendar file (RFC 5545), for a calendar on a telephone or a computer."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import guest_page, key_of
from chairpi.dashboard.programme.words import WANTED
from chairpi.dashboard.services import services
from chairpi.language.words import LANGUAGES, N_, _, date_with_month, speaking, spoken, translated
from chairpi.programme.upcoming import Upcoming, upcoming
from chairpi.programme.wanted import Wanted

blueprint = Blueprint("calendar_file", __name__)

AHEAD_DAYS = 28
"""Four weeks: further ahead the plan will have changed. Our choice."""

TITLE = N_("Stretching and strengthening")
"""The same for every day: calendars are shared, and lie open on desks."""

DESCRIPTION = N_(
    "ChairPi says on the day what it is for. How you feel may change it, and may make it a day of rest, which counts as kept."
)

LENGTHS = {Wanted.SESSION: timedelta(minutes=30), Wanted.STRETCH: timedelta(minutes=15)}
"""How long a day's entry is where it has a time: what a session takes, rounded up. Our choice. Days of rest have no entry."""

REFRESH = timedelta(hours=12)
"""How often a calendar that subscribes asks again. Our choice: the plan changes once a day at most."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@blueprint.get("/programme/calendar")
def page() -> ResponseReturnValue:
    """The planned days of the next four weeks, the file, and what a calendar cannot know."""
    person = mine()
    if person.sitter_id is None:
        return guest_page()
    ahead = upcoming(person.entries, person.day, AHEAD_DAYS)
    weeks = groupby(ahead, key=lambda one: one.day - timedelta(days=one.day.weekday()))
    return render_template(
        "programme/calendar.html",
        mine=person,
        key=key_of(person),
        weeks=[(_("Week of %(date)s", date=date_with_month(monday)), list(days)) for monday, days in weeks],
        words=WANTED,
        has_file=any(one.wanted in LENGTHS for one in ahead),
        prescribed=person.library.prescriptions,
        address=url_for("calendar_file.file", sitter=person.sitter_id, language=spoken(), _external=True),
    )


@blueprint.get("/programme/calendar.ics")
def file() -> ResponseReturnValue:
    """The planned days as a calendar; `?at=18:00` for entries at that time in place of whole days.

    `?language=` says in which language: a calendar that subscribes has no other way to tell.
    """
    person = mine()
    if person.sitter_id is None:
        abort(
            404, _("A calendar is made for somebody whom the chair knows by name. Choose who you are, and try again.")
        )
    text = request.args.get("at", "")
    if text and not _TIME.fullmatch(text):
        abort(400, _("A time is written as hour and minute: 18:00."))
    language = request.args.get("language", "")
    with speaking(language if language in LANGUAGES else spoken()):
        calendar = calendar_text(
            upcoming(person.entries, person.day, AHEAD_DAYS),
            at=time.fromisoformat(text) if text else None,
            uid_of=_uids(person),
            made_utc_s=services().clock.utc_s(),
            address=url_for("programme.page", sitter=key_of(person), _external=True),
        )
    headers = {"Content-Disposition": 'attachment; filename="chairpi.ics"'}
    return Response(calendar, mimetype="text/calendar", headers=headers)


def calendar_text(
    ahead: Sequence[Upcoming], *, at: time | None, uid_of: Callable[[date], str], made_utc_s: float, address: str
) -> bytes:
    """Write the planned days as a calendar.

    Parameters
    ----------
    ahead
        The days; those of rest have no entry.
    at
        When entries begin, as the clock on the wall shows it wherever the calendar is (RFC 5545, 3.3.5, form 1); `None` for whole days.
    uid_of
        The name of a day's entry: the same each time, so that a calendar takes a new file for a change and not for more entries.
    made_utc_s
        Now [POSIX s].
    address
        Of the programme's page.

    Notes
    -----
    With nothing planned there is no entry in it. RFC 5545 wants one, but calendars read it without, and one that subscribes must lose
    its entries when the exercises are closed.
    """
    from icalendar import Calendar, Event  # 60 ms that no other page should pay for

    made = datetime.fromtimestamp(made_utc_s, UTC)
    calendar = Calendar()
    for name, value in (("prodid", "-//ChairPi//Programme//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", "ChairPi")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986
    for one in ahead:
        if one.wanted not in LENGTHS:
            continue
        entry = Event()
        entry.add("uid", uid_of(one.day))
        entry.add("dtstamp", made)
        entry.add("sequence", int(made_utc_s // 60.0))  # grows with each file, as a changed entry's must
        entry.add("summary", translated(TITLE))
        entry.add("description", translated(DESCRIPTION))
        entry.add("url", address)
        entry.add("class", "PRIVATE")
        if at is None:
            entry.add("dtstart", one.day)
            entry.add("transp", "TRANSPARENT")  # a whole day is not taken up by it
        else:
            entry.add("dtstart", datetime.combine(one.day, at))
            entry.add("duration", LENGTHS[one.wanted])
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _uids(person: Mine) -> Callable[[date], str]:
    """Names that tell nothing of the person (RFC 7986, 5.3) and differ from those of any other household's chair."""
    secret = current_app.secret_key
    key = secret if isinstance(secret, bytes) else str(secret).encode()

    def uid_of(day: date) -> str:
        named = f"calendar/{person.sitter_id}/{day.isoformat()}"
        return f"{hmac.new(key, named.encode(), hashlib.sha256).hexdigest()[:32]}@chairpi"

    return uid_of
