"""Limits that hold between several keys of a scenario."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from sim.errors import Problem
from sim.scenario.buyer_tables import Buyer, Order
from sim.scenario.control_tables import Control
from sim.scenario.limits import ROUNDING, check_chances, check_totals
from sim.scenario.names import Names, repeated, unknown
from sim.scenario.paths import quoted
from sim.scenario.production_checks import check_line, check_product
from sim.scenario.quantities import MOST_DAYS
from sim.scenario.tables import Contents
from sim.scenario.wording import above_one, show


def circling(follows: Mapping[str, str]) -> set[str]:
    """The names from which following leads back to themselves."""
    seen: set[str] = set()
    circles: set[str] = set()
    for start in follows:
        walk: list[str] = []
        name = start
        while name in follows and name not in seen:
            seen.add(name)
            walk.append(name)
            name = follows[name]
        if name in walk:
            circles.update(walk[walk.index(name) :])
    return circles


def check(scenario: Contents, names: Names, timed: bool = True) -> Iterator[Problem]:
    """All that is wrong between the keys of a scenario; without `timed`, its start and end stand for nothing."""
    if timed:
        yield from check_time(scenario)
    yield from check_ranking(scenario, names)
    yield from check_report(scenario, names)
    for line in scenario.line:
        yield from check_line(scenario, line, names)
    for product in scenario.product:
        yield from check_product(scenario, product)
    for control in scenario.control:
        yield from check_control(control, names)
    for buyer in scenario.buyer:
        yield from check_buyer(scenario, buyer, names)
    yield from check_reserved(scenario)
    yield from check_chances(scenario)
    if timed:
        yield from check_totals(scenario)


def check_time(scenario: Contents) -> Iterator[Problem]:
    """The end follows the start, within a century."""
    if scenario.end < scenario.start:
        yield Problem("end", show(scenario.end), f"start ({scenario.start}) or a later date")
    elif scenario.days > MOST_DAYS:
        yield Problem("end", show(scenario.end), f"a date at most {MOST_DAYS:,} days after start ({scenario.start})")


def _outside(scenario: Contents, path: str, day: date) -> Iterator[Problem]:
    if scenario.start <= scenario.end and not scenario.start <= day <= scenario.end:
        yield Problem(path, show(day), f"a date from start ({scenario.start}) to end ({scenario.end})")


def check_ranking(scenario: Contents, names: Names) -> Iterator[Problem]:
    """The ranking names buyers, each once; allocation by ranking has one."""
    if scenario.allocation == "ranking" and not scenario.ranking:
        yield Problem("ranking", "missing", 'a list of buyers, as allocation is "ranking"')
    for number, name in enumerate(scenario.ranking, 1):
        if name not in names.buyer:
            yield unknown(f"ranking.{number}", name, names.buyer)
    for number, name in repeated(scenario.ranking):
        yield Problem(f"ranking.{number}", show(name), "each buyer at most once")


def check_report(scenario: Contents, names: Names) -> Iterator[Problem]:
    """The report is about a buyer that exists, on days that are simulated, for targets in order."""
    report = scenario.report
    if report.buyer is not None and report.buyer not in names.buyer:
        yield unknown("report.buyer", report.buyer, names.buyer)
    for number, day in enumerate(report.dates, 1):
        yield from _outside(scenario, f"report.dates.{number}", day)
    for key, values in (("dates", report.dates), ("shares", report.shares)):
        for number, (earlier, later) in enumerate(pairwise(values), 2):
            if not earlier < later:  # type: ignore[operator]
                yield Problem(f"report.{key}.{number}", show(later), f"more than the one before it ({earlier})")


def check_control(control: Control, names: Names) -> Iterator[Problem]:
    """A control covers products and concerns buyers that exist, each once; its dates are in order."""
    path = f"control.{quoted(control.name)}"
    named = (("covers", "product", control.covers, names.product), ("buyers", "buyer", control.buyers, names.buyer))
    for key, kind, chosen, known in named:
        for number, name in enumerate(chosen or (), 1):
            if name not in known:
                yield unknown(f"{path}.{key}.{number}", name, known)
        for number, name in repeated(chosen or ()):
            yield Problem(f"{path}.{key}.{number}", show(name), f"each {kind} at most once")
    yield from check_dates(control)
    if control.acts_on == "order":
        yield from check_control_on_orders(control)


def check_control_on_orders(control: Control) -> Iterator[Problem]:
    """A control on orders says nothing of goods that have been ordered."""
    of_goods = {key: getattr(control, key) for key in ("license", "in_transit", "unshipped")}
    for key, value in of_goods.items():
        if value != Control.model_fields[key].default:
            expected = 'nothing here, as acts_on is "order": a ban on ordering does nothing to goods'
            yield Problem(
                f"control.{quoted(control.name)}.{key}", show(value) if isinstance(value, str) else "a table", expected
            )


def check_dates(control: Control) -> Iterator[Problem]:
    """Effect, moves and lifting follow the announcement in order."""
    path, announced = f"control.{quoted(control.name)}", f"announced ({control.announced}) or a later date"
    if control.effective < control.announced:
        yield Problem(f"{path}.effective", show(control.effective), announced)
    for number, move in enumerate(control.moved, 1):
        if move.on < control.announced:
            yield Problem(f"{path}.moved.{number}.on", show(move.on), announced)
        if move.to < move.on:
            yield Problem(f"{path}.moved.{number}.to", show(move.to), f"on ({move.on}) or a later date")
    for number, (before, move) in enumerate(pairwise(control.moved), 2):
        if move.on <= before.on:
            yield Problem(f"{path}.moved.{number}.on", show(move.on), f"a date after the move before it ({before.on})")
    if control.lifted is not None and control.lifted < control.announced:
        yield Problem(f"{path}.lifted", show(control.lifted), announced)


def check_buyer(scenario: Contents, buyer: Buyer, names: Names) -> Iterator[Problem]:
    """A buyer's custom, orders, substitutes and talks name what exists, within the time simulated."""
    path = f"buyer.{quoted(buyer.name)}"
    for channel in buyer.via:
        if channel not in names.distributor:
            yield unknown(f"{path}.via.{quoted(channel)}", channel, names.distributor)
    if sum(buyer.via.values()) > 1 + ROUNDING:
        yield Problem(f"{path}.via", f"{above_one(sum(buyer.via.values()))} in sum", "shares that sum to at most 1")
    yield from check_orders(scenario, buyer, names)
    yield from check_substitutes(buyer, names)
    if buyer.negotiation is not None and isinstance(buyer.negotiation.opens, date):
        yield from _outside(scenario, f"{path}.negotiation.opens", buyer.negotiation.opens)


def check_orders(scenario: Contents, buyer: Buyer, names: Names) -> Iterator[Problem]:
    """Orders are of products that exist; a product has one stream of random orders."""
    path = f"buyer.{quoted(buyer.name)}"
    for number, order in enumerate(buyer.order, 1):
        if order.product not in names.product:
            yield unknown(f"{path}.order.{number}.product", order.product, names.product)
        yield from _check_order(scenario, f"{path}.order.{number}", order)
    demanded = [demand.product for demand in buyer.demand]
    for number, name in enumerate(demanded, 1):
        if name not in names.product:
            yield unknown(f"{path}.demand.{number}.product", name, names.product)
    for number, name in repeated(demanded):
        yield Problem(f"{path}.demand.{number}.product", show(name), "a product that has no other demand here")


def _check_order(scenario: Contents, path: str, order: Order) -> Iterator[Problem]:
    """An order is of the run, or older; only of an older one some may have been delivered, no more than its units."""
    start, end = scenario.start, scenario.end
    if start <= end < order.date:
        yield Problem(f"{path}.date", show(order.date), f"a date up to end ({end})")
    if order.delivered > 0 and start <= order.date:
        yield Problem(f"{path}.delivered", show(order.delivered), f"0, as the order is not older than start ({start})")
    elif order.delivered > order.units:
        yield Problem(f"{path}.delivered", show(order.delivered), f"at most the order's units ({order.units})")


def check_substitutes(buyer: Buyer, names: Names) -> Iterator[Problem]:
    """Substitutes exist, and following them never leads back to a product."""
    circles, known = circling(buyer.on_control), dict.fromkeys(["cancel", *names.product])
    for product, substitute in buyer.on_control.items():
        path = f"buyer.{quoted(buyer.name)}.on_control.{quoted(product)}"
        if product not in names.product:
            yield unknown(path, product, names.product)
        if substitute not in known:
            yield unknown(path, substitute, known)
        if product in circles:
            yield Problem(path, show(substitute), "substitutes that do not lead back to the product")


def check_reserved(scenario: Contents) -> Iterator[Problem]:
    """Contracts reserve at most the whole stock."""
    talks = [buyer.negotiation for buyer in scenario.buyer if buyer.negotiation is not None]
    reserved = sum(talk.contract.reserved_share for talk in talks)
    if reserved > 1 + ROUNDING:
        last = [buyer.name for buyer in scenario.buyer if buyer.negotiation is not None][-1]
        path = f"buyer.{quoted(last)}.negotiation.contract.reserved_share"
        yield Problem(
            path, f"the last of {above_one(reserved)} in sum", "reserved shares of all contracts of at most 1 in sum"
        )
