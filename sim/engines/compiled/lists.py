"""What grows while a replication runs, in memory: lines, shipments, decisions and events have rows with room in them.

Where there is no room for more, `is_full` is set, and what is more is written to a spare place: the replication starts
again with more room. What was open, is closed and opens again is put in its place by one sort when it is next looked
at, so cost grows in step with size.
"""

from sim.compiler.functions import beginning, clear, is_nothing
from sim.compiler.parts import compiled, instead_of
from sim.compiler.sorting import select_number, sort_numbers
from sim.engines.compiled.held import HeldDecision, HeldLine, HeldShipment, HeldSupply
from sim.engines.compiled.open_lines import arranged
from sim.model import lists
from sim.model.entities import HeldBack
from sim.model.events import Entry, Posting
from sim.model.licenses import turn
from sim.rules import sorting
from sim.rules.control import NOT_APPLIED


@instead_of(lists.record)
def record(
    supply: HeldSupply,
    event: int,
    product: int = -1,
    buyer: int = -1,
    channel: int = -1,
    order: int = 0,
    units: int = 0,
    value_usd: int = 0,
) -> None:
    """Write an event of today, if there is room."""
    count = supply.entries_made
    if count == len(supply.entry_row):
        supply.is_full = True
        return
    supply.entries_made = count + 1
    entry = supply.entry_row[count]
    entry.day = supply.day
    entry.event = event
    entry.product = product
    entry.buyer = buyer
    entry.channel = channel
    entry.order = order
    entry.units = units
    entry.value_usd = value_usd


@instead_of(lists.entries)
def entries(supply: HeldSupply) -> list[Entry]:
    """All events so far."""
    return beginning(supply.entry_row, supply.entries_made)


@instead_of(lists.post)
def post(supply: HeldSupply, day: int, account: int, product: int, buyer: int, number: int, units: int) -> None:
    """Put units to an account on a day, if there is room to write it."""
    count = supply.postings_made
    if count == len(supply.posting_row):
        supply.is_full = True
        return
    supply.postings_made = count + 1
    entry = supply.posting_row[count]
    entry.day = day
    entry.account = account
    entry.product = product
    entry.buyer = buyer
    entry.number = number
    entry.units = units


@instead_of(lists.postings)
def postings(supply: HeldSupply) -> list[Posting]:
    """All postings so far."""
    return beginning(supply.posting_row, supply.postings_made)


@compiled
def next_place(supply: HeldSupply, used: int, room: int) -> int:
    """The next free place of a row of which the last is spare."""
    if used < room - 1:
        return used
    supply.is_full = True
    return room - 1


@instead_of(lists.new_line)
def new_line(supply: HeldSupply) -> HeldLine:
    """Room for one order line more, with the next number and no license."""
    place = next_place(supply, supply.lines_placed, len(supply.line_row))
    supply.lines_placed = place + 1
    line = supply.line_row[place]
    clear(line)
    line.number = place + 1
    for control in range(len(line.licenses)):
        line.licenses[control] = NOT_APPLIED
        line.applied[control] = 0
        line.refused_on[control] = 0
    return line


@instead_of(lists.line_numbered)
def line_numbered(supply: HeldSupply, order: int) -> HeldLine:
    """The order line of a number."""
    return supply.line_row[order - 1]


@instead_of(lists.new_shipment)
def new_shipment(supply: HeldSupply) -> HeldShipment:
    """Room for one shipment more."""
    place = next_place(supply, supply.shipments_made, len(supply.shipment_row))
    supply.shipments_made = place + 1
    shipment = supply.shipment_row[place]
    shipment.place = place
    return shipment


@instead_of(lists.new_decision)
def new_decision(supply: HeldSupply) -> HeldDecision:
    """Room for one license decision more."""
    place = next_place(supply, supply.decisions_made, len(supply.decision_row))
    supply.decisions_made = place + 1
    decision = supply.decision_row[place]
    decision.place = place
    return decision


@instead_of(lists.new_held_back)
def new_held_back(supply: HeldSupply) -> HeldBack:
    """Room for one order more that is held back."""
    place = next_place(supply, supply.held_back_made, len(supply.held_back_row))
    supply.held_back_made = place + 1
    return supply.held_back_row[place]


@instead_of(lists.held_back_orders)
def held_back_orders(supply: HeldSupply) -> list[HeldBack]:
    """All orders so far that were held back."""
    return beginning(supply.held_back_row, supply.held_back_made)


@instead_of(lists.plan_arrival)
def plan_arrival(supply: HeldSupply, shipment: HeldShipment, day: int) -> None:
    """Put a shipment to those of a day."""
    if not supply.is_full:
        day = min(day, supply.days)
        shipment.next = supply.due[day]
        supply.due[day] = shipment


@instead_of(lists.plan_decision)
def plan_decision(supply: HeldSupply, decision: HeldDecision, day: int) -> None:
    """Put a decision to those of a day."""
    if not supply.is_full:
        decision.next = supply.deciding[day]
        supply.deciding[day] = decision


@compiled
def rank(supply: HeldSupply, shipment: HeldShipment) -> int:
    """A shipment's channel, then its order number, then its own number, in one number.

    It fits: a memory of so many lines that it did not would be too large for any machine.
    """
    order = shipment.channel.number * len(supply.line_row) + shipment.line.number
    return int(order * len(supply.shipment_row) + shipment.place)


@instead_of(lists.under_way)
def under_way(supply: HeldSupply) -> list[HeldShipment]:
    """All shipments under way: by channel, then in order of order number, then of dispatch."""
    count = 0
    for shipment in beginning(supply.shipment_row, supply.shipments_made):
        if shipment.units > 0:
            supply.sorting[count] = rank(supply, shipment)
            count += 1
    return arranged(beginning(supply.sorting, count), supply.shipment_row, supply.arranged)


@compiled
def due_today(supply: HeldSupply) -> list[HeldShipment]:
    """The shipments that are due today, in the same order."""
    shipment, count = supply.due[supply.day], 0
    while not is_nothing(shipment):
        supply.sorting[count] = rank(supply, shipment)
        count += 1
        shipment = shipment.next
    return arranged(beginning(supply.sorting, count), supply.shipment_row, supply.arranged)


@compiled
def decided_today(supply: HeldSupply) -> list[HeldDecision]:
    """Today's decisions, in the order of their controls, then of order or buyer number."""
    decision, count = supply.deciding[supply.day], 0
    while not is_nothing(decision):
        order = decision.control.number * len(supply.line_row) + turn(decision)
        supply.sorting[count] = order * len(supply.decision_row) + decision.place
        count += 1
        decision = decision.next
    return arranged(beginning(supply.sorting, count), supply.decision_row, supply.decided)


@instead_of(sorting.first)
def first(numbers: list[int], count: int) -> list[int]:
    """The first so many numbers of a list."""
    return beginning(numbers, count)


@instead_of(sorting.ascending)
def ascending(numbers: list[int], count: int) -> list[int]:
    """The first so many numbers of a list in ascending order, in their place."""
    ordered = beginning(numbers, count)
    sort_numbers(ordered)
    return ordered


@instead_of(sorting.number_at)
def number_at(numbers: list[int], count: int, place: int) -> int:
    """Which of the first so many numbers of a list would stand at a place of their order."""
    found: int = select_number(beginning(numbers, count), place)
    return found


@instead_of(lists.put_whole)
def put_whole(supply: HeldSupply, figure: int) -> None:
    """Note the next key figure, if there is room."""
    if supply.figures_made < len(supply.whole_figures):
        supply.whole_figures[supply.figures_made] = figure
    supply.figures_made += 1


@instead_of(lists.put_real)
def put_real(supply: HeldSupply, figure: float) -> None:
    """Note the next key figure, if there is room."""
    if supply.figures_made < len(supply.real_figures):
        supply.real_figures[supply.figures_made] = figure
    supply.figures_made += 1
