"""Shapley values of small games."""

from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.statistics.shapley import shares


def test_glove_game() -> None:
    """Of three who together have one pair of gloves, the owner of the only left one gets two thirds (Shapley 1953)."""
    left, right, other = 1, 2, 4
    worth = np.array([int(bool(team & left) and bool(team & (right | other))) for team in range(8)])
    assert (shares(worth) * 6 // factorial(3)).tolist() == [4, 1, 1]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=16, max_size=16))
def test_values_sum_to_the_whole_exactly(worth: list[int]) -> None:
    """N! times the values sum to n! times what all causes together are worth, to the last unit."""
    values = np.array(worth, dtype=np.int64)
    assert shares(values).sum() == factorial(4) * (worth[15] - worth[0])


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_causes_that_add_up_get_their_own(own: list[int]) -> None:
    """Where causes do not interact, each is worth what it adds; one that adds nothing is worth nothing."""
    worth = [sum(own[cause] for cause in range(3) if taken >> cause & 1) for taken in range(8)]
    assert (shares(np.array(worth)) // factorial(3)).tolist() == own


def test_number_of_sets_is_a_power_of_two() -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="power of two"):
        shares(np.zeros(3, dtype=np.int64))
