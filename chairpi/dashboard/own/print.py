"""The old address of the page to print: the report has taken its place."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

blueprint = Blueprint("own_print", __name__)


@blueprint.get("/programme/print")
def page() -> ResponseReturnValue:
    """To the report, of the same person."""
    return redirect(url_for("report.page", sitter=request.args.get("sitter")), 301)
