"""The timeline of an episode: what a scenario says happens when, and what happened besides in a run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sim.scenario.drawn_dates import Dates, When
from sim.scenario.paths import Location
from sim.scenario.production_tables import Lots
from sim.scenario.schema import Scenario

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
    """Something on a date, or in the range of one that is drawn: `kind` groups moments, `words` tell it."""

    when: When
    kind: str
    words: str


def timeline(scenario: Scenario, events: "pd.DataFrame | None" = None) -> list[Moment]:
    """Moments in order of date; those of one date in the order of the scenario file."""
    dates = Dates(scenario)
    moments = [
        *_production(scenario, dates),
        *_controls(scenario, dates),
        *_orders(scenario, dates),
        *(_talks(scenario, dates) if events is None else _happened(events)),
        Moment(_on(scenario.start), "run", "The simulation starts"),
        Moment(_on(scenario.end), "run", "The simulation ends"),
        *(Moment(_on(when), "report", "Deliveries are reported") for when in scenario.report.dates),
    ]
    return sorted(moments, key=lambda moment: moment.when)


def by_date(moments: Iterable[Moment]) -> list[tuple[When, list[Moment]]]:
    """Moments of one date or range together, in the order of dates."""
    found: dict[When, list[Moment]] = {}
    for moment in moments:
        found.setdefault(moment.when, []).append(moment)
    return list(found.items())


def _on(when: date) -> When:
    return When(when, when)


def _production(scenario: Scenario, dates: Dates) -> Iterator[Moment]:
    for place, shared in enumerate(scenario.line):
        yield from _line(f"line {shared.name}", shared, ("line", place), dates)
    for place, product in enumerate(scenario.product):
        line, own = product.production, ("product", place, "production")
        if line is None:
            continue
        yield from _line(product.name, line, own, dates)
        for number, lot in enumerate(line.in_progress):
            when = dates.at((*own, "in_progress", number, "finishes"), lot.finishes)
            yield Moment(when, "production", f"A lot of {lot.units:,} {product.name} in progress is finished")


def _line(name: str, line: Lots, own: Location, dates: Dates) -> Iterator[Moment]:
    yield Moment(dates.at((*own, "start"), line.start), "production", f"Production of {name} starts")
    if line.end is not None:
        yield Moment(dates.at((*own, "end"), line.end), "production", f"Production of {name} ends")


def _controls(scenario: Scenario, dates: Dates) -> Iterator[Moment]:
    for place, control in enumerate(scenario.control):
        for number, turn in enumerate(dates.of_control(place, control)):
            covers = "" if number else f", covers {', '.join(control.covers)}"
            yield Moment(turn.when, "control", f"{control.name}: {turn.what}{covers}")


def _orders(scenario: Scenario, dates: Dates) -> Iterator[Moment]:
    orders = [
        Moment(
            dates.at(("buyer", place, "order", number, "date"), order.date),
            "order",
            f"{buyer.name} orders {order.units:,} {order.product}",
        )
        for place, buyer in enumerate(scenario.buyer)
        for number, order in enumerate(buyer.order)
    ]
    yield from orders[:MOST_ORDERS]
    if len(orders) > MOST_ORDERS:
        last = max(order.when for order in orders[MOST_ORDERS:])
        yield Moment(last, "order", f"The last of {len(orders) - MOST_ORDERS:,} more dated orders")


def _talks(scenario: Scenario, dates: Dates) -> Iterator[Moment]:
    for place, buyer in enumerate(scenario.buyer):
        if buyer.negotiation is not None and isinstance(buyer.negotiation.opens, date):
            when = dates.at(("buyer", place, "negotiation", "opens"), buyer.negotiation.opens)
            yield Moment(when, "talks", f"Talks open with {buyer.name}")


def _happened(events: "pd.DataFrame") -> Iterator[Moment]:
    """What became of the talks in one replication."""
    own = events[events["event"].isin(list(HAPPENED))]
    for when, event, buyer in zip(own["date"].dt.date, own["event"], own["buyer"], strict=True):
        yield Moment(_on(when), "talks", f"{HAPPENED[str(event)]} with {buyer}")
