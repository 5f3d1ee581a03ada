"""Result folders and files: whole, or as they were."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sim.errors import SimError, UsageError
from sim.experiment.results import write_run
from sim.experiment.run import run
from sim.records.files import aside, write_folder, write_json
from tests.worlds import chain

WHEN = datetime(2023, 1, 1, tzinfo=UTC)


def test_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses a folder, it is named with the reason, and nothing is left."""

    def refuses(*_: Any, **__: Any) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuses)
    with pytest.raises(UsageError, match=r"run: can't be written \(Permission denied\)"):
        write_folder(tmp_path / "run", {"a.json": write_json(1)})
    assert list(tmp_path.iterdir()) == []


def test_file_in_the_place_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    """A file where the folder should be is told, and stays."""
    (tmp_path / "run").write_text("mine")
    with pytest.raises(UsageError, match="a file; expected a folder"):
        write_folder(tmp_path / "run", {"a.json": write_json(1)})
    assert (tmp_path / "run").read_text() == "mine"


def test_older_folder_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last rename fails the folder is as it was before."""
    folder = write_folder(tmp_path / "run", {"a.json": write_json(1)})
    renamed = Path.rename

    def fails(path: Path, target: Path) -> Path:
        if target == folder and not path.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return renamed(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(SimError, match="it is as it was before"):
        write_folder(folder, {"a.json": write_json(2)})
    assert (folder / "a.json").read_text() == "1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_file_written_aside_appears_whole_or_not(tmp_path: Path) -> None:
    """A file that is not finished does not replace the one that is there."""
    path = tmp_path / "table"
    path.write_text("old")

    def breaks_off() -> None:
        with aside(path) as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks_off()
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["table"]


def test_run_that_is_there_is_recognised(tmp_path: Path) -> None:
    """The same run is not written again; one whose files are gone is."""
    done = run(chain())
    folder = write_run(done, tmp_path, WHEN)
    before = (folder / "manifest.json").stat().st_mtime_ns
    assert write_run(done, tmp_path, WHEN) == folder
    assert (folder / "manifest.json").stat().st_mtime_ns == before
    (folder / "daily.parquet").unlink()
    write_run(done, tmp_path, WHEN)
    assert (folder / "daily.parquet").exists()
