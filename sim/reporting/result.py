"""The finished result in a folder, as its files have it."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import ScenarioError, UsageError
from sim.experiment.manifest import NAME
from sim.scenario.build import build
from sim.scenario.schema import Scenario
from sim.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

KINDS = {
    "run": ("events.parquet", "daily.parquet"),
    "sweep": ("replications.parquet",),
    "compare": ("replications.parquet", "differences.parquet"),
    "sensitivity": ("replications.parquet", "sensitivity.parquet"),
}
"""What is reported on, and the tables that each has whatever its options."""

STATED = ("work", "version", "engine", "seed", "result_digest", "started", "ended", "packages", "machine")


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
        return f"Seed {seed}, {count:,} replication{'s' if count != 1 else ''}{each}{failed}."

    @cached_property
    def daily(self) -> "pd.DataFrame":
        """The daily books of a run."""
        return self.table("daily.parquet")

    @cached_property
    def differences(self) -> dict[str, dict[str, Any]]:
        """By key figure the means, paired difference and interval of a comparison."""
        table = self.table("differences.parquet")
        return {str(row["figure"]): {str(key): it for key, it in row.items()} for row in table.to_dict("records")}

    def point_in_words(self, number: int) -> str:
        """What sets a point of a sweep or comparison apart; empty where there is only one."""
        if self.kind == "compare":
            return f"{'AB'[number]}, {self.scenarios[number].name}"
        return ", ".join(f"{path} = {value}" for path, value in self.summary["points"][number]["settings"].items())

    def has(self, name: str) -> bool:
        """Whether the folder has a file."""
        return (self.folder / name).is_file()

    def table(self, name: str) -> "pd.DataFrame":
        """A Parquet table of the folder. Raises `UsageError` where it can't be read."""
        import pandas as pd

        try:
            return pd.read_parquet(self.folder / name)
        except (OSError, ValueError) as error:
            raise _damaged(self.folder / name, str(error)) from None


def read(folder: Path) -> Result:
    """The result in a folder. Raises `UsageError` where there is none, or it is unfinished or damaged."""
    if not folder.is_dir():
        what = "a file" if folder.exists() else "no such folder"
        raise UsageError(f"{folder}: {what}; {_expected()}")
    manifest = _manifest(folder)
    for name in ("summary.json", "scenario.json", *KINDS[manifest["kind"]]):
        if not (folder / name).is_file():
            raise _damaged(folder / name, "missing")
    summary = _json(folder / "summary.json")
    documents = _json(folder / "scenario.json")
    if not _is_summary(summary, manifest["kind"]) or not _is_of_kind(documents, manifest["kind"]):
        raise _damaged(folder, f"its scenario or summary is not that of a {manifest['kind']}")
    documents = documents if isinstance(documents, list) else [documents]
    sampled = documents[0].pop("sampled", {})
    try:
        scenarios = tuple(build(document, folder) for document in documents)
    except ScenarioError as error:
        raise _other_version(folder, manifest, str(error.problems[0])) from None
    return Result(folder, manifest, summary, scenarios, sampled)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    if not path.is_file():
        unfinished = any(folder.glob("parts")) or any(folder.glob("*.lock"))
        state = "unfinished: no manifest yet (--resume goes on)" if unfinished else "no manifest in it"
        raise UsageError(f"{folder}: {state}; {_expected()}")
    found = _json(path)
    if not isinstance(found, dict) or "kind" not in found:
        raise _damaged(path, "no kind in it")
    if found["kind"] not in KINDS:
        raise UsageError(f"{path}: kind is {found['kind']!r}; {_expected()}")
    missing = [key for key in STATED if key not in found]
    if missing:
        raise _damaged(path, f"no {missing[0]} in it")
    return found


def _is_summary(summary: Any, kind: str) -> bool:
    if not isinstance(summary, dict) or kind == "run":
        return isinstance(summary, dict)
    points = summary.get("points")
    return isinstance(points, list) and bool(points) and {"replications", "failed"} <= set(summary)


def _is_of_kind(documents: Any, kind: str) -> bool:
    if kind == "compare":
        return isinstance(documents, list) and len(documents) == 2 and all(isinstance(one, dict) for one in documents)
    return isinstance(documents, dict)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, getattr(error, "strerror", None) or str(error)) from None


def _other_version(folder: Path, manifest: dict[str, Any], problem: str) -> UsageError:
    """A scenario that this version refuses: what made it is told where it was another version."""
    made = manifest["version"]
    if made == VERSION:
        return _damaged(folder / "scenario.json", problem)
    return UsageError(f"{folder}: made by version {made}, which this one ({VERSION}) can't read: {problem}")


def _damaged(path: Path, reason: str) -> UsageError:
    return UsageError(f"{path}: damaged ({reason}); {_expected()}")


def _expected() -> str:
    return "expected a folder that a run, a sweep, a comparison or a sensitivity analysis wrote"
