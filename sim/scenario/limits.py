"""Limits on names and sums of a scenario: what may not be repeated, passed or run in a circle."""

from collections.abc import Iterator
from itertools import pairwise

from sim.errors import Problem
from sim.scenario.schema import Buyer, Control, Scenario
from sim.scenario.wording import one_of

MOST_TOTAL = 3_000_000_000
"""Units of a product in a whole run: the product of two such numbers, or of one and a price, fits in 64 bits."""


def check_report(scenario: Scenario) -> Iterator[Problem]:
    """The report's buyer and the ranking name buyers."""
    buyers = [buyer.name for buyer in scenario.buyer]
    if scenario.report.buyer is not None and scenario.report.buyer not in buyers:
        yield Problem("report.buyer", repr(scenario.report.buyer), one_of(buyers))
    for number, name in enumerate(scenario.ranking, 1):
        if name not in buyers:
            yield Problem(f"ranking.{number}", repr(name), one_of(buyers))
        if name in scenario.ranking[: number - 1]:
            yield Problem(f"ranking.{number}", repr(name), "each buyer at most once")


def check_dates(control: Control) -> Iterator[Problem]:
    """Moves are announced in order, after the announcement, and to a day that is not past."""
    path = f"control.{control.name}"
    for number, move in enumerate(control.moved, 1):
        if move.on < control.announced:
            yield Problem(f"{path}.moved.{number}.on", str(move.on), f"announced ({control.announced}) or later")
        if move.to < move.on:
            yield Problem(f"{path}.moved.{number}.to", str(move.to), f"on ({move.on}) or later")
    for number, (earlier, later) in enumerate(pairwise(control.moved), 2):
        if later.on <= earlier.on:
            yield Problem(f"{path}.moved.{number}.on", str(later.on), f"a date after the move before it ({earlier.on})")
    if control.lifted is not None and control.lifted < control.announced:
        yield Problem(f"{path}.lifted", str(control.lifted), f"announced ({control.announced}) or later")


def check_names(scenario: Scenario) -> Iterator[Problem]:
    """`all` and `direct:` have a meaning of their own in results."""
    for buyer in scenario.buyer:
        if buyer.name == "all":
            yield Problem("buyer.all.name", "'all'", "another name: in results 'all' is all buyers together")
    for distributor in scenario.distributor:
        if distributor.name.startswith("direct:"):
            expected = "a name that does not begin with 'direct:', which is for contracts"
            yield Problem(f"distributor.{distributor.name}.name", repr(distributor.name), expected)


def check_substitutes(buyer: Buyer) -> Iterator[Problem]:
    """Following substitutes never leads back to a product."""
    for product in buyer.on_control:
        seen, follows = [product], buyer.on_control[product]
        while follows in buyer.on_control and follows not in seen:
            seen.append(follows)
            follows = buyer.on_control[follows]
        if follows == product:
            yield Problem(f"buyer.{buyer.name}.on_control.{product}", repr(seen[-1]), "substitutes without a circle")


def check_sums(scenario: Scenario) -> Iterator[Problem]:
    """Reserved shares fit into the stock, and the units of a run into 64-bit arithmetic."""
    talks = [buyer.negotiation for buyer in scenario.buyer if buyer.negotiation is not None]
    reserved = sum(talk.contract.reserved_share for talk in talks)
    if reserved > 1 + 1e-9:
        yield Problem(
            "buyer", f"{reserved:g} of the stock reserved by contracts", "reserved shares of at most 1 in sum"
        )
    for product in scenario.product:
        units = product.initial_stock
        if product.production is not None:
            made = product.production
            lots = (scenario.days + made.cycle_time) // made.lot_interval + 2
            units += made.capacity * lots + sum(lot.units for lot in made.in_progress)
        if units > MOST_TOTAL:
            expected = f"stock and output of the whole run of at most {MOST_TOTAL:,} units"
            yield Problem(f"product.{product.name}", f"{units:,} units in all", expected)
