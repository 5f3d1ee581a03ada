"""Ctrl-C and kill on a real process: to the command and to all of its workers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import pytest

from sim.cli.main import main

WORDS = ("sweep", "grace-2023", "--replications", "800", "--keep", "summary")
"""Sixteen parts: two workers may finish two at a time, and after three kills something must be left."""

SLOWLY = ("--engine", "simpy")
"""A part takes a second, so that a signal comes before the next."""

pytestmark = pytest.mark.usefixtures("compiled_kernel")  # which ends quickly what SimPy has begun


def start(out: Path, workers: int, *words: str) -> "subprocess.Popen[str]":
    """A sweep in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *WORDS, *SLOWLY, "--workers", str(workers), "--out", str(out), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def stop_after_a_part(out: Path, workers: int, number: int) -> tuple[int, str, str]:
    """Send a signal once a part is finished; gives exit status, standard output and error."""
    process = start(out, workers, "--resume")
    before = len(list(out.glob("*/*/parts/*.zip")))
    try:
        deadline = time.monotonic() + 60
        while len(list(out.glob("*/*/parts/*.zip"))) <= before and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(process.pid, number)
        said, complained = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, said, complained


def digest_of(out: Path) -> str:
    """The digest that the manifest names."""
    (manifest,) = out.glob("*/*/manifest.json")
    return str(json.loads(manifest.read_text())["result_digest"])


def end(out: Path, *words: str) -> str:
    """Do all that is left of the sweep, in this process; gives its digest."""
    words = ("gpu-supply", *WORDS, "--workers", "1", "--quiet", "--out", str(out), *words)
    with patch.object(sys, "argv", [*words]), pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    return digest_of(out)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the sweep when nothing disturbs it."""
    return end(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize("workers", [1, 2])
def test_interrupted_sweep_keeps_what_is_finished_and_goes_on(tmp_path: Path, workers: int, undisturbed: str) -> None:
    """Ctrl-C ends a sweep with status 130 and one line that says how to go on, and --resume ends with its digest."""
    status, said, complained = stop_after_a_part(tmp_path, workers, signal.SIGINT)
    assert status == 130
    assert said == ""
    last = complained.splitlines()[-1]
    assert re.match(r"interrupted after \d+ of 800 replications; these are kept in .*--resume goes on$", last)
    assert "Traceback" not in complained
    assert end(tmp_path, "--resume") == undisturbed


def test_killed_sweep_goes_on_each_time_and_ends_with_the_same_digest(tmp_path: Path, undisturbed: str) -> None:
    """A sweep killed with SIGKILL after each of its first parts ends, resumed each time, as an undisturbed one does."""
    for _ in range(3):
        status, _, _ = stop_after_a_part(tmp_path, 2, signal.SIGKILL)
        assert status == -signal.SIGKILL
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*/parts/*.zip")}
    assert kept
    assert end(tmp_path, "--resume") == undisturbed
    assert not list(tmp_path.glob("*/*/parts"))
