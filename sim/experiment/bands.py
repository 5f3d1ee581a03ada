"""Bands: mean, interval and quantiles of each curve and day, from the parts of a point.

Curves are of one product (all last) and one buyer (all last) each; a *cell* is a curve and a day.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from sim.experiment.cells import design_cells
from sim.experiment.folders.merging import ROW_GROUP
from sim.experiment.folding import histogram_in
from sim.experiment.packed import summed
from sim.experiment.part import Reader, read_array
from sim.experiment.plan import Plan
from sim.records.columns import category_column, column_of, table_of
from sim.records.cube import ALL
from sim.records.daily import CURVES, rows_of
from sim.records.dates import timestamps_of
from sim.scenario.schema import Scenario
from sim.statistics.histogram import Tables
from sim.statistics.moments import Moments
from sim.statistics.steps import Steps, exact_quantiles, quantiles_of, values_of

if TYPE_CHECKING:
    import pyarrow as pa

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p95": 0.95}

Whole = NDArray[np.int64]


def write_bands(plan: Plan, parts: Sequence[Sequence[Path]], target: Path) -> None:
    """Write the bands of every point from its parts (a list for each point), product, buyer, curve and day."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = (table for point, of_point in enumerate(parts) for table in _bands_of_point(plan, point, of_point))
    writer, waiting = None, list[pa.Table]()
    for table in tables:
        waiting.append(table)
        writer = writer or pq.ParquetWriter(target, table.schema)
        if len(waiting) * len(table) >= ROW_GROUP:
            writer.write_table(pa.concat_tables(waiting).unify_dictionaries())
            waiting.clear()
    if writer is not None:
        if waiting:
            writer.write_table(pa.concat_tables(waiting).unify_dictionaries())
        writer.close()


def _bands_of_point(plan: Plan, point: int, parts: Sequence[Path]) -> Iterator["pa.Table"]:
    scenario = plan.scenario_at(point)
    products = [*(product.name for product in scenario.product), ALL]
    buyers = [*(buyer.name for buyer in scenario.buyer), ALL]
    labels = {"point": point, **design_cells(plan, point)}
    curves = _Curves(scenario.days, parts)
    if curves.moments is None:
        return  # every replication failed
    statistics = lru_cache(len(buyers))(curves.of)  # of one product, or one buyer, the same places come again
    for product, product_name in enumerate(products):
        for buyer, buyer_name in enumerate(buyers):
            own = labels | {"product": product_name, "buyer": buyer_name}
            yield _table(scenario, own, *statistics(place_of(scenario, product, buyer)))


def place_of(scenario: Scenario, product: int, buyer: int) -> int:
    """Where the curves of a product and a buyer stand: of one product, or one buyer, those of all are its own."""
    products, buyers = rows_of(len(scenario.product)), rows_of(len(scenario.buyer))
    return min(product, products - 1) * buyers + min(buyer, buyers - 1)


class _Curves:
    """The curves of all parts of a point: steps, where these are kept, and sums; histograms stay where they lie."""

    def __init__(self, days: int, parts: Sequence[Path]) -> None:
        self._days, self._parts = days, parts
        self._cells = days * len(CURVES)
        self._steps: list[Steps] = []
        self.moments: Moments | None = None
        for part in parts:
            with ZipFile(part) as archive:
                read = partial(read_array, archive)
                steps, moments = _steps_in(read), _moments_in(read)
            self._steps += [steps] if steps else []
            if moments is not None:
                self.moments = self.moments.merged(moments) if self.moments else moments

    def of(self, place: int) -> tuple[Moments, Whole]:
        """Moments and quantiles, shape (quantiles, cells), of the curves of a product and a buyer."""
        assert self.moments is not None
        moments, shares = self.moments.part(place * self._cells, self._cells), tuple(QUANTILES.values())
        if self._steps:
            first = place * len(CURVES)
            most = int(moments.total.max())  # at least the greatest value, as none is below 0
            found = [quantiles_of(self._steps, first + curve, most, shares) for curve in range(len(CURVES))]
            return moments, np.concatenate(found, axis=1)
        tables = Tables(self._days)
        for part in self._parts:
            with ZipFile(part) as archive:
                histogram = histogram_in(partial(read_array, archive), place)
            if histogram is not None:
                tables.add(histogram)
        return moments, tables.quantiles(shares)


def _steps_in(read: Reader) -> Steps | None:
    """Steps, as `Exact.arrays` keeps them."""
    shape, places, amounts = (read(name) for name in ("shape", "places", "amounts"))
    if shape is None or places is None or amounts is None:
        return None
    count, curves, days = shape.tolist()
    return Steps(count, curves, days, summed(places), amounts)


def _moments_in(read: Reader) -> Moments | None:
    """Moments of all cells, as both ways of gathering keep them; None where every replication failed."""
    count, sums = read("count"), read("sums")
    return None if count is None or sums is None else Moments(int(count[0]), *sums.cumsum(axis=1))


def delivered(plan: Plan, point: int, parts: Sequence[Path]) -> Whole | None:
    """Delivered units of the reported buyer, shape (replications, days); None where only bins are kept."""
    scenario = plan.scenario_at(point)
    buyers = [buyer.name for buyer in scenario.buyer]
    who = buyers.index(scenario.report.buyer) if scenario.report.buyer else len(buyers)
    steps = []
    for part in parts:
        with ZipFile(part) as archive:
            found = _steps_in(partial(read_array, archive))
        steps += [found] if found else []
    place = place_of(scenario, len(scenario.product), who)
    return values_of(steps, place * len(CURVES) + CURVES.index("delivered")).T if steps else None


def exact_bands(
    scenario: Scenario, labels: dict[str, Any], curves: Whole, moments: Moments, names: Sequence[str]
) -> "pa.Table":
    """The bands of curves at hand, shape (replications, days, curves), which are called `names`.

    `moments` are theirs, by curve and day.
    """
    by_curve = np.ascontiguousarray(curves.T)
    found = [exact_quantiles(values, tuple(QUANTILES.values())) for values in by_curve]
    return _table(scenario, labels, moments, np.concatenate(found, axis=1), names)


def _table(
    scenario: Scenario, labels: dict[str, Any], moments: Moments, quantiles: Whole, names: Sequence[str] = CURVES
) -> "pa.Table":
    """A row for each curve and day; `low` and `high` are the ends of the mean's 95 % interval."""
    days = scenario.days
    count = days * len(names)
    mean, half = moments.mean(), moments.half_width()
    columns: dict[str, Any] = {name: _repeated(value, count) for name, value in labels.items()}
    columns["curve"] = category_column(np.repeat(np.arange(len(names), dtype=np.int32), days), names)
    columns["day"] = np.tile(np.arange(days, dtype=np.int32), len(names))
    columns["date"] = timestamps_of(columns["day"], scenario.start)
    columns["replications"] = np.full(count, moments.count, dtype=np.int64)
    columns |= {"mean": mean, "low": mean - half, "high": mean + half}
    columns |= dict(zip(QUANTILES, quantiles, strict=True))
    return table_of(columns)


def _repeated(value: Any, count: int) -> Any:
    import pyarrow as pa

    if isinstance(value, str):
        return category_column(np.zeros(count, dtype=np.int32), [value])
    return pa.repeat(column_of([value])[0], count)
