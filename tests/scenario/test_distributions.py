"""Distributions: the quantile is the inverse, the mean is that of the draws."""

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from sim.scenario.distributions import AnyDistribution

DISTRIBUTIONS: list[dict[str, Any]] = [
    {"uniform": [2, 8]},
    {"triangular": [1, 2, 9]},
    {"pert": [1, 2, 9]},
    {"normal": {"mean": 5, "sd": 2, "min": 0, "max": 8}},
    {"lognormal": {"median": 5, "sigma": 0.5}},
    {"beta": [90, 10]},
    {"exponential": {"mean": 3}},
    {"poisson": {"mean": 4}},
    {"choice": [1, 2, 4], "weights": [1, 1, 2]},
]


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
