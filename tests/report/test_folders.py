"""Folders that hold no result, or a part of one: one message each."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.errors import UsageError
from tests.report.pages import folder_of


@pytest.fixture(scope="module")
def sweep_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sweep."""
    return folder_of("sweep", tmp_path_factory.mktemp("sweep"))


@pytest.fixture
def folder(sweep_folder: Path, tmp_path: Path) -> Path:
    """A copy of a small sweep, to be damaged."""
    return Path(shutil.copytree(sweep_folder, tmp_path / "sweep"))


def refused(folder: Path) -> str:
    """What the command says of a folder, on one line, with status 2."""
    done = CliRunner().invoke(app, ["report", str(folder)], catch_exceptions=True)
    with pytest.raises(UsageError) as raised:
        sim.report(folder)
    assert isinstance(done.exception, UsageError | SystemExit)
    message = str(raised.value)
    assert "\n" not in message
    return message


def rewrite(path: Path, **changes: object) -> None:
    """Change keys of a JSON file; None takes one away."""
    content = json.loads(path.read_text()) | changes
    path.write_text(json.dumps({key: value for key, value in content.items() if value is not None}))


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    """A folder that is missing, a file, or empty is told as such."""
    assert "no such folder" in refused(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    assert "a file; expected a folder" in refused(tmp_path / "file")
    assert "no manifest in it" in refused(tmp_path)


def test_unfinished_work_is_told_how_to_go_on(tmp_path: Path) -> None:
    """A half-finished sweep is unfinished, and --resume goes on."""
    (tmp_path / "parts").mkdir()
    assert "unfinished: no manifest yet (--resume goes on)" in refused(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"kind": "sweep"}', '{"kind": "calibrate"}', "\udcff"])
def test_a_manifest_that_is_none(content: str, folder: Path) -> None:
    """A manifest that can't be read, says too little, or is of work that has no report is told."""
    (folder / "manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    message = refused(folder)
    assert "expected a folder that a run, a sweep, a comparison or a sensitivity analysis wrote" in message
    assert "calibrate" not in content or "kind is 'calibrate'" in message


@pytest.mark.parametrize("name", ["summary.json", "scenario.json", "replications.parquet"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    """What is missing from a folder is named."""
    (folder / name).unlink()
    assert f"{name}: damaged (missing)" in refused(folder)


@pytest.mark.parametrize("name", ["summary.json", "scenario.json", "bands.parquet"])
def test_a_damaged_file_is_named(name: str, folder: Path) -> None:
    """What can't be read of a folder is named."""
    (folder / name).write_bytes(b"PAR1")
    assert f"{name}: damaged" in refused(folder)


def test_a_summary_that_lacks_figures_is_damaged(folder: Path) -> None:
    """A summary without its points, or a point without its figures, is damaged."""
    rewrite(folder / "summary.json", points=[{"point": 0, "settings": {}}])
    assert "damaged (no figures in it)" in refused(folder)
    rewrite(folder / "summary.json", points=[])
    assert "its scenario or summary is not that of a sweep" in refused(folder)


def test_another_version_is_told(folder: Path) -> None:
    """A scenario that this version can't read is told with the version that made it."""
    rewrite(folder / "scenario.json", speed=3)
    assert "damaged" in refused(folder)
    rewrite(folder / "manifest.json", version="9.9.9")
    assert "made by version 9.9.9, which this one" in refused(folder)


def test_a_place_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    """A report can't go where a folder is, nor into one that is not there."""
    with pytest.raises(UsageError, match="a folder; expected a file to write"):
        sim.report(folder, tmp_path)
    with pytest.raises(UsageError, match="can't be written"):
        sim.report(folder, tmp_path / "nowhere" / "page.html")


def test_the_command_ends_with_status_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder that is none the command says so and ends with status 2."""
    from sim.cli.main import main

    monkeypatch.setattr("sys.argv", ["gpu-supply", "report", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
