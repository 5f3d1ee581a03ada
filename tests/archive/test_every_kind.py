"""Every kind of result can be handed on and verified."""

import zipfile
from pathlib import Path

import pytest

import sim
from sim.archive.again import MAKERS, result_in
from sim.archive.metadata import METADATA
from tests.archive.folders import FOLDERS, content_of


@pytest.mark.parametrize("kind", FOLDERS)
def test_crate_of_every_kind_is_verified_and_its_folder_stays_as_it_is(kind: str, tmp_path: Path) -> None:
    """The archive alone is enough to do the work again, and it is equal; where the result lies nothing changes."""
    folder = FOLDERS[kind](tmp_path)
    before = content_of(folder)
    crate = sim.package(folder, tmp_path / "elsewhere.zip")
    assert content_of(folder) == before
    done = sim.verify(crate)
    assert done.holds, done.answer()
    assert done.answer().startswith(f"{folder.name} is equal: its files are as they were written, and ")
    assert "\n" not in done.answer()
    with zipfile.ZipFile(crate) as archive:
        assert archive.namelist()[0] == METADATA
        assert {f"{folder.name}/{name}" for name in before} <= set(archive.namelist())
        page = archive.read("README.md").decode()
    made_by = f"    gpu-supply {done_by(folder)} "
    assert made_by in page, "the page has the commands that make it; tests/report/test_reproduce.py runs them"


def done_by(folder: Path) -> str:
    """The command that made a folder."""
    return result_in(folder).kind


def test_every_kind_is_tried() -> None:
    """No kind of folder is left out here."""
    assert {kind.partition(",")[0] for kind in FOLDERS} >= set(MAKERS)
