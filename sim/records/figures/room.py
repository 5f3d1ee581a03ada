"""Room for what is counted, as the scenario that was asked for decides it: the same in all of its replications."""

from sim.clock import day_of
from sim.model.entities import Supply
from sim.records.figures.flows import give_flows
from sim.scenario.drawn_dates import Dates
from sim.scenario.schema import Scenario


def give_room(supply: Supply, asked: Scenario) -> None:
    """Have counted what the scenario `asked` for allows, before anything is drawn in it."""
    give_flows(supply, asked)
    days = supply.days + oldest_order(asked)
    for tally in (supply.of_all, *supply.of_buyers):
        tally.waits = [0] * days


def oldest_order(asked: Scenario) -> int:
    """The most days by which a dated order is older than the run; 0 of none."""
    dates = Dates(asked)
    ages = (
        -day_of(dates.at(("buyer", place, "order", number, "date"), order.date).first, asked.start)
        for place, buyer in enumerate(asked.buyer)
        for number, order in enumerate(buyer.order)
    )
    return max(0, *ages, 0)
