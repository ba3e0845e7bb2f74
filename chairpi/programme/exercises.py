"""Exercises: what to do, for how long, how it feels, an easier and a harder form, when to stop, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chairpi.language.words import _
from chairpi.programme.content import Table

READY_S = 8.0
"""Time [s] to read an exercise's lines and take up its position where it says no other. Our choice; the player can give more."""

SINGLE = "only-"
"""Before an exercise's id: the routine that is this one exercise. No other id begins so: it could not be reached."""


class Cause(StrEnum):
    """What low back pain of people who sit most often comes with: muscles that are too weak or too tight."""

    TIGHT_HAMSTRINGS = "tight_hamstrings"
    TIGHT_HIPS = "tight_hips"
    STIFF_ANKLES = "stiff_ankles"
    WEAK_GLUTES = "weak_glutes"
    ROUNDED_SHOULDERS = "rounded_shoulders"


class Place(StrEnum):
    """Where an exercise is done."""

    CHAIR = "chair"
    STANDING = "standing"
    FLOOR = "floor"
    ROLLER = "roller"


class Kind(StrEnum):
    """What an exercise does. Only strengthening is given a dose by soreness, and only it needs days in between."""

    STRETCH = "stretch"
    MOBILISE = "mobilise"
    STRENGTHEN = "strengthen"
    ROLL = "roll"


class Muscle(StrEnum):
    """What an exercise works or lengthens; strengthening the same on two days in a row is for those who chose "daily"."""

    GLUTES = "glutes"
    THIGHS = "thighs"
    HAMSTRINGS = "hamstrings"
    CALVES = "calves"
    HIPS = "hips"
    TRUNK = "trunk"
    UPPER_BACK = "upper_back"
    CHEST = "chest"
    NECK = "neck"


class SeatCheck(StrEnum):
    """What the seat can say about an exercise."""

    NONE = "none"
    SIT_TO_STAND = "sit_to_stand"
    """It counts the repetitions, from the load."""
    WEIGHT_SHIFT = "weight_shift"
    """It times the holds to each side, from the centre of pressure."""
    FORWARD_LEAN = "forward_lean"
    """It times the hold, from the centre of pressure."""
    OFF_SEAT = "off_seat"
    """It sees that nobody sits; no more."""


class DoseSource(StrEnum):
    """Where hold, repetitions and sets come from."""

    SOURCED = "sourced"
    """All of them lie within what the exercise's sources say."""
    OUR_DEFAULT = "our default"
    PRESCRIBED = "prescribed"
    """Somebody who knows the person's body said so."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an exercise or a line of advice comes from: what it is called and where it was published."""

    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Dose:
    """How long and how often.

    Parameters
    ----------
    hold_s
        How long to hold [s], or how long to go on; in each repetition where there are repetitions. `None` for no hold.
    reps
        Repetitions in one round; `None` where there is only the hold.
    rep_s
        The whole time of one repetition, its hold included [s]; given exactly where `reps` is.
    sets
        Rounds, on each side where there are two.
    rest_s
        Pause between two rounds [s]: between sets, and to change sides.
    ready_s
        Time to take up the position before the first round [s].
    """

    hold_s: float | None
    reps: int | None
    rep_s: float | None
    sets: int
    rest_s: float
    ready_s: float = READY_S

    @property
    def round_s(self) -> float:
        """Time of one round [s]: one set, on one side."""
        if self.reps is not None and self.rep_s is not None:
            return self.reps * self.rep_s
        return self.hold_s or 0.0


@dataclass(frozen=True, slots=True)
class Exercise:
    """One movement or stretch.

    Parameters
    ----------
    id
        Its name in links, in the diary and in files: never changed once published.
    name
        What people call it.
    causes
        Which causes it is for, the main one first; at least one.
    muscles
        What it works or lengthens, the main one first; at least one.
    place, kind
        Where it is done, and what it does.
    both_sides
        Whether each set is done on one side and then on the other.
    dose
        How long and how often, for somebody who is used to it.
    dose_source
        Whether that is the sources', a professional's or our own.
    instructions
        What to do, one sentence or two at a time, clear without a picture.
    cues
        Short reminders that are said and shown while it goes on.
    feel
        Where one feels it, and how.
    easier, harder
        A gentler form, and the next step.
    stop_if
        When to end it.
    not_if
        When to leave it out, or to ask a professional first.
    seat_check
        What the seat can say about it.
    picture
        Id of its drawing: its own, or another exercise's for what a person has added.
    sources
        Where it comes from; empty only for what a person has added.
    own
        A person has added or changed it.
    """

    id: str
    name: str
    causes: tuple[Cause, ...]
    muscles: tuple[Muscle, ...]
    place: Place
    kind: Kind
    both_sides: bool
    dose: Dose
    dose_source: DoseSource
    instructions: tuple[str, ...]
    cues: tuple[str, ...]
    feel: str
    easier: str
    harder: str
    stop_if: tuple[str, ...]
    not_if: tuple[str, ...]
    seat_check: SeatCheck
    picture: str
    sources: tuple[Source, ...]
    own: bool = False


def read_exercise(table: Table, *, own: bool = False) -> Exercise:
    """Read one exercise.

    Parameters
    ----------
    table
        Its keys: the fields of `Exercise`, those of `Dose` among them, and a list `source` of tables with `title` and `where`.
        `ready_s`, `seat_check` and `picture` may be left out.
    own
        A person has added it: cues, an easier and a harder form, when to leave it out and sources may be left out too.

    Raises
    ------
    ValueError
        A key is missing, unknown or out of bounds; the message names file and key.
    """
    place = table.choice("place", Place)
    sources = read_sources(table) if not own or table.has("source") else ()
    dose_source = table.choice("dose_source", DoseSource)
    if dose_source is DoseSource.SOURCED and not sources:
        raise table.refusal("source", _('is missing; an exercise whose dose is "sourced" says where from'))
    if dose_source is DoseSource.PRESCRIBED and not own:
        raise table.refusal("dose_source", _("found 'prescribed', expected one of: sourced, our default"))
    seat_check = table.choice("seat_check", SeatCheck) if table.has("seat_check") else _SEAT_CHECK[place]
    if (seat_check in _ON_THE_SEAT) != (place is Place.CHAIR):
        wrong = _(
            "found '%(seat_check)s', which is not for the place '%(place)s'",
            seat_check=seat_check.value,
            place=place.value,
        )
        raise table.refusal("seat_check", wrong)
    exercise_id = read_id(table)
    return Exercise(
        id=exercise_id,
        name=table.text("name"),
        causes=table.choices("causes", Cause),
        muscles=table.choices("muscles", Muscle),
        place=place,
        kind=table.choice("kind", Kind),
        both_sides=table.flag("both_sides"),
        dose=read_dose(table),
        dose_source=dose_source,
        instructions=table.texts("instructions"),
        cues=table.texts("cues") if not own or table.has("cues") else (),
        feel=table.text("feel"),
        easier=table.text("easier") if not own or table.has("easier") else "",
        harder=table.text("harder") if not own or table.has("harder") else "",
        stop_if=table.texts("stop_if"),
        not_if=table.texts("not_if") if not own or table.has("not_if") else (),
        seat_check=seat_check,
        picture=table.name("picture") if table.has("picture") else exercise_id,
        sources=sources,
        own=own,
    )


def read_dose(table: Table, usual: Dose | None = None) -> Dose:
    """Read a dose; a key that is left out is that of the `usual` dose, where there is one.

    Raises
    ------
    ValueError
        A key is missing or out of bounds, or two do not fit together; the message names file and key.
    """
    # The bounds are wide enough for any gentle stretch or movement (static holds: 10-60 s, ACSM; rolling: up to 120 s); they
    # catch slipped digits.
    needed = usual is None
    base = usual or _UNKNOWN
    dose = Dose(
        hold_s=table.number("hold_s", 1, 120) if table.has("hold_s") else base.hold_s,
        reps=table.whole_number("reps", 1, 30) if table.has("reps") else base.reps,
        rep_s=table.number("rep_s", 1, 30) if table.has("rep_s") else base.rep_s,
        sets=table.whole_number("sets", 1, 6) if needed or table.has("sets") else base.sets,
        rest_s=table.number("rest_s", 0, 180) if needed or table.has("rest_s") else base.rest_s,
        ready_s=table.number("ready_s", 3, 60) if table.has("ready_s") else base.ready_s,
    )
    if dose.hold_s is None and dose.reps is None:
        raise table.refusal("hold_s", _("is missing; a dose has hold_s, or reps and rep_s"))
    if (dose.reps is None) != (dose.rep_s is None):
        raise table.refusal("rep_s", _("reps and rep_s belong together: give both or neither"))
    if dose.hold_s is not None and dose.rep_s is not None and dose.hold_s > dose.rep_s:
        expected = _(
            "found %(found)s, expected at least the %(hold_s)s s of its hold",
            found=f"{dose.rep_s:g}",
            hold_s=f"{dose.hold_s:g}",
        )
        raise table.refusal("rep_s", expected)
    return dose


def read_sources(table: Table) -> tuple[Source, ...]:
    """Read the list `source` of tables with `title` and `where`, at least one; `ValueError` names file and key."""
    return tuple(Source(title=source.text("title"), where=source.text("where")) for source in table.tables("source"))


def read_id(table: Table) -> str:
    """Read the id of an exercise or a routine; `ValueError` names file and key where it is none, or hides behind a single exercise's."""
    found = table.name("id")
    if found.startswith(SINGLE):
        wrong = _(
            "'%(id)s' begins like the address of a single exercise; choose an id without '%(begin)s'",
            id=found,
            begin=SINGLE,
        )
        raise table.refusal("id", wrong)
    return found


_UNKNOWN = Dose(hold_s=None, reps=None, rep_s=None, sets=1, rest_s=0.0)

_SEAT_CHECK = {
    Place.CHAIR: SeatCheck.NONE,
    Place.STANDING: SeatCheck.OFF_SEAT,
    Place.FLOOR: SeatCheck.OFF_SEAT,
    Place.ROLLER: SeatCheck.OFF_SEAT,
}
"""What the seat can say where an exercise does not say it."""
_ON_THE_SEAT = frozenset(SeatCheck) - {SeatCheck.OFF_SEAT}
