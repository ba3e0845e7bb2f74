"""The verdict machine of one HX711: when to look at it, which of its words to trust, and when to power-cycle it.

It touches no pin and no clock. Whoever moves the pins tells it what was seen and when:

    look(ready?)  --yes, read it-->  take(word)      decided() gives what has been settled meanwhile
    lose_patience()  --cut the power-->  woken()     next_look_ns says when it wants to be asked again

A faultless word is not yet a reading. It is held until the next word has come in time, and only then given out:

    ready      1        2        3                    6
    DOUT    ___|~~~~~~~~|~~~~~~~~|~~~~~~~~~~~~~~~~~~~~|~~~~
               |        |        |          |         +- 6 is late: the silence before it has no known cause
               |        |        |          +- 1.6 periods of silence: 3 is late as well
               |        |        +- 2 is given out
               |        +- 1 is given out
               +- held

because a wire that breaks in the middle of a word makes the rest of it ones, the 25th bit included, and nothing in that word
tells. What tells is the silence that follows. The same delay shows whether a word that is far from the one before it is also far
from the one after it. It costs one period: 0.1 s at 10 conversions per second.
"""

from __future__ import annotations

import dataclasses
from collections import Counter

from chairpi.readers.rhythm import Rhythm
from chairpi.readers.verdict import Measured, Reading, Verdict, judge, signed

LOOK_EVERY_NS = 2_000_000
"""Between two looks at a chip that is nearly due. Short against a period of 10.7 ms, long against a look."""
SLEEP_NS = 10_000_000
"""PD_SCK high for a power-cycle: the kernel's own driver (drivers/iio/adc/hx711.c) found 10 ms to be reliable."""
SETTLING_PERIODS = 4
"""Conversions until the output is valid after a reset (HX711 data sheet); DOUT stays high until then."""
LATE_PERIODS = 1.6
"""A chip converts without a pause, so nothing between one period and two is right: more than jitter, less than a missed word."""
PATIENCE_PERIODS = 4
"""The fifth word in a row that is overdue costs the chip its power for a moment. A chip that has reset itself is back by then."""
SHORTEST_BACK_OFF_NS = 500_000_000
LONGEST_BACK_OFF_NS = 8_000_000_000
"""Between two power-cycles. The chip is looked at all the while, so this is not what a mended wire waits for."""
DOUBTS = 4
"""Faultless words in a row that a wire must carry after it was found faulty, before one of them counts."""
FROZEN_READS = 10
"""So many equal words in a row are no chance. The quietest HX711 has 50 nV rms, 19.5 counts at the highest supply of 5.5 V (data
sheet), so two words in a row are equal with a chance of 1 / (2 * sqrt(pi) * 19.5) = 1.4 %, and ten with 3e-17: once in two million
years for six chips at 80 per second. A chip that is not alive shows it after 1 s at 10 per second."""
SLEW_COUNTS = 2**19
"""A sixteenth of the range: 12 kg on a cell of 50 kg and 1 mV/V, 24 kg on one of 0.5 mV/V. Our choice: nobody who sits moves so
much onto a leg and off again between two conversions, while a bit too many or too few among the upper ones makes more. A load
that comes to stay passes, however large: it is not far from the word after."""


class ChipWatch:
    """One chip, from a reset at `now_ns`.

    All times are whole nanoseconds of one clock, and none goes back.

    Parameters
    ----------
    now_ns
        The time of the reset, or later.
    """

    def __init__(self, now_ns: int) -> None:
        self.rhythm = Rhythm(now_ns)
        self.verdict_counts: Counter[Verdict] = Counter()
        """How often each verdict was given. They add up to `n_reads`, less the one word that may be held."""
        self.n_reads = 0
        """Words read, and looks that found no word where one was due or one where none could be."""
        self.asleep = False
        """Whether the chip is to be without power until `next_look_ns`."""
        self.next_look_ns = now_ns
        self._decided: list[Reading] = []
        self._held: Reading | None = None
        self._given_counts: int | None = None  # the last ones given out
        self._same_counts: int | None = None
        self._n_same = 0
        self._doubts = 0
        self._seen_ns = now_ns  # when DOUT was found low, for the word that is being read
        self._heard_ns: int | None = None  # the same, for the last word
        self._busy_before_ns: int | None = None  # when DOUT was last seen high before that word, if that means anything
        self._reset_ns: int | None = None  # the end of that word, if it may have reset the chip
        self._hush_ns = now_ns  # DOUT is not believed before
        self._due_ns = now_ns  # silence is a fault from here on
        self._missed = False  # it has been one already
        self._back_off_ns = SHORTEST_BACK_OFF_NS
        self._settle(now_ns)
        self._give_up_ns = self._due_ns + PATIENCE_PERIODS * self.rhythm.period_ns

    @property
    def holds(self) -> bool:
        """Whether a word waits for the next one."""
        return self._held is not None

    def look(self, ready: bool, before_ns: int, after_ns: int) -> bool:
        """DOUT was looked at between two moments [ns]; whether to read a word now, and then `take` it.

        May be called at any time, also before `next_look_ns`: each look at a busy chip dates the next word better.
        """
        if not ready:
            self.rhythm.busy(before_ns)
            self._silent(before_ns)
            return False
        if after_ns < self._hush_ns:
            return False
        if self._busy_before_ns is not None and after_ns - self._busy_before_ns < self.rhythm.shortest_period_ns:
            self.n_reads += 1
            self._distrust(Verdict.EARLY, after_ns, after_ns)
            return False
        self._seen_ns = after_ns
        return True

    def take(self, measured: Measured, end_ns: int) -> None:
        """The word that the last `look` asked for has been read by `end_ns` [ns]."""
        self.n_reads += 1
        seen_ns, shortest_ns = self._seen_ns, self.rhythm.shortest_period_ns
        measured = dataclasses.replace(measured, since_busy_ns=self._since_busy_ns(measured, end_ns))
        verdict = judge(measured, shortest_ns)
        if measured.word is None and verdict is Verdict.NOT_READY:  # its successor is about to come
            self.rhythm.busy(seen_ns)
            self.next_look_ns = end_ns + LOOK_EVERY_NS
            self._decide(verdict, seen_ns)
            return
        may_have_reset = verdict in (Verdict.POWERED_DOWN, Verdict.SUSPECT)
        # Pulses that met two words leave the chip somewhere within the second one, its DOUT at any level.
        if (
            measured.word is None
            or not (may_have_reset or _sound_in_form(verdict))
            or (may_have_reset and measured.since_busy_ns > shortest_ns)
        ):
            self._distrust(verdict, seen_ns, end_ns)
            return
        counts = signed(measured.word) if verdict is Verdict.OK else None
        in_time = self._in_time(seen_ns)
        self._settle_held(counts, Verdict.OK if in_time else Verdict.LATE)
        if counts is None:
            self._decide(verdict, seen_ns)
        else:
            verdict = self._weigh(counts, seen_ns, in_time=in_time)
        self._spoken(verdict, seen_ns, end_ns, in_time=in_time, may_have_reset=may_have_reset)

    def decided(self) -> tuple[Reading, ...]:
        """What has been decided since the last call, oldest first; only those with the verdict `OK` carry counts."""
        decided = tuple(self._decided)
        self._decided.clear()
        return decided

    def lose_patience(self, now_ns: int) -> bool:
        """Whether the chip's power is to be cut now [ns]; at `next_look_ns` it is to come back, and `woken` to be called."""
        if self.asleep or now_ns < self._give_up_ns:
            return False
        self._settle_held(None, Verdict.LATE)
        self.asleep = True
        self.next_look_ns = now_ns + SLEEP_NS
        return True

    def woken(self, now_ns: int) -> None:
        """The chip has power again since, at the latest, `now_ns` [ns]."""
        self.asleep = False
        self._settle(now_ns)
        self._give_up_ns = max(self._due_ns, now_ns + self._back_off_ns)
        self._back_off_ns = min(2 * self._back_off_ns, LONGEST_BACK_OFF_NS)

    def _settle(self, from_ns: int) -> None:
        """The chip has been reset on purpose: nothing can come until it has settled, and its first word is not in any rhythm."""
        self._forget()
        self._doubts = max(self._doubts, 1)
        self._hush_ns = self.next_look_ns = from_ns + self._settled_after_ns
        self._due_ns = from_ns + self._periods_ns(SETTLING_PERIODS - 1 + LATE_PERIODS)

    def _distrust(self, verdict: Verdict, seen_ns: int, end_ns: int) -> None:
        """The wire does not carry what the chip says, nor may it have done so before."""
        self._settle_held(None, verdict)
        self._decide(verdict, seen_ns)
        self._forget()
        self._doubts = DOUBTS
        self._hush_ns = self.next_look_ns = end_ns + self.rhythm.period_ns
        self._due_ns = self._hush_ns + self._periods_ns(LATE_PERIODS)

    def _forget(self) -> None:
        """Nothing is known any more of when the chip spoke last."""
        self.rhythm.silence()
        self._missed = False
        self._heard_ns = self._busy_before_ns = self._reset_ns = None

    @property
    def _settled_after_ns(self) -> int:
        return SETTLING_PERIODS * self.rhythm.shortest_period_ns

    def _periods_ns(self, periods: float) -> int:
        return round(periods * self.rhythm.period_ns)

    def _in_time(self, seen_ns: int) -> bool:
        """Whether a word that is seen ready now is the next one of the chip, as far as its time can tell."""
        if self._heard_ns is None:
            return False
        if self._reset_ns is None:
            return seen_ns - self._heard_ns <= self._periods_ns(LATE_PERIODS)
        since_ns = seen_ns - self._reset_ns  # one period after the word when it did not reset, four when it did
        return since_ns <= self._periods_ns(LATE_PERIODS) or self._settled_after_ns <= since_ns <= self._periods_ns(
            SETTLING_PERIODS - 1 + LATE_PERIODS
        )

    def _since_busy_ns(self, measured: Measured, end_ns: int) -> int:
        """How long before the end of the reading the word may have become ready [ns]: by the last look, or by the word before."""
        if self._busy_before_ns is None or self._reset_ns is not None or not self.rhythm.learnt:
            return measured.since_busy_ns
        since_ns = end_ns - self._busy_before_ns
        if since_ns > 2 * self.rhythm.least_gap_ns:  # whatever the looks say: DOUT is also high while a wire is off
            return since_ns
        return min(measured.since_busy_ns, since_ns - self.rhythm.shortest_period_ns)

    def _silent(self, now_ns: int) -> None:
        """DOUT is high now: as it should be, or for too long."""
        shortest_ns = self.rhythm.shortest_period_ns
        self.next_look_ns = now_ns + LOOK_EVERY_NS
        if self._reset_ns is not None and now_ns - self._reset_ns > self._periods_ns(LATE_PERIODS):
            self.rhythm.silence()  # it has reset itself; what comes next is no gap of one period
            self.next_look_ns = max(self.next_look_ns, self._reset_ns + self._settled_after_ns)
        if now_ns >= self._due_ns or self._missed:
            self.next_look_ns = now_ns + max(LOOK_EVERY_NS, shortest_ns // 4)  # still dates a word well enough
        if now_ns < self._due_ns:
            return
        self._missed = True
        self._settle_held(None, Verdict.LATE)
        self.n_reads += 1
        self._decide(Verdict.NOT_READY, now_ns)
        self._due_ns = now_ns + self.rhythm.period_ns

    def _weigh(self, counts: int, seen_ns: int, *, in_time: bool) -> Verdict:
        """What to do with a faultless word: hold it, or refuse it for what was before."""
        self._n_same = self._n_same + 1 if counts == self._same_counts else 1
        self._same_counts = counts
        if self._n_same >= FROZEN_READS:
            verdict = Verdict.FROZEN
        elif self._doubts:
            self._doubts -= 1
            verdict = Verdict.SETTLING
        elif not in_time:
            soon = self._reset_ns is not None and seen_ns < self._reset_ns + self._settled_after_ns
            verdict = Verdict.SETTLING if soon else Verdict.LATE
        else:
            self._held = Reading(counts, Verdict.OK, seen_ns / 1e9)
            return Verdict.OK
        self._decide(verdict, seen_ns)
        return verdict

    def _spoken(self, verdict: Verdict, seen_ns: int, end_ns: int, *, in_time: bool, may_have_reset: bool) -> None:
        """The chip has said a word, good or bad: when to expect the next one."""
        rhythm = self.rhythm
        self._heard_ns = seen_ns
        self._missed = False
        self._busy_before_ns = None
        self._reset_ns = None
        self._hush_ns = end_ns
        if verdict is Verdict.STRADDLED:
            rhythm.overslept()
            self.next_look_ns = end_ns + LOOK_EVERY_NS
        elif in_time:
            self._busy_before_ns = rhythm.busy_ns
            rhythm.ready(seen_ns)
            self.next_look_ns = rhythm.next_look_ns(seen_ns)
        else:  # DOUT may have been high for another reason than being busy, so this word may be of any age
            rhythm.silence()
            self.next_look_ns = end_ns + LOOK_EVERY_NS
        rhythm.busy(seen_ns)
        self._due_ns = seen_ns + self._periods_ns(LATE_PERIODS)
        if may_have_reset:
            self._reset_ns = end_ns
            self._due_ns = end_ns + self._periods_ns(SETTLING_PERIODS - 1 + LATE_PERIODS)
            rhythm.silence()  # one period or the whole settling: who is held up in word after word would learn the latter
        if verdict is not Verdict.FROZEN:
            self._give_up_ns = self._due_ns + PATIENCE_PERIODS * rhythm.period_ns
            self._back_off_ns = SHORTEST_BACK_OFF_NS

    def _settle_held(self, next_counts: int | None, verdict: Verdict) -> None:
        """The word that is held has its successor, or will never have one."""
        held, self._held = self._held, None
        if held is None or held.counts is None:
            return
        if verdict is Verdict.OK and _alone(held.counts, self._given_counts, next_counts):
            verdict = Verdict.SLEW
        if verdict is Verdict.OK:
            self._given_counts = held.counts
            self.verdict_counts[verdict] += 1
            self._decided.append(held)
        else:
            self._decide(verdict, round(held.t_s * 1e9))

    def _decide(self, verdict: Verdict, seen_ns: int) -> None:
        """A word is refused."""
        self.verdict_counts[verdict] += 1
        self._decided.append(Reading(None, verdict, seen_ns / 1e9))


def _sound_in_form(verdict: Verdict) -> bool:
    """Whether a word came through the wire as a word should, whatever it says."""
    return verdict in (Verdict.OK, Verdict.STRADDLED, Verdict.SATURATED, Verdict.TRAILING_ONES)


def _alone(counts: int, before_counts: int | None, after_counts: int | None) -> bool:
    """Whether a word sticks out: neither the one before nor the one after vouches for it, nor is it on the way between them.

    >>> _alone(5_000_000, 1000, 1200), _alone(5_000_000, 1000, 5_100_000), _alone(700_000, 0, 1_400_000)
    (True, False, False)
    >>> _alone(5_000_000, None, None), _alone(5_000_000, 1000, None)
    (False, True)
    """
    neighbours = [each for each in (before_counts, after_counts) if each is not None]
    if not neighbours or any(abs(counts - each) <= SLEW_COUNTS for each in neighbours):
        return False
    return len(neighbours) == 1 or not min(neighbours) <= counts <= max(neighbours)
