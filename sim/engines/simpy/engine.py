"""One replication: start every process, run the days, give the event log."""

from simpy import Environment

from sim.clock import STAGES
from sim.engines.simpy.buyer import Buyer
from sim.engines.simpy.distributor import Channel
from sim.engines.simpy.export_control import start_controls
from sim.engines.simpy.hub import hub
from sim.engines.simpy.negotiation import negotiation
from sim.engines.simpy.production import start_production
from sim.engines.simpy.state import Supply
from sim.realisation.world import Realisation
from sim.records.events import EventBook, EventLog


def simulate(realisation: Realisation) -> EventLog:
    """The event log of a realisation; a function of the realisation alone."""
    env = Environment()
    book = EventBook(
        products=tuple(product.name for product in realisation.products),
        buyers=tuple(buyer.name for buyer in realisation.buyers),
        channels=tuple(channel.name for channel in realisation.channels),
        start=realisation.start,
        days=realisation.days,
    )
    supply = Supply(env, realisation, book)
    start_production(supply)
    channels = [Channel(supply, number, world) for number, world in enumerate(realisation.channels)]
    start_controls(supply, channels)
    for number, world in enumerate(realisation.buyers):
        buyer = Buyer(supply, number, world)
        if world.negotiation is not None:
            env.process(negotiation(supply, buyer, world.negotiation))
        env.process(buyer.turns())
    env.process(hub(supply, channels))
    end = realisation.days * STAGES
    while (tick := env.peek()) < end:
        supply.day = int(tick) // STAGES
        env.step()
    return book.log()
