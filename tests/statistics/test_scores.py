"""Scores of forecasts that are samples."""

import math
import sys
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from sim.statistics.scores import bandwidth, brier, crps, log_score, log_score_of_event, pit
from sim.statistics.weighted import weighted_deviation, weighted_mean, weighted_quantiles, weights_of

ONES = np.ones


@pytest.fixture(scope="module")
def rules() -> Any:
    """The library scoringrules, which believes that there is no Numba: else its import compiles for seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "numba", None)
        import scoringrules
    return scoringrules


def test_score_of_one_value_is_how_far_it_is_off() -> None:
    """CRPS of a point forecast is its absolute error."""
    assert crps(np.array([3.0]), ONES(1), 5.0) == 2.0
    assert crps(np.array([3.0]), ONES(1), 3.0) == 0.0
    assert crps(np.array([3.0]), ONES(1), -1.0) == 4.0


def test_score_by_hand() -> None:
    """0 and 4 with one half each beside 1: 1/4 over [0, 1] and over [1, 4] is a quarter of 4; beside 6 it is 1 + 2."""
    values = np.array([4.0, 0.0])
    assert crps(values, ONES(2), 1.0) == pytest.approx(0.25 * 1 + 0.25 * 3)
    assert crps(values, ONES(2), 6.0) == pytest.approx(0.25 * 4 + 1 * 2)


@pytest.mark.parametrize("outcome", [-1.0, 0.2, 1.0, 2.5, 9.0])
def test_score_is_the_mean_distance_less_half_the_spread(outcome: float) -> None:
    """CRPS is E|X - y| - E|X - X'| / 2, with weights and ties (Gneiting and Raftery 2007, equation 21)."""
    generator = np.random.default_rng(1)
    values, weights = np.round(generator.normal(1, 2, 60), 1), generator.random(60)
    shares = weights / weights.sum()
    apart = np.abs(values[:, None] - values[None, :])
    expected = (shares * np.abs(values - outcome)).sum() - 0.5 * shares @ apart @ shares
    assert crps(values, weights, outcome) == pytest.approx(expected)


@pytest.mark.parametrize("count", [1, 2, 7, 400])
def test_scores_are_those_of_the_library(rules: Any, count: int) -> None:
    """CRPS with weights and ties, the logarithmic score of our kernel's width, and Brier's are scoringrules' own."""
    generator = np.random.default_rng(count)
    values, weights = np.round(generator.normal(1, 2, count), 1), generator.random(count)
    for outcome in (-4.0, float(values[0]), 0.33, 9.0):
        expected = rules.crps_ensemble(outcome, values, ens_w=weights, estimator="int", backend="numpy")
        assert crps(values, weights, outcome) == pytest.approx(float(expected), abs=1e-12)
        width = bandwidth(values, ONES(count))
        if width > 0:
            density = float(rules.logs_ensemble(outcome, values, bw=np.array(width), backend="numpy"))
            assert log_score(values, ONES(count), outcome) == pytest.approx(density)
    for probability in (0.0, 0.3, 1.0):
        for happened in (False, True):
            assert brier(probability, happened) == pytest.approx(float(rules.brier_score(int(happened), probability)))


def test_score_of_a_normal_forecast_is_the_closed_form() -> None:
    """Quantiles of a normal law beside 0.7 have nearly the score of the law itself."""
    values = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    z = 0.7
    expected = z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / math.sqrt(math.pi)
    assert crps(values, ONES(len(values)), z) == pytest.approx(expected, abs=1e-4)
    assert log_score(values, ONES(len(values)), z) == pytest.approx(-norm.logpdf(z), abs=0.02)
    assert pit(values, ONES(len(values)), z) == pytest.approx(norm.cdf(z), abs=1e-4)


def test_weight_is_as_many_copies() -> None:
    """A value of weight 3 counts as three of weight 1 in every score but the kernel's width."""
    values, weights = np.array([1.0, 2.0, 5.0]), np.array([3.0, 1.0, 2.0])
    copies = np.repeat(values, weights.astype(int))
    assert crps(values, weights, 2.2) == pytest.approx(crps(copies, ONES(6), 2.2))
    assert pit(values, weights, 2.0) == pytest.approx(pit(copies, ONES(6), 2.0)) == pytest.approx(3.5 / 6)
    assert weighted_mean(values, weights) == pytest.approx(copies.mean())
    assert weighted_deviation(values, weights) == pytest.approx(copies.std())
    assert weighted_quantiles(values, weights, (0.05, 0.5, 0.95)) == [1.0, 1.0, 5.0]


def test_honest_probability_scores_best() -> None:
    """Whatever the true chance, no other probability has a lower expected Brier or logarithmic score."""
    for chance in (0.1, 0.5, 0.8):
        for score in (brier, lambda told, so: log_score_of_event(told, so, 1000)):
            expected = [chance * score(p, True) + (1 - chance) * score(p, False) for p in np.linspace(0.01, 0.99, 99)]
            assert np.argmin(expected) == round(100 * chance) - 1
    assert (brier(0.0, True), brier(0.0, False), brier(0.5, True)) == (1.0, 0.0, 0.25)


def test_impossible_event_has_a_finite_score() -> None:
    """What no replication of 50 has counts as half a one, so that it costs ln 100."""
    assert log_score_of_event(0.0, True, 50) == pytest.approx(math.log(100))
    assert log_score_of_event(1.0, True, 50) == 0.0


def test_kernel_needs_values_that_vary() -> None:
    """Of equal values there is no density; one that lies far out falls back on the standard deviation."""
    assert log_score(ONES(5), ONES(5), 1.0) is None
    mostly = np.array([0.0] * 9 + [1.0])
    assert bandwidth(mostly, ONES(10)) == pytest.approx(0.9 * mostly.std() * 10**-0.2)


def test_weights_of_logarithms() -> None:
    """Weights sum to one, and do not overflow; none is left of minus infinity."""
    np.testing.assert_allclose(weights_of(np.array([1000.0, 1000.0 + math.log(3), -math.inf])), [0.25, 0.75, 0])
