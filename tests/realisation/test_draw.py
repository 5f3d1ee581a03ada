"""A scenario's uncertain parameters, drawn."""

from sim.realisation.draw import sample_scenario
from sim.scenario.file import load
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario


def test_changed_scenario_is_drawn_as_a_new_one() -> None:
    """What is looked up for the draws of one scenario is not used for another that is made of it."""
    scenario = load("china-2023")
    sample_scenario(scenario, 0, 0)
    changed = scenario.model_copy(update={"buyer": scenario.buyer[::-1]})
    assert sample_scenario(changed, 0, 1) == sample_scenario(Scenario.from_dict(dump(changed)), 0, 1)
