"""What grows while a replication runs, as objects of Python; the compiled engine puts memory of its own in its place.

These functions are all that is there twice.
"""

import math

from sim.model.entities import Agenda, Buyer, Decision, HeldBack, Line, Shipment, Supply
from sim.model.events import Entry, Posting
from sim.model.open_lines import OpenLines
from sim.rules.control import NOT_APPLIED

MISSING = -(2**63)
"""Stands for a whole figure without meaning; for a real one NaN does."""


def start_lists(supply: Supply, agenda: Agenda) -> None:
    """Make the lists of a supply: empty, with who keeps the dates."""
    supply.agenda = agenda
    supply.open_lines = OpenLines()
    for buyer in supply.buyers:
        buyer.lines = OpenLines()


def record(
    supply: Supply,
    event: int,
    product: int = -1,
    buyer: int = -1,
    channel: int = -1,
    order: int = 0,
    units: int = 0,
    value_usd: int = 0,
) -> None:
    """Write an event of today."""
    supply.facts.append((supply.day, event, product, buyer, channel, order, units, value_usd))


def post(supply: Supply, day: int, account: int, product: int, buyer: int, number: int, units: int) -> None:
    """Put units to an account on a day, or take them from it."""
    supply.posted.append((day, account, product, buyer, number, units))


def postings(supply: Supply) -> list[Posting]:
    """All postings so far."""
    return supply.postings


def new_line(supply: Supply) -> Line:
    """Room for one order line more, with the next number and no license."""
    by_control = [NOT_APPLIED] * len(supply.controls)
    line = Line(licenses=by_control, applied=by_control.copy(), refused_on=by_control.copy(), lapses=by_control.copy())
    supply.lines_placed += 1
    line.number = supply.lines_placed
    supply.lines.append(line)
    supply.asking.append(line)
    for row in (
        supply.asked_product,
        supply.asked_buyer,
        supply.asked_channel,
        supply.asked_units,
        supply.asked_by_contract,
        supply.asked_overtime,
        supply.granted,
        supply.work_ranks,
        supply.work_offers,
        supply.work_plain,
        supply.work_places,
        supply.work_wants,
        supply.work_parts,
    ):
        row.append(0)
    return line


def update_open(supply: Supply, line: Line, opened: bool) -> None:  # noqa: ARG001 - memory asks which of the two it is
    """A line was opened or closed: take it into the open lines, or out of them."""
    supply.open_lines.update(line)
    line.buyer.lines.update(line)


def open_lines(supply: Supply) -> list[Line]:
    """All lines that are open now, in order of age: by day, then by number."""
    return supply.open_lines.tidy().copy()


def open_lines_of(buyer: Buyer) -> list[Line]:
    """A buyer's lines that are open now, in order of age; some may close while they are seen."""
    return buyer.lines.tidy().copy()


def has_open_lines(buyer: Buyer) -> bool:
    """Whether a buyer has any."""
    return len(buyer.lines.tidy()) > 0


def new_shipment(supply: Supply) -> Shipment:
    """Room for one shipment more."""
    shipment = Shipment()
    supply.shipments.append(shipment)
    return shipment


def new_held_back(supply: Supply) -> HeldBack:
    """Room for one order more that is held back."""
    order = HeldBack()
    supply.held_back.append(order)
    return order


def held_back_orders(supply: Supply) -> list[HeldBack]:
    """All orders so far that were held back, those that wait no longer among them, in the order in which they were."""
    return supply.held_back.copy()


def under_way(supply: Supply) -> list[Shipment]:
    """All shipments under way: by channel, then in order of order number, then of dispatch."""
    shipments = [shipment for shipment in supply.shipments if shipment.units]
    return sorted(shipments, key=lambda shipment: (shipment.channel.number, shipment.line.number))


def plan_arrival(supply: Supply, shipment: Shipment, day: int) -> None:
    """Have a shipment arrive on a day."""
    supply.agenda.arrival(shipment, day)


def plan_decision(supply: Supply, decision: Decision, day: int) -> None:
    """Have a license decided on a day."""
    supply.agenda.decision(decision, day)


def new_decision(supply: Supply) -> Decision:  # noqa: ARG001 - memory has its room there
    """Room for one decision more."""
    return Decision()


def line_numbered(supply: Supply, order: int) -> Line:
    """The order line of a number."""
    return supply.lines[order - 1]


def entries(supply: Supply) -> list[Entry]:
    """All events so far."""
    return supply.entries


def put_whole(supply: Supply, figure: int) -> None:
    """Note the next key figure, a whole number or `MISSING`."""
    supply.figures.append(None if figure == MISSING else figure)


def put_real(supply: Supply, figure: float) -> None:
    """Note the next key figure, a real number or NaN."""
    supply.figures.append(None if math.isnan(figure) else figure)
