"""The posture filter against a hidden Markov model that is written out, and what must hold for any second."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mirroring import MIRRORED_FEATURES, MIRRORED_STATES, SIGN, mirrored_model

from chairpi.core.posture.features import FEATURES, N_FEATURES
from chairpi.core.posture.filter import DWELL_S, N_STATES, TEMPER, WORST, PostureFilter
from chairpi.core.posture.model import (
    STATES,
    UNKNOWN,
    UPRIGHT,
    Gaussian,
    PostureModel,
    Severity,
    label_of,
    shipped_model,
)

NAN = math.nan
SHIPPED = shipped_model()
BACK = [i for i, name in enumerate(FEATURES) if name.startswith("back")]
SWAY = FEATURES.index("ln_sway")


def made_up(seed: int, n_populations: int = 2, *, unseen: tuple[str, ...] = ()) -> PostureModel:
    """Random Gaussians; the first population has seen every posture, the others have not seen `unseen`."""
    draw = np.random.default_rng(seed)

    def gaussian() -> Gaussian:
        root = draw.normal(0, 0.3, (N_FEATURES, N_FEATURES))
        return Gaussian(draw.normal(0, 1, N_FEATURES), root @ root.T + 0.3 * np.eye(N_FEATURES))

    populations = {
        f"p{number}": {state: gaussian() for state in STATES if number == 0 or state not in unseen}
        for number in range(n_populations)
    }
    with_slide = 3.0 * draw.normal(0, 1, N_FEATURES)
    slid = populations["p0"]["forward_slide"]
    variance_mm2 = float(with_slide @ np.linalg.solve(slid.covariance, with_slide)) + 50.0
    return PostureModel(populations, Severity(60.0, math.sqrt(variance_mm2), with_slide), "p0", {})


def log_density(gaussian: Gaussian, features: np.ndarray) -> float:
    """Of a Gaussian without the rows and columns of what is unknown."""
    known = np.isfinite(features)
    covariance = gaussian.covariance[known][:, known]
    off = features[known] - gaussian.mean[known]
    return -0.5 * float(
        off @ np.linalg.inv(covariance) @ off + np.linalg.slogdet(covariance)[1] + known.sum() * math.log(2 * math.pi)
    )


def likelihood(model: PostureModel, features: np.ndarray) -> np.ndarray:
    """Of each state: the mean over the populations in which it was seen, no less than exp(WORST) of the best one."""
    known = np.isfinite(features)
    measured = [
        postures
        for postures in model.populations.values()
        if all(np.isfinite(gaussian.mean[known]).all() for gaussian in postures.values())
    ]
    seen = [[log_density(postures[state], features) for postures in measured if state in postures] for state in STATES]
    log = np.array([np.logaddexp.reduce(each) - math.log(max(len(each), 1)) for each in seen])
    return np.exp(np.maximum(log - log.max(), WORST))


def oracle(model: PostureModel, rows: list[np.ndarray], lengths_s: list[float]) -> np.ndarray:
    """The forward pass of a hidden Markov model, with its matrix of transitions."""
    probability = np.full(N_STATES, 1 / N_STATES)
    for features, length_s in zip(rows, lengths_s, strict=True):
        stay = math.exp(-length_s / DWELL_S)
        transition = stay * np.eye(N_STATES) + (1 - stay) / N_STATES
        probability = (probability @ transition) * likelihood(model, features) ** (TEMPER * min(length_s, 1.0))
        probability /= probability.sum()
    return probability


def after(model: PostureModel, rows: list[np.ndarray], lengths_s: list[float]) -> np.ndarray:
    posture = PostureFilter(model)
    for features, length_s in zip(rows, lengths_s, strict=True):
        posture.receive(features.tolist(), length_s)
    return posture.probability


def rows_for(seed: int, n: int, unknown: list[list[int]], spread: float = 1.5) -> list[np.ndarray]:
    draw = np.random.default_rng(seed)
    rows = [spread * draw.normal(0, 1, N_FEATURES) for _ in range(n)]
    for row, which in zip(rows, unknown, strict=False):
        row[which] = NAN
    return rows


some_unknown = st.sampled_from([[], BACK, [SWAY], [*BACK, SWAY]])


@given(
    seed=st.integers(0, 500),
    n_populations=st.sampled_from([1, 2, 3]),
    unseen=st.sampled_from([(), ("recline",), ("recline", "unknown")]),
    unknown=st.lists(some_unknown, min_size=6, max_size=6),
    lengths_s=st.lists(st.sampled_from([0.3, 1.0, 1.0, 2.0]), min_size=6, max_size=6),
)
def test_it_is_the_forward_pass_of_a_hidden_markov_model(seed, n_populations, unseen, unknown, lengths_s):
    model = made_up(seed, n_populations, unseen=unseen)
    rows = rows_for(seed + 1, 6, unknown)

    assert after(model, rows, lengths_s) == pytest.approx(oracle(model, rows, lengths_s), rel=1e-6, abs=1e-12)


@given(seed=st.integers(0, 500), unknown=some_unknown)
def test_the_shipped_numbers_run_as_the_oracle_does(seed, unknown):
    postures = list(SHIPPED.populations[SHIPPED.calibrated].values())
    gaussian = postures[seed % len(postures)]
    rows = [gaussian.mean + row for row in rows_for(seed, 5, [unknown] * 5, 0.2)]

    assert after(SHIPPED, rows, [1.0] * 5) == pytest.approx(oracle(SHIPPED, rows, [1.0] * 5), rel=1e-5, abs=1e-10)


@given(seed=st.integers(0, 500), unknown=st.sets(st.integers(0, N_FEATURES - 1), max_size=N_FEATURES - 1))
def test_what_is_unknown_is_left_out_as_if_it_had_never_been_measured(seed, unknown):
    """A model that had never heard of these features, given a number for them that it must not look at, says the same."""
    model = made_up(seed, 1)
    left = [i for i in range(N_FEATURES) if i not in unknown]
    wide = 1e7
    indifferent = PostureModel(
        {
            "p0": {
                state: Gaussian(
                    np.where(np.isin(range(N_FEATURES), left), gaussian.mean, 0.0),
                    _block(gaussian.covariance, left, wide),
                )
                for state, gaussian in model.populations["p0"].items()
            }
        },
        model.severity,
        "p0",
        {},
    )
    (row,) = rows_for(seed + 1, 1, [[]])
    with_unknown = row.copy()
    with_unknown[list(unknown)] = NAN

    assert after(model, [with_unknown], [1.0]) == pytest.approx(after(indifferent, [row], [1.0]), abs=1e-5)


def _block(covariance: np.ndarray, left: list[int], wide: float) -> np.ndarray:
    block = wide * np.eye(N_FEATURES)
    block[np.ix_(left, left)] = covariance[np.ix_(left, left)]
    return block


@given(
    rows=st.lists(
        st.lists(st.one_of(st.floats(-1e3, 1e3), st.just(NAN)), min_size=N_FEATURES, max_size=N_FEATURES), max_size=8
    ),
    lengths_s=st.lists(st.floats(0.01, 100.0), min_size=8, max_size=8),
)
def test_probabilities_add_up_to_one_and_none_is_ever_lost(rows, lengths_s):
    """Each state may be come to again: no probability sinks to 0, whatever was seen."""
    posture = PostureFilter(SHIPPED)
    for features, length_s in zip(rows, lengths_s, strict=False):
        probability = posture.receive(features, length_s)

        assert float(probability.sum()) == pytest.approx(1.0)
        assert probability.min() > 0


def test_nothing_known_lets_what_was_known_fade():
    model = made_up(1, 1)
    posture = PostureFilter(model)
    upright = model.populations["p0"]["upright"].mean.tolist()
    for _ in range(60):
        posture.receive(upright, 1.0)
    assert float(posture.probability[UPRIGHT]) > 0.8

    for _ in range(600):
        posture.receive([NAN] * N_FEATURES, 1.0)

    assert posture.probability == pytest.approx(1 / N_STATES, abs=1e-3)


def test_one_wild_second_does_not_undo_a_minute():
    posture = PostureFilter(SHIPPED)
    upright = SHIPPED.populations[SHIPPED.calibrated]["upright"].mean.tolist()
    for _ in range(60):
        posture.receive(upright, 1.0)

    posture.receive([5.0 * value + 3.0 for value in upright], 1.0)
    for _ in range(5):
        posture.receive(upright, 1.0)

    assert int(posture.probability.argmax()) == UPRIGHT


def test_a_long_second_counts_once_and_a_short_one_as_much_as_it_is():
    """What lay between two seconds is not known: time has passed, but only one second was seen."""
    model = made_up(1)
    (row,) = rows_for(2, 1, [[]])

    whole, half, long = (after(model, [row], [length_s]) for length_s in (1.0, 0.5, 3.0))

    assert whole == pytest.approx(long)
    ratio = np.log(whole / whole.max())
    assert np.log(half / half.max()) == pytest.approx(0.5 * ratio)


def test_standing_up_is_forgetting():
    posture = PostureFilter(made_up(1))
    for row in rows_for(3, 5, [[]] * 5):
        posture.receive(row.tolist(), 1.0)
    assert math.isfinite(posture.slide_mm[0])

    posture.forget()

    assert posture.probability == pytest.approx(1 / N_STATES)
    assert np.isnan(posture.slide_mm).all()


@pytest.mark.parametrize(
    ("population", "state"),
    [
        (population, state)
        for population, postures in SHIPPED.populations.items()
        for state in postures
        if state != UNKNOWN
    ],
)
def test_a_minute_at_the_middle_of_a_posture_is_that_posture(population, state):
    postures = SHIPPED.populations[population]
    posture = PostureFilter(PostureModel({population: postures}, SHIPPED.severity, population, {}))
    for _ in range(60):
        posture.receive(postures[state].mean.tolist(), 1.0)

    assert label_of(STATES[int(posture.probability.argmax())]) == label_of(state)


# ---- how far


@given(seed=st.integers(0, 500), unknown=some_unknown)
def test_how_far_is_the_slide_given_the_features_in_the_joint_gaussian(seed, unknown):
    model = made_up(seed)
    (row,) = rows_for(seed + 1, 1, [unknown])
    posture = PostureFilter(model)
    posture.receive(row.tolist(), 1.0)

    known = np.isfinite(row)
    slid = model.populations["p0"]["forward_slide"]
    joint = np.linalg.inv(slid.covariance[known][:, known])
    with_slide = model.severity.covariance_mm[known]
    mean_mm, sd_mm = posture.slide_mm
    assert mean_mm == pytest.approx(model.severity.mean_mm + with_slide @ joint @ (row[known] - slid.mean[known]))
    assert sd_mm**2 == pytest.approx(model.severity.sd_mm**2 - with_slide @ joint @ with_slide)


def test_with_fewer_features_it_is_less_sure_how_far():
    posture, uncertainty_mm = PostureFilter(SHIPPED), []
    mean = SHIPPED.populations[SHIPPED.calibrated]["forward_slide"].mean
    for unknown in ([], [SWAY], [*BACK, SWAY], list(range(N_FEATURES))):
        row = mean.copy()
        row[unknown] = NAN
        posture.receive(row.tolist(), 1.0)
        uncertainty_mm.append(posture.slide_mm[1])

    assert uncertainty_mm == sorted(uncertainty_mm)
    assert uncertainty_mm[0] < 15.0
    assert uncertainty_mm[-1] == pytest.approx(math.sqrt(SHIPPED.severity.sd_mm**2))


# ---- what a population was never measured with


def test_a_population_that_was_never_measured_with_a_feature_is_not_asked_about_it():
    both = made_up(1)
    blind = {
        state: Gaussian(np.where(np.arange(N_FEATURES) == SWAY, NAN, gaussian.mean), _without(gaussian.covariance))
        for state, gaussian in both.populations["p1"].items()
    }
    model = PostureModel({"p0": both.populations["p0"], "p1": blind}, both.severity, "p0", {})
    alone = PostureModel({"p0": both.populations["p0"]}, both.severity, "p0", {})
    (whole,) = rows_for(3, 1, [[]])
    (no_sway,) = rows_for(3, 1, [[SWAY]])

    assert after(model, [whole], [1.0]) == pytest.approx(after(alone, [whole], [1.0]))
    assert after(model, [no_sway], [1.0]) == pytest.approx(after(both, [no_sway], [1.0]))


def _without(covariance: np.ndarray) -> np.ndarray:
    covariance = covariance.copy()
    covariance[SWAY] = covariance[:, SWAY] = NAN
    return covariance


# ---- left and right


@given(seed=st.integers(0, 500), unknown=some_unknown)
def test_with_left_and_right_changed_over_it_says_the_same_with_left_and_right_changed_over(seed, unknown):
    model = mirrored_model(SHIPPED)
    rows = rows_for(seed, 5, [unknown] * 5, 0.7)

    turned = after(model, [SIGN * row[MIRRORED_FEATURES] for row in rows], [1.0] * 5)

    assert turned == pytest.approx(after(model, rows, [1.0] * 5)[MIRRORED_STATES], rel=1e-6, abs=1e-12)


def test_on_a_calibrated_seat_its_own_people_speak_and_strangers_only_where_those_know_nothing():
    """The second population's upright lies far from all that the first one knows."""
    model = made_up(3)
    own, strangers = model.populations["p0"], dict(model.populations["p1"])
    strangers["upright"] = Gaussian(np.full(N_FEATURES, 60.0), np.eye(N_FEATURES))
    both = PostureModel({"p0": own, "p1": strangers}, model.severity, "p0", {})
    alone = PostureModel({"p0": own}, model.severity, "p0", {})
    known = own["recline"].mean.tolist()

    heard, unheard = (PostureFilter(each, calibrated=True).receive(known, 1.0) for each in (both, alone))
    far = PostureFilter(both, calibrated=True).receive([60.0] * N_FEATURES, 1.0)

    assert heard == pytest.approx(unheard, abs=1e-4)
    assert far.argmax() == UPRIGHT
