"""The content at a glance: how many exercises there are for each cause, in each place, of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence

from chairpi.programme.exercises import Cause, DoseSource, Kind, Place
from chairpi.programme.library import Library

Cell = tuple[Cause, Place, Kind]


def cells(library: Library) -> Counter[Cell]:
    """Return how many exercises there are in each cell; one for several causes counts with the first of them."""
    return Counter((one.causes[0], one.place, one.kind) for one in library.exercises.values())


def content_table(library: Library) -> Iterator[str]:
    """Yield the table line by line: a row for each cause and place, a column for each kind, and the sums below."""
    counted = cells(library)
    width = max(len(text.name) for text in library.causes.values())
    yield _row("", "", [*Kind], width)
    for cause, text in library.causes.items():
        for place in Place:
            numbers = [counted[cause, place, kind] for kind in Kind]
            yield _row(text.name if place is next(iter(Place)) else "", place, [n or "-" for n in numbers], width)
    sums = [sum(n for (_, _, of), n in counted.items() if of is kind) for kind in Kind]
    yield _row("All", "", sums, width)


def sums(library: Library) -> Iterator[str]:
    """Yield in sentences how much there is of everything, and where the doses come from."""
    exercises, routines = library.exercises.values(), library.routines.values()
    doses = Counter(one.dose_source for one in exercises)
    added = [sum(one.own for one in exercises), sum(one.own for one in routines), len(library.prescriptions)]
    yield f"{len(exercises)} exercises for {len(library.causes)} causes; {len(routines)} routines."
    yield "Doses: " + ", ".join(f"{doses[source]} {source}" for source in DoseSource if doses[source]) + "."
    if any(added):
        yield "Added or changed: {} exercises, {} routines, {} prescriptions.".format(*added)


def without_picture(library: Library, pictures: Container[str]) -> list[str]:
    """Return the ids of the shipped exercises whose picture is not there; one of a person's own gets a neutral one."""
    return [one.id for one in library.exercises.values() if one.picture not in pictures and not one.own]


def _row(name: str, place: str, columns: Sequence[object], width: int) -> str:
    return f"{name:<{width}}  {place:<8}" + "".join(f"  {column!s:>10}" for column in columns)
