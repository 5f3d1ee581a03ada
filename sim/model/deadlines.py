"""Deadlines: what is left in the hub on the evening of a control's effective day, and cannot leave."""

from sim.model.entities import Control, Product, Supply
from sim.model.events import Account
from sim.model.gates import covers, is_licensed
from sim.model.lists import open_lines, post
from sim.rules.control import IN_EFFECT
from sim.rules.stock import beyond


def begin_deadline(supply: Supply) -> None:
    """A control takes effect today: note what others hold already."""
    if not supply.is_deadline:
        supply.is_deadline = True
        for product in supply.products:
            product.held_before = product.held
            product.taken = 0


def close_day(supply: Supply) -> None:
    """The evening of a day: what today's deadlines strand; on the last, what is held."""
    if supply.is_deadline:
        supply.is_deadline = False
        for product in supply.products:
            strand(supply, product)
    if supply.day == supply.days - 1:
        for product in supply.products:
            if product.held:
                post(supply, supply.day, Account.held_at_end, product.number, -1, 0, product.held)


def strand(supply: Supply, product: Product) -> None:
    """Post, for each control that takes effect today on a product's stock, what no granted line can take of it.

    What the control itself diverted or scrapped today belongs to it. What another one held already is posted besides:
    of two that take effect on one day, the first in file order has it all.
    """
    before, left = product.held_before, -1
    for control in supply.controls:
        if not strands_today(supply, control, product):
            continue
        if left < 0:
            left = beyond(product.stock, licensed_units(supply, product))
        units = left
        if control.number == product.stock_control:
            units += product.taken
        day, number = supply.day, control.number
        post(supply, day, Account.stranded, product.number, -1, number, units)
        post(supply, day, Account.stranded_before, product.number, -1, number, min(units, before))
        before = max(before, left)


def strands_today(supply: Supply, control: Control, product: Product) -> bool:
    """Whether a control that acts on a product's stock takes effect today."""
    number = control.number
    is_new = supply.states[number] == IN_EFFECT and control.states[supply.day] != IN_EFFECT
    return is_new and supply.on_stock[number] != 0 and covers(control, product)


def licensed_units(supply: Supply, product: Product) -> int:
    """Open units of a product's lines that every control in effect on them has licensed, whatever their quotas."""
    units = 0
    for line in open_lines(supply):
        if line.product.number == product.number and is_licensed(supply, line):
            units += line.open
    return units
