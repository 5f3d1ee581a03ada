"""Sweeps: what they give, and that nothing changes it."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import sim
from sim.cli.main import main
from sim.experiment.sweep import carry_out, plan_of
from sim.experiment.work import Work
from sim.records.cube import curve_cube
from sim.records.daily import CURVES
from sim.scenario.schema import Scenario
from sim.statistics.bins import RESOLUTION
from tests.experiment.sweeps import UNCERTAIN, done, uncertain_chain
from tests.worlds import CHAIN, log_of


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> sim.Sweep:
    """Forty replications, done by this process."""
    return done(tmp_path_factory.mktemp("undisturbed"))


def content(sweep: sim.Sweep) -> list[bytes]:
    """What a sweep found, as bytes."""
    return [(sweep.folder / name).read_bytes() for name in ("summary.json", "fan_chart.svg")]


@pytest.mark.parametrize(
    "how", [{"workers": 2, "chunk": 20}, {"chunk": 1}, {"chunk": 7}, {"chunk": 1000}, {"dask": "local", "workers": 2}]
)
def test_result_does_not_depend_on_who_does_it(tmp_path: Path, undisturbed: sim.Sweep, how: dict[str, Any]) -> None:
    """Any number of workers, any size of chunks and Dask give the same digest, summary and picture."""
    found = done(tmp_path, **how)
    assert found.digest == undisturbed.digest
    assert content(found) == content(undisturbed)
    pd.testing.assert_frame_equal(found.bands, undisturbed.bands)


def test_digest_is_of_the_rows(undisturbed: sim.Sweep, tmp_path: Path) -> None:
    """Another seed or scenario has another digest and another folder; another title has another folder only."""
    plan = plan_of(uncertain_chain(), 40, 1, [], "random", (), "curves")
    other = carry_out(plan, Work(), tmp_path)
    assert other.digest != undisturbed.digest
    assert other.folder.name != undisturbed.folder.name
    titled = done(tmp_path, uncertain_chain().set("title", "another"))
    assert titled.digest == undisturbed.digest
    assert titled.folder.name != undisturbed.folder.name


def test_row_of_a_replication_is_that_of_its_run(undisturbed: sim.Sweep) -> None:
    """A row has the sampled parameters and key figures of the run of the same replication."""
    row = undisturbed.replications.iloc[7]
    run = sim.run(uncertain_chain(), replication=7)
    assert {name: row[name] for name in run.summary if row.notna()[name]} == {
        name: value for name, value in run.summary.items() if value is not None
    }
    assert row["sampled.product.A.initial_stock"] == run.sampled["product.A.initial_stock"]


def cubes(scenario: Scenario, replications: int) -> np.ndarray[Any, Any]:
    """Curves of each replication, calculated one by one."""
    return np.stack([curve_cube(log_of(scenario, replication=number)) for number in range(replications)])


def check_bands(sweep: sim.Sweep, tolerance: float) -> None:
    """Bands against a direct calculation."""
    curves = cubes(uncertain_chain(), 40)
    own = sweep.bands[
        (sweep.bands["product"] == "A") & (sweep.bands["buyer"] == "all") & (sweep.bands["curve"] == "delivered")
    ]
    values = curves[:, 0, -1, :, CURVES.index("delivered")]
    assert own["mean"].tolist() == (values.sum(axis=0) / 40).tolist()
    exact = np.sort(values, axis=0)[[1, 9, 19, 29, 37]]
    found = own[["p05", "p25", "p50", "p75", "p95"]].to_numpy().T
    assert (np.abs(found - exact) <= tolerance * exact).all()
    half = 2.0226909200367595 * values.std(axis=0, ddof=1) / np.sqrt(40)
    assert own["high"].to_numpy() - own["mean"].to_numpy() == pytest.approx(half)


def test_bands_are_the_quantiles_of_the_curves(undisturbed: sim.Sweep) -> None:
    """Mean, interval and quantiles of a band are those of the replications' own curves, exactly."""
    check_bands(undisturbed, 0.0)


def test_bands_from_histograms_are_within_their_resolution(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where replications are too many to keep, quantiles come from histograms; means and intervals stay exact."""
    monkeypatch.setattr("sim.experiment.plan.EXACT_UP_TO", 10)
    check_bands(done(tmp_path, chunk=7), RESOLUTION)


def test_done_sweep_is_recognised(undisturbed: sim.Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work is not simulated again."""

    def never(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("sim.experiment.workers.local.simulate_chunk", never)
    again = done(undisturbed.folder.parents[1])
    assert again.digest == undisturbed.digest


@pytest.mark.parametrize(
    ("keep", "files"), [("summary", set()), ("curves", {"bands"}), ("events", {"bands", "events"})]
)
def test_what_is_kept_is_what_is_asked(keep: str, files: set[str]) -> None:
    """Rows are always kept; bands and event logs as asked."""
    found = sim.sweep(uncertain_chain(), 3, keep=keep)
    assert {path.stem for path in found.folder.glob("*.parquet")} == files | {"replications"}
    if keep == "events":
        table = pq.read_table(found.folder / "events.parquet")
        assert table.schema.names[:3] == ["point", "replication", "day"]
        assert set(table["replication"].to_pylist()) == {0, 1, 2}


def test_grid_points_share_their_draws() -> None:
    """Replication by replication, what is uncertain is the same at every point of a grid."""
    found = sim.sweep(uncertain_chain(), 4, grid={"distributor.north.transit_days": [1, 9]}).replications
    assert found["design.distributor.north.transit_days"].tolist() == [1] * 4 + [9] * 4
    stock = "sampled.product.A.initial_stock"
    assert found[stock][:4].tolist() == found[stock][4:].tolist()
    assert "sampled.distributor.north.transit_days" not in found


def test_deadlines_of_common_random_numbers_move_together() -> None:
    """What is delivered under two effective dates is correlated: above 0.378, which 5 of 100 unrelated samples pass."""
    grid = {"control.2022-08 letter.moved.1.to": ["2023-03-01", "2023-09-01"]}
    rows = sim.sweep(sim.load("china-2023"), 20, grid=grid, keep="summary").replications
    shares = rows["delivered_units.ByteDance.2023-09-01"].to_numpy(dtype=float).reshape(2, 20)
    assert np.corrcoef(shares)[0, 1] > 0.378


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--replications", "0"), "replications is 0; expected a whole number from 1 to"),
        (("--replications", "-5"), "replications is -5; expected a whole number from 1 to"),
        (("--workers", "0"), "workers is 0; expected a whole number from 1 on"),
        (("--seed", "-1"), "seed is -1; expected a whole number from 0"),
        (("--keep", "all"), "keep is 'all'; expected one of curves, events, summary"),
        (("--design", "grid"), "design is 'grid'; expected one of random, lhs, sobol"),
        (("--engine", "fast"), "engine is 'fast'; expected one of"),
        (("--precision", "wait=0.1"), "--precision wait: no such key figure"),
        (("--precision", "delivered_unit.all.2023-01-31=0.1"), "did you mean 'delivered_units.all.2023-01-31'?"),
        (("--precision", "delivered_units.all.2023-01-31=2"), "expected FIGURE=SHARE with a share between 0 and 1"),
        (("--precision", "delivered_units.all.2023-01-31=0.1", "--design", "lhs"), "expected --design random"),
        (("--grid", "product.A.pric=1,2"), "did you mean 'product.A.price'?"),
        (("--grid", "product.A.price=5:1:1"), "runs backwards"),
        (("--grid", "product.A.price="), "no values"),
        (("--grid", "product.A.price=1:2_000_000:1"), "expected at most 1,000,000, or --yes to confirm"),
    ],
)
def test_wrong_usage_is_one_message_and_writes_nothing(
    words: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be is told in one line with status 2, before anything is written."""
    path = tmp_path / "chain.toml"
    path.write_text(CHAIN + UNCERTAIN)
    monkeypatch.setattr(sys, "argv", ["gpu-supply", "sweep", str(path), *words, "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert message in said.err
    assert not (tmp_path / "out").exists()
