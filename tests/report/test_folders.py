"""Folders that hold no result, or a part of one: one message each."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.errors import UsageError
from sim.experiment.folders.proof import OWN_HASH, entry_of, manifest_text
from tests.report.pages import folder_of, uncertain_chain


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


def test_work_that_has_no_report_is_told(folder: Path) -> None:
    """A manifest of another kind of work is told with what there are reports of."""
    content = json.loads((folder / "manifest.json").read_text())
    del content[OWN_HASH]
    (folder / "manifest.json").write_text(manifest_text(content | {"kind": "package"}))
    message = refused(folder)
    assert "kind is 'package'" in message
    assert "expected a folder that one of the commands run, sweep, compare, " in message


def test_another_version_is_told(folder: Path) -> None:
    """A scenario that this version can't read is told with the version that made it."""
    content = json.loads((folder / "manifest.json").read_text())
    scenario = json.loads((folder / "scenario.json").read_text()) | {"speed": 3}
    (folder / "scenario.json").write_text(json.dumps(scenario))
    content["files"]["scenario.json"] = entry_of(folder / "scenario.json")
    del content[OWN_HASH]
    (folder / "manifest.json").write_text(manifest_text(content | {"version": "9.9.9"}))
    assert "made by version 9.9.9, which this one" in refused(folder)


def test_a_place_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    """A report can't go where a folder is, nor into one that is not there."""
    with pytest.raises(UsageError, match="a folder; expected a file to write"):
        sim.report(folder, tmp_path)
    with pytest.raises(UsageError, match="can't be written"):
        sim.report(folder, tmp_path / "nowhere" / "page.html")
    with pytest.raises(UsageError, match="can't be written"):
        sim.report(folder, "/dev/null")


@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "replications.parquet", "../mine.toml", "link.html"])
def test_nothing_but_a_report_is_overwritten(folder: Path, name: str) -> None:
    """A file of the result, also by a link, and any file that is no report stay as they are."""
    (folder / "../mine.toml").write_text("mine")
    (folder / "link.html").symlink_to("summary.json")
    before = (folder / name).read_bytes()
    with pytest.raises(UsageError, match=r"a file of the result|exists and is no report"):
        sim.report(folder, folder / name)
    assert (folder / name).read_bytes() == before


def test_a_report_is_replaced(folder: Path, tmp_path: Path) -> None:
    """A report takes the place of one that was written before, wherever it lies."""
    for out in (None, tmp_path / "page.html"):
        first = sim.report(folder, out).read_bytes()
        assert sim.report(folder, out).read_bytes() == first


@pytest.mark.parametrize("name", ["x" * 300, "x" * 245, "x/" * 3000 + "page.html", "a\0b"])
def test_a_path_that_no_system_takes(folder: Path, tmp_path: Path, name: str) -> None:
    """A name that is too long, also with what stands around it while it is written, is refused in one sentence."""
    with pytest.raises(UsageError, match=r"can't be written \(.+\)$"):
        sim.report(folder, tmp_path / name)


def test_comments_of_another_scenario_are_refused(folder: Path, tmp_path: Path) -> None:
    """A scenario file of another name is none of the result's; one with other values is shown as such."""
    other = sim.load("no-ban").save(tmp_path / "other.toml")
    with pytest.raises(UsageError, match=r"other\.toml: of scenario no-ban; expected the file of chain"):
        sim.report(folder, scenario=other)
    assert not (folder / "report.html").exists()
    same = uncertain_chain().set("distributor.north.transit_days", 9).save(tmp_path / "same.toml")
    assert "the file has" in sim.report(folder, scenario=same).read_text()


def test_the_command_ends_with_status_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder that is none the command says so and ends with status 2."""
    from sim.cli.main import main

    monkeypatch.setattr("sys.argv", ["gpu-supply", "report", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
