"""Key figures of an export control: what left in its window, what it stopped, licensed and took.

An event does not name its control: its dates say what state it is in, and it says what and whom it concerns.
"""

from sim.model.controls import acts_on_stock, state_of
from sim.model.entities import NO_QUOTA, Control, Product, Supply
from sim.model.events import Entry
from sim.model.gates import covers
from sim.model.lists import MISSING, put_whole
from sim.rules.control import ANNOUNCED, IN_EFFECT


def count_dispatch(supply: Supply, entry: Entry) -> None:
    """Count what is dispatched towards the window of a control, or the quota of one in effect."""
    product = supply.products[entry.product]
    for control in supply.controls:
        if not covers(control, product) or control.concerns[entry.buyer] == 0:
            continue
        state, tally = state_of(control, entry.day), supply.of_controls[control.number]
        if state == ANNOUNCED:
            tally.window_units += entry.units
            tally.window_usd += entry.value_usd
        elif state == IN_EFFECT:
            tally.quota_used[entry.buyer] += entry.units


def control_figures(supply: Supply, control: Control) -> None:
    """Figures of a control: its window, orders and licenses, its quota, and what it takes by product."""
    tally = supply.of_controls[control.number]
    put_whole(supply, tally.window_units)
    put_whole(supply, tally.window_usd)
    put_whole(supply, tally.stopped)
    put_whole(supply, tally.licensed if control.licenses else MISSING)
    put_whole(supply, tally.refused if control.licenses else MISSING)
    quota_figures(supply, control)
    stock_figures(supply, control)


def quota_figures(supply: Supply, control: Control) -> None:
    """Units dispatched under a control's quota, and by buyer; missing where it sets none, or not to a buyer."""
    tally, has_quota, used = supply.of_controls[control.number], control.quota != NO_QUOTA, 0
    for units in tally.quota_used:
        used += units
    put_whole(supply, used if has_quota else MISSING)
    for buyer, units in enumerate(tally.quota_used):
        put_whole(supply, units if has_quota and control.concerns[buyer] else MISSING)


def stock_figures(supply: Supply, control: Control) -> None:
    """Units and dollars of each product that a control strands on its effective days, and diverts over the run.

    Missing where it does not cover the product, or does not act on stock.
    """
    tally = supply.of_controls[control.number]
    for units in (tally.stranded, tally.diverted):
        for product in supply.products:
            put_whole(supply, units[product.number] if takes_stock(control, product) else MISSING)
        for product in supply.products:
            value = units[product.number] * product.price
            put_whole(supply, value if takes_stock(control, product) else MISSING)


def takes_stock(control: Control, product: Product) -> bool:
    """Whether a control acts on a product's stock."""
    return covers(control, product) and acts_on_stock(control)
