"""The smallest things that are done to the kernel's memory: events, and the lists of open lines.

Where there is no room for more, `IS_FULL` is set and nothing is written: the replication starts again with more.
"""

from typing import Protocol

from sim.engines.compiled.cells import (
    BOOK,
    BOOK_CLOSED,
    BOOK_COUNT,
    BOOK_DISORDERED,
    BUYER_BACKLOG,
    BUYER_CLOSED,
    BUYER_HEAD,
    BUYER_PUT,
    BUYER_TAIL,
    CHANNEL_BACKLOG,
    DAY,
    EVENT_CELLS,
    EVENT_COUNT,
    EVENTS,
    EVENTS_FULL,
    IS_FULL,
    LINE_BUYER,
    LINE_CHANNEL,
    LINE_IN_BOOK,
    LINE_IN_LIST,
    LINE_NEXT,
    LINE_NUMBER,
    LINE_OPEN,
    LINE_PRICE,
    LINE_PRODUCT,
    NOTHING,
    PRODUCT_PRICE,
)
from sim.engines.compiled.compiling import compiled, vector


class Whole(Protocol):
    """Memory as whole numbers, an array of shape (cells,) or a pointer to it."""

    def __getitem__(self, cell: int) -> int:
        """The number in a cell."""
        ...

    def __setitem__(self, cell: int, value: int) -> None:
        """Put a number into a cell."""
        ...


class Real(Protocol):
    """The same memory as real numbers."""

    def __getitem__(self, cell: int) -> float:
        """The number in a cell."""
        ...

    def __setitem__(self, cell: int, value: float) -> None:
        """Put a number into a cell."""
        ...


@compiled
def number_of(m: Whole, entity: int) -> int:
    """The number of a product, buyer or channel; -1 of nothing."""
    return m[entity] if entity >= 0 else -1


@compiled
def take(m: Whole, end: int, cells: int) -> int:
    """So many cells more of a room, whose end is in one of the first cells and its limit in the next; their address.

    `NOTHING` where there is no room.
    """
    first = m[end]
    if first == m[end + 1]:
        m[IS_FULL] = 1
        return NOTHING
    m[end] = first + cells
    return first


@compiled
def record(m: Whole, event: int, product: int, buyer: int, channel: int, order: int, units: int, value: int) -> None:
    """Write an event of today, if there is room."""
    count = m[EVENT_COUNT]
    if count == m[EVENTS_FULL]:
        m[IS_FULL] = 1
        return
    m[EVENT_COUNT] = count + 1
    row = m[EVENTS] + count * EVENT_CELLS
    m[row] = m[DAY]
    m[row + 1] = event
    m[row + 2] = number_of(m, product)
    m[row + 3] = number_of(m, buyer)
    m[row + 4] = number_of(m, channel)
    m[row + 5] = order
    m[row + 6] = units
    m[row + 7] = value


@compiled
def record_line(m: Whole, event: int, line: int, units: int) -> None:
    """Write what happens to an order line, valued at what the buyer pays on it."""
    value = units * m[line + LINE_PRICE]
    product, buyer, channel = m[line + LINE_PRODUCT], m[line + LINE_BUYER], m[line + LINE_CHANNEL]
    record(m, event, product, buyer, channel, m[line + LINE_NUMBER], units, value)


@compiled
def record_stock(m: Whole, event: int, product: int, units: int) -> None:
    """Write what happens to units of a product that belong to no order, valued at its price."""
    record(m, event, product, NOTHING, NOTHING, 0, units, units * m[product + PRODUCT_PRICE])


@compiled
def set_open(m: Whole, line: int, units: int) -> None:
    """Change what is open of a line; closed lines stay in the book and the list until these are pruned."""
    buyer, before = m[line + LINE_BUYER], m[line + LINE_OPEN]
    m[buyer + BUYER_BACKLOG] += units - before
    m[m[line + LINE_CHANNEL] + CHANNEL_BACKLOG] += units - before
    m[line + LINE_OPEN] = units
    if (units > 0) == (before > 0):
        return
    closed = 1 if units == 0 else -1
    if m[line + LINE_IN_BOOK]:
        m[BOOK_CLOSED] += closed
    else:
        put_in_book(m, line)
    if m[line + LINE_IN_LIST]:
        m[buyer + BUYER_CLOSED] += closed
    else:
        put_in_list(m, line)


@compiled
def in_order(m: Whole, first: int, count: int) -> None:
    """Sort so many cells in ascending order."""
    if count > 1:
        vector(m, first, count).sort()


@compiled
def put_in_book(m: Whole, line: int) -> None:
    """Put a line into the book of open lines; what is open again comes after later ones until the book is tidied."""
    last = m[BOOK] + m[BOOK_COUNT]
    if m[BOOK_COUNT] and m[last - 1] > line:
        m[BOOK_DISORDERED] = 1
    m[last] = line
    m[BOOK_COUNT] += 1
    m[line + LINE_IN_BOOK] = 1


@compiled
def put_in_list(m: Whole, line: int) -> None:
    """Put a line into its buyer's list, which is in order of order number.

    What is open again mostly comes in order, too: its place is looked for behind the one put in last.
    """
    buyer = m[line + LINE_BUYER]
    head, tail, put = m[buyer + BUYER_HEAD], m[buyer + BUYER_TAIL], m[buyer + BUYER_PUT]
    m[line + LINE_IN_LIST] = 1
    m[buyer + BUYER_PUT] = line
    if head < 0 or head > line:
        m[line + LINE_NEXT] = head
        m[buyer + BUYER_HEAD] = line
    else:
        before = head
        if tail < line:
            before = tail
        elif put >= 0 and put < line and m[put + LINE_IN_LIST]:
            before = put
        while m[before + LINE_NEXT] >= 0 and m[before + LINE_NEXT] < line:
            before = m[before + LINE_NEXT]
        m[line + LINE_NEXT] = m[before + LINE_NEXT]
        m[before + LINE_NEXT] = line
    if m[line + LINE_NEXT] < 0:
        m[buyer + BUYER_TAIL] = line


@compiled
def prune_list(m: Whole, buyer: int) -> None:
    """Take the closed lines out of a buyer's list."""
    if m[buyer + BUYER_CLOSED] == 0:
        return
    m[buyer + BUYER_CLOSED] = 0
    before, line = NOTHING, m[buyer + BUYER_HEAD]
    while line >= 0:
        follows = m[line + LINE_NEXT]
        if m[line + LINE_OPEN] > 0:
            before = line
        else:
            m[line + LINE_IN_LIST] = 0
            if before < 0:
                m[buyer + BUYER_HEAD] = follows
            else:
                m[before + LINE_NEXT] = follows
        line = follows
    m[buyer + BUYER_TAIL] = before


@compiled
def drop_first_closed(m: Whole, buyer: int) -> None:
    """Take the closed lines at the head of a buyer's list out of it."""
    line = m[buyer + BUYER_HEAD]
    while line >= 0 and m[line + LINE_OPEN] == 0:
        m[line + LINE_IN_LIST] = 0
        m[buyer + BUYER_CLOSED] -= 1
        line = m[line + LINE_NEXT]
    m[buyer + BUYER_HEAD] = line
    if line < 0:
        m[buyer + BUYER_TAIL] = NOTHING


@compiled
def tidy_book(m: Whole) -> None:
    """Put the book in order of order number, and take the closed lines out of it."""
    if m[BOOK_DISORDERED]:
        m[BOOK_DISORDERED] = 0
        in_order(m, m[BOOK], m[BOOK_COUNT])
    if m[BOOK_CLOSED] == 0:
        return
    m[BOOK_CLOSED] = 0
    first, last = m[BOOK], m[BOOK] + m[BOOK_COUNT]
    kept = first
    for place in range(first, last):
        line = m[place]
        if m[line + LINE_OPEN] > 0:
            m[kept] = line
            kept += 1
        else:
            m[line + LINE_IN_BOOK] = 0
    m[BOOK_COUNT] = kept - first
