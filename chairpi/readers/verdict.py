"""Whether one reading of one HX711 may be trusted: a pure function over what was measured while it was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PULSES = 25
"""24 pulses shift the word out; the 25th asks for channel A with gain 128 and lifts DOUT (HX711 data sheet)."""
LOOKS = 8
"""How often DOUT is looked at before and after a word. A floating wire passes by chance once in 2^18."""
AFTER_WORD_S = 100e-6
"""DOUT is looked at again so long after the word [s]: more than the 75 us for which an update can lift a line by chance."""
POWER_DOWN_NS = 60_000
"""PD_SCK high for longer puts the chip to sleep (HX711 data sheet)."""
SUSPECT_NS = 50_000
"""The longest high time that the data sheet allows (T3); between this and power-down it promises nothing."""
TRAILING_ONES = 12
"""A word that ends in this many ones was probably cut short by a reset: 2^n - 1 is the usual spike of a disturbed reading
(github.com/bogde/HX711, issues 83 and 216). One good reading in 4096 is lost to this as well, which nobody will miss."""
LOWEST_WORD = 0x800000
HIGHEST_WORD = 0x7FFFFF


class Verdict(StrEnum):
    """What became of one attempt to read a chip; only `OK` carries a number.

    Some are given by `judge`, from one reading alone; the others by `chairpi.readers.watch.ChipWatch`, from what was around it.
    """

    OK = "ok"
    NOT_READY = "not_ready"
    """No conversion, although one was due."""
    POWERED_DOWN = "powered_down"
    """PD_SCK may have been high for more than 60 us: the chip has probably reset itself."""
    SUSPECT = "suspect"
    """PD_SCK may have been high for 50 to 60 us, which the data sheet does not allow."""
    PULSE_COUNT = "pulse_count"
    """Not exactly 25 pulses: the word is shifted, and the next one may have another gain."""
    FRAMING = "framing"
    """DOUT fell without a new conversion, or was not high after the word: the wire does not carry what the chip says."""
    EARLY = "early"
    """Ready sooner than 0.8 of a period after the word before: no chip does that, but a floating wire does."""
    LATE = "late"
    """The word came after a silence of more than 1.6 periods, or was the last one before it: a wire that breaks in the middle of
    a word, or a chip that resets itself, leaves a number behind that looks faultless, and then is silent."""
    STRADDLED = "straddled"
    """Read so late that the chip may have put the next word into its register meanwhile."""
    SATURATED = "saturated"
    """The lowest or the highest code: the bridge is open, or overloaded."""
    TRAILING_ONES = "trailing_ones"
    """The word ends as a word does that was cut short."""
    FROZEN = "frozen"
    """The very same counts again and again: a chip that converts has noise."""
    SLEW = "slew"
    """Far from the readings before and after it: no load comes and goes within one conversion."""
    SETTLING = "settling"
    """Faultless, but too soon after a reset, a fault or a silence to be trusted."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of one reading.

    Parameters
    ----------
    word
        The 24 bits as the driver gave them; `None` when DOUT rose again before the first pulse.
    pulses
        Rising edges on PD_SCK.
    high_max_ns
        Upper bound of the longest time [ns] that PD_SCK was high.
    framed
        Whether DOUT was high at the 25th pulse and stayed so.
    since_busy_ns
        Time [ns] from the last moment at which DOUT was known to be high, before the reading, to its very end.
    """

    word: int | None
    pulses: int
    high_max_ns: int
    framed: bool
    since_busy_ns: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one attempt to read one chip gave.

    Parameters
    ----------
    counts
        The signed 24-bit result [counts]; `None` unless the verdict is `OK`.
    verdict
        Whether to trust it, and why not.
    t_s
        When the chip was seen ready [s], or was found not to be.
    """

    counts: int | None
    verdict: Verdict
    t_s: float


def judge(measured: Measured, shortest_period_ns: int) -> Verdict:
    """Whether a reading may be trusted.

    Parameters
    ----------
    measured
        What was seen.
    shortest_period_ns
        The shortest time [ns] in which this chip can convert. The present word was ready after DOUT was last seen
        high, so a reading that ends within one such time of that moment cannot meet the next word.

    Returns
    -------
    Verdict
        None that needs to know what was before or comes after: early, late, frozen, slew, settling.

    Notes
    -----
    The first reason found is given, gravest first: a chip that has reset itself also shows wrong framing.
    """
    if measured.word is None:
        # An unread word is replaced once in a period, and DOUT is high for 75 us then. Anything sooner is no HX711.
        return Verdict.NOT_READY if measured.since_busy_ns > shortest_period_ns else Verdict.FRAMING
    if measured.high_max_ns > POWER_DOWN_NS:
        return Verdict.POWERED_DOWN
    if measured.high_max_ns > SUSPECT_NS:
        return Verdict.SUSPECT
    if measured.pulses != PULSES:
        return Verdict.PULSE_COUNT
    if not measured.framed:
        return Verdict.FRAMING
    if measured.since_busy_ns > shortest_period_ns:
        return Verdict.STRADDLED
    if measured.word in (LOWEST_WORD, HIGHEST_WORD):
        return Verdict.SATURATED
    if (measured.word + 1) % 2**TRAILING_ONES == 0:
        return Verdict.TRAILING_ONES
    return Verdict.OK


def signed(word: int) -> int:
    """24 bits of two's complement as a number.

    >>> signed(0x000001), signed(0xFFFFFE), signed(0x800000)
    (1, -2, -8388608)
    """
    return word - 2**24 if word & 0x800000 else word
