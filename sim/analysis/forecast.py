"""A forecast: weighted replications of a finished folder, its day, what it rests on, and plain ones beside it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.analysis.derived import Folder, Source, numbers, rows_of, source_of
from sim.analysis.update import WEIGHT
from sim.experiment.run import run
from sim.records.figures import Figures
from sim.records.figures.naming import figure_name, figure_of, figure_parts
from sim.records.figures.sums import names_in, sum_name

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

    def sample(self, figures: Sequence[str]) -> Sample:
        """The sums of the figures, mostly one, but for those that are null, and their weights."""
        return _known(numbers(self.rows, *figures), self.weights)

    def before_of(self, figures: Sequence[str]) -> Sample | None:
        """The same without evidence; None where it rests on none."""
        if self.before is None:
            return None
        return _known(numbers(self.before, *figures), np.ones(len(self.before)))


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
        used = frozenset(sum_name(names_in(one["figure"])) for one in summary["evidence"])
        return Forecast(source, rows, numbers(rows, WEIGHT), date.fromisoformat(summary["as_of"]), rows, used)
    rows = rows_of(source, "posterior")
    used = frozenset(one["figure"] for one in summary["observations"])
    return Forecast(source, rows, np.ones(len(rows)), day, rows_of(source, "prior"), used)


def nominal(source: Source) -> Figures:
    """Key figures of one replication in which every value is the file's own, none drawn."""
    certain = source.scenario.set("correlated", []).set("uncertain", {})
    return run(certain, source.seed).summary


def all_of(forecast: Forecast, figures: Sequence[str]) -> Sample | None:
    """What they would be if all were delivered that is ordered by then; None of figures that don't say."""
    parts = [figure_parts(name) for name in figures]
    if all(figure == "delivered_share" for figure, *_ in parts):
        return np.ones(1), np.ones(1)
    ordered = [figure_name("ordered_units", *of) for figure, *of in parts if figure == "delivered_units"]
    known = len(ordered) == len(parts) and set(ordered) <= set(forecast.rows.columns)
    return forecast.sample(ordered) if known else None


def starts_at_nothing(figures: Sequence[str]) -> bool:
    """Whether nothing delivered, dispatched or finished is what the figures are if nothing happens."""
    return all(figure_of(name) in NOTHING for name in figures)


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


def point(values: Sequence[object]) -> Sample | None:
    """A forecast that is sure of the sum of some values; None where any of them is none."""
    known = [float(one) for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    return (np.array([sum(known)]), np.ones(1)) if len(known) == len(values) else None


def baselines(forecast: Forecast, figures: Sequence[str], plain: Mapping[str, object]) -> dict[str, Sample | None]:
    """Forecasts of a sum of figures, mostly one, that anybody can make.

    Nothing, all, the nominal replication, the same without evidence.
    """
    return {
        "nothing": point([0.0]) if starts_at_nothing(figures) else None,
        "all": all_of(forecast, figures),
        "nominal": point([plain.get(name) for name in figures]),
        "before": forecast.before_of(figures),
    }
