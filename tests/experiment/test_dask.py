"""A Dask cluster that is started here, and a scheduler that dies."""

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest

from sim.errors import SimError
from sim.experiment.workers.process import ChildProcess
from sim.experiment.workers.serving import serve_cluster
from tests.experiment.faults import members, remaining
from tests.experiment.sweeps import UNCERTAIN, done
from tests.worlds import CHAIN

WITHOUT_GUARD = """
import os, sys, sim
found = sim.sweep(sim.load(sys.argv[1]), 40, dask="local", workers=2, engine="simpy")
from distributed.client import _get_global_client
print(found.digest, os.environ.get("OMP_NUM_THREADS"), _get_global_client())
"""


def test_cluster_started_here_asks_nothing_of_the_program(tmp_path: Path) -> None:
    """A script needs no guard; environment and the program's own Dask client stay as they are; nothing is printed."""
    scenario = tmp_path / "chain.toml"
    scenario.write_text(CHAIN + UNCERTAIN)
    (tmp_path / "temporary").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    environment["TMPDIR"] = str(tmp_path / "temporary")
    command = [sys.executable, "-", str(scenario)]
    with subprocess.Popen(
        command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        said, words = process.communicate(WITHOUT_GUARD, timeout=120)
        assert (said, words) == (f"{done(tmp_path / 'out').digest} None None\n", "")
        assert remaining(process.pid) == []
    assert list((tmp_path / "temporary").iterdir()) == []


NO_SCHEDULERS = """
import sim
for address in ("nonsense", "foo://x:1", "tls://localhost:1"):
    try:
        sim.sweep("no-ban", 2, dask=address, engine="simpy")
    except sim.UsageError as error:
        print(error)
"""


def test_address_that_is_none_ends_in_one_sentence() -> None:
    """An address that Dask can't take is refused, and nothing of the client that was to be is left to complain."""
    began = time.monotonic()
    command = [sys.executable, "-c", NO_SCHEDULERS]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert ended.stderr == ""
    assert [line.split(": no scheduler")[0] for line in ended.stdout.splitlines()] == [
        f"--dask {address}" for address in ("nonsense", "foo://x:1", "tls://localhost:1")
    ]
    assert time.monotonic() - began < 18


def test_cluster_started_here_ends_with_a_killed_parent(tmp_path: Path) -> None:
    """When the process that asked for the cluster is killed, nothing of it is left."""
    words = [
        "sweep",
        "no-ban",
        "--replications",
        "5000",
        "--engine",
        "simpy",
        "--dask",
        "local",
        "--out",
        str(tmp_path),
    ]
    with subprocess.Popen([sys.executable, "-m", "sim", *words], stderr=PIPE, start_new_session=True) as process:
        while len(members(process.pid)) < 4:  # the cluster, its two workers, and their tracker of shared memory
            time.sleep(0.1)
        process.kill()
        assert remaining(process.pid) == []


def test_scheduler_that_dies_costs_no_finished_part(tmp_path: Path) -> None:
    """When the scheduler is killed one sentence says so, what was finished is kept, and the program's logging stays."""
    expected = done(tmp_path / "one").digest
    process = ChildProcess(serve_cluster)
    address = str(process.ask((1, str(tmp_path / "spill"))))

    def kill(count: int) -> None:
        if count == 5:
            cluster = psutil.Process(process._process.pid)
            os.kill(cluster.pid, signal.SIGKILL)

    before = [handler.level for handler in logging.getLogger("distributed").handlers]
    with pytest.raises(SimError, match=r"tcp://127.0.0.1:\d+: the Dask scheduler is gone; what was finished is kept"):
        done(tmp_path / "two", dask=address, chunk=5, advance=kill)
    process.end(at_once=True)
    assert [handler.level for handler in logging.getLogger("distributed").handlers] == before
    assert list((tmp_path / "two").rglob("point-*.zip"))
    assert done(tmp_path / "two", resume=True).digest == expected


def test_cluster_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the cluster's process ends before it answers, one sentence says how."""
    monkeypatch.setattr("sim.experiment.workers.process.START", "import os; os._exit(7)")
    with pytest.raises(SimError, match="a Dask cluster can't be started here: its process ended with exit status 7"):
        done(tmp_path, dask="local")
