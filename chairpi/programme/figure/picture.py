"""A picture as data: how the figure moves, what stands around it, what is marked; and every instant of it worked out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chairpi.programme.figure.flesh import Bar, flesh, joins, region
from chairpi.programme.figure.outline import View
from chairpi.programme.figure.pose import Pose, between
from chairpi.programme.figure.props import Prop
from chairpi.programme.figure.skeleton import Skeleton, skeleton
from chairpi.programme.figure.vectors import Vector

N_STEPS = 6
"""Steps from the start to the end of a movement: so many that an arc looks like one."""
N_BETWEEN = 3
"""From one pose to the next of a movement that loops."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """Which way it goes: along the way of one point of the body, shifted aside, or through given spots.

    Parameters
    ----------
    of
        The point that it follows; empty where `spots` are given.
    by
        How far beside that point's way it is drawn.
    begin, end
        Which share of the way.
    spots
        Where it runs, at least two.
    both
        It has a head at each end.
    """

    of: str = ""
    by: Vector = (0.0, 0.0, 0.0)
    begin: float = 0.0
    end: float = 1.0
    spots: tuple[Vector, ...] = ()
    both: bool = False


@dataclass(frozen=True)
class Instant:
    """The figure at one moment: its joints, and the bars of its parts, of what joins them, and of what is marked."""

    bones: Skeleton
    feels: tuple[str, ...]

    @cached_property
    def parts(self) -> dict[str, list[Bar]]:
        """The bars of each part."""
        return flesh(self.bones)

    @cached_property
    def joins(self) -> dict[str, list[Bar]]:
        """What is painted over the root of each limb."""
        return joins(self.bones)

    @cached_property
    def regions(self) -> dict[str, list[Bar]]:
        """What is marked, by the part that it lies on."""
        found: dict[str, list[Bar]] = {}
        for name in self.feels:
            part, bars = region(self.bones, name)
            found.setdefault(part, []).extend(bars)
        return found


@dataclass(frozen=True)
class Picture:
    """One exercise's drawing.

    Parameters
    ----------
    id
        That of the exercise.
    describe
        What it shows, for those who do not see it.
    poses
        From the start to the end, at least one; one alone is a hold that one is in from the start.
    props
        What stands around.
    feels
        What is marked, by the names of `flesh.REGIONS`.
    arrows
        Which way it goes.
    strap
        The points of the body along which a towel runs; empty for none.
    order
        The figure's parts from the farthest to the nearest.
    far
        Those of them that are drawn more faintly, because they are on the far side.
    view
        What part of the world is seen.
    floor
        Height of the floor line; `None` for none.
    cycle_s
        How long the movement takes, there and back [s].
    hold_share
        How much of that it stays at the end, 0 to 0.6.
    after
        Poses that lead from the end to the start again, in a movement that does not go back the way it came.
    loops
        The movement is one of these.
    ghost
        The start is shown behind the end; not where that would only confuse.
    touches
        What rests on what, as (point of the body, thing): a test holds the drawing to it.
    """

    id: str
    describe: str
    poses: tuple[Pose, ...]
    props: tuple[Prop, ...]
    feels: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    strap: tuple[str, ...]
    order: tuple[str, ...]
    far: frozenset[str]
    view: View
    floor: float | None
    cycle_s: float
    hold_share: float
    after: tuple[Pose, ...]
    loops: bool
    ghost: bool
    touches: tuple[tuple[str, str], ...]

    @property
    def moves(self) -> bool:
        """Whether there is a movement to show."""
        return len(self.poses) > 1

    @cached_property
    def shown(self) -> Instant:
        """The figure at the end."""
        return Instant(_bones(self.poses[-1]), self.feels)

    @cached_property
    def begun(self) -> Instant:
        """The figure at the start."""
        return Instant(_bones(self.poses[0]), self.feels)

    @cached_property
    def instants(self) -> tuple[Instant, ...]:
        """The movement from its start to its end, or where it loops, to its start again; slower at its ends, as bodies move."""
        if not self.moves:
            return (self.begun,)
        if self.loops:
            n = N_BETWEEN * (len(self.poses) + len(self.after))
            return tuple(self.at(i / n) for i in range(n + 1))
        n = max(N_STEPS, N_BETWEEN * (len(self.poses) - 1))
        return tuple(self.at(_eased(i / n)) for i in range(n + 1))

    def at(self, share: float) -> Instant:
        """Return the figure at a share (0 to 1) of the movement."""
        if not self.moves:
            return self.begun
        poses = (*self.poses, *self.after, self.poses[0]) if self.loops else self.poses
        place = share * (len(poses) - 1)
        index = min(int(place), len(poses) - 2)
        part = _eased(place - index) if self.loops else place - index
        return Instant(_bones(between(poses[index], poses[index + 1], part)), self.feels)


def _eased(share: float) -> float:
    return share * share * (3.0 - 2.0 * share)


def _bones(pose: Pose) -> Skeleton:
    bones = skeleton(pose)
    return skeleton(pose, _lowest(bones)) if pose.settled else bones


def _lowest(bones: Skeleton) -> float:
    """Return the height of the figure's lowest part, without the arms: they may rest anywhere."""
    return min(
        min(bar.begin[1] - bar.begin_radius, bar.end[1] - bar.end_radius)
        for part, bars in flesh(bones).items()
        if not part.startswith("arm")
        for bar in bars
    )
