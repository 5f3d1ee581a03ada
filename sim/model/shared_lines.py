"""Shared lines: a lot is started for the line as a whole, and divided among products late, by the mix of that day."""

from sim.model.book import record_stock
from sim.model.controls import note_states
from sim.model.entities import Product, SharedLine, Supply
from sim.model.events import Account, Event
from sim.model.gates import covers
from sim.model.lists import post, record
from sim.model.lots import begin_lot, yield_lot
from sim.model.stock import enter
from sim.rules.control import ANNOUNCED
from sim.rules.ramp import millionths
from sim.rules.shares import complete, divide_carried


def divide_earlier(supply: Supply) -> None:
    """Divide the lots that finish in the run, but were divided before it: by the mix and the controls of their day."""
    for line in supply.shared_lines:
        while line.lots.next_yield < 0:
            supply.day = line.lots.next_yield
            note_states(supply)
            divide_lot(supply, line)


def start_shared_lot(supply: Supply, line: SharedLine) -> None:
    """Start today's lot, which belongs to no product yet."""
    units = begin_lot(supply, line.lots)
    if units:
        record(supply, Event.lot_started, -1, -1, channel_of(supply, line), 0, units)


def channel_of(supply: Supply, line: SharedLine) -> int:
    """What a line is called in the column of channels: lines come after these."""
    return len(supply.channels) + line.number


def divide_lot(supply: Supply, line: SharedLine) -> None:
    """Divide a lot among its products; what the mix leaves goes to other markets."""
    finishes = supply.day + line.split_days
    good = yield_lot(supply, line.lots, finishes - line.lots.cycle_time)
    mix(supply, line)
    divide_carried(good, line.shares, line.claims, line.divided)
    parts = len(line.products)
    if finishes < supply.days:
        line.finishes[finishes] = 1
        post(supply, finishes, Account.lots_of_line, -1, -1, line.number, good)
        for part in range(parts):
            line.finishing[finishes * parts + part] = line.divided[part]
    if supply.day >= 0:
        record_division(supply, line)


def record_division(supply: Supply, line: SharedLine) -> None:
    """Write what each product gets of a lot, and what none does."""
    channel = channel_of(supply, line)
    for part, product in enumerate(line.products):
        units = line.divided[part]
        if units:
            value = units * product.price
            record(supply, Event.lot_divided, product.number, -1, channel, 0, units, value)
    others = line.divided[len(line.products)]
    if others:
        record(supply, Event.diverted, -1, -1, channel, 0, others)


def mix(supply: Supply, line: SharedLine) -> None:
    """Today's shares of a line: what is in a rush has at least its share there, what is covered leaves its own."""
    parts = len(line.products)
    for part in range(parts):
        line.mixed[part] = 0
    for part in range(parts):
        heir = heir_of(line, part)
        if heir >= 0:
            line.mixed[heir] += millionths(share_of(supply, line, part))
    line.shares[parts] = complete(line.mixed)
    for part in range(parts):
        line.shares[part] = line.mixed[part]


def share_of(supply: Supply, line: SharedLine, part: int) -> float:
    """A product's own share today."""
    share = 0.0
    for step, whose in enumerate(line.mix_part):
        if whose == part and line.mix_since[step] <= supply.day:
            share = line.mix_share[step]
    return max(share, line.rush_shares[part]) if is_in_rush(supply, line.products[part]) else share


def is_in_rush(supply: Supply, product: Product) -> bool:
    """Whether a control that will keep the product from every buyer is announced, and not yet in effect."""
    for control in supply.controls:
        announced = supply.states[control.number] == ANNOUNCED
        if announced and covers(control, product) and supply.on_stock[control.number]:
            return True
    return False


def heir_of(line: SharedLine, part: int) -> int:
    """Who gets a product's share today: itself, or the first that no control keeps back; -1 for other markets."""
    for _ in line.products:
        if line.products[part].stock_control < 0:
            return part
        part = line.heirs[part]
        if part < 0:
            break
    return -1


def finish_parts(supply: Supply, product: Product) -> None:
    """A product's parts of the lots of shared lines that finish today enter the stock."""
    for line in supply.shared_lines:
        parts = len(line.products) if line.finishes[supply.day] else 0
        for part in range(parts):
            units = line.finishing[supply.day * parts + part]
            if units and line.products[part].number == product.number:
                record_stock(supply, Event.lot_finished, product, units)
                enter(supply, product, units)
