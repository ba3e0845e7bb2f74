"""Hours of the week and days of the year, as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.time_of_day.hours import DAY_MIN, WEEKDAYS, holidays, ranges

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)

CLOCKS = st.integers(0, DAY_MIN - 1)
TIMES = st.tuples(st.integers(0, 6), CLOCKS)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def texts(draw: st.DrawFn) -> str:
    first, last = draw(st.sampled_from(WEEKDAYS)), draw(st.sampled_from(WEEKDAYS))
    begin, end = draw(CLOCKS), draw(CLOCKS)
    return f"{first}-{last} {clock(begin)}-{clock(end if end != begin else (end + 1) % DAY_MIN)}"


@pytest.mark.parametrize(
    ("text", "weekday", "hour", "minute", "expected"),
    [
        pytest.param("Mon-Fri 08:30-12:00", MON, 8, 29, False, id="a minute early"),
        pytest.param("Mon-Fri 08:30-12:00", MON, 8, 30, True, id="the first minute"),
        pytest.param("Mon-Fri 08:30-12:00", FRI, 11, 59, True, id="the last minute"),
        pytest.param("Mon-Fri 08:30-12:00", FRI, 12, 0, False, id="the end is outside"),
        pytest.param("Mon-Fri 08:30-12:00", SAT, 9, 0, False, id="the weekend"),
        pytest.param("Sat 10:00-12:00", SAT, 11, 0, True, id="one day"),
        pytest.param("Mon,Wed,Fri 09:00-17:00", WED, 9, 0, True, id="listed days"),
        pytest.param("Mon,Wed,Fri 09:00-17:00", THU, 9, 0, False, id="between listed days"),
        pytest.param("Mon-Tue, Fri 09:00-17:00", FRI, 16, 0, True, id="a stretch and a day, with a space"),
        pytest.param("Sat-Mon 09:00-17:00", SUN, 9, 0, True, id="a stretch over the end of the week"),
        pytest.param("Sat-Mon 09:00-17:00", TUE, 9, 0, False, id="after such a stretch"),
        pytest.param("Mon 22:00-07:00", TUE, 6, 59, True, id="over midnight"),
        pytest.param("Mon 22:00-07:00", MON, 6, 59, False, id="over midnight belongs to the evening before"),
        pytest.param("Sun 22:00-07:00", MON, 0, 0, True, id="over the end of the week"),
        pytest.param("Mon 20:00-24:00", MON, 23, 59, True, id="24:00 is the end of the day"),
        pytest.param("Mon 20:00-24:00", TUE, 0, 0, False, id="and not later"),
        pytest.param("Mon 20:00-00:00", TUE, 0, 0, False, id="00:00 as an end is the same"),
        pytest.param("Mon-Sun 00:00-24:00", SUN, 23, 59, True, id="always"),
        pytest.param(" mon – FRI 8:30–12:00 ".replace(" – ", "–"), MON, 8, 30, True, id="as hurried people write it"),
    ],
)
def test_a_range_holds_its_minutes(text, weekday, hour, minute, expected):
    assert ranges([text]).holds(weekday, hour * 60 + minute) is expected


def test_no_texts_are_no_ranges():
    assert not ranges([])
    assert not ranges([]).holds(MON, 600)
    assert ranges([]).changes_in_min(MON, 600) is None
    assert not holidays(())
    assert ranges(("Mon 09:00-10:00",))
    assert holidays(["2026-12-24"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "expected days, a space", id="nothing"),
        pytest.param("Mon-Fri", "expected days, a space", id="no times"),
        pytest.param("08:30-12:00", "expected days, a space", id="no days"),
        pytest.param("Mon-Fri 08:30", "expected days, a space", id="no end"),
        pytest.param("Mon-Foo 08:30-12:00", '"Mon-Foo" is no day', id="no such day"),
        pytest.param("Monday 08:30-12:00", "the days are Mon Tue Wed Thu Fri Sat Sun", id="a day at full length"),
        pytest.param("Mon-Wed-Fri 08:30-12:00", '"Mon-Wed-Fri" is no day', id="three ends"),
        pytest.param("Mon,,Tue 08:30-12:00", "expected days, a space", id="an empty place"),
        pytest.param("a," * 400 + " 08:30-12:00", "expected days, a space", id="many places, and quickly"),
        pytest.param("Mon 8.30-12.00", '"8.30" is no time', id="points"),
        pytest.param("Mon 08:60-12:00", '"08:60" is no time', id="sixty minutes"),
        pytest.param("Mon 08:00-24:01", '"24:01" is no time', id="later than the day is long"),
        pytest.param("Mon 24:00-06:00", "24:00 can only be an end", id="24:00 as a beginning"),
        pytest.param("Mon 09:00-09:00", "it ends when it begins", id="no length"),
        pytest.param("Mon ٠٩:00-12:00", "is no time", id="digits of another script"),
    ],
)
def test_what_is_no_range_is_named_with_an_example(text, why):
    with pytest.raises(ValueError, match="for example") as caught:
        ranges(["Mon 09:00-10:00", text])

    assert f'"{text}"' in str(caught.value)
    assert why in str(caught.value)


@pytest.mark.parametrize("texts_found", ["Mon 09:00-10:00", None, 5, ["Mon 09:00-10:00", 5], {"Mon": 1}])
@pytest.mark.parametrize("parse", [ranges, holidays])
def test_what_is_no_list_of_texts_is_refused(parse, texts_found):
    with pytest.raises(ValueError, match="expected a list of texts"):
        parse(texts_found)


@given(st.lists(texts(), max_size=4), TIMES)
def test_several_ranges_hold_what_each_holds(several, time):
    assert ranges(several).holds(*time) == any(ranges([text]).holds(*time) for text in several)


@given(st.lists(texts(), max_size=4), TIMES)
def test_nothing_changes_before_it_is_said_to(several, time):
    found, at_min = ranges(several), time[0] * DAY_MIN + time[1]
    held = [found.holds(*divmod((at_min + later) % (7 * DAY_MIN), DAY_MIN)) for later in range(7 * DAY_MIN)]
    expected = next((later for later, holds in enumerate(held) if holds is not held[0]), None)

    assert found.changes_in_min(*time) == expected


@given(st.sampled_from(WEEKDAYS), CLOCKS, st.integers(1, DAY_MIN))
def test_a_range_is_as_long_as_it_says(day, begin, length_min):
    end = begin + length_min
    text = f"{day} {clock(begin)}-{clock(end if end <= DAY_MIN else end - DAY_MIN)}"
    if end - begin == DAY_MIN and begin > 0:
        with pytest.raises(ValueError, match="it ends when it begins"):
            ranges([text])
        return

    found = ranges([text])

    assert sum(found.holds(weekday, minute) for weekday in range(7) for minute in range(DAY_MIN)) == length_min


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        pytest.param("2026-12-24", date(2026, 12, 24), True, id="one day"),
        pytest.param("2026-12-24", date(2026, 12, 25), False, id="the next"),
        pytest.param("2026-12-24", date(2027, 12, 24), False, id="another year"),
        pytest.param("2026-12-24..2027-01-02", date(2026, 12, 24), True, id="the first"),
        pytest.param("2026-12-24..2027-01-02", date(2027, 1, 2), True, id="the last"),
        pytest.param("2026-12-24 .. 2027-01-02", date(2027, 1, 3), False, id="after the last"),
        pytest.param("2028-02-29", date(2028, 2, 29), True, id="a leap day"),
    ],
)
def test_holidays_hold_their_days(text, day, expected):
    assert holidays([text]).holds(day) is expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "is no day", id="nothing"),
        pytest.param("24.12.2026", "is no day, written as year-month-day", id="another order"),
        pytest.param("20261224", "is no day, written as year-month-day", id="no hyphens"),
        pytest.param("2026-W52-4", "is no day", id="a week"),
        pytest.param("2027-02-29", "the calendar has no day", id="no leap year"),
        pytest.param("2026-12-24..", '"" is no day', id="no last day"),
        pytest.param("2026-12-24..2026-12-23", "the last day is before the first", id="backwards"),
    ],
)
def test_what_is_no_holiday_is_named_with_an_example(text, why):
    with pytest.raises(ValueError, match="for example") as caught:
        holidays([text])

    assert f'"{text}"' in str(caught.value)
    assert why in str(caught.value)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 40))
def test_a_holiday_lasts_from_its_first_day_to_its_last(first, n_more):
    last = first + timedelta(n_more)
    found = holidays([f"{first}..{last}"])

    assert [found.holds(first + timedelta(n)) for n in range(-1, n_more + 2)] == [False, *[True] * (n_more + 1), False]
