"""What is counted of events, for key figures: by buyer, product, channel and flow."""

from sim.model.entities import Buyer, Line, Supply
from sim.model.events import Entry, Event
from sim.model.lists import line_numbered
from sim.model.tallies import BuyerTally, ProductTally
from sim.records.figures.accounts import quarter_of
from sim.records.figures.controls import count_dispatch

TRANSIT, OPEN, CANCELLED, SWITCHED = range(4)
"""What becomes of units that are not delivered: places of a product's flows, behind those by channel."""


def count(supply: Supply, entry: Entry) -> None:
    """Count one event."""
    event = entry.event
    if event == Event.contract_signed:
        supply.of_channels[entry.channel].signed_on = entry.day
        supply.of_buyers[entry.buyer].by_contract += entry.units
    elif event == Event.contract_ended:
        supply.of_channels[entry.channel].ended_on = entry.day
    elif entry.buyer >= 0:
        if entry.order > 0 and entry.product >= 0:
            count_of_buyer(supply, entry)
            count_flow(supply.of_buyers[entry.buyer], supply.buyers[entry.buyer], entry)
    elif entry.product >= 0:
        count_of_product(supply, supply.of_products[entry.product], entry)


def count_of_product(supply: Supply, tally: ProductTally, entry: Entry) -> None:
    """Count what happens to units that belong to no order."""
    event = entry.event
    if event == Event.lot_finished:
        tally.finished[quarter_of(supply, entry.day)] += entry.units
    elif event == Event.diverted:
        tally.diverted += entry.units
        tally.diverted_usd += entry.value_usd
    elif event == Event.released:
        tally.released += entry.units
    elif event == Event.scrapped:
        tally.scrapped += entry.units


def count_of_buyer(supply: Supply, entry: Entry) -> None:
    """Count what happens to a buyer's orders."""
    event, span, units = entry.event, supply.spans[entry.day], entry.units
    tally = supply.of_buyers[entry.buyer]
    if event in (Event.order_placed, Event.order_carried):
        count_order(supply, tally, entry)
    elif event == Event.delivered_earlier:
        count_earlier(supply, tally, entry)
    elif event == Event.order_switched:
        tally.ordered[span] -= units
        tally.switched += units
        if supply.channels[entry.channel].direct:
            tally.by_contract -= units
    elif event == Event.order_cancelled:
        tally.cancelled += units
    elif event == Event.dispatched:
        tally.dispatched[span] += units
        tally.dispatched_usd[span] += entry.value_usd
        supply.of_channels[entry.channel].sent += units
        count_dispatch(supply, entry)
    elif event == Event.returned:
        tally.dispatched[span] -= units
        tally.dispatched_usd[span] -= entry.value_usd
    elif event == Event.delivered:
        count_delivery(supply, tally, entry)


def count_order(supply: Supply, tally: BuyerTally, entry: Entry) -> None:
    """Count what is ordered, or was before the run."""
    tally.ordered[supply.spans[entry.day]] += entry.units
    tally.latest = entry.product
    if supply.channels[entry.channel].direct:
        tally.by_contract += entry.units


def count_earlier(supply: Supply, tally: BuyerTally, entry: Entry) -> None:
    """Count what was delivered before the run: ordered, dispatched and delivered on day 0, without waiting."""
    span, units = supply.spans[entry.day], entry.units
    tally.earlier += units
    tally.earlier_usd += entry.value_usd
    tally.dispatched[span] += units
    tally.dispatched_usd[span] += entry.value_usd
    count_units(tally, span, line_numbered(supply, entry.order), entry)


def count_units(tally: BuyerTally, span: int, line: Line, entry: Entry) -> None:
    """Count units of a line as delivered, and as met what it needs of them."""
    tally.delivered[span] += entry.units
    tally.delivered_usd[span] += entry.value_usd
    tally.met[entry.day] += max(0, min(entry.units, line.need - line.delivered))
    line.delivered += entry.units


def count_delivery(supply: Supply, tally: BuyerTally, entry: Entry) -> None:
    """Count units that reach their buyer, and how long these have waited."""
    line = line_numbered(supply, entry.order)
    units, waited = entry.units, entry.day - line.placed
    count_units(tally, supply.spans[entry.day], line, entry)
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
    if event in (Event.order_placed, Event.order_carried):
        flows[rest + OPEN] += units
    elif event == Event.delivered_earlier:
        flows[rest + OPEN] -= units
        flows[first + channel_place(buyer, entry.channel)] += units
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
    """Make running sums of each buyer's counts, and the counts of all buyers."""
    whole = supply.of_all
    for tally in supply.of_buyers:
        cumulate(tally.ordered, whole.ordered)
        cumulate(tally.dispatched, whole.dispatched)
        cumulate(tally.dispatched_usd, whole.dispatched_usd)
        cumulate(tally.delivered, whole.delivered)
        cumulate(tally.delivered_usd, whole.delivered_usd)
        cumulate(tally.met, whole.met)
        cumulate(tally.waits, whole.waits)
        add_totals(tally, whole)


def add_totals(tally: BuyerTally, whole: BuyerTally) -> None:
    """Add what is counted of a buyer over the run to the counts of all."""
    whole.earlier += tally.earlier
    whole.earlier_usd += tally.earlier_usd
    whole.need += tally.need
    for cause, units in enumerate(tally.lost):
        whole.lost[cause] += units
    whole.cancelled += tally.cancelled
    whole.switched += tally.switched
    whole.direct_waited += tally.direct_waited
    whole.indirect_waited += tally.indirect_waited


def cumulate(counts: list[int], whole: list[int]) -> None:
    """Make running sums, and add them to those of all."""
    total = 0
    for place, units in enumerate(counts):
        total += units
        counts[place] = total
        whole[place] += total
