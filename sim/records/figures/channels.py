"""Key figures of channels: their share of what is dispatched, and the use made of their capacity."""

from sim.clock import week_of
from sim.records.events import Event
from sim.records.figures.naming import figure_name
from sim.records.figures.tally import Figures, Tally, summed
from sim.scenario.schema import Scenario


def channel_figures(tally: Tally, scenario: Scenario) -> Figures:
    """Share of all units dispatched, and units dispatched by what the channel could have sent without overtime.

    What is dispatched counts even where it is called back later: it took its place. A calendar week that lies
    only partly in the run has its whole capacity.
    """
    rows = tally.of(Event.dispatched)
    names = tally.log.channels
    units = summed(rows.units, rows.channel, len(names)).tolist()
    whole = sum(units)
    figures: Figures = {}
    for name, sent, capacity in zip(names, units, _capacities(tally, scenario), strict=True):
        figures[figure_name("channel_share", name)] = sent / whole if whole else None
        figures[figure_name("channel_use", name)] = sent / capacity if capacity else None
    return figures


def _capacities(tally: Tally, scenario: Scenario) -> list[int]:
    """Units that each channel could send in the calendar weeks of the run; a direct one from its contract on."""
    signed = tally.of(Event.contract_signed)
    opened = dict(zip(signed.channel.tolist(), signed.day.tolist(), strict=True))
    weekly = [distributor.weekly_capacity for distributor in scenario.distributor]
    capacities = [capacity * _weeks(0, scenario) for capacity in weekly]
    contracts = [buyer.negotiation.contract for buyer in scenario.buyer if buyer.negotiation is not None]
    for channel, contract in enumerate(contracts, start=len(weekly)):
        weeks = _weeks(opened[channel], scenario) if channel in opened else 0
        capacities.append(contract.weekly_capacity * weeks)
    return capacities


def _weeks(first: int, scenario: Scenario) -> int:
    """Calendar weeks, Monday to Sunday, from that of a day to that of the run's last day."""
    weekday = scenario.start.weekday()
    return week_of(scenario.days - 1, weekday) - week_of(first, weekday) + 1
