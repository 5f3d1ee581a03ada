"""Production: the size of a lot, and what of it is good and stays in this market."""

from sim.rules.shares import part


def lot_size(capacity: int, ramp: int) -> int:
    """Units that a lot starts with; `ramp` is the share of full capacity in millionths."""
    return part(capacity, ramp)


def good_units(units: int, lot_yield: int) -> int:
    """Good units of a lot; `lot_yield` in millionths."""
    return part(units, lot_yield)


def for_this_market(good: int, market_share: int) -> int:
    """Units of a finished lot for this scenario's market; the rest is diverted."""
    return part(good, market_share)
