"""Worker processes: which are started, how they end, and what is said of those that die."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

import sim
from sim.errors import SimError
from sim.experiment.workers import process as processes
from sim.experiment.workers.serving import reply_to
from tests.experiment.faults import Bench, Fault, members
from tests.experiment.sweeps import done


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A sweep to disturb."""
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize("target", ["parent", "worker"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killed_sweep_leaves_nothing_and_goes_on(
    bench: Bench, number: signal.Signals, target: str, tmp_path: Path
) -> None:
    """After a signal no process and no temporary file is left, and `--resume` gives the undisturbed digest."""
    bench.endure(Fault(number, target, 0.6 * bench.seconds), tmp_path / "out")


TEXT: Any = {"capture_output": True, "text": True}

SWEEP = """
import os, sim
found = sim.sweep(sim.load({path!r}), 120, workers=2, engine="simpy")
print(found.digest, os.environ.get("OMP_NUM_THREADS"))
"""

IN_A_POOL = """
import multiprocessing, sys
def work(path):
    import sim
    return sim.sweep(sim.load(path), 120, workers=2, engine="simpy").digest, None
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(1) as pool:
        print(*pool.apply(work, ({path!r},)))
"""


@pytest.mark.parametrize("way", ["a script without a guard", "standard input", "a daemonic pool"])
def test_workers_ask_nothing_of_the_main_module(bench: Bench, way: str, tmp_path: Path) -> None:
    """Workers don't import the script, so no guard is needed; they touch no environment, and print nothing."""
    script = tmp_path / "script.py"
    script.write_text((IN_A_POOL if way == "a daemonic pool" else SWEEP).format(path=str(bench.scenario)))
    words = ["-"] if way == "standard input" else [str(script)]
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    ended = subprocess.run([sys.executable, *words], input=script.read_text(), env=environment, check=False, **TEXT)
    expected = sim.sweep(sim.load(str(bench.scenario)), 120, engine="simpy").digest
    assert (ended.stdout, ended.stderr) == (f"{expected} None\n", "")


FORKS = """
import os, signal, threading, time, sim
def fork_once(done):
    if done and not os.fork():
        time.sleep(60)
        os._exit(0)
    if done:
        os.kill(os.getpid(), signal.SIGKILL)
sim.sweep(sim.load({path!r}), 100_000, workers=2, engine="simpy", progress=fork_once)
"""


def test_workers_end_though_a_fork_of_their_parent_lives(bench: Bench, tmp_path: Path) -> None:
    """A process that the parent has forked holds its ways to the workers open; they end with the parent anyway."""
    script = FORKS.format(path=str(bench.scenario))
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, start_new_session=True) as process:
        process.wait(60)
    end = time.monotonic() + 15
    while len(members(process.pid)) > 1 and time.monotonic() < end:
        time.sleep(0.05)
    left = members(process.pid)
    os.killpg(process.pid, signal.SIGKILL)
    assert len(left) == 1, left  # the fork itself


def test_other_processes_and_sweeps_live_on(tmp_path: Path) -> None:
    """A sweep that ends by an exception ends neither a process of the program nor another sweep in a thread."""
    found: list[str] = []
    other = threading.Thread(target=lambda: found.append(done(tmp_path / "good", workers=2, chunk=2).digest))

    def stop(_: int) -> None:
        raise RuntimeError("stop")

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as mine:
        before = psutil.Process().children()
        other.start()
        with pytest.raises(RuntimeError, match="stop"):
            done(tmp_path / "bad", workers=2, chunk=10, advance=stop)
        other.join()
        assert found == [done(tmp_path / "one").digest]
        assert psutil.Process().children() == before
        assert psutil.Process(mine.pid) in before
        mine.communicate(b"\n")


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("os.kill(os.getpid(), 9)", r"6 worker processes were killed; is there enough memory\?"),
        ("os.kill(os.getpid(), 11)", "6 worker processes died, the last of signal SIGSEGV. What was finished is kept"),
        ("os._exit(3)", "6 worker processes died, the last with exit status 3. What was finished is kept"),
        ("import nowhere", r"ended with exit status 1 \(ModuleNotFoundError: No module named 'nowhere'\)"),
    ],
)
def test_death_of_workers_is_told_by_its_cause(
    does: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Memory is asked about only where workers were killed; else the signal, the status or the error is named."""
    monkeypatch.setattr(processes, "START", f"import os; {does}")
    with pytest.raises(SimError, match=told):
        done(tmp_path, workers=2, chunk=20)
    assert capfd.readouterr() == ("", "")


def test_too_little_memory_and_missing_libraries_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Memory that a chunk lacks ends the work by name and is no row; so does a library that a worker lacks."""

    def fails(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("sim.experiment.chunk.replicate", fails)
        with pytest.raises(SimError, match="not enough memory; what was finished is kept"):
            done(tmp_path)
    without = processes.START.replace("from importlib", "sys.modules['numpy'] = None; from importlib")
    monkeypatch.setattr(processes, "START", without)
    with pytest.raises(SimError, match=r"a worker process can't import what it needs \(import of numpy"):
        done(tmp_path, workers=2, chunk=20)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that grows with each process that is started."""
    found: list[object] = []
    start = processes.ChildProcess.__init__

    def counted(self: processes.ChildProcess, serve: Any) -> None:
        found.append(serve)
        start(self, serve)

    monkeypatch.setattr(processes.ChildProcess, "__init__", counted)
    return found


def test_one_chunk_is_done_by_this_process(started: list[object], tmp_path: Path) -> None:
    """Where there is nothing to divide no process is started; where there is, as many as are asked for."""
    one = done(tmp_path / "one", workers=2)
    assert not started
    assert done(tmp_path / "two", workers=2, chunk=20).digest == one.digest
    assert len(started) == 2


@pytest.mark.usefixtures("compiled_kernel")
def test_what_takes_a_moment_is_done_by_this_process(
    started: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The compiled engine's work is timed by a few replications, and processes begin where it is worth that."""
    how: dict[str, Any] = {"workers": 2, "chunk": 20, "engine": "compiled"}
    here = done(tmp_path / "here", **how)
    assert not started
    monkeypatch.setattr("sim.experiment.workers.worth.WORTH_STARTING", 0.0)
    assert done(tmp_path / "there", **how).digest == here.digest
    assert len(started) == 2


def test_fault_of_a_worker_comes_with_its_traceback() -> None:
    """What is not for the user is told whole."""
    reply = reply_to(b"nothing that was pickled")
    assert isinstance(reply, str)
    assert "Traceback" in reply
