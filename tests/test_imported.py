"""What a process that runs for months does not load: each module that only others need is memory for nothing."""

import json
import os
import subprocess
import sys

import pytest
from unit_environment import unit_environment

SENSOR = "import chairpi.cli, chairpi.commands.sensor, chairpi.sensor.service"
WEB = "import chairpi.cli, chairpi.commands.web"

NEVER = (
    "_sysconfigdata", "asyncio", "chairpi.catalogue", "chairpi.demo", "chairpi.evaluation", "chairpi.replay", "multiprocessing",
    "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.random", "scipy", "unittest", "xml.dom", "xml.sax",
)  # fmt: skip
"""Nothing that runs for months needs these."""
NOT_FOR = {
    SENSOR: (
        "chairpi.backup", "chairpi.calibration.guided", "chairpi.certificates", "chairpi.dashboard", "chairpi.doctor", "chairpi.findings",
        "chairpi.install", "chairpi.language", "chairpi.programme", "chairpi.recordings", "chairpi.simulate.chair", "chairpi.support",
        "difflib", "flask", "http", "jinja2", "ssl", "unicodedata", "urllib.request", "waitress", "werkzeug",
    ),
    WEB: (
        "adafruit_hx711", "chairpi.calibration.fitting", "chairpi.outputs", "chairpi.readers", "chairpi.recordings", "chairpi.sensor",
        "chairpi.simulate", "gpiozero", "numpy",
    ),
}  # fmt: skip
"""What only the other one needs, or somebody who asks for it."""


def loaded(imports: str) -> list[str]:
    """The modules of a process that imports these, in the environment that its unit file gives it."""
    command = "sensor" if imports is SENSOR else "web"
    ran = subprocess.run(
        [sys.executable, "-c", f"{imports}; import json, sys; print(json.dumps(sorted(sys.modules)))"],
        env={**os.environ, **unit_environment(command)},
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(ran.stdout))


@pytest.mark.parametrize("imports", [pytest.param(SENSOR, id="sensor"), pytest.param(WEB, id="web")])
def test_a_process_loads_nothing_that_only_others_need(imports):
    modules = loaded(imports)

    assert [
        name
        for name in modules
        for unwanted in (*NEVER, *NOT_FOR[imports])
        if name == unwanted or name.startswith((f"{unwanted}.", "_sysconfigdata"))
    ] == []
