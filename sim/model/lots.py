"""Lots of a production line, a product's own or a shared one: their rhythm, their size, and what of them is good."""

from sim.model.draws import drawn
from sim.model.entities import Lots, Supply
from sim.rules import ramp
from sim.rules.production import lot_size
from sim.rules.rounding import whole_share
from sim.rules.shares import MILLION, carry


def prepare_lots(lots: Lots, split_days: int) -> None:
    """The first lots to start within the run, and to finish: those that were started before day 0 are in progress.

    A lot's yield is taken so many days before it finishes; of lots in progress that may be before day 0.
    """
    lots.lots_started = max(0, -(lots.start // lots.lot_interval))
    lots.lots_yielded = max(0, -((lots.start + lots.cycle_time) // lots.lot_interval))
    lots.next_start = lots.start + lots.lots_started * lots.lot_interval
    lots.next_yield = lots.start + lots.lots_yielded * lots.lot_interval + lots.cycle_time - split_days


def begin_lot(supply: Supply, lots: Lots) -> int:
    """Units of the lot that starts today, none where the line has ended; the next one is due."""
    lots.next_start += lots.lot_interval
    return units_of_lot(lots, supply.day)


def yield_lot(supply: Supply, lots: Lots, started: int) -> int:
    """Good units of the lot that was started on a day, none where the line had ended by then; the next one is due."""
    lots.lots_yielded += 1
    lots.next_yield += lots.lot_interval
    return good_units(lots, units_of_lot(lots, started), lot_yield(supply, lots, lots.yield_word, lots.lots_yielded))


def units_of_lot(lots: Lots, started: int) -> int:
    """Units of a lot that is started on a day; none from the line's end on."""
    return lot_size(lots.capacity, ramp_at(lots, started - lots.start)) if started < lots.end else 0


def ramp_at(lots: Lots, days: int) -> int:
    """Share of full capacity so many days after the line's start, in millionths."""
    if lots.slope > 0:
        return ramp.logistic(days, lots.midpoint, lots.slope)
    if lots.full_after > 0:
        return ramp.linear(days, lots.full_after)
    if len(lots.ramp_days):
        return ramp.table(days, lots.ramp_days, lots.ramp_shares)
    return MILLION


def lot_yield(supply: Supply, lots: Lots, word: int, lot: int) -> int:
    """The yield of a lot in millionths."""
    return whole_share(drawn(supply, lots.lot_yield, word, lot))


def good_units(lots: Lots, units: int, share: int) -> int:
    """Good units of a lot; what is lost of a unit is carried to the next."""
    good, claim = carry(lots.yield_claim, units, share)
    lots.yield_claim = claim
    return good
