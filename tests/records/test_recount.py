"""Key figures of random scenarios, counted once more with pandas."""

import pytest
from hypothesis import given, settings

from sim.errors import ScenarioError
from sim.experiment.run import replicate
from sim.scenario.schema import Scenario
from tests.records.recount import recounted
from tests.strategies import scenarios


@settings(max_examples=60, derandomize=True, deadline=None)
@given(scenarios())
def test_figures_are_what_pandas_counts(scenario: Scenario) -> None:
    """Each figure that follows from the events is what sums over the table of events give."""
    try:
        done = replicate(scenario, 0, 0, "simpy")
    except ScenarioError:
        return
    expected = dict(recounted(done))
    assert {name: done.summary[name] for name in expected} == pytest.approx(expected)
    assert len(expected) > 20
