"""Key figures of one replication: flat names, the figure first, then what it is of, then the date or share."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.clock import day_of
from sim.records.events import Event, EventLog
from sim.scenario.schema import Scenario

Figures = dict[str, int | float | None]


def key_figures(log: EventLog, scenario: Scenario) -> Figures:
    """Every key figure; null where it has no meaning (a share of no order, a date that is not reached)."""
    figures: Figures = {}
    dates = scenario.report.dates or (scenario.end,)
    for buyer, name in [(-1, "all"), *enumerate(log.buyers)]:
        figures |= buyer_figures(log, scenario, buyer, name, dates)
    for product, name in enumerate(log.products):
        of_product = log.column("product") == product
        for event in (Event.stranded, Event.diverted):
            figures[f"{event.name}_units.{name}"] = total(log, event, of_product)
            figures[f"{event.name}_usd.{name}"] = total(log, event, of_product, "value_usd")
    whole = total(log, Event.dispatched, np.ones(len(log.rows), dtype=bool))
    for channel, name in enumerate(log.channels):
        units = total(log, Event.dispatched, log.column("channel") == channel)
        figures[f"channel_share.{name}"] = units / whole if whole else None
    return figures


def total(log: EventLog, event: Event, chosen: NDArray[np.bool_], column: str = "units") -> int:
    """Sum of a column over the chosen events of a kind."""
    return int(log.column(column)[chosen & (log.column("event") == event)].sum())


def buyer_figures(log: EventLog, scenario: Scenario, buyer: int, name: str, dates: tuple[date, ...]) -> Figures:
    """Figures of one buyer; of all for -1. Shares are of units ordered less switched over the whole run."""
    own = np.ones(len(log.rows), dtype=bool) if buyer < 0 else log.column("buyer") == buyer
    switched = total(log, Event.order_switched, own)
    ordered = total(log, Event.order_placed, own) - switched
    figures: Figures = {}
    for when in dates:
        until = own & (log.column("day") <= day_of(when, scenario.start))
        delivered = total(log, Event.delivered, until)
        figures[f"delivered_share.{name}.{when}"] = delivered / ordered if ordered else None
        figures[f"delivered_units.{name}.{when}"] = delivered
        figures[f"delivered_usd.{name}.{when}"] = total(log, Event.delivered, until, "value_usd")
        figures[f"ordered_units.{name}.{when}"] = total(log, Event.order_placed, until) - total(
            log, Event.order_switched, until
        )
    for share in scenario.report.shares:
        figures[f"days_to_share.{name}.{share}"] = days_to(log, own, share * ordered)
    cancelled = total(log, Event.order_cancelled, own)
    net = total(log, Event.dispatched, own) - total(log, Event.returned, own)
    figures[f"backlog_units.{name}"] = ordered - cancelled - net
    figures[f"cancelled_units.{name}"] = cancelled
    figures[f"switched_units.{name}"] = switched
    return figures | wait_figures(log, own, name)


def days_to(log: EventLog, own: NDArray[np.bool_], units: float) -> int | None:
    """Day on which so many units are delivered; null where it never is."""
    rows = own & (log.column("event") == Event.delivered)
    cumulated = log.column("units")[rows].cumsum()
    place = int(np.searchsorted(cumulated, units))
    return int(log.column("day")[rows][place]) if units > 0 and place < len(cumulated) else None


def wait_figures(log: EventLog, own: NDArray[np.bool_], name: str) -> Figures:
    """Days from order to delivery of the units delivered: mean, median, 90 % quantile, weighted by units."""
    placed = np.zeros(int(log.column("order").max(initial=0)) + 1, dtype=np.int64)
    orders = log.column("event") == Event.order_placed
    placed[log.column("order")[orders]] = log.column("day")[orders]
    rows = own & (log.column("event") == Event.delivered)
    waits = log.column("day")[rows] - placed[log.column("order")[rows]]
    units = log.column("units")[rows]
    keys = (f"wait_days_mean.{name}", f"wait_days_p50.{name}", f"wait_days_p90.{name}")
    if not units.sum():
        return dict.fromkeys(keys)
    order = np.argsort(waits, kind="stable")
    cumulated = units[order].cumsum()
    at = [int(waits[order][np.searchsorted(cumulated, share * cumulated[-1])]) for share in (0.5, 0.9)]
    return dict(zip(keys, (float((waits * units).sum() / units.sum()), *at), strict=True))
