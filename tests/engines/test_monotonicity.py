"""Monotonicity under first come first served, with a single product, buyer and distributor."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.records.events import Event
from sim.scenario.file import build
from sim.scenario.schema import Scenario
from tests.strategies import Document, ramps
from tests.worlds import Engine

pytestmark = pytest.mark.parametrize("engine", ["compiled"], indirect=True)
"""Many examples, on one engine: the two leave the same logs, which `test_same_log.py` says."""

START = date(2023, 1, 1)


@st.composite
def chains(draw: DrawFn) -> Document:
    """A chain with a ban in its midst; transit is a number, or credit would be bound longer by an earlier dispatch.

    A buyer without patience may see the ban end: with patience, more time before it may come at the cost of later days.
    """
    days = draw(st.integers(30, 90))
    order = st.fixed_dictionaries(
        {
            "date": st.integers(0, days - 1).map(lambda day: START + timedelta(days=day)),
            "product": st.just("A"),
            "units": st.integers(1, 150),
        }
    )
    made = {"start": START - timedelta(days=draw(st.integers(0, 20))), "capacity": draw(st.integers(0, 60))}
    made |= {"cycle_time": draw(st.integers(0, 15)), "ramp": draw(ramps())}
    made |= {"yield": draw(st.sampled_from([1.0, {"beta": [5, 2]}]))}
    announced = START + timedelta(days=draw(st.integers(0, days // 2)))
    ban: Document = {"name": "ban", "covers": ["A"], "announced": announced}
    ban["effective"] = announced + timedelta(days=draw(st.integers(0, 30)))
    ban["rush"] = {"channel_capacity": draw(st.sampled_from([1.0, 1.5]))}
    transit, credit = draw(st.integers(1, 20)), draw(st.integers(1, 2_000))
    north = {"name": "north", "weekly_capacity": draw(st.integers(1, 80)), "transit_days": transit}
    buyer: Document = {"name": "Ann", "via": {"north": 1.0}, "order": draw(st.lists(order, min_size=1, max_size=6))}
    buyer |= draw(st.sampled_from([{}, {"patience": 10}]))
    if "patience" not in buyer and draw(st.booleans()):
        ban["lifted"] = ban["effective"] + timedelta(days=draw(st.integers(0, 30)))
    return {
        "name": "single",
        "start": START,
        "end": START + timedelta(days=days - 1),
        "product": [{"name": "A", "price": 10, "initial_stock": draw(st.integers(0, 80)), "production": made}],
        "control": [ban],
        "distributor": [north | draw(st.sampled_from([{}, {"credit_limit": credit}]))],
        "buyer": [buyer],
    }


def dispatched(engine: Engine, scenario: Scenario) -> int:
    """Units dispatched in the whole run."""
    log = engine.log_of(scenario)
    return int(log.column("units")[log.column("event") == Event.dispatched].sum())


@settings(max_examples=120, derandomize=True, deadline=None)
@given(chains(), st.integers(1, 100))
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


@st.composite
def routed_chains(draw: DrawFn) -> tuple[Document, Document]:
    """A buyer that orders where the wait is shortest, all channels equally far; and talks about a contract."""
    days, transit, share = draw(st.integers(20, 70)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    day = st.integers(0, days - 1).map(lambda day: START + timedelta(days=day))
    order = st.fixed_dictionaries({"date": day, "product": st.just("A"), "units": st.integers(1, 120)})
    capacity = st.one_of(st.just(0), st.integers(1, 60))
    made = {"start": START, "capacity": draw(st.integers(0, 80)), "lot_interval": draw(st.integers(1, 9))}
    names = ("north", "south", "east")[:share]
    document: Document = {
        "name": "routed",
        "start": START,
        "end": START + timedelta(days=days - 1),
        "product": [{"name": "A", "price": 10, "initial_stock": draw(st.integers(0, 300)), "production": made}],
        "distributor": [{"name": name, "weekly_capacity": draw(capacity), "transit_days": transit} for name in names],
        "buyer": [
            {
                "name": "Ann",
                "routing": "shortest-wait",
                "via": dict.fromkeys(names, 1 / share),
                "order": draw(st.lists(order, min_size=1, max_size=9)),
            }
        ],
    }
    contract = {
        "weekly_capacity": draw(capacity),
        "transit_days": transit,
        "reserved_share": draw(st.sampled_from([0, 0.5])),
    }
    return document, {"opens": draw(day), "contract": contract}


@settings(max_examples=200, derandomize=True, deadline=None)
@given(routed_chains())
def test_contract_never_lowers_what_is_dispatched_by_the_shortest_wait(
    engine: Engine, world: tuple[Document, Document]
) -> None:
    """With one buyer, equal transit times and no control, budget or credit limit a contract does no harm."""
    document, talks = world
    alone = dispatched(engine, build(document))
    document["buyer"][0]["negotiation"] = talks
    assert dispatched(engine, build(document)) >= alone
