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
for keep in ("summary", "curves", "events"):
    plan = plan_of(sim.load("china-2023"), 60, 0, [], "random", (), keep)
    simulate_chunk(Task(plan, "work", Chunk(0, 0, 3), {engine!r}))
    print(*(f"{{name}} for {{keep}} " for name in {needless!r} if name in sys.modules), sep="", end="")
"""

SWEEP = """
import sys
from sim.cli.main import app
app(standalone_mode=False)
print(*(name for name in ('pandas', 'rich', 'pyarrow.compute') if name in sys.modules))
"""

DRAWN = """
import sys
if sys.argv[1:]:
    from sim.cli.main import app
    app(standalone_mode=False)
else:
    import sim
    sim.run("no-ban").plot()
from matplotlib.lines import Line2D
print("numpy.f2py.crackfortran" in sys.modules, "antialiased: bool" in Line2D.set.__doc__)
"""

BROKEN = """
import threading
from sim.experiment.beside import imported_beside
with imported_beside("there_is_no_such_module"):
    pass
print(threading.active_count())
"""


def said(code: str, *words: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_worker_imports_only_what_simulates(engine: str) -> None:
    """A chunk, whatever is kept, takes neither pandas, pictures, the command line nor what only a compiler needs."""
    assert said(CHUNK.format(engine=engine, needless=NEEDLESS)) == ""


def test_rows_and_their_summary_need_no_pandas(tmp_path: Path) -> None:
    """A sweep that keeps no curves goes from plan to manifest without it, and a quiet one without rich."""
    words = ("sweep", "china-2023", "--replications", "2", "--keep", "summary", "--quiet", "--out", str(tmp_path))
    assert said(SWEEP, *words) == ""


def test_only_a_process_of_our_own_is_spared_what_libraries_do(tmp_path: Path) -> None:
    """The command needs neither NumPy's tools nor Matplotlib's documentation; in a user's process both are there."""
    assert said(DRAWN, "run", "no-ban", "--quiet", "--out", str(tmp_path)) == "False False"
    assert said(DRAWN) == "True True"


def test_what_is_imported_beside_the_work_ends_with_it() -> None:
    """No thread is left, and who needs a module is told why it can't be had, not who imports it beside."""
    assert said(BROKEN) == "1"


def test_pictures_are_imported_while_replications_are_simulated() -> None:
    """When the last replication of a sweep is done, what draws its pictures is there or being imported."""
    beside = """
import sys, sim
found = []
sim.sweep("no-ban", 60, engine="simpy", progress=lambda done: found.append("sim.pictures" in sys.modules))
print(found[-1])
"""
    assert said(beside) == "True"
