"""Comparisons of two scenarios on common random numbers."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

import sim
from sim.cli.main import main
from sim.errors import UsageError
from sim.records.difference import differs_from
from sim.statistics.intervals import student
from tests.worlds import chain, log_of

LATER = {"buyer__Ann__order__1__date": "2023-01-12"}


def test_differences_are_paired_replication_by_replication() -> None:
    """The mean difference of a figure is that of the pairs, with their Student interval."""
    a = sim.load("china-2023")
    b = a.set("control.2022-08 letter.moved.1.to", "2023-03-01")
    pair = sim.compare(a, b, replications=12)
    name = "delivered_units.ByteDance.2023-12-31"
    rows = pair.sweep.replications.pivot_table(index="replication", columns="point", values=name)
    expected = student((rows[1] - rows[0]).to_numpy(dtype="float64"))
    found = pair.differences.set_index("figure").loc[name]
    assert (found["difference"], found["low"], found["pairs"]) == (expected.mean, expected.low, 12)
    assert found["mean_b"] - found["mean_a"] == pytest.approx(found["difference"])
    assert found["correlation"] > 0
    spread = (rows[1] - rows[0]).var()
    assert found["variance_reduction"] == pytest.approx((rows[0].var() + rows[1].var()) / spread)


def test_each_side_is_what_a_sweep_of_it_alone_gives() -> None:
    """A comparison's rows are those of the two sweeps."""
    a, b = sim.load("china-2023"), sim.load("no-ban")
    pair = sim.compare(a, b, replications=3).sweep.replications
    for point, scenario in enumerate((a, b)):
        alone = sim.sweep(scenario, 3).replications
        own = pair[pair["point"] == point].reset_index(drop=True)
        for name in alone.columns.drop("point"):
            assert own[name].tolist() == alone[name].tolist() or alone[name].isna().any(), name


def test_same_world_until_the_first_difference() -> None:
    """An order that moves from 2 January to the 12th changes nothing before the 2nd."""
    a, b = chain(), chain(**LATER)
    assert differs_from(log_of(a), log_of(b)) == date(2023, 1, 2)
    assert differs_from(log_of(a), log_of(a)) is None
    pair = sim.compare(a, b, replications=2)
    assert pair.differs_from == date(2023, 1, 2)
    assert "the same until 2023-01-02" in pair.answer()


def test_names_of_another_order_are_told_apart_by_name() -> None:
    """A distributor that stands first in the file but does nothing makes no difference between logs."""
    text = """
name = "chain"
start = 2023-01-01
end = 2023-01-31
product = [{ name = "A", price = 100, initial_stock = 100 }]
distributor = [
  { name = "idle", weekly_capacity = 0 },
  { name = "north", weekly_capacity = 1000, transit_days = 3 },
]
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 60 }]
"""
    assert differs_from(log_of(chain()), log_of(chain(text))) is None


def test_daily_difference_ends_with_that_of_the_last_date() -> None:
    """The paired difference by day ends where the key figure's does."""
    a = chain()
    b = chain(product__A__initial_stock=40)
    pair = sim.compare(a, b, replications=2)
    row = pair.differences.set_index("figure").loc["delivered_units.all.2023-01-31"]
    assert row["difference"] == -20
    pair.plot()


def test_same_scenario_twice_is_refused() -> None:
    """Comparing a scenario with itself is told to be that."""
    with pytest.raises(UsageError, match="A and B are the same scenario"):
        sim.compare(chain(), chain())


def test_command_tells_the_difference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`compare` prints differences for programs and writes tables and picture; the second time it is recognised."""
    words = ["gpu-supply", "compare", "china-2023", "no-ban", "--replications", "4", "--workers", "1", "--json"]
    told = []
    for _ in range(2):
        monkeypatch.setattr(sys, "argv", [*words, "--quiet", "--out", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    names = {path.name for path in Path(told[0]["folder"]).iterdir()}
    assert {
        "differences.parquet",
        "difference_by_day.parquet",
        "compared.png",
        "compared.svg",
        "bands.parquet",
    } <= names
    assert told[0]["pairs_looked_at"] == 4
