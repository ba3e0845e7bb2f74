import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "chairpi"
ROWS = re.findall(
    r"^\| (?!term|---)([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
    (PACKAGE / "GLOSSARY.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_name_in_the_glossary_is_in_the_code(row: tuple[str, str, str, str]):
    names = re.findall(r"`([^`]+)`", row[2])
    unknown = [name for name in names if not is_in_the_code(name)]

    assert unknown == []


def is_in_the_code(name: str) -> bool:
    if "/" in name:
        return (PACKAGE / name).exists()
    owner, _, attribute = name.rpartition(".")
    return all(re.search(rf"{re.escape(part)}\b", CODE) for part in (owner, attribute) if part)


def test_no_term_is_explained_twice():
    terms = [row[0] for row in ROWS]

    assert len(set(terms)) == len(terms) > 40
