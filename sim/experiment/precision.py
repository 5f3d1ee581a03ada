"""Precision: replications go on in fixed batches until the half-width of each asked mean is small enough.

After each batch the 95 % Student interval of the mean is made from all replications so far, and the sweep stops
when its half-width is within the asked share of the mean (the sequential procedure of Chow and Robbins 1965; Law,
Simulation Modeling and Analysis, 9.4.1). Batches are fixed, so the count does not depend on who works how fast.
"""

from collections.abc import Sequence

import numpy as np

from sim.errors import UsageError
from sim.experiment.part import read_table
from sim.experiment.plan import Chunk, Plan
from sim.experiment.store import Store
from sim.experiment.summary import check_figure
from sim.statistics.intervals import student

BATCH = 100
"""Replications after which the precision is looked at."""

CAP = 100_000
"""Replications at which a sweep stops in any case, where the user gives no other number."""


def parse(texts: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The targets of `KPI=REL` texts. Raises `UsageError` for a share that is none."""
    targets = []
    for text in texts:
        name, equals, share = text.rpartition("=")
        try:
            relative = float(share)
        except ValueError:
            relative = 0.0
        if not equals or not 0 < relative < 1:
            raise UsageError(f"--precision {text}: expected FIGURE=SHARE with a share between 0 and 1, like 0.01")
        targets.append((name.strip(), relative))
    return tuple(targets)


def check(targets: Sequence[tuple[str, float]], names: Sequence[str], design: str) -> None:
    """Raises `UsageError` for a figure that no replication has, or a design whose points depend on each other."""
    for name, _ in targets:
        check_figure(name, names, "--precision")
    if targets and design != "random":
        raise UsageError(
            f"--precision with design {design}: its replications depend on each other, so their "
            "spread gives no interval; expected --design random"
        )


def reached(plan: Plan, store: Store, chunks: Sequence[Chunk]) -> bool:
    """Whether every asked figure is precise enough at every point."""
    for point in range(len(plan.points)):
        tables = [read_table(store.path(chunk), "rows") for chunk in chunks if chunk.point == point]
        for name, relative in plan.precision:
            values = np.array(
                [value for table in tables if name in table.column_names for value in table[name].to_pylist()],
                dtype=np.float64,
            )
            interval = student(values[~np.isnan(values)])
            if not interval.half_width <= relative * abs(interval.mean):
                return False
    return True
