"""The timeline of an episode: what a scenario says happens when, and what happened besides in a run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sim.records.words import date_in_words
from sim.scenario.schema import Scenario
from sim.scenario.tables import Control

if TYPE_CHECKING:
    import pandas as pd

HAPPENED = {
    "negotiation_opened": "Talks open",
    "contract_signed": "Contract signed",
    "negotiation_failed": "Talks fail",
}
MOST_ORDERS = 60
"""Dated orders that are told one by one."""


@dataclass(frozen=True)
class Moment:
    """Something on a date: `kind` groups moments, `words` tell it."""

    when: date
    kind: str
    words: str


def timeline(scenario: Scenario, events: "pd.DataFrame | None" = None) -> list[Moment]:
    """Moments in order of date; those of one date in the order of the scenario file."""
    moments = [
        *_production(scenario),
        *(moment for control in scenario.control for moment in _control(control)),
        *_orders(scenario),
        *(_talks(scenario) if events is None else _happened(events)),
        Moment(scenario.start, "run", "The simulation starts"),
        Moment(scenario.end, "run", "The simulation ends"),
        *(Moment(when, "report", "Deliveries are reported") for when in scenario.report.dates),
    ]
    return sorted(moments, key=lambda moment: moment.when)


def by_date(moments: Iterable[Moment]) -> list[tuple[date, list[Moment]]]:
    """Moments of one date together, in the order of dates."""
    found: dict[date, list[Moment]] = {}
    for moment in moments:
        found.setdefault(moment.when, []).append(moment)
    return list(found.items())


def _production(scenario: Scenario) -> Iterator[Moment]:
    for product in scenario.product:
        line = product.production
        if line is None:
            continue
        yield Moment(line.start, "production", f"Production of {product.name} starts")
        if line.end is not None:
            yield Moment(line.end, "production", f"Production of {product.name} ends")
        for lot in line.in_progress:
            yield Moment(lot.finishes, "production", f"A lot of {lot.units:,} {product.name} in progress is finished")


def _control(control: Control) -> Iterator[Moment]:
    covers = ", ".join(control.covers)
    yield Moment(control.announced, "control", f"{control.name}: announced, covers {covers}")
    last = control.effective
    if not control.moved:
        yield Moment(last, "control", f"{control.name}: in effect")
    for move in control.moved:
        yield Moment(
            move.on,
            "control",
            f"{control.name}: effective date moved from {date_in_words(last)} to {date_in_words(move.to)}",
        )
        last = move.to
    if control.moved:
        yield Moment(last, "control", f"{control.name}: in effect")
    if control.lifted is not None:
        yield Moment(control.lifted, "control", f"{control.name}: lifted")


def _orders(scenario: Scenario) -> Iterator[Moment]:
    orders = [
        Moment(order.date, "order", f"{buyer.name} orders {order.units:,} {order.product}")
        for buyer in scenario.buyer
        for order in buyer.order
    ]
    yield from orders[:MOST_ORDERS]
    if len(orders) > MOST_ORDERS:
        last = max(order.when for order in orders[MOST_ORDERS:])
        yield Moment(last, "order", f"The last of {len(orders) - MOST_ORDERS:,} more dated orders")


def _talks(scenario: Scenario) -> Iterator[Moment]:
    for buyer in scenario.buyer:
        if buyer.negotiation is not None and isinstance(buyer.negotiation.opens, date):
            yield Moment(buyer.negotiation.opens, "talks", f"Talks open with {buyer.name}")


def _happened(events: "pd.DataFrame") -> Iterator[Moment]:
    """What became of the talks in one replication."""
    own = events[events["event"].isin(list(HAPPENED))]
    for when, event, buyer in zip(own["date"].dt.date, own["event"], own["buyer"], strict=True):
        yield Moment(when, "talks", f"{HAPPENED[str(event)]} with {buyer}")
