"""Random orders: how many come on a day, ordinarily and in a burst, and of how many units.

Each of the two is a stream of its own, numbered for itself: a burst shifts no draw of the ordinary orders. Where a
burst makes orders fewer, the last ones of a day stay away, and keep their numbers.
"""

from sim.model.draws import draw, quantity
from sim.model.entities import Demand, Supply
from sim.rules.demand import is_bursting, orders_a_day
from sim.rules.rounding import whole_units
from sim.scenario.distributions.quantiles import orders_on


def ordinary_orders(supply: Supply, demand: Demand) -> int:
    """How many orders the ordinary stream brings today."""
    mean = orders_a_day(demand.orders_per_month, 1.0)
    return orders_on(draw(supply, demand.count_word, supply.start_ordinal + supply.day), mean)


def factor_today(supply: Supply, demand: Demand) -> float:
    """How many times as often as usual orders come: after an announcement that concerns the product, for some days."""
    is_burst = is_bursting(supply.day, demand.burst_days, supply.announced, demand.concerns)
    return demand.factor if is_burst else 1.0


def orders_that_come(supply: Supply, demand: Demand, factor: float, ordinary: int) -> int:
    """How many of today's ordinary orders come: fewer in a burst of a factor below 1."""
    if factor >= 1.0:
        return ordinary
    mean = orders_a_day(demand.orders_per_month, factor)
    return orders_on(draw(supply, demand.count_word, supply.start_ordinal + supply.day), mean)


def orders_of_burst(supply: Supply, demand: Demand, factor: float) -> int:
    """How many orders a burst brings today besides the ordinary ones."""
    if factor <= 1.0:
        return 0
    mean = orders_a_day(demand.orders_per_month, factor - 1.0)
    return orders_on(draw(supply, demand.burst_count_word, supply.start_ordinal + supply.day), mean)


def units_of_random_order(supply: Supply, demand: Demand, word: int, order: int) -> int:
    """Units of today's order of a stream with this number; none, where a size is drawn that is no order."""
    u = draw(supply, word, supply.start_ordinal + supply.day, order)
    return whole_units(quantity(demand.units, u))
