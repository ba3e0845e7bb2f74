"""What each verdict of the reader means for the person with the screwdriver.

The names are those of `chairpi.readers.verdict.Verdict`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.language.words import N_, _, translated

ACCEPTED = "ok"
SETTLING = "settling"
"""No refusal to speak of: an HX711 settles for four conversions after each start."""


@dataclass(frozen=True, slots=True)
class Wires:
    """The two lines of one HX711 by their GPIO (BCM) numbers; `None` where the configuration names none."""

    dout_gpio: int | None = None
    pd_sck_gpio: int | None = None

    @property
    def dout(self) -> str:
        """The data line, as a maker finds it."""
        return _line("DOUT", self.dout_gpio)

    @property
    def pd_sck(self) -> str:
        """The clock line, as a maker finds it."""
        return _line("PD_SCK", self.pd_sck_gpio)


HEADER_PINS = {
    0: 27, 1: 28, 2: 3, 3: 5, 4: 7, 5: 29, 6: 31, 7: 26, 8: 24, 9: 21, 10: 19, 11: 23, 12: 32, 13: 33, 14: 8, 15: 10,
    16: 36, 17: 11, 18: 12, 19: 35, 20: 38, 21: 40, 22: 15, 23: 16, 24: 18, 25: 22, 26: 37, 27: 13,
}  # fmt: skip
"""Header pin of each GPIO on the 40-pin header (`pinout`, Raspberry Pi OS)."""


def _line(name: str, gpio: int | None) -> str:
    if gpio not in HEADER_PINS:
        return name
    return _("%(line)s (GPIO %(gpio)s, header pin %(pin)s)", line=name, gpio=gpio, pin=HEADER_PINS[gpio])


@dataclass(frozen=True, slots=True)
class Meaning:
    """A verdict in words.

    Parameters
    ----------
    short
        A few words, for a table.
    says
        What it tells about the cell.
    do
        What to check; `%(dout)s` and `%(pd_sck)s` stand for the cell's own lines.
    """

    short: str
    says: str
    do: str


_BUSY = N_(
    "Nothing on the chair needs a change. If it is often, give the Pi less to do beside, check its supply, or set backend to auto "
    "under [reader], which chooses the quickest way to the pins."
)

MEANINGS = {
    "not_ready": Meaning(
        N_("no conversion ready"),
        N_("Its HX711 never says that a reading is ready: DOUT stays high."),
        N_(
            "Check that its board has power (3.3 V at VDD) and ground, and that the wire of %(dout)s is firm at both ends: a wire that has "
            "come off looks just like this."
        ),
    ),
    "framing": Meaning(
        N_("DOUT does not follow the clock"),
        N_(
            "DOUT does not do what an HX711 does: it should rise after the last clock pulse, and fall only for a new reading."
        ),
        N_(
            "Check the wire of %(pd_sck)s: a chip that does not hear its clock looks like this. Then that of %(dout)s: it may be loose, or "
            "touch ground or its neighbour."
        ),
    ),
    "early": Meaning(
        N_("sooner than the chip can convert"),
        N_("Readings seem to come sooner than an HX711 can convert: the data line is not held by the chip."),
        N_("Check the wire of %(dout)s at both ends, and its pull-up in config.txt. Keep it away from mains cables."),
    ),
    "late": Meaning(
        N_("later than the chip converts"),
        N_("Readings come later than this chip converts, as they do after it has reset itself."),
        N_("Check the power and ground of its board for a loose contact: a short dip resets the chip."),
    ),
    "pulse_count": Meaning(
        N_("not 25 clock pulses"),
        N_("A reading did not take exactly 25 clock pulses, so its bits are not where they belong."),
        N_("Check that nothing else uses %(pd_sck)s, then start the sensor process again."),
    ),
    "powered_down": Meaning(
        N_("clock held high for over 60 µs"),
        N_(
            "The machine was busy in the middle of a reading, and the clock line stayed high for so long that the chip may "
            "have fallen asleep."
        ),
        _BUSY,
    ),
    "suspect": Meaning(
        N_("clock held high for 50 to 60 µs"),
        N_(
            "The machine was busy in the middle of a reading, and the clock line stayed high for longer than the data sheet allows."
        ),
        _BUSY,
    ),
    "straddled": Meaning(
        N_("read across two conversions"),
        N_("The machine was busy, and some readings began so late that the next one may have mixed in."),
        _BUSY,
    ),
    "saturated": Meaning(
        N_("at the end of its range"),
        N_(
            "The converter is at the end of its range: its load cell is open, wired the other way round, or overloaded."
        ),
        N_(
            "Check the four wires between load cell and board (E+, E−, A+, A−) and the two resistors, and that nothing but the "
            "sitter presses."
        ),
    ),
    "trailing_ones": Meaning(
        N_("cut short"),
        N_("Readings end in a long row of ones, as they do when the chip is disturbed while it speaks."),
        N_("Check the ground between this board and the Pi, and keep the wires of %(dout)s and %(pd_sck)s short."),
    ),
    "frozen": Meaning(
        N_("always the same number"),
        N_("The number does not move at all, not even by noise, as a living load cell's always does."),
        N_(
            "Check the supply of its analogue side (E+ and AVDD), then switch the Pi off and on: the converter may have stopped."
        ),
    ),
    "slew": Meaning(
        N_("a jump that no load makes"),
        N_("The number jumps further than any load can make it."),
        N_(
            "Look for a loose contact between load cell and board, and for a mains cable beside the wires. Short, twisted wires help."
        ),
    ),
    SETTLING: Meaning(
        N_("settling after a start"),
        N_("Its HX711 has only just started, and settles."),
        N_(
            "Wait a few seconds. If it stays like this, the chip starts again and again: check the power and ground of its board."
        ),
    ),
}
"""Every verdict but `ok`, in the order in which a reading is doubted."""

FLOATING = Meaning(
    N_("DOUT is held by nobody"),
    N_("DOUT is now high and now low, as a wire is that nobody holds."),
    N_("Check the wire of %(dout)s at both ends, and its pull-up in config.txt."),
)
"""No verdict of its own: several of them, mixed."""

STRANGE = Meaning(
    N_("refused for a reason unknown here"),
    N_("Its readings are refused for a reason that this version has no words for."),
    N_("Start both services again, so that both are of the same version."),
)


def meaning(verdict: str) -> Meaning:
    """A verdict in words; one of a newer sensor process gets words too."""
    return MEANINGS.get(verdict, STRANGE)


def short(verdict: str) -> str:
    """A verdict in a few words, for a table."""
    return _("accepted") if verdict == ACCEPTED else translated(meaning(verdict).short)
