"""Discovery: in which region of the uncertain parameters a target is missed."""

import json
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from sim.analysis.discover_answer import discover_answer
from sim.errors import UsageError
from sim.experiment.arguments import path_of, real, text
from sim.experiment.folders.folder import Writer, manifest
from sim.experiment.folders.proof import Told, proven
from sim.experiment.plan import digest_of
from sim.experiment.results import picture_writers, plotted, write_folder
from sim.experiment.shown import Shown
from sim.experiment.summary import check_figure, is_figure
from sim.experiment.sweep import Sweep
from sim.records.figures.naming import figure_name
from sim.records.files import write_json, write_parquet
from sim.scenario.file import build
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.statistics.prim import Found, choose, peel, pruned, quasi_p, replications_needed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content

DENSITY = 0.8
"""Density that the box should have."""

KINDS = ("sweep", "sensitivity")
"""Kinds of folders whose rows it takes."""

TARGET = "FIGURE < NUMBER (or <=, >, >=)"
"""How a target is written."""

FEWEST = 50
"""Replications below which a box would be found in noise."""

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


@dataclass(frozen=True)
class Target:
    """An outcome: a key figure and what it is compared with."""

    figure: str
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.figure} {self.sign} {self.value:.15g}"


@dataclass(frozen=True, repr=False)
class Discovery(Shown):
    """The box of parameters in which a target outcome is frequent, and the trajectory that led there."""

    target: Target
    scenario: Scenario
    parameters: tuple[str, ...]
    points: NDArray[np.float64]
    outcome: NDArray[np.bool_]
    trajectory: tuple[Found, ...]
    found: Found
    dates: frozenset[str] = frozenset()
    """Parameters that are dates: their points are ordinals."""

    density: float = DENSITY
    left_out: int = 0
    """Replications that failed, or lack the figure."""

    texts: tuple[str, ...] = ()
    """Uncertain parameters that are not numbers: no box can hold them."""

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The box, its worth, its quasi-p-values, the trajectory."""
        values = quasi_p(self.found.box, self.points, self.outcome)
        frequency = float(self.outcome.mean())
        return {
            "target": str(self.target),
            "density_asked": self.density,
            "replications": len(self.points),
            "left_out": self.left_out,
            "parameters_left_out": list(self.texts),
            "parameters": len(self.parameters),
            "frequency": frequency,
            "replications_needed": replications_needed(frequency, len(self.parameters)) if 0 < frequency < 1 else None,
            "box": {
                self.parameters[column]: {
                    "low": self._end(column, self.found.box.low[column], ceil),
                    "high": self._end(column, self.found.box.high[column], floor),
                    "quasi_p": value,
                }
                for column, value in values.items()
            },
            **_worth(self.found),
            "in_box": int(self.found.box.holds(self.points).sum()),
            "trajectory": [_worth(step) | {"restricted": len(step.box.restricted())} for step in self.trajectory],
        }

    def _end(self, column: int, value: float, inwards: Callable[[float], int]) -> float | str | None:
        """An end of the box, of a date the last day within it; None where it has none."""
        if not np.isfinite(value):
            return None
        is_date = self.parameters[column] in self.dates
        return date.fromordinal(inwards(value)).isoformat() if is_date else float(value)

    @property
    def content(self) -> "Content":
        """What its picture is drawn from."""
        from sim.pictures.content import Content

        return Content("discover", (self.scenario,), self.summary, {}, tables={"parameters": self.ranges})

    @cached_property
    def ranges(self) -> "pd.DataFrame":
        """A row a parameter: the least and the greatest value of its points."""
        import pandas as pd

        ends = {"least": self.points.min(axis=0), "most": self.points.max(axis=0)}
        return pd.DataFrame({"parameter": list(self.parameters)} | ends)

    @override
    def facts(self) -> dict[str, object]:
        """What the discovery is of."""
        return {"scenario": self.scenario.name, "target": self.target, "replications": len(self.points)}

    @override
    def plot(self) -> "Figure":
        """Coverage against density, and the box."""
        return plotted(self.content)

    @override
    def answer(self) -> str:
        """The answer in words."""
        return discover_answer(self.summary)


def discover(sweep: Sweep | str | Path, target: str | None = None, density: float = DENSITY) -> Discovery:
    """The box of uncertain parameters in which a target such as "delivered_share.all.2023-12-31 < 0.5" is frequent.

    `sweep` is a sweep or its folder; without a target, that the reported buyer gets less than half by the last date.
    Raises `UsageError` for a folder, figure or target that cannot be, or a sweep too small or without parameters.
    """
    every, scenario = _rows(sweep)
    asked = parse(text("target", target, TARGET)) if target is not None else _default(scenario)
    density = real("density", density, "a share above 0, at most 1")
    if not 0 < density <= 1:
        raise UsageError(f"density is {density}; expected a share above 0, at most 1")
    figure = check_figure(asked.figure, [name for name in every.columns if is_figure(name)], "--target")
    asked = replace(asked, figure=figure)
    rows = every[every["error"].isna() & every[asked.figure].notna()]
    points, parameters = _points(rows)
    if len(rows) < FEWEST or not parameters:
        what = f"{len(rows)} replications" if parameters else "nothing uncertain"
        raise UsageError(f"discovery in a sweep of {what}; expected {FEWEST} or more with uncertain parameters")
    outcome = np.asarray(SIGNS[asked.sign](rows[asked.figure].to_numpy(dtype=np.float64), asked.value))
    trajectory = peel(points, outcome) if outcome.any() else peel(points, ~outcome)[:1]
    found = pruned(choose(trajectory, density), points, outcome)
    dates = frozenset(path for path in parameters if _is_date(rows[f"sampled.{path}"]))
    texts = [name.removeprefix("sampled.") for name in rows.columns if name.startswith("sampled.")]
    return Discovery(
        asked,
        build(scenario),
        tuple(parameters),
        points,
        outcome,
        tuple(trajectory),
        found,
        dates,
        density,
        len(every) - len(rows),
        tuple(path for path in texts if path not in parameters),
    )


def write_discovery(done: Discovery, sweep: Path, tell: Told = lambda _: None) -> Path:
    """Write the box and its picture into a folder of their own, beside that of the sweep; gives the folder.

    The same target and density of the same sweep have the same folder. Raises `SimError` where writing fails.
    """
    source = proven(sweep, KINDS, "a folder that a sweep wrote")
    asked = {"target": str(done.target), "density": done.density}
    work = digest_of("discover", source["work"], source["result_digest"], asked)
    result = digest_of(work, done.summary)
    made_of = {"sweep": sweep.resolve().name, "seed": source["seed"], **asked}
    about = manifest("discover", work, source["engine"], result, datetime.now(UTC), **made_of)

    def writers() -> dict[str, Writer]:
        first = {"scenario.json": write_json(dump(done.scenario)), "summary.json": write_json(done.summary)}
        return {**first, "parameters.parquet": write_parquet(done.ranges), **picture_writers(done.content)}

    return write_folder(sweep.resolve().parent / f"discover-{work}", about, writers, tell)


def parse(target: str) -> Target:
    """The target of a text like "delivered_share.all.2023-12-31 < 0.5"; raises `UsageError` for any other."""
    found = re.fullmatch(r"\s*(\S.*?)\s*(<=|>=|<|>)\s*([^\s<>=]+)\s*", target)
    try:
        return Target(found[1], found[2], float(found[3].replace("_", ""))) if found else _no_target(target)
    except ValueError:
        return _no_target(target)


def _no_target(target: str) -> Target:
    raise UsageError(f"target is {target!r}; expected {TARGET}")


def _default(scenario: dict[str, Any]) -> Target:
    report = scenario["report"]
    when = (report["dates"] or [scenario["end"]])[-1]
    return Target(figure_name("delivered_share", report["buyer"] or "all", when), "<", 0.5)


def _rows(sweep: Sweep | str | Path) -> tuple["pd.DataFrame", dict[str, Any]]:
    """Rows and scenario of a sweep's folder, which proves itself."""
    import pandas as pd

    folder = sweep.folder if isinstance(sweep, Sweep) else path_of("sweep", sweep)
    proven(folder, KINDS, "a folder that a sweep wrote")
    scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    return pd.read_parquet(folder / "replications.parquet"), scenario


def _points(rows: "pd.DataFrame") -> tuple[NDArray[np.float64], list[str]]:
    """Sampled numbers and dates (as ordinals), shape (replications, parameters), and their paths; no texts."""
    columns, parameters = [], []
    for name in rows.columns:
        if not name.startswith("sampled."):
            continue
        values = rows[name]
        if _is_date(values):
            values = values.map(lambda value: value.toordinal())
        try:
            columns.append(values.to_numpy(dtype=np.float64))
        except (TypeError, ValueError):
            continue
        parameters.append(name.removeprefix("sampled."))
    return (np.stack(columns, axis=1) if columns else np.zeros((len(rows), 0))), parameters


def _is_date(values: "pd.Series[Any]") -> bool:
    return values.dtype.kind == "M"


def _worth(found: Found) -> dict[str, float]:
    return {"mass": found.mass, "density": found.density, "coverage": found.coverage}
