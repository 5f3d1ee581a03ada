"""Lots, and how what was drawn becomes whole."""

import pytest

from sim.rules.production import lot_size
from sim.rules.rounding import whole_days, whole_share, whole_units


def test_lot_is_rounded_down() -> None:
    """82 at half the ramp are 41; half of 3 loses its fraction: a lot does not begin with part of a unit."""
    assert (lot_size(82, 500_000), lot_size(3, 500_000)) == (41, 1)


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
