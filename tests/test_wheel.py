"""What is built is whole: the wheel in an empty virtual environment runs the demo from anywhere."""

import os
import signal
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from processes import end, free_port

from chairpi.install.places import PLACES

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(directory), str(ROOT)], check=True
    )
    (built,) = directory.glob("chairpi-*.whl")
    return built


def test_the_wheel_runs_the_demo_in_an_empty_virtual_environment(wheel, tmp_path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    into = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python")]
    # Compiling all of every library takes longer than all else here; what the demo imports, Python compiles by itself.
    subprocess.run([*into, "install", "--quiet", "--no-compile", str(wheel)], check=True)
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CHAIRPI", "BLINKA"))}

    demo = subprocess.Popen(
        [str(venv / "bin" / "chairpi"), "demo", "--port", str(port), "--no-open"],
        cwd=tmp_path,
        env=clean,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert demo.stdout is not None
        assert f"http://127.0.0.1:{port}" in demo.stdout.readline()
        pages = {
            path: fetched(port, path)
            for path in (
                "/",
                "/today",
                "/stretch",
                "/stretch/stand-and-stretch",
                "/help",
                "/help/events",
                "/static/chairpi.css",
            )
        }
        assert end(demo, signal.SIGINT) == 0
    finally:
        demo.kill()
        demo.communicate()

    assert "<h1" in pages["/"]
    assert "sat_down" in pages["/help/events"]
    assert "Calf" in pages["/stretch/stand-and-stretch"]


def test_the_wheel_holds_every_file_that_an_installation_puts_in_place(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {f"chairpi/{place.source}" for place in PLACES} <= names


def fetched(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()
