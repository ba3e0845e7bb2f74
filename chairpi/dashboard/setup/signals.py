"""The ninth step: light and sound are tried, and the person says what came through."""

from __future__ import annotations

from collections.abc import Mapping

from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.services import services
from chairpi.errors import LinkError
from chairpi.language.words import N_, _, translated
from chairpi.link.client import send_command

PARTS = {
    "light": (
        N_("I saw the light breathe"),
        N_("The light stayed dark: is its long leg on the resistor, and the resistor on GPIO 23?"),
    ),
    "buzzer": (
        N_("I heard the chime"),
        N_(
            "No chime: is the buzzer on GPIO 24 and ground? One that beeps by itself on a battery needs the setting “active”."
        ),
    ),
    "vibration": (
        N_("I felt the vibration"),
        N_("No vibration: the motor needs its transistor and 5 V, and its GPIO under Light, sound and button."),
    ),
}
"""For each part of the chair what a person says who noticed it, and what to look at where nobody did."""


def values(form: Mapping[str, str]) -> dict[str, object]:
    """What the page shows; `form` is the address's query: `tried` names the parts, `missed` those that nobody noticed."""
    tried = [name for name in form.get("tried", "").split(",") if name in PARTS]
    missed = [name for name in form.get("missed", "").split(",") if name in PARTS]
    return {
        "was_tried": "tried" in form or "missed" in form,
        # After an answer, what was noticed stays ticked: only what was missed is looked for again.
        "tried": [(name, translated(PARTS[name][0]), bool(missed) and name not in missed) for name in tried],
        "missed": [translated(PARTS[name][1]) for name in missed],
    }


def try_them() -> list[str]:
    """Let the chair show its light and sound.

    Returns
    -------
    list of str
        The parts that are fitted.

    Raises
    ------
    ValueError
        It did not; the text says why.
    """
    try:
        reply = send_command(services().link_dir, {"request": "test_signals"})
    except LinkError as error:
        raise ValueError(_("The chair could not be asked just now. %(why)s", why=as_sentence(str(error)))) from error
    if not reply.get("ok"):
        raise ValueError(as_sentence(str(reply.get("why") or N_("the chair could not do that just now"))))
    fitted = reply.get("fitted")
    return [str(name) for name in fitted] if isinstance(fitted, list) else list(PARTS)
