"""Key figures counted once more, from a run's table of events with pandas: no code of the counter is used.

What no event tells (need, and which control licensed, stopped or stranded what) is left out, but for the need of lines
that is needed to count what is met; `tests/engines/test_worked_figures.py` has examples of it.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd

from sim.experiment.run import Run
from sim.records.figures.naming import figure_name

Figure = tuple[str, Any]

ORDERED = {"order_placed": 1, "order_carried": 1, "order_switched": -1}
DISPATCHED = {"dispatched": 1, "returned": -1, "delivered_earlier": 1}
DELIVERED = {"delivered": 1, "delivered_earlier": 1}


def recounted(run: Run) -> Iterator[Figure]:
    """Names and values of the key figures that follow from the events."""
    events = run.events
    of_orders = events[events["order"].notna()]
    yield from of_buyers(of_orders, run)
    yield from of_products(events, run)
    for control in run.resolved.control:
        yield from of_control(of_orders, control, run)


def signed(events: pd.DataFrame, signs: dict[str, int], column: str = "units") -> "pd.Series[Any]":
    """Units or dollars, times the sign of each event."""
    return events[column] * events["event"].astype(str).map(signs).fillna(0).astype("int64")


def of_buyers(events: pd.DataFrame, run: Run) -> Iterator[Figure]:
    """Figures of each buyer and of all, on dates, in quarters and at the end."""
    scenario = run.resolved
    for who in ("all", *(buyer.name for buyer in scenario.buyer)):
        own = events if who == "all" else events[events["buyer"] == who]
        need = needs(run, None if who == "all" else who)
        yield figure_name("need_units", who), int(need["units"].sum())
        for account, cause in enumerate(("patience", "control", "budget"), 1):
            yield figure_name("lost_units", who, cause), int(need.loc[need["account"] == account, "units"].sum())
        for when in scenario.report.dates or (scenario.end,):
            for figure, value in totals(own[own["date"] <= pd.Timestamp(when)]).items():
                yield figure_name(figure, who, when), value
            yield from share(own[own["date"] <= pd.Timestamp(when)], need, who, when)
        yield from in_quarters(own[own["event"] != "delivered_earlier"], own, who, scenario)
        cancelled = int(own.loc[own["event"] == "order_cancelled", "units"].sum())
        yield figure_name("cancelled_units", who), cancelled
        sums = totals(own)
        yield figure_name("backlog_units", who), sums["ordered_units"] - cancelled - sums["dispatched_units"]


def totals(events: pd.DataFrame) -> dict[str, int]:
    """What is ordered, dispatched and delivered by some events."""
    return {
        "ordered_units": int(signed(events, ORDERED).sum()),
        "dispatched_units": int(signed(events, DISPATCHED).sum()),
        "dispatched_usd": int(signed(events, DISPATCHED, "value_usd").sum()),
        "delivered_units": int(signed(events, DELIVERED).sum()),
        "delivered_usd": int(signed(events, DELIVERED, "value_usd").sum()),
    }


def needs(run: Run, buyer: str | None) -> pd.DataFrame:
    """Postings to accounts of need: of order lines (account 0), and lost."""
    columns = ["day", "account", "product", "buyer", "number", "units"]
    rows = pd.DataFrame(run.log.postings, columns=columns)
    rows = rows[rows["account"] <= 3]
    return rows if buyer is None else rows[rows["buyer"] == run.log.buyers.index(buyer)]


def share(events: pd.DataFrame, need: pd.DataFrame, who: str, when: Any) -> Iterator[Figure]:
    """What is delivered of each line, at most its need, by all that is needed."""
    of_lines = need[need["account"] == 0].groupby("number")["units"].sum()
    delivered = signed(events, DELIVERED).groupby(events["order"]).sum()
    met = int(delivered.clip(upper=of_lines.reindex(delivered.index.astype("int64")).to_numpy()).sum())
    whole = int(need["units"].sum())
    yield figure_name("met_units", who, when), met
    yield figure_name("delivered_share", who, when), met / whole if whole else None


def in_quarters(events: pd.DataFrame, every: pd.DataFrame, who: str, scenario: Any) -> Iterator[Figure]:
    """What falls into each quarter; what was delivered before the run is no order of it either."""
    quarters = pd.period_range(scenario.start, scenario.end, freq="Q")
    earlier = int(every.loc[every["event"] == "delivered_earlier", "units"].sum())
    for place, quarter in enumerate(quarters):
        own = totals(events[events["date"].dt.to_period("Q") == quarter])
        own["ordered_units"] -= earlier if place == 0 else 0
        for figure, value in own.items():
            yield figure_name(figure, who, str(quarter)), value


def of_products(events: pd.DataFrame, run: Run) -> Iterator[Figure]:
    """What finishes by quarter, and what leaves the stock but to buyers."""
    scenario = run.resolved
    for product in scenario.product:
        own = events[events["product"] == product.name]
        for quarter in pd.period_range(scenario.start, scenario.end, freq="Q"):
            finished = own[(own["event"] == "lot_finished") & (own["date"].dt.to_period("Q") == quarter)]
            yield figure_name("finished_units", product.name, str(quarter)), int(finished["units"].sum())
        for event in ("diverted", "released", "scrapped"):
            yield figure_name(f"{event}_units", product.name), int(own.loc[own["event"] == event, "units"].sum())


def of_control(events: pd.DataFrame, control: Any, run: Run) -> Iterator[Figure]:
    """Units dispatched under a control's quota, of whom it concerns, while it is in effect."""
    quota = control.license is not None and control.license.quota is not None
    sent = events[(events["event"] == "dispatched") & events["product"].isin(control.covers)]
    days = [day for day in range(run.resolved.days) if in_effect(control, run.resolved.start + timedelta(day))]
    sent = sent[sent["day"].isin(days)]
    concerned = {buyer.name for buyer in run.resolved.buyer} if control.buyers is None else set(control.buyers)
    whole = int(sent.loc[sent["buyer"].isin(concerned), "units"].sum())
    yield figure_name("quota_used", control.name), whole if quota else None
    for buyer in run.resolved.buyer:
        own = int(sent.loc[sent["buyer"] == buyer.name, "units"].sum())
        known = quota and buyer.name in concerned
        yield figure_name("quota_used", control.name, buyer.name), own if known else None


def in_effect(control: Any, day: Any) -> bool:
    """Whether a control is in effect on a date."""
    known = [move.to for move in control.moved if move.on <= day]
    lifted = control.lifted is not None and day >= control.lifted
    return control.announced <= day and day >= (known[-1] if known else control.effective) and not lifted
