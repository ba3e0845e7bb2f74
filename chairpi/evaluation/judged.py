"""Figures on posed holds, from the probabilities that a judge gave each of them; the same for ours and for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chairpi.evaluation.figures import (
    N_RESAMPLES,
    Figure,
    auc,
    balanced_accuracy,
    bootstrap_interval,
    confusion,
    recall_at_false_positives,
)
from chairpi.evaluation.posed import PosedRecording

SLIDE = ("forward_slide",)
HIPS_FORWARD = ("forward_slide", "perched", "hips_forward")
"""The states with the hips forward of their place, whether the back is on the backrest or not: seat cells alone cannot tell
the first two apart."""

UNKNOWN = "unknown"

SIMULATED_PEOPLE = "simulated people"
"""Whose numbers judge where too few real people are left to fit others on."""


class Judgement(Protocol):
    """What a judge made of one hold; `fitted_on` says whose numbers it judged by."""

    @property
    def recording(self) -> str:
        """The recording's name."""

    @property
    def hold(self) -> int:
        """The hold's number within it."""

    @property
    def label(self) -> str:
        """The posture that was asked for."""

    @property
    def probabilities(self) -> Mapping[str, float]:
        """One for each state, `unknown` among them."""

    @property
    def fitted_on(self) -> str:
        """Whose numbers it was judged by."""


class Judge(Protocol):
    """Judges each hold by numbers that were fitted without its person."""

    def __call__(
        self, recordings: Sequence[tuple[str, PosedRecording]], *, groups: Sequence[str] | None = None
    ) -> Sequence[Judgement]:
        """Judge every hold of every recording, the reference ones too.

        Parameters
        ----------
        recordings
            Name and recording of each person.
        groups
            One for each recording: each is judged by numbers fitted on the other groups only. When not given, each person
            is a group.
        """


def told(judged: Sequence[Judgement]) -> list[str]:
    """Name what each hold was told as: the most probable of the labels that are present, or `unknown`.

    A state that nobody was asked to hold is passed over, so that a judge that knows more states than were held is not worse
    off than one that was fitted to these only. Ties go to the first in the alphabet, `unknown` last.
    """
    names = [*sorted({one.label for one in judged} - {UNKNOWN}), UNKNOWN]
    return [max(names, key=lambda name: one.probabilities.get(name, 0.0)) for one in judged]


def table_of_told(judged: Sequence[Judgement]) -> tuple[list[str], NDArray[np.int64]]:
    """Count how often each label was told as each: the classes, and shape (n_classes, n_classes), a row for each label."""
    labels = [one.label for one in judged]
    classes = [*sorted({*labels} - {UNKNOWN}), UNKNOWN]
    return classes, confusion(labels, told(judged), classes)


def apart_figures(
    judged: Sequence[Judgement], states: Sequence[str], name: str, *, n: int = N_RESAMPLES, seed: int = 0
) -> tuple[Figure, ...]:
    """Tell how well some states are told apart from all the rest.

    Parameters
    ----------
    judged
        The holds, without those that gave the reference.
    states
        A hold with one of these labels is a positive; its score is the sum of their probabilities.
    name
        Begins the figures' names: `<name>_auc` and `<name>_recall_at_5_percent`.
    n, seed
        Of the bootstrap over people.
    """
    score = np.array([sum(one.probabilities.get(state, 0.0) for state in states) for one in judged])
    positive = np.array([one.label in states for one in judged], dtype=np.bool_)
    work_out: dict[str, Callable[[NDArray[np.intp]], float]] = {
        f"{name}_auc": lambda rows: auc(score[rows], positive[rows]),
        f"{name}_recall_at_5_percent": lambda rows: recall_at_false_positives(score[rows], positive[rows], 0.05),
    }
    return tuple(_figure(figure_name, figure, judged, n, seed) for figure_name, figure in work_out.items())


def class_figure(judged: Sequence[Judgement], *, n: int = N_RESAMPLES, seed: int = 0) -> Figure:
    """Balanced accuracy over the labels that are present."""
    names = told(judged)
    _, codes = np.unique([*(one.label for one in judged), *names], return_inverse=True)
    label, said = codes[: len(names)].astype(np.str_), codes[len(names) :].astype(np.str_)
    return _figure("balanced_accuracy", lambda rows: balanced_accuracy(label[rows], said[rows]), judged, n, seed)


def _figure(
    name: str, figure: Callable[[NDArray[np.intp]], float], judged: Sequence[Judgement], n: int, seed: int
) -> Figure:
    low, high = bootstrap_interval(figure, [one.recording for one in judged], n, seed)
    return Figure(name, figure(np.arange(len(judged))), low, high, len(judged))
