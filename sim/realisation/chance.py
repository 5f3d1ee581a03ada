"""Chance quantities: a number of the scenario, or a distribution that a stream draws from."""

from sim.rules import rounding
from sim.scenario.distributions import Chance
from sim.scenario.law import Law, as_real


def real(quantity: Chance, u: float) -> float:
    """The quantity at a uniform; a number is itself."""
    if isinstance(quantity, Law):
        value = quantity.quantile(u)
        assert not isinstance(value, str)
        return as_real(value)
    return float(quantity)


def whole_days(quantity: Chance, u: float) -> int:
    """A duration, rounded up to whole days."""
    return rounding.whole_days(real(quantity, u))


def whole_units(quantity: Chance, u: float) -> int:
    """Units, rounded to the nearest."""
    return rounding.whole_units(real(quantity, u))


def share(quantity: Chance, u: float) -> int:
    """A share, in whole millionths from 0 to 1."""
    return rounding.whole_share(real(quantity, u))
