"""What grows while a replication runs, in memory: lines, shipments, decisions and events have rows with room in them.

Where there is no room for more, `is_full` is set, and what is more is written to a spare place: the replication starts
again with more room. What was open, is closed and opens again is put in its place by one sort when it is next looked
at, so cost grows in step with size.
"""

from collections.abc import Iterable

from sim.compiler.layout import Element
from sim.compiler.parts import compiled, instead_of
from sim.compiler.references import beginning, clear, is_nothing, linked
from sim.compiler.views import sort
from sim.engines.compiled.held import HeldBuyer, HeldDecision, HeldLine, HeldShipment, HeldSupply
from sim.model import lists
from sim.model.entities import HeldBack
from sim.model.events import Entry, Posting
from sim.model.licenses import turn
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


@instead_of(lists.update_open)
def update_open(supply: HeldSupply, line: HeldLine, opened: bool) -> None:
    """A line was opened or closed: closed ones stay in the book and in the buyer's list until these are looked at."""
    if supply.is_full:
        return
    buyer, closed = line.buyer, -1 if opened else 1
    if line.in_book:
        supply.book_closed += closed
    else:
        put_in_book(supply, line)
    if line.in_list:
        buyer.closed += closed
    else:
        put_in_list(buyer, line)


@compiled
def is_older(line: HeldLine, other: HeldLine) -> bool:
    """Whether a line comes before another in queues: by the day of the order, then by number."""
    return bool(line.placed < other.placed or (line.placed == other.placed and line.number < other.number))


@compiled
def put_in_book(supply: HeldSupply, line: HeldLine) -> None:
    """Put a line into the book of open lines; what is open again comes after later ones until the book is tidied."""
    count, book = supply.book_count, supply.book
    if count and is_older(line, book[count - 1]):
        supply.book_disordered = True
    book[count] = line
    supply.book_count = count + 1
    line.in_book = True


@compiled
def put_in_list(buyer: HeldBuyer, line: HeldLine) -> None:
    """Put a line into its buyer's list, which is in order of age.

    What is open again mostly comes in order, too: its place is looked for behind the one put in last.
    """
    head, tail, put = buyer.head, buyer.tail, buyer.put
    line.in_list = True
    buyer.put = line
    if is_nothing(head) or is_older(line, head):
        line.next = head
        buyer.head = line
    else:
        before = head
        if is_older(tail, line):
            before = tail
        elif not is_nothing(put) and is_older(put, line) and put.in_list:
            before = put
        while not is_nothing(before.next) and is_older(before.next, line):
            before = before.next
        line.next = before.next
        before.next = line
    if is_nothing(line.next):
        buyer.tail = line


@instead_of(lists.open_lines)
def open_lines(supply: HeldSupply) -> list[HeldLine]:
    """All open lines, in order of age: the book, put in order, without the closed ones."""
    if supply.book_disordered or supply.book_closed:
        tidy_book(supply)
    return beginning(supply.book, supply.book_count)


@compiled
def tidy_book(supply: HeldSupply) -> None:
    """Put the book in order of age, and take the closed lines out of it."""
    if supply.book_disordered:
        supply.book_disordered = False
        for place, line in enumerate(beginning(supply.book, supply.book_count)):
            supply.sorting[place] = line.placed * len(supply.line_row) + line.number - 1
        arranged(beginning(supply.sorting, supply.book_count), supply.line_row, supply.book)
    supply.book_closed = 0
    book, kept = supply.book, 0
    for line in beginning(book, supply.book_count):
        if line.open > 0:
            book[kept] = line
            kept += 1
        else:
            line.in_book = False
    supply.book_count = kept


@instead_of(lists.open_lines_of)
def open_lines_of(buyer: HeldBuyer) -> Iterable[HeldLine]:
    """A buyer's list up to the line that is the last one now; some of them may be closed."""
    return linked(buyer.head, buyer.tail)


@instead_of(lists.has_open_lines)
def has_open_lines(buyer: HeldBuyer) -> bool:
    """Whether a buyer has any."""
    if buyer.closed:
        prune(buyer)
    return not is_nothing(buyer.head)


@compiled
def prune(buyer: HeldBuyer) -> None:
    """Take the closed lines out of a buyer's list."""
    buyer.closed = 0
    last, line, is_first = buyer.head, buyer.head, True
    while not is_nothing(line):
        follows = line.next
        if line.open == 0:
            line.in_list = False
        elif is_first:
            buyer.head = line
            last, is_first = line, False
        else:
            last.next = line
            last = line
        line = follows
    if is_first:
        buyer.head = line
        buyer.tail = line
    else:
        last.next = line
        buyer.tail = last


@instead_of(lists.oldest_open)
def oldest_open(buyer: HeldBuyer) -> HeldLine:
    """The first of a buyer's open lines."""
    return buyer.head


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


@compiled
def arranged(ranks: list[int], row: list[Element], table: list[Element]) -> list[Element]:
    """Members of a row in order of their ranks, each of which is some number times the row's length and a place."""
    if len(ranks) > 1:
        sort(ranks)
    for place in range(len(ranks)):
        table[place] = row[ranks[place] % len(row)]
    return beginning(table, len(ranks))


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


@instead_of(lists.first)
def first(numbers: list[int], count: int) -> list[int]:
    """The first so many numbers of a list."""
    return beginning(numbers, count)


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
