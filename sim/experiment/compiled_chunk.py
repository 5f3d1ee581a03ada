"""The work of a chunk on the compiled engine: columns of numbers, without an object for each replication."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.designs import Uniforms
from sim.experiment.gathering import Gathering
from sim.experiment.plan import Plan
from sim.records.dates import arrow_column

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.engines.compiled.engine import Batch, Machine


def compiled_rows(
    plan: Plan, point: int, replications: Sequence[int], design: Uniforms | None, curves: Gathering
) -> "pa.Table | None":
    """The rows of a chunk's replications, whose curves are gathered; None where they must be done one by one."""
    from sim.engines.compiled.engine import machine_of

    scenario = plan.scenario_at(point)
    places = [plan.uncertain.index(path) for path in scenario.uncertain]
    own = None if design is None else design[:, places]
    chances = [plan.chance_of(replication) for replication in replications]
    with machine_of(scenario) as machine:
        batch = machine.play_many(plan.seed, chances, own, curves.kind)
        if batch is None:
            return None
        curves.add_batch(batch)
        return _table(plan, point, replications, machine, batch)


def _table(plan: Plan, point: int, replications: Sequence[int], machine: "Machine", batch: "Batch") -> "pa.Table":
    import pyarrow as pa

    count = len(replications)
    columns: dict[str, Any] = {"point": np.full(count, point, dtype=np.int64)}
    for path, value in plan.points[point].settings:
        columns[f"design.{path}"] = arrow_column([value] * count)
    columns |= {"replication": np.array(replications, dtype=np.int64), "error": pa.nulls(count, pa.string())}
    for path, used in machine.used_many(batch.sampled).items():
        columns[f"sampled.{path}"] = arrow_column(used)
    for place, name in enumerate(machine.figures):
        values, missing = batch.figure(place, name)
        columns[name] = pa.nulls(count) if missing.all() else pa.array(values, mask=missing)
    return pa.table(columns)
