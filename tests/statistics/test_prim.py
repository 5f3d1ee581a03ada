"""The patient rule induction method: boxes that are known, and those of an independent program."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from sim.statistics.prim import choose, peel, pruned, quasi_p, replications_needed, worth

K = np.arange(1, 1001)
POINTS: NDArray[np.float64] = np.stack([(K * np.sqrt(prime)) % 1.0 for prime in (2, 3, 5, 7)], axis=1)
OUTCOME = (POINTS[:, 0] > 0.6) & (POINTS[:, 2] < 0.45) | (K % 17 == 0)

REFERENCE = [
    (1.0, 0.221),
    (0.733, 0.297408),
    (0.536, 0.380597),
    (0.392, 0.489796),
    (0.286, 0.643357),
    (0.208, 0.831731),
]
"""Mass and density after 0, 6, 12, ... peels of these points by EMA Workbench 2.5.3 (peel_alpha and mass_min 0.05)."""


def test_trajectory_is_that_of_an_independent_program() -> None:
    """Each step has the mass of EMA Workbench's, and its density to 0.015; the same two inputs are left restricted."""
    found = peel(POINTS, OUTCOME)
    assert len(found) == 35
    for step, (mass, density) in enumerate(REFERENCE):
        assert found[6 * step].mass == mass
        assert found[6 * step].density == pytest.approx(density, abs=0.015)
    assert found[-1].box.restricted() == [0, 2]
    assert found[-1].box.low[0] == pytest.approx(0.605302, abs=0.005)
    assert found[-1].box.high[2] == pytest.approx(0.439160, abs=0.005)


def test_peeling_only_gains_density_and_loses_points() -> None:
    """Along the trajectory density rises, mass and coverage fall, and no box is smaller than a twentieth."""
    found = peel(POINTS, OUTCOME)
    for before, after in itertools.pairwise(found):
        assert after.density > before.density
        assert 0.05 <= after.mass < before.mass
        assert after.coverage <= before.coverage


def test_outcome_everywhere_or_nowhere_needs_no_box() -> None:
    """Where all points have the outcome, or none, the box of all points stays."""
    for outcome in (np.ones(len(POINTS), dtype=bool), np.zeros(len(POINTS), dtype=bool)):
        assert len(peel(POINTS, outcome)) == 1


def test_chosen_box_covers_most_of_those_dense_enough() -> None:
    """Of the boxes of the asked density the one of the largest coverage is taken, else the densest."""
    trajectory = peel(POINTS, OUTCOME)
    chosen = choose(trajectory, 0.8)
    assert chosen.density >= 0.8
    assert all(step.coverage <= chosen.coverage for step in trajectory if step.density >= 0.8)
    assert choose(trajectory[:3], 0.99) == trajectory[2]


def test_ends_that_say_nothing_are_taken_off() -> None:
    """The inputs that the outcome does not depend on have large quasi-p-values and lose their ends."""
    found = peel(POINTS, OUTCOME)[-1]
    low = found.box.low.copy()
    low[1] = 0.02
    widened = worth(type(found.box)(low, found.box.high), POINTS, OUTCOME)
    values = quasi_p(widened.box, POINTS, OUTCOME)
    assert values[0] < 1e-6
    assert values[2] < 1e-6
    assert values[1] > 0.05
    assert pruned(widened, POINTS, OUTCOME).box.restricted() == [0, 2]


def test_region_is_found_at_the_replications_that_are_needed() -> None:
    """A region of a fifth with the outcome half as often again is seen four times in five from the said count."""
    for frequency, inputs in ((0.2, 10), (0.4, 60)):
        count = int(replications_needed(frequency, inputs) * 0.2)
        least = binom.isf(0.05 / (2 * inputs), count, frequency) + 1
        assert binom.sf(least - 1, count, 1.5 * frequency) == pytest.approx(0.8, abs=0.08)


def test_ties_stay_together() -> None:
    """Points of the same value are peeled all or none."""
    points = np.repeat([[0.0], [1.0]], 50, axis=0)
    found = peel(points, points[:, 0] > 0)
    assert [step.density for step in found] == [0.5, 1.0]
