"""What cannot work: nobody orders, limits under what one unit takes, capacities of 0, a rush that would lower."""

from collections.abc import Iterator

from sim.scenario.control_tables import Control
from sim.scenario.paths import Location
from sim.scenario.warnings.shared_lines import rush_mix_that_lowers
from sim.scenario.warnings.view import Found, View


def nobody_orders(view: View) -> Iterator[Found]:
    """Some buyer orders something, and so does each that there is."""
    if not any(view.ordering()):
        yield ("buyer",), "orders nothing, none of them: nothing is ever delivered"
        return
    for place in range(len(view.scenario.buyer)):
        if not view.orders(place):
            yield ("buyer", place), "orders nothing"


def all_is_bought_elsewhere(view: View) -> Iterator[Found]:
    """A buyer that orders has a share for some distributor."""
    for place, buyer in view.ordering():
        if not sum(buyer.via.values()) and view.certain("buyer", place, "via"):
            yield ("buyer", place, "via"), f"gives no distributor a share: {buyer.name} buys all of it elsewhere"


def credit_under_a_price(view: View) -> Iterator[Found]:
    """A credit limit lets at least one unit of each product pass that its buyers order through it."""
    for place, distributor in enumerate(view.scenario.distributor):
        location: Location = ("distributor", place, "credit_limit")
        limit, passing = distributor.credit_limit, view.through.get(distributor.name, {})
        if limit is None or not view.certain(*location):
            continue
        dear = [
            f"{product.name} (${product.price:,})"
            for number, product in enumerate(view.scenario.product)
            if product.name in passing and product.price > limit and view.certain("product", number, "price")
        ]
        if dear:
            yield location, f"is ${limit:,}, under the price of {', '.join(dear)}: not one unit of it can be dispatched"


def budget_under_a_price(view: View) -> Iterator[Found]:
    """A budget pays at least one unit of each product that is ordered; a contract may be cheaper."""
    prices = {
        product.name: product.price
        for number, product in enumerate(view.scenario.product)
        if view.certain("product", number, "price")
    }
    for place, buyer in view.ordering():
        location: Location = ("buyer", place, "budget")
        if buyer.budget is None or buyer.negotiation is not None or not view.certain(*location):
            continue
        ordered = {order.product for order in buyer.order if order.date >= view.scenario.start}
        ordered |= {stream.product for stream in buyer.demand}
        dear = [f"{name} (${price:,})" for name, price in prices.items() if name in ordered and price > buyer.budget]
        if dear:
            yield location, f"is ${buyer.budget:,}, under the price of {', '.join(dear)}: not one unit is ever ordered"


def capacity_of_nothing(view: View) -> Iterator[Found]:
    """Lines make something, and something passes through the channels that are used."""
    for location, capacity, sentence in _capacities(view):
        if not capacity and view.certain(*location):
            yield location, f"is 0: {sentence}"


def _capacities(view: View) -> Iterator[tuple[Location, int, str]]:
    """Each capacity that counts, and what follows where it is 0."""
    for line, lots in view.lots():
        yield (*line, "capacity"), lots.capacity, "its lots hold nothing"
    for place, distributor in enumerate(view.scenario.distributor):
        if distributor.name in view.through:
            where: Location = ("distributor", place, "weekly_capacity")
            yield where, distributor.weekly_capacity, "nothing passes through it"
    for place, control in enumerate(view.scenario.control):
        if control.license is not None and control.license.quota is not None:
            where = ("control", place, "license", "quota", "units")
            yield where, control.license.quota.units, "nothing leaves under its licenses"
    for place, buyer in view.ordering():
        if buyer.negotiation is not None:
            where = ("buyer", place, "negotiation", "contract", "weekly_capacity")
            yield where, buyer.negotiation.contract.weekly_capacity, "nothing passes through the direct channel"


def rush_that_lowers(view: View) -> Iterator[Found]:
    """A rush raises what it changes."""
    for place, control in enumerate(view.scenario.control):
        factor, where = control.rush.channel_capacity, ("control", place, "rush", "channel_capacity")
        if factor < 1 and view.certain(*where):
            yield where, f"is {factor:g}, less than 1: no rush lowers anything, so channels work as before"
    for place, control in enumerate(view.scenario.control):
        share, where = control.rush.market_share, ("control", place, "rush", "market_share")
        usual = _market_shares(view, control)
        lowered = [f"{name} ({other:g})" for name, other in usual.items() if share is not None and share < other]
        if lowered and view.certain(*where):
            yield where, f"is {share:g}, less than that of {', '.join(lowered)}: no rush lowers anything"


def _market_shares(view: View, control: Control) -> dict[str, float]:
    """By product that a control covers, the share of its lots that is for this market, where it is certain."""
    return {
        product.name: product.production.market_share
        for number, product in enumerate(view.scenario.product)
        if product.name in control.covers
        and product.production is not None
        and view.certain("product", number, "production", "market_share")
    }


RULES = (
    nobody_orders,
    all_is_bought_elsewhere,
    credit_under_a_price,
    budget_under_a_price,
    capacity_of_nothing,
    rush_that_lowers,
    rush_mix_that_lowers,
)
