"""The user's guide: the Markdown files of `web/help/`, shown without any network."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from chairpi.dashboard.services import services

if TYPE_CHECKING:
    from mistune import Markdown

blueprint = Blueprint("help", __name__)

_HELP_LINK = re.compile(r"(?P<page>[\w-]+)\.md(?P<anchor>#[\w-]+)?")


FRONT = "index"
"""The help page that leads to all others."""


@blueprint.get("/help")
def index() -> ResponseReturnValue:
    """The guide's front page; without one, all help pages by title."""
    pages = _pages()
    if FRONT in pages:
        return _shown(pages[FRONT])
    titles = {name: title_of(path) for name, path in pages.items()}
    return render_template("help/help.html", titles=dict(sorted(titles.items(), key=lambda item: item[1].casefold())))


@blueprint.get("/help/<page>")
def page(page: str) -> ResponseReturnValue:
    """One help page."""
    pages = _pages()
    if page not in pages:
        abort(404, "There is no help page of this name. The guide's front page leads to those there are.")
    return _shown(pages[page])


def _pages() -> dict[str, Path]:
    """The help pages that are there; a name is looked up among them, so none leads out of the folder."""
    return {path.stem: path for path in services().help_path.glob("*.md")}


def _shown(path: Path) -> str:
    # S704: the renderer escapes raw HTML, and the text is the package's own.
    body = Markup(str(_markdown()(path.read_text(encoding="utf-8"))))  # noqa: S704
    return render_template("help/help_page.html", title=title_of(path), body=body, is_front=path.stem == FRONT)


def title_of(path: Path) -> str:
    """A help page's title: its first heading, else its file name."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# "):
                return line.removeprefix("# ").strip()
    return path.stem.replace("-", " ").capitalize()


@cache
def _markdown() -> Markdown:
    """The renderer; mistune is imported with the first help page, so that no other page waits for it."""
    import mistune

    class HelpRenderer(mistune.HTMLRenderer):
        """HTML that escapes HTML, gives headings anchors, and links only inside the house."""

        def heading(self, text: str, level: int, **attrs: object) -> str:
            """A heading with an anchor made of its words."""
            anchor = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"<[^>]+>", "", text).lower()))
            return f'<h{level} id="{anchor}">{text}</h{level}>\n'

        def link(self, text: str, url: str, title: str | None = None) -> str:
            """A link to another help page or within the dashboard; an address elsewhere is shown, not linked."""
            help_link = _HELP_LINK.fullmatch(url)
            if help_link:
                url = url_for("help.page", page=help_link["page"]) + (help_link["anchor"] or "")
            if url.startswith("#") or (url.startswith("/") and not url.startswith("//")):
                return f'<a href="{escape(url)}">{text}</a>'
            return (
                f'{text} (<span class="address">{escape(url)}</span>)'
                if text != url
                else f'<span class="address">{text}</span>'
            )

        def image(self, text: str, url: str, title: str | None = None) -> str:
            """A drawing from the static files; of any other only the description."""
            if not url.startswith("/static/"):
                return str(escape(text))
            return f'<img src="{escape(url)}" alt="{escape(text)}">'

    return mistune.create_markdown(renderer=HelpRenderer(escape=True), plugins=["table"])
