"""The hub: each day it allocates its stock to the open order lines and dispatches."""

from sim.model.deadlines import close_day
from sim.model.draws import expected_days
from sim.model.entities import Buyer, Channel, Line, Supply
from sim.model.gates import concerns, is_known_unlicensed, line_may_leave
from sim.model.lists import open_lines, open_lines_of
from sim.model.own import allocate_own
from sim.model.quotas import quotas_today
from sim.model.shipments import dispatch
from sim.rules.allocation import POLICIES, Limits, Requests, Workspace, allocate
from sim.rules.capacity import NO_LIMIT, NO_RUSH, credit_room, overtime_room, overtime_units, weekly_room
from sim.rules.control import ANNOUNCED
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION, part
from sim.rules.sorting import first


def prepare_channel(supply: Supply, channel: Channel) -> None:
    """Prices: a distributor's margin on the product's, a contract's own; reserved share, expected transit time."""
    margin = MILLION + millionths(channel.margin)
    for product in supply.products:
        price = product.price
        if not channel.direct:
            price = price * margin // MILLION
        elif channel.price >= 0:
            price = channel.price
        channel.prices[product.number] = price
    channel.reserved = millionths(channel.reserved_share)
    channel.mean_transit = expected_days(channel.transit)


def allocation_stage(supply: Supply) -> None:
    """The allocation stage of a day, and what its evening brings."""
    allocate_stock(supply)
    if supply.is_controlled:
        for buyer in supply.buyers:
            if buyer.waits != NO_LIMIT:
                count_evening(supply, buyer)
    close_day(supply)


def count_evening(supply: Supply, buyer: Buyer) -> None:
    """Count this evening for a buyer's lines that a control keeps back: for a shortage they do not wait."""
    for line in open_lines_of(buyer):
        if line.open > 0 and not line_may_leave(supply, line):
            line.evenings_kept += 1


def allocate_stock(supply: Supply) -> None:
    """Allocate today's stock to the open lines, and dispatch.

    Every policy of the rules grants all that stock, room, credit and quotas allow: none of the lines that are still
    open can be served until something has come about. One of the user's own may leave something.
    """
    if not supply.may_serve and supply.policy < len(POLICIES):
        return
    supply.may_serve = False
    lines = open_lines(supply)
    if len(lines) == 0 or not has_stock(supply) or not measure(supply):
        return
    count = 0
    for line in lines:
        if is_served(supply, line):
            ask(supply, line, count)
            count += 1
    if count == 0:
        return
    requests = Requests(
        first(supply.asked_product, count),
        first(supply.asked_buyer, count),
        first(supply.asked_channel, count),
        first(supply.asked_units, count),
        first(supply.asked_by_contract, count),
        first(supply.asked_overtime, count),
    )
    limits = Limits(
        supply.stock_left,
        supply.room,
        supply.overtime_used,
        supply.credit,
        supply.prices,
        supply.reserves,
        quotas_today(supply),
    )
    granted = first(supply.granted, count)
    if supply.policy < len(POLICIES):
        allocate(supply.policy, requests, limits, supply.ranks, granted, workspace(supply))
    else:
        allocate_own(supply, requests, limits, granted)
    for place in range(count):
        if granted[place]:
            dispatch(supply, supply.asking[place], granted[place])
    for channel in supply.channels:
        channel.overtime_used = supply.overtime_used[channel.number]


def workspace(supply: Supply) -> Workspace:
    """Where allocation calculates."""
    return Workspace(
        supply.work_ranks,
        supply.work_offers,
        supply.work_plain,
        supply.work_places,
        supply.work_wants,
        supply.work_parts,
        supply.work_demand,
        supply.work_fair,
        supply.work_levels,
        supply.work_wanted,
        supply.work_rooms,
    )


def has_stock(supply: Supply) -> bool:
    """Whether there is any stock in the hub."""
    for product in supply.products:
        if product.stock:
            return True
    return False


def measure(supply: Supply) -> bool:
    """What may leave today, by product and by channel; gives whether any channel that has orders has room."""
    any_room = False
    for channel in supply.channels:
        room = weekly_room(channel.weekly_capacity, channel.used - channel.overtime_used)
        supply.room[channel.number] = room
        supply.overtime_used[channel.number] = channel.overtime_used
        supply.credit[channel.number] = credit_room(channel.credit_limit, channel.outstanding)
        if supply.is_rush and room == 0:
            room = overtime_left(supply, channel)
        supply.has_room[channel.number] = 1 if room > 0 else 0
        if channel.backlog > 0:
            any_room = any_room or room > 0
            if channel.direct:
                reserve(supply, channel)
    for product in supply.products:
        supply.stock_left[product.number] = product.stock
    return any_room


def overtime_left(supply: Supply, channel: Channel) -> int:
    """Units that a channel may still send in overtime this week, of goods that the largest of the rushes concerns."""
    most = NO_RUSH
    for control in supply.controls:
        if supply.states[control.number] == ANNOUNCED:
            most = max(most, overtime_units(channel.weekly_capacity, supply.overtimes[control.number]))
    return overtime_room(most, channel.overtime_used)


def reserve(supply: Supply, channel: Channel) -> None:
    """What a contract keeps of today's stock, by product."""
    place = channel.number * len(supply.products)
    for product in supply.products:
        supply.reserves[place + product.number] = part(product.stock, channel.reserved)


def is_served(supply: Supply, line: Line) -> bool:
    """Whether a line may leave, with stock, room and credit for a unit: else it takes none from others."""
    if is_known_unlicensed(supply, line):  # most lines under a control: nothing else has to be looked at
        return False
    product, channel = line.product, line.channel.number
    possible = product.stock > 0 and supply.has_room[channel] > 0 and supply.credit[channel] >= product.price
    return possible and line_may_leave(supply, line)


def overtime_of(supply: Supply, line: Line) -> int:
    """Units a week beyond the ordinary that the rush gives a line's channel for it: the largest of several windows."""
    most = NO_RUSH
    if supply.is_rush:
        for control in supply.controls:
            if supply.states[control.number] == ANNOUNCED and concerns(control, line):
                units = overtime_units(line.channel.weekly_capacity, supply.overtimes[control.number])
                most = max(most, units)
    return most


def ask(supply: Supply, line: Line, place: int) -> None:
    """Write what a line asks for."""
    supply.asking[place] = line
    supply.asked_product[place] = line.product.number
    supply.asked_buyer[place] = line.buyer.number
    supply.asked_channel[place] = line.channel.number
    supply.asked_units[place] = line.open
    supply.asked_by_contract[place] = 1 if line.by_contract else 0
    supply.asked_overtime[place] = overtime_of(supply, line)
    supply.granted[place] = 0
