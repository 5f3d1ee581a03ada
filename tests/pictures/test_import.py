"""Matplotlib is imported whatever the machine lets it write."""

import os
import subprocess
import sys

NO_FOLDER = {"MPLCONFIGDIR": "/proc/nothing"}


def imported(code: str) -> subprocess.CompletedProcess[str]:
    """A program that imports the pictures, where the user's folder can't be written."""
    words = [sys.executable, "-c", code]
    return subprocess.run(words, env=os.environ | NO_FOLDER, capture_output=True, text=True, check=False)


def test_folder_that_cannot_be_written_is_no_warning() -> None:
    """Matplotlib takes a temporary folder then, and says nothing of it; its logger is as before."""
    done = imported("import logging, sim.pictures; print(logging.getLogger('matplotlib').level)")
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_no_temporary_folder_is_one_sentence() -> None:
    """Where there is no temporary folder either, TMPDIR is named."""
    code = """
import tempfile
def fails(*_, **__): raise FileNotFoundError(2, "No usable temporary directory found")
tempfile.mkdtemp = fails
from sim.errors import SimError
try:
    import sim.pictures
except SimError as error:
    print(error)
"""
    assert "expected TMPDIR to name one that can be written" in imported(code).stdout


def test_registry_imports_what_it_draws_alone() -> None:
    """Which pictures there are is known without importing one, and every line of it names a module that draws."""
    code = """
import sys
from sim.pictures.registry import PICTURES
print("matplotlib.figure" in sys.modules)
from importlib import import_module
print(all(callable(import_module(f"sim.pictures.{entry.module}").pictures) for entry in PICTURES))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\nTrue\n", "")
