"""Names of the key figures of a scenario, which depend on nothing that is drawn, and what a wrong name may mean."""

from collections.abc import Sequence

import numpy as np

from sim.errors import Problem, ScenarioError
from sim.records.events import COLUMNS, EventLog
from sim.records.figures import key_figures
from sim.scenario.schema import Scenario
from sim.scenario.wording import did_you_mean, show


def figure_names(scenario: Scenario) -> list[str]:
    """The key figures that every replication of a scenario has, in their order."""
    nothing = np.zeros((0, len(COLUMNS)), dtype=np.int64)
    direct = (f"direct:{buyer.name}" for buyer in scenario.buyer if buyer.negotiation is not None)
    log = EventLog(
        nothing,
        tuple(product.name for product in scenario.product),
        tuple(buyer.name for buyer in scenario.buyer),
        (*(channel.name for channel in scenario.distributor), *direct),
        scenario.start,
        scenario.days,
    )
    return list(key_figures(log, scenario))


def figure_hint(name: str, names: Sequence[str]) -> str:
    """The key figure that was meant by a name that none has: where its date is missing, that of the last date."""
    longer = [known for known in names if known.startswith(f"{name}.")]
    return f"did you mean '{longer[-1]}'?" if longer else did_you_mean(name, names)


def check_report(scenario: Scenario) -> None:
    """Raises `ScenarioError` for each figure that the report asks for and the scenario lacks, or that stands twice."""
    asked = scenario.report.figures
    names = figure_names(scenario) if asked else []
    problems = []
    for number, name in enumerate(asked, 1):
        if name not in names:
            expected, hint = f"a key figure of {scenario.name}", figure_hint(name, names)
        elif name in asked[: number - 1]:
            expected, hint = "each figure at most once", ""
        else:
            continue
        problems.append(Problem(f"report.figures.{number}", show(name), expected, hint))
    if problems:
        raise ScenarioError(problems)
