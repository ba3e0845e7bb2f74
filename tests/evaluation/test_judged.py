import pytest
from posing import Judged

from chairpi.evaluation.judged import HIPS_FORWARD, SLIDE, apart_figures, class_figure, table_of_told, told


def judged(label, person="a", **probabilities):
    return Judged(person, 1, label, probabilities, "the others")


def test_the_most_probable_of_the_labels_that_were_held_is_told():
    """Nobody was asked to recline here, so that a belief in reclining decides nothing."""
    holds = [
        judged("upright", recline=0.6, upright=0.3, forward_slide=0.1),
        judged("forward_slide", upright=0.3, unknown=0.5, forward_slide=0.2),
    ]

    assert told(holds) == ["upright", "unknown"]


def test_cannot_tell_is_an_answer_and_not_a_right_one():
    holds = [judged("upright", unknown=0.9, upright=0.1), judged("forward_slide", forward_slide=1.0)]

    classes, counts = table_of_told(holds)

    assert classes == ["forward_slide", "upright", "unknown"]
    assert counts.tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert class_figure(holds, n=10).value == 0.5


def test_hips_forward_is_the_sum_of_all_that_is_forward():
    holds = [
        judged("forward_slide", "a", forward_slide=0.3, perched=0.3),
        judged("perched", "b", hips_forward=0.6),
        judged("lean_left", "b", forward_slide=0.5),
    ]

    forward = {figure.name: figure for figure in apart_figures(holds, HIPS_FORWARD, "hips", n=10)}
    slide = {figure.name: figure for figure in apart_figures(holds, SLIDE, "slide", n=10)}

    assert forward["hips_auc"].value == 1.0
    assert forward["hips_recall_at_5_percent"].value == 1.0
    assert slide["slide_auc"].value == 0.5
    assert slide["slide_recall_at_5_percent"].n == 3


def test_the_interval_is_over_people():
    """Two people of many holds each: the interval spans them, however many holds there are."""
    holds = [judged("upright", "a", upright=1.0)] * 20 + [judged("upright", "b", unknown=1.0)] * 20

    figure = class_figure(holds, n=200)

    assert (figure.value, figure.low, figure.high) == pytest.approx((0.5, 0.0, 1.0))
