"""What the player and its pages get of a routine: the steps that fit today, the phases for the browser, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from chairpi.dashboard.programme.words import QUESTIONS, TITLES
from chairpi.language.words import N_, _, joined, translated
from chairpi.programme.diary import Occasion
from chairpi.programme.exercises import SINGLE, Cause, Exercise, Kind, Muscle, Place, SeatCheck
from chairpi.programme.library import Library
from chairpi.programme.phases import phases_of
from chairpi.programme.plan import Advice, Ask, Today
from chairpi.programme.routines import Routine, Step
from chairpi.programme.session import open_part

PLACES = {
    Place.CHAIR: N_("On the chair"),
    Place.STANDING: N_("Standing"),
    Place.FLOOR: N_("On the floor"),
    Place.ROLLER: N_("With a foam roller"),
}
KINDS = {
    Kind.STRETCH: N_("Stretch"),
    Kind.MOBILISE: N_("Mobilise"),
    Kind.STRENGTHEN: N_("Strengthen"),
    Kind.ROLL: N_("Roll"),
}
MUSCLES = {
    Muscle.GLUTES: N_("glutes"),
    Muscle.THIGHS: N_("thighs"),
    Muscle.HAMSTRINGS: N_("hamstrings"),
    Muscle.CALVES: N_("calves"),
    Muscle.HIPS: N_("hips"),
    Muscle.TRUNK: N_("trunk"),
    Muscle.UPPER_BACK: N_("upper back"),
    Muscle.CHEST: N_("chest"),
    Muscle.NECK: N_("neck"),
}

COUNTED = frozenset({SeatCheck.SIT_TO_STAND, SeatCheck.WEIGHT_SHIFT, SeatCheck.FORWARD_LEAN})
"""What the seat can count or time; that a seat is empty needs no page of its own."""

LENGTHS = (
    (3, N_("A short break"), N_("up to 3 min")),
    (9, N_("A few minutes"), N_("4 to 9 min")),
    (None, N_("A whole session"), N_("10 min and more")),
)
"""Groups of routines: up to how many minutes, what they are called, and the same in figures. Our choice."""


@dataclass(frozen=True, slots=True)
class Hurdle:
    """What comes before any exercise: a title, the reasons, and where the button leads."""

    title: str
    lines: tuple[str, ...]
    button: str
    endpoint: str
    occasion: Occasion | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A routine as it fits today.

    Parameters
    ----------
    steps
        What is to be done; may be none.
    resting
        Names of the exercises that the plan has at rest today.
    worked
        Names of those among the steps whose muscles were strengthened the day before: a person may choose them all the same.
    left_out
        Names of the exercises that the person does not want.
    """

    steps: tuple[Step, ...]
    resting: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """What it takes [min], as for a routine."""
        return Routine("", "", "", "", self.steps).minutes

    @property
    def duration_s(self) -> float:
        """The same [s]."""
        return sum(step.duration_s for step in self.steps)


def hurdle(today: Today | None) -> Hurdle | None:
    """What stands in the way of every exercise; `None`: nothing does.

    Somebody who has not begun a programme may stretch as before: the warning signs are then a note on the page, and nobody is kept out.
    """
    if today is None or today.stretching_open:
        return None
    if today.locked:
        return Hurdle(
            translated(TITLES[Advice.LOCKED]), today.why, _("What you ticked, and what to do now"), "warning_signs.page"
        )
    question = QUESTIONS[Ask.SIGNS]
    return Hurdle(translated(question.title), today.why, translated(question.button), question.endpoint, today.occasion)


def fitted(routine: Routine, today: Today | None, *, spare: bool = False) -> Fitted:
    """Leave out what the plan has at rest today, and what the person does not want.

    Parameters
    ----------
    routine
        As it was chosen or offered.
    today
        What the plan says; `None` where no programme was begun.
    spare
        Leave out, too, what would strengthen the muscles of yesterday: for what a prompt offers.
    """
    if today is None:
        return Fitted(routine.steps)
    part = open_part(routine, today, spare=spare)
    steps = part.steps if part else ()
    kept = {step.exercise.id for step in steps}
    gone = [step.exercise for step in routine.steps if step.exercise.id not in kept]
    return Fitted(
        steps,
        resting=_names(one for one in gone if one.id not in today.left_out),
        worked=_names(step.exercise for step in steps if worked_yesterday(step.exercise, today)),
        left_out=_names(one for one in gone if one.id in today.left_out),
    )


def worked_yesterday(exercise: Exercise, today: Today | None) -> bool:
    """Whether it would strengthen muscles that were strengthened the day before."""
    return today is not None and exercise.kind is Kind.STRENGTHEN and not today.rested.isdisjoint(exercise.muscles)


def _names(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in exercises))


def only(exercise: Exercise, library: Library) -> Routine:
    """One exercise as a routine, with the dose that was prescribed where one was."""
    dose = next((one.dose for one in library.prescriptions if one.exercise.id == exercise.id), exercise.dose)
    return Routine(SINGLE + exercise.id, exercise.name, "", "", (Step(exercise, dose),), own=exercise.own)


def muscles(exercise: Exercise) -> str:
    """What an exercise works or lengthens, in words."""
    return joined((translated(MUSCLES[muscle]) for muscle in exercise.muscles), with_and=False)


def script(steps: Sequence[Step]) -> dict[str, object]:
    """What the browser's player needs: a row of phases, and for each step its words."""
    return {
        "phases": [asdict(phase) for phase in phases_of(steps)],
        "steps": [
            {
                "exercise_id": step.exercise.id,
                "name": step.exercise.name,
                "instructions": step.exercise.instructions,
                "cues": step.exercise.cues,
                "off_seat": step.exercise.place is not Place.CHAIR,
            }
            for step in steps
        ],
    }


def by_length(routines: Iterable[Routine]) -> list[tuple[str, str, list[Routine]]]:
    """Routines in groups by what they take, the shortest first; groups without any are left out."""
    groups: list[tuple[str, str, list[Routine]]] = [
        (translated(name), translated(figures), []) for __, name, figures in LENGTHS
    ]
    for routine in sorted(routines, key=lambda routine: routine.duration_s):
        index = next(i for i, (most, *__) in enumerate(LENGTHS) if most is None or routine.minutes <= most)
        groups[index][2].append(routine)
    return [group for group in groups if group[2]]


def by_cause(routines: Iterable[Routine]) -> Mapping[Cause, list[Routine]]:
    """For each cause the routines that are about it: more than half of whose exercises have it as the main one."""
    found: dict[Cause, list[Routine]] = {cause: [] for cause in Cause}
    for routine in sorted(routines, key=lambda routine: routine.duration_s):
        mains = [step.exercise.causes[0] for step in routine.steps]
        for cause in Cause:
            if 2 * mains.count(cause) > len(mains):
                found[cause].append(routine)
    return found
