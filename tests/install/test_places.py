from pathlib import Path

import pytest

from chairpi.install.places import DIRECTORIES, LINKS, PLACES, How, Place, packaged

ROOT = Path(__file__).parents[2]
FILES = sorted(
    str(path.relative_to(ROOT)) for folder in ("systemd", "firmware-config") for path in (ROOT / folder).iterdir()
)


@pytest.mark.parametrize("file", FILES)
def test_every_file_has_its_place(file):
    assert file in {place.source for place in PLACES}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.target or place.source)
def test_every_place_is_of_a_file_that_is_there(place: Place):
    assert packaged(place.source).is_file()
    assert place.why
    assert bool(place.target) == (place.how is not How.IN_FOLDER)


def test_no_two_files_go_to_one_place():
    targets = [place.target for place in PLACES if place.target] + [link for link, _target, _why in LINKS]

    assert len(set(targets)) == len(targets)


def test_everything_lies_below_a_directory_that_is_made_or_that_every_system_has():
    made = [folder for folder, _mode, _why in DIRECTORIES]
    every = (
        "/etc/systemd",
        "/etc/sysusers.d",
        "/etc/tmpfiles.d",
        "/etc/udev/rules.d",
        "/etc/sysctl.d",
        "/usr/local",
        "/boot/firmware",
    )

    for place in PLACES:
        assert not place.target or place.target.startswith((*made, *every)), place


def test_what_starts_by_itself_at_boot_calls_the_release_in_use_or_the_one_that_undoes():
    programs = {
        line.partition("=")[2].split()[0]
        for place in PLACES
        if place.source.endswith(".service")
        for line in packaged(place.source).read_text(encoding="utf-8").splitlines()
        if line.startswith("ExecStart=")
    }

    assert programs == {"/opt/chairpi/current/bin/chairpi", "/opt/chairpi/undo/bin/chairpi"}
