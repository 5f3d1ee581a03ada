"""Monotonicity under first come first served, with a single product, buyer and distributor."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.records.events import Event
from sim.scenario.file import build
from sim.scenario.schema import Scenario
from tests.drawn.choices import Draw, booleans, composite, drawn, integers, just, lists, one_of, sampled_from, tables
from tests.drawn.values import Document, dates, ramps
from tests.worlds import Engine

pytestmark = pytest.mark.parametrize("engine", ["compiled"], indirect=True)
"""Many examples, on one engine: the two leave the same logs, which `test_same_log.py` says."""

START = date(2023, 1, 1)


@composite
def chains(draw: Draw) -> Document:
    """A chain with a ban in its midst; transit is a number, or credit would be bound longer by an earlier dispatch.

    A buyer without patience may see the ban end: with patience, more time before it may come at the cost of later days.
    """
    days = draw(integers(30, 90))
    order = tables({"date": dates(START, 0, days - 1), "product": just("A"), "units": integers(1, 150)})
    made = {"start": START - timedelta(days=draw(integers(0, 20))), "capacity": draw(integers(0, 60))}
    made |= {"cycle_time": draw(integers(0, 15)), "ramp": draw(ramps())}
    made |= {"yield": draw(sampled_from([1.0, {"beta": [5, 2]}]))}
    announced = START + timedelta(days=draw(integers(0, days // 2)))
    ban: Document = {"name": "ban", "covers": ["A"], "announced": announced}
    ban["effective"] = announced + timedelta(days=draw(integers(0, 30)))
    ban["rush"] = {"channel_capacity": draw(sampled_from([1.0, 1.5]))}
    transit, credit = draw(integers(1, 20)), draw(integers(1, 2_000))
    north = {"name": "north", "weekly_capacity": draw(integers(1, 80)), "transit_days": transit}
    buyer: Document = {"name": "Ann", "via": {"north": 1.0}, "order": draw(lists(order, 1, 6))}
    buyer |= draw(sampled_from([{}, {"patience": 10}]))
    if "patience" not in buyer and draw(booleans):
        ban["lifted"] = ban["effective"] + timedelta(days=draw(integers(0, 30)))
    return {
        "name": "single",
        "start": START,
        "end": START + timedelta(days=days - 1),
        "product": [{"name": "A", "price": 10, "initial_stock": draw(integers(0, 80)), "production": made}],
        "control": [ban],
        "distributor": [north | draw(sampled_from([{}, {"credit_limit": credit}]))],
        "buyer": [buyer],
    }


def dispatched(engine: Engine, scenario: Scenario) -> int:
    """Units dispatched in the whole run."""
    log = engine.log_of(scenario)
    return int(log.column("units")[log.column("event") == Event.dispatched].sum())


@settings(max_examples=120, derandomize=True, deadline=None)
@given(drawn(chains()), st.integers(1, 100))
def test_more_stock_capacity_or_time_never_lowers_what_is_dispatched(
    engine: Engine, document: Document, more: int
) -> None:
    """Each change for the better leaves total dispatched units as they were, or raises them."""
    scenario = build(document)
    before = dispatched(engine, scenario)
    product, north, ban = document["product"][0], document["distributor"][0], document["control"][0]
    for path, value in (
        ("product.A.initial_stock", product["initial_stock"] + more),
        ("product.A.production.capacity", product["production"]["capacity"] + more),
        ("distributor.north.weekly_capacity", north["weekly_capacity"] + more),
        ("control.ban.effective", ban["effective"] + timedelta(days=more)),
        ("end", document["end"] + timedelta(days=more)),
    ):
        assert dispatched(engine, scenario.set(path, value)) >= before, path
    if "lifted" in ban:
        sooner = max(ban["effective"], ban["lifted"] - timedelta(days=more))
        assert dispatched(engine, scenario.set("control.ban.lifted", sooner)) >= before


@composite
def routed_chains(draw: Draw) -> tuple[Document, Document]:
    """A buyer that orders where the wait is shortest, all channels equally far; and talks about a contract."""
    days, transit, share = draw(integers(20, 70)), draw(integers(1, 6)), draw(integers(1, 3))
    day = dates(START, 0, days - 1)
    order = tables({"date": day, "product": just("A"), "units": integers(1, 120)})
    capacity = one_of(just(0), integers(1, 60))
    made = {"start": START, "capacity": draw(integers(0, 80)), "lot_interval": draw(integers(1, 9))}
    names = ("north", "south", "east")[:share]
    document: Document = {
        "name": "routed",
        "start": START,
        "end": START + timedelta(days=days - 1),
        "product": [{"name": "A", "price": 10, "initial_stock": draw(integers(0, 300)), "production": made}],
        "distributor": [{"name": name, "weekly_capacity": draw(capacity), "transit_days": transit} for name in names],
        "buyer": [
            {
                "name": "Ann",
                "routing": "shortest-wait",
                "via": dict.fromkeys(names, 1 / share),
                "order": draw(lists(order, 1, 9)),
            }
        ],
    }
    contract = {
        "weekly_capacity": draw(capacity),
        "transit_days": transit,
        "reserved_share": draw(sampled_from([0, 0.5])),
    }
    return document, {"opens": draw(day), "contract": contract}


@settings(max_examples=200, derandomize=True, deadline=None)
@given(drawn(routed_chains()))
def test_contract_never_lowers_what_is_dispatched_by_the_shortest_wait(
    engine: Engine, world: tuple[Document, Document]
) -> None:
    """With one buyer, equal transit times and no control, budget or credit limit a contract does no harm."""
    document, talks = world
    alone = dispatched(engine, build(document))
    document["buyer"][0]["negotiation"] = talks
    assert dispatched(engine, build(document)) >= alone
