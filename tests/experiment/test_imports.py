"""What the processes of a sweep import: each library takes as long as thousands of replications."""

import subprocess
import sys
from pathlib import Path

import pytest

NEEDLESS = ("pandas", "matplotlib", "scipy.stats", "scipy.linalg", "typer", "rich", "jinja2", "pyarrow.compute")

CHUNK = """
import sys, sim
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.plan import Chunk
from sim.experiment.sweep import plan_of
plan = plan_of(sim.load("china-2023"), 60, 0, [], "random", (), {keep!r})
simulate_chunk(Task(plan, "work", Chunk(0, 0, 3), {engine!r}))
print(*(name for name in {needless!r} if name in sys.modules))
"""

SWEEP = """
import sys
from sim.cli.main import app
app(standalone_mode=False)
print(*(name for name in ('pandas', 'rich', 'pyarrow.compute') if name in sys.modules))
"""


def said(code: str, *words: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("keep", ["curves", "events", "summary"])
@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_worker_imports_only_what_simulates(engine: str, keep: str) -> None:
    """A chunk is simulated and written without pandas, pictures, the command line or what only a compiler needs."""
    assert said(CHUNK.format(engine=engine, keep=keep, needless=NEEDLESS)) == ""


def test_rows_and_their_summary_need_no_pandas(tmp_path: Path) -> None:
    """A sweep that keeps no curves goes from plan to manifest without it, and a quiet one without rich."""
    words = ("sweep", "china-2023", "--replications", "2", "--keep", "summary", "--quiet", "--out", str(tmp_path))
    assert said(SWEEP, *words) == ""
