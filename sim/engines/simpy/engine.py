"""One replication: start every process, run the days, give the event log."""

from functools import partial

from simpy import Environment

from sim.clock import STAGES, Stage
from sim.engines.simpy.buyer import buyer, negotiation
from sim.engines.simpy.calendar import BEFORE_ALL, Calendar
from sim.engines.simpy.export_control import start_controls
from sim.engines.simpy.hub import hub, weeks
from sim.engines.simpy.production import start_production
from sim.model.build import build
from sim.model.entities import Supply
from sim.model.lists import start_lists
from sim.model.names import names_of
from sim.model.older import carry_orders
from sim.model.prepare import prepare
from sim.realisation.draw import Realisation
from sim.realisation.streams import Streams
from sim.records.events import EventLog, log_of_facts


def simulate(realisation: Realisation) -> EventLog:
    """The event log of a realisation; a function of the realisation alone."""
    document = realisation.document
    supply = live(realisation)
    return log_of_facts(supply.facts, *names_of(document), document["start"], supply.days, supply.posted)


def live(realisation: Realisation) -> Supply:
    """All there is at the end of a realisation's last day."""
    supply, _ = build(realisation.document)
    supply.streams = Streams(realisation.seed, realisation.replication)
    calendar = Calendar(Environment(), supply)
    start_lists(supply, calendar)
    prepare(supply)
    run(supply, calendar)
    return supply


def run(supply: Supply, calendar: Calendar) -> None:
    """Start every process, and go through the days."""
    start_controls(supply, calendar)
    start_production(supply, calendar)
    calendar.once(0, Stage.CONTROL, BEFORE_ALL, partial(carry_orders, supply))
    calendar.start(weeks(supply, calendar))
    for one in supply.buyers:
        if one.direct >= 0:
            calendar.start(negotiation(supply, calendar, one))
        calendar.start(buyer(supply, calendar, one))
    calendar.start(hub(supply, calendar))
    env = calendar.env
    end = supply.days * STAGES
    while (tick := env.peek()) < end:
        supply.day = int(tick) // STAGES
        env.step()
