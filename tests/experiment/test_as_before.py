"""The package is a guest in the process that imports it: each public function leaves everything as it was."""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import sim
from sim.errors import ScenarioError
from tests.analysis.test_calibrate import observed_file
from tests.process_state import unchanged
from tests.worlds import CHAIN, chain

ROOT = Path(__file__).resolve().parents[2]

UNCERTAIN = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-01
effective = 2023-01-08
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"distributor.north.transit_days" = { uniform = [1, 20] }
"""


def world() -> sim.Scenario:
    """A small scenario with a cause, and something to draw."""
    return chain(CHAIN + UNCERTAIN)


def saved(*figures: Figure) -> None:
    """Write figures."""
    for figure in figures:
        figure.savefig(io.BytesIO(), format="svg")


def load(_: Path) -> None:
    """Every scenario that ships."""
    for name in sim.shipped():
        assert sim.load(name).days > 0


def run(engine: str) -> None:
    """A run, its tables, its picture."""
    found = sim.run(world(), engine=engine)
    assert len(found.events) > 0
    assert found.answer()
    saved(found.plot())


def sweep(replications: int = 10, **how: Any) -> None:
    """A sweep, its tables, its pictures."""
    found = sim.sweep(world(), replications, **how)
    assert len(found.replications) == replications
    assert found.answer()
    saved(found.plot(), sim.overview([found]))


def grid(folder: Path) -> None:
    """A sweep over a grid in a folder of results, and its report."""
    found = sim.sweep(world(), 8, grid={"product.A.price": [100, 200]}, design="sobol", out=folder)
    saved(found.plot())
    sim.report(found.folder)


def calibrate(folder: Path) -> None:
    """A calibration by a file of observed figures."""
    found = sim.calibrate(world(), observed_file(folder), particles=20)
    assert found.answer()
    saved(found.plot())


def handed_on(folder: Path) -> None:
    """A sweep's crate, and its work done again."""
    found = sim.sweep(world(), 3, keep="summary", out=folder)
    assert sim.verify(sim.package(found.folder)).holds


def answered(found: Any) -> None:
    """An analysis, its answer and its picture."""
    assert found.answer()
    saved(found.plot())


def wrong(folder: Path) -> None:
    """A scenario that is refused."""
    (folder / "wrong.toml").write_text("name = 3")
    with pytest.raises(ScenarioError):
        sim.load(folder / "wrong.toml")


CALLS: dict[str, Callable[[Path], None]] = {
    "load": load,
    "load what is wrong": wrong,
    "run": lambda _: run("simpy"),
    "run, compiled": lambda _: run("compiled"),
    "sweep": lambda _: sweep(engine="simpy"),
    "sweep, compiled": lambda _: sweep(engine="compiled", keep="curves", design="lhs"),
    "sweep, two workers": lambda _: sweep(60, engine="simpy", workers=2),
    "grid and report": grid,
    "compare": lambda _: answered(sim.compare(world(), world().set("product.A.initial_stock", 50), 5)),
    "sensitivity, Sobol": lambda _: answered(sim.sensitivity(world(), samples=4, replications=2)),
    "sensitivity, Morris": lambda _: answered(sim.sensitivity(world(), "morris", samples=4, replications=2)),
    "calibrate": calibrate,
    "attribute": lambda _: answered(sim.attribute(world(), replications=4)),
    "package and verify": handed_on,
    "discover": lambda _: answered(sim.discover(sim.sweep(world(), 60, keep="summary"))),
}


@pytest.fixture(scope="module", autouse=True)
def pictures() -> None:
    """They are rendered, which might change something too."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a temporary place of the test's own."""
    for name in ("work", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


@pytest.fixture(scope="module")
def imported(compiled_kernel: None) -> None:  # noqa: ARG001 - which imports the compiler
    """What is imported late is there: a library may set up loggers of its own."""
    from SALib.analyze import morris, sobol  # noqa: F401

    saved(sim.run("no-ban", engine="simpy").plot())


@pytest.mark.usefixtures("imported")
@pytest.mark.filterwarnings("ignore::sim.SimWarning")
@pytest.mark.parametrize("name", CALLS)
def test_process_is_as_before(name: str, place: Path) -> None:
    """Each public function, in a thread and here at once, leaves all as it was; others find it so meanwhile."""
    call = CALLS[name]
    here, there = place / "here", place / "there"
    for folder in (here, there):
        folder.mkdir()
    # pandas itself sets filters of warnings while it works; of two threads that do, one may put back the other's.
    with unchanged(but="warnings"), ThreadPoolExecutor(1) as pool:
        other = pool.submit(call, there)
        call(here)
        other.result()


def test_import_changes_nothing_but_what_is_imported(place: Path) -> None:
    """In a fresh process that has the libraries, the import and first use of all that is public change nothing."""
    script = (
        "import SALib, scipy.stats, scipy.stats.qmc, rich, jinja2, pyarrow.parquet\n"
        "from tests.process_state import unchanged\n"
        "with unchanged():\n"
        "    import sim\n"
        "    [getattr(sim, name) for name in sim.__all__]\n"
        "    sim.run('no-ban', engine='simpy').plot()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(place / "temporary")}
    environment.pop("MPLBACKEND", None)  # Streamlit, which other tests import, sets it
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
