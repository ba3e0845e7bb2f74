"""The guided calibration, fed with frames of a chair on which masses are put."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placing import CORNERS, CROSS, NINE, Bench, known_on, seat_of_four

from chairpi.calibration.guided import GuidedCalibration
from chairpi.calibration.guided_actions import AFTER, FIELDS, MEASURES, ActionRefused, Step
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.weighing.weigher import Weigher
from chairpi.simulate.chair import simulated_chair

FOUR = seat_of_four()
FL, FR, RL, RR = FOUR.names
NOMINAL = Calibration((84_213.0, -131_720.0, 40_964.0, -12_345.0), (4375.0,) * 4)


class Guide:
    """Somebody who calibrates a chair and does as told."""

    def __init__(self, *, spoiled: int | None = 5, calibration: Calibration = NOMINAL) -> None:
        self.bench = Bench(FOUR, NOMINAL)
        if spoiled is not None:
            self.bench.placed.spoil(spoiled)
        self.guided = GuidedCalibration(FOUR, calibration)
        self.guided.act("start")

    @property
    def state(self) -> dict:
        return self.guided.state()

    def frames(self, n: int, shake_n: float = 0.0, *, doubtful: bool = False) -> None:
        for _ in range(n):
            self.guided.receive(self.bench.frame(shake_n), doubtful=doubtful)

    def do(self, action: str, **fields: object) -> dict:
        """One action that measures, to its end."""
        shake_n = fields.pop("shake_n", 0.0)
        self.guided.act(action, fields)
        for _ in range(250):
            if not self.guided.measuring:
                break
            self.frames(1, shake_n)
        return self.state

    def empty(self) -> dict:
        self.bench.placed.place(0.0)
        return self.do("tare")

    def known(self, mass_kg: float, ap_mm: float, ml_mm: float) -> dict:
        self.bench.placed.place(mass_kg, ap_mm, ml_mm)
        return self.do("known", mass_kg=mass_kg, ap_mm=ap_mm, ml_mm=ml_mm)

    def press(self, cell: str, kilograms: float = 6.0) -> dict:
        place = next((one.ap_mm, one.ml_mm) for one in FOUR.cells if one.name == cell)
        self.bench.placed.place(kilograms, *place)
        return self.do("wiring", cell=cell)

    def follow(self) -> dict:
        """Do what is suggested until there is nothing more to do but finish."""
        self.empty()
        while self.state["next"]["action"] != "finish":
            following = dict(self.state["next"])
            action = following.pop("action")
            place = {"span": (0.0, 0.0), "known": (following.get("ap_mm"), following.get("ml_mm"))}.get(action)
            if place is None:
                place = next((one.ap_mm, one.ml_mm) for one in FOUR.cells if one.name == following["cell"])
            self.bench.placed.place(20.0, *place)
            self.do(action, **following, **({"mass_kg": 20.0} if action == "span" else {}))
        return self.state

    def error_mm(self) -> float:
        """Root mean square error of the centre, of 70 kg at many places, by the result."""
        calibration = self.guided.calibration
        mixing = np.array(self.bench.placed.mixing)
        places = [(ap, ml) for ap in (-80.0, -20.0, 60.0) for ml in (-70.0, 0.0, 75.0)]
        known = known_on(FOUR, mixing, places, 70.0)
        weigher = Weigher(FOUR, calibration)
        loads = weigher.loads(np.array(NOMINAL.zero_counts) + np.array(NOMINAL.counts_per_n) * known.force_n)
        ap_mm, ml_mm = weigher.centre_of_pressure(loads)
        return math.sqrt(float(np.mean((ap_mm - known.ap_mm) ** 2 + (ml_mm - known.ml_mm) ** 2)))


def test_following_the_suggestions_makes_a_map_of_nine_places():
    guide = Guide()
    state = guide.follow()
    guide.guided.act("finish")

    assert (state["method"], len(state["placements"]), state["can_finish"]) == ("map", 9, True)
    assert state["condition"] < 2.0
    assert state["before"]["cop_rms_mm"] > 2.0
    assert state["after"]["cop_rms_mm"] < 0.2
    assert state["after"]["left_out"]
    assert guide.error_mm() < 0.2
    assert guide.state["step"] == "finished"
    assert "Error before: " in guide.state["result"]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_whatever_the_cells_are_the_centre_is_found(seed):
    guide = Guide(spoiled=seed)
    guide.follow()
    guide.guided.act("finish")

    assert guide.error_mm() < 0.2


def test_the_state_is_plain_json_at_every_moment():
    guide = Guide()
    states = [GuidedCalibration(FOUR, NOMINAL).state(), guide.state]
    guide.guided.act("tare")
    guide.frames(20)
    states.append(guide.state)
    guide.frames(60)
    guide.guided.act("wiring")
    guide.frames(60)
    guide.press(FL)
    guide.known(10.0, 0.0, 0.0)
    states.append(guide.state)

    for state in states:
        assert json.loads(json.dumps(state, allow_nan=False)) == state
    assert {tuple(state) for state in states} == {tuple(states[0])}


def test_a_cross_without_corners_is_refused_with_its_condition_number():
    guide = Guide()
    guide.empty()
    for place in CROSS:
        state = guide.known(10.0, *place)

    assert state["condition"] > 100
    assert not state["can_finish"]
    with pytest.raises(ActionRefused, match="load each corner"):
        guide.guided.act("finish")
    assert guide.guided.calibration is None


def test_corners_after_a_refused_cross_make_it_whole():
    guide = Guide()
    guide.empty()
    for place in CROSS:
        guide.known(10.0, *place)
    for cell, place in zip(FOUR.names, CORNERS, strict=True):
        guide.bench.placed.place(10.0, *place)
        state = guide.do("corner", cell=cell)

    assert (state["method"], state["can_finish"]) == ("map", True)


@pytest.mark.parametrize(
    ("places", "method", "has_map"),
    [
        pytest.param([], "zero", False, id="zero alone"),
        pytest.param([(0.0, 0.0)], "span", False, id="one mass in the middle"),
        pytest.param(CORNERS, "corners", False, id="corners"),
        pytest.param(NINE, "map", True, id="nine places"),
    ],
)
def test_the_best_calibration_that_the_places_allow_is_made(places, method, has_map):
    guide = Guide()
    guide.empty()
    for place in places:
        guide.known(20.0, *place)
    state = guide.state
    guide.guided.act("finish")

    assert state["method"] == method
    assert (guide.guided.calibration.seat_map is not None) == has_map


def test_a_new_zero_or_scale_keeps_the_map_that_is_in_use():
    guide = Guide()
    guide.follow()
    guide.guided.act("finish")
    mapped = guide.guided.calibration
    guide.guided.act("start")
    guide.empty()
    guide.bench.placed.place(20.0)
    guide.do("span", mass_kg=20.0)
    guide.guided.act("finish")

    np.testing.assert_allclose(guide.guided.calibration.seat_map, mapped.seat_map)
    assert guide.guided.calibration.counts_per_n == pytest.approx(mapped.counts_per_n, rel=0.01)


def test_postures_of_one_person_with_the_feet_off_make_gains():
    guide = Guide()
    guide.empty()
    for place in [(120.0, 120.0), (120.0, -120.0), (-110.0, 120.0), (-110.0, -120.0), (0.0, 0.0), (60.0, 0.0)]:
        guide.bench.placed.place(62.0, *place)
        state = guide.do("feet_off", mass_kg=62.0, shake_n=1.0)

    assert (state["method"], state["n_postures"], state["can_finish"]) == ("feet_off", 6, True)
    assert state["after"]["total_rms_kg"] < state["before"]["total_rms_kg"] / 5


@pytest.mark.parametrize("action", ["tare", "span", "feet_off", "wiring"])
def test_what_does_not_come_to_rest_is_refused_in_words(action):
    guide = Guide()
    if action == "wiring":
        guide.bench.placed.place(0.0)
    elif action != "tare":
        guide.empty()
        guide.bench.placed.place(60.0)
    fields = {"mass_kg": 60.0} if action in ("span", "feet_off") else {}
    before = guide.state["done"]
    state = guide.do(action, shake_n=20.0, **fields)

    assert state["measuring"] is None
    assert any(words in state["refusal"] for words in ("did not come to rest", "your weight on the seat changed"))
    assert state["done"] == before


def test_a_silent_seat_cell_is_named():
    guide = Guide()
    guide.guided.act("tare")
    for _ in range(210):
        frame = guide.bench.frame()
        guide.guided.receive(Frame(frame.t_s, (*frame.counts[:2], None, frame.counts[3])))

    assert "no reading from rear left" in guide.state["refusal"]


def test_a_silent_backrest_cell_keeps_its_zero():
    seat, truth = simulated_chair()
    guided, bench = GuidedCalibration(seat, truth), Bench(seat, truth)
    guided.act("start")
    guided.act("tare")
    for _ in range(60):
        frame = bench.frame()
        guided.receive(Frame(frame.t_s, (*frame.counts[:4], None, frame.counts[5])))
    guided.act("finish")

    assert guided.calibration.zero_counts[4] == truth.zero_counts[4]
    assert guided.calibration.zero_counts[0] == pytest.approx(truth.zero_counts[0], abs=50)


def test_a_gap_begins_the_measurement_anew():
    guide = Guide()
    guide.guided.act("tare")
    guide.frames(45)
    guide.bench.t_s += 30.0
    guide.frames(45)

    assert guide.guided.measuring


def test_somebody_on_the_seat_is_no_zero_unless_the_person_is_sure():
    guide = Guide()
    guide.bench.placed.place(70.0)
    refusal = guide.do("tare")["refusal"]
    state = guide.do("tare", sure=True)

    assert "kg lie on the seat, so its zero was not set" in refusal
    assert state["step"] == "placing"


def test_a_mass_that_is_not_there_is_refused():
    guide = Guide()
    guide.empty()

    assert "and not 20 kg" in guide.do("span", mass_kg=20.0)["refusal"]


def test_a_mass_over_the_other_corner_is_refused():
    guide = Guide()
    guide.empty()
    guide.bench.placed.place(10.0, 150.0, 150.0)

    assert (
        "most of the mass came to front right, and not to front left"
        in guide.do("corner", mass_kg=10.0, cell=FL)["refusal"]
    )


def test_a_placement_that_contradicts_the_others_is_named():
    guide = Guide()
    guide.follow()
    guide.bench.placed.place(20.0, 75.0, 75.0)
    state = guide.do("known", ap_mm=-75.0, ml_mm=75.0)

    assert not state["can_finish"]
    assert "placement 10 (20 kg at -75:75 mm) does not fit the others" in state["why_not"]


def test_undo_takes_back_exactly_one_step():
    guide = Guide()
    guide.empty()
    before = guide.known(10.0, 0.0, 0.0)
    guide.known(10.0, 75.0, 75.0)
    guide.guided.act("undo")
    after = guide.state
    varying = {"cells", "total_kg", "cop_ap_mm", "cop_ml_mm", "text"}

    assert {k: v for k, v in after.items() if k not in varying} == {k: v for k, v in before.items() if k not in varying}


def test_undo_after_finishing_gives_the_calibration_of_before():
    guide = Guide()
    guide.empty()
    guide.guided.act("finish")
    assert guide.guided.calibration != NOMINAL
    guide.guided.act("undo")

    assert guide.guided.calibration == NOMINAL


def test_undo_of_the_zero_leads_back_to_the_empty_seat():
    guide = Guide()
    guide.empty()
    guide.guided.act("undo")

    assert guide.state["step"] == "empty"
    with pytest.raises(ActionRefused, match="nothing to take back"):
        guide.guided.act("undo")


def test_cancel_ends_a_measurement_first_and_the_calibration_then():
    guide = Guide()
    guide.empty()
    guide.guided.act("tare")
    guide.guided.act("cancel")
    assert guide.state["step"] == "placing"
    guide.guided.act("cancel")

    assert guide.state["step"] == "idle"
    assert guide.guided.calibration is None


def test_while_something_is_measured_only_cancel_is_possible():
    guide = Guide()
    guide.guided.act("tare")

    assert guide.state["actions"] == ["cancel"]
    with pytest.raises(ActionRefused, match="being measured"):
        guide.guided.act("finish")


@pytest.mark.parametrize(
    ("action", "fields", "why"),
    [
        pytest.param("dance", {}, "unknown action 'dance'", id="unknown action"),
        pytest.param("corner", {"mass_kg": 10.0}, "cell must be said", id="no cell"),
        pytest.param("corner", {"cell": "seat_middle"}, "no seat cell is called", id="unknown cell"),
        pytest.param(
            "known", {"ap_mm": 0.0, "ml_mm": 900.0}, "ml_mm is a number from -500 to 500", id="beyond the seat"
        ),
        pytest.param("span", {"mass_kg": True}, "mass_kg is a number", id="no number"),
        pytest.param("span", {"mass_kg": math.nan}, "mass_kg is a number", id="not a number"),
        pytest.param("span", {}, "the mass in kilograms must be said", id="no mass yet"),
        pytest.param("tare", {"mass_kg": 1.0}, "unknown field 'mass_kg'", id="unknown field"),
        pytest.param("tare", {"sure": "yes"}, "sure is true or false", id="no yes or no"),
        pytest.param("wiring", {"accept": True}, "nothing to accept", id="nothing to accept"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(action, fields, why):
    guide = Guide()
    guide.empty()
    before = guide.state

    with pytest.raises(ActionRefused, match=why):
        guide.guided.act(action, fields)
    assert guide.state == before


@pytest.mark.parametrize(
    ("step", "action"), [(step, action) for step in Step for action in FIELDS if action not in AFTER[step]]
)
def test_what_the_table_does_not_allow_is_refused(step, action):
    guide = Guide()
    if step is Step.IDLE:
        guide.guided.act("cancel")
    if step in (Step.PLACING, Step.FINISHED):
        guide.empty()
    if step is Step.FINISHED:
        guide.guided.act("finish")
    before = guide.state

    assert before["step"] == step
    assert action not in before["actions"]
    with pytest.raises(ActionRefused):
        guide.guided.act(action)
    assert guide.state == before


def test_each_measurement_lasts_three_to_five_seconds_but_a_press():
    assert {kind for kind, measure in MEASURES.items() if not 3.0 <= measure.length_s <= 5.0} == {"press"}
    assert all(measure.patience_s >= 2 * measure.length_s for measure in MEASURES.values())


def test_pressing_before_the_seat_was_at_rest_is_refused():
    with pytest.raises(ActionRefused, match="at rest first"):
        Guide().guided.act("wiring", {"cell": FL})


def test_a_press_that_is_too_weak_is_refused():
    guide = Guide()
    guide.empty()

    assert "press harder" in guide.press(FL, 0.5)["refusal"]


def test_swapped_and_inverted_cells_are_found_and_accepted_in_software():
    guide = Guide(spoiled=None)
    guide.bench.placed.rewire(swap=(FL, FR), invert=(RR,))
    guide.bench.placed.place(0.0)
    guide.do("wiring")
    for cell in FOUR.names:
        state = guide.press(cell)
    assert (state["wiring"]["swapped"], state["wiring"]["inverted"]) == ([FL, FR], [RR])
    assert state["wiring"]["acceptable"]
    guide.guided.act("wiring", {"accept": True})
    guide.empty()
    guide.guided.act("finish")
    accepted = guide.guided.calibration

    assert accepted.counts_per_n == (4375.0, 4375.0, 4375.0, -4375.0)
    assert accepted.seat_map == ((1.0,) * 4, (150.0, 150.0, -150.0, -150.0), (150.0, -150.0, -150.0, 150.0))
    assert guide.error_mm() < 0.1


def test_a_map_can_be_made_after_wires_were_accepted():
    guide = Guide()
    guide.bench.placed.rewire(swap=(FL, RR), invert=(RL,))
    guide.bench.placed.place(0.0)
    guide.do("wiring")
    for cell in FOUR.names:
        guide.press(cell)
    guide.guided.act("wiring", {"accept": True})
    state = guide.follow()
    guide.guided.act("finish")

    assert (state["method"], state["refusal"]) == ("map", None)
    assert guide.error_mm() < 0.2


def test_noise_at_rest_is_told_in_grams():
    guide = Guide(spoiled=None)
    state = guide.do("wiring")

    assert [one["cell"] for one in state["noise"]] == list(FOUR.names)
    assert all(1.0 < one["noise_g"] < 3.0 for one in state["noise"])


def test_while_the_supply_is_too_low_nothing_is_measured_and_all_else_can_be_done():
    guide = Guide()
    guide.empty()
    guide.frames(50)
    guide.frames(50, doubtful=True)

    for action, fields in (("tare", {}), ("span", {"mass_kg": 20.0}), ("wiring", {})):
        with pytest.raises(ActionRefused, match="the supply voltage is too low just now"):
            guide.guided.act(action, fields)
    assert "The supply voltage is too low just now" in guide.state["text"]
    assert [done["action"] for done in guide.state["done"]] == ["tare"]
    guide.guided.act("finish")
    assert guide.guided.calibration is not None


def test_a_measurement_into_which_the_supply_gives_way_is_not_kept_and_is_made_again_when_it_is_fine():
    guide = Guide()
    guide.empty()
    guide.frames(40)
    guide.bench.placed.place(20.0)
    guide.guided.act("span", {"mass_kg": 20.0})
    guide.frames(20)
    guide.frames(1, doubtful=True)
    meanwhile = guide.state
    guide.frames(20)
    guide.do("span", mass_kg=20.0)

    assert (meanwhile["measuring"], "became too low meanwhile" in meanwhile["refusal"]) == (None, True)
    assert meanwhile["placements"] == []
    assert (len(guide.state["placements"]), guide.state["refusal"]) == (1, None)


@pytest.mark.parametrize(("frames_later", "kept"), [(10, False), (29, False), (31, True)])
def test_what_was_measured_just_before_the_supply_was_known_to_be_too_low_is_taken_back(frames_later: int, kept: bool):
    guide = Guide()
    guide.empty()
    guide.frames(frames_later - 1)
    guide.frames(1, doubtful=True)

    assert [done["action"] for done in guide.state["done"]] == ["tare"] * kept
    assert ("taken back" in (guide.state["refusal"] or "")) == (not kept)
