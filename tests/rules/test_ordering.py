"""Orders: their parts by channel, patience, shortage, surplus, what is pulled forward; random ones."""

import pytest

from sim.rules import ordering
from sim.rules.demand import is_bursting, orders_a_day


def test_shares_are_of_what_is_ordered_less_switched() -> None:
    """100 ordered, 40 of them switched and ordered again as a substitute: shares are of 60."""
    assert ordering.order_units(100, 40) == 60


@pytest.mark.parametrize(("day", "is_out"), [(10, False), (12, False), (13, True)])
def test_patience_of_two_days_ends_on_the_third(day: int, is_out: bool) -> None:
    """Placed on day 10: it may wait two days, and is given up when it has waited longer."""
    assert ordering.is_out_of_patience(day, 10, 2) is is_out


@pytest.mark.parametrize(("need", "wait", "units"), [(20, 3, 20), (20, 4, 30), (20, 99, 30), (21, 4, 31), (0, 4, 0)])
def test_shortage_multiplies_orders(need: int, wait: int, units: int) -> None:
    """Once the oldest has waited 4 days, one and a half times the need, rounded down."""
    assert ordering.inflated(need, wait, 4, 1_500_000) == units


@pytest.mark.parametrize(
    ("dispatched", "still_open", "cancelled"), [(19, 11, 0), (20, 10, 10), (25, 5, 5), (0, 30, 0), (30, 0, 0)]
)
def test_surplus_is_what_is_open_once_the_need_has_left(dispatched: int, still_open: int, cancelled: int) -> None:
    """Of 30 ordered for a need of 20: with 20 dispatched, the other 10 are cancelled; not one before."""
    assert ordering.surplus(20, dispatched, still_open) == cancelled


@pytest.mark.parametrize(("units", "share", "pulled"), [(60, 500_000, 30), (61, 500_000, 30), (61, 1_000_000, 61)])
def test_pull_forward_takes_a_share_rounded_down(units: int, share: int, pulled: int) -> None:
    """Half of 61 is 30.5, so 30 come early."""
    assert ordering.pulled_forward(units, share) == pulled


@pytest.mark.parametrize(
    ("units", "custom", "parts"),
    [
        (10, [600_000, 400_000], [6, 4]),
        (10, [300_000, 300_000], [3, 3]),  # 4 are bought elsewhere
        (7, [300_000, 300_000], [2, 2]),  # 60 % of 7 is 4.2: 4 here
        (25, [333_333, 333_333, 333_333], [8, 8, 8]),  # 24.999975: 24 here
        (10, [333_334, 333_334, 333_334], [4, 3, 3]),  # shares above one by their rounding: all of it, no more
        (3, [200_000, 800_000], [1, 2]),  # 0.6 and 2.4: the unit that is left to the larger remainder
        (9, [0, 0], [0, 0]),
    ],
)
def test_order_is_split_by_custom(units: int, custom: list[int], parts: list[int]) -> None:
    """What the shares leave to reach one is bought elsewhere; the rest is divided by largest remainder."""
    found = [99] * len(custom)
    ordering.split_over_channels(units, custom, found)
    assert found == parts


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
