"""Approximate Bayesian computation by a tempered sequential Monte Carlo sampler, on the unit cube of the parameters.

Observed figures carry errors of their own: each is normal, or two-piece normal, about its value. So the likelihood of a
simulated outcome is such a kernel, and what is sampled is the exact posterior under these errors (Wilkinson 2013). The
kernel is widened at first by a temperature that falls generation by generation, each step as far as half of the
particles can follow; particles are resampled by their weights and then moved by Metropolis steps, each with chance of
its own (Del Moral, Doucet and Jasra 2012).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Reals = NDArray[np.float64]

Simulate = Callable[[Reals, int], Reals]
"""From uniforms (particles, parameters) and the number of the first to figures (particles, observed); NaN: failed."""

KEEP = 0.5
"""Share of the particles that a generation's weights are still worth (their effective sample size)."""

MOVES = 2
"""Metropolis steps of a generation."""

STEP = 2.38
"""Of a random walk, in standard deviations over the root of the dimension (Roberts, Gelman and Gilks 1997)."""

FALSE_ALARMS = 0.05

NARROWEST = 0.02
MOST_GENERATIONS = 40


@dataclass(frozen=True)
class Generation:
    """One step down: temperature reached, effective sample size of its weights, share of moves accepted."""

    temperature: float
    effective: float
    accepted: float


@dataclass(frozen=True)
class Posterior:
    """Particles of equal weight: uniforms, figures, the number of the simulation that each is, the way there."""

    uniforms: Reals
    figures: Reals
    numbers: NDArray[np.int64]
    generations: tuple[Generation, ...]

    @property
    def distinct(self) -> int:
        """Different simulations among the particles."""
        return len(np.unique(self.numbers))


def distance(figures: Reals, observed: Reals, spread: Reals) -> Reals:
    """Half the sum of squared standard errors of each particle; infinite where it failed. `spread` as of `sample`."""
    below, above = np.broadcast_to(spread, (2, len(observed)))
    squares = 0.5 * (((figures - observed) / np.where(figures < observed, below, above)) ** 2).sum(axis=1)
    errors: Reals = np.where(np.isnan(squares), np.inf, squares)
    return errors


def effective_size(weights: Reals) -> float:
    """Number of equal weights that are worth as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def narrowing_by_chance(particles: int, distinct: int, parameters: int) -> float:
    """Share of its variance that some parameter seems to lose in one calibration of twenty that narrows nothing.

    A sample's variance over another's is F-distributed for normal values and spreads less for values within bounds; the
    5 % are shared among the parameters. `distinct` of the posterior's particles are simulations of their own.
    """
    from scipy.special import fdtri

    if distinct < 2:
        return 1.0
    return 1.0 - float(fdtri(distinct - 1, particles - 1, FALSE_ALARMS / parameters))


def sample(
    simulate: Simulate, parameters: int, observed: Reals, spread: Reals, particles: int, generator: Generator
) -> Posterior:
    """Particles of the posterior; `spread` are the standard deviations of the observed figures, shape (observed,).

    Where they are not the same below a figure as above it (a two-piece normal error), its shape is (2, observed).
    Raises `ValueError` where every simulation failed.
    """
    uniforms = generator.random((particles, parameters))
    figures = simulate(uniforms, 0)
    numbers = np.arange(particles)
    done, cold = particles, 0.0
    generations: list[Generation] = []
    while cold < 1 and len(generations) < MOST_GENERATIONS:
        errors = distance(figures, observed, spread)
        if not np.isfinite(errors).any():
            raise ValueError("no simulation gave the observed figures a value")
        colder, weights = _next(errors, cold)
        chosen = _resampled(weights, generator)
        uniforms, figures, numbers = uniforms[chosen], figures[chosen], numbers[chosen]
        accepted = 0
        width = np.maximum(NARROWEST, STEP / np.sqrt(parameters) * uniforms.std(axis=0))
        for _ in range(MOVES):
            proposed = _reflected(uniforms + width * generator.standard_normal(uniforms.shape))
            outcome = simulate(proposed, done)
            gain = distance(figures, observed, spread) - distance(outcome, observed, spread)
            better = np.log(generator.random(particles)) < colder * gain
            uniforms = np.where(better[:, None], proposed, uniforms)
            figures = np.where(better[:, None], outcome, figures)
            numbers = np.where(better, done + np.arange(particles), numbers)
            accepted += int(better.sum())
            done += particles
        generations.append(Generation(colder, effective_size(weights), accepted / (MOVES * particles)))
        cold = colder
    return Posterior(uniforms, figures, numbers, tuple(generations))


def _next(errors: Reals, cold: float) -> tuple[float, Reals]:
    """The farthest inverse temperature, up to 1, at which the weights are still worth `KEEP`; and these weights."""
    least = errors[np.isfinite(errors)].min()

    def weights(colder: float) -> Reals:
        found: Reals = np.exp(-(colder - cold) * (errors - least))
        return found

    if effective_size(weights(1.0)) >= KEEP * len(errors):
        return 1.0, weights(1.0)
    low, high = cold, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if effective_size(weights(middle)) >= KEEP * len(errors) else (low, middle)
    colder = max(low, np.nextafter(cold, 1.0), cold + 1e-9)  # where most failed, a step is made all the same
    return min(1.0, float(colder)), weights(colder)


def _resampled(weights: Reals, generator: Generator) -> NDArray[np.int64]:
    """Places of the particles kept, each as often as its weight says (systematic resampling)."""
    count = len(weights)
    marks = (generator.random() + np.arange(count)) / count
    cumulated = np.cumsum(weights / weights.sum())
    places: NDArray[np.int64] = np.minimum(np.searchsorted(cumulated, marks), count - 1)
    return places


def _reflected(uniforms: Reals) -> Reals:
    """Uniforms folded back into the unit cube, so that a step and its reverse are as likely."""
    folded = np.mod(np.abs(uniforms), 2.0)
    inside: Reals = np.clip(np.where(folded > 1, 2 - folded, folded), 2.0**-53, 1 - 2.0**-53)
    return inside
