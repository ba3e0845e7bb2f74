"""What the chair knows at this moment, put together from its parts."""

from __future__ import annotations

import math

from chairpi.core.chair.parts import Parts
from chairpi.core.now.chair import PAUSED_BY, Now, Paused
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.prompting.shown import prompts_now, signal
from chairpi.core.upright.reference import Shift
from chairpi.core.weighing.load import Load


def now_of(parts: Parts) -> Now | None:
    """The present state; `None` before the first frame."""
    flow = parts.flow
    if flow.latest is None:
        return None
    t_s, occupancy = flow.last_t_s, parts.occupancy.state
    counts, weighed = flow.latest
    load = weighed.above(parts.zero.empty, parts.upright.zero_offset_n)
    seated = occupancy is Occupancy.SEATED
    sitting, judge, prompts = parts.sitting, parts.judge, parts.sitting.prompts
    sitting_s = sitting.bouts.sitting_s(t_s)
    asking = prompts.state.asking
    away_since_t_s = sitting.bouts.away_since_t_s
    return Now(
        t_s=t_s,
        counts=tuple(_or_none(value) for value in counts),
        force_n=tuple(
            _or_none(value - drift_n) for value, drift_n in zip(weighed.force_n, parts.zero.drift_n, strict=True)
        ),
        total_n=_or_none(load.total_n),
        cop_ap_mm=_or_none(load.cop_ap_mm),
        cop_ml_mm=_or_none(load.cop_ml_mm),
        back_upper_n=_or_none(load.back_upper_n),
        back_lower_n=_or_none(load.back_lower_n),
        occupancy=occupancy,
        posture=judge.posture,
        probabilities=judge.probabilities,
        sitting_s=sitting_s,
        next_prompt_s=prompts.due_in_s() if seated else None,
        paused=Paused.NO_CELLS if flow.blind else PAUSED_BY[occupancy],
        away_s=None if away_since_t_s is None else t_s - away_since_t_s,
        slide=judge.slide,
        prompt=None if asking is None else asking.raised,
        reference=parts.upright.reference,
        reference_doubt=judge.doubt,
        still_s=sitting.movement.still_s(t_s) if seated else None,
        shift=_shift(parts, load) if seated else None,
        capturing_s=parts.upright.guided_left_s(t_s),
        stand_after_s=prompts.target_s,
        unknown_s=sitting.bouts.unknown_s,
        prompts=prompts_now(prompts),
        movement=sitting.movement_now(t_s) if seated else None,
        signal=signal(
            prompts,
            fault=flow.blind or bool(flow.cells.lost),
            asks=judge.doubt is not None or parts.zero.asked_kg is not None,
            sitter=parts.sitters.place,
        ),
        sitter_id=parts.sitters.sitter_id,
        suggested_sitter_id=parts.sitters.suggested_id,
        lost_cells=flow.cells.lost_names,
        sure=parts.is_sure,
        warming_up_s=parts.warm_up.left_s(t_s),
        zero_drift_kg=parts.zero.drift_kg,
        empty_load_kg=parts.zero.asked_kg,
        seat_check=parts.checks.now(t_s),
        supply_low=parts.supply.is_low,
        supply_noted_t_s=parts.supply.noted_t_s,
    )


def _shift(parts: Parts, load: Load) -> Shift | None:
    """How far the load is from the reference; unknown until the zero is believed."""
    reference = parts.upright.believed
    if reference is None or not parts.warm_up.over or not math.isfinite(load.cop_ap_mm):
        return None
    ap_mm, ml_mm, ln_load = parts.judge.moved
    return Shift(
        load.cop_ap_mm - reference.cop_ap_mm - ap_mm,
        load.cop_ml_mm - reference.cop_ml_mm - ml_mm,
        load.total_n / (reference.total_n * math.exp(ln_load)) - 1.0,
    )


def _or_none(value: float) -> float | None:
    """A number on its way out of the core, where unknown is `None`."""
    return value if value == value else None
