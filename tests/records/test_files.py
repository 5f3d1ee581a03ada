"""Files: whole, or as they were."""

import os
import stat
from pathlib import Path

import pytest

from sim.records.files import aside, aside_alone


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


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_disk_that_fails_last_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """When syncing or renaming fails, the file is as it was and nothing else is left."""
    path = tmp_path / "table"
    path.write_text("old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def write() -> None:
        with aside(path) as temporary:
            temporary.write_text("new")

    monkeypatch.setattr(os if name == "fsync" else Path, name, full)
    with pytest.raises(OSError, match="No space left"):
        write()
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["table"]


def test_what_lies_in_the_place_of_a_file_is_respected(tmp_path: Path) -> None:
    """An empty folder makes way; one that holds something, and a pipe, stay."""

    def write(name: str) -> None:
        with aside(tmp_path / name) as temporary:
            temporary.write_text("new")

    (tmp_path / "empty").mkdir()
    write("empty")
    assert (tmp_path / "empty").read_text() == "new"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(OSError, match="not empty"):
        write("full")
    assert (tmp_path / "full" / "notes.txt").read_text() == "mine"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe is not a regular file"):
        write("pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_file_alone_leaves_no_lock_and_makes_no_folder(tmp_path: Path) -> None:
    """A lone file is written under a lock that is gone afterwards; a folder that is missing stays missing."""
    with aside_alone(tmp_path / "page") as temporary:
        temporary.write_text("new")
        assert len(list(tmp_path.iterdir())) == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["page"]
    with pytest.raises(FileNotFoundError), aside_alone(tmp_path / "nowhere" / "page"):
        pass
    assert not (tmp_path / "nowhere").exists()
