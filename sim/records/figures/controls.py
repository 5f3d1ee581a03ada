"""Key figures of export controls: what left in the window, what the deadline took, what it stopped.

An event does not name its control: the scenario says which products a control covers and what state it is in.
A control's figures carry its name and not its date, which may be uncertain.
"""

from collections.abc import Iterator

import numpy as np

from sim.clock import NEVER, day_of
from sim.records.events import Event
from sim.records.figures.naming import figure_name
from sim.records.figures.tally import Chosen, Figures, Integers, Rows, Tally, summed
from sim.rules.capacity import NO_LIMIT
from sim.rules.control import ANNOUNCED, IN_EFFECT, state_on
from sim.rules.ordering import is_out_of_patience
from sim.scenario.schema import Scenario
from sim.scenario.tables import Control


def control_figures(tally: Tally, scenario: Scenario) -> Figures:
    """Figures of every control, and of every control and product: null where the one does not cover the other."""
    figures: Figures = {}
    stops = list(stopped_rows(tally, scenario)) if scenario.control else []
    for control in scenario.control:
        states = states_by_day(control, scenario)
        eves, states = states[:-1], states[1:]
        covers = np.array([name in control.covers for name in tally.log.products])
        takes_effect = (states == IN_EFFECT) & (eves != IN_EFFECT)
        figures |= window_figures(tally, control.name, eves, states, covers)
        figures[figure_name("stopped_units", control.name)] = sum(
            int(rows.units[_refused(tally, control, rows, chosen, states, covers)].sum()) for rows, chosen in stops
        )
        figures |= deadline_figures(tally, control.name, takes_effect, covers)
    return figures


def states_by_day(control: Control, scenario: Scenario) -> Integers:
    """The state of a control, as in `sim.rules.control`, on each day from the eve of the run on; shape (days + 1,)."""
    start = scenario.start
    announced, effective = day_of(control.announced, start), day_of(control.effective, start)
    moves = [(day_of(move.on, start), day_of(move.to, start)) for move in control.moved]
    lifted = NEVER if control.lifted is None else day_of(control.lifted, start)
    turns = {-1, announced, effective, lifted, *(day for move in moves for day in move)}
    states = np.zeros(scenario.days + 1, dtype=np.int64)
    for day in sorted(day for day in turns if -1 <= day < scenario.days):
        states[day + 1 :] = state_on(day, announced, effective, moves, lifted)
    return states


def window_figures(tally: Tally, name: str, eves: Integers, states: Integers, covers: Chosen) -> Figures:
    """Units and dollars of the covered products dispatched between announcement and effect, inside the run.

    Net: less what is called back of the same order up to the effective day, the latest dispatched first.
    """
    sent, back = tally.of(Event.dispatched), tally.of(Event.returned)
    in_window = covers[sent.product] & (states[sent.day] == ANNOUNCED)
    called_back = covers[back.product] & ((states[back.day] == ANNOUNCED) | (eves[back.day] == ANNOUNCED))
    orders = int(max(sent.order.max(initial=0), back.order.max(initial=0))) + 1
    figures: Figures = {}
    for unit, column in (("units", "units"), ("usd", "value_usd")):
        left = summed(getattr(sent, column)[in_window], sent.order[in_window], orders)
        left -= summed(getattr(back, column)[called_back], back.order[called_back], orders)
        figures[figure_name(f"window_dispatched_{unit}", name)] = int(np.maximum(left, 0).sum())
    return figures


def deadline_figures(tally: Tally, name: str, takes_effect: Chosen, covers: Chosen) -> Figures:
    """Units and dollars of the hub's stock that a control takes on its effective days, stranded or diverted.

    Stock goes in the control stage, before the day's lots finish: what a lot loses when it finishes is not meant.
    """
    first_lot = np.full((len(covers), len(takes_effect)), len(tally.log.rows), dtype=np.int64)
    lots = tally.of(Event.lot_finished)
    np.minimum.at(first_lot, (lots.product, lots.day), lots.place)
    figures: Figures = {}
    for event in (Event.stranded, Event.diverted):
        rows = tally.of(event)
        taken = takes_effect[rows.day] & (rows.place < first_lot[rows.product, rows.day])
        for unit, values in (("units", rows.units), ("usd", rows.value_usd)):
            sums = summed(values[taken], rows.product[taken], len(covers)).tolist()
            for product, total, covered in zip(tally.log.products, sums, covers, strict=True):
                figures[figure_name(f"{event.name}_{unit}", product, name)] = total if covered else None
    return figures


def stopped_rows(tally: Tally, scenario: Scenario) -> Iterator[tuple[Rows, Chosen]]:
    """Rows of lines that some control ended: switched ones, and cancelled ones that were not given up.

    A line is given up when it is out of patience, which comes first in a buyer's turn; what else its buyer
    cancels of a product for which `on_control` says so, while a control refuses it, is the control's: also the
    surplus of a shortage that would have been cancelled that very day.
    """
    switched = tally.of(Event.order_switched)
    yield switched, np.ones(len(switched.place), dtype=bool)
    cancelled = tally.of(Event.order_cancelled)
    patience = [NO_LIMIT if buyer.patience is None else buyer.patience for buyer in scenario.buyer]
    answers = [[buyer.on_control.get(product) for product in tally.log.products] for buyer in scenario.buyer]
    pairs = zip(cancelled.buyer.tolist(), cancelled.product.tolist(), tally.waited(cancelled).tolist(), strict=True)
    chosen = [
        answers[buyer][product] == "cancel" and not is_out_of_patience(waited, 0, patience[buyer])
        for buyer, product, waited in pairs
    ]
    yield cancelled, np.array(chosen, dtype=bool)


def _refused(tally: Tally, control: Control, rows: Rows, chosen: Chosen, states: Integers, covers: Chosen) -> Chosen:
    """Which of the chosen rows a control in effect refuses: by giving no licenses, or after a license refused."""
    refused: Chosen = chosen & covers[rows.product] & (states[rows.day] == IN_EFFECT)
    if control.license is not None:
        no = tally.of(Event.license_refused)
        first = np.full(int(max(rows.order.max(initial=0), no.order.max(initial=0))) + 1, NEVER, dtype=np.int64)
        np.minimum.at(first, no.order, no.place)
        refused &= first[rows.order] < rows.place
    return refused
