"""Answers: what a buyer does with an order that a control stops: it takes a substitute, cancels, or waits."""

from sim.model.bans import ban_on, is_in_effect
from sim.model.custom import channel_of_part, channels_used
from sim.model.entities import CANCEL, WAIT, Buyer, Control, Line, Product, Supply
from sim.model.events import Account, Event
from sim.model.gates import license_of, line_may_yet_leave
from sim.model.licenses import is_refused, takes_applications_on
from sim.model.lists import line_numbered, open_lines_of, post
from sim.model.needs import lose_need, take_need
from sim.model.orders import cancel, close, need_of, open_line
from sim.model.routing import route_substitute
from sim.rules.control import GRANTED, PENDING
from sim.rules.shares import divide


def prepare_answers(buyer: Buyer) -> None:
    """Whether a buyer does anything about a control but wait, for any product."""
    buyer.has_answers = False
    for answer_to in buyer.answers:
        buyer.has_answers = buyer.has_answers or answer_to != WAIT


def may_order(supply: Supply, buyer: Buyer, product: Product) -> bool:
    """Whether a substitute makes sense: none forbids it, and each control on its dispatch takes applications for it."""
    for control in supply.controls:
        if is_in_effect(supply, control, buyer, product) and not may_license(supply, control, buyer):
            return False
    return True


def may_license(supply: Supply, control: Control, buyer: Buyer) -> bool:
    """Whether a control may yet license what a buyer orders today."""
    return takes_applications_on(control, supply.day) and not is_refused(supply, control, buyer)


def substitute_for(supply: Supply, buyer: Buyer, product: Product) -> int:
    """The number of the first of a product's substitutes that may be ordered today; `CANCEL` where there is none."""
    answer = buyer.answers[product.number]
    for _ in supply.products:
        if answer < 0 or answer == product.number:
            return CANCEL
        if may_order(supply, buyer, supply.products[answer]):
            return answer
        answer = buyer.answers[answer]
    return CANCEL


def control_that_holds_back(supply: Supply, buyer: Buyer, product: Product) -> int:
    """The first control that forbids a buyer to order a product of which no substitute may be ordered; -1 for none."""
    ban = ban_on(supply, buyer, product)
    return ban if ban >= 0 and substitute_for(supply, buyer, product) == CANCEL else -1


def answer_all(supply: Supply, buyer: Buyer) -> None:
    """Answer the controls in effect for every line that was open before."""
    for line in open_lines_of(buyer):
        if line.open > 0:
            first = supply.lines_placed + 1
            answer(supply, line)
            answer_since(supply, first)


def answer_since(supply: Supply, first: int) -> None:
    """Answer the controls in effect for the lines placed since one, and for those that these answers place."""
    number = first
    while number <= supply.lines_placed:
        answer(supply, line_numbered(supply, number))
        number += 1


def answer(supply: Supply, line: Line) -> None:
    """End a line that no license can save, or that its buyer may buy no more, as it answers for the product."""
    buyer = line.buyer
    if buyer.answers[line.product.number] == WAIT:
        return
    if line_may_yet_leave(supply, line) and ban_on(supply, buyer, line.product) < 0:
        return
    post_stopped(supply, line)
    substitute = substitute_for(supply, buyer, line.product)
    if substitute == CANCEL:
        cancel(supply, line, Account.lost_by_control)
    else:
        switch(supply, line, supply.products[substitute])


def post_stopped(supply: Supply, line: Line) -> None:
    """Note for each control that stops a line what is open of it."""
    product, buyer = line.product, line.buyer
    for control in supply.controls:
        if is_in_effect(supply, control, buyer, product) and stops(supply, control, line):
            post(supply, supply.day, Account.stopped, product.number, buyer.number, control.number, line.open)


def stops(supply: Supply, control: Control, line: Line) -> bool:
    """Whether a control in effect can't license a line any more; one on orders never could."""
    return license_of(supply, control, line) not in (GRANTED, PENDING)


def switch(supply: Supply, line: Line, product: Product) -> None:
    """Order a substitute for what is open of a line, with the need that is left: on its channel, or routed anew."""
    buyer, units, first = line.buyer, line.open, line_numbered(supply, line.head)
    close(supply, line, Event.order_switched, units)
    need = take_need(supply, line)
    route_substitute(supply, line, product, units)
    divide(need, buyer.routed, buyer.needs, buyer.ranks)
    for place in range(channels_used(buyer)):
        if buyer.routed[place]:
            channel, needed = channel_of_part(supply, buyer, place), buyer.needs[place]
            origin = (line.origin.number, line.kind, line.ordinal, line.generation + 1, first.instead)
            number = open_line(supply, buyer, channel, product, buyer.routed[place], needed, origin)
            lose_need(supply, buyer, product, Account.lost_by_budget, needed - need_of(supply, number))
            if first.instead == 0:
                first.instead = number
