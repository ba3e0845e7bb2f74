"""Routines for people who sit for long: what to do, for how long, how it feels, an easier form, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from chairpi.programme.content import Table

GET_READY_S = 8.0
"""Time [s] to read a step's lines and take up its position. Our choice; the player lets a person take longer."""


class Place(StrEnum):
    """Where a step is done."""

    CHAIR = "chair"
    STANDING = "standing"


class DoseSource(StrEnum):
    """Whether hold, repetitions and sets all lie within what the step's sources say."""

    SOURCED = "sourced"
    OUR_DEFAULT = "our default"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a step or a line of advice comes from: what it is called and where it was published."""

    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Step:
    """One movement or stretch of a routine.

    Parameters
    ----------
    name
        What it is called.
    place
        On the chair or standing.
    hold_s
        How long to hold [s], or how long to go on; in each repetition where there are repetitions. `None` for no hold.
    reps
        Repetitions in one round; `None` where there is only the hold.
    rep_s
        The whole time of one repetition, its hold included [s]; given exactly where `reps` is.
    sets
        Rounds, on each side where there are two.
    both_sides
        Whether each set is done on one side and then on the other.
    rest_s
        Pause between two rounds [s]: between sets, and to change sides.
    instructions
        What to do, one sentence or two at a time, clear without a picture.
    feel
        Where one feels it, and how.
    easier
        A gentler form.
    stop_if
        When to end the step.
    not_if
        When to leave it out, or to ask a professional first.
    dose_source
        Whether the dose is the sources' or our own.
    sources
        Where the movement comes from; empty only where the dose is our own.
    """

    name: str
    place: Place
    hold_s: float | None
    reps: int | None
    rep_s: float | None
    sets: int
    both_sides: bool
    rest_s: float
    instructions: tuple[str, ...]
    feel: str
    easier: str
    stop_if: tuple[str, ...]
    not_if: tuple[str, ...]
    dose_source: DoseSource
    sources: tuple[Source, ...]

    @property
    def rounds(self) -> int:
        """How many times the step is done: sets, times two where there are two sides."""
        return self.sets * (2 if self.both_sides else 1)

    @property
    def round_s(self) -> float:
        """Time of one round [s]: one set, on one side."""
        if self.reps is not None and self.rep_s is not None:
            return self.reps * self.rep_s
        return self.hold_s or 0.0

    @property
    def duration_s(self) -> float:
        """Expected time of the whole step [s]: getting ready, the rounds, and the rests between them."""
        return GET_READY_S + self.rounds * self.round_s + (self.rounds - 1) * self.rest_s


@dataclass(frozen=True, slots=True)
class Routine:
    """An ordered set of steps.

    Parameters
    ----------
    id
        Its name in links and in the history: never changed once published.
    title
        What people call it.
    minutes
        What it takes, as told to people [min]; a test holds it against `duration_s`.
    when
        When it fits.
    intro
        What to have at hand, and how to go about it.
    steps
        At least one.
    """

    id: str
    title: str
    minutes: int
    when: str
    intro: str
    steps: tuple[Step, ...]

    @property
    def duration_s(self) -> float:
        """Expected time of the whole routine [s], from its doses."""
        return sum(step.duration_s for step in self.steps)


_ROUTINE_FOR = {"stand": "stand-and-stretch"}


def routine_for(prompt_kind: str) -> str:
    """Return the id of the routine that a prompt offers.

    Parameters
    ----------
    prompt_kind
        The prompt's kind by its public name.

    Raises
    ------
    ValueError
        No routine is chosen for this kind of prompt.

    Examples
    --------
    >>> routine_for("stand")
    'stand-and-stretch'
    """
    try:
        return _ROUTINE_FOR[prompt_kind]
    except KeyError:
        raise ValueError(f"no routine is chosen for a prompt of the kind {prompt_kind!r}") from None


def load_routines() -> tuple[Routine, ...]:
    """Read the routines that come with ChairPi, the shortest first.

    Raises
    ------
    ValueError
        A file breaks the format, or two share an id; the message names file and key.
    """
    routines: dict[str, Routine] = {}
    folder = resources.files("chairpi.programme") / "routines"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            routine = read_routine(entry.name, entry.read_text(encoding="utf-8"))
            if routine.id in routines:
                raise ValueError(f"{entry.name}: id: {routine.id!r} is another routine's already")
            routines[routine.id] = routine
    return tuple(sorted(routines.values(), key=lambda routine: (routine.minutes, routine.id)))


def read_routine(file: str, text: str) -> Routine:
    """Read one routine from the text of a TOML file.

    Parameters
    ----------
    file
        The file's name, for messages.
    text
        What the file says.

    Raises
    ------
    ValueError
        A key is missing, unknown or out of bounds; the message names file and key.
    """
    table = Table.parse(file, text)
    routine = Routine(
        id=table.text("id"),
        title=table.text("title"),
        minutes=table.whole_number("minutes", 1, 60),
        when=table.text("when"),
        intro=table.text("intro"),
        steps=tuple(_step(step) for step in table.tables("step")),
    )
    table.done()
    return routine


def _step(table: Table) -> Step:
    # The bounds are wide enough for any gentle stretch or movement (static holds: 10-60 s, ACSM); they catch slipped
    # digits.
    hold_s = table.number("hold_s", 1, 120) if table.has("hold_s") else None
    reps = table.whole_number("reps", 1, 30) if table.has("reps") else None
    rep_s = table.number("rep_s", 1, 30) if table.has("rep_s") else None
    if hold_s is None and reps is None:
        raise table.refusal("hold_s", "is missing; a step has hold_s, or reps and rep_s")
    if (reps is None) != (rep_s is None):
        raise table.refusal("rep_s", "reps and rep_s belong together: give both or neither")
    if hold_s is not None and rep_s is not None and hold_s > rep_s:
        raise table.refusal("rep_s", f"found {rep_s:g}, expected at least the {hold_s:g} s of its hold")
    dose_source = table.choice("dose_source", DoseSource)
    sources = tuple(_source(source) for source in table.tables("source")) if table.has("source") else ()
    if dose_source is DoseSource.SOURCED and not sources:
        raise table.refusal("source", 'is missing; a step whose dose is "sourced" says where from')
    return Step(
        name=table.text("name"),
        place=table.choice("place", Place),
        hold_s=hold_s,
        reps=reps,
        rep_s=rep_s,
        sets=table.whole_number("sets", 1, 5),
        both_sides=table.flag("both_sides"),
        rest_s=table.number("rest_s", 0, 120),
        instructions=table.texts("instructions"),
        feel=table.text("feel"),
        easier=table.text("easier"),
        stop_if=table.texts("stop_if"),
        not_if=table.texts("not_if"),
        dose_source=dose_source,
        sources=sources,
    )


def _source(table: Table) -> Source:
    return Source(title=table.text("title"), where=table.text("where"))
