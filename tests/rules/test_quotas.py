"""Quotas of controls, calculated by hand."""

import pytest

from sim.rules.allocation import CONTRACT_FIRST, FAIR_SHARE, FIFO, PRO_RATA
from sim.rules.capacity import NO_LIMIT
from sim.rules.quotas import Quotas, quota_room, use_quotas
from tests.rules.hub import Hub, Line


def three() -> Quotas:
    """Two products, two buyers. Control 0 bounds both buyers together to 50 units of product 0; 1 is not in effect.

    Control 2 bounds the second buyer alone to 30 units of either.
    """
    return Quotas([0, 2], [1, 0, 1, 1, 1, 1], [0, 0, 2, 2, -1, 5], [50, 0, 7, 0, 0, 30], 2, 2)


@pytest.mark.parametrize(("product", "buyer", "room"), [(0, 0, 50), (1, 0, NO_LIMIT), (0, 1, 30), (1, 1, 30)])
def test_room_is_the_least_of_the_quotas_that_bind(product: int, buyer: int, room: int) -> None:
    """A quota binds the products that its control covers, of the buyers that it concerns."""
    assert quota_room(three(), product, buyer) == room


@pytest.mark.parametrize(
    ("product", "buyer", "left"), [(0, 0, [30, 10]), (1, 0, [50, 30]), (0, 1, [30, 10]), (1, 1, [50, 10])]
)
def test_units_count_towards_each_quota_that_binds(product: int, buyer: int, left: list[int]) -> None:
    """20 units; what does not bind stays as it is."""
    quotas = three()
    use_quotas(quotas, product, buyer, 20)
    expected = three()
    expected.left[0], expected.left[5] = left if (product, buyer) != (0, 0) else (30, 30)
    assert quotas == expected


@pytest.mark.parametrize(
    ("policy", "granted"),
    [(FIFO, [40, 10, 25]), (CONTRACT_FIRST, [20, 30, 25]), (PRO_RATA, [38, 12, 25]), (FAIR_SHARE, [38, 12, 25])],
)
def test_quota_bounds_lines_as_their_turn_comes(policy: int, granted: list[int]) -> None:
    """Wants of 40, 40 (by contract) and 25 of another product; the quotas are 50 of the first, 30 of the last two."""
    quotas = three()._replace(counted=[0, 0, 2, 2, -1, 5])
    lines = [Line(40, buyer=0), Line(40, buyer=1, by_contract=True), Line(25, buyer=0, product=1)]
    assert Hub(lines, [75, 99], quotas=quotas).granted(policy) == granted
