"""The guided calibration: a state machine fed with frames and asked for one action after the other.

Theory of operation. An action is asked for (`act`), and allowed or refused at once by the tables of `guided_actions`. One that measures
then gathers frames (`receive`) until the last few seconds are at rest, and is refused in words when that takes too long. What was
measured is added to the `Evidence`, whose earlier versions are kept, so that `undo` takes back the last step exactly. `finish` makes
the best calibration that the evidence allows, and refuses what cannot be trusted. Nothing changes for the chair before that.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration import guided_sentences as sentences
from chairpi.calibration import guided_words as words
from chairpi.calibration.best_fit import Fitted, Fitter
from chairpi.calibration.evidence import Evidence
from chairpi.calibration.guided_actions import (
    AFTER,
    MEASURES,
    WITHOUT_FRAMES,
    ActionRefused,
    Fields,
    Step,
    checked,
    placed,
)
from chairpi.calibration.guided_state import figures, live, noise_figures, wiring_figures
from chairpi.calibration.guided_windows import WindowRefused, Windows, rest_of
from chairpi.calibration.wiring import Noise, in_words, places_of, wiring
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat

Array = NDArray[np.float64]

GAP_S = 1.0
"""After this long without a frame a measurement begins anew [s]."""

TOLD_LATE_S = 3.0
"""So late at the most a supply voltage is known to be too low [s]: the kernel asks the firmware every 2 s, and we look every second."""


@dataclass(slots=True, eq=False)
class _Running:
    """A measurement that is going on."""

    kind: str
    action: str
    fields: Fields
    began_t_s: float | None = None
    frames: deque[Frame] = field(default_factory=deque)


@dataclass(frozen=True, slots=True)
class _Done:
    """One step that succeeded, where it began, and the time of the latest frame then [s]."""

    action: str
    text: str
    step: Step
    evidence: Evidence
    t_s: float


class GuidedCalibration:
    """One calibration of one seat, from the first action to the last.

    Parameters
    ----------
    seat
        The cells and where they are.
    calibration
        The one in use, which stays the fallback.
    """

    def __init__(self, seat: Seat, calibration: Calibration) -> None:
        self._seat = seat
        self._begin_from(calibration)
        self._step = Step.IDLE
        self._done: list[_Done] = []
        self._running: _Running | None = None
        self._refusal: str | None = None
        self._noise: tuple[Noise, ...] = ()
        self._latest: Frame | None = None
        self._is_doubtful = False
        self._mass_kg: float | None = None
        self._learn(Evidence())
        self.calibration: Calibration | None = None
        """The result to use, from `finish` on; after `undo` of that the one of before."""

    @property
    def active(self) -> bool:
        """Whether it has begun and is not finished."""
        return self._step in (Step.EMPTY, Step.PLACING)

    @property
    def measuring(self) -> bool:
        """Whether frames are being gathered."""
        return self._running is not None

    def act(self, action: str, given: Mapping[str, object] | None = None) -> None:
        """Do one action, or begin to measure for it.

        Parameters
        ----------
        action
            One of `guided_actions.FIELDS`.
        given
            Its fields by name.

        Raises
        ------
        ActionRefused
            It is not possible now; nothing has changed.
        """
        if self._running is not None and action != "cancel":
            raise ActionRefused(sentences.BUSY)
        fields = checked(self._seat, self._step, action, given or {})
        if self._is_doubtful and action not in WITHOUT_FRAMES and not fields.accept:
            raise ActionRefused(sentences.SUPPLY_LOW)
        self._refusal = None
        at_once: dict[str, Callable[[], None]] = {
            "start": self._start, "cancel": self._cancel, "undo": self._undo, "finish": self._finish,
        }  # fmt: skip
        if action in at_once:
            at_once[action]()
        elif action == "wiring" and fields.accept:
            self._accept_wiring()
        elif action == "wiring":
            if fields.cell is not None and rest_of(self._evidence) is None:
                raise ActionRefused(sentences.REST_FIRST)
            self._running = _Running("rest" if fields.cell is None else "press", action, fields)
        else:
            fields = placed(self._seat, action, fields, self._mass_kg, self._fitter.middle_mm)
            self._mass_kg = self._mass_kg if fields.ap_mm is None else fields.mass_kg
            self._running = _Running(action, action, fields)

    def receive(self, frame: Frame, *, doubtful: bool = False) -> None:
        """Take one frame; while nothing is measured it is only shown. `doubtful`: the supply voltage is too low."""
        if doubtful and not self._is_doubtful:
            self._doubt(frame.t_s)
        self._latest, self._is_doubtful = frame, doubtful
        running = self._running
        if running is None:
            return
        frames, measure = running.frames, MEASURES[running.kind]
        if frames and not 0 <= frame.t_s - frames[-1].t_s <= GAP_S:
            frames.clear()
            running.began_t_s = None
        if running.began_t_s is None:
            running.began_t_s = frame.t_s
        frames.append(frame)
        while frame.t_s - frames[0].t_s > measure.length_s:
            frames.popleft()
        so_far_s = frame.t_s - running.began_t_s
        if so_far_s < measure.length_s:
            return
        refusal = self._measured(running)
        if refusal is None:
            self._running = None
        elif so_far_s >= measure.patience_s:
            self._running, self._refusal = None, refusal

    def state(self) -> dict[str, object]:
        """What a page or the command line shows, as plain JSON.

        Returns
        -------
        dict
            `step`, `measuring` (the action or null), `progress` (0 to 1, or null), `text` (what to do now), `next` (the action that is
            suggested, with its fields, or null), `actions` (those allowed now), `refusal` (why the last measurement was refused),
            `done` (what was measured: action and text), `cells` (each with its label, place, counts and kg), `total_kg`, `cop_ap_mm`,
            `cop_ml_mm`, `method`, `condition`, `condition_limit`, `condition_text`, `before` and `after` (errors), `can_finish`,
            `why_not` (why finishing is refused as yet), `result` (text, after finishing), `wiring`, `noise`, `mass_kg`,
            `placements`, `n_postures`. What is unknown is null.
        """
        running, evidence = self._running, self._evidence
        following = words.suggestion(self._seat, self._fitter, evidence)
        if running is not None:
            text = words.measuring_text(self._seat, running.kind, running.fields)
        elif self.active and self._is_doubtful:
            text = sentences.NEXT["supply"]
        else:
            text = words.next_text(self._seat, self._step, following)
        finished = self._fitted if self._step is Step.FINISHED else None
        return {
            "step": str(self._step),
            "measuring": None if running is None else running.action,
            "progress": self._progress(),
            "text": text,
            "next": dict(following) if self.active and running is None else None,
            "actions": list(AFTER[self._step]) if running is None else ["cancel"],
            "refusal": self._refusal,
            "done": [{"action": one.action, "text": one.text} for one in self._done],
            **live(self._seat, self._in_effect(), self._latest),
            **figures(self._fitter, evidence, self._fitted),
            "can_finish": self.active and running is None and self._fitted is not None,
            "why_not": self._why_not,
            "result": None if finished is None else words.finished_text(finished),
            "wiring": wiring_figures(self._seat, evidence),
            "noise": noise_figures(self._noise),
            "mass_kg": self._mass_kg,
            "placements": [
                {"mass_kg": one.mass_kg, "ap_mm": one.ap_mm, "ml_mm": one.ml_mm} for one in evidence.placements
            ],
            "n_postures": len(evidence.postures),
        }

    def _begin_from(self, calibration: Calibration) -> None:
        self._before = calibration
        self._fitter = Fitter(self._seat, calibration)
        self._windows = Windows(self._seat, calibration, self._fitter)

    def _learn(self, evidence: Evidence) -> None:
        """Take evidence for all there is, and see at once what could be made of it."""
        self._evidence = evidence
        self._fitted: Fitted | None = None
        self._why_not: str | None = None
        if evidence == Evidence(presses=evidence.presses, rest_counts=evidence.rest_counts):
            self._why_not = sentences.NOTHING_YET
            return
        try:
            self._fitted = self._fitter.fitted(evidence)
        except ValueError as error:
            self._why_not = str(error)

    def _add(self, action: str, text: str, evidence: Evidence) -> None:
        t_s = math.nan if self._latest is None else self._latest.t_s
        self._done.append(_Done(action, text, self._step, self._evidence, t_s))
        self._step = AFTER[self._step][action]
        self._learn(evidence)

    def _doubt(self, t_s: float) -> None:
        """The supply voltage is too low from `t_s` [s] on, if not from a little earlier: nothing of then is kept."""
        if self._running is not None:
            self._running, self._refusal = None, sentences.SUPPLY_WAS_LOW
        if self.active and self._done and t_s - self._done[-1].t_s <= TOLD_LATE_S:
            self._undo()
            self._refusal = sentences.SUPPLY_TOOK_BACK

    def _start(self) -> None:
        if self.calibration is not None:
            self._begin_from(self.calibration)
            self.calibration = None
        self._step = Step.EMPTY
        self._done, self._noise, self._mass_kg = [], (), None
        self._learn(Evidence())

    def _cancel(self) -> None:
        if self._running is not None:
            self._running = None
            return
        self._step = Step.IDLE
        self._done = []
        self._learn(Evidence())

    def _undo(self) -> None:
        if self._step is Step.FINISHED:
            self.calibration = self._before
            self._step, self._done = Step.IDLE, []
            self._learn(Evidence())
            return
        if not self._done:
            raise ActionRefused(sentences.NOTHING_TO_UNDO)
        last = self._done.pop()
        self._step = last.step
        self._learn(last.evidence)

    def _finish(self) -> None:
        if self._fitted is None:
            raise ActionRefused(self._why_not or sentences.NOTHING_YET)
        self.calibration = self._fitted.calibration
        self._step = Step.FINISHED

    def _accept_wiring(self) -> None:
        found = wiring(self._seat, self._evidence.presses)
        if not found.acceptable:
            missing = [cell.label for cell in self._seat.seat_cells if cell.name in found.missing]
            if missing:
                raise ActionRefused(sentences.PRESS_FIRST % {"cells": " and ".join(missing)})
            raise ActionRefused(f"there is nothing to accept: {' '.join(in_words(self._seat, found))}")
        places_mm = places_of(self._seat, found) if found.swapped else None
        self._add(
            "wiring",
            sentences.ACCEPTED,
            replace(self._evidence, inverted=found.inverted, places_mm=places_mm),
        )

    def _measured(self, running: _Running) -> str | None:
        """Try to use the frames gathered; why not, when they cannot be used."""
        counts = np.array([frame.counts for frame in running.frames], dtype=np.float64)  # None becomes NaN
        try:
            found = self._windows.judge(running.kind, self._evidence, running.fields, counts)
        except WindowRefused as refusal:
            return str(refusal)
        self._noise = found.noise or self._noise
        self._add(running.action, found.text, found.evidence)
        return None

    def _in_effect(self) -> Calibration:
        """What the live kilograms are told by: the zero measured and the spans of before, or the new calibration."""
        if self.calibration is not None:
            return self.calibration
        return replace(self._before, zero_counts=self._evidence.zero_counts or self._before.zero_counts)

    def _progress(self) -> float | None:
        """How much of the window has been gathered, 0 to 1."""
        running = self._running
        if running is None:
            return None
        if running.began_t_s is None:
            return 0.0
        return min(1.0, (running.frames[-1].t_s - running.began_t_s) / MEASURES[running.kind].length_s)
