"""The finished result in a folder, as its files have it."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import ScenarioError, UsageError
from sim.experiment.designs import CAUTIONS
from sim.experiment.folders.proof import checked, proven
from sim.experiment.parameter_sets import ParameterSets
from sim.experiment.plan import Plan, Point
from sim.experiment.policies import Policy, Settings
from sim.experiment.sweep import Sweep
from sim.records.rows import plain_rows
from sim.records.words import LETTERS
from sim.scenario.paths import parsed
from sim.scenario.schema import Scenario
from sim.scenario.validation import sound
from sim.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

PLANNED = ("sweep", "compare", "sensitivity", "attribute", "check")
"""Results of a plan of replications."""

MADE_OF = ("discover", "importance", "update", "score")
"""Results that are made of another folder's replications."""

KINDS = ("run", *PLANNED, "calibrate", *MADE_OF)
"""What is reported on: every kind of folder that a command writes."""

EXPECTED = f"a folder that one of the commands {', '.join(KINDS)} wrote"


@dataclass(frozen=True)
class Result:
    """A finished result of any kind: manifest, summary, scenarios (several, of a comparison)."""

    folder: Path
    manifest: dict[str, Any]
    summary: dict[str, Any]
    scenarios: tuple[Scenario, ...]
    sampled: dict[str, Any]

    @property
    def kind(self) -> str:
        """What made it: the name of a command."""
        return str(self.manifest["kind"])

    @property
    def is_grid(self) -> bool:
        """Whether it is a sweep of several points."""
        return self.kind == "sweep" and len(self.summary["points"]) > 1

    @property
    def scenario(self) -> Scenario:
        """The scenario; of a run with its sampled parameters, of a comparison the first."""
        return self.scenarios[0]

    @property
    def who(self) -> str:
        """The reported buyer, `all` where none is named."""
        return self.scenario.reported_buyer

    @property
    def dates(self) -> tuple[date, ...]:
        """The report dates; the run's end where none is given."""
        return self.scenario.report_dates

    @property
    def each(self) -> int:
        """Replications of a point."""
        return int(self.manifest["replications"]) // int(self.manifest["points"])

    @property
    def made_of(self) -> str:
        """The name of the folder whose replications it is made of; empty where it has its own."""
        return str(self.manifest.get("made_of", self.manifest.get("sweep", "")))

    @property
    def drawn_from(self) -> str:
        """What its numbers are drawn from, in a sentence."""
        manifest, seed = self.manifest, self.manifest["seed"]
        if self.kind == "run":
            return f"Seed {seed}, replication {manifest['replication']}: one sampled replication, not a forecast."
        if self.kind in MADE_OF:
            return f"Made of the replications in {self.made_of} (seed {seed}); none was simulated anew."
        if self.kind == "calibrate":
            kept, every = manifest["particles"], manifest["simulations"]
            return f"Seed {seed}, {kept:,} particles after {every:,} simulations."
        failed = f" ({self.summary['failed']:,} failed)" if self.summary["failed"] else ""
        each = " of each" if len(self.summary["points"]) > 1 else ""
        each += f" of {len(self.scenarios)} worlds" if self.kind == "attribute" else ""
        caution = CAUTIONS.get(str(manifest.get("design", "random")), "")
        said = f" {caution[:1].upper()}{caution[1:]}." if caution else ""
        return f"Seed {seed}, {self.each:,} replication{'s' if self.each != 1 else ''}{each}{failed}.{said}"

    @cached_property
    def differences(self) -> dict[str, dict[str, dict[str, Any]]]:
        """By scenario (B and so on) and key figure the means, paired difference and interval of a comparison."""
        found: dict[str, dict[str, dict[str, Any]]] = {letter: {} for letter in LETTERS[1 : len(self.scenarios)]}
        for row in self.rows("differences"):
            found[LETTERS[row["point"]]][row["figure"]] = row
        return found

    @cached_property
    def sweep(self) -> Sweep:
        """The result of many replications as the command that made it had it."""
        manifest = self.manifest
        precision, sets = tuple(manifest.get("precision", {}).items()), manifest.get("parameter_sets")
        plan = Plan(
            self.scenarios,
            self.points,
            self.each,
            manifest["seed"],
            manifest["design"],
            manifest["keep"],
            precision,
            sets=None if sets is None else ParameterSets(tuple(sets["paths"]), sets["rows"]),
        )
        return Sweep(plan, self.folder, manifest)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that it has replications of, their settings as values: JSON has dates as text."""
        if len(self.scenarios) > 1:
            return tuple(map(Point, range(len(self.scenarios))))
        named = self.manifest.get("policies", {})
        policies = {name: Policy(name, _settings(values)) for name, values in named.items()}
        found = [dict(point["settings"]) for point in self.summary["points"]]
        chosen = [policies[one.pop("policy")] if policies else None for one in found]
        return tuple(Point(0, _settings(one), policy) for one, policy in zip(found, chosen, strict=True))

    def table(self, name: str) -> "pd.DataFrame":
        """A Parquet table of the folder. Raises `UsageError` where it is not as it was written."""
        import pandas as pd

        return pd.read_parquet(checked(self.folder, name, self.manifest))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table as plain values: None where there is none, dates as dates."""
        return plain_rows(self.table(f"{name}.parquet"))


def read(folder: Path, kinds: Collection[str] = KINDS, expected: str = EXPECTED) -> Result:
    """The result in a folder. Raises `UsageError` where there is none, or it is unfinished, damaged or not readable."""
    manifest = proven(folder, kinds, expected)
    summary, documents = (_json(folder / name) for name in ("summary.json", "scenario.json"))
    documents = documents if isinstance(documents, list) else [documents]
    sampled = documents[0].pop("sampled", {})
    try:
        scenarios = tuple(sound(Scenario, document, folder, extremes=False) for document in documents)
    except ScenarioError as error:
        made, problem = manifest["version"], error.problems[0]
        raise UsageError(
            f"{folder}: made by version {made}, which this one ({VERSION}) can't read: {problem}"
        ) from None
    return Result(folder, manifest, summary, scenarios, sampled)


def _settings(values: Mapping[str, Any]) -> Settings:
    """Paths and values of a point, or of a policy."""
    return tuple((path, _value(value)) for path, value in values.items())


def _value(value: Any) -> Any:
    """A value of a point: the date, the table or the list that a text says as one."""
    with suppress(TypeError, ValueError):
        return date.fromisoformat(value)
    return parsed(value) if isinstance(value, str) and value[:1] in ("{", "[") else value


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
