"""Ctrl-C on a real process, as a terminal sends it: to the command and to all of its workers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "sim")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("--replications", "100000", "--workers", "2"), id="two workers"),
        pytest.param(("--replications", "100000", "--workers", "1"), id="no workers"),
    ],
)
def test_an_interrupted_sweep_says_so_and_leaves_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Ctrl-C ends a sweep with status 130 and one line on standard error, and nothing half-written."""
    process = subprocess.Popen(
        [*COMMAND, "sweep", "china-2023", *words, "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        time.sleep(4)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert out == ""
    assert err.splitlines() == ["interrupted: no result was left half-written"]
    assert not (tmp_path / "out").exists()
