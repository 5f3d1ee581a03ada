"""A forecast: weighted replications of a finished folder, its day, what it rests on, and plain ones beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.derived import Folder, Source, numbers, rows_of, source_of
from sim.analysis.update import WEIGHT
from sim.experiment.run import run
from sim.records.figures import Figures
from sim.records.figures.naming import figure_name, figure_parts

if TYPE_CHECKING:
    import pandas as pd

Reals = NDArray[np.float64]

KINDS = ("sweep", "check", "update", "calibrate")
EXPECTED = "a folder that a sweep of one point, an update or a calibration wrote"

Sample = tuple[Reals, Reals]
"""Values and their weights."""


@dataclass(frozen=True)
class Forecast:
    """Replications and their weights; `before` are those without evidence, where it rests on any (`used`).

    `day` is the day that it is of: None where nobody said.
    """

    source: Source
    rows: "pd.DataFrame"
    weights: Reals
    day: date | None
    before: "pd.DataFrame | None" = None
    used: frozenset[str] = frozenset()

    def sample(self, name: str) -> Sample:
        """The values of a figure, but for those that are null, and their weights."""
        return _known(numbers(self.rows, name), self.weights)

    def before_of(self, name: str) -> Sample | None:
        """The same without evidence; None where it rests on none."""
        if self.before is None:
            return None
        return _known(numbers(self.before, name), np.ones(len(self.before)))


def forecast_of(asked: Folder) -> Forecast:
    """The forecast that a finished folder holds. Raises `UsageError` for any other."""
    source = source_of(asked, KINDS, EXPECTED)
    day = source.scenario.report.asked
    if source.kind in ("sweep", "check"):
        rows = rows_of(source)
        return Forecast(source, rows, np.ones(len(rows)), day)
    summary = json.loads((source.folder / "summary.json").read_text(encoding="utf-8"))
    if source.kind == "update":
        rows = rows_of(source)
        used = frozenset(one["figure"] for one in summary["evidence"])
        return Forecast(source, rows, numbers(rows, WEIGHT), date.fromisoformat(summary["as_of"]), rows, used)
    rows = rows_of(source, "posterior")
    used = frozenset(one["figure"] for one in summary["observations"])
    return Forecast(source, rows, np.ones(len(rows)), day, rows_of(source, "prior"), used)


def nominal(source: Source) -> Figures:
    """Key figures of one replication in which every value is the file's own, none drawn."""
    certain = source.scenario.set("correlated", []).set("uncertain", {})
    return run(certain, source.seed).summary


def all_of(forecast: Forecast, name: str) -> Sample | None:
    """What the figure would be if all were delivered that is ordered by then; None of figures that don't say."""
    figure, *of = figure_parts(name)
    if figure == "delivered_share":
        return np.ones(1), np.ones(1)
    if figure == "delivered_units":
        ordered = figure_name("ordered_units", *of)
        return forecast.sample(ordered) if ordered in forecast.rows.columns else None
    return None


def starts_at_nothing(name: str) -> bool:
    """Whether nothing delivered, dispatched or finished is what the figure is if nothing happens."""
    return name.partition(".")[0] in NOTHING


NOTHING = (
    "delivered_share",
    "delivered_units",
    "delivered_usd",
    "dispatched_units",
    "dispatched_usd",
    "finished_units",
    "met_units",
)
"""Figures that are 0 where nothing is delivered."""


def _known(values: Reals, weights: Reals) -> Sample:
    known = ~np.isnan(values) & (weights > 0)
    return values[known], weights[known]


def point(value: object) -> Sample | None:
    """A forecast that is sure of one value; None where there is none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return np.array([float(value)]), np.ones(1)


def baselines(forecast: Forecast, name: str, plain: Mapping[str, object]) -> dict[str, Sample | None]:
    """Forecasts of a figure that anybody can make: nothing, all, the nominal replication, the same without evidence."""
    return {
        "nothing": point(0.0) if starts_at_nothing(name) else None,
        "all": all_of(forecast, name),
        "nominal": point(plain.get(name)),
        "before": forecast.before_of(name),
    }
