"""What is written of things that happen, what of a line is open, and what is in stock."""

from sim.model.entities import Line, Product, Supply
from sim.model.lists import record, update_open


def record_line(supply: Supply, event: int, line: Line, units: int) -> None:
    """Write what happens to an order line, valued at what the buyer pays on it."""
    value = units * line.price
    record(supply, event, line.product.number, line.buyer.number, line.channel.number, line.number, units, value)


def record_stock(supply: Supply, event: int, product: Product, units: int) -> None:
    """Write what happens to units of a product that belong to no order, valued at its price."""
    record(supply, event, product.number, -1, -1, 0, units, units * product.price)


def add_stock(supply: Supply, product: Product, units: int) -> None:
    """Units come into a product's stock, whether they may leave or not."""
    product.stock += units
    supply.may_serve = True


def set_open(supply: Supply, line: Line, units: int) -> None:
    """Change what is open of a line, and keep backlogs and open lines in step."""
    before = line.open
    line.buyer.backlog += units - before
    line.channel.backlog += units - before
    line.open = units
    if units > before:
        supply.may_serve = True
    if (units > 0) != (before > 0):
        update_open(supply, line, units > 0)
