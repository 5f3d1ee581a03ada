"""Approximate Bayesian computation against what is known exactly."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import kstest, norm

from sim.statistics.calibration import Posterior, effective_size, narrowing_by_chance, sample

Reals = NDArray[np.float64]

CHANCE = np.array([1.0, 1.0])
ERROR = np.array([1.0, 0.5])


def outcome(uniforms: Reals, generator: np.random.Generator) -> Reals:
    """Two figures of two parameters, with chance of their own."""
    means = np.stack([10 * uniforms[:, 0], 5 * uniforms.sum(axis=1)], axis=1)
    return means + CHANCE * generator.standard_normal(means.shape)


def calibrated(observed: Reals, seed: int, particles: int = 150) -> Posterior:
    """Particles of the posterior of the two parameters."""
    chance = np.random.default_rng([seed, 1])
    generator = np.random.default_rng([seed, 2])
    return sample(lambda uniforms, _: outcome(uniforms, chance), 2, observed, ERROR, particles, generator)


def test_ranks_of_true_parameters_among_their_posterior_are_uniform() -> None:
    """Simulation-based calibration (Talts et al. 2018): of 200 true parameters, ranks are uniform, p above 0.01."""
    ranks = []
    for seed in range(200):
        generator = np.random.default_rng([seed, 0])
        truth = generator.random((1, 2))
        observed = outcome(truth, generator)[0] + ERROR * generator.standard_normal(2)
        ranks.append((calibrated(observed, seed).uniforms < truth).mean(axis=0))
    for of_parameter in np.array(ranks).T:
        assert kstest(of_parameter, "uniform").pvalue > 0.01


def test_posterior_of_one_normal_figure_is_the_known_one() -> None:
    """A uniform prior and a normal figure give a normal posterior, whose mean and spread the particles have."""
    generator = np.random.default_rng(0)
    spread = np.array([0.5])
    posterior = sample(lambda uniforms, _: 10 * uniforms, 1, np.array([4.0]), spread, 4000, generator)
    found = 10 * posterior.uniforms[:, 0]
    assert found.mean() == pytest.approx(4.0, abs=0.05)
    assert found.std() == pytest.approx(0.5, abs=0.05)
    assert np.quantile(found, 0.9) == pytest.approx(norm.ppf(0.9, 4.0, 0.5), abs=0.06)


def test_observation_that_says_nothing_leaves_the_prior() -> None:
    """Under an error much wider than all outcomes the particles stay uniform, in one generation."""
    generator = np.random.default_rng(3)
    posterior = sample(lambda uniforms, _: uniforms, 1, np.array([0.5]), np.array([1e6]), 500, generator)
    assert len(posterior.generations) == 1
    assert kstest(posterior.uniforms[:, 0], "uniform").pvalue > 0.01


def test_failed_simulations_are_never_kept() -> None:
    """A particle whose simulation failed has no weight."""
    generator = np.random.default_rng(4)

    def half_fails(uniforms: Reals, _: int) -> Reals:
        return np.where(uniforms > 0.5, np.nan, uniforms)

    posterior = sample(half_fails, 1, np.array([0.4]), np.array([0.5]), 200, generator)
    assert posterior.uniforms.max() <= 0.5
    with pytest.raises(ValueError, match="no simulation"):
        sample(lambda uniforms, _: np.full_like(uniforms, np.nan), 1, np.array([0.4]), np.array([0.5]), 20, generator)


def test_variance_seems_to_fall_by_chance_as_often_as_said() -> None:
    """Of 400 calibrations that narrow none of three normal parameters, about one in twenty passes the limit."""
    generator = np.random.default_rng(5)
    limit = narrowing_by_chance(60, 60, 3)
    before, after = generator.standard_normal((2, 400, 60, 3))
    narrowed = 1 - after.var(axis=1, ddof=1) / before.var(axis=1, ddof=1)
    assert 0.03 <= (narrowed > limit).any(axis=1).mean() <= 0.075
    assert narrowing_by_chance(60, 1, 3) == 1


def test_effective_size_of_equal_weights_is_their_number() -> None:
    """Equal weights are worth their number, a single one that counts is worth one."""
    assert effective_size(np.ones(7)) == 7
    assert effective_size(np.array([1.0, 0.0, 0.0])) == 1
