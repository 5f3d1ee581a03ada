"""Sizes of orders, and the numbers of replications that they are drawn by."""

from typing import Any

import pytest

import sim
from sim.engines.simpy.engine import live
from sim.errors import ScenarioError, UsageError
from sim.realisation.draw import realise
from sim.records.events import Event
from sim.scenario.file import build
from sim.scenario.paths import dump
from tests.worlds import CHAIN, Engine, chain

YEAR = chain(CHAIN.replace("end = 2023-01-31", "end = 2023-12-31"), buyer__Ann__order=[])


def sizes(engine: Engine, units: Any) -> list[int]:
    """Sizes of the random orders of a year, of which some twelve hundred are drawn."""
    demand = {"product": "A", "orders_per_month": 100.0, "units": units}
    log = engine.log_of(YEAR.set("buyer.Ann.demand", [demand]))
    return [int(units) for units in log.column("units")[log.column("event") == Event.order_placed]]


@pytest.mark.parametrize("units", [0, 0.49, {"uniform": [0.0, 0.4]}])
def test_size_that_is_0_in_whole_units_is_no_order(engine: Engine, units: float | dict[str, Any]) -> None:
    """Nobody orders anything where each size is nearer to 0 than to 1."""
    assert sizes(engine, units) == []


def test_sizes_have_the_mean_of_their_distribution(engine: Engine) -> None:
    """Of some twelve hundred sizes a tenth is 1 and the others are no orders; a Poisson's mean is its own."""
    rare = sizes(engine, {"choice": [0, 1], "weights": [0.9, 0.1]})
    assert set(rare) == {1}
    drawn = len(sizes(engine, 1))
    assert 1_000 < drawn < 1_400
    assert sum(rare) / drawn == pytest.approx(0.1, abs=0.03)
    assert sum(sizes(engine, {"poisson": {"mean": 0.5}})) / drawn == pytest.approx(0.5, abs=0.07)


def test_what_is_no_order_takes_no_number() -> None:
    """The random orders of a buyer are numbered from 1 on without a gap, and each has units."""
    demand = {"product": "A", "orders_per_month": 100.0, "units": {"choice": [0, 3]}}
    supply = live(realise(YEAR.set("buyer.Ann.demand", [demand])))
    sizes = [units for _, event, _, _, _, _, units, _ in supply.facts if event == Event.order_placed]
    assert supply.buyers[0].demands[0].orders == len(sizes)
    assert set(sizes) == {3}


def test_dated_order_whose_size_is_drawn_as_0_is_none(engine: Engine) -> None:
    """An uncertain size of 0 places no line, and neither does one that is set."""
    drawn = chain(CHAIN + '[uncertain]\n"buyer.Ann.order.1.units" = { choice = [0] }\n')
    assert [event for _, event, _, _ in engine.story(drawn)] == ["stock_opened"]
    assert engine.story(chain(buyer__Ann__order__1__units=0)) == engine.story(drawn)


def test_file_states_no_order_of_nothing() -> None:
    """An order of 0 units in a file is refused, with all else that is wrong, unless its size is drawn."""
    document = dump(chain())
    document["buyer"][0]["order"] = [{"date": "2023-01-02", "product": "A", "units": units} for units in (0, 5, 0)]
    document["uncertain"] = {"buyer.Ann.order.3.units": {"uniform": [0, 9]}}
    with pytest.raises(ScenarioError, match=r"^buyer\.Ann\.order\.1\.units is 0; expected at least 1 unit") as told:
        build(document)
    assert len(told.value.problems) == 1
    with pytest.raises(ScenarioError) as all_told:
        build(document | {"allocation": "none"})
    assert len(all_told.value.problems) == 2


@pytest.mark.parametrize("replication", [2**32, 2**63 - 1])
def test_any_replication_that_a_table_can_hold_is_simulated(engine: Engine, replication: int) -> None:
    """Its number stands in the tables as it is, and its draws are its own."""
    scenario = YEAR.set("distributor.north.transit_days", {"uniform": [1, 20]}).set(
        "buyer.Ann.demand", [{"product": "A", "orders_per_month": 5.0, "units": 2}]
    )
    run = engine.run(scenario, replication, seed=2**64 - 1)
    assert run.events["replication"].unique().tolist() == [replication]
    assert run.daily["replication"].unique().tolist() == [replication]
    assert run.log.digest() == sim.run(scenario, seed=2**64 - 1, replication=replication).log.digest()
    assert run.log.digest() != sim.run(scenario, seed=2**64 - 1, replication=replication % 2**32).log.digest()


@pytest.mark.parametrize(("name", "value", "bits"), [("replication", 2**63, 63), ("seed", 2**64, 64), ("seed", -1, 64)])
def test_larger_numbers_are_refused_with_the_limit(name: str, value: int, bits: int) -> None:
    """One sentence names the number and the largest one."""
    with pytest.raises(UsageError, match=rf"^{name} is {value}; expected a whole number from 0 to 2\^{bits} - 1$"):
        sim.run(chain(), seed=value if name == "seed" else 0, replication=value if name == "replication" else 0)
