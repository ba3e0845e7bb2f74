"""The house rules that a machine can hold: which room may import which, where time comes from, where units are."""

import ast
import dataclasses
import importlib
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "chairpi"

MAY_IMPORT = {
    "core": {"core"},
    "programme": {"language", "programme"},
    "simulate": {"core", "simulate"},
    "recordings": {"core", "errors", "recordings", "simulate"},
    "readers": {"clock", "config", "core", "errors", "readers", "recordings", "simulate"},
    "outputs": {"clock", "config", "core", "errors", "outputs"},
    "store": {"clock", "core", "data_names", "errors", "on_disk", "programme", "said_once", "store", ""},
    "certificates": {"certificates", "clock", "errors", "on_disk"},
    "support": {
        "backup",
        "chosen_settings",
        "clock",
        "errors",
        "findings",
        "install",
        "language",
        "store",
        "support",
        "",
    },
    "backup": {
        "backup",
        "certificates",
        "chosen_settings",
        "clock",
        "config",
        "data_names",
        "errors",
        "language",
        "link",
        "on_disk",
        "said_once",
        "store",
        "",
    },
    "link": {"core", "errors", "link"},
    "config": {"config", "core", "data_names", "errors"},
    "chosen_settings": {"config", "data_names", "errors", "on_disk", "store"},
    "data_names": set(),
    "on_disk": set(),
    "cli": {"errors", ""},
    "clock": set(),
    "errors": set(),
    "said_once": set(),
    "language": {"language"},
    "catalogue": {"language", "programme"},
    "days": {"errors", "language"},
    "sensor": {
        "backup",
        "calibration",
        "chosen_settings",
        "clock",
        "config",
        "core",
        "data_names",
        "errors",
        "link",
        "machine",
        "notify",
        "on_disk",
        "outputs",
        "readers",
        "said_once",
        "sensor",
        "simulate",
        "store",
        "",
    },
    "machine": {"clock", "errors", "machine"},
    "notify": {"clock"},
    "heap": set(),
    "wiring": {"config", "wiring"},
    "install": {
        "certificates",
        "chosen_settings",
        "clock",
        "config",
        "data_names",
        "errors",
        "install",
        "link",
        "on_disk",
        "store",
        "wiring",
        "",
    },
    "findings": {"clock", "findings", "language", "machine", "store"},
    "doctor": {"clock", "config", "core", "errors", "findings", "language", "link", "machine", "readers", "store"},
    "dashboard": {
        "backup",
        "calibration",
        "certificates",
        "chosen_settings",
        "clock",
        "config",
        "core",
        "dashboard",
        "data_names",
        "days",
        "doctor",
        "errors",
        "findings",
        "language",
        "link",
        "machine",
        "notify",
        "programme",
        "said_once",
        "store",
        "support",
        "",
    },
    "replay": {"clock", "core", "recordings", "replay"},
    "calibration": {"calibration", "core", "language"},
    "demo": {"clock", "config", "core", "demo", "errors", "link", "simulate"},
    "evaluation": {"clock", "core", "evaluation", "recordings", "replay", "simulate"},
}
"""`""` is the package itself, for its version. The commands may import everything, and nobody imports them."""

THIRD_PARTY = {
    "core": {"numpy"},
    "simulate": {"numpy"},
    "calibration": {"numpy"},
    "evaluation": {"click", "numpy"},
    "recordings": {"numpy"},
    "readers": {"adafruit_hx711", "board", "digitalio", "microcontroller", "numpy"},
    "outputs": {"gpiozero"},
    "certificates": {"cryptography"},
    "install": {"click", "cryptography", "packaging", "segno"},
    "dashboard": {
        "flask",
        "flask_wtf",
        "icalendar",
        "itsdangerous",
        "jinja2",
        "markupsafe",
        "mistune",
        "waitress",
        "werkzeug",
    },
    "replay": {"numpy"},
    "cli": {"click"},
    "commands": {"click"},
    "catalogue": {"babel"},
}

CORE_ROOMS = (
    "seat",
    "calibration",
    "frame",
    "events",
    "time_of_day",
    "settings",
    "weighing",
    "upright",
    "presence",
    "requests",
    "now",
    "zero",
    "posture",
    "movement",
    "seat_check",
    "prompting",
    "chair",
)
"""In the core each room leans only on those before it."""

ONLY_IN = {
    "adafruit_hx711": {"readers/adafruit.py"},
    "asyncio": {"dashboard/https/front.py"},
    "cryptography": {"certificates/authority.py", "install/"},
    "gpiozero": {"outputs/pins.py"},
    "click": {"cli.py", "commands/", "evaluation/fit.py", "install/release.py"},
    "babel": {"catalogue.py"},
    "icalendar": {"dashboard/programme/calendar_file.py"},
    "sqlite3": {"store/"},
    "time": {"clock.py", "readers/pin_clock.py"},
}
"""Modules that one place alone may import."""


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= (
                {f"{node.module}.{name.name}" for name in node.names}
                if node.module == "chairpi"
                else {node.module or ""}
            )
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_arrow_runs_the_right_way(path):
    room = room_of(path)
    if room in {"__main__", "__init__"}:
        return
    for name in imports_of(path):
        top, _, rest = name.partition(".")
        if top == "chairpi":
            target = rest.split(".")[0] if rest and not rest.startswith("__") else ""
            assert room == "commands" or target in MAY_IMPORT[room], f"{room} imports {name}"
        elif top not in sys.stdlib_module_names:
            assert top in THIRD_PARTY.get(room, set()), f"{room} imports {name}"


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "core").rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_a_room_of_the_core_leans_only_on_those_before_it(path):
    room = path.relative_to(PACKAGE / "core").parts[0].removesuffix(".py")
    floor = -1 if room == "__init__" else CORE_ROOMS.index(room)
    for name in imports_of(path):
        if name.startswith("chairpi.core."):
            assert CORE_ROOMS.index(name.split(".")[2]) <= floor, f"core/{room} imports {name}"


@pytest.mark.parametrize("module", ONLY_IN)
def test_some_modules_have_one_home(module):
    homes = ONLY_IN[module]
    for path in sources():
        relative = str(path.relative_to(PACKAGE))
        if any(relative.startswith(home) for home in homes):
            continue
        assert module not in {name.partition(".")[0] for name in imports_of(path)}, f"{relative} imports {module}"


@pytest.mark.parametrize(
    "path",
    [path for room in ("core", "calibration") for path in sorted((PACKAGE / room).rglob("*.py"))],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_the_core_and_the_calibration_are_pure(path):
    impure = {"asyncio", "io", "logging", "os", "pathlib", "random", "socket", "threading", "time"}

    assert not impure & {name.partition(".")[0] for name in imports_of(path)}
    assert not [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (
            getattr(node.func, "id", "") in {"open", "print"}
            or getattr(node.func, "attr", "") in {"today", "utcnow"}  # the calendar is pure, the clock is not
            or ast.unparse(node.func) in {"datetime.now", "datetime.datetime.now"}
        )
    ]


UNITS = (
    "_s",
    "_h",
    "_days",
    "_percent",
    "_per_hour",
    "_id",
    "_n",
    "_mm",
    "_kg",
    "_hz",
    "_min",
    "_counts",
    "_per_n",
    "_fraction",
    "_us",
    "_ns",
    "_utc_s",
    "_gpio",
    "_nmm",
    "_g",
    "_c",
    "_bytes",
)
NUMBERS_WITHOUT_UNIT = {
    "after",  # and before: of the setting that is named beside them
    "balance",
    "before",
    "condition",
    "day",  # a number of days
    "hold",
    "https_port",
    "latest_number",
    "line",
    "minutes",
    "number",
    "port",
    "quiet_day",
    "reps",
    "seed",
    "sets",
    "sitter",
    "variety",
}


def dataclasses_in(module: str) -> list[type]:
    found = importlib.import_module(module)
    return [kind for kind in vars(found).values() if dataclasses.is_dataclass(kind) and kind.__module__ == module]


@pytest.mark.parametrize(
    "module",
    [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sorted((PACKAGE / "core").rglob("*.py"))
        if path.stem != "__init__"
    ]
    + [
        "chairpi.config.tables",
        "chairpi.findings.cells",
        "chairpi.findings.chair",
        "chairpi.machine.disk",
        "chairpi.machine.facts",
        "chairpi.machine.process",
        "chairpi.machine.supply",
        "chairpi.recordings.columns",
        "chairpi.recordings.header",
        "chairpi.store.day_sums",
        "chairpi.store.day_view",
        "chairpi.store.memory",
        "chairpi.store.prompt_view",
        "chairpi.store.view",
        "chairpi.programme.exercises",
        "chairpi.programme.routines",
    ],
)
def test_every_number_in_a_dataclass_says_its_unit(module):
    for kind in dataclasses_in(module):
        for field in dataclasses.fields(kind):
            is_number = any(word in str(field.type).split("[")[0] for word in ("float", "int")) and "str" not in str(
                field.type
            )
            if not is_number or field.name in NUMBERS_WITHOUT_UNIT or field.name.startswith("n_"):
                continue
            assert field.name.endswith(UNITS), f"{kind.__name__}.{field.name} does not say its unit"
