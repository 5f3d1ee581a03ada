"""Channel capacity: how many more units may leave by a channel today."""

from sim.rules.shares import part

NO_LIMIT = 2**62
"""Stands for a limit that the scenario does not set."""


def weekly_room(weekly_capacity: int, overtime: int, used: int) -> int:
    """Units that may still leave in this calendar week, with the overtime (millionths) of today."""
    return max(0, part(weekly_capacity, overtime) - used)


def credit_room(credit_limit: int, outstanding: int) -> int:
    """Dollars of goods that may still be dispatched before a delivery frees credit."""
    return NO_LIMIT if credit_limit == NO_LIMIT else max(0, credit_limit - outstanding)


def affordable(money: int, price: int) -> int:
    """Whole units that an amount of money pays for."""
    return NO_LIMIT if price == 0 else max(0, money) // price
