"""Limits on what chance can draw and on a run's totals, so that shares stay shares and state fits in 64 bits."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.buyer_tables import Buyer, Demand
from sim.scenario.distributions import Chance, Distribution, Empirical, Normal
from sim.scenario.paths import quoted
from sim.scenario.production_tables import Lots
from sim.scenario.quantities import MOST_DAYS, MOST_UNITS
from sim.scenario.tables import Contents
from sim.scenario.wording import show

MOST_TOTAL = 3_000_000_000
"""Units in a whole run: the product of two such numbers, or of one and a price, fits in 64 bits."""

MOST_ORDERED = 1000 * MOST_TOTAL
"""Units that all buyers together may order: a share of them in millionths fits in 64 bits."""

MOST_RANDOM_ORDERS = 1_000_000
"""Random orders of one stream in a whole run."""

ROUNDING = 1e-9
"""By how much a sum of shares may pass 1."""

LAST_UNIFORM = 1 - 2.0**-52
"""No draw is above its quantile."""


def largest(quantity: Chance) -> float:
    """The largest value that a stream can draw."""
    if not isinstance(quantity, Distribution):
        return quantity
    value = quantity.quantile(LAST_UNIFORM)
    return float(value) if isinstance(value, int | float) else float("nan")


def _check_chance(path: str, quantity: Chance, most: float) -> Iterator[Problem]:
    """A chance quantity is a number from 0 to `most`, whatever is drawn."""
    shown = show(quantity.written()) if isinstance(quantity, Distribution) else show(quantity)
    expected = f"a number from 0 to {most:,}, whatever is drawn"
    if isinstance(quantity, Distribution):
        low = quantity.support()[0]
        if not isinstance(low, int | float) or not all(isinstance(value, int | float) for value in quantity.extremes()):
            yield Problem(path, shown, expected)
        elif low < 0:
            yield Problem(path, shown, expected, _hint(quantity, low, "'min = 0'"))
        elif (high := largest(quantity)) > most:
            yield Problem(path, shown, expected, _hint(quantity, high, "'max'"))
    elif quantity > most:
        yield Problem(path, shown, expected)


def _hint(distribution: Distribution, draw: float, limit: str) -> str:
    """What mends a distribution that can draw what it should not."""
    if isinstance(distribution, Normal):
        return f"{limit} truncates a normal"
    return f"{draw:g} can be drawn" if isinstance(distribution, Empirical) else ""


def check_chances(scenario: Contents) -> Iterator[Problem]:
    """Yields are shares; durations and units are not negative and end somewhere."""
    for line in scenario.line:
        yield from _check_chance(f"line.{quoted(line.name)}.yield", line.yield_, 1)
    for product in scenario.product:
        if product.production is not None:
            yield from _check_chance(f"product.{quoted(product.name)}.production.yield", product.production.yield_, 1)
    for control in scenario.control:
        if control.license is not None:
            yield from _check_chance(f"control.{quoted(control.name)}.license.days", control.license.days, MOST_DAYS)
    for distributor in scenario.distributor:
        yield from _check_chance(
            f"distributor.{quoted(distributor.name)}.transit_days", distributor.transit_days, MOST_DAYS
        )
    for buyer in scenario.buyer:
        path, talks = f"buyer.{quoted(buyer.name)}", buyer.negotiation
        for number, demand in enumerate(buyer.demand, 1):
            yield from _check_chance(f"{path}.demand.{number}.units", demand.units, MOST_UNITS)
        if talks is not None:
            yield from _check_chance(f"{path}.negotiation.round_days", talks.round_days, MOST_DAYS)
            contract = f"{path}.negotiation.contract.transit_days"
            yield from _check_chance(contract, talks.contract.transit_days, MOST_DAYS)


def check_totals(scenario: Contents) -> Iterator[Problem]:
    """What a run can make and order at most fits into 64-bit arithmetic."""
    days, whole = max(scenario.days, 1), 0
    for line in scenario.line:
        units = _most_made(line, days)
        if units > MOST_TOTAL:
            expected = f"output of the whole run of at most {MOST_TOTAL:,} units"
            yield Problem(f"line.{quoted(line.name)}", f"{units:,} units in all", expected)
        whole += units if units <= MOST_TOTAL else 0
    for product in scenario.product:
        units, made = product.initial_stock, product.production
        if made is not None:
            units += _most_made(made, days) + sum(lot.units for lot in made.in_progress)
        if units > MOST_TOTAL:
            expected = f"stock and output of the whole run of at most {MOST_TOTAL:,} units"
            yield Problem(f"product.{quoted(product.name)}", f"{units:,} units in all", expected)
        whole += units if units <= MOST_TOTAL else 0
    if whole > MOST_TOTAL:
        yield Problem("product", f"{whole:,} units in all", f"at most {MOST_TOTAL:,} units of all products in the run")
    for buyer in scenario.buyer:
        yield from _check_orders(buyer, days)
    ordered = sum(_most_units(buyer, days) for buyer in scenario.buyer)
    if ordered > MOST_ORDERED:
        yield Problem(
            "buyer", f"{ordered:,.0f} units ordered at worst", f"at most {MOST_ORDERED:,} units of all buyers"
        )


def _most_made(made: Lots, days: int) -> int:
    """Units of a line's lots at most, those in progress at the start included."""
    return made.capacity * ((days + made.cycle_time) // made.lot_interval + 2)


def _most_units(buyer: Buyer, days: int) -> float:
    """Units that a buyer orders at worst, within its own limit."""
    units = float(sum(order.units for order in buyer.order))
    for demand in buyer.demand:
        units += min(_most_orders(demand, days), MOST_RANDOM_ORDERS) * min(largest(demand.units), MOST_UNITS)
    return min(units * (buyer.shortage.factor if buyer.shortage is not None else 1), MOST_TOTAL)


def _check_orders(buyer: Buyer, days: int) -> Iterator[Problem]:
    path = f"buyer.{quoted(buyer.name)}"
    units = float(sum(order.units for order in buyer.order))
    for number, demand in enumerate(buyer.demand, 1):
        orders = _most_orders(demand, days)
        if orders > MOST_RANDOM_ORDERS:
            expected = f"at most {MOST_RANDOM_ORDERS:,} random orders in the whole run"
            yield Problem(f"{path}.demand.{number}.orders_per_month", f"{orders:,.0f} orders in all", expected)
        units += orders * min(largest(demand.units), MOST_UNITS)
    units *= buyer.shortage.factor if buyer.shortage is not None else 1
    if units > MOST_TOTAL:
        expected = f"orders of the whole run of at most {MOST_TOTAL:,} units"
        yield Problem(path, f"{units:,.0f} units ordered at worst", expected)


def _most_orders(demand: Demand, days: int) -> float:
    """More random orders than any draw makes: the mean, bursts included, and ten standard deviations."""
    burst = demand.after_announcement
    mean = demand.orders_per_month * 12 / 365.25 * days * (max(burst.factor, 1) if burst is not None else 1)
    return float(mean + 10 * mean**0.5 + (10 if mean else 0))
