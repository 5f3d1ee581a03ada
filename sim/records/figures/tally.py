"""What is counted of events, for key figures: by buyer, product, channel and flow."""

from sim.model.entities import Buyer, Supply
from sim.model.events import Entry, Event
from sim.model.lists import line_numbered
from sim.model.tallies import BuyerTally
from sim.rules.ordering import order_units

TRANSIT, OPEN, CANCELLED, SWITCHED = range(4)
"""What becomes of units that are not delivered: places of a product's flows, behind those by channel."""


def count(supply: Supply, entry: Entry) -> None:
    """Count one event."""
    event = entry.event
    if event == Event.contract_signed:
        supply.of_channels[entry.channel].signed_on = entry.day
    elif entry.buyer >= 0:
        if entry.order > 0 and entry.product >= 0:
            count_of_buyer(supply, entry)
            count_flow(supply.of_buyers[entry.buyer], supply.buyers[entry.buyer], entry)
    elif entry.product < 0:
        return  # a shared line's own
    elif event == Event.held:
        supply.of_products[entry.product].stranded += entry.units
        supply.of_products[entry.product].stranded_usd += entry.value_usd
    elif event == Event.diverted:
        supply.of_products[entry.product].diverted += entry.units
        supply.of_products[entry.product].diverted_usd += entry.value_usd


def count_of_buyer(supply: Supply, entry: Entry) -> None:
    """Count what happens to a buyer's orders."""
    event, day, units = entry.event, entry.day, entry.units
    tally = supply.of_buyers[entry.buyer]
    if event == Event.order_placed:
        line_numbered(supply, entry.order).placed = day
        tally.ordered[day] += order_units(units, 0)
    elif event == Event.order_switched:
        tally.ordered[day] += order_units(0, units)
        tally.switched += units
    elif event == Event.order_cancelled:
        tally.cancelled += units
    elif event == Event.dispatched:
        tally.dispatched += units
        supply.of_channels[entry.channel].sent += units
    elif event == Event.returned:
        tally.dispatched -= units
    elif event == Event.delivered:
        count_delivery(supply, tally, entry)


def count_delivery(supply: Supply, tally: BuyerTally, entry: Entry) -> None:
    """Count units that reach their buyer, and how long these have waited."""
    units, waited = entry.units, entry.day - line_numbered(supply, entry.order).placed
    tally.delivered[entry.day] += units
    tally.delivered_usd[entry.day] += entry.value_usd
    tally.waits[waited] += units
    if supply.channels[entry.channel].direct:
        tally.direct += units
        tally.direct_waited += units * waited
    else:
        tally.indirect += units
        tally.indirect_waited += units * waited


def count_flow(tally: BuyerTally, buyer: Buyer, entry: Entry) -> None:
    """Count what happens to the units of an order: a product's flows are those by each channel, then the rests."""
    first = tally.flow_of[entry.product]
    if first < 0:
        return
    event, units, flows = entry.event, entry.units, tally.flows
    rest = first + len(buyer.via) + (1 if buyer.direct >= 0 else 0)
    if event == Event.order_placed:
        flows[rest + OPEN] += units
    elif event == Event.dispatched:
        flows[rest + OPEN] -= units
        flows[rest + TRANSIT] += units
    elif event == Event.returned:
        flows[rest + OPEN] += units
        flows[rest + TRANSIT] -= units
    elif event == Event.delivered:
        flows[rest + TRANSIT] -= units
        flows[first + channel_place(buyer, entry.channel)] += units
    elif event == Event.order_cancelled:
        flows[rest + OPEN] -= units
        flows[rest + CANCELLED] += units
    elif event == Event.order_switched:
        flows[rest + OPEN] -= units
        flows[rest + SWITCHED] += units


def channel_place(buyer: Buyer, channel: int) -> int:
    """The place of a channel among a buyer's own: its distributors, then its direct one."""
    for place, one in enumerate(buyer.via):
        if one.number == channel:
            return place
    return len(buyer.via)


def add_up(supply: Supply) -> None:
    """Make running sums of each buyer's counts by day, and the counts of all buyers."""
    for tally in supply.of_buyers:
        cumulate(tally.ordered, supply.of_all.ordered)
        cumulate(tally.delivered, supply.of_all.delivered)
        cumulate(tally.delivered_usd, supply.of_all.delivered_usd)
        cumulate(tally.waits, supply.of_all.waits)
        supply.of_all.cancelled += tally.cancelled
        supply.of_all.switched += tally.switched
        supply.of_all.dispatched += tally.dispatched
        supply.of_all.direct_waited += tally.direct_waited
        supply.of_all.indirect_waited += tally.indirect_waited


def cumulate(counts: list[int], whole: list[int]) -> None:
    """Make running sums, and add them to those of all."""
    total = 0
    for day, units in enumerate(counts):
        total += units
        counts[day] = total
        whole[day] += total
