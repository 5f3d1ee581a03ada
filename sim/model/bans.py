"""Bans: controls on orders, which their buyers may not place while one is in effect; what is held back till then."""

from sim.model.custom import units_here
from sim.model.entities import Buyer, Control, HeldBack, Product, Supply
from sim.model.events import Account, Event
from sim.model.gates import covers
from sim.model.lists import new_held_back, record
from sim.model.needs import lose_need
from sim.model.orders import Origin
from sim.rules.control import IN_EFFECT


def is_in_effect(supply: Supply, control: Control, buyer: Buyer, product: Product) -> bool:
    """Whether a control is in effect on a product and concerns a buyer."""
    number = control.number
    return supply.states[number] == IN_EFFECT and covers(control, product) and control.concerns[buyer.number] != 0


def ban_on(supply: Supply, buyer: Buyer, product: Product) -> int:
    """The first control in effect that forbids a buyer to order a product; -1 for none."""
    if product.is_banned:
        for control in supply.controls:
            if control.on_orders and is_in_effect(supply, control, buyer, product):
                return control.number
    return -1


def hold_back(supply: Supply, buyer: Buyer, product: Product, units: int, origin: Origin, control: Control) -> None:
    """Hold an order back: its need is lost by the control, which may let it be placed on the day that it ends."""
    here = record_held_back(supply, buyer, product, units)
    if control.resume:
        order = new_held_back(supply)
        order.buyer = buyer
        order.product = product
        order.control = control
        order.units = units
        order.here = here
        _, order.kind, order.ordinal, _, _ = origin


def hold_back_again(supply: Supply, order: HeldBack, units: int, control: Control) -> None:
    """Hold an order back that another control forbids when the first has ended: it keeps its turn."""
    order.here = record_held_back(supply, order.buyer, order.product, units)
    order.control = control
    order.units = units if control.resume else 0


def record_held_back(supply: Supply, buyer: Buyer, product: Product, units: int) -> int:
    """Write that an order is held back; gives the units of it that are of this scenario's channels."""
    here = units_here(buyer, product, units)
    record(supply, Event.order_held_back, product.number, buyer.number, -1, 0, here, here * product.price)
    lose_need(supply, buyer, product, Account.lost_by_control, here)
    return here


def may_resume(supply: Supply, buyer: Buyer, order: HeldBack) -> bool:
    """Whether an order that was held back is a buyer's, and the control that did it has ended."""
    waits = order.units > 0 and order.buyer.number == buyer.number
    return waits and supply.states[order.control.number] != IN_EFFECT


def release(supply: Supply, order: HeldBack) -> int:
    """Have an order wait no longer; gives its units."""
    units = order.units
    order.units = 0
    lose_need(supply, order.buyer, order.product, Account.lost_by_control, -order.here)
    return units
