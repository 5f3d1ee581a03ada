"""Comparisons: two scenarios on common random numbers, replication by replication."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UsageError
from sim.experiment.designs import replications_of, uniforms
from sim.experiment.plan import Plan, Point, check_plan
from sim.experiment.results import Finished, write_table
from sim.experiment.run import replicate
from sim.experiment.summary import is_figure, read_numbers
from sim.experiment.sweep import Advance, Sweep, Work, carry_out, in_folder
from sim.records.difference import differs_from
from sim.scenario.schema import Scenario
from sim.statistics.intervals import student

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DEFAULT_REPLICATIONS = 200

LOOKED_AT = 20
"""Pairs of event logs that are searched for the date from which they differ."""


@dataclass(frozen=True)
class Comparison:
    """Two scenarios on common random numbers: `sweep` has both as its points, differences are of B less A."""

    sweep: Sweep

    @cached_property
    def differences(self) -> "pd.DataFrame":
        """A row a key figure that both have: means, paired difference with 95 % interval, variance reduction."""
        import pandas as pd

        return pd.read_parquet(self.sweep.folder / "differences.parquet")

    @property
    def summary(self) -> dict[str, Any]:
        """Both sweeps' statistics, and under `comparison` the date from which the worlds differ."""
        return self.sweep.summary

    @property
    def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    found: list[Any] = json.loads(comparison.differences.to_json(orient="records"))
    return {"differences": found, **comparison.summary["comparison"]}
