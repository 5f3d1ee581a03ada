"""Channel capacity: how many more units may leave by a channel today."""

from sim.rules.shares import part

NO_LIMIT = 2**62
"""Stands for a limit that the scenario does not set."""


NO_RUSH = -1
"""Stands for the overtime of goods that no rush covers."""


def weekly_room(weekly_capacity: int, used: int) -> int:
    """Units that may still leave in a calendar week without overtime."""
    return max(0, weekly_capacity - used)


def overtime_units(weekly_capacity: int, factor: int) -> int:
    """Units a week beyond the ordinary with a rush's factor (millionths), which lowers nothing."""
    return max(0, part(weekly_capacity, factor) - weekly_capacity)


def overtime_room(overtime: int, used: int) -> int:
    """Units that may still leave in overtime, of so many units a week, or `NO_RUSH`."""
    return max(0, overtime - used)


def credit_room(credit_limit: int, outstanding: int) -> int:
    """Dollars of goods that may still be dispatched before a delivery frees credit."""
    return NO_LIMIT if credit_limit == NO_LIMIT else max(0, credit_limit - outstanding)


def paid_for(units: int, money: int, price: int) -> int:
    """How many of so many units an amount of money pays for; mostly all, without a division."""
    return units if units * price <= money else min(units, affordable(money, price))


def affordable(money: int, price: int) -> int:
    """Whole units that an amount of money pays for."""
    return NO_LIMIT if price == 0 else max(0, money) // price
