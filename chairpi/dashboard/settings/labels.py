"""Each setting in a few plain words, beside its name in the configuration."""

from __future__ import annotations

from chairpi.dashboard.prompts.setting_names import NAMES
from chairpi.language.words import N_, translated

LABELS = {
    **{f"prompts.{name}": label for name, label in NAMES.items()},
    "slide.began_sure_fraction": N_("How sure the chair must be"),
    "slide.ended_sure_fraction": N_("How unsure it must be for the end"),
    "slide.began_mm": N_("Hips forward by"),
    "slide.began_s": N_("Sure for so long"),
    "slide.began_seat_only_s": N_("The same without cells in the backrest"),
    "slide.ended_s": N_("Doubtful for so long"),
    "occupancy.person_on_kg": N_("Perhaps a person from"),
    "occupancy.person_sure_kg": N_("Surely a person from"),
    "occupancy.person_off_kg": N_("Nobody below"),
    "occupancy.object_on_kg": N_("Something from"),
    "occupancy.on_s": N_("Sitting down takes"),
    "occupancy.off_s": N_("Standing up takes"),
    "occupancy.settle_s": N_("Settling takes"),
    "occupancy.object_s": N_("An object after"),
    "zero.warm_up_min": N_("Warm-up"),
    "zero.step_kg": N_("Ask from a step of"),
    "zero.ask_s": N_("Ask after"),
    "zero.range_kg": N_("Follow as far as"),
    "zero.empty_s": N_("Follow once empty for"),
    "zero.creep_min": N_("The cells' recovery takes"),
    "outputs.led_gpio": N_("Pin of the light"),
    "outputs.buzzer_gpio": N_("Pin of the buzzer"),
    "outputs.buzzer": N_("Kind of buzzer"),
    "outputs.vibration_gpio": N_("Pin of the vibration motor"),
    "outputs.button_gpio": N_("Pin of the button"),
    "web.host": N_("Address to listen on"),
    "web.port": N_("Port"),
    "web.https_port": N_("Port for HTTPS"),
    "web.names": N_("Further names of the dashboard"),
    "web.time_zone": N_("Time zone"),
    "web.before_pairing": N_("Seen before pairing"),
    "reader.backend": N_("How the cells are read"),
    "reader.recording": N_("Recording to play"),
    "reader.seed": N_("Seed of the simulated day"),
    "reader.faults": N_("Simulated trouble"),
    "paths.data_dir": N_("Data directory"),
    "paths.trace_kept_days": N_("Keep the minute before a prompt for"),
    "paths.runtime_dir": N_("Directory of the sockets"),
}

CELLS = "cell"
"""Stands for the whole list of cells where a key is told."""


def label(key: str) -> str:
    """A key in plain words, in the language that is spoken."""
    if key == CELLS:
        return translated(N_("Fitted cells"))
    return translated(LABELS.get(key, key))
