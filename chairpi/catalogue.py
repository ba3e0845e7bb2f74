"""Makes the catalogues: `python -m chairpi.catalogue` gathers every sentence and brings each language up to date.

Sentences are found in the Python files, the templates and the scripts of the pages, in the explanations of the settings, and in
the exercises, routines, causes and warning signs. For each language there are then three files:

- `de/LC_MESSAGES/chairpi.po`: what a translator writes; new sentences are added to it, and those that are gone leave.
- `de/LC_MESSAGES/chairpi.mo`: the same, as the pages read it.
- `web/static/js/words/de.js`: those sentences of it that scripts say.

It needs Babel, which the development extra has; the chair itself does not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from chairpi.language.words import CATALOGUES, DOMAIN, LANGUAGES, SOURCE
from chairpi.programme.in_language import content_texts

ROOT = Path(__file__).parents[1]
PACKAGE, WEB = ROOT / "chairpi", ROOT / "web"

METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.js", "javascript")]
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext": None,
    "setting": (2,),
}
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every catalogue: one that says the same is to be the same file. The history of the files tells when they changed."""
HEADER = """\
# The sentences of ChairPi.
# A sentence in English is its own key. What stands in %(brackets)s is put in by the program and stays as it is; a percent sign is %%.
"""


def gathered() -> Catalog:
    """Every sentence of the pages, with the file in which each one is."""
    template = Catalog(domain=DOMAIN, header_comment=HEADER, fuzzy=False, charset="utf-8")
    for file, context, message, comments in _sentences():
        template.add(message, locations=[(file, None)], auto_comments=comments, context=context)  # type: ignore[list-item]  # a file without its line, which every edit changes
    return template


def _sentences() -> Iterator[tuple[str, str | None, str | tuple[str, ...], list[str]]]:
    for folder in (PACKAGE, WEB):
        found = extract_from_dir(
            folder,
            METHODS,
            OPTIONS,
            KEYWORDS,
            ["Translators:"],
            strip_comment_tags=True,
            directory_filter=lambda name: Path(name).name not in {"words", "vendor", "__pycache__"},
        )
        for name, _line, message, comments, context in found:
            yield f"{folder.name}/{name}", context, message, comments
    for text, file in content_texts():
        yield file, None, text, []


def catalogue_path(language: str) -> Path:
    """Where a translator's file is."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """A language's catalogue as it is on the disk; an empty one where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def up_to_date(language: str, template: Catalog) -> Catalog:
    """A language's catalogue with just the sentences of the template; none is guessed from a similar one."""
    old = read(language)
    new = Catalog(locale=language, domain=DOMAIN, header_comment=HEADER, fuzzy=False, charset="utf-8")
    new.creation_date = new.revision_date = UNDATED
    for message in sorted(
        (m for m in template if m.id), key=lambda m: (m.id if isinstance(m.id, str) else m.id[0], m.context or "")
    ):
        known = old.get(message.id, message.context)
        new.add(
            message.id,
            known.string if known else "",
            locations=sorted(set(message.locations)),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return new


def files_of(language: str, catalogue: Catalog) -> dict[Path, bytes]:
    """The files that a catalogue is kept in, by their path."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=0, omit_header=False, include_lineno=False)
    write_mo(mo, catalogue)
    path = catalogue_path(language)
    return {
        path: _without_dates(po.getvalue()),
        path.with_suffix(".mo"): mo.getvalue(),
        WEB / "static" / "js" / "words" / f"{language}.js": _script(catalogue).encode(),
    }


def _without_dates(po: bytes) -> bytes:
    """A catalogue that says the same is the same file."""
    dropped = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Generated-By',
        b'"Last-Translator',
        b'"Project-Id',
        b'"Report-',
    )
    return b"\n".join(line for line in po.split(b"\n") if not line.startswith(dropped))


def _script(catalogue: Catalog) -> str:
    """The sentences that scripts say, as an ES module."""
    said = {_key(m): _value(m) for m in catalogue if m.id and _is_said_by_script(m) and _is_translated(m)}
    plural = catalogue.plural_expr
    return (
        "// Made by chairpi/catalogue.py from the catalogue of this language.\n"
        f"export const pluralIndex = (n) => Number({plural});\n"
        f"export const words = {json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)};\n"
    )


def _is_said_by_script(message: Message) -> bool:
    return any(file.endswith(".js") for file, _line in message.locations)


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _value(message: Message) -> str | list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else message.string or ""


def main() -> None:
    """Write the files of every language anew, and say what is still to be translated."""
    template = gathered()
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        catalogue = up_to_date(language, template)
        for path, content in files_of(language, catalogue).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        missing = sum(not _is_translated(message) for message in catalogue if message.id)
        sys.stdout.write(f"{language}: {len(catalogue)} sentences, {missing} to be translated\n")


if __name__ == "__main__":
    main()
