"""Posed holds judged by the posture filter, each person by numbers that were fitted without them.

A hold's seconds go through the core's own parts: running median, loads, features against the person's own reference, and the filter,
which begins each hold knowing nothing and whose last word counts. Of a seat that was never tared, `Zero` says what stands for its
zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from chairpi.core.events.upright import ReferenceSource
from chairpi.core.posture.features import N_FEATURES, features_of
from chairpi.core.posture.filter import PostureFilter
from chairpi.core.posture.model import STATES, Population, PostureModel, shipped_model
from chairpi.core.posture.naming import Names
from chairpi.core.posture.observation import LeastSeen, Observer
from chairpi.core.settings import OccupancySettings
from chairpi.core.upright.capture import Capture
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.despike import RunningMedian
from chairpi.core.weighing.gathering import Gatherer
from chairpi.core.weighing.load import EmptyLoad
from chairpi.core.weighing.second import Second
from chairpi.core.weighing.weigher import Weigher
from chairpi.evaluation.fitting import Labelled, fitted_population, zero_sd
from chairpi.evaluation.judged import SIMULATED_PEOPLE
from chairpi.evaluation.posed import PosedRecording
from chairpi.recordings.format_error import FormatError

FEW_PEOPLE = 5
"""Numbers are fitted on so many other people at least; with fewer, those of simulated people judge. Our choice."""

OTHERS = "others"
"""Name of the population that is fitted here."""


@dataclass(frozen=True, slots=True)
class HoldJudgement:
    """What the filter made of one hold.

    Parameters
    ----------
    recording
        The recording's name.
    hold
        The hold's number within it.
    label
        The posture that was asked for.
    probabilities
        Of each posture, and of `unknown`.
    fitted_on
        Whose numbers it was judged by.
    """

    recording: str
    hold: int
    label: str
    probabilities: Mapping[str, float]
    fitted_on: str


class Zero(StrEnum):
    """What stands for the zero of a seat that was never tared: the least force that each cell showed ..."""

    SESSION = "session"
    """... in all other holds of the person, before and after: as on a chair that has been in use and knows its zero. No hold's order
    and no label is looked at."""
    SO_FAR = "so_far"
    """... up to now, as on a chair that was switched on under the sitter. Where all people hold postures in one order, that order
    can be learnt from it: shuffle the holds first."""


@dataclass(frozen=True, slots=True)
class Held:
    """One hold's features, a second at a time."""

    number: int
    label: str
    is_reference: bool
    features: list[list[float]]


def judge_holds(
    recordings: Sequence[tuple[str, PosedRecording]],
    *,
    groups: Sequence[str] | None = None,
    known: Zero = Zero.SESSION,
) -> list[HoldJudgement]:
    """Judge every hold of every recording, the reference ones too.

    Parameters
    ----------
    recordings
        Name and recording of each person.
    groups
        One for each recording: each is judged by numbers fitted on the other groups only. When not given, each person is a group.
    known
        What stands for the zero of a seat that was never tared.
    """
    groups = [name for name, _ in recordings] if groups is None else groups
    shipped = shipped_model()
    simulated = {shipped.calibrated: shipped.populations[shipped.calibrated]}
    held = [held_features(recording, known) for _, recording in recordings]
    names = Names(has_back=True)
    judged = []
    models: dict[str, tuple[PostureModel, str]] = {}
    for (name, _), holds, group in zip(recordings, held, groups, strict=True):
        if group not in models:
            others = [holds for holds, other in zip(held, groups, strict=True) if other != group]
            models[group] = _model_without(group, others, shipped, simulated)
        model, fitted_on = models[group]
        for hold in holds:
            if not hold.features:  # not one whole second was read: there is nothing to judge
                continue
            posture = PostureFilter(model)
            for features in hold.features:
                posture.receive(features, 1.0)
            probabilities = {name.value: value for name, value in names.told(posture.probability).items()}
            judged.append(HoldJudgement(name, hold.number, hold.label, probabilities, fitted_on))
    return judged


def _model_without(
    group: str, others: Sequence[list[Held]], shipped: PostureModel, simulated: Mapping[str, Population]
) -> tuple[PostureModel, str]:
    if len(others) < FEW_PEOPLE:
        model = PostureModel(simulated, shipped.severity, shipped.calibrated, {})
        return model, SIMULATED_PEOPLE
    fitted = population_of(labelled_holds(others), simulated[shipped.calibrated], mirrored=False)
    model = PostureModel({**simulated, OTHERS: fitted}, shipped.severity, shipped.calibrated, {})
    return model, f"{len(others)} people without {group}, and simulated ones"


def population_of(held: Labelled, simulated: Population, *, mirrored: bool) -> Population:
    """Real people's Gaussians, as wide as their own seats' zeros need; what was not measured on them is taken from simulated ones."""
    return fitted_population(held, simulated, zero_sd(held, mirrored=mirrored), mirrored=mirrored)


def labelled_holds(people: Sequence[list[Held]]) -> Labelled:
    """The holds' seconds with their labels, for fitting; one person after the other.

    Holds that gave a reference are left out: their features are zero by construction and would make "upright" too narrow.
    """
    rows = [
        (features, hold.label, person)
        for person, holds in enumerate(people)
        for hold in holds
        if not hold.is_reference
        for features in hold.features
    ]
    known = [row for row in rows if row[1] in STATES]
    return Labelled(
        np.array([features for features, _, _ in known]).reshape(-1, N_FEATURES),
        np.array([label for _, label, _ in known], dtype="U24"),
        np.full(len(known), math.nan),
        np.array([person for _, _, person in known], dtype=np.intp),
    )


def held_features(recording: PosedRecording, known: Zero = Zero.SESSION) -> list[Held]:
    """Each hold's features, a second at a time, the reference ones left without.

    Parameters
    ----------
    recording
        One person's.
    known
        What stands for the zero of a seat that was never tared.
    """
    header = recording.header
    weigher, observer = Weigher(header.seat, header.calibration), Observer(header.seat)
    reference = _reference(recording, weigher)
    force_n = reference.force_n or ()
    holds = _seconds(recording, weigher)
    trusted = header.calibration.is_tared and reference.zero_offset_n == 0.0
    least_n = [_least(len(header.seat.cells), [seconds]) for _, _, seconds in holds]
    held = []
    for at, (number, label, seconds) in enumerate(holds):
        zero_n = None
        if not trusted:
            zero = LeastSeen(len(header.seat.cells))
            zero.bound(force_n)
            for other, least in enumerate(least_n):
                if other <= at if known is Zero.SO_FAR else other != at:
                    zero.bound(least)
            zero_n = zero.zero_n
        load_n = reference.total_n if zero_n is None else observer.load_n(force_n, zero_n)
        upright = observer.observe(force_n, load_n, zero_n)
        features = [
            features_of(observer.observe(second.force_n, load_n, zero_n), upright, math.nan)
            for second in seconds
            if second.force_n
        ]
        held.append(Held(number, label, number in recording.reference_holds, features))
    return held


def _least(n_cells: int, holds: Sequence[list[Second]]) -> list[float]:
    """The least force that each cell showed [N]."""
    least = LeastSeen(n_cells)
    for seconds in holds:
        least.forget()
        for second in seconds:
            if second.force_n:
                least.receive(second.force_n)
    return least.zero_n


def _reference(recording: PosedRecording, weigher: Weigher) -> Reference:
    """The person's own, from the hold that `upright_s` names."""
    start_s, end_s = recording.header.upright_s or (0.0, 0.0)
    capture = Capture(ReferenceSource.GUIDED, start_s - 1.0, end_s - start_s)
    held = recording.reference_holds
    for number, _, seconds in _seconds(recording, weigher):
        if number in held:
            for second in seconds:
                capture.receive(second)
    result = capture.result(OccupancySettings().person_on_kg)
    if isinstance(result, str):
        found = f"upright_s {start_s:g},{end_s:g}, whose readings cannot be a reference ({result})"
        raise FormatError(found, "a quiet hold of a few seconds").at(recording.path, recording.rows[0].line - 1)
    return result


def _seconds(recording: PosedRecording, weigher: Weigher) -> list[tuple[int, str, list[Second]]]:
    """Each hold's number, label and seconds, in order."""
    rows = [row for row in recording if row.hold is not None]
    median = RunningMedian(len(recording.header.seat.cells))
    told: list[tuple[int, str, list[Second]]] = []
    empty, no_drift = EmptyLoad(), [0.0] * len(recording.header.seat.cells)
    starts = [i for i, row in enumerate(rows) if i == 0 or row.hold != rows[i - 1].hold]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        block = rows[start:end]
        counts = np.array([[math.nan if reading is None else reading for reading in row.counts] for row in block])
        median.reset()
        clean: list[list[float]] = median.receive(counts).tolist()
        gatherer, seconds = Gatherer(len(no_drift)), []
        for row, readings in zip(block, clean, strict=True):
            if row.t_s >= gatherer.ends_t_s:
                seconds.append(gatherer.close(empty, no_drift, 0.0))
            if gatherer.ends_t_s == math.inf:
                gatherer.begin(row.t_s)
            load = weigher.frame_load(readings)
            if load.total_n == load.total_n:  # not NaN
                gatherer.add(load)
        seconds.append(gatherer.close(empty, no_drift, 0.0))
        told.append((int(block[0].hold or 0), block[0].label, [second for second in seconds if second is not None]))
    return told
