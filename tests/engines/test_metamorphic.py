"""What changes a scenario in a way that changes its events in a known way."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.records.events import EVENTS, EventLog
from sim.scenario.file import build
from tests.reading.documents import certain_documents
from tests.strategies import BUYERS, CONTROLS, DISTRIBUTORS, LINES, PRODUCTS, Document, documents
from tests.worlds import Engine

pytestmark = pytest.mark.parametrize("engine", ["compiled"], indirect=True)
"""Many examples, on one engine: the two leave the same logs, which `test_same_log.py` says."""

UNITS = {"initial_stock", "capacity", "weekly_capacity", "units", "delivered", "minimum_units", "backlog"}
MONEY = {"price", "budget", "credit_limit"}


def everywhere(value: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    """Tables and lists, with each value that is neither changed, by the key under which it stands."""
    if isinstance(value, dict):
        return {name: everywhere(entry, change, name) for name, entry in value.items()}
    if isinstance(value, list):
        return [everywhere(entry, change, key) for entry in value]
    return change(key, value)


def times(document: Document, factor: int, keys: set[str]) -> Document:
    """The document with the numbers of these keys multiplied."""
    return everywhere(document, lambda key, value: value * factor if key in keys else value)  # type: ignore[no-any-return]


def without(document: Document, *keys: str) -> Document:
    """The document without these keys, wherever they stand."""

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: cut(entry) for name, entry in value.items() if name not in keys}
        return [cut(entry) for entry in value] if isinstance(value, list) else value

    return cut(document)  # type: ignore[no-any-return]


def rows_of(log: EventLog, units: int = 1, usd: int = 1) -> list[list[int]]:
    """The events of a log, with units and dollars multiplied."""
    return [[*row[:-2], row[-2] * units, row[-1] * usd] for row in log.rows.tolist()]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(documents(), st.integers(2, 9), st.integers(0, 9))
def test_money_of_another_unit_changes_dollars_alone(
    engine: Engine, document: Document, factor: int, seed: int
) -> None:
    """If prices, budgets and credit limits are so many times as high, events are the same, of so many times the value.

    Prices are whole hundreds, of which a margin in hundredths is whole dollars; rounded ones are not in proportion.
    """
    cents = times(without(document, "uncertain", "correlated"), 100, MONEY)
    log, dearer = (engine.log_of(build(one), seed) for one in (cents, times(cents, factor, MONEY)))
    assert rows_of(dearer) == rows_of(log, usd=factor)


def in_whole(document: Document) -> Document:
    """The document with amounts of which no share that it has is broken.

    Left out is what is not in proportion to units: rounding that shares of shares need, pro rata and fair shares (the
    units that are left over go one by one), the shortest wait (the next unit counts), and amounts that are drawn.
    """
    document = without(document, "uncertain", "correlated", "demand", "routing", "ramp", "margin", "price", "line")
    for table in document["product"]:
        table["price"] = 1
        table.get("production", {}).update({"yield": 1.0, "market_share": 1.0})
    for control in document["control"]:
        control.get("rush", {}).pop("market_share", None)
    for buyer in document["buyer"]:
        first, *rest = buyer["via"]
        buyer["via"] = {first: 0.5 if rest else 1.0} | dict.fromkeys(rest[:1], 0.25)
        buyer["pull_forward"] = round(buyer.get("pull_forward", 0.0))
        contract = buyer.get("negotiation", {}).get("contract", {})
        for share in ("takes_over", "custom", "reserved_share"):
            contract[share] = round(contract.get(share, 0.0))
    if document["allocation"] in ("pro-rata", "fair-share"):
        document["allocation"] = "fifo"
    return times(document, 2**8 * 25, UNITS | MONEY - {"price"})


@settings(max_examples=60, derandomize=True, deadline=None)
@given(documents(), st.integers(2, 5), st.integers(0, 9))
def test_units_of_another_size_change_amounts_alone(engine: Engine, document: Document, factor: int, seed: int) -> None:
    """If stock, lots, orders and every limit are so many times as large, so is each event, and no other differs."""
    document = in_whole(document)
    larger = times(document, factor, UNITS | MONEY - {"price"})
    log, other = (engine.log_of(build(one), seed) for one in (document, larger))
    assert rows_of(other) == rows_of(log, units=factor, usd=factor)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(certain_documents(), st.integers(-40, 40))
def test_weeks_later_all_is_the_same(engine: Engine, document: Document, weeks: int) -> None:
    """If every date is so many weeks later, each event is so much later.

    Quarters and years begin when they do, and chance is known by its date: both are left out.
    """

    def later(_: str, value: Any) -> Any:
        return value + timedelta(weeks=weeks) if isinstance(value, date) else value

    document = without(document, "every")
    log, other = (engine.log_of(build(one)) for one in (document, everywhere(document, later)))
    assert other.rows.tolist() == log.rows.tolist()
    assert other.start == log.start + timedelta(weeks=weeks)


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Tables and lists with other names."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(entry, names) for key, entry in value.items()}
    if isinstance(value, list):
        return [renamed(entry, names) for entry in value]
    return names.get(value, value) if isinstance(value, str) else value


@settings(max_examples=60, derandomize=True, deadline=None)
@given(certain_documents())
def test_names_mean_nothing(engine: Engine, document: Document) -> None:
    """If all has other names, in another order of the alphabet, events are the same; only chance is known by names."""
    known = [*PRODUCTS, *DISTRIBUTORS, *CONTROLS, *LINES, *BUYERS]
    names = {name: f"name {99 - place}" for place, name in enumerate(known)}
    log, other = (engine.log_of(build(one)) for one in (document, renamed(document, names)))
    assert other.rows.tolist() == log.rows.tolist()
    assert other.products == tuple(names[name] for name in log.products)


def told_but_of(log: EventLog, left_out: set[str]) -> list[tuple[object, ...]]:
    """The events with names, but those of a product or line that is left out."""
    events = []
    for day, event, product, buyer, channel, *rest in log.rows.tolist():
        names = [log.products[product], log.buyers[buyer], log.channels[channel]]
        known = [name if code >= 0 else None for name, code in zip(names, (product, buyer, channel), strict=True)]
        if not left_out & set(known):
            events.append((day, EVENTS[event], *known, *rest))
    return events


@settings(max_examples=60, derandomize=True, deadline=None)
@given(documents(), st.integers(0, 9))
def test_product_that_nobody_orders_moves_nothing_else(engine: Engine, document: Document, seed: int) -> None:
    """A product with stock and lines of its own, which nobody asks for, changes no event of others, chance included."""
    more = deepcopy(document)
    made = {"start": document["start"], "capacity": 30, "yield": {"uniform": [0.5, 1.0]}}
    more["product"].insert(0, {"name": "new", "price": 7, "initial_stock": 9, "production": made})
    more["product"].insert(0, {"name": "newer", "price": 7})
    more["line"].insert(0, {"name": "its own", "mix": {"newer": 0.4}, "split_days": 3, "cycle_time": 5} | made)
    log, other = engine.log_of(build(document), seed), engine.log_of(build(more), seed)
    assert told_but_of(other, {"new", "newer", "line:its own"}) == told_but_of(log, set())


def with_twins(document: Document) -> Document:
    """Each distributor as two of half its capacity and half its custom."""
    twins = deepcopy(document)
    pairs = {table["name"]: (table["name"], f"{table['name']}, too") for table in document["distributor"]}
    twins["distributor"] = [
        table | {"name": name, "weekly_capacity": table["weekly_capacity"] // 2}
        for table in document["distributor"]
        for name in pairs[table["name"]]
    ]
    for buyer in twins["buyer"]:
        buyer["via"] = {twin: share / 2 for name, share in buyer["via"].items() for twin in pairs[name]}
    return twins


def dispatched(log: EventLog) -> Counter[tuple[int, int, int]]:
    """Units by day, product and buyer."""
    sent: Counter[tuple[int, int, int]] = Counter()
    for day, event, product, buyer, _, _, units, _ in log.rows.tolist():
        if EVENTS[event] == "dispatched":
            sent[day, product, buyer] += units
    return sent


@settings(max_examples=60, derandomize=True, deadline=None)
@given(certain_documents())
def test_two_halves_of_a_distributor_dispatch_what_the_whole_does(engine: Engine, document: Document) -> None:
    """Where stock lasts, two distributors of half the capacity and custom dispatch together what one does, every day.

    Where it doesn't last, the first twin's line is served first: its queue ends while the other's is still long, and
    half of the capacity is idle. Quotas, budgets and credit limits are scarce in the same way.
    """
    document = without(in_whole(document), "quota", "budget", "credit_limit", "negotiation")
    for table in document["product"]:
        table["initial_stock"] = 10**8
    for control in document["control"]:
        if "unshipped" in control:
            control["unshipped"] = "hold"
    log, twins = engine.log_of(build(document)), engine.log_of(build(with_twins(document)))
    assert dispatched(twins) == dispatched(log)
