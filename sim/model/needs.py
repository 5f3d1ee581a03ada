"""Need: what a buyer wants of its orders, kept in accounts beside the events, which alone cannot tell it.

An order that a budget cuts to nothing writes no event, and what an inflated order is needed for stands in none of its
events. Every unit of a buyer's need stands in one account: that of an order line, or one of what is lost by a cause.
"""

from sim.model.entities import Buyer, Line, Product, Supply
from sim.model.lists import record_need

ON_LINE, PATIENCE, CONTROL, BUDGET = range(4)
"""Accounts: of a line; of what is given up, what controls keep from being ordered or served, what a budget cuts."""

CAUSES = ("patience", "control", "budget")
"""Names of the causes by which need is lost, in the order of their accounts."""


def put_need(supply: Supply, line: Line, units: int) -> None:
    """A line is needed for so many units more."""
    if units:
        line.need += units
        record_need(supply, line.product.number, line.buyer.number, line.number, ON_LINE, units)


def take_need(supply: Supply, line: Line) -> int:
    """Take from a line's account what the line cannot serve any more with what is dispatched and open of it."""
    units = max(0, line.need - line.dispatched - line.open)
    put_need(supply, line, -units)
    return units


def move_need(supply: Supply, line: Line, to: Line, units: int) -> None:
    """So many units of a line's need are another line's from now on."""
    put_need(supply, line, -units)
    put_need(supply, to, units)


def lose_need(supply: Supply, buyer: Buyer, product: Product, cause: int, units: int) -> None:
    """A buyer loses units of its need by a cause; less than 0 are won back."""
    if units:
        record_need(supply, product.number, buyer.number, 0, cause, units)
