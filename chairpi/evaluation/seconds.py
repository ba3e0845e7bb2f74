"""Seconds of known posture, as the chair itself judged them: of simulated days, and of real people's holds."""

from __future__ import annotations

import numpy as np

from chairpi.core.chair.door import Chair
from chairpi.core.frame import Frames
from chairpi.core.posture.features import N_FEATURES
from chairpi.core.posture.model import PostureModel
from chairpi.core.requests import CaptureReference
from chairpi.evaluation.fitting import EDGE_S, Labelled, state_of
from chairpi.simulate.chair import Layout
from chairpi.simulate.sessions import RATE_HZ, simulated_session

EVERY_S = 5
"""One second of so many is kept: those between say the same."""


def simulated_seconds(
    seed: int, hours: float, model: PostureModel, layout: Layout = Layout.SEVEN, jitter: float = 1.0
) -> Labelled:
    """One simulated person's seconds of known posture.

    Parameters
    ----------
    seed
        Of the person, the chair and its cells.
    hours
        Length of the day [h].
    model
        What the chair judges by: it decides in which seconds the reference is followed.
    layout
        Which cells the chair has.
    jitter
        How restless the sitter is.
    """
    session = simulated_session(seed, hours, layout, jitter=jitter)
    chair = Chair(session.seat, session.calibration, model=model, warm=True)
    if session.day.upright_s is not None:
        start_s, end_s = session.day.upright_s
        chair.receive(CaptureReference(start_s, end_s - start_s))
    n_edge = round(EDGE_S * RATE_HZ)
    features, labels, slide_mm = [], [], []
    for frames, truth in session.blocks():
        last = np.searchsorted(frames.t_s, np.arange(np.ceil(frames.t_s[0]) + 1, frames.t_s[-1] + 1)).tolist()
        begin = 0
        for number, end in enumerate(last):
            chair.receive(Frames(frames.t_s[begin : end + 1], frames.counts[begin : end + 1]))
            begin = end + 1
            label = str(truth.label[end - 1])
            state = state_of(label, float(truth.slide_mm[end - 1]))
            if number % EVERY_S or chair.features is None or state is None:
                continue
            if end < n_edge or np.any(truth.label[end - n_edge : end] != label):
                continue
            features.append(chair.features)
            labels.append(state)
            slide_mm.append(truth.slide_mm[end - 1])
        chair.receive(Frames(frames.t_s[begin:], frames.counts[begin:]))
    return Labelled(
        np.array(features).reshape(-1, N_FEATURES),
        np.array(labels, dtype="U24"),
        np.array(slide_mm),
        np.full(len(labels), seed),
    )
