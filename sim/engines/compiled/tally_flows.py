"""Key figures of flows, counted from the events in memory: see `sim.records.figures.flows`."""

from sim.engines.compiled import codes
from sim.engines.compiled.cells import (
    BUYER_CELLS,
    BUYER_CUSTOM_CHANNELS,
    BUYER_CUSTOM_COUNT,
    BUYER_DIRECT,
    BUYERS,
    CHANNEL_CELLS,
    CHANNELS,
    FLOW_COUNT,
    FLOW_PLACES,
    PRODUCT_COUNT,
    TALLY_FLOWS,
)
from sim.engines.compiled.compiling import compiled
from sim.engines.compiled.memory import Whole
from sim.engines.compiled.tables import Tables
from sim.records.figures.flows import products_by_buyer, stops_of

TRANSIT, OPEN, CANCELLED, SWITCHED = range(4)
"""What becomes of units that are not delivered, in the order of their figures."""


def add_flows(tables: Tables) -> int:
    """Append by buyer and product the place of the first of their flows, -1 of none; gives the number of flows."""
    layout, products = tables.layout, products_by_buyer(tables.scenario)
    places, count = [], 0
    for buyer in tables.scenario.buyer:
        for product in tables.products:
            used = product in products[buyer.name]
            places.append(count if used else -1)
            count += len(stops_of(buyer)) if used else 0
    layout.cells[FLOW_PLACES] = layout.take(places)
    layout.cells[FLOW_COUNT] = count
    return count


@compiled
def count_flow(m: Whole, row: int, event: int, units: int) -> None:
    """Count what happens to the units of an order."""
    place = m[m[FLOW_PLACES] + m[row + 3] * m[PRODUCT_COUNT] + m[row + 2]]
    if place < 0:
        return
    buyer, flow = m[BUYERS] + m[row + 3] * BUYER_CELLS, m[TALLY_FLOWS] + place
    rest = flow + m[buyer + BUYER_CUSTOM_COUNT] + (1 if m[buyer + BUYER_DIRECT] >= 0 else 0)
    if event == codes.ORDER_PLACED:
        m[rest + OPEN] += units
    elif event == codes.DISPATCHED:
        m[rest + OPEN] -= units
        m[rest + TRANSIT] += units
    elif event == codes.RETURNED:
        m[rest + OPEN] += units
        m[rest + TRANSIT] -= units
    elif event == codes.DELIVERED:
        m[rest + TRANSIT] -= units
        m[flow + channel_place(m, buyer, m[CHANNELS] + m[row + 4] * CHANNEL_CELLS)] += units
    elif event in (codes.ORDER_CANCELLED, codes.ORDER_SWITCHED):
        m[rest + OPEN] -= units
        m[rest + (CANCELLED if event == codes.ORDER_CANCELLED else SWITCHED)] += units


@compiled
def channel_place(m: Whole, buyer: int, channel: int) -> int:
    """The place of a channel among a buyer's own: its distributors, then its direct one."""
    first, count = m[buyer + BUYER_CUSTOM_CHANNELS], m[buyer + BUYER_CUSTOM_COUNT]
    for place in range(count):
        if m[first + place] == channel:
            return place
    return count


@compiled
def flow_figures(m: Whole, figure: int) -> int:
    """Write what was counted of each flow; the next place."""
    for place in range(m[FLOW_COUNT]):
        m[figure + place] = m[m[TALLY_FLOWS] + place]
    return figure + m[FLOW_COUNT]
