"""The invariant of stock under control: it is held while a control keeps it, and free on the day the last one ends."""

from collections import Counter
from collections.abc import Iterator

from sim.clock import day_of
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Row, Violation
from sim.records.invariants.stock import INTO_HUB, OUT_OF_HUB
from sim.rules.control import IN_EFFECT, effective_on
from sim.rules.stock import FATES, FREE, HOLD, fate, still_held
from sim.scenario.control_tables import Control, HoldDays


def held_stock(evidence: Evidence) -> Iterator[Violation]:
    """Held stock is at most the stock, and only where a control holds it; what no control holds any more is free."""
    stock: Counter[int] = Counter()
    held: Counter[int] = Counter()
    looked_at = 0
    for row in evidence.rows:
        for day in range(looked_at, row.day):
            yield from _kept_for_nothing(evidence, held, day)
        looked_at = max(looked_at, row.day)
        if row.product >= 0:
            stock[row.product] += row.units * ((row.event in INTO_HUB) - (row.event in OUT_OF_HUB))
            yield from _follow(evidence, row, stock[row.product], held)
    for day in range(looked_at, evidence.log.days):
        yield from _kept_for_nothing(evidence, held, day)


def _follow(evidence: Evidence, row: Row, stock: int, held: Counter[int]) -> Iterator[Violation]:
    """What an event does to the held stock of its product."""
    product, units = row.product, row.units
    name, today = evidence.log.products[product], fate_on(evidence, evidence.log.products[product], row.day)
    if row.event == Event.held:
        held[product] += units
        if today != HOLD:
            yield Violation("held stock", row.day, name, f"{units} units held, though no control holds stock")
        if held[product] > stock:
            yield Violation("held stock", row.day, name, f"{held[product]} units held, {stock} in stock")
    elif row.event == Event.released:
        if today != FREE or units != held[product]:
            yield Violation("held stock", row.day, name, f"{units} units released of {held[product]} held")
        held[product] = 0
    elif row.event in OUT_OF_HUB:
        held[product] = still_held(held[product], stock)


def _kept_for_nothing(evidence: Evidence, held: Counter[int], day: int) -> Iterator[Violation]:
    """In the evening of a day nothing is held that no control keeps; what is to be sold or scrapped is not held."""
    for product, name in enumerate(evidence.log.products):
        if not held[product]:
            continue
        today = fate_on(evidence, name, day)
        if today == FREE:
            yield Violation("held stock", day, name, f"{held[product]} units held, though no control keeps them")
        if today != HOLD:
            held[product] = 0


def fate_on(evidence: Evidence, product: str, day: int) -> int:
    """What becomes of a product's stock on a day: the first control in effect that acts on it says so."""
    for control in evidence.scenario.control:
        in_effect = evidence.control_state(control, day) == IN_EFFECT
        if product in control.covers and in_effect and evidence.acts_on_stock(control):
            return fate_under(evidence, control, day)
    return FREE


def fate_under(evidence: Evidence, control: Control, day: int) -> int:
    """What a control in effect does with stock on a day."""
    rule = control.unshipped
    if not isinstance(rule, HoldDays):
        return FATES[rule]
    start = evidence.scenario.start
    move_on = [day_of(move.on, start) for move in control.moved]
    move_to = [day_of(move.to, start) for move in control.moved]
    since = effective_on(day, day_of(control.effective, start), move_on, move_to)
    return fate(HOLD, day - since, rule.hold_days)


INVARIANTS: tuple[Invariant, ...] = (held_stock,)
