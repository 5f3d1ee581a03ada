"""What is counted, and in what: as the scenario that was asked for says, the same in all of its replications."""

from bisect import bisect_left

from sim.clock import day_of, quarters
from sim.model.entities import Supply
from sim.model.events import CAUSES
from sim.model.tallies import BY_SPAN, BuyerTally, ChannelTally, ControlTally, LineTally, ProductTally
from sim.records.figures.flows import give_flows
from sim.records.figures.own import give_own
from sim.rules.ramp import millionths
from sim.scenario.drawn_dates import Dates
from sim.scenario.schema import Scenario


def give_room(supply: Supply, asked: Scenario) -> None:
    """Make what key figures are counted in, before anything is drawn in the scenario `asked` for."""
    report, last = asked.report, supply.days - 1
    supply.report_days = [day_of(when, asked.start) for when in asked.report_dates]
    supply.targets = [millionths(share) for share in dict.fromkeys((*report.shares, 1.0))]
    supply.quarter_ends = [min(day_of(when, asked.start), last) for _, when in quarters(asked.start, asked.end)]
    marks = sorted({last, *supply.quarter_ends, *(day for day in supply.report_days if 0 <= day < last)})
    supply.spans = [bisect_left(marks, day) for day in range(supply.days)]
    waits = supply.days + oldest_order(asked)
    supply.of_all, *supply.of_buyers = (_buyer_tally(supply, waits) for _ in range(1 + len(supply.buyers)))
    supply.of_products = [ProductTally(_by_quarter(supply)) for _ in supply.products]
    supply.of_lines = [LineTally(_by_quarter(supply)) for _ in supply.shared_lines]
    supply.of_channels = [ChannelTally() for _ in supply.channels]
    supply.of_controls = [_control_tally(supply) for _ in supply.controls]
    give_flows(supply, asked)
    give_own(supply, asked)


def _by_quarter(supply: Supply) -> list[int]:
    return [0] * len(supply.quarter_ends)


def _buyer_tally(supply: Supply, waits: int) -> BuyerTally:
    tally = BuyerTally(met=[0] * supply.days, waits=[0] * waits, lost=[0] * len(CAUSES))
    for name in BY_SPAN:
        setattr(tally, name, [0] * (supply.spans[-1] + 1))
    return tally


def _control_tally(supply: Supply) -> ControlTally:
    products, buyers = len(supply.products), len(supply.buyers)
    return ControlTally(quota_used=[0] * buyers, stranded=[0] * products, diverted=[0] * products)


def oldest_order(asked: Scenario) -> int:
    """The most days by which a dated order is older than the run; 0 of none."""
    dates = Dates(asked)
    ages = (
        -day_of(dates.at(("buyer", place, "order", number, "date"), order.date).first, asked.start)
        for place, buyer in enumerate(asked.buyer)
        for number, order in enumerate(buyer.order)
    )
    return max(0, *ages, 0)
