"""Orders: patience, shortage, surplus; random ones."""

import pytest

from sim.rules import ordering
from sim.rules.demand import is_bursting, orders_a_day


@pytest.mark.parametrize(("day", "is_out"), [(10, False), (12, False), (13, True)])
def test_patience_of_two_days_ends_on_the_third(day: int, is_out: bool) -> None:
    """Placed on day 10: it may wait two days, and is given up when it has waited longer."""
    assert ordering.is_out_of_patience(day, 10, 2) is is_out


@pytest.mark.parametrize(("need", "units"), [(20, 30), (21, 31), (1, 1), (0, 0)])
def test_shortage_multiplies_each_line(need: int, units: int) -> None:
    """One and a half times the need, rounded down."""
    assert ordering.inflated(need, 1_500_000) == units


@pytest.mark.parametrize(
    ("dispatched", "still_open", "cancelled"), [(19, 11, 0), (20, 10, 10), (25, 5, 5), (0, 30, 0), (30, 0, 0)]
)
def test_surplus_is_what_is_open_once_the_need_has_left(dispatched: int, still_open: int, cancelled: int) -> None:
    """Of 30 ordered for a need of 20: with 20 dispatched, the other 10 are cancelled; not one before."""
    assert ordering.surplus(20, dispatched, still_open) == cancelled


def test_orders_of_a_month_are_spread_over_its_days() -> None:
    """A month has 365.25 / 12 = 30.4375 days: as many orders a month are one a day, and three in a burst of three."""
    assert orders_a_day(30.4375, 1.0) == pytest.approx(1.0, rel=1e-12)
    assert orders_a_day(30.4375, 3.0) == pytest.approx(3.0, rel=1e-12)


@pytest.mark.parametrize(("day", "bursting"), [(9, False), (10, True), (12, True), (13, False)])
def test_burst_lasts_its_days(day: int, bursting: bool) -> None:
    """Three days from the announcement on day 10 on, which is the first of them."""
    assert is_bursting(day, 3, [10], [1]) is bursting


def test_burst_is_of_any_control_that_covers_the_product() -> None:
    """A control on another product starts none; the second in the file counts like the first."""
    assert is_bursting(10, 3, [10, 10], [0, 0]) is False
    assert is_bursting(10, 3, [10, 99], [0, 1]) is False
    assert is_bursting(10, 3, [99, 10], [1, 1]) is True
