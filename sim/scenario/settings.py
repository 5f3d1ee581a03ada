"""Settings: `PATH=VALUE` texts, as a command line has them, put into a scenario."""

from collections.abc import Sequence
from functools import partial

from sim.errors import UsageError
from sim.scenario.change import with_values
from sim.scenario.paths import assignment, dump, is_path, parsed
from sim.scenario.schema import Scenario


def with_settings(scenario: Scenario, settings: Sequence[str]) -> Scenario:
    """The scenario with the values of `PATH=VALUE` texts, a later one over an earlier one of the same path.

    Raises `UsageError` for a text that is none, `ScenarioError` where a path or a value is wrong.
    """
    values, document = {}, dump(scenario)
    for setting in settings:
        path, text = assignment(setting, partial(is_path, document))
        if not path:
            raise UsageError(f"--set {setting}: expected PATH=VALUE")
        values[path] = parsed(text)
    return with_values(scenario, values) if values else scenario
