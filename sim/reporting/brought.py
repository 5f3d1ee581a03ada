"""The files that a user brought, as text again: parameter sets and policies of a sweep, observed figures."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from sim.analysis.observed import undated
from sim.experiment.parameter_sets import ParameterSets
from sim.reporting.result import Result
from sim.scenario.distributions import Choice
from sim.scenario.paths import parsed
from sim.scenario.schema import Scenario
from sim.scenario.toml_text import as_key, as_value

SETS, POLICIES, OBSERVED = "parameter-sets.csv", "policies.toml", "observed.toml"

DATES = ("date", "published", "by")
"""Keys of an observation that hold dates."""


def files_of(result: Result) -> dict[str, str]:
    """By name the texts of the files that a command of the result's takes; none where it took none."""
    found = {}
    if observed := observed_of(result):
        found[OBSERVED] = observed
    if result.kind != "sweep":
        return found
    if sets := result.sweep.plan.sets:
        columns = columns_of(result.scenario, sets)
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows([[*columns], *map(_cells, zip(*columns.values(), strict=True))])
        found[SETS] = text.getvalue()
    policies = {point.policy.name: point.policy.settings for point in result.points if point.policy}
    if policies:
        found[POLICIES] = "".join(
            "".join([f"[{as_key(name)}]\n", *(f"{as_key(path)} = {as_value(value)}\n" for path, value in settings)])
            for name, settings in policies.items()
        )
    return found


def observed_of(result: Result) -> str:
    """The observed figures that a result rests on, or is scored by; empty where there are none."""
    return "\n".join(f"[[observed]]\n{_observation(one)}" for one in result.manifest.get("observed", ()))


def _observation(told: Mapping[str, Any]) -> str:
    """An observation's keys; a figure that is told with its date is written without."""
    values = {key: date.fromisoformat(one) if key in DATES else one for key, one in undated(told).items()}
    return "".join(f"{key} = {as_value(value)}\n" for key, value in values.items())


def columns_of(scenario: Scenario, sets: ParameterSets) -> dict[str, tuple[Any, ...]]:
    """The columns of parameter sets, by path, as the scenario that draws them has them."""
    laws = {path: scenario.drawn[path] for path in sets.paths}
    return {path: law.choice for path, law in laws.items() if isinstance(law, Choice)}


def _cells(row: tuple[Any, ...]) -> list[str]:
    """A row's values as cells that are read as they are."""
    return [value if isinstance(value, str) and parsed(value) == value else as_value(value) for value in row]
