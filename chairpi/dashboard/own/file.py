"""People's own content as one file: carried out of the house, and taken in after a look at what it would change."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.own.pages import Added, added
from chairpi.dashboard.services import services
from chairpi.language.words import N_, _
from chairpi.programme.content import LONGEST_LIST
from chairpi.programme.exchange import MOST_BYTES, What, arrivals, bundle_of, bundle_text, together
from chairpi.programme.own import Own

blueprint = Blueprint("own_file", __name__)

FORM_BYTES = 16 * 1024
"""What a form with a file may hold besides [bytes]: the form's token, names, and the lines between its parts."""

WHAT = {
    What.ADDS: N_("is new"),
    What.REPLACES: N_("takes the place of yours"),
    What.STANDS_IN: N_("takes the place of the one that comes with ChairPi"),
    What.SAME: N_("is here already"),
}
KINDS = {"exercise": N_("Exercise"), "routine": N_("Routine"), "prescription": N_("Prescription")}

TOO_MANY = (
    N_("with it there would be %(n)s exercises, and there is room for %(most)s"),
    N_("with it there would be %(n)s routines, and there is room for %(most)s"),
    N_("with it there would be %(n)s prescriptions, and there is room for %(most)s"),
)


def take_files(app: Flask) -> None:
    """Let the two forms that carry such a file be longer than all others; to be called before the forms' tokens are read."""

    @app.before_request
    def make_room() -> None:
        if request.blueprint == blueprint.name:
            request.max_content_length = MOST_BYTES + FORM_BYTES


@blueprint.get("/programme/content/export")
def give() -> ResponseReturnValue:
    """The file; `?prescriptions=yes` has this person's prescriptions in it."""
    here = added()
    with_prescriptions = request.args.get("prescriptions") == "yes"
    own = here.own if with_prescriptions else Own(here.own.exercises, here.own.routines)
    name = f"chairpi-exercises-{here.person.day.isoformat()}.json"
    return Response(
        bundle_text(own),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.post("/programme/content/import")
def look() -> ResponseReturnValue:
    """What a file would add and replace; nothing is changed yet."""
    here = added()
    file = request.files.get("file")
    if file is None or not file.filename:
        flash(_("Please choose a file first."), "not-done")
        return redirect(url_for("own_content.page", sitter=here.key, _anchor="file"), 303)
    try:
        name = file.filename[:80]
        own = bundle_of(_decoded(file.stream.read(MOST_BYTES + 1)), name)
        _check_room(here, own)
        bundle = bundle_text(own, compact=True)  # a form may lengthen each end of a line
        bundle_of(
            bundle, name
        )  # as it is looked at again when it is taken in: what goes without saying in a file is said here
    except ValueError as error:
        return _refused(here, error)
    found = arrivals(here.own, own)
    return render_template(
        "own/import.html",
        here=here,
        name=name,
        found=found,
        has_news=any(one.what is not What.SAME for one in found),
        kinds=KINDS,
        what=WHAT,
        n_prescriptions=len(own.prescriptions),
        bundle=bundle,
    )


@blueprint.post("/programme/content/import/take")
def take() -> ResponseReturnValue:
    """Take in what was looked at."""
    here = added()
    try:
        own = bundle_of(request.form.get("bundle", ""), _("this file"))
        _check_room(here, own)
    except ValueError as error:
        return _refused(here, error)
    parts = services()
    parts.book.content.take_in(own, here.person.sitter_id, parts.clock.utc_s())
    flash(_("It is all here now."), "done")
    return redirect(url_for("own_content.page", sitter=here.key), 303)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")  # some editors begin a file with a mark of their own
    except UnicodeDecodeError as error:
        raise ValueError(_("this is not a text file")) from error


def _check_room(here: Added, own: Own) -> None:
    after = together(here.own, own)
    for records, text in zip((after.exercises, after.routines, after.prescriptions), TOO_MANY, strict=True):
        if len(records) > LONGEST_LIST:
            raise ValueError(_(text, n=len(records), most=LONGEST_LIST))
    if spoilt := here.spoilt_by(after):
        raise ValueError(spoilt)


def _refused(here: Added, error: ValueError) -> ResponseReturnValue:
    flash(_("Nothing was taken in: %(why)s.", why=error), "not-done")
    return redirect(url_for("own_content.page", sitter=here.key, _anchor="file"), 303)
