"""Sharing whole units: parts in millionths, largest remainder, max-min."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.shares import (
    MILLION,
    carry,
    complete,
    divide,
    divide_carried,
    max_min,
    part,
)


def largest_remainder(total: int, weights: list[int]) -> list[int]:
    """The parts of a total that is divided by weights."""
    parts = [-1] * len(weights)
    divide(total, weights, parts, [-1] * len(weights))
    return parts


def fair_share(total: int, wants: list[int]) -> list[int]:
    """The parts of a total that is shared out evenly, as far as each is wanted."""
    parts = [-1] * len(wants)
    max_min(total, wants, parts, [-1] * (len(wants) + 1))
    return parts


WANTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("amount", "millionths", "units"),
    [(8, 250_000, 2), (7, 250_000, 1), (10, 1_000_000, 10), (10, 1_300_000, 13), (3, 333_333, 0), (3, 333_334, 1)],
)
def test_part_is_rounded_down(amount: int, millionths: int, units: int) -> None:
    """A quarter of 7 is 1.75, so 1; 333,333 millionths of 3 are 0.999999, so none; a share may be above one."""
    assert part(amount, millionths) == units


def test_a_share_of_small_steps_gives_a_unit_each_time_the_running_sum_is_full() -> None:
    """A quarter of lots of 3 is 0.75, 1.5, 2.25, 3: so 0, then 1 each."""
    claim, given_out = 0, []
    for _ in range(4):
        units, claim = carry(claim, 3, 250_000)
        given_out.append(units)
    assert given_out == [0, 1, 1, 1]
    assert claim == 0


@pytest.mark.parametrize(
    ("shares", "completed", "left"),
    [
        ([333_333, 333_333, 333_333], [333_334, 333_333, 333_333], 0),
        ([0, 333_333, 666_666], [0, 333_334, 666_666], 0),  # a share of 0 stays one
        ([166_667] * 6, [166_665, *[166_667] * 5], 0),
        ([333_332, 333_333, 333_332], [333_335, 333_333, 333_332], 0),  # a millionth each is still rounding
        ([333_331, 333_333, 333_332], [333_331, 333_333, 333_332], 4),
        ([1, 999_998], [2, 999_998], 0),
        ([1, 2, 1_000_000], [1, 2, 999_997], 0),  # no share falls to 0 or below
        ([3, 999_999, 1], [3, 999_996, 1], 0),
        ([4, 999_998, 1], [1, 999_998, 1], 0),
        ([500_000, 400_000], [500_000, 400_000], 100_000),
        ([0, 0], [0, 0], 1_000_000),
        ([], [], 1_000_000),
    ],
)
def test_shares_that_miss_one_by_rounding_are_completed(shares: list[int], completed: list[int], left: int) -> None:
    """Three thirds of 333,333 millionths are one, the first has the rest; nine tenths leave a tenth."""
    found = shares.copy()
    assert complete(found) == left
    assert found == completed


def divided(steps: list[tuple[int, list[int]]]) -> tuple[list[list[int]], list[int]]:
    """The parts of each step, and the claims that are left."""
    claims, all_parts = [0 for _ in steps[0][1]], []
    for units, shares in steps:
        parts = [9 for _ in shares]
        divide_carried(units, shares, claims, parts)
        all_parts.append(parts)
    return all_parts, claims


def test_orders_of_a_unit_go_to_the_parts_in_turn() -> None:
    """By 0.5, 0.3, 0.2 units of one: claims 0.5; then 0, 0.6, 0.4; 0.5, -0.1, 0.6; 1, 0.2, -0.2; 0.5, 0.5, 0."""
    steps = [(1, [500_000, 300_000, 200_000])] * 5
    parts, claims = divided(steps)
    assert parts == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0]]
    assert claims == [-500_000, 500_000, 0]


def test_a_part_whose_share_is_0_today_gets_nothing_and_keeps_its_claim() -> None:
    """Of a unit each, 0.6 and 0.4: the first; then all 3 of a day at 1 and 0, though the second claims 0.4."""
    parts, claims = divided([(1, [600_000, 400_000]), (3, [1_000_000, 0]), (1, [500_000, 500_000])])
    assert parts == [[1, 0], [3, 0], [0, 1]]
    assert claims == [100_000, -100_000]


@pytest.mark.parametrize(
    ("claims", "shares", "units", "parts", "left"),
    [
        # 1.3 and 1.1 stand against -1.4: the larger gets the one unit that comes, the other waits
        ([0.9, 0.8, -1.7], [0.4, 0.3, 0.3], 1, [1, 0, 0], [0.3, 1.1, -1.4]),
        ([1.05, 0.95, 0.85, -2.85], [0.25] * 4, 1, [1, 0, 0, 0], [0.3, 1.2, 1.1, -2.6]),
        # of equal claims the last waits
        ([0.8, 0.8, -1.6], [0.4, 0.4, 0.2], 1, [1, 0, 0], [0.2, 1.2, -1.4]),
        # nothing comes, so a claim of a unit waits wherever it stands
        ([1.2, -0.6, -0.6], [0.4, 0.3, 0.3], 0, [0, 0, 0], [1.2, -0.6, -0.6]),
        ([-0.6, 1.2, -0.6], [0.4, 0.3, 0.3], 0, [0, 0, 0], [-0.6, 1.2, -0.6]),
        ([-0.6, -0.6, 1.2], [0.4, 0.3, 0.3], 0, [0, 0, 0], [-0.6, -0.6, 1.2]),
        # a claim of 1.5 gets nothing where the share is 0 today
        ([1.5, -1.5], [0, 1], 2, [0, 2], [1.5, -1.5]),
        ([0.5, 0.5, -1.0], [0, 0, 1], 2, [0, 0, 2], [0.5, 0.5, -1.0]),
        ([0, 0, 0], [0, 0.5, 0.5], 1, [0, 1, 0], [0, -0.5, 0.5]),
        # the smallest share has the largest claim
        ([-0.9, 0.9], [0.999999, 0.000001], 1, [0, 1], [0.099999, -0.099999]),
    ],
)
def test_one_step_of_carried_parts_by_hand(
    claims: list[float], shares: list[float], units: int, parts: list[int], left: list[float]
) -> None:
    """Each unit that comes goes to the largest claim; a whole claim beyond the units of the day waits."""
    known, found = [round(claim * MILLION) for claim in claims], [7 for _ in claims]
    divide_carried(units, [round(share * MILLION) for share in shares], known, found)
    assert found == parts
    assert known == [round(claim * MILLION) for claim in left]


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
    assert fair_share(total, wants) == parts


@given(st.integers(0, 10**7), WANTS)
def test_division_gives_all_there_is_and_no_more_than_is_wanted(total: int, wants: list[int]) -> None:
    """Both hand out the smaller of what there is and what is wanted, to nobody more than that."""
    for parts in (largest_remainder(min(total, sum(wants)), wants), fair_share(total, wants)):
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
    parts = fair_share(total, wants)
    for share, want in zip(parts, wants, strict=True):
        if share < want:
            assert all(other <= share + 1 for other in parts)


SHARES = st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any)


def whole_shares(weights: list[int]) -> list[int]:
    """Weights as millionths that sum to one."""
    return largest_remainder(MILLION, weights)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, MILLION)), max_size=30))
def test_a_carried_share_is_the_floor_of_its_running_sum(steps: list[tuple[int, int]]) -> None:
    """What was given so far is never a unit from the exact sum, and no step gives less than nothing."""
    claim = exact = total = 0
    for units, share in steps:
        got, claim = carry(claim, units, share)
        exact, total = exact + units * share, total + got
        assert got >= 0
        assert total == exact // MILLION


@given(st.integers(1, 6), st.data())
def test_carried_parts_are_those_of_units_given_one_by_one(count: int, data: st.DataObject) -> None:
    """Every unit of a step goes to the largest claim then, ties in order, whatever the shares of the day."""
    weights = st.lists(st.integers(0, 9), min_size=count, max_size=count).filter(any)
    steps = data.draw(st.lists(st.tuples(st.integers(0, 40), weights.map(whole_shares)), max_size=20))
    claims, plain = [0] * count, [0] * count
    for units, shares in steps:
        parts, expected = [0] * count, [0] * count
        divide_carried(units, shares, claims, parts)
        plain = [claim + units * share for claim, share in zip(plain, shares, strict=True)]
        for _ in range(units):
            best = max((place for place in range(count) if shares[place]), key=lambda place: plain[place])
            plain[best] -= MILLION
            expected[best] += 1
        assert (parts, claims) == (expected, plain)
        assert sum(parts) == units


@given(SHARES, st.lists(st.one_of(st.integers(0, 3), st.integers(0, 10**6)), max_size=60))
def test_carried_parts_of_constant_shares_keep_to_their_running_sums(weights: list[int], steps: list[int]) -> None:
    """No part is negative, a unit or more above its exact running sum, or two or more below it."""
    shares = whole_shares(weights)
    claims, parts = [0 for _ in shares], [0 for _ in shares]
    for units in steps:
        divide_carried(units, shares, claims, parts)
        assert min(parts) >= 0
        assert all(-MILLION < claim < 2 * MILLION for claim in claims)
