"""Common random numbers: a variant is the same world but for what it changes, and until it changes it."""

from copy import deepcopy
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.records.events import EventLog
from sim.scenario.file import build
from tests.strategies import Document, documents
from tests.worlds import Engine

pytestmark = pytest.mark.parametrize("engine", ["compiled"], indirect=True)
"""Many examples, on one engine: the two leave the same logs, which `test_same_log.py` says."""


def told(log: EventLog, until: int | None = None) -> list[tuple[object, ...]]:
    """The events before a day, products, buyers and channels by their names."""
    names = (log.products, log.buyers, log.channels)
    return [
        (day, event, *(known[code] if code >= 0 else None for known, code in zip(names, codes, strict=True)), *rest)
        for day, event, *codes, order, units, value in log.rows.tolist()
        if until is None or day < until
        for rest in [(order, units, value)]
    ]


def concern_newcomer(document: Document) -> None:
    """A control that names all buyers acts on stock: it names the newcomer too."""
    for control in document["control"]:
        if "buyers" in control:
            control["buyers"].append("Newcomer")


@settings(max_examples=80, derandomize=True, deadline=None)
@given(documents(), st.integers(0, 9))
def test_newcomers_shift_no_draws(engine: Engine, document: Document, seed: int) -> None:
    """A buyer that never orders, a distributor without custom and a control after the end change no event."""
    more = deepcopy(document)
    after = document["end"] + timedelta(days=1)
    more["distributor"].insert(0, {"name": "new", "weekly_capacity": 9, "transit_days": {"uniform": [1, 9]}})
    more["buyer"].insert(0, {"name": "Newcomer", "via": {"new": 1.0}})
    concern_newcomer(more)
    rule = {"name": "later", "covers": [document["product"][0]["name"]], "announced": after, "effective": after}
    more["control"].insert(0, rule)
    assert told(engine.log_of(build(more), seed)) == told(engine.log_of(build(document), seed))


def changed_from(document: Document, day: int) -> Document:
    """A variant with another order, lot and control from a day on.

    A buyer that pulls orders forward or whose contract has a minimum acts on later orders before their date: the
    order comes from a buyer of its own.
    """
    variant = deepcopy(document)
    when, product = document["start"] + timedelta(days=day), document["product"][0]
    order = {"date": when, "product": product["name"], "units": 77}
    via = {document["distributor"][0]["name"]: 1.0}
    variant["buyer"].append({"name": "Newcomer", "via": via, "order": [order]})
    concern_newcomer(variant)
    rule = {"name": "later", "covers": [product["name"]], "announced": when, "effective": when, "in_transit": "return"}
    variant["control"].append(rule)
    made = variant["product"][0].get("production")
    if made is not None:
        made["in_progress"] = [*made.get("in_progress", []), {"finishes": when, "units": 55}]
    return variant


@settings(max_examples=80, derandomize=True, deadline=None)
@given(documents(), st.integers(1, 19), st.integers(0, 9))
def test_variant_is_the_same_world_until_the_day_on_which_it_differs(
    engine: Engine, document: Document, day: int, seed: int
) -> None:
    """Before the day of another order, lot and control the event log is the same; on it, it differs."""
    one, other = engine.log_of(build(document), seed), engine.log_of(build(changed_from(document, day)), seed)
    assert told(one, day) == told(other, day)
    assert told(one, day + 1) != told(other, day + 1)
