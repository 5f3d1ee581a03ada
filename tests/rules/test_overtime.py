"""Division over ordinary room and overtime, where goods of a rush and others ask for one channel, by hand."""

import pytest

from sim.rules.allocation import FAIR_SHARE, PRO_RATA
from tests.rules.hub import Hub, Line


@pytest.mark.parametrize("policy", [PRO_RATA, FAIR_SHARE])
def test_covered_goods_lack_nothing_that_overtime_has(policy: int) -> None:
    """4 covered and 16 others, for 10 ordinary units and 5 in overtime: the 4 in overtime, 10 of the others."""
    assert Hub([Line(4, overtime=5), Line(16, buyer=1)], [100], [10]).granted(policy) == [4, 10]


def test_others_share_the_ordinary_room_by_what_they_want() -> None:
    """10 and 30 that no rush covers have a quarter and three quarters of 8; the single covered unit has overtime."""
    lines = [Line(10), Line(30, buyer=1), Line(1, buyer=2, overtime=1)]
    assert Hub(lines, [100], [8]).granted(PRO_RATA) == [2, 6, 1]


def test_overtime_adds_to_the_room_of_its_own_channel() -> None:
    """Without ordinary room left 3 covered units leave; by the other channel, which no rush concerns, 5."""
    lines = [Line(9, overtime=3), Line(9, buyer=1, channel=1)]
    assert Hub(lines, [100], [0, 5]).granted(PRO_RATA) == [3, 5]


@pytest.mark.parametrize("policy", [PRO_RATA, FAIR_SHARE])
def test_stock_is_cut_before_room(policy: int) -> None:
    """Of 12 in stock two lines of 10 are offered 6 each; where there is room for 4, the other 2 go to the other."""
    lines = [Line(10), Line(10, buyer=1, channel=1)]
    assert Hub(lines, [12], [4, 20]).granted(policy) == [4, 8]


@pytest.mark.parametrize("policy", [PRO_RATA, FAIR_SHARE])
def test_a_single_covered_unit_leaves_in_overtime(policy: int) -> None:
    """Without ordinary room left."""
    assert Hub([Line(1, overtime=3)], [100], [0]).granted(policy) == [1]


def test_what_leaves_in_overtime_takes_nothing_of_its_buyers_ordinary_room() -> None:
    """Of 10 in the week each of two buyers has 5, though one of them has 10 in overtime besides."""
    lines = [Line(10, overtime=10), Line(10), Line(10, buyer=1)]
    assert Hub(lines, [100], [10]).granted(FAIR_SHARE) == [10, 5, 5]
