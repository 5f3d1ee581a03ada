"""Invariants of the hub and of production: units come from somewhere, and not before they can be made."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sim.clock import day_of
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Violation
from sim.scenario.tables import Product

INTO_HUB = (Event.stock_opened, Event.lot_finished, Event.returned)
OUT_OF_HUB = (Event.dispatched, Event.diverted, Event.scrapped)


def initial_stock(evidence: Evidence) -> Iterator[Violation]:
    """A product's stock is opened once, on day 0, with the scenario's units."""
    opened: Counter[str] = Counter()
    for row in evidence.rows:
        if row.event != Event.stock_opened:
            continue
        product = evidence.product(row)
        opened[product.name] += 1
        if row.day != 0 or row.units != product.initial_stock or opened[product.name] > 1:
            found = f"{row.units} units opened, expected {product.initial_stock}, once, on day 0"
            yield Violation("initial stock", row.day, product.name, found)
    for product in evidence.scenario.product:
        if product.initial_stock and not opened[product.name]:
            yield Violation("initial stock", 0, product.name, f"{product.initial_stock} units never opened")


def conservation(evidence: Evidence) -> Iterator[Violation]:
    """Initial stock + finished = stock in hub + dispatched (less returned) + diverted + scrapped, with stock >= 0."""
    stock: Counter[int] = Counter()
    for row in evidence.rows:
        if row.product < 0:
            continue
        if row.event in INTO_HUB:
            stock[row.product] += row.units
        elif row.event in OUT_OF_HUB:
            stock[row.product] -= row.units
            if stock[row.product] < 0:
                found = f"the hub owes {-stock[row.product]} units after {Event(row.event).name}"
                yield Violation("conservation", row.day, evidence.product(row).name, found)


def cycle_time(evidence: Evidence) -> Iterator[Violation]:
    """By each day no more is finished than what was started a cycle time before, or was in progress at the start."""
    finished: Counter[str] = Counter()
    started: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in evidence.rows:
        if row.event == Event.lot_started and row.product >= 0:
            started[evidence.product(row).name].append((row.day, row.units))
        if row.event != Event.lot_finished:
            continue
        product = evidence.product(row)
        if evidence.lines_of(product.name):
            continue
        finished[product.name] += row.units
        cycle = product.production.cycle_time if product.production else 0
        most = carried_in(evidence, product, row.day)
        most += sum(units for day, units in started[product.name] if day + cycle <= row.day)
        if finished[product.name] > most:
            found = f"{finished[product.name]} units finished so far, {most} could be"
            yield Violation("cycle time", row.day, product.name, found)


def carried_in(evidence: Evidence, product: Product, day: int) -> int:
    """Units at most, before yield, of the lots started before day 0 that finish by a day."""
    made, start = product.production, evidence.scenario.start
    if made is None:
        return 0
    listed = sum(lot.units for lot in made.in_progress if day_of(lot.finishes, start) <= day)
    begins = range(day_of(made.start, start), 0, made.lot_interval)
    return listed + made.capacity * sum(0 <= begin + made.cycle_time <= day for begin in begins)


INVARIANTS: tuple[Invariant, ...] = (initial_stock, conservation, cycle_time)
