"""Which engine simulates, where the compiled one can't."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import sim
from sim.errors import SimError, SimWarning, UsageError
from sim.experiment import engine_choice
from sim.experiment.engine_choice import make_ready, why_not_compiled
from sim.experiment.work import Work, workers_beside_a_compiler
from tests.worlds import chain

ROOT = Path(__file__).parents[2]

USE = """
import sys
import threading
{before}
from sim.cli.main import main
sys.argv = ["gpu-supply", *sys.argv[1:]]
main()
"""

SCIPY = """
import numba.extending as extending
real = extending.get_cython_function_address
def fake(module, name):
    if "pdtrik" in name:
        raise ValueError(f"No function '{name}' found in __pyx_capi__ of '{module}'")
    return real(module, name)
extending.get_cython_function_address = fake
"""
NUMBA = "import numba.extending as extending; del extending.register_jitable"
NO_NUMBA = "sys.modules['numba'] = None"
BROKEN_NUMBA = """
import importlib.abc
class Broken(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "numba.core":
            raise ImportError("Numba needs NumPy 2.9 or less. Got NumPy 3.0.")
sys.meta_path.insert(0, Broken())
"""
COMPILER = """
import numba
real = numba.njit
def broken(*_, **__):
    def fails(*_, **__):
        raise numba.core.errors.LoweringError("Failed in nopython mode pipeline\\n  (step: native lowering)")
    return lambda function: fails
numba.njit = broken
"""


def command(before: str, *arguments: str, cache: Path) -> "subprocess.CompletedProcess[str]":
    """What the command does in a process that lacks something."""
    return subprocess.run(
        [sys.executable, "-c", USE.format(before=before), *arguments],
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


LACKING = {
    "SciPy": (SCIPY, "No function '__pyx_fuse_0pdtrik' found"),
    "broken Numba": (BROKEN_NUMBA, "Numba needs NumPy 2.9 or less"),
    "Numba": (NUMBA, "register_jitable"),
    "no Numba": (NO_NUMBA, "Numba is not installed"),
}


@pytest.mark.parametrize("lacking", ["SciPy", "no Numba"])
def test_auto_simulates_without_what_the_compiled_engine_needs(lacking: str, tmp_path: Path) -> None:
    """All is done on SimPy, and one line says why."""
    before, reason = LACKING[lacking]
    sweep = ("sweep", "letter-2022", "--workers", "1", "--quiet", "--keep", "summary", "--out", str(tmp_path / "out"))
    done = command(before, *sweep, "--replications", "50", cache=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = done.stderr.splitlines()
    assert reason in line
    assert "the readable one gives the same results" in line


@pytest.mark.parametrize("lacking", ["SciPy", "Numba", "broken Numba"])
def test_compiled_engine_is_refused_without_what_it_needs(lacking: str, tmp_path: Path) -> None:
    """Who asks for it is told in one sentence why it can't be used."""
    before, reason = LACKING[lacking]
    refused = command(before, "run", "no-ban", "--engine", "compiled", cache=tmp_path)
    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert line.startswith("engine is 'compiled', which can't be used here: ")
    assert reason in line


def test_where_compiling_fails_the_readable_engine_simulates(tmp_path: Path) -> None:
    """What the compiler says is told on one line, and all is simulated on SimPy, or refused."""
    sweep = ("sweep", "no-ban", "--workers", "1", "--quiet", "--keep", "summary", "--out", str(tmp_path))
    done = command(COMPILER, *sweep, "--replications", "2", "--engine", "compiled", cache=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "can't be used here: LoweringError: Failed in nopython mode pipeline (step: native lowering)" in line


def test_auto_goes_on_where_compiling_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The work is done on SimPy, and the manifest says so."""
    monkeypatch.setattr("sim.experiment.work.engine_for", lambda *_: "compiled")
    monkeypatch.setattr("sim.experiment.work.make_ready", lambda *_: "LoweringError: no")
    with pytest.warns(SimWarning, match="can't be used here: LoweringError: no; the readable one"):
        done = sim.sweep(chain(), 50, keep="summary", out=tmp_path)
    assert done.manifest["engine"] == "simpy"
    with pytest.raises(UsageError, match="can't be used here: LoweringError: no"):
        sim.sweep(chain(), 50, seed=1, keep="summary", out=tmp_path, engine="compiled")


def test_failure_of_the_compiled_engine_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong inside is told, with the engine that works."""

    def fails(*_: object) -> None:
        raise TypeError("no\nsuch thing")

    assert why_not_compiled() == ""
    monkeypatch.setattr("sim.engines.compiled.engine.simulate", fails)
    with pytest.raises(SimError, match=r"^the compiled engine fails \(TypeError: no such thing\); --engine simpy"):
        sim.run(chain(), engine="compiled")
    assert make_ready("compiled", chain()) == "TypeError: no such thing"
    assert make_ready("simpy", chain()) == ""


def test_kernel_that_cannot_be_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each process has to compile for itself, one line says why, and the work is done."""
    lines: list[str] = []
    monkeypatch.setattr("sim.experiment.work.engine_for", lambda *_: "compiled")
    monkeypatch.setattr("sim.experiment.work.make_ready", lambda *_: "")
    monkeypatch.setattr("sim.experiment.work.why_not_kept", lambda: "others may write /x")
    from sim.experiment.plan import Plan, Point
    from sim.experiment.work import Work, ready

    work = ready(Work(tell=lines.append), Plan((chain(),), (Point(0),), 60))
    assert work.engine == "compiled"
    assert lines == ["each process compiles the kernel anew, as it can't be kept: others may write /x"]
    assert engine_choice.why_not_kept() == ""


def handed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reason: str) -> sim.Sweep:
    """A sweep that begins on SimPy, and whose kernel is said to be ready (or why not) once a chunk is done."""
    from sim.experiment.workers.kernel import Kernel

    kernels: list[Kernel] = []

    def asked(kernel: Kernel, _process: object) -> None:
        kernels.append(kernel)

    monkeypatch.setattr("sim.experiment.work.engine_for", lambda *_: "compiled")
    monkeypatch.setattr("sim.experiment.work.is_to_compile", lambda: True)
    monkeypatch.setattr(Kernel, "_ask", asked)

    def progress(_done: int) -> None:
        while kernels:
            kernels.pop()._reason = reason

    return sim.sweep(chain(), 120, keep="summary", out=tmp_path, progress=progress)


@pytest.mark.usefixtures("compiled_kernel")
def test_work_goes_over_to_the_kernel_once_it_is_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What SimPy has begun the kernel ends, with the same digest; the manifest names both."""
    before = sim.sweep(chain(), 120, keep="summary", engine="simpy")
    done = handed_over(monkeypatch, tmp_path, "")
    assert done.manifest["engine"] == "simpy and compiled"
    assert done.digest == before.digest


def test_work_stays_where_the_kernel_cannot_be_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One line says why, and all is done on SimPy."""
    with pytest.warns(SimWarning, match="can't be used here: LoweringError: no; the readable one") as told:
        done = handed_over(monkeypatch, tmp_path, "LoweringError: no")
    assert len(told) == 1
    assert done.manifest["engine"] == "simpy"


@pytest.mark.parametrize(("workers", "processors", "fewer"), [(2, 2, 1), (8, 4, 3), (2, 4, 2), (1, 2, 1), (1, 1, 1)])
def test_compiler_has_a_processor_of_its_own(
    workers: int, processors: int, fewer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where workers would take all, one fewer works while the kernel is compiled; never none, nor on a cluster."""
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(processors)), raising=False)
    assert workers_beside_a_compiler(Work(workers=workers)) == fewer
    assert workers_beside_a_compiler(Work(workers=workers, dask="local")) == workers


def test_process_that_compiles_ends_with_the_work() -> None:
    """A kernel that is not ready yet leaves no process behind."""
    from sim.experiment.workers.kernel import Kernel

    kernel = Kernel(chain(), lambda _: None)
    with kernel.compiling():
        assert kernel.next_engine() in ("simpy", "compiled")
    assert not any(thread.name == "kernel" for thread in threading.enumerate())
