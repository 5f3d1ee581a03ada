"""Folders in the temporary place: gone with their work, however it ends, and never another's."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

import sim
from sim.errors import UsageError
from sim.experiment.folders.temporary import PREFIX, TemporaryFolder, remove_abandoned
from tests.worlds import chain


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary place of the test's own, for subprocesses too."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def killed(script: str) -> None:
    """Run a script that ends itself with SIGKILL."""
    ended = subprocess.run([sys.executable, "-c", f"import os, signal\n{script}\nos.kill(os.getpid(), 9)"], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_folder_goes_when_it_is_removed(place: Path) -> None:
    """It is there until it is removed, then nothing is left."""
    folder = TemporaryFolder()
    (folder.path / "part").write_text("some")
    assert folder.path.parent == place
    folder.remove()
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(place: Path) -> None:
    """The folder of a killed process is removed by the next; one that is in use stays, and so does what isn't ours."""
    killed("import sim\nkept = sim.sweep('no-ban', 1, engine='simpy', keep='summary')")
    left = set(place.iterdir())
    assert len(left) == 1
    mine, other = place / f"{PREFIX}notes", place / "gpu-supply-results"
    mine.mkdir()
    (mine / "notes.txt").touch()
    other.mkdir()
    (place / f"{PREFIX}link").symlink_to(other)
    before = set(place.iterdir()) - left
    folder = TemporaryFolder()
    assert set(place.iterdir()) == before | {folder.path}
    remove_abandoned()
    assert folder.path.exists()
    folder.remove()
    assert set(place.iterdir()) == before


def test_folder_killed_before_its_lock_goes_too(place: Path) -> None:
    """Of a process that died between the folder and its lock an empty folder is left, and removed."""
    (place / f"{PREFIX}12345678").mkdir()
    remove_abandoned()
    assert list(place.iterdir()) == []


def test_many_at_once_take_nothing_from_each_other(place: Path) -> None:
    """Threads that make and remove folders at once each keep their own."""
    lost: list[Path] = []

    def work() -> None:
        for _ in range(30):
            folder = TemporaryFolder()
            (folder.path / "part").write_text("some")
            remove_abandoned()
            if not (folder.path / "part").exists():
                lost.append(folder.path)
            folder.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []
    assert list(place.iterdir()) == []


def test_results_without_a_folder_last_as_long_as_they_are_used(place: Path) -> None:
    """The tables of a sweep without `out` can be read while it is used, also by another sweep's side; then all goes."""
    sweep = sim.sweep(chain(), 3)
    other = sim.sweep(chain(), 2)
    assert len(sweep.replications) == 3
    del sweep, other
    gc.collect()
    assert list(place.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_forked_child_leaves_its_parents_folder(place: Path) -> None:
    """A child that has a copy of a result does not remove the folder of its parent."""
    script = (
        "import os\nfrom sim.experiment.folders.temporary import TemporaryFolder\nfolder = TemporaryFolder()\n"
        "child = os.fork()\nif not child:\n    folder.remove()\n    os._exit(0)\n"
        "os.waitpid(child, 0)\nassert folder.path.exists()\nfolder.remove()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert list(place.iterdir()) == []


def test_no_temporary_place_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, one sentence names what to set."""

    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "_get_default_tempdir", none)
    with pytest.raises(UsageError, match=r"No usable temporary directory.*TMPDIR"):
        TemporaryFolder()
