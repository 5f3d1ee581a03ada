"""Sweeps that go on until a mean is precise: when they stop, and what is told where it is not."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.cli.main import main
from sim.errors import UsageError
from sim.experiment.precision import FEWEST, look
from sim.scenario.schema import Scenario
from sim.statistics.intervals import deciding, student
from tests.experiment.sweeps import uncertain_chain
from tests.worlds import CHAIN, chain

DELIVERED, ORDERED = "delivered_units.all.2023-01-31", "ordered_units.Ann.2023-01-31"

RARE = '[uncertain]\n"buyer.Ann.order.1.units" = { choice = [100, 1_000_000], weights = [0.995, 0.005] }\n'


def rare_chain() -> Scenario:
    """A chain whose order is a million in one replication of two hundred: 5,099.5 units on average."""
    return chain(CHAIN + RARE)


def test_precision_stops_at_a_batch_and_always_the_same() -> None:
    """After the first thousand, batches of a hundred go on until the half-width is small; workers change nothing."""
    target = {DELIVERED: 0.02}
    found = sim.sweep(uncertain_chain(), precision=target, keep="summary")
    count = len(found.replications)
    assert count >= FEWEST
    assert count % 100 == 0
    figure = found.summary["points"][0]["figures"][DELIVERED]
    assert figure["half_width"] <= 0.02 * figure["mean"]
    shorter = student(found.replications[DELIVERED][: count - 100].to_numpy(dtype=float))
    assert count == FEWEST or shorter.half_width > 0.02 * shorter.mean
    assert len(sim.sweep(uncertain_chain(), precision=target, keep="summary", workers=2).replications) == count
    assert f"after {count:,} replications (0.02 asked)" in found.answer()


def test_precision_that_is_not_reached_is_told() -> None:
    """Python warns, answer, summary and manifest say figure, half-width, share asked and replications."""
    with pytest.warns(
        sim.SimWarning, match=r"precision of .* not reached after 100 replications \(1e-09 asked\)"
    ) as seen:
        found = sim.sweep(uncertain_chain(), 100, precision={DELIVERED: 1e-9}, keep="summary")
    (said,) = {str(one.message) for one in seen}
    assert said in found.answer()
    assert found.manifest["precision_not_reached"] == [said]
    (one,) = found.summary["points"][0]["precision"]
    assert not one["reached"]
    assert f"its half-width {one['half_width']:.4g} is" in said
    assert (one["figure"], one["asked"], one["replications"]) == (DELIVERED, 1e-9, 100)


def test_value_that_has_not_varied_is_no_proof() -> None:
    """A figure that is the same in 300 replications is not told to be precise: the rare case may not have shown."""
    for seed in range(3):
        with pytest.warns(sim.SimWarning, match="at least 1,000 replications that have it are asked for"):
            found = sim.sweep(rare_chain(), 300, seed, precision={ORDERED: 0.05}, keep="summary")
        assert found.summary["replications"] == 300


def test_figure_that_never_varies_is_told_as_such() -> None:
    """A figure that is the same in a thousand replications ends the sweep, with what that proves."""
    found = sim.sweep(uncertain_chain(), precision={ORDERED: 0.05}, keep="summary")
    assert found.summary["replications"] == FEWEST
    assert "is the same in all 1,000 replications: at 95 % confidence fewer than 3 in 1,000 differ" in found.answer()


def test_figure_that_no_replication_has_ends_the_sweep() -> None:
    """More replications than a thousand are not spent on a figure that none of them has."""
    name = "days_gained_direct.Ann"
    with pytest.warns(sim.SimWarning, match=f"precision of {name} not reached after 1,000 .* no replication has it"):
        found = sim.sweep(uncertain_chain(), precision={name: 0.5, DELIVERED: 0.5}, keep="summary")
    assert found.summary["replications"] == FEWEST


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        (np.tile([9.0, 11.0], 500), ""),
        (np.append(np.full(999, np.nan), 1.0), "one replication gives no spread; so few show nothing"),
        (np.tile([9.0, 11.0], 499), "what happens in fewer than 3 of 998 may not have shown"),
        (np.tile([-1.0, 1.0], 500), "its mean 0 is not told from 0 (half-width 0.06"),
        (np.append(np.ones(4000), [100.0] * 29), "about 29 of them decide its spread"),
        (np.append(np.ones(4000), [100.0] * 31), ""),
        (np.zeros(1000), ""),
        (np.full(5, 7.0), "it has not varied; what happens in fewer than 3 of 5"),
        (np.full(3, np.nan), "no replication has it"),
    ],
)
def test_what_is_missing_to_a_precision(values: np.ndarray, missing: str) -> None:
    """Enough replications must have the figure, enough of them decide its spread, and it must be small."""
    found = look("figure", 0.9, values)
    assert found.missing.startswith(missing)
    assert bool(found.missing) == bool(missing)


def test_values_that_decide_a_spread_are_counted() -> None:
    """All of them on two sides of the mean; about k where k of many lie far away; a third of normal ones."""
    assert deciding(np.tile([1.0, 3.0], 20)) == 40
    assert deciding(np.append(np.zeros(9_990), np.full(10, 1.0))) == pytest.approx(10, rel=0.01)
    assert deciding(np.random.default_rng(0).normal(size=30_000)) == pytest.approx(10_000, rel=0.05)
    assert deciding(np.full(5, 2.0)) == 0


def test_each_point_of_a_grid_is_looked_at() -> None:
    """A precision is told for the points at which it is missing, with the first of them."""
    grid = {"product.A.initial_stock": [10, 100]}
    with pytest.warns(sim.SimWarning, match="not reached at 2 of 2 points, at the first of them after 40 replications"):
        found = sim.sweep(uncertain_chain(), 40, grid=grid, precision={DELIVERED: 0.5}, keep="summary")
    assert [len(point["precision"]) for point in found.summary["points"]] == [1, 1]


def test_share_that_cannot_be_is_refused_in_python_too() -> None:
    """A precision of nothing or of everything is named."""
    with pytest.raises(UsageError, match=r"precision of .* is 0; expected a share between 0 and 1"):
        sim.sweep(uncertain_chain(), precision={DELIVERED: 0})


def test_command_tells_what_was_not_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with status 0 and a warning on standard error and in JSON, done anew or recognised."""
    path = tmp_path / "chain.toml"
    assert "units = 60" in CHAIN
    path.write_text(CHAIN.replace("units = 60", "units = 100") + RARE)  # a nominal value that its law has
    words = ["sweep", str(path), "--precision", f"{ORDERED}=0.05", "--replications", "50", "--workers", "1", "--json"]
    for _ in range(2):
        monkeypatch.setattr(sys, "argv", ["gpu-supply", *words, "--quiet", "--out", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        told = capsys.readouterr()
        (said,) = json.loads(told.out)["warnings"]
        assert said.startswith(f"precision of {ORDERED} not reached after 50 replications (0.05 asked): ")
        assert told.err == f"warning: {said}\n"
