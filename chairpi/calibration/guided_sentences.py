"""Every sentence of the guided calibration, as a template: the sensor process says it in English, the pages in the reader's language.

Values stand as `%(name)s`. Whoever shows such a sentence recognises it by its template, so each has its own wording.
"""

from __future__ import annotations

from chairpi.language.words import N_

MEASURING = {
    "tare": N_("Measuring the empty seat. Leave it alone for a moment."),
    "span": N_("Measuring the mass in the middle. Leave it alone for a moment."),
    "corner": N_("Measuring the mass over %(cell)s. Leave it alone for a moment."),
    "known": N_("Measuring the mass %(place)s. Leave it alone for a moment."),
    "feet_off": N_("Measuring this posture. Feet off the floor, back off the backrest, keep still."),
    "rest": N_("Measuring the seat at rest. Leave it alone for a moment."),
    "press": N_("Press firmly on the seat over %(cell)s, on nothing else, and hold until it is measured."),
}

NEXT = {
    "idle": N_(
        "Begin when you have five minutes and something whose mass you know, such as a full ten-litre can. "
        "Let the chair run for ten minutes first, so that it is warm."
    ),
    "tare": N_("Take everything off the seat, step back, and set the zero."),
    "press": N_("Press with one hand on the seat over %(cell)s, and hold while it is measured."),
    "accept": N_(
        "The wiring check found something that can be put right in software. Accept it, or change the wires and begin again."
    ),
    "span": N_("Put the mass in the middle of the seat and measure it. It must touch nothing but the seat."),
    "corner": N_("Put the mass over %(cell)s and measure it."),
    "known": N_(
        "Put the mass with its middle %(place)s and measure it. Or finish: every place more makes the map better."
    ),
    "finish": N_("All places are measured. Look at the figures and finish."),
    "supply": N_(
        "The supply voltage is too low just now, so nothing can be measured. What is measured already stays; go on when it is fine again."
    ),
    "finished": N_("The new calibration is in use. Take everything off the seat. Undo goes back to the one before."),
}

UNSTEADY_PERSON = N_(
    "your weight on the seat changed, so this posture was not measured; hold still for five seconds, and let nothing but the seat "
    "carry you"
)

JUDGED_BY_ITSELF = N_("on the very measurements it was made from, which flatters it")

METHODS = {
    "zero": N_("the zero only"),
    "span": N_("zero, and one scale for all cells"),
    "feet_off": N_("zero, and a gain for each cell from one person's postures"),
    "corners": N_("zero, and a gain for each cell"),
    "map": N_("zero, a gain for each cell, and a map of the whole seat"),
}
"""By `chairpi.calibration.best_fit.Method`."""

WHY_NOT = {
    "idle": N_("begin the calibration first"),
    "empty": N_("set the zero with the seat empty first"),
    "placing": N_("that is not possible at this point"),
    "finished": N_("this calibration is finished; start a new one"),
}
"""By `chairpi.calibration.guided_actions.Step`."""

IN_FRONT = N_("%(ap_mm)s mm in front of the middle")
BEHIND = N_("%(ap_mm)s mm behind the middle")
TO_THE_RIGHT = N_("%(ml_mm)s mm to the right of the middle")
TO_THE_LEFT = N_("%(ml_mm)s mm to the left of the middle")
FRONT_RIGHT = N_("%(ap_mm)s mm in front of the middle and %(ml_mm)s mm to the right")
FRONT_LEFT = N_("%(ap_mm)s mm in front of the middle and %(ml_mm)s mm to the left")
REAR_RIGHT = N_("%(ap_mm)s mm behind the middle and %(ml_mm)s mm to the right")
REAR_LEFT = N_("%(ap_mm)s mm behind the middle and %(ml_mm)s mm to the left")
IN_THE_MIDDLE = N_("in the middle")
PLACES = {
    (0, 0): IN_THE_MIDDLE, (1, 0): IN_FRONT, (-1, 0): BEHIND, (0, 1): TO_THE_RIGHT, (0, -1): TO_THE_LEFT,
    (1, 1): FRONT_RIGHT, (1, -1): FRONT_LEFT, (-1, 1): REAR_RIGHT, (-1, -1): REAR_LEFT,
}  # fmt: skip
"""By the side in front of the middle (1) or behind it (-1), and by that to the right (1) or the left (-1)."""

UNSTEADY = N_(
    "%(cells)s did not come to rest, so nothing was measured; let go of the seat, wait until nothing swings and ask again"
)
SILENT = N_(
    "no reading from %(cells)s, so nothing was measured; look at its wires, and at what chairpi doctor says of it"
)
RESULT = N_("New calibration: %(method)s.")
RESULT_ERRORS = N_("Error before: %(before)s; after: %(after)s.")
JUDGED_ALONE = N_("Each placement was judged by a fit that had not seen it.")
JUDGED_BY_ITSELF = N_("That is judged on the very measurements it was made from, which flatters it.")
NO_BETTER = N_("That is no better than before on these placements.")
ERRORS = N_("%(total_g)s g")
ERRORS_WITH_PLACE = N_("%(total_g)s g and %(cop_mm)s mm")
TOO_FEW_PLACES = N_("too few places as yet to tell the cells apart")
CONDITION_GOOD = N_("condition number %(condition)s (limit %(limit)s): good")
CONDITION_BAD = N_("condition number %(condition)s (limit %(limit)s): these places do not tell the cells apart yet")

NOT_EMPTY = N_(
    "by the calibration in use %(moved_kg)s kg lie on the seat, so its zero was not set; take everything off and ask again. "
    "If the seat is truly empty, as on a chair that was never calibrated, say that you are sure"
)
ZERO_SET = N_("Zero set: %(moved_kg)s kg against the one in use.")
NOT_THE_MASS = N_(
    "the seat reads %(total_kg)s kg and not %(mass_kg)s kg: check that the whole mass is on the seat. If it is, a cell may be "
    "upside down, which the wiring check finds"
)
PLACED = N_("%(mass_kg)s kg %(place)s: read %(total_kg)s kg so far.")
NO_PERSON = N_("the seat reads %(total_kg)s kg, which is no person with the feet off the floor")
POSTURE = N_("Posture %(number)s: %(total_kg)s kg.")
AT_REST = N_("Measured at rest; the most noise is %(noise_g)s g, at %(cell)s.")
NO_ANSWER = N_(
    "no cell answered to %(cell)s with 2 kg and more for two seconds; press harder, right over the cell. If it still does not "
    "answer, look at its wires"
)
PRESSED = N_(
    "%(pressed)s pressed: %(answered)s answered with %(strength_kg)s kg, the next one with %(share)s%% of that."
)
OTHER_CORNER = N_(
    "most of the mass came to %(other)s, and not to %(cell)s: put it right over %(cell)s. If it is there, wires may be swapped, "
    "which the wiring check finds"
)

ONE_FOR_ALL = N_(
    "Only %(cell)s answers, whichever corner is pressed: all load cells seem to be wired together to one HX711, as in a bathroom "
    "scale. Such a chip gives the sum of the four corners. ChairPi can then tell how much lies on the seat but not where, so give "
    "each load cell an HX711 of its own."
)
PRESS_AGAIN_OTHER = N_(
    "%(cell)s must be pressed again, alone and right over its cell: %(answered)s answered, which answered for another corner too."
)
PRESS_AGAIN = N_("%(cell)s must be pressed again, alone and right over its cell: no single cell answered clearly.")
SWAPPED = N_("Where %(cell)s was pressed, %(answered)s answered: wires are swapped, or another corner was pressed.")
INVERTED = N_("The output of %(cell)s falls when it is pressed: it is upside down or two of its wires are swapped.")
IN_SOFTWARE = N_("This can be put right in software: accept it here, or change the wires and check again.")
ALL_ANSWER = N_("Every corner is answered by its own cell, and the right way up.")
ACCEPTED = N_("Wiring accepted as it was found.")

SUPPLY_LOW = N_("the supply voltage is too low just now, so nothing can be measured; go on when it is fine again")
SUPPLY_WAS_LOW = N_(
    "the supply voltage became too low meanwhile, so nothing was measured; when it is fine again, measure this once more"
)
SUPPLY_TOOK_BACK = N_(
    "the supply voltage became too low just then, so the latest measurement was taken back; when it is fine again, measure it once "
    "more"
)
BUSY = N_("something is being measured; wait until it is done, or cancel it")
REST_FIRST = N_("let the seat be measured at rest first, without a corner pressed")
NOTHING_YET = N_("no mass has been measured yet")
NOTHING_TO_UNDO = N_("there is nothing to take back")
PRESS_FIRST = N_("there is nothing to accept: %(cells)s must be pressed first")
ILL_CONDITIONED_FEW = N_(
    "these placements do not tell the cells apart: there are fewer placements than cells, or a cell never answered; load each "
    "corner, right over its cell"
)
ILL_CONDITIONED = N_(
    "these placements do not tell the cells apart: condition number %(condition)s, the limit is %(limit)s. A cross along the "
    "middle lines is not enough; load each corner, right over its cell"
)
NO_LOAD = N_("the cells read no load at all in these postures; set the zero with the seat empty, then sit")
WILD = N_(
    "the cells' answer does not fit this mass within a factor of %(factor)s: check that the whole mass is on the seat and that "
    "every cell answers"
)
CONTRADICTION = N_(
    "placement %(number)s (%(mass_kg)s kg at %(ap_mm)s:%(ml_mm)s mm) does not fit the others, it is %(distance_mm)s mm off: undo "
    "back to it and place the mass again, or check which corner answers to which cell with the wiring check"
)

ALL = (
    *MEASURING.values(),
    *NEXT.values(),
    *METHODS.values(),
    *WHY_NOT.values(),
    UNSTEADY_PERSON,
    JUDGED_BY_ITSELF,
    IN_FRONT,
    BEHIND,
    TO_THE_RIGHT,
    TO_THE_LEFT,
    FRONT_RIGHT,
    FRONT_LEFT,
    REAR_RIGHT,
    REAR_LEFT,
    IN_THE_MIDDLE,
    UNSTEADY,
    SILENT,
    RESULT,
    RESULT_ERRORS,
    JUDGED_ALONE,
    JUDGED_BY_ITSELF,
    NO_BETTER,
    ERRORS,
    ERRORS_WITH_PLACE,
    TOO_FEW_PLACES,
    CONDITION_GOOD,
    CONDITION_BAD,
    NOT_EMPTY,
    ZERO_SET,
    NOT_THE_MASS,
    PLACED,
    NO_PERSON,
    POSTURE,
    AT_REST,
    NO_ANSWER,
    PRESSED,
    OTHER_CORNER,
    ONE_FOR_ALL,
    PRESS_AGAIN_OTHER,
    PRESS_AGAIN,
    SWAPPED,
    INVERTED,
    IN_SOFTWARE,
    ALL_ANSWER,
    ACCEPTED,
    SUPPLY_LOW,
    SUPPLY_WAS_LOW,
    SUPPLY_TOOK_BACK,
    BUSY,
    REST_FIRST,
    NOTHING_YET,
    NOTHING_TO_UNDO,
    PRESS_FIRST,
    ILL_CONDITIONED_FEW,
    ILL_CONDITIONED,
    NO_LOAD,
    WILD,
    CONTRADICTION,
)
"""All of them, for whoever recognises them."""
