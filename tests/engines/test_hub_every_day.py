"""The hub looks at open lines only when something has come about: that it serves no fewer of them for it."""

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import hub
from sim.model.entities import Supply
from sim.scenario.schema import Scenario
from tests.strategies import scenarios
from tests.worlds import log_of

allocate_stock = hub.allocate_stock


def look_anyway(supply: Supply) -> None:
    """Allocate as on a day on which something has come about."""
    supply.may_serve = True
    allocate_stock(supply)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(scenarios(), st.integers(0, 9))
def test_hub_that_looks_every_day_dispatches_the_same(scenario: Scenario, seed: int) -> None:
    """Whatever the scenario, chance included: a setting that is missing would let a line leave too late."""
    log = log_of(scenario, seed)
    with patch.object(hub, "allocate_stock", look_anyway):
        assert log_of(scenario, seed).rows.tolist() == log.rows.tolist()
