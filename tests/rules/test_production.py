"""Lots, and how what was drawn becomes whole."""

import pytest

from sim.rules.production import for_this_market, good_units, lot_size
from sim.rules.rounding import whole_days, whole_share, whole_units


def test_lot_by_hand() -> None:
    """82 at half the ramp are 41; of these 90 % are good, 36.9, so 36; a quarter of which, 9, is for this market."""
    assert lot_size(82, 500_000) == 41
    assert good_units(41, 900_000) == 36
    assert for_this_market(36, 250_000) == 9


def test_each_step_is_rounded_down() -> None:
    """Half of 3, 90 % of 9 and a quarter of 39 lose their fraction."""
    assert (lot_size(3, 500_000), good_units(9, 900_000), for_this_market(39, 250_000)) == (1, 8, 9)


@pytest.mark.parametrize(("duration", "days"), [(2.0, 2), (2.1, 3), (0.0001, 1), (0.0, 0), (-1.5, 0)])
def test_duration_is_rounded_up(duration: float, days: int) -> None:
    """A day that has begun counts whole; there is no time below none."""
    assert whole_days(duration) == days


@pytest.mark.parametrize(("drawn", "units"), [(2.4, 2), (2.5, 3), (3.5, 4), (0.4, 0), (0.5, 1), (-3.0, 0)])
def test_units_are_rounded_to_the_nearest(drawn: float, units: int) -> None:
    """Halves up, never below none."""
    assert whole_units(drawn) == units


@pytest.mark.parametrize(
    ("drawn", "share"),
    [(0.25, 250_000), (0.0000005, 1), (0.0000004, 0), (1.2, 1_000_000), (1.0, 1_000_000), (-0.1, 0)],
)
def test_share_is_in_whole_millionths(drawn: float, share: int) -> None:
    """To the nearest millionth, from none to all."""
    assert whole_share(drawn) == share
