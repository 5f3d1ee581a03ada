"""What must always hold, read from the events of random, shipped and odd scenarios."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from sim.experiment.run import Run
from sim.records.events import Event
from sim.records.invariants import violations
from sim.scenario.file import load, shipped
from sim.scenario.schema import Scenario
from tests.strategies import scenarios
from tests.worlds import Engine

ONE_ENGINE = pytest.mark.parametrize("engine", ["compiled"], indirect=True)
"""Many examples, on one engine: the two leave the same logs, of these scenarios too, which `test_same_log.py` says."""

ODD = sorted((Path(__file__).parent.parent / "odd").glob("*.toml"))


def odd(engine: Engine, name: str, replication: int = 0) -> Run:
    """A replication of one of the odd scenarios."""
    return engine.run(load(next(path for path in ODD if path.stem == name)), replication)


def units(done: Run, event: Event) -> int:
    """Units of all events of a kind."""
    return int(done.log.column("units")[done.log.column("event") == event].sum())


@ONE_ENGINE
@settings(max_examples=150, derandomize=True, deadline=None)
@given(scenarios())
def test_random_scenarios_keep_every_law(engine: Engine, scenario: Scenario) -> None:
    """Whatever the scenario says, its log breaks no invariant."""
    done = engine.run(scenario)
    assert violations(done.log, done.resolved) == []


@ONE_ENGINE
@pytest.mark.parametrize("name", [*shipped(), *map(str, ODD)], ids=[*shipped(), *(path.stem for path in ODD)])
def test_named_scenarios_keep_every_law(engine: Engine, name: str) -> None:
    """The scenarios that ship and the odd ones break no invariant in any of three replications."""
    for replication in range(3):
        done = engine.run(load(name), replication)
        assert violations(done.log, done.resolved) == []


def test_drought_delivers_nothing(engine: Engine) -> None:
    """Where no lot is good nothing leaves, over-orders and contracts or not, and the impatient give up."""
    done = odd(engine, "drought")
    assert units(done, Event.lot_started) > 0
    assert units(done, Event.dispatched) == 0
    assert units(done, Event.order_moved) > 0
    assert units(done, Event.order_cancelled) > 0


def test_flood_serves_every_order_the_day_it_is_placed(engine: Engine) -> None:
    """With no limit in sight, what is ordered leaves the same day."""
    log = odd(engine, "flood").log
    placed, sent = (log.rows[log.column("event") == event] for event in (Event.order_placed, Event.dispatched))
    assert len(placed) > 20
    assert placed[:, [0, 5, 6]].tolist() == sent[:, [0, 5, 6]].tolist()


def test_everything_binds_where_it_is_meant_to(engine: Engine) -> None:
    """In some replication of the tightest scenario every kind of event but failed talks occurs."""
    logs = [odd(engine, "everything-binds", replication).log for replication in range(5)]
    seen = {int(code) for log in logs for code in log.column("event")}
    assert {event.name for event in Event if event not in seen} <= {"negotiation_failed"}


def test_chain_delivers_all_that_it_makes_within_its_week(engine: Engine) -> None:
    """300 units are ordered; at 25 a week, with a ramp of 60 days, all have arrived by the end of June."""
    done = odd(engine, "one-buyer-chain")
    assert units(done, Event.order_placed) == 300
    assert units(done, Event.delivered) == 300


@settings(max_examples=50, derandomize=True, deadline=None)
@given(scenarios())
def test_same_scenario_seed_and_replication_give_the_same_log(engine: Engine, scenario: Scenario) -> None:
    """A second run of a scenario, with others in between, has the digest of the first."""
    first = engine.log_of(scenario, seed=3, replication=7).digest()
    engine.log_of(scenario, seed=3, replication=8)
    assert engine.log_of(scenario, seed=3, replication=7).digest() == first


def test_another_replication_gives_another_log(engine: Engine) -> None:
    """Replications differ where there is chance."""
    assert odd(engine, "everything-binds", 0).log.digest() != odd(engine, "everything-binds", 1).log.digest()
