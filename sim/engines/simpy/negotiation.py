"""Negotiations: a buyer talks with the supplier about a direct channel."""

from collections.abc import Generator

from simpy import Event as SimPyEvent

from sim.clock import Stage
from sim.engines.simpy.buyer import Buyer
from sim.engines.simpy.calendar import at
from sim.engines.simpy.state import Supply
from sim.realisation.world import NegotiationWorld
from sim.records.events import Event

Process = Generator[SimPyEvent, None, None]


def negotiation(supply: Supply, buyer: Buyer, talks: NegotiationWorld) -> Process:
    """Open on a date or at a backlog, go through the rounds, and sign or fail.

    The backlog is looked at in the negotiation stage: it is that of the evening before.
    """
    opens = talks.opens_day
    if talks.opens_backlog is not None:
        for opens in range(supply.realisation.days):
            yield at(supply.env, opens, Stage.NEGOTIATION, buyer.number)
            if supply.backlog[buyer.number] >= talks.opens_backlog:
                break
        else:
            return
    elif opens >= supply.realisation.days:
        return
    else:
        yield at(supply.env, opens, Stage.NEGOTIATION, buyer.number)
    supply.record(Event.negotiation_opened, buyer=buyer.number)
    day = opens
    for days, success in talks.rounds:
        day += days
        if day >= supply.realisation.days:
            return
        yield at(supply.env, day, Stage.NEGOTIATION, buyer.number)
        supply.record(Event.negotiation_round, buyer=buyer.number)
        if success:
            buyer.sign(talks)
            return
    supply.record(Event.negotiation_failed, buyer=buyer.number)
