"""The user's guide: the Markdown files of `web/help/`, and of a folder in it for each other language, without any network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from chairpi.dashboard.services import services
from chairpi.language.words import SOURCE, _, spoken

if TYPE_CHECKING:
    from mistune import Markdown

blueprint = Blueprint("help", __name__)

_HELP_LINK = re.compile(r"(?P<page>[\w-]+)\.md(?P<anchor>#[\w-]+)?")


FRONT = "index"
"""The help page that leads to all others."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page of the guide: its file, and the code of the language that it is written in."""

    path: Path
    language: str

    @property
    def title(self) -> str:
        """The page's title, as `title_of` finds it."""
        return title_of(self.path)


@blueprint.get("/help")
def index() -> ResponseReturnValue:
    """The guide's front page; without one, all help pages by title."""
    pages = _pages()
    if FRONT in pages:
        return _shown(pages[FRONT])
    by_title = dict(sorted(pages.items(), key=lambda item: item[1].title.casefold()))
    return render_template("help/help.html", pages=by_title)


@blueprint.get("/help/<page>")
def page(page: str) -> ResponseReturnValue:
    """One help page."""
    pages = _pages()
    if page not in pages:
        abort(404, _("There is no help page of this name. The guide's front page leads to those there are."))
    return _shown(pages[page])


def _pages() -> dict[str, HelpPage]:
    """The help pages that are there, each in the language that is spoken or else in English.

    A name is looked up among them, so none leads out of the folder.
    """
    folder = services().help_path
    pages = {path.stem: HelpPage(path, SOURCE) for path in folder.glob("*.md")}
    if spoken() != SOURCE:
        pages |= {path.stem: HelpPage(path, spoken()) for path in (folder / spoken()).glob("*.md")}
    return pages


def _shown(page: HelpPage) -> str:
    # S704: the renderer escapes raw HTML, and the text is the package's own.
    body = Markup(str(markdown()(page.path.read_text(encoding="utf-8"))))  # noqa: S704
    return render_template("help/help_page.html", page=page, body=body, is_front=page.path.stem == FRONT)


def title_of(path: Path) -> str:
    """A help page's title: its first heading, else its file name."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# "):
                return line.removeprefix("# ").strip()
    return path.stem.replace("-", " ").capitalize()


@cache
def markdown() -> Markdown:
    """The renderer; mistune is imported with the first help page, so that no other page waits for it."""
    import mistune

    class HelpRenderer(mistune.HTMLRenderer):
        """HTML that escapes HTML, gives headings anchors, and links only inside the house."""

        def heading(self, text: str, level: int, **attrs: object) -> str:
            """A heading with an anchor made of its words."""
            anchor = "-".join(re.findall(r"[^\W_]+", re.sub(r"<[^>]+>", "", text).lower()))
            return f'<h{level} id="{anchor}">{text}</h{level}>\n'

        def table(self, text: str) -> str:
            """A table in a frame of its own, which a narrow window scrolls, by keyboard too."""
            return f'<div class="scrolls" tabindex="0"><table>\n{text}</table></div>\n'

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
