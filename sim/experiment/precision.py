"""Precision: replications go on in fixed batches until the half-width of each asked mean is small enough.

After each batch the 95 % Student interval of the mean is made from all replications so far, and the sweep stops
when its half-width is within the asked share of the mean (the sequential procedure of Chow and Robbins 1965; Law,
Simulation Modeling and Analysis, 9.4.1). Batches are fixed, so the count does not depend on who works how fast.

A spread is believed only once it can be: what happens in fewer than 3 of n replications may not have happened in n of
them yet (the rule of three: 95 % confidence), so `FEWEST` replications must have the figure; and where a few of them
decide the spread, it is still a matter of chance, so it takes `DECIDING` of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.folders.store import Store
from sim.experiment.part import read_table
from sim.experiment.plan import Chunk, Plan
from sim.experiment.summary import check_figure, read_numbers
from sim.statistics.intervals import deciding, student

FEWEST = 1000
"""Replications that must have a figure before its precision is believed."""

DECIDING = 30
"""Replications that must decide a spread: then it is known to about a fifth of itself."""

BATCH = 100
"""Replications after which the precision is looked at again."""

CAP = 100_000
"""Replications at which a sweep stops in any case, where the user gives no other number."""

SHARE = "a share between 0 and 1, like 0.01"
"""What a precision is."""


@dataclass(frozen=True)
class Look:
    """How precise the mean of a figure is: `count` of the `replications` have it; `asked` is a share of the mean.

    `missing` says what is missing to the precision asked for; empty where nothing is.
    """

    figure: str
    asked: float
    replications: int
    count: int
    mean: float | None
    half_width: float | None
    missing: str

    @property
    def is_over(self) -> bool:
        """Whether more replications are of no use: it is reached, or none of many has the figure."""
        return not self.missing or (not self.count and self.replications >= FEWEST)


def look(figure: str, asked: float, values: NDArray[np.float64]) -> Look:
    """How precise the mean is of a figure's values, one a replication, NaN where it has none."""
    known = values[~np.isnan(values)]
    interval = student(known)
    mean, half = (None if np.isnan(number) else float(number) for number in (interval.mean, interval.half_width))
    missing = "; ".join(_missing(known, asked, mean, half))
    return Look(figure, asked, len(values), len(known), mean, half, missing)


def _missing(known: NDArray[np.float64], asked: float, mean: float | None, half: float | None) -> Iterator[str]:
    count = len(known)
    if mean is None:
        yield "no replication has it"
        return
    if half is None:
        yield "one replication gives no spread"
    elif not half and count < FEWEST:
        yield "it has not varied"
    elif half > asked * abs(mean):
        yield _wide(mean, half)
    if count < FEWEST:
        rare = f"what happens in fewer than 3 of {count:,} may not have shown" if count > 3 else "so few show nothing"
        yield f"{rare}, so at least {FEWEST:,} replications that have it are asked for"
    elif half and (few := deciding(known)) < DECIDING:
        yield f"about {few:,.0f} of them decide its spread, too few to know it (at least {DECIDING} do)"


def _wide(mean: float, half: float) -> str:
    if half >= abs(mean):
        return f"its mean {mean:.4g} is not told from 0 (half-width {half:.4g})"
    return f"its half-width {half:.4g} is {half / abs(mean):.2g} of the mean {mean:.6g}"


def parse(texts: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The targets of `KPI=REL` texts. Raises `UsageError` for a share that is none, or a figure asked for twice."""
    targets: dict[str, float] = {}
    for text in texts:
        name, equals, share = text.rpartition("=")
        try:
            relative = float(share)
        except ValueError:
            relative = 0.0
        if not equals or not 0 < relative < 1:
            raise UsageError(f"--precision {text}: expected FIGURE=SHARE with a share between 0 and 1, like 0.01")
        if name.strip() in targets:
            raise UsageError(f"--precision {text}: {name.strip()} stands twice; expected each figure once")
        targets[name.strip()] = relative
    return tuple(targets.items())


def check(targets: Sequence[tuple[str, float]], names: Sequence[str], design: str) -> tuple[tuple[str, float], ...]:
    """The targets, with figures as their columns have them.

    Raises `UsageError` for a figure that no replication has, or a design whose points depend on each other.
    """
    known = tuple((check_figure(name, names, "--precision"), share) for name, share in targets)
    for name, share in targets:
        if not 0 < share < 1:
            raise UsageError(f"precision of {name} is {share:g}; expected {SHARE}")
    if targets and design != "random":
        raise UsageError(
            f"--precision with design {design}: its replications depend on each other, so their "
            "spread gives no interval; expected --design random"
        )
    return known


def batches(plan: Plan) -> Iterator[tuple[int, int]]:
    """First replication of each batch, and the one after its last: all at once where no precision is asked for."""
    first, last = 0, min(plan.replications, FEWEST if plan.precision else plan.replications)
    while first < plan.replications:
        yield first, last
        first, last = last, min(plan.replications, last + BATCH)


class Watch:
    """Looks at the figures that a precision is asked for, part by part as they are done."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self._plan = plan
        self._store = store
        self._values: dict[tuple[int, str], list[NDArray[np.float64]]] = {}

    def is_over(self, chunks: Sequence[Chunk]) -> bool:
        """Take the chunks of another batch, of all points; whether no figure needs more replications at any point."""
        for chunk in chunks:
            table = read_table(self._store.path(chunk), "rows")
            for name, _ in self._plan.precision:
                column = table[name].to_pylist() if name in table.column_names else [None] * len(table)
                self._values.setdefault((chunk.point, name), []).append(np.array(column, dtype=np.float64))
        return all(
            look(name, asked, np.concatenate(self._values[point, name])).is_over
            for point in range(len(self._plan.points))
            for name, asked in self._plan.precision
        )


def add_looks(plan: Plan, summary: Mapping[str, Any], rows: Path) -> None:
    """Put into a summary, under `precision` of each point, how precise each figure is that the plan asks for."""
    if not plan.precision:
        return
    import pyarrow.parquet as pq

    ends = np.cumsum([point["replications"] for point in summary["points"]])
    with pq.ParquetFile(rows) as file:
        for name, asked in plan.precision:
            is_there = name in file.schema_arrow.names
            values = read_numbers(file, name) if is_there else np.full(summary["replications"], np.nan)
            for point, own in zip(summary["points"], np.split(values, ends[:-1]), strict=True):
                found = look(name, asked, own)
                point.setdefault("precision", []).append(asdict(found) | {"reached": not found.missing})
