"""The simulated people of `detectors.py`: whole days, ours and the others on the same cells, scored by one rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rivals.classifiers import body_weight_ratios, fitted
from rivals.in_time import Judged, Persistence, SatSecond, Told, rivals_in_time, tell

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.posture import SlideBegan, SlideEnded
from chairpi.core.events.upright import ReferenceSet
from chairpi.core.frame import Frames
from chairpi.core.requests import CaptureReference, Finish
from chairpi.core.seat import SEAT, Seat
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.load import Array
from chairpi.core.weighing.weigher import Weigher
from chairpi.evaluation.episodes import EpisodeScore, score
from chairpi.evaluation.watched import NOBODY
from chairpi.simulate.day import Truth
from chairpi.simulate.sessions import Session, simulated_session

FINAL_SEED = 900_000
"""The people of the final table are drawn from this seed on; nothing is fitted to them, and no method is chosen by them."""
TRIAL_SEED = 800_000
"""People to try things on."""
LEARNT_SEED = 600_000
"""People whom the classifiers learn from."""

RATE_HZ = 10
OURS = "ours"
SLIDE = "forward_slide"
SLID_MM = 30.0
"""Hips this far forward with the back on the backrest are a slide to the classifiers, as the labels of a recording say [mm]."""
LEARN_EVERY_S = 20
N_LEARNT = 4000
"""The classifiers learn from seconds this far apart, and from so many of them, taken by chance: more make the SVM slow, not better."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    Parameters
    ----------
    name
        In words.
    seat_only
        Leave the backrest's cells out.
    jitter
        How restless people are, against the usual.
    stale_mm
        How far back the reference's CoP lies of where it should [mm], so that everything seems to be as far forward.
    """

    name: str
    seat_only: bool = False
    jitter: float = 1.0
    stale_mm: float = 0.0


SETTINGS = (
    Setting("seat + 2 back"),
    Setting("seat only", seat_only=True),
    Setting("seat + 2 back, reference stale by +15 mm", stale_mm=15.0),
    Setting("seat + 2 back, people twice as restless", jitter=2.0),
)

CLASSIFIERS = {
    "SVM-RBF on body-weight ratios (Roh 2018)": "SVM-RBF",
    "random forest on the same": "random forest",
    "k-NN on the same": "k-NN",
}
"""By their names in the table."""

Models = Mapping[tuple[str, bool], Any]
"""Fitted classifiers, by name and by whether they know the seat cells alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """One simulated person's day, as the cells and as an all-knowing observer saw it.

    Parameters
    ----------
    seat, calibration
        The chair.
    upright_s
        When the sitter held the guided upright reference [s].
    blocks
        What the cells said.
    t_s
        Shape (n_s,): the ends of the seconds [s].
    force_n
        Shape (n_s, n_cells): their mean forces [N].
    label, slide_mm, back_contact
        Shape (n_s,): the truth near their ends.
    """

    seat: Seat
    calibration: Calibration
    upright_s: tuple[float, float]
    blocks: tuple[Frames, ...]
    t_s: Array
    force_n: Array
    label: NDArray[np.str_]
    slide_mm: Array
    back_contact: NDArray[np.bool_]

    @property
    def sits(self) -> NDArray[np.bool_]:
        """Shape (n_s,): whether somebody sits."""
        sits: NDArray[np.bool_] = ~np.isin(self.label, sorted(NOBODY))
        return sits

    @property
    def guided(self) -> NDArray[np.bool_]:
        """Shape (n_s,): whether the second lies within the guided hold."""
        guided: NDArray[np.bool_] = (self.t_s - 1.0 >= self.upright_s[0]) & (self.t_s <= self.upright_s[1])
        return guided

    def seat_alone(self) -> Watched:
        """The same forces on a chair without backrest cells."""
        kept = list(self.seat.indices(SEAT))
        zeros, spans = self.calibration.zero_counts, self.calibration.counts_per_n
        return dataclasses.replace(
            self,
            seat=Seat(tuple(self.seat.cells[cell] for cell in kept)),
            calibration=Calibration(tuple(zeros[cell] for cell in kept), tuple(spans[cell] for cell in kept)),
            blocks=tuple(Frames(block.t_s, block.counts[:, kept]) for block in self.blocks),
            force_n=self.force_n[:, kept],
        )


def watched(seed: int, hours: float, jitter: float = 1.0) -> Watched:
    """Simulate one person's day on seat + 2 back cells."""
    session: Session = simulated_session(seed, hours, jitter=jitter)
    upright_s = session.day.upright_s
    if upright_s is None:
        raise ValueError(f"{hours} h are too short a day for a guided upright hold; 1 h is enough")
    blocks: list[Frames] = []
    truths: list[Truth] = []
    for frames, truth in session.blocks(RATE_HZ):
        blocks.append(frames)
        truths.append(truth)
    zeros, spans = np.array(session.calibration.zero_counts), np.array(session.calibration.counts_per_n)
    counts = np.concatenate([block.counts for block in blocks])
    n_s = len(counts) // RATE_HZ
    by_second = counts[: n_s * RATE_HZ].reshape(n_s, RATE_HZ, -1)
    n_read = np.count_nonzero(~np.isnan(by_second), axis=1)
    mean_counts = np.where(n_read > 0, np.nansum(by_second, axis=1) / np.maximum(n_read, 1), np.nan)
    last = slice(RATE_HZ - 1, n_s * RATE_HZ, RATE_HZ)
    return Watched(
        seat=session.seat,
        calibration=session.calibration,
        upright_s=upright_s,
        blocks=tuple(blocks),
        t_s=np.arange(1.0, n_s + 1.0),
        force_n=(mean_counts - zeros) / spans,
        label=np.concatenate([truth.label for truth in truths])[last],
        slide_mm=np.concatenate([truth.slide_mm for truth in truths])[last],
        back_contact=np.concatenate([truth.back_contact for truth in truths])[last],
    )


def told_by_us(day: Watched, stale_mm: float = 0.0) -> list[Told]:
    """The slides that the core tells of a day, with the guided reference or with a stale one in its place."""
    request = CaptureReference(day.upright_s[0], day.upright_s[1] - day.upright_s[0])
    chair = Chair(day.seat, day.calibration, warm=True, reference=_stale(day, request, stale_mm) if stale_mm else None)
    told = [] if stale_mm else list(chair.receive(request))
    for block in day.blocks:
        told += chair.receive(block)
    told += chair.receive(Finish(float(day.blocks[-1].t_s[-1])))
    return [event for event in told if isinstance(event, SlideBegan | SlideEnded)]


def _stale(day: Watched, request: CaptureReference, stale_mm: float) -> Reference:
    """The guided reference with its load moved back on the seat."""
    chair = Chair(day.seat, day.calibration, warm=True)
    events = list(chair.receive(request))
    for block in day.blocks:
        events += chair.receive(block)
        references = [event for event in events if isinstance(event, ReferenceSet)]
        if references:
            return moved_back(Reference.from_event(references[-1]), day.seat, stale_mm)
    raise ValueError("the guided hold gave no reference")


def moved_back(reference: Reference, seat: Seat, moved_mm: float) -> Reference:
    """A reference whose CoP lies further back by `moved_mm`, as if load had been carried from the front cells to the rear ones.

    Each cell's force changes by as much as it is in front of the middle, so that neither the load nor its sideways place do.
    """
    moment_nmm = reference.total_n * moved_mm
    squares_mm2 = sum(cell.ap_mm**2 for cell in seat.seat_cells)
    force_n = reference.force_n
    if force_n is not None:
        force_n = tuple(
            force - (moment_nmm * cell.ap_mm / squares_mm2 if cell.in_seat else 0.0)
            for force, cell in zip(force_n, seat.cells, strict=True)
        )
    return dataclasses.replace(reference, cop_ap_mm=reference.cop_ap_mm - moved_mm, force_n=force_n)


def sat_seconds(day: Watched, stale_mm: float = 0.0) -> list[tuple[SatSecond, bool]]:
    """Each second against the guided reference, with whether somebody sits."""
    weigher = Weigher(day.seat, day.calibration)
    loads = weigher.carried(day.force_n)
    ap_mm, _ = weigher.centre_of_pressure(loads)
    reference_mm = float(np.nanmedian(ap_mm[day.guided])) - stale_mm
    load_fraction = loads.total_n / np.nanmedian(loads.total_n[day.guided]) - 1.0
    columns = (day.t_s.tolist(), (ap_mm - reference_mm).tolist(), load_fraction.tolist(), day.sits.tolist())
    return [(SatSecond(t_s, mm, fraction), sits) for t_s, mm, fraction, sits in zip(*columns, strict=True)]


def features(day: Watched) -> Array:
    """Body-weight ratios of each second, shape (n_s, n_cells)."""
    total_n = Weigher(day.seat, day.calibration).carried(day.force_n).total_n
    return body_weight_ratios(day.force_n, float(np.nanmedian(total_n[day.guided])))


def models(n_people: int, hours: float) -> dict[tuple[str, bool], Any]:
    """Fit the classifiers to simulated people of their own, to seconds whose posture has a name."""
    rows: dict[bool, list[Array]] = {False: [], True: []}
    labels: list[NDArray[np.str_]] = []
    people: list[str] = []
    for seed in range(LEARNT_SEED, LEARNT_SEED + n_people):
        day = watched(seed, hours)
        slid = (day.slide_mm >= SLID_MM) & day.back_contact
        label = np.where(slid, SLIDE, day.label)
        known = day.sits & (label != "") & ~np.isnan(day.force_n).any(axis=1) & (day.t_s % LEARN_EVERY_S == 0)
        for seat_only, one in ((False, day), (True, day.seat_alone())):
            rows[seat_only].append(features(one)[known])
        labels.append(label[known])
        people += [str(seed)] * int(np.count_nonzero(known))
    every_label, every_person = np.concatenate(labels), np.array(people)
    kept = np.random.default_rng(LEARNT_SEED).permutation(len(every_label))[:N_LEARNT]
    return {
        (name, seat_only): fitted(
            kind, np.concatenate(found)[kept], every_label[kept], every_person[kept], with_probabilities=False
        )
        for name, kind in CLASSIFIERS.items()
        for seat_only, found in rows.items()
    }


def scores_of(
    seed: int, hours: float, settings: Sequence[Setting], rivals: Models
) -> dict[tuple[str, str], EpisodeScore]:
    """How each detector did on one person, by setting and detector.

    What cannot differ from the first setting is left out: the detectors in time see nothing of the backrest, and the classifiers
    nothing of the reference's CoP.
    """
    found: dict[tuple[str, str], EpisodeScore] = {}
    for jitter in dict.fromkeys(setting.jitter for setting in settings):
        day = watched(seed, hours, jitter)
        alone = day.seat_alone()
        for setting in settings:
            if setting.jitter == jitter:
                seen = alone if setting.seat_only else day
                told = {OURS: told_by_us(seen, setting.stale_mm), **_told_by_rivals(seen, setting, rivals)}
                found |= {(setting.name, name): _score(day, events) for name, events in told.items()}
    return found


def _told_by_rivals(day: Watched, setting: Setting, rivals: Models) -> dict[str, list[Told]]:
    told: dict[str, list[Told]] = {}
    seconds = sat_seconds(day, setting.stale_mm)
    if not setting.seat_only:
        told |= {name: tell(detector, seconds) for name, detector in rivals_in_time().items()}
    if not setting.stale_mm and rivals:
        ratios = features(day)
        known = day.sits & ~np.isnan(ratios).any(axis=1)
        for name in CLASSIFIERS:
            slid = rivals[name, setting.seat_only].predict(ratios[known]) == SLIDE
            told[name] = tell(Persistence(Judged(day.t_s[known][slid].tolist())), seconds)
    return told


def _score(day: Watched, told: Sequence[Told]) -> EpisodeScore:
    return score(day.t_s, day.slide_mm, day.sits, told, back_contact=day.back_contact)
