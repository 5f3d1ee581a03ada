"""Distributions: the quantile is the inverse, the mean is that of the draws."""

import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from sim.errors import ScenarioError
from sim.model.build import build as build_model
from sim.model.draws import expected_days
from sim.scenario.distributions import AnyDistribution, Choice, quantiles
from sim.scenario.file import load
from tests.worlds import chain

DISTRIBUTIONS: list[dict[str, Any]] = [
    {"uniform": [2, 8]},
    {"triangular": [1, 2, 9]},
    {"pert": [1, 2, 9]},
    {"normal": {"mean": 5, "sd": 2, "min": 0, "max": 8}},
    {"lognormal": {"median": 5, "sigma": 0.5}},
    {"beta": [90, 10]},
    {"exponential": {"mean": 3}},
    {"poisson": {"mean": 4}},
    {"loguniform": [2, 50]},
    {"gamma": {"shape": 2.5, "scale": 4}},
    {"weibull": {"shape": 1.5, "scale": 10}},
    {"quantiles": {"p05": 8, "p50": 10, "p95": 15}},
    {"quantiles": {"p50": 10, "p00": 2, "p100": 40}},
    {"choice": [1, 2, 4], "weights": [1, 1, 2]},
]


@pytest.mark.parametrize("table", [4, *DISTRIBUTIONS], ids=str)
def test_model_expects_what_the_distribution_does(table: int | dict[str, Any]) -> None:
    """Orders are routed by an expected transit time, which is the mean, rounded up to whole days."""
    mean: Any = table if isinstance(table, int) else TypeAdapter(AnyDistribution).validate_python(table).mean()
    channel = build_model(chain(distributor__north__transit_days=table).model_dump())[0].channels[0]
    assert expected_days(channel.transit) == math.ceil(mean)


@pytest.mark.parametrize("table", DISTRIBUTIONS, ids=lambda table: next(iter(table)))
def test_mean_is_that_of_the_quantiles(table: dict[str, Any]) -> None:
    """The average of the quantiles at evenly spaced uniforms is the mean, and they ascend."""
    distribution: Any = TypeAdapter(AnyDistribution).validate_python(table)
    draws = [float(distribution.quantile((place + 0.5) / 4000)) for place in range(4000)]
    assert draws == sorted(draws)
    assert np.mean(draws) == pytest.approx(distribution.mean(), rel=0.01)
    low, high = distribution.support()
    assert low <= draws[0]
    assert draws[-1] <= high
    assert len(distribution.extremes()) >= 2


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ({"loguniform": [2, 50]}, stats.loguniform(2, 50)),
        ({"gamma": {"shape": 2.5, "scale": 4}}, stats.gamma(2.5, scale=4)),
        ({"gamma": {"shape": 0.2, "scale": 4}}, stats.gamma(0.2, scale=4)),
        ({"weibull": {"shape": 1.5, "scale": 10}}, stats.weibull_min(1.5, scale=10)),
    ],
    ids=["loguniform", "gamma", "gamma of a small shape", "weibull"],
)
def test_inverse_and_moments_are_those_of_scipy(table: dict[str, Any], other: Any) -> None:
    """A distribution that SciPy has, too, has its quantiles, its mean and its standard deviation."""
    distribution: Any = TypeAdapter(AnyDistribution).validate_python(table)
    uniforms = (np.arange(20_000) + 0.5) / 20_000
    draws = np.array([distribution.quantile(u) for u in uniforms])
    assert draws == pytest.approx(other.ppf(uniforms), rel=1e-9)
    assert distribution.mean() == pytest.approx(other.mean(), rel=1e-12)
    assert draws.std() == pytest.approx(other.std(), rel=0.01)


def test_quantiles_are_linear_between_those_given_and_go_on_straight() -> None:
    """Quantiles that are given are kept; between them, and beyond the outer ones to the ends, the inverse is a line."""
    distribution: Any = TypeAdapter(AnyDistribution).validate_python({"quantiles": {"p95": 19, "p50": 10, "p10": 6}})
    given = [0.1, 0.5, 0.95]
    assert [distribution.quantile(u) for u in given] == pytest.approx([6, 10, 19])
    assert [distribution.quantile(u) for u in (0.3, 0.725)] == pytest.approx([8, 14.5])
    assert distribution.support() == pytest.approx((5, 20))


def test_quantiles_of_dates_are_dates() -> None:
    """Quantiles of dates give dates, to the nearest day."""
    table = {"quantiles": {"p00": date(2023, 1, 1), "p100": date(2023, 1, 11)}}
    distribution: Any = TypeAdapter(AnyDistribution).validate_python(table)
    assert distribution.quantile(0.5) == date(2023, 1, 6)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"quantiles": {"p50": 3}}, "at least 2"),
        ({"quantiles": {"p5": 3, "p50": 4}}, "two digits"),
        ({"quantiles": {"p05": 3, "p101": 4}}, "two digits"),
        ({"quantiles": {"p05": 3, "p50": 2}}, "ascending order"),
        ({"quantiles": {"p50": 3, "p50.0": 3}}, "each quantile once"),
        ({"quantiles": {"p05": 3, "p50": date(2023, 1, 1)}}, "numbers only, or dates only"),
        ({"loguniform": [0, 3]}, "greater than 0"),
        ({"loguniform": [4, 3]}, "ascending order"),
        ({"gamma": {"shape": 0, "scale": 3}}, "greater than or equal to 0.05"),
        ({"weibull": {"shape": 0.01, "scale": 3}}, "greater than or equal to 0.05"),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_are_refused(table: dict[str, Any], expected: str) -> None:
    """Parameters outside what a distribution has are refused with what was expected."""
    with pytest.raises(ValidationError, match=expected):
        TypeAdapter(AnyDistribution).validate_python(table)


def test_what_is_true_or_false_is_uncertain_by_choice_too() -> None:
    """A choice may be among true and false, and never among these and numbers."""
    law = Choice.model_validate({"choice": [True, False], "weights": [0.3, 0.7]})
    assert [law.quantile(u) for u in (0.2, 0.4)] == [True, False]
    with pytest.raises(ValueError, match="values of one kind"):
        Choice.model_validate({"choice": [True, 2]})


def test_a_number_is_not_drawn_among_true_and_false(tmp_path: Path) -> None:
    """Where a number stands, a choice among true and false is refused by its path."""
    file = tmp_path / "truth.toml"
    file.write_text(
        'name = "truth"\nstart = 2023-01-01\nend = 2023-01-31\n[[product]]\nname = "P"\nprice = 5\ninitial_stock = 1\n'
        '[uncertain]\n"product.P.price" = { choice = [true, false] }\n'
    )
    with pytest.raises(ScenarioError, match=r"uncertain\.product\.P\.price"):
        load(file)


@given(
    st.floats(0, 40), st.one_of(st.floats(1e-12, 1 - 1e-12), st.sampled_from([quantiles.LEAST, 1 - quantiles.LEAST]))
)
def test_poisson_count_is_the_first_whose_distribution_function_reaches_the_uniform(mean: float, u: float) -> None:
    """Summed or SciPy's, for small means and large ones, up to the last bit of the function."""
    count = quantiles.poisson(u, mean)
    assert stats.poisson.cdf(count, mean) >= u - 1e-15
    assert count == 0 or stats.poisson.cdf(count - 1, mean) < u + 1e-15


def test_poisson_count_at_the_ends_of_the_open_interval() -> None:
    """Next to 0 it is 0, and next to 1, where the sum can't reach the uniform any more, it ends."""
    for mean in (1e-9, 0.26, 7.99, 8.0, 40.0):
        last = quantiles.poisson(1 - quantiles.LEAST, mean)
        assert quantiles.poisson(quantiles.LEAST, mean) == stats.poisson.ppf(quantiles.LEAST, mean)
        assert last == stats.poisson.ppf(1 - quantiles.LEAST, mean)
