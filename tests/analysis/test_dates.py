"""Dates in the tables of every kind of result: one type, in frames and in files."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sim
from sim.experiment.part import rows_table
from sim.records.dates import timestamps
from sim.scenario.schema import Scenario
from sim.scenario.words import kind
from tests.worlds import CHAIN, chain

TIMESTAMP, DATED = pa.timestamp("us"), "datetime64[us]"
ORDER = "buyer.Ann.order.1.date"
UNCERTAIN = """
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-05
effective = 2023-01-20
[uncertain]
"product.A.initial_stock" = { uniform = [0, 100] }
"buyer.Ann.order.1.date" = { uniform = [2023-01-02, 2023-01-10] }
"control.ban.effective" = { choice = [2023-01-15, 2023-01-20] }
"""


def dated_chain() -> Scenario:
    """A chain in which dates are uncertain."""
    return chain(CHAIN + UNCERTAIN)


def results(folder: Path, engine: str) -> dict[str, Any]:
    """A result of every kind."""
    scenario = dated_chain()
    how = sim.WorkOptions(engine=engine, out=folder)
    observed = folder / "observed.toml"
    observed.write_text(
        '[[observed]]\nfigure = "delivered_units.all"\ndate = 2023-01-31\n'
        'value = 30\nrange = [20, 40]\nsource = "by hand"\n'
    )
    grid = {"control.ban.effective": [date(2023, 1, 10), date(2023, 1, 11)]}
    return {
        "run": sim.run(scenario, engine=engine),
        "sweep": sim.sweep(scenario, 60, **how),
        "grid": sim.sweep(scenario, 3, grid=grid, keep="events", **how),
        "compare": sim.compare(scenario, scenario.set(ORDER, date(2023, 1, 3)), 3, **how),
        "sensitivity": sim.sensitivity(scenario, "morris", samples=4, replications=2, **how),
        "calibrate": sim.calibrate(scenario, observed, particles=20, **how),
        "attribute": sim.attribute(scenario, replications=3, **how),
    }


def frames(result: object) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every table that a result has as an attribute."""
    for name, attribute in vars(type(result)).items():
        if isinstance(attribute, property | cached_property) and not name.startswith("_"):
            value = getattr(result, name)
            if isinstance(value, pd.DataFrame):
                yield name, value


def is_dated(column: str) -> bool:
    """Whether a column of any table holds dates, by its name."""
    _, _, path = column.partition(".")
    return column == "date" or (column.startswith(("design.", "sampled.")) and kind(dated_chain(), path) == "date")


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_every_date_has_one_type(engine: str, tmp_path: Path) -> None:
    """Columns of dates, and no others, are timestamps in each Parquet file, and read so in each frame."""
    seen = set()
    for which, result in results(tmp_path, engine).items():
        for name, frame in frames(result):
            for column, found in frame.dtypes.items():
                assert (str(found) == DATED) == is_dated(str(column)), (which, name, column, found)
                assert str(found) != "object", (which, name, column)
            seen.add(f"{which} {name}")
    for file in sorted(tmp_path.rglob("*.parquet")):
        for field in pq.read_schema(file):
            assert (field.type == TIMESTAMP) == is_dated(field.name), (file, field)
        seen.add(file.name)
    assert {"run events", "run daily", "sweep bands", "compare differences", "calibrate posterior"} <= seen
    assert {"events.parquet", "bands.parquet", "difference_by_day.parquet", "prior.parquet"} <= seen


def test_date_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    """A column of dates is the same after a round trip, with the resolution of pandas' own ranges of dates."""
    table = pd.DataFrame({"date": timestamps([date(1950, 1, 1), date(2150, 12, 31)])})
    table.to_parquet(tmp_path / "table.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "table.parquet"), table)
    assert str(table["date"].dtype) == DATED
    assert str(timestamps([]).dtype) == DATED


def test_missing_date_is_null() -> None:
    """A row without a date has none in its column, which is of timestamps all the same."""
    table = rows_table([{"sampled.x": None}, {"sampled.x": date(2023, 1, 2)}])
    assert table.schema.types == [TIMESTAMP]
    assert table["sampled.x"].null_count == 1


def test_dates_count_in_a_digest_as_days(tmp_path: Path) -> None:
    """The digest of a sweep's rows is one of its content: 2023-01-02 counts as that day, whatever the resolution."""
    from sim.experiment.folders.merging import merge_tables
    from sim.experiment.part import Part
    from sim.experiment.plan import Chunk

    digests = set()
    for unit in ("ms", "us", "ns"):
        rows = pa.table({"sampled.x": pa.array([date(2023, 1, 2), None]).cast(pa.timestamp(unit))})
        (tmp_path / unit).write_bytes(Part("work", Chunk(0, 0, 2), rows).encode())
        digests.add(merge_tables([tmp_path / unit], "rows", tmp_path / "rows.parquet"))
    assert len(digests) == 1
