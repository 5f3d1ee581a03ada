"""Sweeps that are interrupted, damaged, crowded or out of room lose nothing that is finished."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest
from filelock import FileLock

import sim
from sim.cli.main import main
from sim.errors import SimError, UsageError
from sim.experiment import chunk as chunks
from sim.experiment.plan import Chunk
from sim.experiment.results import write_sweep
from sim.experiment.sweep import plan_of
from sim.experiment.workers.process import ChildProcess
from sim.experiment.workers.serving import serve_cluster
from sim.scenario.schema import Scenario
from tests.experiment.sweeps import UNCERTAIN, done
from tests.worlds import CHAIN, chain


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> sim.Sweep:
    """Forty replications, done by this process."""
    return done(tmp_path_factory.mktemp("undisturbed"))


def test_workers_end_before_their_parts_are_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While tables are written, the processes that simulated have ended, and left their memory."""
    alive: list[int] = []

    def watched(*what: Any) -> Any:
        alive.append(len(psutil.Process().children()))
        return write_sweep(*what)

    monkeypatch.setattr("sim.experiment.sweep.write_sweep", watched)
    done(tmp_path, workers=2, chunk=20)
    assert alive == [0]


def interrupted(out: Path, after: int) -> Path:
    """The folder of a sweep that Ctrl-C stopped after so many replications."""

    def stop(count: int) -> None:
        if count >= after:
            raise KeyboardInterrupt

    with pytest.raises(SimError, match="--resume goes on") as told:
        done(out, chunk=5, advance=stop)
    assert told.value.exit_status == 130
    (folder,) = out.glob("chain/sweep-*")
    return folder


def damage(part: Path) -> None:
    """Flip a byte in the middle of a file."""
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)


def test_damaged_and_foreign_parts_are_named_and_done_again(tmp_path: Path, undisturbed: sim.Sweep) -> None:
    """A part with a flipped byte, a cut one and one of other work are told; the digest is as if nothing had been."""
    folder = interrupted(tmp_path, 20)
    flipped, cut, foreign, sound = sorted((folder / "parts").glob("*.zip"))
    damage(flipped)
    cut.write_bytes(cut.read_bytes()[:-40])
    other = interrupted(tmp_path / "other", 5)
    assert other.name == folder.name
    stranger = sim.load("no-ban")
    plan = plan_of(stranger, 40, 0, [], "random", (), "curves")
    task = chunks.Task(plan, plan.digest(), Chunk(0, 10, 5), "simpy")
    foreign.write_bytes(chunks.simulate_chunk(task))
    kept = sound.stat().st_mtime_ns
    told: list[str] = []
    counts: list[int] = []
    found = done(tmp_path, resume=True, tell=told.append, advance=counts.append)
    assert found.digest == undisturbed.digest
    assert kept
    assert [line.split(" ")[0] for line in told] == [str(flipped), str(cut), str(foreign)]
    assert "damaged" in told[0]
    assert "damaged" in told[1]
    assert "of other work" in told[2]
    assert counts[-1] == 40


def test_unfinished_work_is_gone_on_with_only_when_asked(tmp_path: Path, undisturbed: sim.Sweep) -> None:
    """Without --resume unfinished work is refused, with it the chunks keep the size that they had."""
    folder = interrupted(tmp_path, 10)
    with pytest.raises(UsageError, match="holds unfinished work of this sweep; expected --resume"):
        done(tmp_path)
    assert done(tmp_path, resume=True, chunk=13).digest == undisturbed.digest
    assert not (folder / "parts").exists()


def test_second_sweep_into_a_folder_is_refused(tmp_path: Path) -> None:
    """While one sweep writes into a folder, another is told so."""
    folder = interrupted(tmp_path, 5)
    with FileLock(folder / ".lock"), pytest.raises(UsageError, match="another sweep is writing there"):
        done(tmp_path, resume=True)


def test_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """A folder with other files, a file in its place, and work of another scenario are refused."""
    folder = interrupted(tmp_path / "a", 5)
    work = json.loads((folder / "work.json").read_text())
    (folder / "work.json").write_text(json.dumps(work | {"work": "0" * 12}))
    with pytest.raises(UsageError, match="of another scenario"):
        done(tmp_path / "a", resume=True)
    mine = tmp_path / "b" / "chain" / folder.name
    mine.mkdir(parents=True)
    (mine / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"holds something else \(thesis.txt\)"):
        done(tmp_path / "b")
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]
    (tmp_path / "c").write_text("a file")
    with pytest.raises(UsageError, match="can't be written"):
        done(tmp_path / "c")


def test_full_disk_costs_no_finished_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: sim.Sweep
) -> None:
    """When the disk is full the sweep ends with a message; with room again it goes on from its parts."""
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "000000020" in path.name:
            raise OSError(28, "No space left on device")
        return written(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(SimError, match="No space left on device") as told:
            done(tmp_path, chunk=5)
    assert told.value.exit_status == 1
    (folder,) = tmp_path.glob("chain/sweep-*")
    assert len(list((folder / "parts").iterdir())) == 4
    assert done(tmp_path, resume=True).digest == undisturbed.digest


def test_killed_worker_costs_nothing(tmp_path: Path) -> None:
    """A worker process that is killed in the middle changes no result."""
    scenario = sim.load("no-ban")
    expected = done(tmp_path / "one", scenario, 60).digest

    def kill() -> None:
        while not psutil.Process().children():
            time.sleep(0.01)
        time.sleep(1.5)
        psutil.Process().children()[0].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    found = done(tmp_path / "two", scenario, 60, workers=2, chunk=5, engine="simpy")
    killer.join()
    assert found.digest == expected


def test_killed_dask_worker_costs_nothing(tmp_path: Path) -> None:
    """A Dask worker process that is killed in the middle changes no result."""
    from distributed import Client

    scenario, seen = sim.load("no-ban"), list[int]()
    expected = done(tmp_path / "one", scenario, 60).digest
    cluster = ChildProcess(serve_cluster)
    try:
        address = str(cluster.ask((2, str(tmp_path / "spill"))))
        with Client(address) as client:
            processes = list(client.run(os.getpid).values())

        def kill_once(count: int) -> None:
            if not seen:
                os.kill(processes[0], signal.SIGKILL)
            seen.append(count)

        found = done(tmp_path / "two", scenario, 60, dask=address, chunk=5, advance=kill_once)
    finally:
        cluster.end(at_once=False)
    assert found.digest == expected


def test_address_without_a_scheduler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no scheduler answers, the address is named and nothing is written."""
    monkeypatch.setattr("sim.experiment.workers.cluster.PATIENCE", "1s")
    with pytest.raises(UsageError, match=r"--dask tcp://127\.0\.0\.1:1: no scheduler answers"):
        done(tmp_path / "out", dask="tcp://127.0.0.1:1")
    assert not list((tmp_path / "out").glob("*/*"))


def test_failed_replication_is_a_row_and_the_sweep_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replication that raises is a row with its error and seed; bands are of the others; the command ends with 1."""
    simulated = sim.experiment.run.log_of  # type: ignore[attr-defined]

    def sometimes(scenario: Scenario, seed: int, replication: int, *rest: Any) -> Any:
        if replication == 3:
            raise ArithmeticError("broken")
        return simulated(scenario, seed, replication, *rest)

    monkeypatch.setattr("sim.experiment.run.log_of", sometimes)
    path = tmp_path / "chain.toml"
    path.write_text(CHAIN + UNCERTAIN)
    words = ["sweep", str(path), "--replications", "6", "--workers", "1", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["gpu-supply", *words, "--quiet"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    (folder,) = tmp_path.glob("chain/sweep-*")
    rows = pd.read_parquet(folder / "replications.parquet")
    assert rows["error"].dropna().to_dict() == {3: "ArithmeticError: broken (seed 0, replication 3)"}
    assert set(pd.read_parquet(folder / "bands.parquet")["replications"]) == {5}


def test_sweep_of_which_all_fails_keeps_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every replication fails there are rows and no bands."""

    def fails(*_: Any) -> None:
        raise ArithmeticError("broken")

    monkeypatch.setattr("sim.experiment.run.log_of", fails)
    found = sim.sweep(chain(), 3)
    assert found.summary["failed"] == 3
    assert len(found.replications) == 3
    assert not (found.folder / "bands.parquet").exists()
