"""A channel's room and credit."""

import pytest

from sim.rules.capacity import (
    NO_LIMIT,
    NO_RUSH,
    affordable,
    credit_room,
    overtime_room,
    overtime_units,
    paid_for,
    weekly_room,
)


@pytest.mark.parametrize(("capacity", "used", "room"), [(100, 40, 60), (10, 10, 0), (10, 15, 0)])
def test_room_is_the_rest_of_the_week(capacity: int, used: int, room: int) -> None:
    """What has left counts against the week, which is never below empty."""
    assert weekly_room(capacity, used) == room


@pytest.mark.parametrize(
    ("capacity", "factor", "units"),
    [
        (100, 1_300_000, 30),
        (25, 1_300_000, 7),  # 32.5 a week, rounded down
        (100, 1_000_000, 0),
        (100, 500_000, 0),  # no rush lowers anything
    ],
)
def test_overtime_is_what_a_rush_adds_to_the_week(capacity: int, factor: int, units: int) -> None:
    """The factor is of the whole week; its units beyond the ordinary are overtime."""
    assert overtime_units(capacity, factor) == units


@pytest.mark.parametrize(("overtime", "used", "room"), [(30, 12, 18), (30, 30, 0), (7, 30, 0), (NO_RUSH, 0, 0)])
def test_overtime_room_is_what_was_not_worked(overtime: int, used: int, room: int) -> None:
    """What was worked in the week counts, by whichever rush; without a rush there is none."""
    assert overtime_room(overtime, used) == room


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


@pytest.mark.parametrize(
    ("units", "money", "price", "paid"),
    [(2, 250, 100, 2), (3, 300, 100, 3), (3, 299, 100, 2), (3, 99, 100, 0), (3, -50, 100, 0), (3, 0, 0, 3)],
)
def test_money_pays_for_as_many_of_some_units(units: int, money: int, price: int, paid: int) -> None:
    """300 USD pay for all of 3 units at 100, 299 for 2 of them, a debt for none; what costs nothing needs no money."""
    assert paid_for(units, money, price) == paid


def test_no_limit_is_above_all_amounts() -> None:
    """What stands for no limit is above the 10^15 dollars and 10^9 units that a scenario may name."""
    assert NO_LIMIT > 10**18
