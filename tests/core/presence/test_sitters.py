"""Several people on one chair: whose load it is, whose history, and what changing over keeps."""

import pytest
from sitting import PERSON_N, SEAT, Story

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.presence import SitterChosen, SitterSuggested
from chairpi.core.events.requests import Refused
from chairpi.core.events.upright import ReferenceSource
from chairpi.core.presence.sitters import KnownSitter, Looks, whose
from chairpi.core.requests import (
    CaptureReference,
    ChooseSettings,
    ChooseSitter,
    ChooseStandTarget,
    KnowSitters,
    MarkWrong,
    Press,
    PressButton,
    Snooze,
    TakeBackMark,
    TellTime,
)
from chairpi.core.settings import PromptSettings, Settings
from chairpi.core.upright.reference import Reference

MONDAY_UTC_S = 1_773_043_200.0
"""2026-03-09 08:00 UTC."""
SOON = PromptSettings(stand_after_min=6.0, moment_wait_min=0.0)
ANNA, BEN, CHILD = 1, 2, 3


def reference(total_n: float, source: ReferenceSource = ReferenceSource.GUIDED) -> Reference:
    return Reference(source, 0.0, 0.0, total_n, force_n=(total_n / 4,) * 4)


def known(sitter_id: int, total_n: float | None, source: ReferenceSource = ReferenceSource.GUIDED) -> KnownSitter:
    return KnownSitter(sitter_id, str(sitter_id), None if total_n is None else reference(total_n, source), SOON)


COUPLE = (known(ANNA, PERSON_N), known(BEN, 1.4 * PERSON_N))


def house(sitters: tuple[KnownSitter, ...] = COUPLE, sitter_id: int | None = ANNA) -> Story:
    """A chair that knows these people, empty for ten seconds."""
    story = Story()
    story.chair = Chair(
        SEAT,
        Calibration.newtons(4),
        Settings(prompts=SOON),
        warm=True,
        sitters=sitters,
        sitter_id=sitter_id,
    )
    return story.away(10)


@pytest.mark.parametrize(
    ("load_n", "sitters", "present", "expected"),
    [
        pytest.param(500, COUPLE, ANNA, None, id="her own"),
        pytest.param(740, COUPLE, ANNA, Looks(BEN), id="clearly the other's"),
        pytest.param(740, COUPLE, None, Looks(BEN), id="somebody else, who is not"),
        pytest.param(620, COUPLE, ANNA, None, id="between the two"),
        pytest.param(250, COUPLE, ANNA, Looks(None), id="nobody's"),
        pytest.param(250, COUPLE, None, None, id="nobody's, as was said"),
        pytest.param(560, (known(ANNA, 700), known(BEN, 560), known(CHILD, 620)), ANNA, None, id="two are too alike"),
        pytest.param(740, (known(ANNA, None), *COUPLE[1:]), ANNA, Looks(BEN), id="hers is not known"),
        pytest.param(250, (known(ANNA, None), *COUPLE[1:]), ANNA, None, id="hers is not known, and it is nobody's"),
        pytest.param(300, (known(ANNA, 520, ReferenceSource.PROVISIONAL),), ANNA, None, id="a guess is nobody's word"),
        pytest.param(500, (), None, None, id="nobody is known"),
    ],
)
def test_whose_load_it_is(load_n, sitters, present, expected):
    assert whose(load_n, sitters, present) == expected


def test_the_chair_asks_where_the_load_is_another_sitters_and_changes_nothing_by_itself():
    story = house().load(90, 1.4 * PERSON_N)
    assert [event.sitter_id for event in story.of(SitterSuggested)] == [BEN]
    assert (story.chair.now.sitter_id, story.chair.now.suggested_sitter_id) == (ANNA, BEN)

    story.ask(ChooseSitter(story.t_s, BEN))
    (chosen,) = story.of(SitterChosen)
    assert (chosen.sitter_id, chosen.since_t_s, chosen.by_load) == (BEN, 10.0, False)
    assert story.chair.now.suggested_sitter_id is None


def test_somebody_unknown_is_set_apart_for_one_bout():
    story = house().load(90, 0.6 * PERSON_N)
    assert [(event.sitter_id, event.by_load) for event in story.of(SitterChosen)] == [(None, True)]
    assert story.chair.now.sitter_id is None

    story.away(20)
    assert story.chair.now.sitter_id == ANNA


def test_somebody_unknown_who_leaves_unseen_is_gone_all_the_same():
    story = house().load(90, 0.6 * PERSON_N).silent(10).away(60).sits(90)

    assert story.chair.now.sitter_id == ANNA
    assert not story.of(SitterSuggested)


def test_somebody_else_who_was_named_stays_for_the_day():
    story = house()
    story.ask(TellTime(story.t_s, MONDAY_UTC_S, "UTC"))
    story.ask(ChooseSitter(story.t_s, None))
    story.sits(30).away(70).sits(30)
    assert story.chair.now.sitter_id is None

    story.away(70)
    story.ask(TellTime(story.t_s, MONDAY_UTC_S + 3 * 3600.0, "UTC"))  # no clock is put right by a day: it runs there
    assert story.chair.now.sitter_id is None


def test_two_short_presses_lead_round_and_keep_what_is_owed():
    story = house().sits(380)
    story.ask(Snooze(story.t_s, 900.0))
    owed_s = story.chair.now.sitting_s

    story.ask(PressButton(story.t_s, Press.SHORT))
    assert story.chair.now.sitter_id == BEN
    assert not story.chair.now.prompts.break_owed
    story.ask(PressButton(story.t_s, Press.SHORT))

    now = story.chair.now
    assert (now.sitter_id, now.prompts.break_owed, now.prompts.n_put_off) == (ANNA, True, 1)
    assert now.sitting_s == owed_s
    assert [event.sitter_id for event in story.of(SitterChosen)] == [BEN, ANNA]


def test_a_press_changes_nothing_where_one_alone_is_known():
    story = house(COUPLE[:1]).sits(30)
    assert story.ask(PressButton(story.t_s, Press.SHORT)) == ()
    assert story.chair.now.sitter_id == ANNA


def test_what_a_sitter_chose_is_theirs_alone_and_waits_for_them():
    story = house().sits(30)
    story.ask(ChooseSettings(story.t_s, {"stand_after_min": 45, "sound_percent": 0}))
    story.ask(ChooseSitter(story.t_s, BEN))
    assert story.chair.settings == SOON

    story.ask(ChooseSitter(story.t_s, ANNA))
    assert (story.chair.settings.stand_after_min, story.chair.settings.sound_percent) == (45.0, 0)


def test_the_minutes_of_a_bout_are_counted_for_the_one_who_sat():
    story = house().sits(100)
    before_s = story.chair.now.prompts.sitting_today_s
    story.ask(ChooseSitter(story.t_s, BEN))

    assert story.chair.now.prompts.sitting_today_s == pytest.approx(before_s, abs=12)  # settling is part of the bout
    story.ask(ChooseSitter(story.t_s, ANNA))
    story.ask(ChooseSitter(story.t_s, None))
    story.sits(1)
    assert story.chair.memory["prompts"]["others"][str(BEN)]["sitting_today_s"] == pytest.approx(0.0, abs=1)


def test_nothing_is_remembered_of_a_sitter_who_is_gone():
    story = house().sits(380)
    story.ask(ChooseSitter(story.t_s, BEN))
    assert str(ANNA) in story.chair.memory["prompts"]["others"]

    story.ask(KnowSitters(story.t_s, COUPLE[1:]))
    assert story.chair.memory["prompts"]["others"] == {}


def test_somebody_elses_choice_outlives_a_restart():
    story = house((), None).sits(60)
    story.ask(ChooseStandTarget(story.t_s, 1200.0))
    upright = story.chair.now.reference

    chair = Chair(SEAT, Calibration.newtons(4), Settings(prompts=SOON), warm=True, memory=story.chair.memory)

    assert chair.settings.stand_after_min == 20.0
    story.chair = chair
    story.sits(1)
    assert story.chair.now.reference == upright


def test_a_sitter_who_is_removed_keeps_what_was_measured_until_then():
    story = house().sits(100)
    (told,) = story.ask(KnowSitters(story.t_s, COUPLE[1:]))

    assert (told.sitter_id, told.since_t_s) == (None, story.t_s)


def test_a_prompt_of_the_bout_goes_with_it_to_the_one_who_sat():
    story = house().sits(380)
    story.ask(ChooseSitter(story.t_s, BEN))
    assert story.ask(MarkWrong(story.t_s, 1))[0].number == 1

    story.ask(ChooseSitter(story.t_s, ANNA))
    assert not isinstance(story.ask(TakeBackMark(story.t_s, 1))[0], Refused)


def test_what_was_chosen_is_told_with_the_present_state():
    story = house().sits(30)
    story.ask(ChooseSettings(story.t_s, {"sound_percent": 10}))

    assert story.chair.now.prompts.chosen == {"sound_percent": 10}


def test_the_day_after_a_sitter_was_removed_nobody_is_meant_to_be_them():
    story = house()
    story.ask(TellTime(story.t_s, MONDAY_UTC_S, "UTC"))
    story.sits(10)
    story.ask(KnowSitters(story.t_s, COUPLE[1:]))
    story.silent(24 * 3600.0).sits(30)

    assert story.chair.now.sitter_id is None


def test_a_capture_that_runs_is_nobodys_when_another_sitter_is_chosen():
    story = house().sits(30)
    story.sits(5, ap_mm=60.0)
    story.ask(CaptureReference(story.t_s, 10.0))
    story.sits(6, ap_mm=60.0)
    told = story.ask(ChooseSitter(story.t_s, BEN))
    assert [type(event).__name__ for event in told] == ["Refused", "SitterChosen"]

    assert story.chair.now.reference == COUPLE[1].reference
    story.ask(ChooseSitter(story.t_s, ANNA))
    assert story.chair.now.reference == COUPLE[0].reference
