"""Random orders: how many a stream brings on a day, and of how many units."""

from sim.model.draws import draw, quantity
from sim.model.entities import Demand, Supply
from sim.rules.demand import is_bursting, orders_a_day
from sim.rules.rounding import whole_units
from sim.scenario.distributions.quantiles import orders_on


def random_orders_on(supply: Supply, demand: Demand, day: int) -> int:
    """How many random orders a stream brings on a day: more after an announcement that concerns its product."""
    factor = 1.0
    if is_bursting(day, demand.burst_days, supply.announced, demand.product.covers):
        factor = demand.factor
    mean = orders_a_day(demand.orders_per_month, factor)
    return orders_on(draw(supply, demand.count_word, supply.start_ordinal + day), mean)


def units_of_random_order(supply: Supply, demand: Demand, order: int) -> int:
    """Units of today's order of a stream with this number; none, where a size is drawn that is no order."""
    u = draw(supply, demand.units_word, supply.start_ordinal + supply.day, order)
    return whole_units(quantity(demand.units, u))
