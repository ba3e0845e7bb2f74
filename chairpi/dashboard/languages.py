"""Which language a page speaks: the one that this browser chose, else the household's, else the first that the browser asks for."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, redirect, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.places import place_on_this_site
from chairpi.dashboard.services import services
from chairpi.errors import StoreError
from chairpi.language import words
from chairpi.language.words import COMPLETE, LANGUAGES, SOURCE, _, speak, spoken, translated

blueprint = Blueprint("languages", __name__)

COOKIE = "chairpi_language"
KEPT_S = 10 * 365 * 86_400


def speak_languages(app: Flask) -> None:
    """Let every request speak its reader's language, and the templates look their sentences up."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext=words.translated,
        ngettext=words.chosen_form,
        pgettext=words.in_context,
        newstyle=True,
    )
    app.jinja_env.filters.update(
        translated=translated, number=words.number_text, joined=words.joined, capital=words.capital
    )
    app.jinja_env.globals.update(spoken=spoken, languages=LANGUAGES, long_date=words.long_date)

    @app.before_request
    def choose() -> None:
        speak(_chosen())


def _chosen() -> str:
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    try:
        household = services().book.preferences().language
    except StoreError:  # the page that was asked for says so, where it matters to it
        household = ""
    if household in LANGUAGES:
        return household
    return request.accept_languages.best_match(COMPLETE) or SOURCE


@blueprint.post("/language")
def choose() -> ResponseReturnValue:
    """Let this browser speak that language from now on; back to the page on which it was chosen."""
    code = request.form.get("language", "")
    if code not in LANGUAGES:
        abort(400, _("ChairPi does not speak that language yet."))
    answer = redirect(place_on_this_site(request.form.get("next", "")), 303)
    # Not `Secure`, for it is no secret: plain HTTP could not change one that was set over HTTPS (see https/cookies.py).
    answer.set_cookie(COOKIE, code, max_age=KEPT_S, httponly=True, samesite="Lax")
    return answer
