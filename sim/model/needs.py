"""Need: what a buyer wants of its orders. Every unit stands in one account: of an order line, or of what is lost."""

from sim.model.entities import Buyer, Line, Product, Supply
from sim.model.events import Account
from sim.model.lists import post


def put_need(supply: Supply, line: Line, units: int) -> None:
    """A line is needed for so many units more, or for none, from the day of its order on: every line's first posting.

    Figures know the day of an order from it, which no event tells of one that is older than the run.
    """
    line.need += units
    post(supply, line.placed, Account.on_line, line.product.number, line.buyer.number, line.number, units)


def take_need(supply: Supply, line: Line) -> int:
    """Take from a line's account what the line cannot serve any more with what is dispatched and open of it."""
    units = max(0, line.need - line.dispatched - line.open)
    if units:
        put_need(supply, line, -units)
    return units


def move_need(supply: Supply, line: Line, to: Line, units: int) -> None:
    """So many units of a line's need are another line's from now on."""
    put_need(supply, line, -units)
    put_need(supply, to, units)


def lose_need(supply: Supply, buyer: Buyer, product: Product, account: int, units: int) -> None:
    """Units of a buyer's need go to an account of what is lost; less than 0 come back from it."""
    if units:
        post(supply, supply.day, account, product.number, buyer.number, 0, units)
