"""What is kept on disk of what was compiled, by a function that the kernel's own compiler compiles."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.compiler.kept import Keeper
from sim.experiment.engine_choice import log_of
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


def test_damaged_file_is_compiled_anew(start: Start, tmp_path: Path) -> None:
    """A bit that is another one is noticed: the answer is right, and the file is whole again."""
    assert said(start(tmp_path / "cache")) == FRESH
    (file,) = (tmp_path / "cache").rglob("*.kernel")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert [said(start(tmp_path / "cache")) for _ in range(2)] == [FRESH, KEPT]


def test_what_others_may_write_is_compiled_anew(start: Start, tmp_path: Path) -> None:
    """Where anybody may write the folder, what is kept there is not run."""
    assert said(start(tmp_path / "cache")) == FRESH
    (tmp_path / "cache").chmod(0o777)
    assert said(start(tmp_path / "cache")) == FRESH
    (tmp_path / "cache").chmod(0o1777)  # like /tmp, where nobody can put another folder in our folder's place
    assert said(start(tmp_path / "cache")) == KEPT


def test_what_numba_calls_otherwise_keeps_nothing_and_breaks_nothing(start: Start, tmp_path: Path) -> None:
    """Where private names of Numba are gone, the answer is right, whatever is kept."""
    gone = "import numba.core.compiler as c; del c.CompileResult._reduce"
    assert said(start(tmp_path / "cache", gone)) == FRESH
    assert said(start(tmp_path / "cache")) == FRESH
    assert said(start(tmp_path / "cache", gone.replace("_reduce", "_rebuild"))) == FRESH


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """A keeper of a file."""
    kept = Keeper(tmp_path / "cache" / "product" / "sources")
    kept.write("one", b"content")
    return kept


def test_what_is_kept_is_read_again(keeper: Keeper) -> None:
    """Another process reads it, for what it was written for alone."""
    assert keeper.folder is not None
    assert (keeper.trouble, keeper.has("one"), Keeper(keeper.folder).read("one")) == ("", True, b"content")
    (keeper.folder / "one").replace(keeper.folder / "two")
    assert keeper.read("two") is None
    assert [path.name for path in keeper.folder.iterdir()] == ["two"]


@pytest.mark.parametrize("left", [slice(-1), slice(0), slice(32, None)])
def test_file_that_is_not_whole_is_none(keeper: Keeper, left: slice) -> None:
    """What is cut, empty or without its digest counts as a file that is not there, and is written anew."""
    assert keeper.folder is not None
    file = keeper.folder / "one"
    file.write_bytes(file.read_bytes()[left])
    assert keeper.read("one") is None
    keeper.write("one", b"content")
    assert keeper.read("one") == b"content"


@pytest.mark.parametrize("depth", range(4))
@pytest.mark.parametrize("mode", [0o002, 0o020])
def test_what_others_may_write_is_not_read(
    keeper: Keeper, depth: int, mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a file, nor a folder, nor one of those above it may be open to everybody, or to a group of several."""
    monkeypatch.setattr("sim.compiler.kept._is_own_group", lambda _: False)
    assert keeper.folder is not None
    file = keeper.folder / "one"
    place = (file, *file.parents)[depth]
    place.chmod(place.stat().st_mode | mode)
    assert keeper.read("one") is None
    assert keeper.trouble == f"others may write {place}"
    keeper.write("one", b"other")
    place.chmod(place.stat().st_mode & ~mode)
    assert keeper.read("one") == (b"content" if depth else b"other")


def test_group_of_the_user_alone_is_nobody_else(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each user has a group of their own, its right to write is the user's."""
    assert keeper.folder is not None
    monkeypatch.setattr("sim.compiler.kept._is_own_group", lambda _: True)
    keeper.folder.chmod(0o770)
    assert keeper.read("one") == b"content"


def test_link_is_followed_to_a_folder_that_is_looked_at_too(keeper: Keeper, tmp_path: Path) -> None:
    """A link of one's own leads to a folder of one's own; a file that is a link is none."""
    assert keeper.folder is not None
    (tmp_path / "link").symlink_to(tmp_path / "cache")
    linked = Keeper(tmp_path / "link" / "product" / "sources")
    assert linked.read("one") == b"content"
    (tmp_path / "cache").chmod(0o777)
    assert linked.read("one") is None
    (tmp_path / "cache").chmod(0o755)
    (keeper.folder / "one").replace(tmp_path / "elsewhere")
    (keeper.folder / "one").symlink_to(tmp_path / "elsewhere")
    assert linked.read("one") is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_folder_of_somebody_else_is_not_used(keeper: Keeper) -> None:
    """A folder that another user owns is neither read nor written."""
    assert keeper.folder is not None
    os.chown(keeper.folder, 12_345, 12_345)
    assert keeper.read("one") is None
    keeper.write("two", b"content")
    assert keeper.trouble == f"{keeper.folder} belongs to somebody else"
    assert not (keeper.folder / "two").exists()


def test_keeper_says_what_is_in_the_way(tmp_path: Path) -> None:
    """What can't be written, and a user without a home, is told in a clause."""
    (tmp_path / "file").write_text("")
    for keeper, expected in ((Keeper(tmp_path / "file" / "a" / "b"), "can't be written"), (Keeper(None), "no home")):
        keeper.write("one", b"content")
        assert expected in keeper.trouble
        assert not keeper.has()
        assert keeper.read("one") is None


KERNEL = """
from sim.compiler.kept import Keeper
from sim.experiment.engine_choice import log_of
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


def test_what_is_kept_is_loaded_without_the_compiler(start: Start, tmp_path: Path) -> None:
    """A process that only calls what was compiled loads none of the registries that compiling takes; later it may."""
    assert said(start(tmp_path / "cache")) == FRESH
    loaded = "tiny.tripled(14); assert 'numba.typed.typeddict' not in sys.modules"
    compiled = "import numba; assert numba.njit(lambda x: {x: 2 * x})(3)"
    assert said(start(tmp_path / "cache", f"{loaded}; {compiled}")) == KEPT
