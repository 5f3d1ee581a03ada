"""The summary of a sweep: how its intervals are made; of every key figure mean, interval and quantiles; chances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.bands import QUANTILES
from sim.experiment.cells import settings_in_words
from sim.experiment.deciding import deciding
from sim.experiment.designs import CAUTIONS
from sim.experiment.plan import Plan
from sim.records.columns import known_of, reals_of
from sim.records.figures.names import figure_hint
from sim.records.figures.naming import figure_name, spelled
from sim.scenario.correlation import ranks_of
from sim.scenario.schema import Scenario
from sim.statistics.histogram import rank_of
from sim.statistics.intervals import student, wilson
from sim.statistics.ranks import spearman

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

AT_ONCE = 2_000_000
"""Numbers that are read at once: a read of its own for each column of few rows takes longer than all else."""

NOT_FIGURES = ("point", "replication", "error")
PREFIXES = ("design.", "sampled.")

Summary = dict[str, Any]


@dataclass(frozen=True)
class InMemory:
    """Rows in memory, read as those of an open Parquet file are."""

    table: "pa.Table"

    @property
    def schema_arrow(self) -> "pa.Schema":
        """The columns."""
        return self.table.schema

    def read(self, columns: Sequence[str]) -> "pa.Table":
        """Some columns."""
        return self.table.select(columns)


def is_figure(column: str) -> bool:
    """Whether a column of the rows is a key figure."""
    return column not in NOT_FIGURES and not column.startswith(PREFIXES)


def check_figure(name: str, names: Sequence[str], option: str) -> str:
    """The name of a key figure as its column has it. Raises `UsageError` for one that no replication has."""
    known = spelled(name)
    if known not in names:
        hint = figure_hint(known, names)
        raise UsageError(f"{option} {name}: no such key figure" + (f"; {hint}" if hint else ""))
    return known


def summarise(plan: Plan, rows: Path) -> Summary:
    """The summary of the rows in a Parquet file, read a few columns at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(rows) as file:
        about = file.metadata
        return summary_of(plan, InMemory(file.read()) if about.num_rows * about.num_columns <= AT_ONCE else file)


def summary_of(plan: Plan, file: "pq.ParquetFile | InMemory") -> Summary:
    """The summary of the rows in an open file, or in memory."""
    point = read_numbers(file, "point")
    failed = known_of(file.read(columns=["error"])["error"])
    slices = [slice(*np.searchsorted(point, [number, number + 1])) for number in range(len(plan.points))]
    figures: list[Summary] = [{} for _ in slices]
    for names, values in _numbers(file, list(filter(is_figure, file.schema_arrow.names)), len(point)):
        for place, own in enumerate(slices):
            figures[place] |= zip(names, described(values[:, own]), strict=True)
    points = []
    for place, own in enumerate(slices):
        scenario = plan.scenarios[plan.points[place].scenario]
        points.append(
            {
                "point": place,
                "settings": settings_in_words(plan, place),
                "replications": int(own.stop - own.start),
                "failed": int(failed[own].sum()),
                "figures": figures[place],
                "chances": chances(file, scenario, own),
            }
        )
    if len(points) == 1:
        decided = deciding(file, plan.scenarios[plan.points[0].scenario], slices[0])
        points[0] |= {"deciding": decided} if decided else {}
    correlated = list(_correlated(file, plan.scenarios[plan.points[0].scenario], slices[0]))
    counts: Summary = {"replications": len(point), "failed": int(failed.sum())}
    counts |= {"correlated": correlated} if correlated else {}
    return counts | {"intervals": intervals_of(plan.design), "points": points}


def _correlated(file: "pq.ParquetFile | InMemory", scenario: Scenario, own: slice) -> Iterator[Summary]:
    """Of each pair that is correlated: the rank correlation asked for, and that of what was drawn, null of words."""
    for pair, rank in ranks_of(scenario).items():
        names = [f"sampled.{path}" for path in pair]
        if set(names) <= set(file.schema_arrow.names):
            values = [_ordered(file, name) for name in names]
            yield {
                "paths": list(pair),
                "rank": rank,
                "drawn": _rank_of([one[own] for one in values if one is not None]),
            }


def _ordered(file: "pq.ParquetFile | InMemory", name: str) -> NDArray[np.float64] | None:
    """A column of numbers or dates as float64, NaN for null; None of words."""
    import pyarrow as pa

    kind = file.schema_arrow.field(name).type
    if pa.types.is_string(kind):
        return None
    return reals_of(file.read(columns=[name])[name])


def _rank_of(columns: list[NDArray[np.float64]]) -> float | None:
    """The rank correlation of two columns, where both have values; None where fewer are known."""
    if len(columns) < 2:
        return None
    known = ~np.isnan(columns[0]) & ~np.isnan(columns[1])
    return spearman(columns[0][known], columns[1][known])


def intervals_of(design: str) -> Summary:
    """How the intervals of a summary are made, whether they hold under a design, and what is to be said of them."""
    caution = CAUTIONS[design]
    return {"method": "independent replications: Student, Wilson", "hold": not caution, "caution": caution}


def described(values: NDArray[np.float64]) -> Iterator[Summary]:
    """Of each row mean with its 95 % interval, and quantiles, of the values that are not null (`count` of them)."""
    ordered = np.sort(values, axis=1)  # what is null last
    counts = values.shape[1] - np.isnan(values).sum(axis=1)
    for known, count in zip(ordered, counts.tolist(), strict=True):
        interval = student(known[:count])
        found: Summary = {"count": count}
        found |= {"mean": interval.mean, "low": interval.low, "high": interval.high, "half_width": interval.half_width}
        quantiles = known[_ranks(count)].tolist() if count else [None] * len(QUANTILES)
        found |= zip(QUANTILES, quantiles, strict=True)
        yield {name: None if value != value else value for name, value in found.items()}  # noqa: PLR0124 - NaN


def describe(values: NDArray[np.float64]) -> Summary:
    """The same of one row."""
    return next(described(values[np.newaxis]))


@lru_cache(maxsize=256)
def _ranks(count: int) -> list[int]:
    """Where the quantiles stand among so many sorted values."""
    return [max(1, int(rank_of(share, count))) - 1 for share in QUANTILES.values()]


def chances(file: "pq.ParquetFile | InMemory", scenario: Scenario, own: slice) -> Summary:
    """Probability, with its 95 % interval, that a buyer's delivered share reaches each target by each date.

    Replications in which nothing is ordered do not count.
    """
    found: Summary = {}
    for who in ("all", *(buyer.name for buyer in scenario.buyer)):
        found[who] = {}
        for when in scenario.report_dates:
            name = figure_name("delivered_share", who, when)
            if name not in file.schema_arrow.names:
                continue
            shares = read_numbers(file, name)[own]
            found[who][str(when)] = dict(_chances(shares[~np.isnan(shares)], scenario))
    return found


def _chances(shares: NDArray[np.float64], scenario: Scenario) -> Iterator[tuple[str, Summary]]:
    for target in dict.fromkeys((*scenario.report.shares, 1.0)):
        reached = int((shares >= target).sum())
        low, high = wilson(reached, len(shares))
        chance = reached / len(shares) if len(shares) else None
        yield str(target), {"probability": chance, "low": low, "high": high, "count": len(shares)}


def read_numbers(file: "pq.ParquetFile | InMemory", name: str) -> NDArray[np.float64]:
    """A column as float64, NaN for null."""
    return reals_of(file.read(columns=[name])[name])


def _numbers(
    file: "pq.ParquetFile | InMemory", names: Sequence[str], count: int
) -> Iterator[tuple[Sequence[str], NDArray[np.float64]]]:
    """The same of several columns of so many rows, shape (columns, rows): as many at once as are few numbers."""
    several = max(1, AT_ONCE // max(1, count))
    for first in range(0, len(names), several):
        own = list(names[first : first + several])
        table = file.read(columns=own)
        yield own, np.stack([reals_of(table[name]) for name in own])
