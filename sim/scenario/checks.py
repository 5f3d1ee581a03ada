"""Limits that hold between several keys of a scenario."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.limits import check_dates, check_names, check_report, check_substitutes, check_sums
from sim.scenario.schema import Buyer, Scenario


def check(scenario: Scenario) -> Iterator[Problem]:
    """All that is wrong between the keys of a scenario."""
    if scenario.end <= scenario.start:
        yield Problem("end", str(scenario.end), f"a date after start ({scenario.start})")
    products = [product.name for product in scenario.product]
    for kind, names in (
        ("product", products),
        ("control", [control.name for control in scenario.control]),
        ("distributor", [distributor.name for distributor in scenario.distributor]),
        ("buyer", [buyer.name for buyer in scenario.buyer]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(f"{kind}.{name}", "", f"one {kind} of this name, not {names.count(name)}")
    for control in scenario.control:
        for name in control.covers:
            if name not in products:
                yield Problem(f"control.{control.name}.covers", repr(name), f"one of {', '.join(products)}")
        if control.effective < control.announced:
            yield Problem(f"control.{control.name}.effective", str(control.effective), f"{control.announced} or later")
        yield from check_dates(control)
    for buyer in scenario.buyer:
        yield from check_buyer(scenario, buyer, products)
        yield from check_substitutes(buyer)
    yield from check_report(scenario)
    yield from check_names(scenario)
    yield from check_sums(scenario)


def check_buyer(scenario: Scenario, buyer: Buyer, products: list[str]) -> Iterator[Problem]:
    """What is wrong between a buyer's keys and the rest of the scenario."""
    path = f"buyer.{buyer.name}"
    channels = [distributor.name for distributor in scenario.distributor]
    for channel in buyer.via:
        if channel not in channels:
            yield Problem(f"{path}.via.{channel}", "", f"a distributor: {', '.join(channels)}")
    if sum(buyer.via.values()) > 1 + 1e-9:
        yield Problem(f"{path}.via", f"{sum(buyer.via.values()):g} in sum", "shares that sum to at most 1")
    yield from check_orders(scenario, buyer, products)
    for product, answer in buyer.on_control.items():
        if product not in products:
            yield Problem(f"{path}.on_control.{product}", "", f"one of {', '.join(products)}")
        if answer != "cancel" and answer not in products:
            yield Problem(f"{path}.on_control.{product}", repr(answer), f"cancel or one of {', '.join(products)}")


def check_orders(scenario: Scenario, buyer: Buyer, products: list[str]) -> Iterator[Problem]:
    """What is wrong with a buyer's dated and random orders."""
    path = f"buyer.{buyer.name}"
    for number, order in enumerate(buyer.order, 1):
        if order.product not in products:
            yield Problem(f"{path}.order.{number}.product", repr(order.product), f"one of {', '.join(products)}")
        if not scenario.start <= order.date <= scenario.end:
            yield Problem(f"{path}.order.{number}.date", str(order.date), f"from {scenario.start} to {scenario.end}")
    for demand in buyer.demand:
        if demand.product not in products:
            yield Problem(f"{path}.demand.product", repr(demand.product), f"one of {', '.join(products)}")
