"""The verdict machine told by hand what was seen and when: no chip, no pins."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.readers.verdict import Measured, Reading, Verdict
from chairpi.readers.watch import FROZEN_READS, SLEW_COUNTS, ChipWatch

PERIOD_NS = 100_000_000
MS = 1_000_000
SOUND = Measured(word=0, pulses=25, high_max_ns=10_000, framed=True, since_busy_ns=3 * MS)


class Told:
    """A watch that is told of an imagined chip."""

    def __init__(self) -> None:
        self.watch = ChipWatch(0)
        self.now_ns = 0
        self.readings: list[Reading] = []

    def high_until(self, ready_ns: int) -> None:
        """DOUT is seen high whenever the watch wants to look, and once just before it falls."""
        watch = self.watch
        while watch.next_look_ns < ready_ns - MS:
            self.now_ns = max(self.now_ns, watch.next_look_ns)
            watch.look(False, self.now_ns, self.now_ns)
            self._gather()
        self.now_ns = max(self.now_ns, ready_ns - MS)
        watch.look(False, self.now_ns, self.now_ns)
        self._gather()

    def word(self, counts: int | None, after_ns: int = PERIOD_NS, **changes: object) -> None:
        """A word becomes ready so long after the one before; without counts its content is nobody's business."""
        ready_ns = self.at_ns + after_ns
        self.high_until(ready_ns)
        self.now_ns = self.at_ns = ready_ns
        if self.watch.look(True, ready_ns, ready_ns):
            measured = replace(SOUND, word=(0 if counts is None else counts) & 0xFFFFFF, **changes)  # type: ignore[arg-type]
            self.now_ns += MS
            self.watch.take(measured, self.now_ns)
        self._gather()

    def learn(self) -> "Told":
        """Past settling, in rhythm, with a reading of 7 held."""
        self.at_ns = 4 * PERIOD_NS - PERIOD_NS
        for index in range(20):
            self.word(index)
        self.word(7)
        self.readings.clear()
        return self

    def silence(self, seconds: float) -> None:
        """DOUT is seen high for so long."""
        self.high_until(self.now_ns + round(seconds * 1e9))

    def _gather(self) -> None:
        self.readings += self.watch.decided()
        assert self.watch.verdict_counts.total() + self.watch.holds == self.watch.n_reads

    at_ns = 0

    @property
    def seen(self) -> list[tuple[int | None, Verdict]]:
        """All that has been decided since."""
        return [(reading.counts, reading.verdict) for reading in self.readings]


def test_a_word_is_a_reading_when_the_next_one_has_come():
    told = Told().learn()

    before = list(told.readings)
    told.word(8)

    assert before == []
    assert told.readings == [Reading(7, Verdict.OK, (told.at_ns - PERIOD_NS) / 1e9)]


def test_a_silence_takes_back_the_word_before_it_and_refuses_the_one_after_it():
    told = Told().learn()

    told.word(8, after_ns=PERIOD_NS * 18 // 10)
    told.word(9)
    told.word(10)

    assert told.seen == [
        (None, Verdict.LATE),
        (None, Verdict.NOT_READY),
        (None, Verdict.LATE),
        (9, Verdict.OK),
    ]


def test_the_word_before_a_silence_is_taken_back_before_anything_follows():
    told = Told().learn()

    told.silence(0.161)

    assert told.seen == [(None, Verdict.LATE), (None, Verdict.NOT_READY)]


def test_jitter_of_half_a_period_is_not_late():
    told = Told().learn()

    told.word(8, after_ns=PERIOD_NS * 15 // 10)

    assert told.seen == [(7, Verdict.OK)]


def test_a_word_that_comes_too_soon_takes_back_the_one_before_it():
    told = Told().learn()

    told.now_ns = told.at_ns + PERIOD_NS // 2
    wants_it = told.watch.look(True, told.now_ns, told.now_ns)
    told._gather()

    assert not wants_it
    assert told.seen == [(None, Verdict.EARLY), (None, Verdict.EARLY)]


def test_a_word_that_was_seen_late_does_not_make_the_next_one_early():
    told = Told().learn()
    ready_ns = told.at_ns + PERIOD_NS

    told.now_ns = ready_ns + PERIOD_NS * 4 // 10
    assert told.watch.look(True, told.now_ns, told.now_ns)
    told.watch.take(replace(SOUND, word=8, since_busy_ns=45 * MS), told.now_ns + MS)
    told.at_ns = ready_ns
    told.word(9)

    assert Verdict.EARLY not in told.watch.verdict_counts


def test_words_after_a_fault_are_not_trusted_before_four_of_them_were_faultless():
    told = Told().learn()

    told.word(8, framed=False)
    told.word(9, after_ns=PERIOD_NS * 11 // 10)  # DOUT is not believed for one period
    for counts in range(10, 16):
        told.word(counts)

    assert [verdict for _, verdict in told.seen] == [
        Verdict.FRAMING,  # the one that was held
        Verdict.FRAMING,
        *[Verdict.SETTLING] * 4,
        Verdict.OK,
        Verdict.OK,
    ]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        pytest.param({"word": 0xFFF}, Verdict.TRAILING_ONES, id="trailing ones"),
        pytest.param({"word": 0x7FFFFF}, Verdict.SATURATED, id="saturated"),
        pytest.param({"high_max_ns": 55_000}, Verdict.SUSPECT, id="suspect"),
        pytest.param({"high_max_ns": 70_000}, Verdict.POWERED_DOWN, id="powered down"),
    ],
)
def test_a_bad_word_that_comes_in_time_confirms_the_one_before_it(changes: dict[str, int], verdict: Verdict):
    told = Told().learn()

    told.high_until(told.at_ns + PERIOD_NS)
    told.now_ns = told.at_ns = told.at_ns + PERIOD_NS
    told.watch.look(True, told.now_ns, told.now_ns)
    told.watch.take(replace(SOUND, **changes), told.now_ns + MS)
    told._gather()

    assert told.seen == [(7, Verdict.OK), (None, verdict)]


def test_a_chip_that_did_not_reset_itself_after_all_costs_one_word():
    told = Told().learn()

    told.word(8, high_max_ns=70_000)
    told.word(9)
    told.word(10)

    assert told.seen == [(7, Verdict.OK), (None, Verdict.POWERED_DOWN), (9, Verdict.OK)]


def test_a_chip_that_reset_itself_costs_one_word_and_its_settling():
    told = Told().learn()

    told.word(8, high_max_ns=70_000)
    told.word(9, after_ns=4 * PERIOD_NS + MS)
    told.word(10)

    assert told.seen == [(7, Verdict.OK), (None, Verdict.POWERED_DOWN), (9, Verdict.OK)]


@pytest.mark.parametrize(
    ("after", "verdicts"),
    [
        pytest.param(2.0, [Verdict.SETTLING], id="before it can have settled"),
        pytest.param(5.5, [Verdict.NOT_READY, Verdict.LATE], id="when it should long have spoken"),
    ],
)
def test_a_chip_that_reset_itself_is_not_trusted_at_another_time(after: float, verdicts: list[Verdict]):
    told = Told().learn()

    told.word(8, high_max_ns=70_000)
    told.readings.clear()
    told.word(9, after_ns=round(after * PERIOD_NS))

    assert [verdict for _, verdict in told.seen] == verdicts


def test_pulses_that_may_have_met_two_words_are_a_fault_whatever_else_they_were():
    told = Told().learn()

    told.now_ns = told.at_ns + PERIOD_NS
    told.watch.look(True, told.now_ns, told.now_ns)
    told.watch.take(replace(SOUND, high_max_ns=90 * MS, since_busy_ns=190 * MS), told.now_ns + 95 * MS)
    told._gather()
    told.at_ns = told.now_ns
    for counts in range(5):
        told.word(counts, after_ns=2 * PERIOD_NS if counts == 0 else PERIOD_NS)

    assert [verdict for _, verdict in told.seen] == [
        Verdict.POWERED_DOWN,
        Verdict.POWERED_DOWN,
        *[Verdict.SETTLING] * 4,
    ]


def test_the_same_counts_again_and_again_are_frozen():
    told = Told().learn()

    for _ in range(FROZEN_READS + 2):
        told.word(7)
    told.word(8)
    told.word(9)

    assert told.seen == [
        *[(7, Verdict.OK)] * (FROZEN_READS - 1),
        *[(None, Verdict.FROZEN)] * 4,
        (8, Verdict.OK),
    ]


def test_a_frozen_chip_is_power_cycled():
    told = Told().learn()

    slept = False
    for _ in range(FROZEN_READS + 12):
        told.word(7)
        slept = slept or told.watch.lose_patience(told.now_ns)
        if slept:
            break

    assert slept
    assert told.watch.asleep


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([0, 0, 0, 0], [0, 0, 0], id="rest"),
        pytest.param([0, SLEW_COUNTS + 1, 0, 0], [0, None, 0], id="a spike"),
        pytest.param([0, -SLEW_COUNTS - 2, 0, 0], [0, None, 0], id="a spike downwards"),
        pytest.param([0, SLEW_COUNTS, 0, 0], [0, SLEW_COUNTS, 0], id="a bump"),
        pytest.param([0, 4_000_000, 4_100_000, 4_000_000], [0, 4_000_000, 4_100_000], id="somebody sits down"),
        pytest.param([0, 2_000_000, 4_000_000, 4_000_000], [0, 2_000_000, 4_000_000], id="in two steps"),
        pytest.param([0, 4_000_000, 2_000_000, 2_000_000], [0, None, 2_000_000], id="a plump"),
    ],
)
def test_a_reading_that_is_far_from_both_its_neighbours_is_refused(counts: list[int], expected: list[int | None]):
    told = Told().learn()
    told.word(3)
    told.readings.clear()

    for each in counts:
        told.word(each)

    assert [reading.counts for reading in told.readings[1:]] == expected
    assert {reading.verdict for reading in told.readings if reading.counts is None} <= {Verdict.SLEW}


def test_a_far_reading_that_nobody_can_vouch_for_is_refused():
    told = Told().learn()

    told.word(3_000_000)
    told.word(0xFFF)  # trailing ones: no neighbour

    assert told.seen == [(7, Verdict.OK), (None, Verdict.SLEW), (None, Verdict.TRAILING_ONES)]


def test_a_dumb_chip_loses_its_power_after_five_words_that_did_not_come():
    told = Told().learn()
    began_ns = told.at_ns

    while not told.watch.lose_patience(told.now_ns):
        told.silence(0.002)

    assert told.watch.verdict_counts[Verdict.NOT_READY] == 5
    assert (told.now_ns - began_ns) / PERIOD_NS == pytest.approx(5.6, abs=0.1)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 250 * MS), st.integers(0, 2**24 - 1), st.booleans()), max_size=80)
)
def test_whatever_is_seen_the_verdicts_add_up(steps: list[tuple[bool, int, int, bool]]):
    told = Told()
    for ready, later_ns, word, framed in steps:
        told.now_ns += later_ns
        if told.watch.asleep:
            told.watch.woken(told.now_ns)
        elif told.watch.look(ready, told.now_ns, told.now_ns):
            told.watch.take(replace(SOUND, word=word, framed=framed), told.now_ns)
        told.watch.lose_patience(told.now_ns)
        told._gather()

    assert len(told.readings) + told.watch.holds == told.watch.n_reads
    assert all((reading.counts is None) == (reading.verdict is not Verdict.OK) for reading in told.readings)
