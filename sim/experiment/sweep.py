"""Sweeps: many replications, at one or many design points; from a plan to finished tables, never losing a part."""

import shutil
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from sim.errors import InterruptedSimError, UsageError
from sim.experiment import precision as stopping
from sim.experiment.chunk import Task
from sim.experiment.designs import replications_of
from sim.experiment.engines import check_engine, engine_for, make_ready
from sim.experiment.grid import Axis, check_axes, points_of
from sim.experiment.interruption import Interruption, interruption
from sim.experiment.manifest import found_in
from sim.experiment.plan import Chunk, Plan, Point, check_plan, chunk_size
from sim.experiment.run import run
from sim.experiment.store import Store, Told, open_store
from sim.experiment.workers import Workers, local_workers
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.experiment.results import Finish

DEFAULT_REPLICATIONS = 200

Advance = Callable[[int], None]
"""Is told how many replications are done."""


@dataclass(frozen=True)
class Work:
    """How a plan is carried out; none of it changes a result. `settings` are what the user set, for the manifest."""

    engine: str = "auto"
    workers: int = 1
    dask: str | None = None
    resume: bool = False
    chunk: int | None = None
    advance: Advance = lambda _: None
    tell: Told = lambda _: None
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sweep:
    """A finished sweep: its tables are read from its folder when they are asked for."""

    plan: Plan
    folder: Path
    manifest: Mapping[str, Any]

    @property
    def scenario(self) -> Scenario:
        """The scenario (the first, of a comparison)."""
        return self.plan.scenarios[0]

    @cached_property
    def replications(self) -> "pd.DataFrame":
        """A row a replication: `design.` settings of its point, `sampled.` parameters, key figures, `error`."""
        import pandas as pd

        return pd.read_parquet(self.folder / "replications.parquet")

    @cached_property
    def bands(self) -> "pd.DataFrame":
        """Mean, 95 % interval and quantiles of each curve (units) by point, product, buyer and day."""
        import pandas as pd

        return pd.read_parquet(self.folder / "bands.parquet")

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Statistics of every key figure, and chances of reaching each target, by point."""
        import json

        found: dict[str, Any] = json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))
        return found

    @property
    def digest(self) -> str:
        """Digest of the rows: the same with any engine, number of workers and size of chunks."""
        return str(self.manifest["result_digest"])

    def plot(self, *figures: "str | pd.Series[Any]", title: str = "") -> "Figure":
        """The fan chart; of a grid the reported share by grid value; of the key figures named, a panel each.

        Of a grid, a figure may be a series of values by point, whose name says what they are. Raises `UsageError` for
        a key figure that the sweep lacks, or a fan chart of a sweep that kept no curves.
        """
        from sim.experiment.sweep_pictures import sweep_figure

        return sweep_figure(self.plan, self.folder, self.summary, figures, title)

    def plot_chances(self, title: str = "") -> "Figure":
        """The probability of each target by each date. Raises `UsageError` for a grid."""
        from sim.experiment.sweep_pictures import chances_figure

        return chances_figure(self.plan, self.summary, title)

    def answer(self) -> str:
        """The answer in words."""
        from sim.experiment.sweep_answer import sweep_answer

        return sweep_answer(self.scenario, self.summary)


def sweep(
    scenario: Scenario,
    replications: int | None = None,
    seed: int = 0,
    *,
    grid: Mapping[str, Sequence[object]] | None = None,
    design: str = "random",
    precision: Mapping[str, float] | None = None,
    keep: str = "curves",
    engine: str = "auto",
    workers: int = 1,
    dask: str | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    progress: Advance | None = None,
) -> Sweep:
    """Simulate replications of a scenario, at every point of `grid` (path -> values) where one is given.

    `precision` (key figure -> share of its mean) goes on in batches until each half-width is as small, up to
    `replications`. Results go to a folder under `out`, else to a temporary one that lasts as long as the sweep object.
    Raises `UsageError` for arguments that cannot be, `ScenarioError` for a value that the scenario refuses.
    """
    axes = [Axis(path, tuple(values)) for path, values in (grid or {}).items()]
    plan = plan_of(scenario, replications, seed, axes, design, tuple((precision or {}).items()), keep)
    work = Work(engine, workers, dask, resume, advance=progress or (lambda _: None))
    return in_folder(out, lambda folder: carry_out(plan, work, folder))


def in_folder(out: str | Path | None, work: Callable[[Path], Sweep]) -> Sweep:
    """Do work in a folder, or in a temporary one that goes when the sweep does."""
    if out is not None:
        return work(Path(out))
    temporary = mkdtemp(prefix="gpu-supply-")
    try:
        done = work(Path(temporary))
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    weakref.finalize(done, shutil.rmtree, temporary, ignore_errors=True)
    return done


def plan_of(
    scenario: Scenario,
    replications: int | None,
    seed: int,
    axes: Sequence[Axis],
    design: str,
    precision: tuple[tuple[str, float], ...],
    keep: str,
    confirmed: bool = False,
) -> Plan:
    """The plan of a sweep, checked. Raises `UsageError` and `ScenarioError` for what cannot be."""
    if replications is None:
        replications = stopping.CAP if precision else DEFAULT_REPLICATIONS
    if any(not axis.values for axis in axes):
        raise UsageError("a grid without values; expected at least one for each path")
    check_axes(scenario, axes, confirmed)
    points = tuple(Point(0, settings) for settings in points_of(axes))
    plan = Plan((scenario,), points, replications, seed, design, keep, precision)
    check_plan(plan)
    if precision:
        stopping.check(precision, list(run(scenario, seed).summary), design)
    return Plan((scenario,), points, replications_of(design, replications), seed, design, keep, precision)


def carry_out(plan: Plan, work: Work, out: Path, kind: str = "sweep", finish: "Finish | None" = None) -> Sweep:
    """Do a plan under `out`, or recognise it as done; what is finished is kept whatever happens.

    Raises `InterruptedSimError` on Ctrl-C, `SimError` where writing fails or workers die again and again.
    """
    from sim.experiment.results import sweep_picture, write_sweep

    check_work(work)
    digest = plan.digest()
    folder = out / plan.scenarios[0].name / f"{kind}-{digest}"
    known = found_in(folder, digest)
    if known is not None:
        return Sweep(plan, folder, known)
    started = datetime.now(UTC)
    work = ready(work, plan)
    size = work.chunk or chunk_size(plan)
    with interruption() as asked, workers_of(work) as workers, open_store(folder, digest, size, work.resume) as store:
        counted = _Counted(work.advance)
        try:
            chunks = _complete(plan, work, store, workers, counted, asked)
            return Sweep(plan, folder, write_sweep(plan, store, chunks, work, started, kind, finish or sweep_picture))
        except KeyboardInterrupt:
            raise InterruptedSimError(
                f"interrupted after {counted.done:,} of {plan.total:,} replications; these are kept in {folder}, "
                "and the same command with --resume goes on"
            ) from None


class _Counted:
    """Counts the replications done."""

    def __init__(self, advance: Advance) -> None:
        self.done = 0
        self._advance = advance

    def add(self, count: int) -> None:
        self.done += count
        self._advance(self.done)


def _complete(
    plan: Plan, work: Work, store: Store, workers: Workers, counted: _Counted, asked: Interruption
) -> list[Chunk]:
    """See to it that every chunk has its part, batch by batch where a precision is asked for."""
    batch = stopping.BATCH if plan.precision else plan.replications
    done: list[Chunk] = []
    for first in range(0, plan.replications, batch):
        chunks = list(plan.chunks(store.size, first, min(plan.replications, first + batch)))
        missing = []
        for chunk in chunks:
            if store.has(chunk, work.tell):
                counted.add(chunk.count)
            else:
                missing.append(chunk)
        for chunk, content in workers.run(
            Task(plan.slim(chunk.point), store.work, chunk, work.engine) for chunk in missing
        ):
            store.put(chunk, content)
            counted.add(chunk.count)
            asked.check()
        done += chunks
        if plan.precision and stopping.reached(plan, store, done):
            break
    return sorted(done, key=lambda chunk: (chunk.point, chunk.first))


@contextmanager
def workers_of(work: Work) -> Iterator[Workers]:
    """Who does the work, while the block runs."""
    if work.dask is not None:
        from sim.experiment.dask_workers import dask_workers

        with dask_workers(work.dask, work.workers) as workers:
            yield workers
        return
    with local_workers(work.workers) as workers:
        yield workers


def ready(work: Work, plan: Plan) -> Work:
    """The work with the engine that does it, which is compiled where it has to be."""
    engine = engine_for(work.engine, plan.total)
    make_ready(engine, plan.scenarios[0])
    return replace(work, engine=engine)


def check_work(work: Work) -> None:
    """Raises `UsageError` for a number of workers, a size of chunks or an engine that cannot be."""
    if work.workers < 1:
        raise UsageError(f"workers is {work.workers}; expected a whole number from 1 on")
    if work.chunk is not None and work.chunk < 1:
        raise UsageError(f"chunk is {work.chunk}; expected a whole number from 1 on")
    check_engine(work.engine)
