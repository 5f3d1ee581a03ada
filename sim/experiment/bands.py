"""Bands: the curves of a chunk, gathered as changes from day to day or as histograms and moments; and of all parts.

Curves are of one product (all last) and one buyer (all last) each; a *cell* is a day and a curve of these.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from sim.experiment.cells import design_cells
from sim.experiment.packed import gaps, summed
from sim.experiment.part import Arrays, read_array
from sim.experiment.plan import Plan
from sim.records.cube import ALL
from sim.records.daily import CURVES
from sim.records.dates import arrow_column, timestamps_of
from sim.scenario.schema import Scenario
from sim.statistics.histogram import Histogram, Tables, exact_quantiles
from sim.statistics.moments import Moments

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.engines.compiled.engine import Batch

Cube = NDArray[np.int64]
"""Shape (products + 1, buyers + 1, days, curves)."""

Counted = tuple[Histogram, Moments]
"""What is kept of the curves of a product and a buyer."""

ROOM = 64_000_000
"""Bytes of curves that are gathered before histograms are made of them."""

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p95": 0.95}

Whole = NDArray[np.int64]

Reader = Callable[[str], NDArray[Any] | None]
"""Gives an array of a part by its name."""


class Gathering(Protocol):
    """Takes the curves of one replication after the other, and gives arrays to keep."""

    kind: str
    """What an engine that counts curves itself gives: nothing, changes or histograms."""

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together, as it was told to give them by `kind`."""

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Take those of several batches; `order` has the place in these of each replication in turn."""

    def arrays(self) -> Arrays:
        """What to keep, by name."""


class Nothing:
    """Keeps no curves."""

    kind = "nothing"

    def add(self, cube: Cube) -> None:
        """Forget the curves."""

    def add_batch(self, batch: "Batch") -> None:
        """Forget the curves."""

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Forget the curves."""

    def arrays(self) -> Arrays:
        """Nothing."""
        return {}


class Changes:
    """Keeps each replication's curves exactly, as changes from day to day (mostly 0)."""

    kind = "changes"

    def __init__(self) -> None:
        self._cubes: list[Cube] = []

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._cubes.append(np.diff(cube, axis=2, prepend=0))

    def add_batch(self, batch: "Batch") -> None:
        """Take the curves of replications that an engine did together."""
        self._cubes.extend(batch.changes)

    def add_batches(self, batches: "Sequence[Batch]", order: NDArray[np.int64], /) -> None:
        """Take the curves of several batches, whose replications are in this order."""
        self._cubes.extend(np.concatenate([batch.changes for batch in batches])[order])

    def arrays(self) -> Arrays:
        """By product and buyer: the shape (replications, days, curves), and the places and sizes of what is not 0."""
        if not self._cubes:
            return {}
        products, buyers = self._cubes[0].shape[:2]
        found: Arrays = {}
        for product in range(products):
            for buyer in range(buyers):
                changes = np.stack([cube[product, buyer] for cube in self._cubes])
                places = np.flatnonzero(changes)
                name = name_of(product, buyer)
                found[f"{name}.shape"] = np.array(changes.shape)
                found[f"{name}.changes"] = np.stack([gaps(places), changes.ravel()[places]])
        return found


def changes_in(arrays: Reader, name: str) -> Whole | None:
    """Changes of a product and a buyer, as `Changes.arrays` keeps them; None where it has none."""
    shape, known = arrays(f"{name}.shape"), arrays(f"{name}.changes")
    if shape is None or known is None:
        return None
    changes = np.zeros(shape, dtype=np.int64)
    changes.reshape(-1)[summed(known[0])] = known[1]
    return changes


class Histograms:
    """Keeps histograms and moments of every cell, in the same room for any number of replications."""

    kind = "histograms"

    def __init__(self) -> None:
        self._cubes: list[Cube] = []
        self._found: dict[str, list[Counted]] = {}

    def add(self, cube: Cube) -> None:
        """Take one replication's curves."""
        self._cubes.append(cube)
        if len(self._cubes) * cube.nbytes > ROOM:
            self._fold()

    def add_batch(self, batch: "Batch") -> None:
        """Take what the engine has counted itself."""
        for product, buyer, histogram, moments in batch.counted():
            self._keep(product, buyer, histogram, moments)

    def add_batches(self, batches: "Sequence[Batch]", _order: NDArray[np.int64], /) -> None:
        """Take what was counted in several batches: their order makes no difference."""
        for batch in batches:
            self.add_batch(batch)

    def arrays(self) -> Arrays:
        """By product and buyer: ends, bins and steps of a histogram, and moments, their count first."""
        self._fold()
        found: Arrays = {}
        for name, counted in self._found.items():
            histogram, moments = merged(counted)
            found[f"{name}.ends"] = gaps(histogram.ends)
            found[f"{name}.bins"] = gaps(histogram.bins)
            found[f"{name}.steps"] = histogram.steps
            sums = [np.full_like(moments.total, moments.count), moments.total]
            found[f"{name}.moments"] = np.stack([*sums, moments.upper, moments.mixed, moments.lower])
        return found

    def _fold(self) -> None:
        if not self._cubes:
            return
        products, buyers = self._cubes[0].shape[:2]
        for product in range(products):
            for buyer in range(buyers):
                curves = np.stack([cube[product, buyer] for cube in self._cubes])
                values = curves.reshape(len(curves), -1)
                self._keep(product, buyer, Histogram.of(curves), Moments.of(values))
        self._cubes.clear()

    def _keep(self, product: int, buyer: int, histogram: Histogram, moments: Moments) -> None:
        self._found.setdefault(name_of(product, buyer), []).append((histogram, moments))


def merged(counted: Sequence[Counted]) -> Counted:
    """Histograms and moments of the same cells as one."""
    histograms, moments = zip(*counted, strict=True)
    return histograms[0] if len(counted) == 1 else Histogram.merged(histograms), reduce(Moments.merged, moments)


def counted_in(arrays: Reader, name: str) -> Counted | None:
    """Histogram and moments of a product and a buyer, as `Histograms.arrays` keeps them; None where it has none."""
    ends, bins, steps = (arrays(f"{name}.{what}") for what in ("ends", "bins", "steps"))
    sums = arrays(f"{name}.moments")
    if ends is None or bins is None or steps is None or sums is None:
        return None
    moments = Moments(int(sums[0, 0]), *sums[1:])
    return Histogram(moments.count, summed(ends), summed(bins), steps), moments


def name_of(product: int, buyer: int) -> str:
    """The name of the arrays of a product and a buyer."""
    return f"{product}-{buyer}"


def write_bands(plan: Plan, parts: Sequence[Sequence[Path]], target: Path) -> None:
    """Write the bands of every point from its parts (a list for each point), product, buyer, curve and day."""
    import pyarrow.parquet as pq

    writer = None
    for point, of_point in enumerate(parts):
        for table in _bands_of_point(plan, point, of_point):
            writer = writer or pq.ParquetWriter(target, table.schema)
            writer.write_table(table)
    if writer is not None:
        writer.close()


def _bands_of_point(plan: Plan, point: int, parts: Sequence[Path]) -> Iterator["pa.Table"]:
    scenario = plan.scenario_at(point)
    products = [*(product.name for product in scenario.product), ALL]
    buyers = [*(buyer.name for buyer in scenario.buyer), ALL]
    for product, product_name in enumerate(products):
        for buyer, buyer_name in enumerate(buyers):
            found = _statistics(scenario, parts, name_of(product, buyer))
            if found is None:
                continue  # every replication failed
            moments, quantiles = found
            labels = {"point": point, **design_cells(plan, point)}
            yield _table(scenario, labels | {"product": product_name, "buyer": buyer_name}, moments, quantiles)


def _statistics(scenario: Scenario, parts: Sequence[Path], name: str) -> tuple[Moments, Whole] | None:
    """Moments and quantiles (shape (quantiles, cells)) of one product and buyer."""
    shares = tuple(QUANTILES.values())
    changes: list[Whole] = []
    moments: list[Moments] = []
    tables = Tables(scenario.days)
    for part in parts:
        with ZipFile(part) as archive:
            arrays = partial(read_array, archive)
            if (found := changes_in(arrays, name)) is not None:
                changes.append(found)
            elif (known := counted_in(arrays, name)) is not None:
                tables.add(known[0])
                moments = [reduce(Moments.merged, moments, known[1])]
    if changes:
        values = np.concatenate(changes).cumsum(axis=1)
        return _exact(values.reshape(len(values), -1))
    if not moments:
        return None
    return moments[0], tables.quantiles(shares).reshape(len(shares), -1)


def delivered(plan: Plan, point: int, parts: Sequence[Path]) -> Whole | None:
    """Delivered units of the reported buyer, shape (replications, days); None where only bins are kept."""
    scenario = plan.scenario_at(point)
    buyers = [buyer.name for buyer in scenario.buyer]
    who = buyers.index(scenario.report.buyer) if scenario.report.buyer else len(buyers)
    found = []
    for part in parts:
        with ZipFile(part) as archive:
            changes = changes_in(partial(read_array, archive), name_of(len(scenario.product), who))
        if changes is not None:
            found.append(changes[:, :, CURVES.index("delivered")].cumsum(axis=1))
    return np.concatenate(found) if found else None


def exact_bands(scenario: Scenario, labels: dict[str, Any], curves: Whole, names: Sequence[str] = CURVES) -> "pa.Table":
    """The bands of curves at hand, shape (replications, days, curves), which are called `names`."""
    values = curves.reshape(len(curves), -1)
    return _table(scenario, labels, *_exact(values), names)


def _exact(values: Whole) -> tuple[Moments, Whole]:
    """Moments and quantiles of values of shape (replications, cells)."""
    return Moments.of(values), exact_quantiles(values, tuple(QUANTILES.values()))


def _table(
    scenario: Scenario, labels: dict[str, Any], moments: Moments, quantiles: Whole, names: Sequence[str] = CURVES
) -> "pa.Table":
    """A row for each curve and day; `low` and `high` are the ends of the mean's 95 % interval."""
    import pyarrow as pa

    days = scenario.days

    def by_curve(values: NDArray[Any]) -> NDArray[Any]:
        return np.ascontiguousarray(values.reshape(days, len(names)).T).ravel()

    count = days * len(names)
    mean, half = by_curve(moments.mean()), by_curve(moments.half_width())
    columns: dict[str, Any] = {name: _repeated(value, count) for name, value in labels.items()}
    columns["curve"] = pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(names), dtype=np.int32), days), names)
    columns["day"] = np.tile(np.arange(days, dtype=np.int32), len(names))
    columns["date"] = timestamps_of(columns["day"], scenario.start)
    columns["replications"] = np.full(count, moments.count, dtype=np.int64)
    columns |= {"mean": mean, "low": mean - half, "high": mean + half}
    columns |= {name: by_curve(row) for name, row in zip(QUANTILES, quantiles, strict=True)}
    return pa.table(columns)


def _repeated(value: Any, count: int) -> Any:
    import pyarrow as pa

    if isinstance(value, str):
        return pa.DictionaryArray.from_arrays(np.zeros(count, dtype=np.int32), [value])
    return pa.repeat(arrow_column([value])[0], count)
