"""The first replications of a large result, simulated again: rows alone, without what is made of them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.archive.again import plan_of
from sim.archive.differences import difference_of
from sim.errors import UsageError
from sim.experiment.chunk import Task
from sim.experiment.folders.merging import merge_tables
from sim.experiment.plan import Chunk, Plan, chunk_size
from sim.experiment.work import Work, ready, workers_of
from sim.reporting.result import Result

ROWS = "replications.parquet"


def replications_of_each(result: Result) -> int:
    """How many replications each point has. Raises `UsageError` for a result that can't be checked row by row."""
    if result.kind in ("run", "calibrate"):
        what = f"a {result.kind}, which can't be checked in part"
        raise UsageError(f"{result.folder}: {what}; expected no --replications")
    return int(result.manifest["replications"]) // int(result.manifest["points"])


def first_rows_again(result: Result, count: int, work: Work, out: Path) -> tuple[str, str]:
    """Where the first rows of each point first differ from those simulated again, and the engine that did that.

    The difference is empty where they are the same.
    """
    plan, target = replace(plan_of(result), keep="summary"), out / ROWS
    work = ready(work, replace(plan, replications=count))
    merge_tables(_simulated(plan, count, work, out), "rows", target)
    return difference_of(result.folder / ROWS, target, _among_first(result.folder / ROWS, count)), work.engines


def _simulated(plan: Plan, count: int, work: Work, out: Path) -> Sequence[Path]:
    """The parts of the first replications of each point, which are drawn as the whole plan draws them."""
    size = work.chunk or chunk_size(replace(plan, replications=count), work.engine, work.workers)
    own, done = plan.extensions, list[Chunk]()
    with workers_of(work) as workers:
        tasks = (
            Task(plan.slim(chunk.point), "", chunk, work.engine, extensions=own)
            for chunk in plan.chunks(size, 0, count)
        )
        for chunk, content in workers.run(tasks):
            (out / chunk.name).write_bytes(content)
            done.append(chunk)
            work.advance(sum(one.count for one in done))
    return [out / chunk.name for chunk in sorted(done, key=Chunk.place)]


def _among_first(rows: Path, count: int) -> Any:
    """Which rows of a table are of the first replications."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    return pc.less(pq.read_table(rows, columns=["replication"])["replication"], count)
