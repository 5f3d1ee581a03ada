"""What any test may ask for."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from filelock import FileLock
from hypothesis import settings

from sim.engines.compiled.compiling import cache_folder, is_compiled
from sim.experiment.engine_choice import make_ready
from tests.explorer.browsers import LACKING, chromium
from tests.unrendered import unrendered
from tests.worlds import chain

ROOT = Path(__file__).resolve().parents[1]

COMPILE = """
from sim.experiment.engine_choice import make_ready
from tests.worlds import chain
assert make_ready("compiled", chain()) == ""
"""

# The same examples at every run, so that a change is judged by what it changes; HYPOTHESIS=explore draws others.
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "repeat"))


def pytest_collection_finish() -> None:
    """What was imported and collected is there to stay: the search for garbage need not go through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def interrupts_heeded() -> None:
    """A runner started in the background ignores Ctrl-C, and so would the commands that tests start and interrupt."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def processes() -> Iterator[None]:
    """A module's tests end all processes that they start, or that what they test starts."""
    before = psutil.Process().children()
    yield
    _, left = psutil.wait_procs([one for one in psutil.Process().children() if one not in before], timeout=5)
    assert not left, left


@pytest.fixture(scope="session")
def compiled_kernel() -> None:
    """Compiles the kernel once for all processes that run tests.

    A process of its own does, in which Python's search for garbage doesn't go through thousands of collected tests.
    """
    folder = cache_folder()
    assert folder is not None
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "tests.lock"):
        if not is_compiled():
            subprocess.run([sys.executable, "-c", COMPILE], cwd=ROOT, check=True)
    assert make_ready("compiled", chain()) == ""


@pytest.fixture(scope="module", autouse=True)
def pictures() -> Iterator[None]:
    """Pictures of results are files like others; a folder or module that looks at them has a fixture instead."""
    with unrendered():
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was not tested for lack of a browser."""
    if not chromium():
        terminalreporter.write_line(LACKING, red=True, bold=True)
