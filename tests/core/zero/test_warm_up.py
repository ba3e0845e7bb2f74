"""The first minutes: presence at once, posture when the zero is believed."""

import pytest
from sitting import Story, usual_reference

from chairpi.core.events.posture import PostureChanged, SlideBegan
from chairpi.core.events.presence import SatDown
from chairpi.core.events.upright import ReferenceSet
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.requests import CaptureReference
from chairpi.core.settings import PromptSettings, Settings, ZeroSettings
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.core.zero.warm_up import WarmUp

REFERENCE = usual_reference()
SETTINGS = Settings(zero=ZeroSettings(warm_up_min=2.0))


def cold(**options: object) -> Story:
    return Story(settings=SETTINGS, reference=REFERENCE, warm=False, **options)


def postures(story: Story) -> list[str]:
    return [event.posture for event in story.of(PostureChanged)]


def test_a_chair_that_starts_under_a_sitter_notices_them_but_does_not_judge_how_they_sit():
    story = cold().poses(90, slide_mm=75.0)

    now = story.chair.now
    assert now.occupancy is Occupancy.SEATED
    assert postures(story) == ["unknown"]
    assert now.shift is None
    assert not story.of(SlideBegan)
    assert now.warming_up_s == pytest.approx(30.0, abs=0.2)


def test_time_ends_the_warm_up_and_a_slide_counts_from_then():
    story = cold().poses(240, slide_mm=75.0)

    (began,) = story.of(SlideBegan)
    assert 120.0 <= began.onset_t_s <= 150.0
    assert postures(story)[-1] == "hips_forward"
    assert story.chair.now.warming_up_s is None


def test_an_empty_seat_that_was_seen_steady_near_its_zero_ends_the_warm_up():
    story = cold().away(15).poses(40)

    assert story.chair.now.warming_up_s is None
    assert postures(story)[-1] == "upright"


def test_an_empty_seat_that_reads_something_else_does_not():
    story = cold().load(15, 0.9 * G0_M_PER_S2, alive=False).poses(40)

    assert story.chair.now.warming_up_s is not None
    assert postures(story) == ["unknown"]


def test_a_guided_capture_ends_the_warm_up():
    story = cold().poses(20)
    story.ask(CaptureReference(story.t_s, 10.0))
    story.poses(40)

    assert story.chair.now.warming_up_s is None
    assert [postures(story)[0], postures(story)[-1]] == ["unknown", "upright"]


def test_no_provisional_reference_is_taken_before_the_zero_is_believed():
    story = Story(settings=SETTINGS, warm=False).sits(160)

    (reference,) = story.of(ReferenceSet)
    assert reference.t_s >= 150.0


def test_bouts_and_prompts_do_not_wait():
    settings = Settings(
        prompts=PromptSettings(stand_after_min=1.0, moment_wait_min=0.0), zero=ZeroSettings(warm_up_min=10.0)
    )
    story = Story(settings=settings, warm=False).sits(90)

    assert len(story.of(SatDown)) == 1
    assert story.chair.now.prompt is not None
    assert story.chair.now.warming_up_s is not None


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(Story(reference=REFERENCE, warm=True), id="a recording or a simulated chair"),
        pytest.param(
            Story(settings=Settings(zero=ZeroSettings(warm_up_min=0.0)), reference=REFERENCE, warm=False),
            id="none chosen",
        ),
    ],
)
def test_a_warm_chair_judges_from_the_first_second(story):
    story.poses(40)

    assert story.chair.now.warming_up_s is None
    assert postures(story)[-1] == "upright"


def test_a_gap_does_not_begin_the_warm_up_anew():
    story = cold().away(15).silent(100).poses(20)

    assert story.chair.now.warming_up_s is None


def test_before_the_first_frame_all_of_it_is_left():
    assert WarmUp(300.0, warm=False).left_s(1e6) == 300.0
