"""Sharing whole units."""

from hypothesis import given
from hypothesis import strategies as st

from sim.rules import ramp
from sim.rules.shares import largest_remainder, max_min, proportional

WANTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=9)


@given(st.integers(0, 10**7), WANTS)
def test_division_gives_all_there_is_and_no_more_than_is_wanted(total: int, wants: list[int]) -> None:
    """Pro rata and max-min both hand out the smaller of what there is and what is wanted."""
    for divide in (proportional, max_min):
        parts = divide(total, wants)
        assert sum(parts) == min(total, sum(wants))
        assert all(0 <= part <= want for part, want in zip(parts, wants, strict=True))


@given(st.integers(0, 10**7), WANTS)
def test_largest_remainder_is_within_a_unit_of_the_exact_share(total: int, weights: list[int]) -> None:
    """No part is a whole unit away from its exact quota."""
    whole = sum(weights)
    for part, weight in zip(largest_remainder(total, weights), weights, strict=True):
        assert whole == 0 or abs(part * whole - total * weight) < whole


@given(st.integers(0, 10**6), WANTS)
def test_max_min_leaves_nobody_below_another_by_more_than_a_unit_but_by_their_own_want(
    total: int, wants: list[int]
) -> None:
    """Whoever did not get all it wants is at most one unit below anybody else."""
    parts = max_min(total, wants)
    for part, want in zip(parts, wants, strict=True):
        if part < want:
            assert all(other <= part + 1 for other in parts)


def test_ramps_reach_their_known_values() -> None:
    """The midpoint of a logistic is a half, a line is half way at half its days, a table is interpolated."""
    assert ramp.logistic(90, 90, 0.05) == 500_000
    assert [ramp.linear(days, 120) for days in (0, 60, 120, 500)] == [0, 500_000, 1_000_000, 1_000_000]
    points = [(10, 0.1), (20, 0.3)]
    assert [ramp.table(days, points) for days in (0, 10, 15, 20, 99)] == [100_000, 100_000, 200_000, 300_000, 300_000]
