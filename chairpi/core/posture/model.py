"""The numbers of the posture filter: a Gaussian for each posture, fitted from people and simulated people.

They ship as `posture_model.toml` beside this file, which records how it was made; `chairpi.evaluation.fitting` makes it anew. Reading
that file once is all that the core ever reads: to the core they are constants.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from chairpi.core.posture.features import FEATURES, N_FEATURES
from chairpi.core.weighing.load import Array

UNKNOWN = "unknown"
SLID_SUFFIX = "_slid"
STATES = (
    "upright",
    "upright_off_backrest",
    "forward_slide",
    "forward_slide_near",
    "perched",
    "forward_lean",
    "desk_lean",
    "recline",
    "recline_slid",
    "lean_left",
    "lean_left_slid",
    "lean_right",
    "lean_right_slid",
    "crossed_left",
    "crossed_left_slid",
    "crossed_right",
    "crossed_right_slid",
    UNKNOWN,
)
"""What the filter tells apart, in the order of its probabilities. The names are those of a recording's labels; a slide of less than
`NEAR_MM` is a state of its own, since the hips come forward bit by bit, and so is each other posture with the hips slid forward."""

NEAR_MM = 50.0
"""Half of the slides of 30-70 mm that the planar static model makes lie to either side of it [mm]; our choice."""

UPRIGHT, SLIDE, PERCHED = (STATES.index(name) for name in ("upright", "forward_slide", "perched"))
SLID = tuple(i for i, name in enumerate(STATES) if name.startswith("forward_slide") or name.endswith(SLID_SUFFIX))
"""States with the hips slid forward and the back on the backrest."""


def label_of(state: str) -> str:
    """The label of a state: the posture, whether the hips have slid or not."""
    return "forward_slide" if state.startswith("forward_slide") else state.removesuffix(SLID_SUFFIX)


FILE = "posture_model.toml"


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """One posture in one population.

    Parameters
    ----------
    mean
        Shape (N_FEATURES,).
    covariance
        Shape (N_FEATURES, N_FEATURES); a feature that was never seen with this posture has NaN in both.
    """

    mean: Array
    covariance: Array


Population = Mapping[str, Gaussian]
"""One Gaussian for each posture that the population was seen in."""


@dataclass(frozen=True, slots=True, eq=False)
class Severity:
    """How far the hips are forward, given the features of somebody who has slid: a part of the joint Gaussian of both.

    Parameters
    ----------
    mean_mm
        Mean slide [mm].
    sd_mm
        Its standard deviation [mm].
    covariance_mm
        With each feature, shape (N_FEATURES,) [mm].
    """

    mean_mm: float
    sd_mm: float
    covariance_mm: Array


@dataclass(frozen=True, slots=True, eq=False)
class PostureModel:
    """All numbers of the filter.

    Parameters
    ----------
    populations
        By name. On a seat whose zero is believed the `calibrated` one speaks, and the others only where it explains nothing; else the
        filter takes each to be as likely as the others, posture by posture.
    severity
        Of the population that its numbers come from.
    calibrated
        Name of that population: people on seats whose zero is believed. The others sat on seats whose zero wandered.
    made
        How the numbers were made, in words and figures.
    """

    populations: Mapping[str, Population]
    severity: Severity
    calibrated: str
    made: Mapping[str, Any]


def model_from(record: Mapping[str, Any]) -> PostureModel:
    """The model that a file's content describes.

    Raises
    ------
    ValueError
        It was made for other features or postures than these; the message names them.
    """
    features = tuple(record["features"])
    if features != FEATURES:
        raise ValueError(f"{FILE}: made for the features {features}, expected {FEATURES}; fit the model anew")
    populations = {
        name: {state: _gaussian(FILE, name, state, numbers) for state, numbers in postures.items()}
        for name, postures in record["population"].items()
    }
    severity = record["severity"]
    return PostureModel(
        populations=populations,
        severity=Severity(
            float(severity["mean_mm"]),
            float(severity["sd_mm"]),
            np.array(severity["covariance_mm"], dtype=np.float64),
        ),
        calibrated=severity["population"],
        made=record["made"],
    )


def _gaussian(file: str, population: str, state: str, numbers: Mapping[str, Any]) -> Gaussian:
    if state not in STATES:
        raise ValueError(f"{file}: population.{population}.{state}: no such posture, expected one of {STATES}")
    sd = np.array(numbers["sd"], dtype=np.float64)
    lower = np.zeros((N_FEATURES, N_FEATURES))
    for row, entries in enumerate(numbers["correlation"]):
        lower[row, : row + 1] = entries
    correlation = lower + np.tril(lower, -1).T
    return Gaussian(np.array(numbers["mean"], dtype=np.float64), correlation * np.outer(sd, sd))


@cache
def shipped_model() -> PostureModel:
    """The model in the file beside this module."""
    text = resources.files("chairpi.core.posture").joinpath(FILE).read_text(encoding="utf-8")
    return model_from(tomllib.loads(text))
