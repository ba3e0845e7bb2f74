"""What the plan says about a day: sessions and rests, the dose by soreness and pain, and looking back."""

from __future__ import annotations

import dataclasses
from datetime import date

import diaries
import pytest
from diaries import day, fine, kept, loosened, strengthened, stretched

from chairpi.programme.diary import (
    BegunAnew,
    Change,
    CheckedIn,
    Feel,
    Finding,
    LeftOut,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
)
from chairpi.programme.exercises import Cause, Muscle
from chairpi.programme.plan import Advice, Ask, ChairSaw, Stage, check, today
from chairpi.programme.plan.dating import dated


def test_the_signs_come_first_then_the_self_check():
    first = today([], day(0))
    second = today([diaries.none_of_these()], day(0))

    assert (first.advice, first.ask, first.occasion) == (Advice.WAIT, Ask.SIGNS, Occasion.START)
    assert first.stretching_open  # as to any guest
    assert (second.advice, second.ask) == (Advice.WAIT, Ask.SELF_CHECK)


def test_strengthening_begins_after_three_days_of_stretching():
    for n in (0, 2, 4):
        assert today(loosened()[: 2 + n], day(n)).advice is Advice.LOOSEN
    assert today(loosened(), day(5)).advice is Advice.STRENGTHEN


def test_the_day_after_a_session_asks_how_it_is():
    entries = [*loosened(), strengthened(6)]

    assert today(entries, day(6)).advice is Advice.DONE
    assert today(entries, day(7)).ask is Ask.CHECK_IN
    assert today(entries, day(12)).ask is Ask.CHECK_IN
    assert today([*entries, fine(6)], day(7)).ask is Ask.CHECK_IN  # on the same day it is too early to know
    assert today([*entries, fine(7)], day(7)).ask is None


def test_a_day_lies_between_two_days_of_strengthening():
    plan = today([*loosened(), strengthened(6), fine(7)], day(7))

    assert (plan.advice, plan.next_day) == (Advice.LOOSEN, day(8))
    assert plan.rested == {Muscle.GLUTES, Muscle.TRUNK}
    assert today([*loosened(), strengthened(6), fine(7)], day(8)).advice is Advice.STRENGTHEN


def test_daily_strengthens_every_day_because_it_was_chosen():
    plan = today([RhythmChosen(day(0), Rhythm.DAILY), *loosened(), strengthened(6), fine(7)], day(7))

    assert (plan.advice, plan.rested) == (Advice.STRENGTHEN, frozenset())


LEVELS = [(1, +1), (2, +1), (3, 0), (4, 0), (5, -1), (6, -1), (7, -1), (8, -1), (9, -1), (10, -1)]


@pytest.mark.parametrize(("soreness", "step"), LEVELS)
def test_soreness_moves_the_dose(soreness, step):
    before = today(kept(10), day(10)).level
    after = today([*kept(10), strengthened(10), fine(11, soreness)], day(11)).level

    assert after - before == step


@pytest.mark.parametrize(("pain", "step"), [(0, 1), (2, 1), (4, 0), (5, 0), (6, -1), (7, -1), (10, -1)])
def test_pain_keeps_the_dose_from_growing(pain, step):
    entries = [*kept(10, pain=pain), strengthened(10)]
    before = today(entries, day(10)).level

    assert today([*entries, fine(11, 1, pain)], day(11)).level - before == (step if before > -3 or step > 0 else 0)


@pytest.mark.parametrize(
    ("soreness", "unable", "days"),
    [(6, False, 0), (7, False, 1), (8, False, 1), (9, False, 2), (10, False, 2), (2, True, 1), (9, True, 2)],
)
def test_super_sore_is_a_day_or_two_of_rest_with_stretching_open(soreness, unable, days):
    entries = [*kept(10), strengthened(10), CheckedIn(day(11), soreness, 2, unable=unable)]
    plans = [today(entries, day(11 + n)) for n in range(4)]

    assert [plan.advice is Advice.REST for plan in plans] == [n < days for n in range(4)]
    assert all(plan.stretching_open for plan in plans)
    if days:
        assert plans[0].rest_until == day(10 + days)
        assert plans[days].ask is Ask.CHECK_IN  # whether it has eased


def test_the_worst_answer_since_the_session_counts():
    entries = [*kept(10), strengthened(10)]
    before = today(entries, day(10)).level

    for first, second in (((10, 9), (11, 1)), ((11, 1), (11, 9)), ((11, 9), (13, 1)), ((11, 1), (12, 9))):
        said = [*entries, fine(*first), fine(*second)]
        assert today(said, day(14)).level == before - 1, (first, second)


def test_an_evening_that_is_fine_raises_nothing_yet():
    entries = [*kept(10), strengthened(10)]

    assert today([*entries, fine(10, 1)], day(10)).level == today(entries, day(10)).level


def test_soreness_long_after_a_session_is_not_from_it():
    entries = [*kept(10), strengthened(10), fine(11)]

    assert today([*entries, fine(17, 6)], day(17)).level == today(entries, day(17)).level


def test_an_answer_that_comes_late_raises_nothing():
    entries = [*kept(10), strengthened(10)]

    assert today([*entries, fine(16, 1)], day(16)).level == today(entries, day(16)).level
    assert today([*entries, fine(16, 6)], day(16)).level == today(entries, day(16)).level - 1


def test_who_begins_again_to_rise_does_so_by_one_step_a_week():
    """After a month of holding there is nothing to catch up with."""
    entries = [RhythmChosen(day(0), Rhythm.DAILY), *loosened()]
    for n in range(6, 34):
        entries += [strengthened(n), fine(n + 1)]
    levels = []
    for n in range(34, 48):
        entries += [strengthened(n), fine(n + 1, 1, 0)]
        levels.append(today(entries, day(n + 1)).level)

    assert levels == [0] * 7 + [1] * 7


def test_a_break_without_a_word_does_not_make_a_hard_session_easy():
    entries = [*kept(12), strengthened(12, feel=Feel.HARD)]
    at_prompt = dataclasses.replace(stretched(12, feel=None), routine_id="desk-break", prompt="still")

    assert today([*entries, at_prompt, fine(13, 1)], day(13)).level == today(entries, day(12)).level


def test_an_answer_moves_the_dose_once():
    entries = [*kept(10), strengthened(10), fine(11, 1)]

    assert today([*entries, fine(11, 1), fine(12, 1)], day(12)).level == today(entries, day(12)).level


def test_the_dose_grows_by_one_step_a_week_at_most():
    entries, levels = loosened(), []
    for n in range(6, 40, 2):
        entries += [strengthened(n), fine(n + 1, 1, 0)]
        levels.append(today(entries, day(n + 1)).level)

    assert levels[0] == 0
    assert levels[-1] == 4
    for n, level in zip(range(6, 40, 2), levels, strict=True):
        assert level <= max(0, (n + 1 - 4) // 7)


def test_a_session_that_felt_hard_does_not_raise_the_dose():
    entries = [*kept(12), strengthened(12, feel=Feel.HARD)]

    assert today([*entries, fine(13, 1)], day(13)).level == today(entries, day(12)).level


def test_a_long_pause_lowers_the_dose_by_a_step():
    entries = kept(10)

    assert today(entries, day(21)).level == today(entries, day(10)).level
    assert today(entries, day(22)).level == today(entries, day(10)).level - 1
    assert today([*entries, strengthened(22)], day(22)).level == today(entries, day(10)).level - 1


TRIGGERS = [
    (CheckedIn(day(11), 3, 7), Occasion.HIGH_PAIN),
    (CheckedIn(day(11), 3, 5), Occasion.PAIN_JUMP),
    (CheckedIn(day(11), 3, 2, at_night=True), Occasion.NIGHT_PAIN),
    (Stopped(day(11), "bridge", StopReason.PAIN), Occasion.STOPPED),
    (Reviewed(day(14), Change.WORSE), Occasion.WORSE),
]


@pytest.mark.parametrize(("entry", "occasion"), TRIGGERS, ids=[occasion for _, occasion in TRIGGERS])
def test_the_signs_are_asked_again(entry, occasion):
    entries = [*kept(10), entry]
    asking = today(entries, entry.day)
    answered = today([*entries, SignsAnswered(entry.day, occasion)], entry.day)

    assert (asking.ask, asking.occasion, asking.stretching_open) == (Ask.SIGNS, occasion, False)
    assert answered.ask is not Ask.SIGNS
    assert answered.stretching_open


def test_a_pain_that_rises_slowly_is_no_jump():
    assert today([*kept(10), CheckedIn(day(11), 3, 4)], day(11)).ask is None


def test_a_sign_locks_until_somebody_has_looked():
    entries = [*kept(10), SignsAnswered(day(10), Occasion.ASKED, ("fever",))]
    locked = today(entries, day(12))
    again = today([*entries, SignsAnswered(day(11), Occasion.ASKED)], day(40))
    seen = today([*entries, Seen(day(12))], day(12))

    assert (locked.advice, locked.locked, locked.signs, locked.stretching_open) == (
        Advice.LOCKED,
        True,
        ("fever",),
        False,
    )
    assert again.locked
    assert (seen.locked, seen.signs) == (False, ())
    assert seen.level == locked.level - 1


def test_an_exercise_that_hurt_is_left_out_until_it_is_taken_back():
    stopped = [*kept(10), Stopped(day(10), "bridge", StopReason.PAIN), SignsAnswered(day(10), Occasion.STOPPED)]

    assert today(stopped, day(10)).left_out == {"bridge"}
    assert today([*stopped, LeftOut(day(11), "bridge", back=True)], day(11)).left_out == set()
    assert today([*kept(10), Stopped(day(10), "bridge", StopReason.DIZZY)], day(10)).left_out == set()


@pytest.mark.parametrize(("n", "weeks"), [(20, None), (21, 3), (27, 3), (28, 4), (35, 5), (60, 5)])
def test_reviews_come_after_three_to_five_weeks(n, weeks):
    assert today(kept(n), day(n)).review_week == weeks


def test_no_change_yet_asks_again_a_week_later_and_at_last_for_a_look():
    entries = [*kept(21), Reviewed(day(21), Change.NO_CHANGE)]
    assert "common" in " ".join(today(entries, day(22)).why)
    assert today(entries, day(28)).review_week == 4
    entries += [Reviewed(day(28), Change.NO_CHANGE), Reviewed(day(35), Change.NO_CHANGE), fine(36)]

    assert "looked at" in " ".join(today(entries, day(36)).why)
    assert today(entries, day(36)).review_week is None
    assert today(entries, day(63)).ask is Ask.REVIEW


def test_better_keeps_it_so_with_three_days_a_week():
    entries = [*kept(21), Reviewed(day(21), Change.BETTER)]
    days = []
    for n in range(22, 50):
        if today(entries, day(n)).advice is Advice.STRENGTHEN:
            days.append(n)
            entries += [strengthened(n), fine(n + 1)]

    assert today(entries, day(48)).stage is Stage.KEEP
    assert all(sum(first <= n < first + 7 for n in days) <= 3 for first in range(22, 44))
    assert len(days) >= 2 * 4


def test_worse_begins_with_stretching_again():
    entries = [*kept(21), Reviewed(day(21), Change.WORSE), SignsAnswered(day(21), Occasion.WORSE)]

    assert (today(entries, day(22)).stage, today(entries, day(22)).advice) == (Stage.LOOSEN, Advice.LOOSEN)


def test_soreness_of_more_than_five_days_is_for_a_doctor():
    entries = [*kept(10), strengthened(10), *(fine(n, 8) for n in range(11, 18))]

    assert "doctor" not in " ".join(today(entries, day(16)).why)
    assert "doctor" in " ".join(today(entries, day(17)).why)


def test_a_break_at_a_prompt_is_no_session():
    at_prompt = dataclasses.replace(strengthened(7), routine_id="glute-break", prompt="stand")
    plan = today([*loosened(), strengthened(6), fine(7), at_prompt], day(8))

    assert plan.advice is Advice.STRENGTHEN
    assert plan.rested == {Muscle.GLUTES, Muscle.TRUNK}


def test_other_strengthening_than_the_plans_rests_its_muscles_and_holds_nothing_up():
    own = SessionDone(day(6), "glutes", strengthened(6).worked, None, 300.0)
    plan = today([*loosened(), own, fine(7)], day(7))

    assert today([*loosened(), own], day(7)).ask is Ask.CHECK_IN
    assert (plan.advice, plan.rested) == (Advice.STRENGTHEN, {Muscle.GLUTES, Muscle.TRUNK})
    assert plan.level == today(loosened(), day(6)).level


def test_what_is_prescribed_for_every_day_does_not_hold_the_plan_up():
    given = dataclasses.replace(diaries.BRIDGE, prescribed=True)
    entries = loosened()
    days = []
    for n in range(6, 20):
        plan = today(entries, day(n))
        days += [n] if plan.advice is Advice.STRENGTHEN else []
        worked = [given, diaries.HEEL_RAISE] if plan.advice is Advice.STRENGTHEN else [given]
        entries += [strengthened(n, worked=worked), fine(n + 1)]

    assert days == list(range(6, 20, 2))


def test_what_the_chair_saw_comes_first_and_says_so():
    checked = [
        diaries.none_of_these(),
        SelfChecked(day(0), {Cause.WEAK_GLUTES: Finding.YES, Cause.TIGHT_HAMSTRINGS: Finding.NO}),
    ]
    alone = today(checked, day(0))
    slid = today(checked, day(0), ChairSaw(5, 20.0, 22.0, 0.0))

    assert alone.order[0] is Cause.WEAK_GLUTES
    assert alone.order_why == ()
    assert slid.order[0] is Cause.TIGHT_HIPS
    assert slid.order[-1] is Cause.TIGHT_HAMSTRINGS  # the test said no
    assert "22 %" in slid.order_why[0]


@pytest.mark.parametrize(
    "saw", [ChairSaw(5), ChairSaw(5, 44.0, 9.9, -9.9)], ids=["nothing is known", "nothing stands out"]
)
def test_what_does_not_stand_out_changes_no_order(saw):
    checked = [diaries.none_of_these(), SelfChecked(day(0), {})]

    assert today(checked, day(0), saw) == today(checked, day(0))
    assert today(checked, day(0)).order == tuple(Cause)


def test_beginning_anew_keeps_what_is_open_and_raises_nothing():
    low = [*kept(10), strengthened(10), fine(11, 6), strengthened(12), fine(13, 6), strengthened(14)]
    start = [dataclasses.replace(entry, day=day(15)) for entry in loosened()[:2]]
    stopped = [*kept(10), Stopped(day(10), "", StopReason.DIZZY), BegunAnew(day(10))]

    assert today([*low, BegunAnew(day(14)), *start], day(15)).ask is Ask.CHECK_IN
    assert today([*low, BegunAnew(day(14)), *start], day(15)).level == -3
    assert not today(stopped, day(10)).stretching_open


def test_a_stop_before_the_programme_begins_asks_for_the_signs():
    plan = today([Stopped(day(0), "", StopReason.DIZZY)], day(0))

    assert (plan.ask, plan.occasion, plan.stretching_open) == (Ask.SIGNS, Occasion.STOPPED, False)


def test_a_day_of_rest_is_told_before_a_look_back_is_asked():
    entries = [*kept(21), fine(21, 9)]

    assert today(entries, day(21)).advice is Advice.REST
    assert today([*entries, fine(23)], day(23)).ask is Ask.REVIEW


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (fine(11, 1), "a small step higher"),
        (fine(11, 3), "what to aim for"),
        (fine(11, 1, 4), "your back says to wait"),
        (fine(11, 6), "a step lower"),
    ],
)
def test_what_is_said_of_the_dose_is_what_was_done(answer, words):
    entries = [*kept(10), strengthened(10)]
    plan = today([*entries, answer], day(11))

    assert words in " ".join(plan.why)
    assert ("higher" in words) == (plan.level > today(entries, day(10)).level)


def test_beginning_anew_keeps_rests_and_what_hurt():
    entries = [*kept(10), CheckedIn(day(10), 10, 2), LeftOut(day(10), "bridge"), BegunAnew(day(10))]
    plan = today([*entries, *(dataclasses.replace(entry, day=day(10)) for entry in loosened()[:2])], day(10))

    assert (plan.stage, plan.advice, plan.rest_until) == (Stage.LOOSEN, Advice.REST, day(11))
    assert (plan.left_out, plan.begun, plan.week) == ({"bridge"}, day(10), 1)


def test_a_clock_that_was_ahead_makes_no_rest_last_for_years():
    entries = [*kept(10), strengthened(10), CheckedIn(date(2031, 1, 1), 10, 2)]

    assert today(entries, day(10)).rest_until == day(11)  # as if it had been written with what came before it
    assert [today(entries, day(n)).advice for n in (12, 20)] != [Advice.REST] * 2
    assert today([*kept(20), Reviewed(date(2031, 1, 1), Change.NO_CHANGE)], day(28)).ask is Ask.REVIEW
    assert (
        today([*kept(20), dataclasses.replace(strengthened(20), day=date(2031, 1, 1))], day(22)).advice
        is not Advice.DONE
    )


def test_a_clock_that_slipped_back_ends_no_rest():
    entries = [*kept(10), strengthened(10), fine(11, 10), LeftOut(day(1), "bridge")]

    assert today(entries, day(11)).rest_until == day(12)
    assert today([*kept(10), strengthened(10), LeftOut(day(1), "clamshell")], day(11)).rested == {
        Muscle.GLUTES,
        Muscle.TRUNK,
    }


def test_a_wrong_date_moves_no_other():
    entries = kept(20)
    right = dated(entries, day(30))
    for i, entry in enumerate(entries):
        for wrong in (date(1970, 1, 1), date(2031, 1, 1)):
            changed = [*entries[:i], dataclasses.replace(entry, day=wrong), *entries[i + 1 :]]
            found = dated(changed, day(30))
            assert found[:i] + found[i + 1 :] == right[:i] + right[i + 1 :]
            assert found == sorted(found)


def test_with_no_date_to_believe_all_is_of_today():
    assert dated([dataclasses.replace(entry, day=date(2031, 1, 1)) for entry in loosened()], day(3)) == [day(3)] * len(
        loosened()
    )


REFUSED = [
    ([], Seen(day(0)), "nothing to confirm"),
    ([], SelfChecked(day(0), {}), "warning signs first"),
    ([], CheckedIn(day(0), 11, 2), "from 1 to 10, found 11"),
    ([], CheckedIn(day(0), 0, 2), "from 1 to 10, found 0"),
    ([], CheckedIn(day(0), 3, 11), "from 0 to 10, found 11"),
    (kept(10), Reviewed(day(10), Change.BETTER), "third week"),
    ([SignsAnswered(day(0), Occasion.ASKED, ("fever",))], BegunAnew(day(0)), "are locked"),
    ([], dataclasses.replace(stretched(0), length_s=-1.0), "from 0 s to 6 h"),
]


@pytest.mark.parametrize(("entries", "entry", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_what_cannot_be_is_refused(entries, entry, why):
    with pytest.raises(ValueError, match=why):
        check(entries, entry)


def test_every_day_of_a_usual_way_has_a_reason():
    entries = kept(40)
    for n in range(41):
        plan = today([entry for entry in entries if entry.day <= day(n)], day(n))
        assert plan.why
        assert all(sentence.endswith((".", "?")) for sentence in plan.why)


def test_nothing_is_said_of_the_dose_before_anything_was_strengthened():
    assert "dose" not in " ".join(today(loosened(), day(6)).why)
    assert "dose" in " ".join(today([*loosened(), strengthened(6), fine(7)], day(7)).why)
