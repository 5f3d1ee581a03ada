"""What is kept on disk of what was compiled, by a function that the kernel's own compiler compiles."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.experiment.engines import log_of
from tests.worlds import chain

ROOT = Path(__file__).parents[2]

TINY = """
from sim.engines.compiled.compiling import entry

@entry
def tripled(number):
    return 3 * number
"""
USE = """
import json, sys
import tiny
{before}
value = tiny.tripled(14)
print(json.dumps([value, sum(tiny.tripled.stats.cache_hits.values())]))
"""
FRESH, KEPT = [42, 0], [42, 1]
"""What a process says that had to compile, and one that found what was kept."""


@pytest.fixture(autouse=True)
def engine() -> None:
    """These tests need no engine."""


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., "subprocess.Popen[str]"]:
    """Starts a process that calls the function, with a cache in a folder."""
    (tmp_path / "tiny.py").write_text(TINY)

    def started(cache: Path, before: str = "") -> "subprocess.Popen[str]":
        environment = os.environ | {"NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
        command = [sys.executable, "-c", USE.format(before=before)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    return started


def said(process: "subprocess.Popen[str]") -> list[int]:
    """What a process found, and whether it was kept."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return [int(number) for number in json.loads(out)]


Start = Callable[..., "subprocess.Popen[str]"]


def test_two_processes_that_compile_at_once_leave_what_a_third_loads(start: Start, tmp_path: Path) -> None:
    """Both are right, whoever writes first, and the third does not compile."""
    at_once = [start(tmp_path / "cache"), start(tmp_path / "cache")]
    assert [said(process)[0] for process in at_once] == [42, 42]
    assert said(start(tmp_path / "cache")) == KEPT


def test_without_a_folder_each_process_compiles_for_itself(start: Start, tmp_path: Path) -> None:
    """Where the cache's folder cannot be, the function still gives the right answer, and nothing is kept."""
    (tmp_path / "file").write_text("")
    assert [said(start(tmp_path / "file" / "cache")) for _ in range(2)] == [FRESH, FRESH]


def test_folder_that_goes_away_is_no_error(start: Start, tmp_path: Path) -> None:
    """Where the folder can no longer be written when the function is compiled, it is only not kept."""
    gone = f"import shutil; shutil.rmtree({str(tmp_path / 'cache')!r}); open({str(tmp_path / 'cache')!r}, 'w').close()"
    assert said(start(tmp_path / "cache", gone)) == FRESH


@pytest.mark.parametrize(
    ("ending", "damage"),
    [("nbi", "truncated"), ("nbc", "truncated"), ("nbc", "emptied"), ("nbc", "one bit"), ("nbi", "without digest")],
)
def test_damaged_file_is_compiled_anew(start: Start, tmp_path: Path, ending: str, damage: str) -> None:
    """Whatever was done to a file that is kept, the answer is right, and the file is whole again."""
    assert said(start(tmp_path / "cache")) == FRESH
    (file,) = (tmp_path / "cache").rglob(f"*.{ending}")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    left = {"truncated": file.read_bytes()[:100], "emptied": b"", "one bit": bytes(content)}
    if damage in left:
        file.write_bytes(left[damage])
    else:
        file.with_name(file.name + ".sha256").unlink()
    assert [said(start(tmp_path / "cache")) for _ in range(2)] == [FRESH, KEPT]


KERNEL = """
from sim.experiment.engines import log_of
from tests.worlds import chain
print(log_of(chain(), 0, 0, "compiled")[0].digest())
"""


@pytest.mark.usefixtures("compiled_kernel")
def test_processes_that_load_the_kernel_at_once_have_the_same_digest() -> None:
    """The kernel that was kept gives each of two processes SimPy's log."""
    command = [sys.executable, "-c", KERNEL]
    at_once = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)]
    digests = {process.communicate(timeout=300)[0].strip() for process in at_once}
    assert digests == {log_of(chain(), 0, 0, "simpy")[0].digest()}
