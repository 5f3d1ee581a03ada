"""Buyers: a process each, and another for the talks of one that may deal directly."""

from sim.clock import Stage
from sim.engines.simpy.calendar import Calendar, Process
from sim.model.buyers import take_turn
from sim.model.contracts import end_contract
from sim.model.entities import Buyer, Supply
from sim.model.negotiation import end_round, open_talks, opens_today


def buyer(supply: Supply, calendar: Calendar, who: Buyer) -> Process:
    """A turn in the order stage of every day."""
    for day in range(supply.days):
        yield calendar.at(day, Stage.ORDER, who.number)
        take_turn(supply, who)


def negotiation(supply: Supply, calendar: Calendar, who: Buyer) -> Process:
    """Open on a date or at a backlog, go through the rounds, and sign or fail; what was signed ends with its term.

    The backlog is looked at in the negotiation stage: it is that of the evening before.
    """
    days = range(supply.days) if who.talks_backlog >= 0 else range(who.talks_on, who.talks_on + 1)
    for day in days:
        yield calendar.at(day, Stage.NEGOTIATION, who.number)
        if opens_today(supply, who):
            open_talks(supply, who)
            break
    while who.round > 0:
        yield calendar.at(who.round_ends, Stage.NEGOTIATION, who.number)
        end_round(supply, who)
    if who.term_ends < supply.days:
        yield calendar.at(who.term_ends, Stage.NEGOTIATION, who.number)
        end_contract(supply, who)
