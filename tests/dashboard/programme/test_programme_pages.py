"""The programme's pages, day by day, as a browser without JavaScript sees them."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest

from chairpi.dashboard.programme.story import STORY
from chairpi.programme.diary import (
    ChairStood,
    CheckedIn,
    Feel,
    Finding,
    LeftOut,
    Occasion,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.library import load_library
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.signs import Urgency, load_signs
from chairpi.store.entry_rows import UNREADABLE_SIGN
from chairpi.store.history import History

TODAY = date(2026, 11, 26)
DAY_S = 86_400.0
STRETCHED = (Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),)
STRENGTHENED = (*STRETCHED, Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)))
ANSWERS = dict.fromkeys((cause.value for cause in Cause), "yes")
UNKIND = re.compile(
    r"\b(bad posture|correct posture|danger|dangerous|fault|guilty|lazy|slouch\w*|failed|missed)\b", re.IGNORECASE
)


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


class Person:
    """One sitter before the dashboard: reads pages, sends forms, and lives from day to day."""

    def __init__(self, dashboard, sitter_id=1):
        self.dashboard = dashboard
        self.sitter_id = sitter_id

    @property
    def day(self):
        return self.dashboard.parts.days.date_of(self.dashboard.parts.clock.utc_s())

    @property
    def diary(self):
        return self.dashboard.parts.book.entries(self.sitter_id)

    def lives(self, days):
        self.dashboard.parts.clock.wait(days * DAY_S)

    def wrote(self, *entries):
        for entry in entries:
            self.dashboard.parts.book.add(self.sitter_id, entry, self.dashboard.parts.clock.utc_s())

    def sends(self, path, **fields):
        """What follows a form: the status, the address it leads to, and the words of the page that is then shown."""
        data = {"csrf_token": self.dashboard.token(), "sitter": str(self.sitter_id), **fields}
        answer = self.dashboard.client.post(path, data=data)
        if answer.status_code != 303:
            return answer.status_code, "", words(answer.text)
        return 303, answer.location, words(self.dashboard.page(answer.location))

    def reads(self, path):
        return words(self.dashboard.page(path))


@pytest.fixture
def me(dashboard):
    """Somebody whom the chair knows, alone in the house."""
    with History.open(dashboard.parts.history_path, "boot", 0.0, dashboard.parts.clock.utc_s()):
        pass
    return Person(dashboard)


@pytest.fixture
def begun(me):
    """On the fourth day: warning signs, self-check, and stretching on three days."""
    first = me.day - timedelta(days=3)
    me.wrote(
        SignsAnswered(first, Occasion.START),
        SelfChecked(first, {Cause.TIGHT_HAMSTRINGS: Finding.YES, Cause.STIFF_ANKLES: Finding.NO}),
    )
    for n in range(3):
        me.wrote(SessionDone(first + timedelta(days=n), SESSION, STRETCHED, Feel.RIGHT, 600.0))
        me.wrote(CheckedIn(first + timedelta(days=n + 1), 2, 2))
    return me


@pytest.fixture
def locked(begun):
    begun.wrote(SignsAnswered(begun.day, Occasion.ASKED, ("both-legs", "fever")))
    return begun


def test_somebody_unknown_is_asked_who_they_are(dashboard):
    for path in ("/programme", "/programme/self-check", "/programme/check-in", "/programme/review"):
        assert "Whose programme is it?" in dashboard.page(path)

    assert 'href="/prompts#sitters"' in dashboard.page("/programme")
    assert "Back pain together with" in words(dashboard.page("/programme/signs"))  # to be read by everybody
    assert "None of these" not in dashboard.page("/programme/signs")


def test_a_guest_may_say_who_they_are(dashboard, me):
    assert 'href="/programme?sitter=1"' in dashboard.page("/programme?sitter=guests")


def test_a_form_from_nobody_is_refused(dashboard):
    answer = dashboard.client.post(
        "/programme/check-in", data={"csrf_token": dashboard.token(), "soreness": "3", "pain": "3"}
    )

    assert answer.status_code == 400
    assert "knows by name" in answer.text


def test_the_way_from_the_first_question_to_the_first_session(me):
    assert "First, the warning signs" in me.reads("/programme")

    assert me.sends("/programme/signs", none="yes")[:2] == (303, "/programme")
    assert "Where to begin" in me.reads("/programme")
    _, where, page = me.sends("/programme/self-check", **ANSWERS)
    assert where == "/programme"
    assert "Today: loosen" in page
    assert 'href="/stretch/session"' in me.dashboard.page("/programme")
    for _ in range(3):
        me.wrote(SessionDone(me.day, SESSION, STRETCHED, Feel.RIGHT, 600.0))
        assert "Done for today" in me.reads("/programme")
        me.lives(1)
        assert "How is it today?" in me.reads("/programme")
        _, _, page = me.sends("/programme/check-in", soreness="2", pain="2")

    assert "Today: loosen, strengthen, roll" in page
    assert [type(entry) for entry in me.diary[:2]] == [SignsAnswered, SelfChecked]


# Warning signs


def test_the_signs_are_asked_in_three_lists_with_sources_and_once_those_for_a_beginning(me):
    at_start = me.reads("/programme/signs")
    me.wrote(SignsAnswered(me.day, Occasion.START))
    later = me.reads("/programme/signs")

    for sign in load_signs().signs:
        assert sign.text in at_start
        assert (sign.text in later) == (sign.urgency is not Urgency.BEFORE_START)
    for source in load_signs().sources:
        assert source.title in at_start


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({}, "Please tick what is so", id="nothing"),
        pytest.param({"none": "yes", "sign": "fever"}, "Both a sign and “None of these”", id="a sign and none"),
        pytest.param(
            {"none": "yes", "sign": "no-such-sign"}, "has changed since this page was opened", id="an unknown sign"
        ),
    ],
)
def test_an_answer_about_signs_is_never_guessed(me, fields, said):
    status, _, page = me.sends("/programme/signs", **fields)

    assert status == 400
    assert said in page
    assert me.diary == ()


def test_what_was_ticked_is_still_ticked_when_more_is_asked(me):
    data = {"csrf_token": me.dashboard.token(), "sitter": "1", "none": "yes", "sign": ["fever", "urine"]}
    page = me.dashboard.client.post("/programme/signs", data=data).text

    assert re.findall(r'name="sign" value="([\w-]+)" checked', page) == ["urine", "fever"]


def test_a_sign_locks_and_says_what_to_do(begun):
    _, where, page = begun.sends("/programme/signs", sign="both-legs")

    assert where == "/programme/signs"
    assert "The exercises wait until somebody has had a look" in page
    assert "Back pain together with pain, tingling" in page
    assert "Call the emergency number now." in page
    assert "The exercises wait" in begun.reads("/programme")
    assert 'href="/stretch/session"' not in begun.dashboard.page("/programme")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        pytest.param("/programme/signs", {"none": "yes"}, id="none of these"),
        pytest.param("/programme/begin-anew", {"sure": "yes"}, id="beginning anew"),
        pytest.param("/programme/self-check", ANSWERS, id="the self-check"),
        pytest.param("/programme/check-in", {"soreness": "1", "pain": "0"}, id="a check-in"),
        pytest.param("/programme/signs/seen", {}, id="seen without a tick"),
        pytest.param("/programme/take-back", {"entry": "9"}, id="taking it back"),
    ],
)
def test_nothing_but_the_persons_word_unlocks(locked, path, fields):
    locked.sends(path, **fields)
    locked.lives(40)

    assert "The exercises wait" in locked.reads("/programme")


def test_who_was_seen_goes_on(locked):
    status, where, page = locked.sends("/programme/signs/seen", seen="yes")

    assert (status, where) == (303, "/programme")
    assert "Good that somebody has had a look." in page
    assert Seen(locked.day) in locked.diary
    assert "The exercises wait" not in page


def test_something_new_can_be_ticked_while_it_is_locked(locked):
    assert "None of these" in locked.reads("/programme/signs?again=yes")

    locked.sends("/programme/signs", sign="urine")
    page = locked.reads("/programme/signs")

    assert "passing, starting, stopping or feeling urine" in page
    assert "Back pain together with pain, tingling" in page


def test_no_exercise_is_offered_while_it_is_locked(locked):
    main = re.search(r"<main.*</main>", locked.dashboard.page("/programme"), re.DOTALL)
    offered = re.sub(r'<section class="card" id="way".*?</section>', "", main[0], flags=re.DOTALL)

    assert "/stretch" not in offered
    assert "/programme/chair-stand" not in offered


def test_the_home_tests_wait_while_it_is_locked(locked):
    answer = locked.dashboard.client.get("/programme/self-check")

    assert (answer.status_code, answer.location) == (303, "/programme/signs")


@pytest.mark.parametrize("country", load_signs().countries.values(), ids=lambda country: country.code)
def test_the_numbers_follow_the_country(me, country):
    before = me.reads("/programme/signs")
    _, _, page = me.sends("/programme/signs/country", country=country.code)

    assert "No country is chosen yet" in before
    assert "No country is chosen yet" not in page
    for number in (country.emergency, country.advice_line or ""):
        for part in number.split(" or "):
            assert part in page
    assert ("Medical advice" in page) == (country.advice_line is not None)


def test_a_country_that_is_not_in_the_list_changes_nothing(me):
    _, _, page = me.sends("/programme/signs/country", country="XX")

    assert "Please choose a country from the list." in page
    assert "No country is chosen yet" in page


def test_the_reason_stands_above_the_signs(begun):
    begun.wrote(Stopped(begun.day, "bridge", StopReason.PAIN))

    assert "You stopped because something was not right." in begun.reads("/programme/signs?occasion=stopped")
    begun.sends("/programme/signs", none="yes", occasion="start")
    assert begun.diary[-1] == SignsAnswered(begun.day, Occasion.STOPPED)


def test_what_an_earlier_answer_said_and_cannot_be_read_still_stands(begun):
    begun.wrote(SignsAnswered(begun.day, Occasion.ASKED, (UNREADABLE_SIGN,)))
    page = begun.reads("/programme/signs")

    assert "Something that was ticked earlier" in page
    assert "on the same day" in page


# Self-check


def test_the_self_check_waits_for_the_warning_signs(me):
    _, where, page = me.sends("/programme/self-check", **ANSWERS)

    assert where == "/programme/signs"
    assert "answer the warning signs first" in page
    assert me.diary == ()


def test_the_self_check_shows_each_test_with_question_and_sources(me):
    me.wrote(SignsAnswered(me.day, Occasion.START))
    page = me.reads("/programme/self-check")

    for text in load_library().causes.values():
        for line in (
            text.name,
            text.test.needs,
            *text.test.instructions,
            text.test.question,
            *text.test.stop_if,
            text.helps,
        ):
            assert line in page
        for source in (*text.test.sources, *text.sources):
            assert source.title in page


def test_a_self_check_can_be_finished_later(me):
    me.wrote(SignsAnswered(me.day, Occasion.START))
    _, _, page = me.sends("/programme/self-check", later="yes", stiff_ankles="no", weak_glutes="maybe")

    assert "Remembered in this browser: 1 of 5 tests." in page
    assert [name for name in me.diary if isinstance(name, SelfChecked)] == []
    form = me.dashboard.page("/programme/self-check")
    assert re.findall(r'name="(\w+)" value="(\w+)" checked', form) == [("stiff_ankles", "no")]


def test_a_test_without_an_answer_is_named_and_the_others_are_kept(me):
    me.wrote(SignsAnswered(me.day, Occasion.START))
    status, _, page = me.sends("/programme/self-check", **{**ANSWERS, "weak_glutes": ""})

    assert status == 400
    assert page.count("This one waits for an answer.") == 2  # above the form, and beside the test
    me.sends("/programme/self-check", **{**ANSWERS, "weak_glutes": "unsure"})
    assert me.diary[-1].findings[Cause.WEAK_GLUTES] is Finding.UNSURE


def test_what_was_answered_last_time_is_told_and_not_presumed(begun):
    page = begun.dashboard.page("/programme/self-check")

    assert "Last time: yes." in page
    assert " checked" not in page


def test_a_draft_is_gone_once_it_is_kept(me):
    me.wrote(SignsAnswered(me.day, Occasion.START))
    me.sends("/programme/self-check", later="yes", stiff_ankles="no")
    me.sends("/programme/self-check", **ANSWERS)

    assert " checked" not in me.dashboard.page("/programme/self-check")


# Check-in


@pytest.mark.parametrize(
    ("soreness", "said"),
    [
        pytest.param(2, "took it easily", id="low"),
        pytest.param(3, "Soreness of 3 is what to aim for", id="as aimed for"),
        pytest.param(6, "a step lower", id="more"),
        pytest.param(8, "Today: rest", id="very sore"),
    ],
)
def test_what_comes_next_follows_from_soreness(begun, soreness, said):
    begun.wrote(SessionDone(begun.day, SESSION, STRENGTHENED, Feel.RIGHT, 1400.0))
    begun.lives(1)
    _, where, page = begun.sends("/programme/check-in", soreness=str(soreness), pain="1")

    assert where == "/programme"
    assert said in page
    assert "stretch" in page.lower()


def test_a_rest_is_prescribed_counts_as_kept_and_stretching_stays_open(begun):
    begun.wrote(SessionDone(begun.day, SESSION, STRENGTHENED, Feel.HARD, 1400.0))
    begun.lives(1)
    _, _, page = begun.sends("/programme/check-in", soreness="9", pain="1", unable="yes")

    assert "these days count as kept" in page
    assert "Stretch all the same" in page
    assert 'href="/stretch/session"' in begun.dashboard.page("/programme")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"soreness": "3", "pain": "7"}, "You said that your pain is 7 or more out of 10.", id="high"),
        pytest.param({"soreness": "3", "pain": "5"}, "Your pain has risen by 3 or more", id="a jump from 2"),
        pytest.param(
            {"soreness": "3", "pain": "1", "at_night": "yes"}, "the pain is there at night, or at rest", id="at night"
        ),
    ],
)
def test_pain_asks_for_the_signs_again(begun, fields, said):
    _, where, page = begun.sends("/programme/check-in", **fields)

    assert where == "/programme/signs"
    assert said in page


@pytest.mark.parametrize(
    ("fields", "n_wanted"),
    [
        pytest.param({}, 2, id="nothing"),
        pytest.param({"soreness": "3"}, 1, id="no pain"),
        pytest.param({"soreness": "0", "pain": "0"}, 1, id="soreness begins at 1"),
        pytest.param({"soreness": "11", "pain": "-1"}, 2, id="beyond the ends"),
        pytest.param({"soreness": "٣", "pain": "3.5"}, 2, id="no plain whole numbers"),
    ],
)
def test_a_check_in_wants_both_numbers(begun, fields, n_wanted):
    before = begun.diary
    status, _, page = begun.sends("/programme/check-in", **fields)

    assert status == 400
    assert page.count("Please choose from") == 2 * n_wanted
    assert begun.diary == before


def test_a_number_that_was_chosen_stays_chosen(begun):
    data = {"csrf_token": begun.dashboard.token(), "sitter": "1", "soreness": "4", "at_night": "yes"}
    page = begun.dashboard.client.post("/programme/check-in", data=data).text

    assert re.search(r'name="soreness" value="4" checked', page)
    assert re.search(r'name="at_night" value="yes" checked', page)


# The page itself


def test_a_day_on_which_everything_is_left_out_says_no_more_than_it_knows(begun):
    begun.wrote(*(LeftOut(begun.day, exercise_id) for exercise_id in load_library().exercises))
    page = begun.dashboard.page("/programme")

    assert "Today: loosen, strengthen, roll" in page
    assert 'href="/stretch/session"' not in page
    assert words(page).count("Let it come again") == len(load_library().exercises)


def test_the_order_tells_where_it_comes_from(begun):
    page = begun.reads("/programme")

    assert "Tight hamstrings the self-check points to it" in page
    assert "Stiff ankles the self-check does not point to it" in page


def test_the_rhythm_can_be_chosen(begun):
    _, _, page = begun.sends("/programme/rhythm", rhythm="daily")

    assert "From now on the days go by this rhythm." in page
    assert begun.diary[-1] == RhythmChosen(begun.day, Rhythm.DAILY)
    assert "Please choose every other day, or daily." in begun.sends("/programme/rhythm", rhythm="hourly")[2]


def test_an_exercise_can_be_left_out_and_come_again(begun):
    _, _, page = begun.sends("/programme/left-out", exercise="bridge")
    assert "Left out" in page
    assert "Let it come again" in page

    _, _, page = begun.sends("/programme/left-out", exercise="bridge", back="yes")

    assert "Let it come again" not in page
    assert begun.diary[-2:] == (LeftOut(begun.day, "bridge"), LeftOut(begun.day, "bridge", back=True))
    assert begun.sends("/programme/left-out", exercise="headstand")[0] == 404


def test_the_latest_entry_of_today_can_be_taken_back(begun):
    before = begun.diary
    begun.sends("/programme/rhythm", rhythm="daily")
    (number,) = re.findall(r'name="entry" value="(\d+)"', begun.dashboard.page("/programme"))
    _, _, page = begun.sends("/programme/take-back", entry=number)

    assert "Taken back: it counts no more." in page
    assert begun.diary == before
    assert "Only the latest entry can be taken back" in begun.sends("/programme/take-back", entry=number)[2]
    assert "It did not arrive" in begun.sends("/programme/take-back", entry="latest")[2]


def test_beginning_anew_wants_to_be_meant(begun):
    assert "please tick that you are sure" in begun.sends("/programme/begin-anew")[2]

    _, _, page = begun.sends("/programme/begin-anew", sure="yes")

    assert "First, the warning signs" in page
    assert "The programme began anew." in page


def test_an_entry_goes_to_the_person_whose_page_it_was(sensor, dashboard, me, fakes):
    with History.open(dashboard.parts.history_path, "boot", 0.0, dashboard.parts.clock.utc_s()) as history:
        anna_id = history.people.add("Anna", dashboard.parts.clock.utc_s())
    dashboard.hear(sensor, fakes.SITTING, sitter_id=1)
    page = dashboard.page(f"/programme/signs?sitter={anna_id}")
    assert f'name="sitter" value="{anna_id}"' in page

    _, where, _ = Person(dashboard, anna_id).sends("/programme/signs", none="yes")

    assert where == f"/programme?sitter={anna_id}"
    assert dashboard.parts.book.entries(1) == ()
    assert dashboard.parts.book.entries(anna_id) == (SignsAnswered(TODAY, Occasion.START),)


def test_the_whole_way_is_told_and_every_link_of_it_leads_somewhere(begun):
    page, text = begun.dashboard.page("/programme"), begun.reads("/programme")

    for told in STORY:
        assert told.told in text
        assert told.here in text
    (begun.dashboard.help_path / "programme.md").write_text("# The programme\n")
    for address in set(re.findall(r'<a [^>]*href="(/[^"#]*)', page)):
        assert begun.dashboard.client.get(html.unescape(address)).status_code in (200, 303), address


# The look back


def test_it_is_early_to_look_back_in_the_first_weeks(begun):
    assert "It is early to look back" in begun.reads("/programme/review")
    assert "it is early to look back" in begun.sends("/programme/review", change="better")[2].lower()


@pytest.fixture
def after_three_weeks(begun):
    """Sessions every other day, with answers that get better."""
    for n in range(9):
        begun.wrote(SessionDone(begun.day, SESSION, STRENGTHENED, Feel.RIGHT, 1300.0))
        begun.lives(1)
        begun.wrote(CheckedIn(begun.day, 3, 4 if n < 4 else 2))
        begun.lives(1)
    return begun


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        pytest.param("better", "/programme/review", "two or three sessions a week", id="better"),
        pytest.param("no_change", "/programme/review", "This happens, and it is nobody's failure.", id="no change yet"),
        pytest.param("worse", "/programme/signs", "You said that it is worse than at the start.", id="worse"),
    ],
)
def test_a_look_back_has_three_ways_on(after_three_weeks, change, where, said):
    assert "A look back" in after_three_weeks.reads("/programme")

    _, to, page = after_three_weeks.sends("/programme/review", change=change)

    assert to == where
    assert said in page


def test_then_and_now_stand_side_by_side(after_three_weeks):
    after_three_weeks.wrote(
        ChairStood(after_three_weeks.day - timedelta(days=12), 11), ChairStood(after_three_weeks.day, 14)
    )
    page = after_three_weeks.reads("/programme/review")

    assert re.search(r"Pain, 0 to 10 [\d.]+ 2\.0", page)
    assert "Full stands in 30 s 11 14" in page
    assert re.search(r"Of \d+ planned days you kept \d+", page)


def test_a_look_back_wants_one_of_the_three(after_three_weeks):
    status, _, page = after_three_weeks.sends("/programme/review", change="cured")

    assert status == 400
    assert "Please choose one of the three." in page


def test_before_a_planned_day_is_over_none_is_counted(me):
    me.wrote(SignsAnswered(me.day, Occasion.START), SelfChecked(me.day, {}))

    assert "No planned day is over yet." in me.reads("/programme/review")


def test_too_few_answers_are_said_to_be_too_few(begun):
    begun.lives(20)

    assert "too few answers yet" in begun.reads("/programme/review")


@pytest.mark.parametrize(
    "path", ["/programme", "/programme/signs", "/programme/self-check", "/programme/check-in", "/programme/review"]
)
def test_no_page_scolds_or_asks_another_host(begun, path):
    page = begun.dashboard.page(path)

    assert UNKIND.findall(words(page)) == []
    assert not re.search(r'(href|src|action)="(https?:)?//', page)
    assert "<script" not in re.sub(r"<script[^>]* src=[^>]*></script>", "", page)
    assert " style=" not in page
