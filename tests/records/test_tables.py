"""The two tables of a run: their types in files, and that the daily one follows from the events."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.experiment.run import run
from sim.records.daily import CURVES, daily_books
from sim.records.events import Event
from sim.records.tables import Numbered, Table, Texts, frame, write_table
from sim.scenario.file import load
from tests.records.logs import SOUND, Fact, log_by_hand

TEXT = pa.dictionary(pa.int8(), pa.string())
KEYS = {"replication": pa.int64(), "day": pa.int32(), "date": pa.timestamp("us")}
EVENT_TYPES = KEYS | {
    **dict.fromkeys(("event", "product", "buyer", "channel"), TEXT),
    "order": pa.int32(),
    "units": pa.int64(),
    "value_usd": pa.int64(),
}
DAILY_TYPES = KEYS | dict.fromkeys(("product", "buyer", "channel"), TEXT) | dict.fromkeys(CURVES, pa.int64())


def written(table: Table, folder: Path) -> pa.Table:
    """A table as its file gives it back."""
    write_table(table)(folder / "table.parquet")
    return pq.read_table(folder / "table.parquet")


@pytest.mark.parametrize("facts", [SOUND, []], ids=["some", "none"])
def test_types_in_files(facts: list[Fact], tmp_path: Path) -> None:
    """The files have the contract's columns and types, also where nothing happens."""
    log = log_by_hand(facts)
    for table, types in ((log.table(), EVENT_TYPES), (daily_books(log), DAILY_TYPES)):
        schema = written(table, tmp_path).schema
        assert dict(zip(schema.names, schema.types, strict=True)) == types


def test_nulls_in_files(tmp_path: Path) -> None:
    """What an event is not about is null; the rest comes back as it was recorded."""
    first, _, placed = written(log_by_hand([*SOUND[:2], SOUND[3]]).table(7), tmp_path).to_pylist()
    assert first == {
        "replication": 7,
        "day": 0,
        "date": datetime(2023, 1, 1),
        "event": "stock_opened",
        "product": "A",
        "buyer": None,
        "channel": None,
        "order": None,
        "units": 100,
        "value_usd": 10_000,
    }
    assert (placed["date"], placed["buyer"], placed["channel"], placed["order"]) == (
        datetime(2023, 1, 2),
        "Ann",
        "north",
        1,
    )


@pytest.mark.parametrize("rows", [1, 9, 300])
def test_frame_is_that_of_plain_columns(rows: int, tmp_path: Path) -> None:
    """Read from memory or from its file, a frame has the values that pandas makes of the columns, and its types."""
    places = np.arange(rows) % 201 - 1
    names = tuple(f"näme {number}" for number in range(200))
    numbers = (np.arange(rows) % 3).astype(np.int32)
    real = np.linspace(0, 1, rows)
    table: Table = {"name": Texts(places, names), "order": Numbered(numbers), "real": real, "odd": real[::-1]}
    order = pd.Series(numbers, dtype="Int32")
    expected = pd.DataFrame(
        {
            "name": pd.Categorical.from_codes(places, categories=pd.Index(names, dtype="str")),
            "order": order.mask(order == 0),
            "real": real,
            "odd": real[::-1],
        }
    )
    written(table, tmp_path)
    for found in (frame(table), pd.read_parquet(tmp_path / "table.parquet")):
        pd.testing.assert_frame_equal(found, expected)


def test_daily_by_hand() -> None:
    """A row holds what happened by the evening of its day; a contract takes the open units to its own channel."""
    table = frame(daily_books(log_by_hand(SOUND)))
    daily = {
        tuple(row[:4]): tuple(row[4:]) for row in table[["buyer", "product", "channel", "day", *CURVES]].to_numpy()
    }
    expected = {
        ("Ann", "A", "north", 0): (0, 0, 0, 0, 0, 0),
        ("Ann", "A", "north", 1): (100, 50, 0, 0, 50, 0),
        ("Ann", "A", "north", 7): (50, 50, 50, 0, 0, 0),
        ("Ann", "A", "direct:Ann", 7): (50, 40, 0, 0, 10, 0),
        ("Ann", "A", "direct:Ann", 9): (50, 40, 40, 10, 0, 0),
        ("Bob", "B", "north", 24): (30, 0, 0, 0, 30, 0),
        ("Bob", "B", "north", 29): (30, 20, 20, 10, 0, 10),
    }
    for key, curves in expected.items():
        assert daily[key] == curves


@pytest.mark.parametrize("name", ["by hand", "china-2023", "no-ban"])
def test_daily_follows_from_events(name: str) -> None:
    """By every day, each product's and buyer's daily totals are the sums of the events so far."""
    log = log_by_hand(SOUND) if name == "by hand" else run(load(name)).log
    events, daily = (log.to_pandas(), frame(daily_books(log)))
    effects = {
        "ordered": {Event.order_placed: 1, Event.order_carried: 1},
        "dispatched": {Event.dispatched: 1, Event.delivered_earlier: 1, Event.returned: -1},
        "delivered": {Event.delivered: 1, Event.delivered_earlier: 1},
        "cancelled": {Event.order_cancelled: 1, Event.order_switched: 1},
        "switched": {Event.order_switched: 1},
    }
    keys = ["day", "product", "buyer"]
    totals = daily.groupby(keys, observed=True)[list(CURVES)].sum()
    for curve, signs in effects.items():
        sign = events["event"].map({event.name: sign for event, sign in signs.items()}).astype(float).fillna(0)
        by_day = (events["units"] * sign).groupby([events[key] for key in keys], observed=True).sum()
        so_far = by_day.unstack("day").reindex(columns=range(log.days)).fillna(0).cumsum(axis=1)
        found = totals[curve].unstack("day")
        assert (found.to_numpy() == so_far.loc[found.index].to_numpy()).all()
    assert (totals["open"] == totals["ordered"] - totals["dispatched"] - totals["cancelled"]).all()
