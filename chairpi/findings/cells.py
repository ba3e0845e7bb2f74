"""Each load cell: what its chip did, and what that means."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chairpi.findings.finding import Finding, State, roughly, subject_label
from chairpi.findings.verdicts import ACCEPTED, FLOATING, SETTLING, Wires, meaning
from chairpi.language.words import _, number_text, translated

G_0 = 9.80665
"""Standard gravity [m/s²]: newtons as grams."""
LOST_S = 1.5
"""A cell without a reading for so long is lost; the same as the core's."""
WATCH_REFUSED_FRACTION = 0.05
"""More refusals than this are worth a word. Our choice: a busy Zero 2 W refuses a few in a hundred, and nobody notices."""
FEWEST_READS = 20
"""Shares of fewer looks than this [2 s at 10 per second] say nothing."""
RESTLESS_TIMES, RESTLESS_G = 20.0, 30.0
"""A cell that is so many times as noisy as its neighbours, and noisier than this, has a loose contact: a sitter who moves is felt by
all of them. Our choice; the chip's own noise is 0.6 g (HX711 data sheet: 50 nV; a 50 kg cell of 1 mV/V)."""
FLOATING_FRACTION = 0.05
"""A wire that nothing holds is now low and now high, so its refusals are of more than one kind; a wire that is held shows one."""
SLOWEST_HZ, FASTEST_HZ = 7.0, 120.0
"""An HX711's oscillator sets 10 or 80 conversions per second, up to a fifth off (11.68 and 93.4 were measured:
github.com/olkal/HX711_ADC, issue 81)."""
FAST_HZ = 40.0
"""Between the two rates that an HX711 knows."""


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What is known of one cell's chip.

    Parameters
    ----------
    cell
        Its name.
    lost
        Whether it is without a trustworthy reading.
    age_s
        Since its last one [s]; `None` when there was none.
    rate_hz, period_s
        Readings per second, and the chip's own time of one conversion [s].
    noise_counts, noise_g
        From reading to reading, root mean square [counts], and as a mass by the calibration [g].
    n_reads
        Looks at the chip that ended in a verdict.
    verdict_counts
        How often each was given since the start.
    recent_counts
        The same for the last few seconds; the same as `verdict_counts` when nothing else is known.
    high_median_us, high_p99_us, high_max_us
        How long PD_SCK was high [us].
    wires
        Where it is connected.
    """

    cell: str
    lost: bool
    age_s: float | None = None
    rate_hz: float | None = None
    period_s: float | None = None
    noise_counts: float | None = None
    noise_g: float | None = None
    n_reads: int = 0
    verdict_counts: Mapping[str, int] = field(default_factory=dict)
    recent_counts: Mapping[str, int] = field(default_factory=dict)
    high_median_us: float | None = None
    high_p99_us: float | None = None
    high_max_us: float | None = None
    wires: Wires = field(default_factory=Wires)

    @property
    def label(self) -> str:
        """The name as a person says it."""
        return subject_label(self.cell)

    @property
    def refused_fraction(self) -> float | None:
        """The share of looks since the start that were refused; `None` when there were too few."""
        return _refused_fraction(self.verdict_counts)

    @property
    def conversion_hz(self) -> float | None:
        """How often the chip converts [1/s]."""
        return 1.0 / self.period_s if self.period_s else None

    @property
    def reason(self) -> str | None:
        """The verdict that most refusals have, of late where that is known; `None` without any."""
        for counts in (self.recent_counts, self.verdict_counts):
            refused = _refused(counts)
            if refused:
                return next(iter(refused))
        return SETTLING if self.recent_counts.get(SETTLING) else None


def cell_facts(
    entry: Mapping[str, Any],  # one object of a JSON message
    *,
    wires: Wires,
    counts_per_n: float | None,
    earlier: Mapping[str, Any] | None = None,  # the same
) -> CellFacts:
    """Facts from what a reader or the sensor process says of one cell's health.

    Parameters
    ----------
    entry
        `chairpi.readers.health.CellHealth` as a mapping, with `lost` where the sensor process says so.
    wires
        Where the cell is connected.
    counts_per_n
        The cell's span [counts/N], for grams; `None` when it is not known.
    earlier
        The same as `entry`, some seconds before.
    """
    verdict_counts = {str(verdict): int(n) for verdict, n in (entry.get("verdict_counts") or {}).items() if n}
    before = (earlier or {}).get("verdict_counts") or {}
    recent = {verdict: n - before.get(verdict, 0) for verdict, n in verdict_counts.items()}
    if any(n < 0 for n in recent.values()):  # the sensor process was started anew in between
        recent = verdict_counts
    age_s, noise_counts = entry.get("age_s"), entry.get("noise_counts")
    return CellFacts(
        cell=str(entry["cell"]),
        lost=bool(entry.get("lost", age_s is None or age_s > LOST_S)),
        age_s=age_s,
        rate_hz=entry.get("rate_hz"),
        period_s=entry.get("period_s"),
        noise_counts=noise_counts,
        noise_g=None if noise_counts is None or not counts_per_n else noise_counts / abs(counts_per_n) / G_0 * 1000,
        n_reads=int(entry.get("n_reads", 0)),
        verdict_counts=verdict_counts,
        recent_counts={verdict: n for verdict, n in recent.items() if n},
        high_median_us=entry.get("high_median_us"),
        high_p99_us=entry.get("high_p99_us"),
        high_max_us=entry.get("high_max_us"),
        wires=wires,
    )


def cell_finding(facts: CellFacts, others_g: float | None = None) -> Finding:
    """How one cell is; `others_g` is the usual noise of the others [g]."""
    reason = facts.reason
    if facts.lost:
        says, do = _("No reading comes from it."), _("Check its plug and its wires, then look again.")
        if reason is not None:
            told = FLOATING if _floats(facts) else meaning(reason)
            says, do = f"{says} {translated(told.says)}", _do(told.do, facts.wires)
        return Finding(facts.cell, State.TROUBLE, says, do)
    if facts.age_s is None:
        return Finding(facts.cell, State.UNKNOWN, _("It has not been read yet."), _("Look again in a moment."))
    summary = _summary(facts)
    refused_fraction = _refused_fraction(facts.recent_counts)
    if reason is not None and refused_fraction is not None and refused_fraction > WATCH_REFUSED_FRACTION:
        told = meaning(reason)
        refused = _(
            "It gives readings, but %(share)s%% of the last looks were refused.",
            share=number_text(100 * refused_fraction),
        )
        says = f"{refused} {translated(told.says)} {summary}"
        return Finding(facts.cell, State.WATCH, says, _do(told.do, facts.wires))
    conversion_hz = facts.conversion_hz
    if conversion_hz is not None and not SLOWEST_HZ <= conversion_hz <= FASTEST_HZ:
        odd = _(
            "It converts %(rate_hz)s times a second, which no HX711 is made for.", rate_hz=number_text(conversion_hz, 1)
        )
        says = f"{odd} {summary}"
        return Finding(
            facts.cell, State.WATCH, says, _("Check its board's oscillator (XI to ground) and its RATE pin.")
        )
    if (
        others_g is not None
        and facts.noise_g is not None
        and facts.noise_g > max(RESTLESS_G, RESTLESS_TIMES * others_g)
    ):
        restless = _(
            "Its number is restless: the others have a noise of %(others_g)s g.", others_g=number_text(others_g, 1)
        )
        says = f"{restless} {summary}"
        do = _("Look for a loose contact between load cell and board, and for a mains cable beside the wires.")
        return Finding(facts.cell, State.WATCH, says, do)
    return Finding(facts.cell, State.GOOD, summary)


def cells_findings(cells: Sequence[CellFacts]) -> tuple[Finding, ...]:
    """How each cell is, and what only all of them together show, first."""
    together = []
    if cells and all(cell.lost for cell in cells):
        together.append(
            Finding(
                "all_cells",
                State.TROUBLE,
                _("None of the %(n)s cells gives a reading, so the cause is likely one that they share.", n=len(cells)),
                _(
                    "Check the ground and the supply that all boards share, and that the pins in the configuration are those of the "
                    "wiring. Without a chair, `chairpi demo` shows a simulated one."
                ),
            )
        )
    rates = [cell for cell in cells if cell.conversion_hz is not None and not cell.lost]
    fast = [cell.label for cell in rates if (cell.conversion_hz or 0.0) > FAST_HZ]
    if fast and len(fast) < len(rates):
        says = _("Some boards convert 80 times a second (%(cells)s), the others 10 times.", cells=", ".join(fast))
        together.append(
            Finding(
                "rates", State.WATCH, says, _("Set the RATE pin of all boards alike: 10 a second is the quieter one.")
            )
        )
    return (*together, *(cell_finding(cell, _others_g(cell, cells)) for cell in cells))


def _others_g(cell: CellFacts, cells: Sequence[CellFacts]) -> float | None:
    """The middle one of the other cells' noises [g]."""
    noises_g = [other.noise_g for other in cells if other is not cell and not other.lost and other.noise_g is not None]
    return statistics.median(noises_g) if noises_g else None


def _floats(facts: CellFacts) -> bool:
    """Whether DOUT seems to be held by nobody."""
    refused = _refused(facts.recent_counts)
    n_framing, n_others = refused.get("framing", 0), refused.get("not_ready", 0) + refused.get("early", 0)
    return min(n_framing, n_others) > FLOATING_FRACTION * sum(refused.values())


def _summary(facts: CellFacts) -> str:
    parts = []
    if facts.rate_hz is not None:
        parts.append(_("%(rate_hz)s readings a second", rate_hz=number_text(facts.rate_hz, 1)))
    if facts.noise_g is not None:
        moved = facts.noise_g > RESTLESS_G
        noise_g = number_text(facts.noise_g, 0 if moved else 1)
        parts.append(
            _("noise %(noise_g)s g while its load moved", noise_g=noise_g)
            if moved
            else _("noise %(noise_g)s g", noise_g=noise_g)
        )
    if facts.refused_fraction is not None:
        parts.append(_("%(share)s of its readings were sound", share=percent(1.0 - facts.refused_fraction)))
    if facts.age_s is not None and facts.age_s > 1.0:
        parts.append(_("the last one is %(age)s old", age=roughly(facts.age_s)))
    text = ", ".join(parts) or _("it gives readings")
    return f"{text[:1].upper()}{text[1:]}."


def percent(fraction: float) -> str:
    """A share, so that 100 % means all and 0 % none.

    >>> percent(1.0), percent(0.99997), percent(0.12), percent(0.0001), percent(0.0)
    ('100 %', '99.9 %', '12.0 %', 'under 0.1 %', '0 %')
    """
    if fraction in (0.0, 1.0):
        return _("%(share)s %%", share=number_text(100 * fraction))
    if fraction < 0.001:
        return _("under %(share)s %%", share=number_text(0.1, 1))
    return _("%(share)s %%", share=number_text(min(99.9, 100 * fraction), 1))


def _do(template: str, wires: Wires) -> str:
    return _(template, dout=wires.dout, pd_sck=wires.pd_sck)


def _refused(counts: Mapping[str, int]) -> dict[str, int]:
    refused = {verdict: n for verdict, n in counts.items() if verdict not in (ACCEPTED, SETTLING) and n}
    return dict(sorted(refused.items(), key=lambda item: -item[1]))


def _refused_fraction(counts: Mapping[str, int]) -> float | None:
    refused = sum(_refused(counts).values())
    looked = refused + counts.get(ACCEPTED, 0)
    return refused / looked if looked >= FEWEST_READS else None
