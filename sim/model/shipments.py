"""Shipments: what leaves by one channel on one day travels together, and arrives or is called back."""

from sim.model.book import add_stock, record_line, set_open
from sim.model.contracts import go_home
from sim.model.draws import drawn_days
from sim.model.entities import Channel, Line, Shipment, Supply
from sim.model.events import Account, Event
from sim.model.gates import count_dispatched
from sim.model.lists import new_shipment, plan_arrival, record
from sim.model.orders import cancel_units
from sim.rules.capacity import NO_LIMIT
from sim.rules.stock import still_held


def begin_week(supply: Supply) -> None:
    """Begin every channel's count of a new calendar week."""
    supply.may_serve = True
    for channel in supply.channels:
        channel.used = 0
        channel.overtime_used = 0


def dispatch(supply: Supply, line: Line, units: int) -> None:
    """Send units of a line on their way."""
    product, channel = line.product, line.channel
    product.stock -= units
    product.held = still_held(product.held, product.stock)
    set_open(supply, line, line.open - units)
    line.dispatched += units
    count_dispatched(supply, line, units)
    channel.used += units
    channel.outstanding += units * product.price
    record_line(supply, Event.dispatched, line, units)
    shipment = new_shipment(supply)
    shipment.line = line
    shipment.channel = channel
    shipment.units = units
    shipment.price = line.price
    shipment.sent_on = supply.day
    plan_arrival(supply, shipment, supply.day + transit_days(supply, channel))


def transit_days(supply: Supply, channel: Channel) -> int:
    """Days under way of what leaves by a channel today, at least one; drawn once a day."""
    if channel.drawn_on != supply.day:
        channel.drawn_on = supply.day
        index = supply.start_ordinal + supply.day
        channel.drawn_days = max(1, drawn_days(supply, channel.transit, channel.transit_word, index))
    return channel.drawn_days


def arrive(supply: Supply, shipment: Shipment) -> None:
    """A shipment reaches its buyer, unless it was called back."""
    if shipment.units > 0:
        end_shipment(supply, shipment, Event.delivered)


def take_back(supply: Supply, shipment: Shipment) -> None:
    """A shipment returns: its units are in stock, and open again by its line's channel, where the budget allows it."""
    line, units = shipment.line, shipment.units
    end_shipment(supply, shipment, Event.returned)
    add_stock(supply, line.product, units)
    line.dispatched -= units
    line.buyer.budget += units * (shipment.price - line.price)
    set_open(supply, line, line.open + units)
    if line.channel.direct and line.buyer.contract < 0:
        go_home(supply, line)
    if line.channel.number != shipment.channel.number:
        record_line(supply, Event.order_moved, line, units)
    cut_to_budget(supply, line, units)


def cut_to_budget(supply: Supply, line: Line, units: int) -> None:
    """Cancel of so many units of a line as many as the buyer's budget lacks money for."""
    lacking = -line.buyer.budget
    if lacking > 0 and line.price > 0:
        cancel_units(supply, line, Account.lost_by_budget, min(units, -(-lacking // line.price)))


def end_shipment(supply: Supply, shipment: Shipment, event: int) -> None:
    """A shipment is delivered or returned: its credit is free again. Its channel may no longer be the line's."""
    line, channel, units = shipment.line, shipment.channel, shipment.units
    product = line.product
    channel.outstanding -= units * product.price
    supply.may_serve = supply.may_serve or channel.credit_limit != NO_LIMIT
    value = units * shipment.price
    record(supply, event, product.number, line.buyer.number, channel.number, line.number, units, value)
    shipment.units = 0
