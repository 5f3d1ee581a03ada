"""Key figures of buyers, and of all of them together: what is delivered by when, and how long it took."""

import numpy as np

from sim.records.events import Event
from sim.records.figures.naming import TO_SHARE, figure_name
from sim.records.figures.tally import Chosen, Figures, Integers, Rows, Tally, mean, summed
from sim.records.order import by_date, share_of_order
from sim.rules.ordering import order_units
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.schema import Scenario

WAIT_QUANTILES = {"p50": 0.5, "p90": 0.9}


def buyer_figures(tally: Tally, scenario: Scenario) -> Figures:
    """Figures of each buyer and of `all`; shares are of the whole run's order, see `sim.records.order`."""
    figures: Figures = {}
    delivered = by_day(tally, Event.delivered)
    ordered = order_units(by_day(tally, Event.order_placed), by_day(tally, Event.order_switched))
    usd = by_day(tally, Event.delivered, "value_usd")
    totals = {event: _totals(tally, event) for event in (Event.order_cancelled, Event.order_switched)}
    dispatched = _totals(tally, Event.dispatched) - _totals(tally, Event.returned)
    for place, name in enumerate(("all", *tally.log.buyers)):
        own = place - 1
        figures |= on_dates(name, scenario, delivered[own], ordered[own], usd[own])
        figures |= days_to_shares(name, scenario, delivered[own], int(ordered[own, -1]))
        cancelled, switched = (int(total[own]) for total in totals.values())
        figures[figure_name("backlog_units", name)] = int(ordered[own, -1]) - cancelled - int(dispatched[own])
        figures[figure_name("cancelled_units", name)] = cancelled
        figures[figure_name("switched_units", name)] = switched
    return figures | wait_figures(tally) | direct_figures(tally, scenario)


def by_day(tally: Tally, event: Event, column: str = "units") -> Integers:
    """Cumulative units or dollars of an event, shape (buyers + 1, days); the last row is of all buyers."""
    rows, days = tally.of(event), tally.log.days
    buyers = len(tally.log.buyers)
    curves = summed(getattr(rows, column), rows.buyer * days + rows.day, buyers * days).reshape(buyers, days)
    return np.concatenate([curves, curves.sum(axis=0, keepdims=True)]).cumsum(axis=1)


def _totals(tally: Tally, event: Event) -> Integers:
    """Units of an event over the whole run, shape (buyers + 1,); the last is of all buyers."""
    rows = tally.of(event)
    totals = summed(rows.units, rows.buyer, len(tally.log.buyers))
    return np.append(totals, totals.sum())


def on_dates(name: str, scenario: Scenario, delivered: Integers, ordered: Integers, usd: Integers) -> Figures:
    """Units delivered and ordered by each report date, given the cumulative curves; the run's end without dates."""
    figures: Figures = {}
    whole = int(ordered[-1])
    for when in scenario.report.dates or (scenario.end,):
        units = by_date(delivered, when, scenario.start)
        figures[figure_name("delivered_share", name, when)] = share_of_order(units, whole)
        figures[figure_name("delivered_units", name, when)] = units
        figures[figure_name("delivered_usd", name, when)] = by_date(usd, when, scenario.start)
        figures[figure_name("ordered_units", name, when)] = by_date(ordered, when, scenario.start)
    return figures


def days_to_shares(name: str, scenario: Scenario, delivered: Integers, ordered: int) -> Figures:
    """First day (0 is `start`) on which each target share, and the whole, is delivered; null where it never is."""
    figures: Figures = {}
    for share in dict.fromkeys((*scenario.report.shares, 1.0)):
        # Whole units, rounded up: 0.55 of 100 units are 55, in real numbers a little more.
        units = -(-ordered * millionths(share) // MILLION)
        reached = 0 < units <= delivered[-1]
        day = int(np.searchsorted(delivered, units)) if reached else None
        figures[figure_name(TO_SHARE, name, share)] = day
    return figures


def wait_figures(tally: Tally) -> Figures:
    """Days from order to delivery of the units delivered: mean, median, 90 % quantile, weighted by units."""
    rows = tally.of(Event.delivered)
    waits = tally.waited(rows)
    longest = int(waits.max(initial=0)) + 1
    buyers = len(tally.log.buyers)
    units = summed(rows.units, rows.buyer * longest + waits, buyers * longest).reshape(buyers, longest)
    units = np.concatenate([units, units.sum(axis=0, keepdims=True)])
    figures: Figures = {}
    for place, name in enumerate(("all", *tally.log.buyers)):
        own = units[place - 1]
        figures[figure_name("wait_days_mean", name)] = mean(np.arange(longest), own)
        for quantile, share in WAIT_QUANTILES.items():
            figures[figure_name(f"wait_days_{quantile}", name)] = _wait_of(own, share)
    return figures


def _wait_of(units: Integers, share: float) -> int | None:
    """The shortest wait that so large a share of the units waited at most; `units` by days waited."""
    cumulated = units.cumsum()
    whole = int(cumulated[-1])
    return int(np.searchsorted(cumulated, share * whole)) if whole else None


def direct_figures(tally: Tally, scenario: Scenario) -> Figures:
    """Days gained by direct dealing: a buyer's mean wait through distributors less that through its direct channel."""
    rows = tally.of(Event.delivered)
    waits = tally.waited(rows)
    direct = rows.channel >= len(scenario.distributor)
    figures: Figures = {}
    for buyer, name in enumerate(tally.log.buyers):
        own = rows.buyer == buyer
        figures[figure_name("days_gained_direct", name)] = _gained(rows, waits, own & ~direct, own & direct)
    return figures


def _gained(rows: Rows, waits: Integers, indirect: Chosen, direct: Chosen) -> float | None:
    through_distributors = mean(waits[indirect], rows.units[indirect])
    by_contract = mean(waits[direct], rows.units[direct])
    return None if through_distributors is None or by_contract is None else through_distributors - by_contract
