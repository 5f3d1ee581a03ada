"""Key figures of an export control: what left in the window, what the deadline took, what it stopped.

An event does not name its control: its dates say what state it is in, and what it covers.
"""

from sim.model.controls import state_of, takes_effect
from sim.model.entities import CANCEL, Control, Line, Product, Supply
from sim.model.events import Entry, Event
from sim.model.gates import covers
from sim.model.lists import MISSING, entries, line_numbered, put_whole
from sim.model.tallies import ProductTally
from sim.rules.control import ANNOUNCED, IN_EFFECT
from sim.rules.ordering import is_out_of_patience


def control_figures(supply: Supply, control: Control) -> None:
    """Figures of a control: window, stopped units, what the deadline took by product."""
    clear(supply)
    stopped = 0
    for entry in entries(supply):
        if entry.product >= 0:
            stopped += count_for(supply, control, entry)
    window_units, window_usd = 0, 0
    for place in range(supply.lines_placed):
        line = line_numbered(supply, place + 1)
        window_units += max(line.window_units, 0)
        window_usd += max(line.window_usd, 0)
    put_whole(supply, window_units)
    put_whole(supply, window_usd)
    put_whole(supply, stopped)
    for product in supply.products:
        put_whole(supply, supply.of_products[product.number].stranded if covers(control, product) else MISSING)
    for product in supply.products:
        put_whole(supply, supply.of_products[product.number].stranded_usd if covers(control, product) else MISSING)
    for product in supply.products:
        put_whole(supply, supply.of_products[product.number].diverted if covers(control, product) else MISSING)
    for product in supply.products:
        put_whole(supply, supply.of_products[product.number].diverted_usd if covers(control, product) else MISSING)


def clear(supply: Supply) -> None:
    """Nothing is counted yet of a control."""
    for place in range(supply.lines_placed):
        line = line_numbered(supply, place + 1)
        line.window_units = 0
        line.window_usd = 0
        line.is_refused = False
    for tally in supply.of_products:
        tally.stranded, tally.stranded_usd, tally.diverted, tally.diverted_usd, tally.lot_on = 0, 0, 0, 0, -1


def count_for(supply: Supply, control: Control, entry: Entry) -> int:
    """Count one event for a control; gives units that it stopped."""
    event, product = entry.event, supply.products[entry.product]
    if event == Event.lot_finished:
        supply.of_products[product.number].lot_on = entry.day
    elif not covers(control, product):
        return 0
    elif event in (Event.dispatched, Event.returned):
        if in_window(control, event, entry.day):
            line, sign = line_numbered(supply, entry.order), 1 if event == Event.dispatched else -1
            line.window_units += sign * entry.units
            line.window_usd += sign * entry.value_usd
    elif event == Event.license_refused:
        line_numbered(supply, entry.order).is_refused = True
    elif event in (Event.order_switched, Event.order_cancelled):
        return entry.units if is_stopped(supply, control, entry, product) else 0
    elif event in (Event.held, Event.diverted) and takes_effect(control, entry.day):
        count_at_deadline(supply.of_products[product.number], entry)
    return 0


def count_at_deadline(tally: ProductTally, entry: Entry) -> None:
    """Count stock that goes on an effective day, in the control stage: what a lot loses as it finishes is not meant."""
    if tally.lot_on == entry.day:
        return
    if entry.event == Event.held:
        tally.stranded += entry.units
        tally.stranded_usd += entry.value_usd
    else:
        tally.diverted += entry.units
        tally.diverted_usd += entry.value_usd


def in_window(control: Control, event: int, day: int) -> bool:
    """Whether goods leave between announcement and effect, or are called back from it up to the effective day."""
    if state_of(control, day) == ANNOUNCED:
        return True
    return event == Event.returned and state_of(control, day - 1) == ANNOUNCED


def is_stopped(supply: Supply, control: Control, entry: Entry, product: Product) -> bool:
    """Whether a control in effect ends a line that it refuses: by giving no licenses, or after a license refused."""
    line = line_numbered(supply, entry.order)
    if state_of(control, entry.day) != IN_EFFECT or (control.licenses and not line.is_refused):
        return False
    return entry.event == Event.order_switched or ended_by_control(supply, entry, line, product)


def ended_by_control(supply: Supply, entry: Entry, line: Line, product: Product) -> bool:
    """Whether a cancelled order was cancelled for a control, and not given up, which comes first in a buyer's turn.

    Also the surplus of a shortage that would have been cancelled that very day.
    """
    buyer = supply.buyers[entry.buyer]
    if buyer.answers[product.number] != CANCEL:
        return False
    return not is_out_of_patience(entry.day, line.placed, buyer.patience)
