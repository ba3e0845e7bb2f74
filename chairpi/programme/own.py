"""What people add to the content: exercises, routines and prescriptions, each as the plain table that a content file would hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Record = Mapping[str, object]
"""One exercise, routine or prescription with the keys of the content files: texts, numbers, flags, lists and tables."""


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody added, in the order in which it is shown; each is read as strictly as what comes with ChairPi.

    Parameters
    ----------
    exercises, routines
        The household's; one with the id of a shipped one stands in its place.
    prescriptions
        One person's: `exercise` is an exercise's id.
    """

    exercises: tuple[Record, ...] = ()
    routines: tuple[Record, ...] = ()
    prescriptions: tuple[Record, ...] = ()


NOTHING_OWN = Own()
