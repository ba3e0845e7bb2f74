"""What the sensor process says in English is recognised and translated, values and all."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest

from chairpi.core.chair.supply import SUPPLY_LOW
from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.prompting import PromptKind
from chairpi.core.prompting.words import back_already, budget, reason
from chairpi.core.time_of_day.hours import holidays, ranges
from chairpi.dashboard.feed.live import NO_MEMORY, SAFE_MODE
from chairpi.dashboard.heard import SENTENCES, heard
from chairpi.language.words import catalogue_in_place, speaking
from chairpi.sensor.process import JUST_MENDED
from chairpi.store.advice import ADVICE

CORE = Path(__file__).parents[2] / "chairpi" / "core"


class Turned(gettext.NullTranslations):
    """Knows the sentences of the table alone, and marks each."""

    def gettext(self, message):
        return f"⟦{message}⟧" if message in SENTENCES else message

    def pgettext(self, context, message):
        return ". ," if context == "signs in numbers" else message


@pytest.fixture
def turned():
    with catalogue_in_place("de", Turned()), speaking("de"):
        yield


def bare(text):
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize(
    "text",
    [
        reason(PromptKind.STAND, 1900.0, 1830.0, None, None),
        reason(PromptKind.STAND, 1900.0, 1830.0, SlideBegan(1700.0, 1690.0, 43.0, 5.0), None),
        reason(PromptKind.SLIDE, 1900.0, 1830.0, SlideBegan(1700.0, 1690.0, 43.0, 5.0), None),
        reason(PromptKind.STILL, 1900.0, 1830.0, None, 1260.0),
        back_already(42.0, 60.0, 10.0),
        budget(8.0),
        "the sensor process is not running (nobody serves /run/chairpi/command.sock); start it with `chairpi sensor`, "
        "or `sudo systemctl start chairpi-sensor` on a built chair",
        "10 kg 150 mm in front of the middle and 150 mm to the left: read 9.98 kg so far.",
    ],
)
def test_every_sentence_with_values_is_known(turned, text):
    said = heard(text)

    outside = re.sub(r"⟦[^⟦⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", said))
    assert outside.strip() == ""
    assert bare(said).replace(",", ".") == text.replace(",", ".")


@pytest.mark.parametrize(
    "hours",
    ["Mon-Fri", "Mon 24:00-08:00", "Mon 08:00-08:00", "Xyz 08:00-12:00", "Mon 08:00-25:00", "Mon 08:61-12:00"],
)
def test_what_is_wrong_with_hours_is_known(turned, hours):
    with pytest.raises(ValueError, match="for example") as found:
        ranges([hours])

    assert heard(str(found.value)) == f"⟦{bare(heard(str(found.value)))}⟧"
    assert bare(heard(str(found.value))) == str(found.value)


@pytest.mark.parametrize("day", ["Christmas", "2026-02-30", "2026-12-24..2026-12-01"])
def test_what_is_wrong_with_days_is_known(turned, day):
    with pytest.raises(ValueError, match="for example") as found:
        holidays([day])

    assert heard(str(found.value)).startswith("⟦")
    assert bare(heard(str(found.value))) == str(found.value)


@pytest.mark.parametrize("advice", sorted(set(ADVICE.values())))
def test_what_is_the_matter_with_a_file_is_known(turned, advice):
    said = heard(f"/var/lib/chairpi/app.db {advice} (SQLite: out of luck)")

    assert said == f"⟦/var/lib/chairpi/app.db {advice} (SQLite: out of luck)⟧"


def test_numbers_are_written_as_the_reader_writes_them(turned):
    assert "9,98" in heard("10 kg in the middle: read 9.98 kg so far.")


def test_in_english_and_for_what_nobody_knows_nothing_changes(turned):
    assert heard("OSError: [Errno 5]") == "OSError: [Errno 5]"
    with speaking("en"):
        assert heard("there is no prompt just now") == "there is no prompt just now"


def refusals():
    """Each plain sentence that a function of the core gives as why a request cannot be met."""
    for path in sorted(CORE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef) or ast.unparse(function.returns or function) != "str | None":
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Return):
                    given = node.value
                    for found in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
                        if isinstance(found, ast.Constant) and isinstance(found.value, str) and " " in found.value:
                            yield found.value


def test_the_core_refuses_in_several_plain_sentences():
    assert {"there is no prompt just now", "the seat counts nothing just now"} <= set(refusals())


@pytest.mark.parametrize("why", sorted({*refusals(), SUPPLY_LOW}))
def test_every_plain_refusal_of_the_core_is_known(turned, why):
    assert heard(why) == f"⟦{why}⟧"


def test_what_is_said_of_the_sensor_process_and_of_a_mended_history_is_known():
    assert {NO_MEMORY, SAFE_MODE, JUST_MENDED} <= set(SENTENCES)
