"""Sharing whole units: parts in millionths, largest remainder, max-min."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.shares import divide, largest_remainder, max_min, part, proportional

WANTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("amount", "millionths", "units"),
    [(8, 250_000, 2), (7, 250_000, 1), (10, 1_000_000, 10), (10, 1_300_000, 13), (3, 333_333, 0), (3, 333_334, 1)],
)
def test_part_is_rounded_down(amount: int, millionths: int, units: int) -> None:
    """A quarter of 7 is 1.75, so 1; 333,333 millionths of 3 are 0.999999, so none; a share may be above one."""
    assert part(amount, millionths) == units


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [60, 30, 50], [43, 21, 36]),  # 42.857, 21.429, 35.714: two units left, to .857 and .714
        (2, [1, 1, 1], [1, 1, 0]),  # a third of 2 each: the two units go to the earlier entries
        (5, [0, 1, 1], [0, 3, 2]),  # nothing to a weight of 0; of the two 2.5, the earlier gets the unit
        (7, [0, 0], [0, 0]),  # nobody to give to
        (0, [3, 4], [0, 0]),
        (10, [2, 3], [4, 6]),  # nothing left over
        (1, [1, 3, 2], [0, 1, 0]),  # 0.167, 0.5, 0.333: the largest remainder, wherever it stands
    ],
)
def test_largest_remainder_by_hand(total: int, weights: list[int], parts: list[int]) -> None:
    """Whole parts first; what is left goes by ones to the largest remainders, equal ones in order."""
    assert largest_remainder(total, weights) == parts


def test_divide_writes_over_what_was_there() -> None:
    """The list that is given holds the parts afterwards, and nothing of before."""
    parts = [9, 9]
    divide(5, [0, 0], parts)
    assert parts == [0, 0]
    divide(3, [1, 1], parts)
    assert parts == [2, 1]


def test_pro_rata_by_hand() -> None:
    """Who can all be served gets all; 9 for wants of 4 and 6 are 3.6 and 5.4, so 4 and 5."""
    wants = [4, 6]
    assert proportional(11, wants) == proportional(10, wants) == [4, 6]
    assert proportional(10, wants) is not wants
    assert proportional(9, wants) == [4, 5]


@pytest.mark.parametrize(
    ("total", "wants", "parts"),
    [
        (40, [60, 10], [30, 10]),  # 10 is below the half of 40, what it leaves goes to the other
        (10, [5, 5, 5], [4, 3, 3]),  # three each, the unit that is left to the earlier
        (11, [2, 5, 5], [2, 5, 4]),  # 2 is served; 9 for two are 4 each and 1 more for the earlier
        (11, [3, 3, 9], [3, 3, 5]),  # who is served in full at the level leaves the rest to the others
        (9, [3, 3, 4], [3, 3, 3]),  # a want that is just the level is served in full
        (10, [9, 3, 9], [4, 3, 3]),  # the unit that is left goes past the one that has all it wants
        (8, [9, 1, 1, 9], [3, 1, 1, 3]),
        (5, [2, 3], [2, 3]),
        (9, [2, 3], [2, 3]),
        (0, [1, 2], [0, 0]),
        (1, [0, 7, 7], [0, 1, 0]),
    ],
)
def test_max_min_by_hand(total: int, wants: list[int], parts: list[int]) -> None:
    """Water filling: the small wants in full, the others on one level, single units to the earlier."""
    assert max_min(total, wants) == parts


@given(st.integers(0, 10**7), WANTS)
def test_division_gives_all_there_is_and_no_more_than_is_wanted(total: int, wants: list[int]) -> None:
    """Pro rata and max-min both hand out the smaller of what there is and what is wanted."""
    for share_out in (proportional, max_min):
        parts = share_out(total, wants)
        assert sum(parts) == min(total, sum(wants))
        assert all(0 <= part <= want for part, want in zip(parts, wants, strict=True))


@given(st.integers(0, 10**7), WANTS)
def test_largest_remainder_is_within_a_unit_of_the_exact_share(total: int, weights: list[int]) -> None:
    """No part is a whole unit away from its exact quota."""
    whole = sum(weights)
    for share, weight in zip(largest_remainder(total, weights), weights, strict=True):
        assert whole == 0 or abs(share * whole - total * weight) < whole


@given(st.integers(0, 10**6), WANTS)
def test_max_min_leaves_nobody_below_another_by_more_than_a_unit_but_by_their_own_want(
    total: int, wants: list[int]
) -> None:
    """Whoever did not get all it wants is at most one unit below anybody else."""
    parts = max_min(total, wants)
    for share, want in zip(parts, wants, strict=True):
        if share < want:
            assert all(other <= share + 1 for other in parts)
