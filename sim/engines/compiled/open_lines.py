"""Open order lines in memory: a book of all by the day of the order and number, and a chain for each buyer.

What was open, is closed and opens again is put in its place by one sort when it is next looked at, so cost grows in
step with size.
"""

from collections.abc import Iterable

from sim.compiler.functions import beginning, is_nothing, linked
from sim.compiler.layout import Element
from sim.compiler.parts import compiled, instead_of
from sim.compiler.sorting import sort_numbers
from sim.engines.compiled.held import HeldBuyer, HeldLine, HeldSupply
from sim.model import lists


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
    buyer.listed += 1
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
    """Whether a buyer has any; its list is put right where closed ones are the oldest, or more than the open ones."""
    if buyer.closed:
        drop_oldest(buyer)
        if 2 * buyer.closed > buyer.listed:
            prune(buyer)
    return bool(buyer.backlog > 0)


@compiled
def drop_oldest(buyer: HeldBuyer) -> None:
    """Take the closed lines out of a buyer's list that are older than any open one."""
    line = buyer.head
    while not is_nothing(line) and line.open == 0:
        line.in_list = False
        buyer.listed -= 1
        buyer.closed -= 1
        line = line.next
    buyer.head = line
    if is_nothing(line):
        buyer.tail = line


@compiled
def prune(buyer: HeldBuyer) -> None:
    """Take all closed lines out of a buyer's list."""
    buyer.listed -= buyer.closed
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


@compiled
def arranged(ranks: list[int], row: list[Element], table: list[Element]) -> list[Element]:
    """Members of a row in order of their ranks, each of which is some number times the row's length and a place."""
    if len(ranks) > 1:
        sort_numbers(ranks)
    for place in range(len(ranks)):
        table[place] = row[ranks[place] % len(row)]
    return beginning(table, len(ranks))
