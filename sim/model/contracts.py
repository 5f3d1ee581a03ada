"""Contracts: what a direct channel takes over at signing, and what goes back to the distributors at the term's end."""

from sim.clock import NEVER
from sim.model.book import record_line, set_open
from sim.model.custom import share_custom
from sim.model.entities import BY_SHARES, BY_WAIT, Buyer, Channel, Line, Supply
from sim.model.events import Account, Event
from sim.model.gates import line_may_leave
from sim.model.lists import new_line, open_lines_of, record
from sim.model.needs import move_need
from sim.model.orders import cancel_units, join_order
from sim.model.routing import choose_by_wait, count_waiting, shortest_wait
from sim.rules.capacity import affordable
from sim.rules.ramp import millionths
from sim.rules.shares import part


def sign(supply: Supply, buyer: Buyer) -> None:
    """The contract takes over open units, and from now on its part of the buyer's custom goes to it."""
    direct = supply.channels[buyer.direct]
    buyer.contract = buyer.direct
    buyer.term_ends = supply.day + buyer.term_days
    share_custom(buyer, millionths(buyer.later_custom))
    count = list_lines(supply, buyer)
    if buyer.routing == BY_WAIT:
        units = choose_by_wait(supply, buyer, direct, count)
    else:
        units = choose_oldest(supply, buyer, direct, count)
    record(supply, Event.contract_signed, -1, buyer.number, direct.number, 0, units)
    for place in range(count):
        line, leaving = supply.asking[place], supply.asked_units[place]
        if leaving > 0:
            move_line(supply, divide_line(supply, line, leaving), direct)


def list_lines(supply: Supply, buyer: Buyer) -> int:
    """Write a buyer's open lines where those that ask for stock are written, oldest first; gives how many."""
    count = 0
    for line in open_lines_of(buyer):
        if line.open > 0:
            supply.asking[count] = line
            supply.asked_units[count] = 0
            count += 1
    return count


def choose_oldest(supply: Supply, buyer: Buyer, direct: Channel, count: int) -> int:
    """Choose what a contract takes over: the oldest units up to its share of all, each if the budget allows its price.

    A line whose part would cost more than the budget has stays whole, and nothing else moves in its place.
    """
    left, money, units = part(buyer.backlog, millionths(buyer.takes_over)), buyer.budget, 0
    for place in range(count):
        line = supply.asking[place]
        leaving = min(left, line.open)
        left -= leaving
        dearer = leaving * (direct.prices[line.product.number] - line.price)
        if dearer <= 0 or dearer <= money:
            money -= dearer
            supply.asked_units[place] = leaving
            units += leaving
    return units


def divide_line(supply: Supply, line: Line, units: int) -> Line:
    """Have units leave a line as a line of their own, of the same order and age; all of it is the line itself."""
    if units == line.open:
        return line
    record_line(supply, Event.order_divided, line, units)
    need = max(0, line.need - line.dispatched) * units // line.open
    leaving = new_line(supply)
    leaving.buyer = line.buyer
    leaving.product = line.product
    leaving.channel = line.channel
    leaving.placed = line.placed
    leaving.price = line.price
    leaving.evenings_kept = line.evenings_kept
    leaving.kind, leaving.ordinal, leaving.generation = line.kind, line.ordinal, line.generation
    leaving.origin = line.origin
    join_order(supply, leaving, line.head)
    set_open(supply, line, line.open - units)
    set_open(supply, leaving, units)
    move_need(supply, line, leaving, need)
    return leaving


def move_line(supply: Supply, line: Line, channel: Channel) -> None:
    """What is open of a line goes on by another channel, at that channel's price."""
    change_channel(supply, line, channel)
    record_line(supply, Event.order_moved, line, line.open)


def change_channel(supply: Supply, line: Line, channel: Channel) -> None:
    """The same, without a word."""
    supply.may_serve = True
    line.channel.backlog -= line.open
    channel.backlog += line.open
    price = channel.prices[line.product.number]
    line.buyer.budget += line.open * (line.price - price)
    line.channel = channel
    line.price = price
    line.by_contract = channel.number == line.buyer.contract


def end_contract(supply: Supply, buyer: Buyer) -> None:
    """The term ends: open lines go back to the distributors, as far as the budget allows what they cost there."""
    direct = supply.channels[buyer.contract]
    buyer.contract = -1
    buyer.term_ends = NEVER
    share_custom(buyer, 0)
    count = list_lines_of(supply, buyer, direct)
    units = choose_homes(supply, buyer, count)
    record(supply, Event.contract_ended, -1, buyer.number, direct.number, 0, units)
    for place in range(count):
        line = supply.asking[place]
        cancel_units(supply, line, Account.lost_by_budget, line.open - supply.asked_units[place])
        if line.open > 0:
            move_line(supply, line, supply.channels[supply.asked_channel[place]])


def go_home(supply: Supply, line: Line) -> None:
    """A line that is open again after the end of its contract goes back to a distributor."""
    buyer = line.buyer
    count_queues(supply, buyer)
    change_channel(supply, line, home_of(supply, line, buyer.backlog))


def list_lines_of(supply: Supply, buyer: Buyer, channel: Channel) -> int:
    """Write a buyer's open lines of a channel likewise; gives how many."""
    count = 0
    for line in open_lines_of(buyer):
        if line.open > 0 and line.channel.number == channel.number:
            supply.asking[count] = line
            count += 1
    return count


def choose_homes(supply: Supply, buyer: Buyer, count: int) -> int:
    """Choose the distributor that each line goes back to, and the units that the budget allows there, in all."""
    count_queues(supply, buyer)
    money, backlog, units = buyer.budget, buyer.backlog, 0
    for place in range(count):
        line = supply.asking[place]
        home = home_of(supply, line, backlog)
        price = home.prices[line.product.number]
        money += line.open * line.price
        returning = min(line.open, affordable(money, price))
        money -= returning * price
        backlog -= line.open - returning
        if buyer.routing == BY_SHARES or line_may_leave(supply, line):
            supply.waiting[home.number] += returning
        supply.asked_channel[place] = home.number
        supply.asked_units[place] = returning
        units += returning
    return units


def count_queues(supply: Supply, buyer: Buyer) -> None:
    """Count by channel what homes are chosen by: a buyer's open units, or the queue of all buyers."""
    if buyer.routing == BY_WAIT:
        count_waiting(supply)
        return
    for place in range(len(supply.waiting)):
        supply.waiting[place] = 0
    for line in open_lines_of(buyer):
        supply.waiting[line.channel.number] += line.open


def home_of(supply: Supply, line: Line, backlog: int) -> Channel:
    """The distributor that a line goes back to, of so many units that its buyer has open."""
    if line.buyer.routing == BY_WAIT:
        return shortest_wait(supply, line.buyer, line.product)
    return furthest_below(supply, line.buyer, backlog)


def furthest_below(supply: Supply, buyer: Buyer, backlog: int) -> Channel:
    """The distributor that has least of its share of a buyer's open units; of equals the first of `via`."""
    best, most = 0, 0
    whole = sum(buyer.custom)
    for place, channel in enumerate(buyer.via):
        below = buyer.custom[place] * backlog - supply.waiting[channel.number] * whole
        if place == 0 or below > most:
            best, most = place, below
    return buyer.via[best]
