"""Parameter sets and policies that a user brings: tables of values, and values that change together."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.errors import ScenarioError, UsageError
from sim.scenario.schema import Scenario
from tests.worlds import chain

STOCK, PRICE, ALLOCATION = "product.A.initial_stock", "product.A.price", "allocation"


@pytest.fixture(params=["simpy", "compiled"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine that simulates."""
    if request.param == "compiled":
        request.getfixturevalue("compiled_kernel")
    return str(request.param)


def scenario() -> Scenario:
    """The small chain, in which the stock and the transit are uncertain."""
    laws = {STOCK: {"uniform": [0, 100]}, "distributor.north.transit_days": {"choice": [1, 9]}}
    return chain().set("uncertain", laws)


def write(folder: Path, text: str) -> Path:
    """A file of parameter sets."""
    file = folder / "sets.csv"
    file.write_text(text)
    return file


SETS = f"{STOCK},{ALLOCATION},buyer.Ann.on_control\n30,fifo,{{}}\n 50.0,pro-rata,\"{{ A = 'cancel' }}\"\n7,fifo,{{}}\n"


def test_each_replication_has_a_row_of_the_table(tmp_path: Path, engine_name: str) -> None:
    """Replication k has row k of the table and then the first again; what has no column is drawn as without a table."""
    options: dict[str, Any] = {"keep": "summary", "engine": engine_name, "out": tmp_path}
    rows = sim.sweep(scenario(), 5, design=write(tmp_path, SETS), **options).replications
    assert list(rows[f"sampled.{STOCK}"]) == [30, 50, 7, 30, 50]
    assert list(rows[f"sampled.{ALLOCATION}"]) == ["fifo", "pro-rata", "fifo", "fifo", "pro-rata"]
    assert list(rows["sampled.buyer.Ann.on_control"])[:3] == ["{  }", '{ A = "cancel" }', "{  }"]
    other = sim.sweep(scenario(), 5, **options).replications
    days = "sampled.distributor.north.transit_days"
    assert list(rows[days]) == list(other[days])
    assert list(rows["delivered_units.all.2023-01-31"]) == [30, 50, 7, 30, 50]


def test_a_table_has_as_many_replications_as_rows_however_it_comes(tmp_path: Path) -> None:
    """A CSV file, a Parquet file and a frame of the same values are the same work, in the same folder."""
    frame = pd.DataFrame({STOCK: [30, 50, 7], PRICE: [100, 90, 80]})
    frame.to_csv(tmp_path / "sets.csv", index=False)
    frame.to_parquet(tmp_path / "sets.parquet")
    designs: list[Any] = [tmp_path / "sets.csv", str(tmp_path / "sets.parquet"), frame]
    done = [sim.sweep(scenario(), design=one, keep="summary", out=tmp_path, workers=1) for one in designs]
    assert len(done[0].replications) == 3
    assert len({one.folder for one in done}) == 1
    other = sim.sweep(scenario(), design=frame + 1, keep="summary", out=tmp_path, workers=1)
    assert other.folder != done[0].folder
    assert done[0].summary["intervals"]["hold"] is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing in it; expected a CSV or Parquet file of parameter sets"),
        (f"{STOCK}\n", "no rows; expected a CSV or Parquet file of parameter sets"),
        (
            "product.A.initial_stok\n3\n",
            'column "product.A.initial_stok" is no path; expected one of name, price',
        ),
        (f"{STOCK},{PRICE}\n3,\n", f'row 2, column "{PRICE}" is empty; expected a value'),
        (f"{STOCK},{PRICE}\n3\n", "1 cells; expected as many as the header has (2)"),
        (f"{STOCK},{STOCK}\n3,4\n", f'column "{STOCK}" stands twice; expected each path once'),
        (f"{STOCK}\n3\n-4\n", f'row 3, column "{STOCK}" is -4; expected a whole number from 0 to 1,000,000,000'),
        (f"{ALLOCATION}\nfifo\nfiffo\n", f'row 3, column "{ALLOCATION}" is "fiffo"; expected one of fifo'),
    ],
    ids=str,
)
def test_a_table_that_cannot_be_is_told(text: str, message: str, tmp_path: Path) -> None:
    """A table that holds no parameter sets, or not of this scenario, is told with its row and column."""
    with pytest.raises(UsageError) as error:
        sim.sweep(scenario(), design=write(tmp_path, text), out=tmp_path)
    assert message in str(error.value)
    assert "sets.csv" in str(error.value)


def test_a_row_that_leaves_less_than_nothing_of_a_total_is_told(tmp_path: Path) -> None:
    """What is left of a total is checked before any work, in the row that takes most of it."""
    left = {PRICE: {"rest_of": 90, "less": [STOCK]}}
    one = scenario().set("uncertain", {STOCK: {"uniform": [1, 20]}, **left})
    message = rf"sets\.csv: row 3 leaves {re.escape(PRICE)} at -5; expected a whole number from 0"
    with pytest.raises(UsageError, match=message):
        sim.sweep(one, design=write(tmp_path, f"{STOCK}\n3\n95\n40\n"), out=tmp_path)
    rows = sim.sweep(one, design=write(tmp_path, f"{STOCK}\n3\n40\n"), keep="summary", out=tmp_path).replications
    assert rows[f"sampled.{PRICE}"].tolist() == [87, 50]


POLICIES: dict[str, dict[str, object]] = {"as is": {}, "more": {STOCK: 200, PRICE: 90}, "less": {STOCK: 5}}


def test_each_policy_is_a_point_of_the_same_worlds(tmp_path: Path, engine_name: str) -> None:
    """Policies are points with their names, crossed with a grid; what one doesn't set is drawn as in the others."""
    grid = {"buyer.Ann.order.1.units": [60, 300]}
    options: dict[str, Any] = {"keep": "summary", "engine": engine_name, "out": tmp_path}
    done = sim.sweep(scenario(), 4, policies=POLICIES, grid=grid, **options)
    rows = done.replications
    assert list(rows["design.policy"].unique()) == ["as is", "more", "less"]
    assert len(rows) == 4 * 3 * 2
    own: Any = rows[rows["design.buyer.Ann.order.1.units"] == 300].set_index(["design.policy", "replication"])
    plain = sim.sweep(scenario().set("buyer.Ann.order.1.units", 300), 4, **options).replications
    assert list(own.loc["as is", f"sampled.{STOCK}"]) == list(plain[f"sampled.{STOCK}"])
    assert own.loc["more", f"sampled.{STOCK}"].isna().all()
    days = "sampled.distributor.north.transit_days"
    assert [list(own.loc[name, days]) for name in POLICIES] == 3 * [list(plain[days])]
    assert list(own.loc["more", "delivered_units.all.2023-01-31"]) == 4 * [200]
    assert done.summary["points"][2]["settings"] == {"policy": "more", "buyer.Ann.order.1.units": 60}


def test_policies_of_a_file_are_those_of_a_mapping(tmp_path: Path) -> None:
    """A TOML file with a table of paths and values for each policy is the same work as the mapping."""
    file = tmp_path / "policies.toml"
    file.write_text(f'["as is"]\n[more]\n"{STOCK}" = 200\n"{PRICE}" = 90\n[less]\n"{STOCK}" = 5\n')
    done = [sim.sweep(scenario(), 3, policies=one, keep="summary", out=tmp_path, workers=1) for one in (POLICIES, file)]
    assert done[0].folder == done[1].folder
    assert "policy = more" in done[0].answer()
    assert done[0].plot() is not None


def test_a_wrong_path_of_a_policy_is_told_with_its_file(tmp_path: Path) -> None:
    """A path that leads nowhere is told with the file and the policy that name it."""
    file = tmp_path / "policies.toml"
    file.write_text(f'["as is"]\n[more]\n"{STOCK}x" = 200\n')
    with pytest.raises(ScenarioError, match=rf"^{re.escape(str(file))}: policy more: {STOCK}x is a path to nothing"):
        sim.sweep(scenario(), 3, policies=file, out=tmp_path)


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        ({}, "policies: none are named"),
        ({"more": 3}, "policy more is 3; expected a table of paths and their values"),
        ({"more": {"product.A.stock": 3}}, "policy more: product.A.stock is a path to nothing"),
        ({"more": {STOCK: -3}}, f"policy more: {STOCK} is -3; expected a whole number"),
        ({"more": {STOCK: 3, "'product'.A.initial_stock": 4}}, "policy more: a path stands twice"),
        ({"more": {"distributor.north.transit_days": 4}}, "is set by the grid, too; expected it in one of the two"),
    ],
    ids=str,
)
def test_policies_that_cannot_be_are_told(policies: dict[str, Any], message: str, tmp_path: Path) -> None:
    """What is no policy, or none of this scenario, is told with its name and path."""
    with pytest.raises((UsageError, ScenarioError)) as error:
        sim.sweep(scenario(), 3, policies=policies, grid={"distributor.north.transit_days": [2, 3]}, out=tmp_path)
    assert message in str(error.value)


def test_drawn_rank_correlation_stands_beside_the_one_asked_for(tmp_path: Path, engine_name: str) -> None:
    """A sweep's summary has of each correlated pair the rank correlation asked for and that of its draws."""
    laws = {STOCK: {"uniform": [0, 9000]}, PRICE: {"lognormal": {"median": 500, "sigma": 0.4}}}
    both = chain().set("uncertain", laws).set("correlated", [{"paths": [PRICE, STOCK], "rank": -0.7}])
    done = sim.sweep(both, 1000, keep="summary", engine=engine_name, out=tmp_path)
    (pair,) = done.summary["correlated"]
    assert (pair["paths"], pair["rank"]) == ([PRICE, STOCK], -0.7)
    rows = done.replications
    assert pair["drawn"] == pytest.approx(rows[f"sampled.{STOCK}"].corr(rows[f"sampled.{PRICE}"], method="spearman"))
    assert pair["drawn"] == pytest.approx(-0.7, abs=0.06)


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("keep", ["curves", "summary"])
@pytest.mark.parametrize("design", ["random", "lhs"])
def test_drawn_tables_give_the_same_rows_on_each_engine(design: str, keep: str, tmp_path: Path) -> None:
    """Where tables are drawn, too, both engines give the same rows in the same order, and the same curves."""
    line = {"start": "2023-01-01", "capacity": 50, "lot_interval": 2, "ramp": {"linear": {"days": 9}}}
    ramps = [{"linear": {"days": 30}}, {"table": [[0, 0.1], [20, 1.0]]}, {"linear": {"days": 5}}]
    laws: dict[str, Any] = {STOCK: {"uniform": [0, 60]}, "product.A.production.ramp": {"choice": ramps}}
    laws |= {
        "buyer.Ann.on_control": {"choice": [{}, {"A": "B"}]},
        "product.A.production.capacity": {"poisson": {"mean": 9}},
    }
    other = {"name": "B", "price": 5, "initial_stock": 70}
    one = chain().set("product.A.production", line)
    ban = {"name": "ban", "covers": ["A"], "announced": "2023-01-05", "effective": "2023-01-15"}
    document = one.model_dump(exclude_defaults=True)
    document["product"] = [*document["product"], other]
    both = Scenario.from_dict({**document, "control": [ban], "uncertain": laws})
    first, second = (
        sim.sweep(both, 60, seed=3, design=design, keep=keep, engine=engine, out=tmp_path / engine)
        for engine in ("simpy", "compiled")
    )
    pd.testing.assert_frame_equal(first.replications, second.replications)
    assert first.digest == second.digest
    if keep == "curves":
        pd.testing.assert_frame_equal(first.bands, second.bands)


def test_sensitivity_refuses_correlated_parameters() -> None:
    """No share of the variance belongs to one of several parameters that vary together, which is told with a remedy."""
    laws = {STOCK: {"uniform": [0, 90]}, PRICE: {"uniform": [1, 9]}}
    both = chain().set("uncertain", laws).set("correlated", [{"paths": [PRICE, STOCK], "rank": 0.7}])
    with pytest.raises(UsageError, match="vary together"):
        sim.sensitivity(both)
