"""A channel's room and credit."""

import pytest

from sim.rules.capacity import NO_LIMIT, affordable, credit_room, weekly_room


@pytest.mark.parametrize(
    ("capacity", "overtime", "used", "room"),
    [
        (100, 1_000_000, 40, 60),
        (100, 1_300_000, 40, 90),  # 130 in a rush
        (25, 1_300_000, 0, 32),  # 32.5, rounded down
        (10, 1_000_000, 10, 0),
        (10, 1_000_000, 15, 0),  # more left in the rush than an ordinary week holds
    ],
)
def test_room_is_the_rest_of_the_week(capacity: int, overtime: int, used: int, room: int) -> None:
    """Overtime multiplies the whole week; what has left counts against it, and a week is never below empty."""
    assert weekly_room(capacity, overtime, used) == room


@pytest.mark.parametrize(
    ("limit", "outstanding", "room"),
    [(5_000, 3_000, 2_000), (5_000, 5_000, 0), (5_000, 6_000, 0), (NO_LIMIT, 6_000, NO_LIMIT)],
)
def test_credit_is_what_is_not_outstanding(limit: int, outstanding: int, room: int) -> None:
    """Goods under way bind credit; no limit stays none, whatever is under way."""
    assert credit_room(limit, outstanding) == room


@pytest.mark.parametrize(
    ("money", "price", "units"),
    [(250, 100, 2), (200, 100, 2), (99, 100, 0), (-50, 100, 0), (7, 1, 7), (5, 0, NO_LIMIT), (-5, 0, NO_LIMIT)],
)
def test_money_pays_for_whole_units(money: int, price: int, units: int) -> None:
    """250 USD pay for 2 units at 100; a debt pays for none; what costs nothing knows no limit."""
    assert affordable(money, price) == units


def test_no_limit_is_above_all_amounts() -> None:
    """What stands for no limit is above the 10^15 dollars and 10^9 units that a scenario may name."""
    assert NO_LIMIT > 10**18
