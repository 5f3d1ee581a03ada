"""What follows from a scenario's numbers once and for all, before day 0."""

from sim.model.buyers import prepare_buyer
from sim.model.controls import prepare_control
from sim.model.entities import Supply
from sim.model.hub import prepare_channel
from sim.model.lots import prepare_lots


def prepare(supply: Supply) -> None:
    """Make a supply ready for day 0, once its numbers are drawn."""
    for control in supply.controls:
        prepare_control(supply, control)
    for product in supply.products:
        supply.prices[product.number] = product.price
        prepare_lots(product.lots, 0)
    for line in supply.shared_lines:
        prepare_lots(line.lots, line.split_days)
    for channel in supply.channels:
        prepare_channel(supply, channel)
    for buyer in supply.buyers:
        prepare_buyer(buyer)
