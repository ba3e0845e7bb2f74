"""The real chair of `detectors.py`: posed holds of people (github.com/maxmuffin/SmartSeat), judged by classifiers that leave them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rivals.classifiers import body_weight_ratios, fitted, probabilities
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import KFold, LeaveOneGroupOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from chairpi.core.seat import SEAT
from chairpi.core.weighing.load import COP_FROM_N, Array
from chairpi.core.weighing.weigher import Weigher
from chairpi.evaluation.judged import Judge, Judgement
from chairpi.evaluation.posed import PosedRecording
from chairpi.recordings.columns import Row
from chairpi.recordings.reading import open_recording

BETWEEN_HOLDS_S = 60.0
"""Time between shuffled holds [s]: about what there was."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a classifier made of one hold; as `chairpi.evaluation.judged.Judgement` wants it."""

    recording: str
    hold: int
    label: str
    probabilities: dict[str, float]
    fitted_on: str


@dataclass(frozen=True, slots=True, eq=False)
class Holds:
    """One person's holds on a chair.

    Parameters
    ----------
    weigher
        Makes loads of the cells' forces.
    seat_cells, back_cells
        Where they are in the arrays' last axis.
    numbers, labels
        Each hold's.
    frames_n
        For each hold, shape (n_frames, n_cells) [N]; nominal, since nobody knows this chair's zeros and spans.
    reference
        Which of them gave the reference.
    """

    weigher: Weigher
    seat_cells: tuple[int, ...]
    back_cells: tuple[int, ...]
    numbers: tuple[int, ...]
    labels: tuple[str, ...]
    frames_n: tuple[Array, ...]
    reference: int

    @property
    def medians_n(self) -> Array:
        """Shape (n_holds, n_cells) [N]: the median of each hold, so that single wild readings do not count."""
        return np.stack([np.median(frames_n, axis=0) for frames_n in self.frames_n])

    @property
    def reference_n(self) -> float:
        """Seat load of the reference hold [N]."""
        return float(self.weigher.carried(self.medians_n).total_n[self.reference])


def holds_of(recording: PosedRecording) -> Holds:
    """Take a recording apart by its holds."""
    header = recording.header
    zeros, spans = np.array(header.calibration.zero_counts), np.array(header.calibration.counts_per_n)
    labels = {row.hold: row.label for row in recording.rows if row.hold is not None}
    frames = [np.array([row.counts for row in recording.rows if row.hold == hold], dtype=np.float64) for hold in labels]
    seat_cells = header.seat.indices(SEAT)
    return Holds(
        weigher=Weigher(header.seat, header.calibration),
        seat_cells=seat_cells,
        back_cells=tuple(cell for cell in range(len(header.seat.cells)) if cell not in seat_cells),
        numbers=tuple(labels),
        labels=tuple(labels.values()),
        frames_n=tuple((counts - zeros) / spans for counts in frames),
        reference=list(labels).index(min(recording.reference_holds)),
    )


def ratios(holds: Holds) -> Array:
    """Body-weight ratios of each hold's cells, shape (n_holds, n_cells)."""
    return body_weight_ratios(holds.medians_n, holds.reference_n)


def plain(holds: Holds) -> Array:
    """Load ratio, shift of the CoP [mm], and change of each backrest cell [N], against the reference hold."""
    loads = holds.weigher.carried(holds.medians_n)
    enough_n = np.maximum(
        loads.total_n, COP_FROM_N
    )  # the chair's zeros are nominal: a load may seem to be next to nothing
    columns = np.stack(
        [loads.moment_ap_nmm / enough_n, loads.moment_ml_nmm / enough_n, *loads.force_n.T[list(holds.back_cells)]]
    )
    changes = columns - columns[:, [holds.reference]]
    return np.concatenate([[loads.total_n / loads.total_n[holds.reference]], changes]).T


def rich(holds: Holds) -> Array:
    """The plain features, each seat cell's share of the load, and the backrest cells' loads [N] as they are."""
    seat_n, back_n = holds.medians_n[:, holds.seat_cells], holds.medians_n[:, holds.back_cells]
    return np.concatenate([plain(holds), seat_n / seat_n.sum(axis=1, keepdims=True), back_n], axis=1)


@dataclass(frozen=True, slots=True)
class ClassifierJudge:
    """A `chairpi.evaluation.judged.Judge` that fits a classifier.

    Parameters
    ----------
    kind
        One of `rivals.classifiers.KINDS`.
    features_of
        What it is given of each hold.
    """

    kind: str
    features_of: Callable[[Holds], Array]

    def __call__(
        self, recordings: Sequence[tuple[str, PosedRecording]], *, groups: Sequence[str] | None = None
    ) -> list[Judged]:
        """Judge each hold by what was fitted on the other groups; on the other people, when no groups are given."""
        names = [name for name, _ in recordings]
        of_group = np.array(names if groups is None else groups)
        holds = [holds_of(recording) for _, recording in recordings]
        features = [self.features_of(one) for one in holds]
        judged: list[Judged] = []
        for group in dict.fromkeys(of_group.tolist()):
            learnt = np.flatnonzero(of_group != group)
            model = fitted(
                self.kind,
                np.concatenate([features[i] for i in learnt]),
                np.array([label for i in learnt for label in holds[i].labels]),
                np.array([names[i] for i in learnt for _ in holds[i].labels]),
            )
            for i in np.flatnonzero(of_group == group):
                judged += [
                    Judged(names[i], number, label, believed, f"all but {group}")
                    for number, label, believed in zip(
                        holds[i].numbers, holds[i].labels, probabilities(model, features[i]), strict=True
                    )
                ]
        return judged


@dataclass(frozen=True, slots=True)
class ShuffledJudge:
    """Another judge, given each person's holds in an order of their own.

    All people held the postures in the same order. Who remembers anything of earlier holds could learn that order, and would do worse
    when it is another one; who judges each hold by itself and the reference does not.

    Parameters
    ----------
    judge
        The other one.
    seed
        Of the orders.
    """

    judge: Judge
    seed: int

    def __call__(
        self, recordings: Sequence[tuple[str, PosedRecording]], *, groups: Sequence[str] | None = None
    ) -> Sequence[Judgement]:
        """Shuffle, and let it judge."""
        rng = np.random.default_rng(self.seed)
        return self.judge([(name, shuffled(recording, rng)) for name, recording in recordings], groups=groups)


def shuffled(recording: PosedRecording, rng: np.random.Generator) -> PosedRecording:
    """The same recording, with all holds but the reference in another order."""
    holds: dict[int, list[Row]] = {}
    for row in recording.rows:
        if row.hold is not None:
            holds.setdefault(row.hold, []).append(row)
    first = [hold for hold in holds if hold in recording.reference_holds]
    order = [*first, *rng.permutation([hold for hold in holds if hold not in first]).tolist()]
    longest_s = max(rows[-1].t_s - rows[0].t_s for rows in holds.values())
    rows: list[Row] = []
    begin_s = recording.rows[0].t_s
    for hold in order:
        moved_s = begin_s - holds[hold][0].t_s
        rows += [replace(row, t_s=row.t_s + moved_s) for row in holds[hold]]
        begin_s += longest_s + BETWEEN_HOLDS_S
    return PosedRecording(recording.path, recording.header, tuple(rows))


RIVALS: dict[str, Any] = {
    "SVM-RBF on body-weight ratios (Roh 2018)": ClassifierJudge("SVM-RBF", ratios),
    "random forest on the same": ClassifierJudge("random forest", ratios),
    "k-NN on the same": ClassifierJudge("k-NN", ratios),
    "random forest on plain features": ClassifierJudge("random forest", plain),
    "random forest on rich features": ClassifierJudge("random forest", rich),
    "LDA on normal scores of rich features": ClassifierJudge("LDA on normal scores", rich),
}
"""By their names in the table."""


def frame_split(paths: Sequence[Path]) -> tuple[float, float]:
    """Balanced accuracy of the nearest neighbour over single frames' body-weight ratios: split at random, and by person.

    Frames half a second apart are nearly the same frame: a random split asks for what has been learnt by heart.
    """
    frames: list[Array] = []
    labels: list[str] = []
    people: list[str] = []
    for path in paths:
        with open_recording(path) as recording:
            holds = holds_of(PosedRecording(path, recording.header, tuple(recording)))
        for label, frames_n in zip(holds.labels, holds.frames_n, strict=True):
            frames.append(body_weight_ratios(frames_n, holds.reference_n))
            labels += [label] * len(frames_n)
            people += [path.name] * len(frames_n)
    model, features = KNeighborsClassifier(1), np.concatenate(frames)

    def accuracy(**split: Any) -> float:
        found: NDArray[np.str_] = cross_val_predict(model, features, labels, **split)
        return float(balanced_accuracy_score(labels, found))

    return accuracy(cv=KFold(10, shuffle=True, random_state=1)), accuracy(cv=LeaveOneGroupOut(), groups=people)
