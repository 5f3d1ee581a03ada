"""A sweep of the founding case on a Dask cluster of this machine: how the rate grows with workers, and what is sent.

Rates are those of a long sweep less a short one, so that the start of the cluster is not in them. A worker is a process
with one thread. More workers than processors can't be faster, so a rate is told as a share of one worker's times the
processors in use. Before a figure is told, all sweeps have given the same result digest.
"""

import os
import pickle
import tempfile
import time
from pathlib import Path

import sim
import table
from sim.experiment.chunk import Task, simulate_chunk
from sim.experiment.plan import chunk_size
from sim.experiment.sweep import plan_of
from table import Row

SCENARIO, WORKERS = "china-2023", (1, 2, 4)
SHORT_AND_LONG, FAST = (2_000, 20_000), (200, 1_000)
LEAST = 0.9
"""Share of the ideal rate that each more processor in use should bring."""


def seconds_of(workers: int, replications: int) -> tuple[float, str]:
    """Seconds of a sweep on a cluster of so many workers, and its result digest."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        swept = sim.sweep(SCENARIO, replications, engine="compiled", workers=workers, dask="local", out=Path(folder))
        return time.perf_counter() - begin, str(swept.manifest["result_digest"])


def task_of(replications: int) -> Task:
    """The first chunk of a sweep of so many replications, as workers are given it."""
    plan = plan_of(sim.load(SCENARIO), replications, 0, (), "random", (), "curves")
    chunk = next(plan.chunks(chunk_size(plan, "compiled"), 0, replications))
    return Task(plan.slim(chunk.point), plan.digest(), chunk, "compiled")


def rates(short: int, long: int) -> dict[int, float]:
    """Replications a second by number of workers."""
    found, digests = {}, set()
    for workers in WORKERS:
        begun, _ = seconds_of(workers, short)
        done, digest = seconds_of(workers, long)
        digests.add(digest)
        found[workers] = (long - short) / (done - begun)
    assert len(digests) == 1, "sweeps of several clusters differ"
    return found


def main() -> None:
    """Measure, write the table and the picture."""
    asked = table.parser(__doc__).parse_args()
    sim.sweep(SCENARIO, 1, engine="compiled")  # compiled from here on
    found = rates(*(FAST if asked.fast else SHORT_AND_LONG))
    rows = [Row(f"{workers} workers", rate, "replications a second") for workers, rate in found.items()]
    for workers in WORKERS[1:]:
        used = min(workers, os.cpu_count() or 1)
        share = found[workers] / (used * found[1])
        rows.append(Row(f"{workers} workers on {used} processors, share of the ideal rate", share, "", LEAST))
    task = task_of(max(SHORT_AND_LONG))
    rows.append(Row("sent for a chunk", len(pickle.dumps(task)) / 1000, "kB"))
    rows.append(Row(f"sent back of a chunk of {task.chunk.count:,}", len(simulate_chunk(task)) / 1000, "kB"))
    table.record("clusters", rows, asked.out)
    table.bars("clusters", f"{SCENARIO} on a Dask cluster", rows[: len(WORKERS)], asked.out, "replications a second")


if __name__ == "__main__":
    main()
