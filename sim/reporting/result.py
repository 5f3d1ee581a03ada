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
from sim.scenario.paths import parsed
from sim.scenario.schema import Scenario
from sim.scenario.validation import sound
from sim.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("run", "sweep", "compare", "sensitivity")
"""What is reported on."""


@dataclass(frozen=True)
class Result:
    """A run, sweep, comparison or sensitivity analysis: manifest, summary, scenarios (two, of a comparison)."""

    folder: Path
    manifest: dict[str, Any]
    summary: dict[str, Any]
    scenarios: tuple[Scenario, ...]
    sampled: dict[str, Any]

    @property
    def kind(self) -> str:
        """`run`, `sweep`, `compare` or `sensitivity`."""
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
        return self.scenario.report.buyer or "all"

    @property
    def dates(self) -> tuple[date, ...]:
        """The report dates; the run's end where none is given."""
        return self.scenario.report.dates or (self.scenario.end,)

    @property
    def drawn_from(self) -> str:
        """What its numbers are drawn from, in a sentence."""
        seed = self.manifest["seed"]
        if self.kind == "run":
            return f"Seed {seed}, replication {self.manifest['replication']}: one sampled replication, not a forecast."
        failed = f" ({self.summary['failed']:,} failed)" if self.summary["failed"] else ""
        each = " of each" if self.kind == "compare" or self.is_grid else ""
        count = self.summary["replications"] // len(self.summary["points"])
        caution = CAUTIONS.get(str(self.manifest.get("design", "random")), "")
        said = f" {caution[:1].upper()}{caution[1:]}." if caution else ""
        return f"Seed {seed}, {count:,} replication{'s' if count != 1 else ''}{each}{failed}.{said}"

    @cached_property
    def daily(self) -> "pd.DataFrame":
        """The daily books of a run."""
        return self.table("daily.parquet")

    @cached_property
    def differences(self) -> dict[str, dict[str, Any]]:
        """By key figure the means, paired difference and interval of a comparison."""
        table = self.table("differences.parquet")
        return {str(row["figure"]): {str(key): it for key, it in row.items()} for row in table.to_dict("records")}

    @cached_property
    def sweep(self) -> Sweep:
        """The result of many replications as the command that made it had it."""
        manifest = self.manifest
        each = manifest["replications"] // manifest["points"]
        precision, sets = tuple(manifest.get("precision", {}).items()), manifest.get("parameter_sets")
        plan = Plan(
            self.scenarios,
            self.points,
            each,
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
        if self.kind == "compare":
            return Point(0), Point(1)
        named = self.manifest.get("policies", {})
        policies = {name: Policy(name, _settings(values)) for name, values in named.items()}
        found = [dict(point["settings"]) for point in self.summary["points"]]
        chosen = [policies[one.pop("policy")] if policies else None for one in found]
        return tuple(Point(0, _settings(one), policy) for one, policy in zip(found, chosen, strict=True))

    def point_in_words(self, number: int) -> str:
        """What sets a point of a sweep or comparison apart; empty where there is only one."""
        if self.kind == "compare":
            return f"{'AB'[number]}, {self.scenarios[number].name}"
        return ", ".join(f"{path} = {value}" for path, value in self.summary["points"][number]["settings"].items())

    def has(self, name: str) -> bool:
        """Whether the work wrote a file of this name."""
        return name in self.manifest["files"]

    def table(self, name: str) -> "pd.DataFrame":
        """A Parquet table of the folder. Raises `UsageError` where it is not as it was written."""
        import pandas as pd

        return pd.read_parquet(checked(self.folder, name, self.manifest))


def read(
    folder: Path,
    kinds: Collection[str] = KINDS,
    expected: str = "a folder that a run, a sweep, a comparison or a sensitivity analysis wrote",
) -> Result:
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
