import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.events.posture import SlideBegan, SlideEnd, SlideEnded
from chairpi.evaluation.episode_figures import episode_figures, pooled
from chairpi.evaluation.episodes import EpisodeScore, FalseAlarm, TrueSlide, score

HOUR_S = 3600


def told(*spans_s, slide_mm=60.0):
    """What a detector says that tells a slide during each (began, ended)."""
    events: list[SlideBegan | SlideEnded] = []
    for began_s, ended_s in spans_s:
        events.append(SlideBegan(began_s, began_s, slide_mm, 10.0))
        if ended_s is not None:
            events.append(SlideEnded(ended_s, began_s, ended_s - began_s, slide_mm, SlideEnd.RETURNED))
    return events


def hour(*slides_s, slide_mm=60.0):
    """An hour seated, a sample a second: the hips forward during each (start, end), else right back."""
    t_s = np.arange(HOUR_S, dtype=float)
    mm = np.zeros(HOUR_S)
    for start_s, end_s in slides_s:
        mm[start_s:end_s] = slide_mm
    return t_s, mm, np.ones(HOUR_S, dtype=bool)


def test_a_slide_that_is_told_counts_with_its_delay():
    found = score(*hour((1000, 1600)), told((1050, 1630)))

    assert found.slides == (TrueSlide(1000.0, 1600.0, 60.0, 1050, 0.0),)
    assert found.delays_s == [50.0]
    assert found.false_alarms == ()


def test_a_slide_that_nobody_tells_is_missed():
    found = score(*hour((1000, 1600)), [])

    assert (len(found.slides), found.n_detected, found.delays_s) == (1, 0, [])


@pytest.mark.parametrize(
    ("seconds", "slide_mm", "n_events"),
    [
        pytest.param(120, 40.0, 1, id="just enough"),
        pytest.param(119, 60.0, 0, id="too short"),
        pytest.param(600, 39.9, 0, id="too small"),
    ],
)
def test_an_event_is_forty_millimetres_for_two_minutes(seconds, slide_mm, n_events):
    assert len(score(*hour((1000, 1000 + seconds), slide_mm=slide_mm), []).slides) == n_events


def test_a_slide_told_when_the_hips_are_back_is_a_false_alarm():
    found = score(*hour((1000, 1600)), told((500, 560), (1060, 1600), (1719, 1800), (1721, 1800)))

    assert found.false_alarms == (FalseAlarm(500, 60.0), FalseAlarm(1721, 60.0))


def test_a_slide_between_large_and_small_is_no_error_either_way():
    found = score(*hour((1000, 1600), slide_mm=30.0), told((1100, 1600)))

    assert (found.slides, found.false_alarms) == ((), ())
    assert found.good_s == 3000.0


def test_a_false_alarm_that_goes_on_detects_nothing():
    found = score(*hour((1000, 1600)), told((500, 1500)))

    assert (len(found.false_alarms), found.n_detected) == (1, 0)


def test_a_slide_told_while_it_still_grew_has_no_delay():
    t_s, mm, seated = hour((1000, 1600))
    mm[900:1000] = 35.0

    assert score(t_s, mm, seated, told((950, 1600))).delays_s == [0.0]


def test_a_slide_that_is_over_before_it_is_told_is_missed():
    found = score(*hour((1000, 1600)), told((1601, 1700)))

    assert (found.n_detected, found.false_alarms) == (0, ())


def test_hips_forward_without_the_backrest_are_no_event():
    t_s, mm, seated = hour((1000, 1600))

    assert score(t_s, mm, seated, [], back_contact=np.zeros(HOUR_S, dtype=bool)).slides == ()


def test_a_reach_for_the_desk_does_not_make_two_slides():
    t_s, mm, seated = hour((1000, 1600))
    contact = np.ones(HOUR_S, dtype=bool)
    contact[1050:1070] = contact[1400:1430] = False

    found = score(t_s, mm, seated, told((1120, 1600)), back_contact=contact)

    assert [(slide.onset_t_s, slide.end_t_s) for slide in found.slides] == [(1070.0, 1600.0)]
    assert found.slide_s == 550.0


def test_shares_of_time_are_of_slide_and_of_good_time():
    found = score(*hour((1000, 1600)), told((1100, 1700)))

    assert (found.slide_flagged_s, found.slide_s) == (500.0, 600.0)
    assert (found.good_flagged_s, found.good_s) == (100.0, 3000.0)


def test_nobody_on_the_seat_is_neither_good_nor_slid():
    t_s, mm, seated = hour((1000, 1600))
    seated[:2000], mm[:2000] = False, math.nan

    found = score(t_s, mm, seated, told((500, 600)))

    assert (found.seated_s, found.good_s, found.slides) == (1600.0, 1600.0, ())
    assert len(found.false_alarms) == 1


def test_what_is_not_known_is_not_held_against_anybody():
    t_s, mm, seated = hour()
    mm[900:1100] = math.nan

    found = score(t_s, mm, seated, told((1000, 1100)))

    assert found.false_alarms == ()
    assert found.good_s == 3400.0


def test_time_that_nobody_recorded_counts_for_nothing_and_ends_a_slide():
    t_s, mm, seated = hour((1000, 1600))
    t_s[1300:] += 600.0

    found = score(t_s, mm, seated, [])

    assert [(slide.onset_t_s, slide.end_t_s) for slide in found.slides] == [(1000.0, 1300.0), (1900.0, 2200.0)]
    assert found.seated_s == HOUR_S


def test_a_slide_without_an_end_goes_on_to_the_end():
    found = score(*hour((3000, HOUR_S)), told((3050, None)))

    assert found.slide_flagged_s == 550.0


def test_the_told_millimetres_are_held_against_the_true_ones():
    found = score(*hour((1000, 1600)), told((1050, 1600), slide_mm=48.0))

    assert found.slides[0].error_mm == -12.0
    assert found.errors_mm == [12.0]


def test_a_label_alone_tells_no_millimetres():
    found = score(*hour((1000, 1600), slide_mm=math.inf), told((1050, 1600)))

    assert (found.n_detected, found.errors_mm) == (1, [])


@pytest.mark.parametrize("rate_hz", [0.5, 2.0, 10.0])
def test_how_often_the_truth_is_told_changes_nothing(rate_hz):
    t_s = np.arange(0, HOUR_S, 1 / rate_hz)
    mm = np.where((t_s >= 1000) & (t_s < 1600), 60.0, 0.0)
    events = told((1050, 1650), (2500, 2600))

    assert score(t_s, mm, np.ones(len(t_s), dtype=bool), events) == score(*hour((1000, 1600)), events)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        pytest.param(told((100, None), (200, None)), "begins at 200 s before", id="twice begun"),
        pytest.param(told((100, 200))[1:], "never began", id="never begun"),
    ],
)
def test_told_slides_that_cannot_be_are_refused(events, said):
    with pytest.raises(ValueError, match=said):
        score(*hour(), events)


def test_a_truth_that_does_not_fit_together_is_refused():
    t_s, mm, seated = hour()

    with pytest.raises(ValueError, match="equally long"):
        score(t_s, mm[1:], seated, [])
    with pytest.raises(ValueError, match="do not rise"):
        score(t_s[::-1], mm, seated, [])


def test_nothing_scores_nothing():
    nothing = score([], [], [], [])

    assert nothing == EpisodeScore()
    assert all(math.isnan(figure.value) for figure in episode_figures([nothing], n=10))


@given(
    st.lists(st.integers(0, HOUR_S), max_size=8, unique=True), st.lists(st.integers(0, HOUR_S), max_size=8, unique=True)
)
def test_no_share_is_more_than_the_whole(slides_s, told_s):
    slides = [(a, b) for a, b in pairwise(sorted(slides_s))][::2]
    spans = [(float(a), float(b)) for a, b in pairwise(sorted(told_s))][::2]

    found = score(*hour(*slides), told(*spans))

    assert 0 <= found.slide_flagged_s <= found.slide_s <= found.seated_s
    assert 0 <= found.good_flagged_s <= found.good_s <= found.seated_s
    assert found.n_detected <= len(found.slides)
    assert len(found.false_alarms) <= len(spans)
    assert found.slide_s + found.good_s == found.seated_s


def test_people_are_pooled_and_not_averaged():
    """Two people, one with one event, one with three: the share is of four events, not a mean of two shares."""
    one = score(*hour((1000, 1600)), [])
    other = score(
        *hour((500, 700), (1000, 1600), (2000, 2600)), told((520, 700), (1060, 1600), (2070, 2600), (3300, 3400))
    )

    figures = {figure.name: figure for figure in episode_figures([one, other], n=200)}

    assert pooled([one, other]).seated_s == 2 * HOUR_S
    assert figures["detected_fraction"].value == 0.75
    assert figures["delay_median_s"].value == 60.0
    assert figures["false_alarms_per_h"].value == 0.5
    assert figures["false_alarms_per_h"].n == 1
    assert figures["slide_flagged_fraction"].value == pytest.approx((180 + 540 + 530) / 2000)


def test_no_false_alarm_in_ten_hours_does_not_mean_never():
    figures = {figure.name: figure for figure in episode_figures([score(*hour(), [])] * 10, n=50)}

    alarms = figures["false_alarms_per_h"]
    assert (alarms.value, alarms.low) == (0.0, 0.0)
    assert alarms.high == pytest.approx(0.369, abs=1e-3)
