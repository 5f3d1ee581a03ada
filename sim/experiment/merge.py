"""Merging of parts into the tables of a sweep, a part and a curve at a time: memory does not grow with the count."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from sim.experiment.gathering import Counted, counted_in, merged, name_of
from sim.experiment.part import common_schema, conform, read_array, read_schema, read_table
from sim.experiment.plan import Plan
from sim.records.cube import ALL
from sim.records.daily import CURVES
from sim.records.dates import arrow_column, timestamps_of, type_in_digest
from sim.scenario.schema import Scenario
from sim.statistics.histogram import exact_quantiles
from sim.statistics.moments import Moments

if TYPE_CHECKING:
    import pyarrow as pa

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p95": 0.95}

AT_ONCE = 8
"""Parts whose histograms are in memory at once."""

ROW_GROUP = 16_384
"""Rows that are written at once: what a Parquet file says of each column of each row group takes memory, too."""

Whole = NDArray[np.int64]


def merge_tables(parts: Sequence[Path], name: str, target: Path) -> str:
    """Write the rows (or events) of parts, in their order, as one Parquet file; gives the digest of their content."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = common_schema(read_schema(part, name) for part in parts)
    hashes = {column: _ColumnHash() for column in schema.names}
    waiting: list[pa.Table] = []
    with pq.ParquetWriter(target, schema) as writer:
        for place, part in enumerate(parts, 1):
            waiting.append(conform(read_table(part, name), schema))
            for column in schema.names:
                hashes[column].add(waiting[-1][column].combine_chunks())
            if place == len(parts) or sum(map(len, waiting)) >= ROW_GROUP:
                writer.write_table(pa.concat_tables(waiting).unify_dictionaries())
                waiting.clear()
    whole = hashlib.sha256()
    for column, digest in hashes.items():
        whole.update(f"{column}\0{type_in_digest(schema.field(column).type)}\0{digest.hex()}\n".encode())
    return whole.hexdigest()


class _ColumnHash:
    """Digest of a column that does not depend on how it is cut: one of its nulls, one of its values."""

    def __init__(self) -> None:
        self._nulls = hashlib.sha256()
        self._values = hashlib.sha256()

    def add(self, array: "pa.Array") -> None:
        """Take the next piece; text as its lengths and bytes, null as 0."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self._nulls.update(np.asarray(array.is_null()).tobytes())
        if pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
            for text in array.to_pylist():
                content = (text or "").encode()
                self._values.update(len(content).to_bytes(8, "little") + content)
            return
        array = array.cast(type_in_digest(array.type))
        if pa.types.is_date32(array.type):
            array = array.cast(pa.int32())
        filled = pc.fill_null(array, pa.scalar(0).cast(array.type))
        self._values.update(np.ascontiguousarray(np.asarray(filled)).tobytes())

    def hex(self) -> str:
        """Both digests."""
        return self._nulls.hexdigest() + self._values.hexdigest()


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
            labels = {"point": point, **{f"design.{path}": value for path, value in plan.points[point].settings}}
            yield _table(scenario, labels | {"product": product_name, "buyer": buyer_name}, moments, quantiles)


def _statistics(scenario: Scenario, parts: Sequence[Path], name: str) -> tuple[Moments, Whole] | None:
    """Moments and quantiles (shape (quantiles, cells)) of one product and buyer."""
    shares = tuple(QUANTILES.values())
    changes: list[Whole] = []
    counted: list[Counted] = []
    for part in parts:
        with ZipFile(part) as archive:
            arrays = partial(read_array, archive)
            if (found := arrays(name)) is not None:
                changes.append(found)
            elif (known := counted_in(arrays, name)) is not None:
                counted.append(known)
        if len(counted) == AT_ONCE:
            counted = [merged(counted)]
    if changes:
        values = np.concatenate(changes).cumsum(axis=1)
        values = values.reshape(len(values), -1)
        return Moments.of(values), exact_quantiles(values, shares)
    if not counted:
        return None
    histogram, moments = merged(counted)
    return moments, histogram.quantiles(scenario.days, len(CURVES), shares).reshape(len(shares), -1)


def delivered(plan: Plan, point: int, parts: Sequence[Path]) -> Whole | None:
    """Delivered units of the reported buyer, shape (replications, days); None where only bins are kept."""
    scenario = plan.scenario_at(point)
    buyers = [buyer.name for buyer in scenario.buyer]
    who = buyers.index(scenario.report.buyer) if scenario.report.buyer else len(buyers)
    found = []
    for part in parts:
        with ZipFile(part) as archive:
            changes = read_array(archive, name_of(len(scenario.product), who))
        if changes is not None:
            found.append(changes[:, :, CURVES.index("delivered")].cumsum(axis=1))
    return np.concatenate(found) if found else None


def _table(scenario: Scenario, labels: dict[str, Any], moments: Moments, quantiles: Whole) -> "pa.Table":
    """A row for each curve and day; `low` and `high` are the ends of the mean's 95 % interval."""
    import pyarrow as pa

    days = scenario.days

    def by_curve(values: NDArray[Any]) -> NDArray[Any]:
        return np.ascontiguousarray(values.reshape(days, len(CURVES)).T).ravel()

    count = days * len(CURVES)
    mean, half = by_curve(moments.mean()), by_curve(moments.half_width())
    columns: dict[str, Any] = {name: _repeated(value, count) for name, value in labels.items()}
    columns["curve"] = pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(CURVES), dtype=np.int32), days), CURVES)
    columns["day"] = np.tile(np.arange(days, dtype=np.int32), len(CURVES))
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
