import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.evaluation.figures import (
    auc,
    balanced_accuracy,
    bootstrap_interval,
    confusion,
    poisson_interval,
    proportion_interval,
    recall_at_false_positives,
    wider,
)

NO_SKLEARN = "scikit-learn is not here: pip install -e '.[bench]' to check against it"

scored = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=2, max_size=40).map(
    lambda rows: ([score / 12 for score, _ in rows], [positive for _, positive in rows])
)


@pytest.mark.parametrize(
    ("score", "positive", "expected"),
    [
        pytest.param([3, 2, 1], [True, False, False], 1.0, id="in order"),
        pytest.param([1, 2, 3], [True, False, False], 0.0, id="upside down"),
        pytest.param([5, 5], [True, False], 0.5, id="a tie counts half"),
        pytest.param([5, 6], [True, True], math.nan, id="no negative"),
        pytest.param([], [], math.nan, id="nothing"),
    ],
)
def test_the_area_counts_pairs_in_order(score, positive, expected):
    assert auc(score, positive) == pytest.approx(expected, nan_ok=True)


def test_recall_is_at_a_threshold_that_can_be_set():
    score = [0.95, 0.85, 0.75, 0.5] + [0.9, 0.8] + [0.1] * 38
    positive = [True] * 4 + [False] * 40

    assert recall_at_false_positives(score, positive, 0.05) == 1.0
    assert recall_at_false_positives(score, positive, 0.025) == 0.5
    assert recall_at_false_positives(score, positive, 0.0) == 0.25


def test_positives_that_tie_with_one_negative_too_many_are_not_found():
    assert recall_at_false_positives([0.9, 0.5, 0.5], [True, True, False], 0.05) == 0.5


@given(scored)
def test_more_false_positives_never_find_fewer(rows):
    score, positive = rows
    recalls = [recall_at_false_positives(score, positive, fraction) for fraction in (0.0, 0.05, 0.3, 1.0)]

    assert math.isnan(recalls[0]) or recalls == sorted(recalls)


@given(scored)
def test_area_and_recall_are_those_of_scikit_learn(rows):
    metrics = pytest.importorskip("sklearn.metrics", reason=NO_SKLEARN)
    score, positive = rows
    if len(set(positive)) < 2:
        return
    wrong, right, _ = metrics.roc_curve(positive, score, drop_intermediate=False)

    assert auc(score, positive) == pytest.approx(metrics.roc_auc_score(positive, score))
    assert recall_at_false_positives(score, positive, 0.3) == pytest.approx(right[wrong <= 0.3 + 1e-9].max())


def test_confusion_and_balanced_accuracy_are_those_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics", reason=NO_SKLEARN)
    rng = np.random.default_rng(1)
    classes = ["upright", "forward_slide", "perched", "unknown"]
    labels, told = rng.choice(classes[:3], 90).tolist(), rng.choice(classes, 90).tolist()

    np.testing.assert_array_equal(
        confusion(labels, told, classes), metrics.confusion_matrix(labels, told, labels=classes)
    )
    assert balanced_accuracy(labels, told) == pytest.approx(
        metrics.recall_score(labels, told, labels=classes[:3], average="macro")
    )


def test_a_class_that_nobody_named_is_refused():
    with pytest.raises(ValueError, match="recline: not among the classes upright"):
        confusion(["upright"], ["recline"], ["upright"])


@pytest.mark.parametrize("figure", [auc, recall_at_false_positives])
@pytest.mark.parametrize(
    ("score", "said"),
    [pytest.param([0.5, math.nan], "NaN", id="NaN"), pytest.param([0.5], "one of each", id="too few")],
)
def test_scores_that_mean_nothing_are_refused(figure, score, said):
    with pytest.raises(ValueError, match=said):
        figure(score, [True, False])


def test_people_who_are_all_alike_leave_no_doubt():
    right = np.tile([1.0, 0.0], 10)

    interval = bootstrap_interval(lambda rows: float(right[rows].mean()), np.repeat(np.arange(10), 2))

    assert interval == (0.5, 0.5)


def test_drawing_people_makes_wider_intervals_than_drawing_rows():
    """Ten rows of a person that are all alike are one person's word, not ten."""
    right = np.repeat(np.random.default_rng(2).random(20) < 0.7, 10).astype(float)

    def share(rows):
        return float(right[rows].mean())

    low, high = bootstrap_interval(share, np.repeat(np.arange(20), 10))
    rows_low, rows_high = bootstrap_interval(share, np.arange(200))

    assert high - low > 2 * (rows_high - rows_low)


def test_the_same_seed_gives_the_same_interval():
    values = np.arange(12.0)

    def mean(rows):
        return float(values[rows].mean())

    assert bootstrap_interval(mean, np.arange(12), n=200) == bootstrap_interval(mean, np.arange(12), n=200)
    assert bootstrap_interval(mean, np.arange(12), n=200) != bootstrap_interval(mean, np.arange(12), n=200, seed=1)


@pytest.mark.parametrize(
    ("groups", "value"),
    [
        pytest.param(["a", "a"], 1.0, id="one person"),
        pytest.param([], 1.0, id="nobody"),
        pytest.param(["a", "b"], math.nan, id="no value"),
    ],
)
def test_there_is_no_interval_from_too_little(groups, value):
    assert bootstrap_interval(lambda rows: value, groups, n=20) == pytest.approx((math.nan, math.nan), nan_ok=True)


@pytest.mark.parametrize(
    ("n_events", "low", "high"),
    [
        # Garwood's limits as tabulated, e.g. in Ulm 1990, doi:10.1093/oxfordjournals.aje.a115507
        pytest.param(0, 0.0, 3.689, id="none"),
        pytest.param(1, 0.0253, 5.572, id="one"),
        pytest.param(10, 4.795, 18.390, id="ten"),
        pytest.param(100, 81.364, 121.627, id="a hundred"),
    ],
)
def test_the_interval_of_a_count_is_garwoods(n_events, low, high):
    assert poisson_interval(n_events) == pytest.approx((low, high), abs=2e-3)


def test_the_interval_of_a_rate_is_per_hour():
    assert poisson_interval(6, 120.0) == pytest.approx(tuple(end / 120 for end in poisson_interval(6)))
    assert all(math.isnan(end) for end in poisson_interval(0, 0.0))


@pytest.mark.parametrize(
    ("n_events", "n_of", "low", "high"),
    [
        # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 5
        pytest.param(81, 263, 0.2527, 0.3676, id="81 of 263"),
        pytest.param(15, 148, 0.0578, 0.1617, id="15 of 148"),
        pytest.param(0, 20, 0.0, 0.1684, id="none of 20"),
        pytest.param(1, 29, 0.0009, 0.1776, id="1 of 29"),
        pytest.param(29, 29, 0.8806, 1.0, id="all of 29"),
    ],
)
def test_the_interval_of_a_share_is_clopper_and_pearsons(n_events, n_of, low, high):
    assert proportion_interval(n_events, n_of) == pytest.approx((low, high), abs=6e-5)


def test_there_is_no_interval_of_a_share_of_nothing():
    assert all(math.isnan(end) for end in proportion_interval(0, 0))


def test_the_wider_interval_passes_over_what_is_not_known():
    assert wider((0.1, 0.3), (0.0, 0.2)) == (0.0, 0.3)
    assert wider((math.nan, math.nan), (0.0, 0.2)) == (0.0, 0.2)
