"""The kernel: one replication, from drawing what is uncertain to the last day's events; a loop says when."""

from typing import Any

from sim.compiler.functions import entity_at, is_nothing
from sim.compiler.parts import compiled
from sim.engines.compiled import own  # noqa: F401 - what it puts in the place of the model's functions
from sim.engines.compiled.compiling import entry, share_all
from sim.engines.compiled.counting import is_out_of_room
from sim.engines.compiled.curves import note_curves
from sim.engines.compiled.draws import sample
from sim.engines.compiled.held import HeldSupply
from sim.engines.compiled.lists import decided_today, due_today
from sim.model.buyers import take_turn
from sim.model.contracts import end_contract
from sim.model.controls import note_states, pass_dates, states_change
from sim.model.hub import allocation_stage
from sim.model.licenses import apply_all, decide
from sim.model.negotiation import ENDED, NOT_OPENED, end_round, open_talks, opens_today
from sim.model.older import carry_orders
from sim.model.prepare import prepare
from sim.model.production import finish_carried, finish_lot, start_lot
from sim.model.shared_lines import divide_earlier, divide_lot, finish_parts, start_shared_lot
from sim.model.shipments import arrive, begin_week
from sim.model.stock import keep_back, may_change_fate, open_stock
from sim.records.figures.counted import key_figures

share_all()
supply_at = entity_at(HeldSupply)


@compiled
def control_stage(supply: HeldSupply) -> None:
    """The control stage of a day: opening stock, each control's dates, license decisions, what is held."""
    if supply.turning[supply.day]:
        if states_change(supply, supply.day):
            note_states(supply)
        if supply.day == 0:
            open_stock(supply)
            carry_orders(supply)
        for control in supply.controls:
            pass_dates(supply, control)
    apply_all(supply)
    if not is_nothing(supply.deciding[supply.day]):
        for decision in decided_today(supply):
            decide(supply, decision.line, decision.control, decision.granted)
    if may_change_fate(supply, supply.day):
        keep_back(supply)


@compiled
def production_stage(supply: HeldSupply) -> None:
    """The production stage of a day: shared lines, then by product, what finishes before what starts.

    But for a cycle of no days: then the lot that starts is the one that finishes.
    """
    any_finishes = False
    for line in supply.shared_lines:
        if supply.day == line.lots.next_start:
            start_shared_lot(supply, line)
        if supply.day == line.lots.next_yield:
            divide_lot(supply, line)
        any_finishes = any_finishes or line.finishes[supply.day] != 0
    for product in supply.products:
        if any_finishes:
            finish_parts(supply, product)
        if len(product.carried_finish):
            finish_carried(supply, product)
        lots = product.lots
        at_once = lots.cycle_time == 0
        if supply.day == lots.next_yield and not at_once:
            finish_lot(supply, product)
        if supply.day == lots.next_start:
            start_lot(supply, product)
            if at_once:
                finish_lot(supply, product)


@compiled
def arrival_stage(supply: HeldSupply) -> None:
    """All that is due today reaches its buyers."""
    if not is_nothing(supply.due[supply.day]):
        for shipment in due_today(supply):
            arrive(supply, shipment)


@compiled
def negotiation_stage(supply: HeldSupply) -> None:
    """Contracts end, talks open, and rounds of talks end."""
    for buyer in supply.buyers:
        if buyer.term_ends == supply.day:
            end_contract(supply, buyer)
        if buyer.direct < 0 or buyer.round == ENDED:
            continue
        if buyer.round == NOT_OPENED and opens_today(supply, buyer):
            open_talks(supply, buyer)
        while buyer.round > 0 and buyer.round_ends == supply.day:
            end_round(supply, buyer)


@compiled
def order_stage(supply: HeldSupply) -> None:
    """Each buyer's turn."""
    for buyer in supply.buyers:
        take_turn(supply, buyer)


@compiled
def live(supply: HeldSupply) -> None:
    """All days of the run, each in its seven stages; the books are the events themselves. Ends where memory does."""
    for day in range(supply.days):
        supply.day = day
        if supply.is_full:
            return
        if (day + supply.start_weekday) % 7 == 0:
            begin_week(supply)
        control_stage(supply)
        production_stage(supply)
        arrival_stage(supply)
        negotiation_stage(supply)
        order_stage(supply)
        allocation_stage(supply)


DONE, REFUSED, FULL, UNCOUNTED, MISCOUNTED = range(5)
"""How replications end: well, with draws that only the scenario's own checks can pass, for want of room in memory, for
want of room for values of curves, or with more or fewer key figures than have a name."""


@compiled
def one(supply: HeldSupply, uniforms: Any, sampled: Any) -> int:
    """One replication in memory; gives how it ends."""
    if not sample(supply, uniforms, sampled):
        return REFUSED
    prepare(supply)
    divide_earlier(supply)
    live(supply)
    return FULL if supply.is_full else DONE


@entry
def replicate_many(
    whole: Any,
    nominal: Any,
    seed: int,
    replications: Any,
    uniforms: Any,
    sampled: Any,
    figures: Any,
    running: Any,
    words: Any,
    first: int,
    taken: int,
) -> tuple[int, int]:
    """Replications from place `first` on, until one doesn't end well; gives how it ends, and its place.

    `whole` is the memory, `nominal` its first cells as they are before anything is drawn; the last replication's
    events are in memory afterwards. `replications` are the numbers that chance is drawn by. `sampled` and `figures`
    receive a row each; `figures` has no columns where these aren't asked for, `uniforms` none where parameters have
    streams. Where there is room for `words`, curves are noted in these; `running` is what they have come to. Curves of
    the first `taken` replications no longer take room.
    """
    supply = supply_at(whole.ctypes.data)
    for place in range(first, len(replications)):
        if len(words) and is_out_of_room(running, supply.days, place - taken):
            return UNCOUNTED, place
        for cell in range(len(nominal)):
            whole[cell] = nominal[cell]
        supply.seed = seed
        supply.replication = replications[place]
        end = one(supply, uniforms[place], sampled[place])
        if end != DONE:
            return end, place
        if figures.shape[1]:
            key_figures(supply)
            if supply.figures_made != figures.shape[1]:
                return MISCOUNTED, place
        for figure in range(figures.shape[1]):
            figures[place, figure] = supply.whole_figures[figure]
        if len(words):
            note_curves(supply, place - taken, running, words)
    return DONE, len(replications)
