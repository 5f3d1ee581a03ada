"""Sweeps: many replications, at one or many design points; from a plan to finished tables, never losing a part."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from typing_extensions import override

from sim.errors import InterruptedSimError, SimError, UsageError, warn
from sim.experiment import precision as stopping
from sim.experiment.answer import sentences_of_precision, sweep_answer
from sim.experiment.arguments import ScenarioOrName, by_name, listed, real, scenario_of
from sim.experiment.beside import imported_beside
from sim.experiment.chunk import Task
from sim.experiment.designs import Axis, checked_axes, points_of, replications_of
from sim.experiment.folders.folder import open_folder
from sim.experiment.folders.proof import Written
from sim.experiment.folders.store import Store, open_store, recognised
from sim.experiment.parameter_sets import is_table, with_parameter_sets
from sim.experiment.plan import Chunk, Plan, Point, check_plan, chunk_size
from sim.experiment.policies import Policies, Policy, crossed, policies_of
from sim.experiment.results import (
    Finish,
    chances_figure,
    flows_figure,
    has_pictures,
    picture_writers,
    sweep_figure,
    write_picture,
    write_sweep,
)
from sim.experiment.shown import Shown
from sim.experiment.work import (
    Advance,
    Interruption,
    Work,
    WorkOptions,
    check_work,
    in_folder,
    interruption,
    ready,
    workers_of,
)
from sim.experiment.workers.local import Workers
from sim.records.figures.names import check_report, figure_names
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content

DEFAULT_REPLICATIONS = 200

FROM_PARTS = {"replications.parquet", "events.parquet", "bands.parquet", "difference_by_day.parquet"}
"""Tables that are made of parts: without one of them replications are simulated again; all else is made of these."""


@dataclass(frozen=True, repr=False)
class Sweep(Written, Shown):
    """A finished sweep; `summary` has statistics of every key figure and chances of each target, by point."""

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
        return self.table("replications")

    @cached_property
    def bands(self) -> "pd.DataFrame":
        """Mean, 95 % interval and quantiles of each curve (units) by point, product, buyer and day."""
        return self.table("bands")

    @override
    def facts(self) -> dict[str, object]:
        """What the sweep is of."""
        counts = {name: self.manifest[name] for name in ("replications", "points", "failed")}
        told = {name: count for name, count in counts.items() if (name, count) not in (("points", 1), ("failed", 0))}
        return {"scenario": self.scenario.name, **told, "seed": self.plan.seed, "folder": self.folder}

    @override
    def plot(self, *figures: "str | pd.Series[Any]", title: str = "") -> "Figure":
        """The fan chart; of a grid the reported share by grid value; of the key figures named, a panel each.

        Of a grid, a figure may be a series of values by point, whose name says what they are. Raises `UsageError` for
        a key figure that the sweep lacks, or a fan chart of a sweep that kept no curves.
        """
        for name in filter(self.has, ("replications.parquet", "bands.parquet")):
            self.file(name)
        return sweep_figure(self.plan, self.folder, self.summary, figures, title)

    def plot_chances(self, title: str = "") -> "Figure":
        """The probability of each target by each date. Raises `UsageError` for a grid."""
        return chances_figure(self.plan, self.summary, title)

    def plot_flows(self, point: int = 0) -> "Figure":
        """Who got what by which channel, on average at a point of the grid. Raises `UsageError` where there is none."""
        if not 0 <= point < len(self.plan.points):
            raise UsageError(f"point {point}: expected one of {len(self.plan.points)}, counted from 0")
        return flows_figure(self.plan, self.folder, self.summary, point)

    @override
    def answer(self) -> str:
        """The answer in words."""
        return sweep_answer(self.scenario, self.summary)


def sweep(
    scenario: ScenarioOrName,
    replications: int | None = None,
    seed: int = 0,
    *,
    grid: Mapping[str, Iterable[object]] | None = None,
    policies: Policies | None = None,
    design: "str | Path | pd.DataFrame" = "random",
    precision: Mapping[str, float] | None = None,
    keep: str = "curves",
    **options: Unpack[WorkOptions],
) -> Sweep:
    """Simulate replications of a scenario (or of its name, or a path), at every point of `grid` (path -> values).

    `policies` (name -> path -> value, or a TOML file of these) are values that change together: each is a point of its
    own, crossed with the grid. `design` says how what is uncertain is drawn, or is a table of parameter sets (a
    frame, a CSV or a Parquet file): a column a path, a row what a replication has there.
    `precision` (key figure -> share of its mean) goes on in batches until each half-width is as small, up to
    `replications`; where it is not, `sim.SimWarning` says so. `options` are those of `sim.WorkOptions`: engine,
    workers, dask, out, resume, progress.
    Raises `UsageError` for arguments that cannot be, `ScenarioError` for a value that the scenario refuses.
    """
    axes = [Axis(path, listed(f"grid of {path}", values)) for path, values in by_name("grid", grid).items()]
    targets = tuple(
        (name, real(f"precision of {name}", value, stopping.SHARE))
        for name, value in by_name("precision", precision).items()
    )
    asked = scenario_of(scenario)
    changes = policies_of(asked, policies)
    plan = plan_of(asked, replications, seed, axes, design, targets, keep, policies=changes)
    return in_folder(options, lambda work, folder: carry_out(plan, work, folder))


def plan_of(
    scenario: Scenario,
    replications: int | None,
    seed: int,
    axes: Sequence[Axis],
    design: "str | Path | pd.DataFrame",
    precision: tuple[tuple[str, float], ...],
    keep: str,
    confirmed: bool = False,
    policies: Sequence[Policy] = (),
) -> Plan:
    """The plan of a sweep, checked. Raises `UsageError` and `ScenarioError` for what cannot be."""
    sets = None
    if is_table(design):
        scenario, sets = with_parameter_sets(scenario, design)
        design = "table"
    if replications is None:
        replications = stopping.CAP if precision else DEFAULT_REPLICATIONS if sets is None else sets.rows
    if any(not axis.values for axis in axes):
        raise UsageError("a grid without values; expected at least one for each path")
    check_report(scenario)
    axes = checked_axes(scenario, axes, confirmed)
    points = tuple(Point(0, settings, policy) for policy, settings in crossed(policies, points_of(axes)))
    plan = Plan((scenario,), points, replications, seed, str(design), keep, precision, sets=sets)
    check_plan(plan)
    if precision:
        precision = stopping.check(precision, figure_names(scenario), plan.design)
    return replace(plan, replications=replications_of(plan.design, replications), precision=precision)


def carry_out(plan: Plan, work: Work, out: Path, kind: str = "sweep", finish: Finish = write_picture) -> Sweep:
    """Do a plan under `out`, or recognise it as done; what is finished is kept whatever happens.

    Raises `InterruptedSimError` on Ctrl-C, `SimError` where writing fails or workers die again and again.
    """
    check_work(work)
    digest = plan.digest()
    folder = out / plan.scenarios[0].name / f"{kind}-{digest}"
    known = recognised(folder, digest, work.tell)
    if known is not None:
        return _with_warnings(Sweep(plan, folder, known))
    started = datetime.now(UTC)
    work = ready(work, plan)
    size = work.chunk or chunk_size(plan, work.engine, work.workers)
    counted = _Counted(work.advance)
    with interruption() as asked, ExitStack() as crew:
        workers = crew.enter_context(workers_of(work))
        if has_pictures(plan):
            crew.enter_context(imported_beside())
        with open_store(folder, digest, size, work.resume) as store:
            if store.finished is not None:
                return _with_warnings(Sweep(plan, folder, store.finished))
            try:
                chunks = _complete(plan, work, store, workers, counted, asked) if store.lacks(FROM_PARTS) else []
                crew.close()  # merging may take the memory that was the workers'
                about = write_sweep(plan, store, chunks, work, started, kind, finish)
                return _with_warnings(Sweep(plan, folder, about))
            except KeyboardInterrupt:
                raise InterruptedSimError(
                    f"interrupted after {counted.done:,} of {plan.total:,} replications; these are kept in {folder}, "
                    "and the same command with --resume goes on"
                ) from None


def _with_warnings(done: Sweep) -> Sweep:
    """The sweep; the user is warned of a precision that was not reached."""
    for sentence in sentences_of_precision(done.summary, reached=False) if done.plan.precision else ():
        warn(sentence)
    return done


def with_table(done: Sweep, name: str) -> Sweep:
    """The sweep, which has a table that an analysis makes; raises `SimError` where too many replications failed."""
    if not done.has(name):
        failed, count = done.summary["failed"], done.summary["replications"]
        raise SimError(
            f"{failed:,} of {count:,} replications failed, too many for an answer; "
            f"column `error` of {done.folder / 'replications.parquet'} says why"
        )
    return done


def with_pictures(done: Sweep, content: "Content") -> Sweep:
    """The sweep, whose folder has all pictures of the content. Raises `SimError` where they can't be written."""
    with open_folder(done.folder, done.manifest["work"]) as target:
        about = target.write_once(picture_writers(content), target.proof.manifest or done.manifest)
    return replace(done, manifest=about)


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
    watch, own = stopping.Watch(plan, store), plan.extensions
    done: list[Chunk] = []
    for first, last in stopping.batches(plan):
        chunks, missing = store.sorted_out(plan.chunks(store.size, first, last), work.tell)
        for chunk in chunks:
            _take(plan, store, chunk, counted)
        for chunk, content in workers.run(
            Task(plan.slim(chunk.point), store.work, chunk, work.engine, extensions=own, alone=store.is_bound(chunk))
            for chunk in missing
        ):
            store.put(chunk, content)
            chunks.append(chunk)
            _take(plan, store, chunk, counted)
            asked.check()
        chunks.sort(key=Chunk.place)  # sums of reals, which a precision is of, depend on their order
        done += chunks
        if plan.precision and watch.is_over(chunks):
            break
    return sorted(done, key=Chunk.place)


def _take(plan: Plan, store: Store, chunk: Chunk, counted: _Counted) -> None:
    counted.add(chunk.count)
    if plan.counts_curves:
        store.fold_with(chunk)
    if not plan.precision:  # which is looked at in the parts
        store.merge_with(chunk, plan.replications)


def overview(sweeps: Sequence[Sweep], title: str = "") -> "Figure":
    """The fan charts of several sweeps on one page, each with its question and its finding.

    Raises `UsageError` where there is none, or one is of a grid or kept no curves.
    """
    from sim.pictures.fan import Fan, page_of_fans

    if not sweeps or not all(map(_has_fan, sweeps)):
        raise UsageError("expected sweeps of one point each, with their curves")
    fans = [Fan(one.bands, one.scenario) for one in sweeps]
    counts = sorted({one.summary["replications"] for one in sweeps})
    each = " to ".join(f"{count:,}" for count in dict.fromkeys((counts[0], counts[-1])))
    seeds = ", ".join(dict.fromkeys(str(one.plan.seed) for one in sweeps))
    return page_of_fans(
        fans, title or f"{len(fans)} scenarios: delivered beside ordered", f"{each} replications each, seed {seeds}."
    )


def _has_fan(one: object) -> bool:
    return isinstance(one, Sweep) and len(one.plan.points) == 1 and one.plan.keep != "summary"
