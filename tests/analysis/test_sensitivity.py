"""Sensitivity of a scenario to its uncertain parameters."""

from pathlib import Path

import pytest

import sim
from sim.analysis.sensitivity_answer import sensitivity_answer
from sim.errors import UsageError
from tests.worlds import CHAIN, chain

UNCERTAIN = """
[uncertain]
"product.A.initial_stock" = { uniform = [0, 59] }
"distributor.north.weekly_capacity" = { uniform = [900, 1100] }
"""


def test_parameter_that_decides_gets_the_whole_variance(tmp_path: Path) -> None:
    """Delivered units are the stock: its indices are 1, those of a capacity that never binds 0, chance has no share."""
    found = sim.sensitivity(chain(CHAIN + UNCERTAIN), samples=128, replications=2, out=tmp_path)
    rows = found.indices.set_index("parameter")
    assert rows.index[0] == "product.A.initial_stock"
    assert rows.loc["product.A.initial_stock", "total"] == pytest.approx(1, abs=0.08)
    assert rows.loc["product.A.initial_stock", "first"] == pytest.approx(1, abs=0.1)
    assert rows.loc["distributor.north.weekly_capacity", "total"] == pytest.approx(0, abs=0.01)
    assert found.about["chance_share"] == 0
    assert "product.A.initial_stock" in found.answer()
    found.plot()
    found.plot_year()
    again = sim.sensitivity(chain(CHAIN + UNCERTAIN), samples=128, replications=2, out=tmp_path)
    assert again.sweep.digest == found.sweep.digest


def test_morris_ranks_the_same() -> None:
    """The mean size of the effects is the stock's range, and nothing of the capacity's."""
    found = sim.sensitivity(chain(CHAIN + UNCERTAIN), "morris", samples=8, replications=2)
    rows = found.indices.set_index("parameter")
    assert rows.loc["product.A.initial_stock", "mu_star"] == pytest.approx(0.95 * 59, abs=2)
    assert rows.loc["distributor.north.weekly_capacity", "mu_star"] == 0
    assert found.answer()
    found.plot()


def test_result_does_not_depend_on_the_workers(tmp_path: Path) -> None:
    """Two processes give the digest and the indices of one."""
    one = sim.sensitivity(chain(CHAIN + UNCERTAIN), samples=4, replications=2, out=tmp_path / "one")
    two = sim.sensitivity(chain(CHAIN + UNCERTAIN), samples=4, replications=2, out=tmp_path / "two", workers=2)
    assert one.sweep.digest == two.sweep.digest
    assert one.table.equals(two.table)


def answer(rows: list[dict[str, object]], samples: int = 64, **about: object) -> str:
    """The answer of Sobol's method for some indices."""
    known = {"samples": samples, "lost": 0, "chance_share": 0.2, "chance_low": 0.1, "chance_high": 0.3} | about
    return sensitivity_answer(chain(), "delivered_units.all.2023-01-31", "sobol", 8, known, rows)


def index(first_low: float, total_low: float, total_high: float) -> dict[str, object]:
    """A row of the indices of one parameter."""
    total = (total_low + total_high) / 2
    return {"parameter": "p", "first": 0.2, "first_low": first_low} | {
        "total": total,
        "total_low": total_low,
        "total_high": total_high,
    }


def test_indices_of_few_samples_are_not_told_as_results() -> None:
    """Where an interval is wider than half the variance, the answer says where the index lies and what would do."""
    told = answer([index(-0.5, -0.1, 1.5), index(-0.5, 0.1, 0.2)], samples=4)
    assert "too few samples to say: an interval is 160% of the variance wide; about 256 samples" in told
    assert "p: somewhere from 0% to 100% of the variance" in told
    assert "70% of" not in told
    assert "alone" not in told


def test_first_order_that_may_be_nothing_is_told_to_be() -> None:
    """A first-order index whose interval reaches 0 is not told as a number."""
    assert "p: 30% of the variance (95 % interval 20% to 40%), 20% alone" in answer([index(0.1, 0.2, 0.4)])
    unsure = answer([index(-0.1, 0.2, 0.4)])
    assert "(95 % interval 20% to 40%), alone not told from 0" in unsure
    assert "what each of them decides alone takes more samples to tell" in unsure


def test_share_of_chance_without_an_interval_is_told_to_have_none() -> None:
    """Two replications of chance give a share, but not how sure it is."""
    assert "20% of the variance is chance (95 % interval 10% to 30%)" in answer([index(0.1, 0.2, 0.4)])
    assert "chance (without an interval)" in answer([index(0.1, 0.2, 0.4)], chance_low=None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "fast"}, "method is 'fast'; expected one of sobol, morris"),
        ({"samples": 1}, "samples is 1; expected a whole number from 4 to"),
        ({"replications": 1}, "replications is 1; expected a whole number from 2 to"),
        ({"figure": "delivered_unit.all.2023-01-31"}, "did you mean"),
    ],
)
def test_wrong_arguments_are_told(arguments: dict[str, object], message: str) -> None:
    """What cannot be is named with what was expected."""
    with pytest.raises(UsageError, match=message):
        sim.sensitivity(chain(CHAIN + UNCERTAIN), **arguments)  # type: ignore[arg-type]


def test_nothing_uncertain_has_no_sensitivity() -> None:
    """A scenario without uncertain parameters is refused."""
    with pytest.raises(UsageError, match="nothing is uncertain"):
        sim.sensitivity(chain())
