"""What one chunk gives: its replications' rows, curves and event logs. Runs in a worker process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import ScenarioError, SimError
from sim.experiment.cells import design_cells, sampled_cells
from sim.experiment.designs import Uniforms, uniforms
from sim.experiment.engine_choice import why_not_compiled, why_not_own
from sim.experiment.gathering import Exact, Gathering, Histograms, Nothing
from sim.experiment.part import Part, rows_table
from sim.experiment.plan import Chunk, Plan
from sim.experiment.run import replicate
from sim.experiment.variants import Variant, variants_of
from sim.extensions.registry import Extension, using
from sim.records.columns import column_of, numbers_column, table_of
from sim.records.cube import curve_cube
from sim.records.events import EventLog
from sim.records.tables import arrow
from sim.scenario.schema import Scenario
from sim.version import VERSION

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.engines.compiled.engine import Batch


Rows = Callable[[], "pa.Table"]
"""What makes the rows of replications that are done: who shows a picture first has no use for them yet."""


@dataclass(frozen=True)
class Task:
    """A chunk of a plan, the engine that simulates it, and the version that asks for it.

    `uniforms` of shape (replications, parameters) stand for those of the plan's design where they are given.
    `extensions` are the functions of the user's own that the plan names: workers have none but these.
    With `alone` the chunk is not to be done as one with others.
    """

    plan: Plan
    work: str
    chunk: Chunk
    engine: str
    version: str = VERSION
    uniforms: Uniforms | None = None
    extensions: tuple[Extension, ...] = ()
    alone: bool = False


def simulate_chunk(task: Task) -> bytes:
    """The part of a chunk, encoded; a replication that fails is a row that says why.

    Raises `SimError` where the worker has another version than who asks, or too little memory.
    """
    if task.version != VERSION:
        raise SimError(f"a worker has version {VERSION} of gpu-supply-sim; expected {task.version}")
    try:
        with using(task.extensions):
            return _part_of(_on_engine(task)).encode()
    except MemoryError:
        raise SimError(f"{task.chunk.name}: not enough memory; what was finished is kept") from None


def _on_engine(task: Task) -> Task:
    """The task on the readable engine where this worker can't compile functions of the user's own."""
    lacks = task.engine == "compiled" and why_not_own(task.extensions)
    return replace(task, engine="simpy") if lacks else task


def _part_of(task: Task) -> Part:
    curves = gathering(task.plan)
    events: list[pa.Table] | None = [] if task.plan.keep == "events" else None
    rows = gathered(task, curves, events)
    return Part(task.work, task.chunk, rows, curves.arrays(), _joined(events or []))


def gathered(task: Task, curves: Gathering, events: "list[pa.Table] | None" = None) -> "pa.Table":
    """The rows of a chunk; its curves are gathered, and its event logs where there is a list for them."""
    return simulated(task, curves, events)()


def simulated(task: Task, curves: Gathering, events: "list[pa.Table] | None" = None) -> Rows:
    """The same, but gives what makes the rows."""
    compiled = _compiled(task, curves)
    if compiled is not None:
        return compiled
    rows: list[dict[str, Any]] = []
    for row, log in _replications(task):
        rows.append(row)
        if log is None:
            continue
        if curves.kind != Nothing.kind:
            curves.add(curve_cube(log))
        if events is not None:
            events.append(_events(task.chunk.point, row["replication"], log))
    return partial(rows_table, rows)


def gathering(plan: Plan) -> Gathering:
    """How a plan's curves are gathered."""
    if plan.keep == "summary":
        return Nothing()
    return Histograms() if plan.counts_curves else Exact()


def _replications(task: Task) -> Iterator[tuple[dict[str, Any], EventLog | None]]:
    """Row and event log of each replication; no log where it fails."""
    plan, chunk = task.plan, task.chunk
    design = _design(task)
    settings = design_cells(plan, chunk.point)
    scenario_at = cache(plan.scenario_at)
    for place in range(chunk.count):
        replication = chunk.first + place
        row: dict[str, Any] = {"point": chunk.point, **settings, "replication": replication, "error": None}
        log = None
        try:
            scenario = scenario_at(chunk.point)
            drawn = None if design is None else dict(zip(plan.uncertain, design[place].tolist(), strict=True))
            own = None if drawn is None else [drawn[path] for path in scenario.drawn]
            done = replicate(scenario, plan.seed, plan.chance_of(replication), task.engine, own)
            row |= sampled_cells(scenario, done.sampled)
            row |= done.summary
            log = done.log
        except MemoryError:  # a fact about the machine, not about the replication
            raise
        except Exception as error:  # a failed replication is a row, never a lost sweep
            row["error"] = f"{type(error).__name__}: {error} (seed {plan.seed}, replication {replication})"
        yield row, log


def _design(task: Task) -> Uniforms | None:
    plan, chunk = task.plan, task.chunk
    if task.uniforms is not None:
        return task.uniforms
    if plan.sets is not None:
        replications = map(plan.chance_of, range(chunk.first, chunk.first + chunk.count))
        return plan.sets.uniforms(plan.seed, plan.uncertain, replications)
    about = (plan.design, plan.seed, plan.uncertain, plan.replications)
    try:
        mix = plan.mix(chunk.point)
    except ScenarioError:  # settings that don't go together: each row says so
        mix = {}
    return uniforms(*about, chunk.first, chunk.count, plan.each, mix)


def _compiled(task: Task, curves: Gathering) -> Rows | None:
    """The rows of the chunk without event logs; None where the readable way is asked for, or has to be gone."""
    plan, chunk = task.plan, task.chunk
    if task.engine != "compiled" or plan.keep == "events" or why_not_compiled():
        return None
    replications = range(chunk.first, chunk.first + chunk.count)
    try:
        return _compiled_rows(plan, chunk.point, replications, _design(task), curves)
    except ScenarioError:  # settings that don't go together: each row says so
        return None


def _events(point: int, replication: int, log: EventLog) -> "pa.Table":

    table = arrow(log.table(replication))
    return table.add_column(0, "point", numbers_column(np.full(len(table), point, dtype=np.int32)))


def _joined(tables: list["pa.Table"]) -> "pa.Table | None":
    import pyarrow as pa

    return pa.concat_tables(tables).unify_dictionaries() if tables else None


def _compiled_rows(
    plan: Plan, point: int, replications: Sequence[int], design: Uniforms | None, curves: Gathering
) -> Rows | None:
    """The rows of a chunk's replications, whose curves are gathered; None where they must be done one by one."""
    from sim.engines.compiled.engine import machine_of

    scenario = plan.scenario_at(point)
    places = [plan.uncertain.index(path) for path in scenario.drawn]
    own = None if design is None else design[:, places]
    chances = [plan.chance_of(replication) for replication in replications]
    variants = variants_of(scenario, plan.seed, chances, own)
    if variants is not None:
        return _rows_of_variants(plan, point, replications, own, curves, variants)
    with machine_of(scenario) as machine:
        batch = machine.play_many(plan.seed, chances, own, curves.kind, curves.wanted)
        if batch is None:
            return None
        curves.add_batch(batch)
        return partial(_table, plan, point, replications, machine.used_many(batch.sampled), machine.figures, batch)


def _rows_of_variants(
    plan: Plan,
    point: int,
    replications: Sequence[int],
    design: Uniforms | None,
    curves: Gathering,
    variants: Sequence[Variant],
) -> Rows | None:
    """The same of replications whose tables are drawn, variant by variant."""
    from sim.engines.compiled.engine import machine_of

    batches: list[Batch] = []
    scenario, rows = plan.scenario_at(point), list[Rows]()
    for one in variants:
        columns = [list(scenario.drawn).index(path) for path in one.scenario.drawn]
        own = None if design is None else design[np.ix_(one.places, columns)]
        chances = [plan.chance_of(replications[place]) for place in one.places]
        with machine_of(one.scenario, scenario) as machine:
            batch = machine.play_many(plan.seed, chances, own, curves.kind, curves.wanted)
            if batch is None:
                return None
            batches.append(batch)
            places, used = [replications[place] for place in one.places], machine.used_many(batch.sampled)
            rows.append(partial(_table, plan, point, places, used, machine.figures, batch))
    order = np.argsort(np.concatenate([one.places for one in variants]))
    curves.add_batches(batches, order)
    return partial(_mixed, scenario, variants, rows, order)


def _mixed(
    scenario: Scenario, variants: Sequence[Variant], rows: Sequence[Rows], order: NDArray[np.int64]
) -> "pa.Table":
    """The rows of all variants, in the order of the replications."""
    import pyarrow as pa

    tables = []
    for one, make in zip(variants, rows, strict=True):
        table = make()
        for name, value in sampled_cells(scenario, one.tables).items():
            table = table.append_column(name, column_of([value] * len(table)))
        tables.append(table.select(_in_order(table.column_names, scenario)))
    return pa.concat_tables(tables, promote_options="permissive").take(numbers_column(order))


def _in_order(names: Sequence[str], scenario: Scenario) -> list[str]:
    """Columns as they are without variants: what is sampled in the order of the scenario."""
    sampled = [f"sampled.{path}" for path in scenario.uncertain]
    first = next(place for place, name in enumerate(names) if name == "error") + 1
    return [*names[:first], *sampled, *(name for name in names[first:] if name not in sampled)]


def _table(
    plan: Plan,
    point: int,
    replications: Sequence[int],
    sampled: Mapping[str, NDArray[Any]],
    figures: Sequence[str],
    batch: "Batch",
) -> "pa.Table":
    """Rows of a batch, with what was drawn by path, and figures of these names."""
    import pyarrow as pa

    count = len(replications)
    columns: dict[str, Any] = {"point": np.full(count, point, dtype=np.int64)}
    for name, value in design_cells(plan, point).items():
        columns[name] = column_of([value] * count)
    columns |= {"replication": np.array(replications, dtype=np.int64), "error": pa.nulls(count, pa.string())}
    for path, used in sampled.items():
        columns[f"sampled.{path}"] = column_of(used)
    for place, name in enumerate(figures):
        values, missing = batch.figure(place, name)
        columns[name] = pa.nulls(count) if missing.all() else numbers_column(values, missing)
    return table_of(columns)
