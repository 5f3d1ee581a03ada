"""Key figures of flows: what each buyer got by each channel, and what became of the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.experiment.run import Run, replicate
from sim.records.events import Event
from sim.records.figures.flows import CANCELLED, DELIVERED, OPEN, SWITCHED, TRANSIT, flows_of
from sim.records.figures.naming import figure_name
from sim.scenario.schema import Scenario
from tests.strategies import scenarios
from tests.worlds import chain

BAN = {"name": "ban", "covers": ["A"], "announced": "2023-01-05", "effective": "2023-01-05"}


def by_figure(done: Run, buyer: str) -> dict[str, int]:
    """A buyer's units of each figure of flows, over its products and channels."""
    sums = dict.fromkeys((DELIVERED, TRANSIT, OPEN, CANCELLED, SWITCHED), 0)
    for flow in flows_of(done.scenario):
        if flow.buyer == buyer:
            sums[flow.figure] += int(done.summary[flow.name] or 0)
    return sums


@settings(max_examples=80, derandomize=True, deadline=None)
@given(scenarios(), st.integers(0, 2**64 - 1))
def test_flows_of_a_buyer_sum_to_what_it_ordered(scenario: Scenario, seed: int) -> None:
    """By the end a buyer's flows are its units delivered, backlog, cancelled and switched, together all it ordered."""
    done = replicate(scenario.set("report.dates", [scenario.end]), seed, 0, "simpy")
    ordered = done.events[done.events["event"].isin((Event.order_placed.name, Event.order_carried.name))]
    for buyer in scenario.buyer:
        sums, name = by_figure(done, buyer.name), buyer.name
        assert sums[DELIVERED] == done.summary[figure_name("delivered_units", name, scenario.end)]
        assert sums[OPEN] == done.summary[figure_name("backlog_units", name)]
        assert sums[CANCELLED] == done.summary[figure_name("cancelled_units", name)]
        assert sums[SWITCHED] == done.summary[figure_name("switched_units", name)]
        assert sum(sums.values()) == ordered["units"][ordered["buyer"] == name].sum()
        assert min(sums.values()) >= 0


def two_products() -> Scenario:
    """A buyer of A, whose substitute under a ban is drawn: B, or none."""
    other = {"name": "B", "price": 100, "initial_stock": 50}
    products = [*chain().model_dump(exclude_defaults=True)["product"], other]
    scenario = chain().set("product", products).set("control", [BAN])
    return scenario.set("buyer.Ann.on_control", {"A": "cancel"})


@pytest.mark.usefixtures("compiled_kernel")
def test_names_depend_on_no_draw() -> None:
    """Where a substitute is drawn, each replication has the flows of every product that it may be, in any engine."""
    scenario = two_products().set("uncertain", {"buyer.Ann.on_control.A": {"choice": ["cancel", "B"]}})
    runs = [sim.run(scenario, replication=number) for number in range(6)]
    assert {str(done.sampled["buyer.Ann.on_control.A"]) for done in runs} == {"cancel", "B"}
    assert len({tuple(done.summary) for done in runs}) == 1
    assert "flow_open_units.B.Ann" in runs[0].summary
    assert len({sim.sweep(scenario, 6, engine=engine).digest for engine in ("simpy", "compiled")}) == 1


def test_only_what_a_buyer_can_use_has_a_flow() -> None:
    """A product that a buyer neither orders nor may get, and a channel that is not its own, have no flow."""
    scenario = two_products()
    assert {flow.product for flow in flows_of(scenario)} == {"A"}
    assert {flow.channel for flow in flows_of(scenario)} == {"north", ""}
    substituted = scenario.set("buyer.Ann.on_control", {"A": "B"})
    assert {flow.product for flow in flows_of(substituted)} == {"A", "B"}


def test_no_two_flows_share_a_name() -> None:
    """Names with dots in them, which stand in quotes, keep flows apart, and both engines count the same."""
    stock = {"price": 100, "initial_stock": 50}
    order = [{"date": "2023-01-02", "product": name, "units": 9} for name in ("A", "A.b")]
    scenario = chain().set("product", [{"name": "A", **stock}, {"name": "A.b", **stock}])
    north = {"weekly_capacity": 100, "transit_days": 1}
    scenario = scenario.set(
        "distributor", [{"name": "b.c", **north}, {"name": "c", **north}, {"name": "north", **north}]
    )
    scenario = scenario.set("buyer.Ann.order", order).set("buyer.Ann.via", {"b.c": 0.5, "c": 0.5})
    names = [flow.name for flow in flows_of(scenario)]
    assert {'flow_units.A."b.c".Ann', 'flow_units."A.b".c.Ann'} <= set(names)
    assert len(names) == len(set(names))
    assert len({sim.sweep(scenario, 1, engine=engine).digest for engine in ("simpy", "compiled")}) == 1
