"""What was published, as a view has it: observed figures that ship, or a text of some."""

from functools import cache

from sim.analysis.observed import Observed, load_observed, parsed_observed
from sim.analysis.shipped_observed import shipped_observed
from sim.errors import UsageError
from sim.explorer.view import View
from sim.scenario.schema import Scenario
from sim.scenario.wording import one_of, show

OWN = "figures of your own"
FILE = "observed.toml"
"""What a command calls figures of one's own."""


def choices(scenario: Scenario) -> list[str]:
    """The observed figures that ship of a scenario, that of its own name first; then one's own."""
    own = scenario.name
    return [
        *sorted((name for name, one in _shipped().items() if own in one.scenarios), key=lambda name: name != own),
        OWN,
    ]


def chosen(view: View, scenario: Scenario) -> str:
    """Which of them a view looks at; the first where it says nothing. Raises `UsageError` where it is none of them."""
    known = choices(scenario)
    found = view.observed or (OWN if view.news else known[0])
    if found not in known:
        raise UsageError(f"observed is {show(found)}; expected {one_of(known)}")
    return found


def observed_of(view: View, scenario: Scenario) -> Observed | None:
    """The figures themselves; None where they are one's own and there are none yet. Raises as their reader does."""
    name = chosen(view, scenario)
    if name != OWN:
        return _shipped()[name]
    return parsed_observed(view.news, FILE) if view.news.strip() else None


def name_on_command_line(view: View, scenario: Scenario) -> str:
    """What a command calls them; empty where there are none yet, or a view names what is not there."""
    name = view.observed or chosen(view, scenario)
    if name not in choices(scenario):
        return ""
    return name if name != OWN else FILE if view.news.strip() else ""


@cache
def _shipped() -> dict[str, Observed]:
    return {name: load_observed(path) for name, path in shipped_observed().items()}
