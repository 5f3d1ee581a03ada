"""A probability in words, for those who count replications of their own."""

from typing import Any

import numpy as np
import pytest

import sim


def test_probability_has_its_interval() -> None:
    """Of 20 replications of which all show it, it is not certain: the interval says so; NumPy's counts are taken."""
    assert sim.probability(19, 20) == "probability 0.95 (95 % interval 0.76 to 0.99)"
    all_of_them: Any = np.int64(20)
    assert sim.probability(all_of_them, 20) == "probability 1.00 (95 % interval 0.84 to 1.00)"


def test_probability_is_told_from_certain() -> None:
    """One of a hundred thousand that does not show it leaves it less than certain."""
    assert sim.probability(99_999, 100_000).startswith("probability 0.99999 (95 % interval 0.9999")


@pytest.mark.parametrize(("reached", "replications"), [(1, 0), (3, 2), (-1, 2), (0.5, 2)])
def test_counts_that_cannot_be(reached: int, replications: int) -> None:
    """More reached than there are, and counts that are none, are refused."""
    with pytest.raises(sim.UsageError, match="expected a whole number from"):
        sim.probability(reached, replications)


def test_a_sweeps_answer_tells_its_chances_so() -> None:
    """The answer of a sweep has the words of the public function."""
    sweep = sim.sweep("china-2023", 6, engine="simpy")
    shares = sweep.replications["delivered_share.ByteDance.2023-12-31"]
    assert f"at least 50%: {sim.probability(int((shares >= 0.5).sum()), 6)}" in sweep.answer()
