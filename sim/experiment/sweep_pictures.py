"""The pictures of a sweep, from the files in its folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import UsageError
from sim.experiment.designs import CAUTIONS
from sim.experiment.plan import Plan
from sim.experiment.summary import check_figure, read_numbers
from sim.records.figures.naming import figure_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def sweep_figure(
    plan: Plan, folder: Path, summary: dict[str, Any], asked: "Sequence[str | pd.Series[Any]]" = (), title: str = ""
) -> "Figure":
    """The fan chart, of a grid the reported share against its values; or the key figures asked for.

    Raises `UsageError` for a key figure that the sweep lacks, or values of one's own for a sweep of one point.
    """
    known = list(summary["points"][0]["figures"])
    asked = [check_figure(one, known, "plot") if isinstance(one, str) else one for one in asked]
    names = [one for one in asked if isinstance(one, str)]
    if len(plan.points) > 1:
        from sim.pictures.grid import grid_chart

        return grid_chart(_with_values(plan, summary), plan.scenarios[0], plan.seed, asked, title)
    if len(names) < len(asked):
        raise UsageError("values by point for a sweep of one point; expected names of key figures")
    return _histograms(plan, folder, names, title) if names else _fan(plan, folder, summary, title)


def _fan(plan: Plan, folder: Path, summary: dict[str, Any], title: str) -> "Figure":
    import pandas as pd
    import pyarrow.parquet as pq

    from sim.pictures.fan import fan_chart

    if not (folder / "bands.parquet").exists():
        raise UsageError("no curves were kept; expected a sweep with keep='curves', or names of key figures to plot")
    scenario = plan.scenario_at(0)
    who = scenario.report.buyer or "all"
    targets = {
        target: figure_name("days_to_share", who, target) for target in dict.fromkeys((*scenario.report.shares, 1.0))
    }
    with pq.ParquetFile(folder / "replications.parquet") as file:
        done = ~np.asarray(file.read(columns=["error"])["error"].combine_chunks().is_valid())
        known = file.schema_arrow.names
        reached = {target: read_numbers(file, name)[done] for target, name in targets.items() if name in known}
    bands = pd.read_parquet(folder / "bands.parquet")
    return fan_chart(bands, reached, scenario, plan.seed, summary["failed"], title or scenario.title)


def _histograms(plan: Plan, folder: Path, names: Sequence[str], title: str) -> "Figure":
    import pyarrow.parquet as pq

    from sim.pictures.histogram import histograms

    with pq.ParquetFile(folder / "replications.parquet") as file:
        values = {name: read_numbers(file, name) for name in names}
    return histograms(values, plan.scenario_at(0), plan.seed, title)


def chances_figure(plan: Plan, summary: dict[str, Any], title: str) -> "Figure":
    """Probability of each target by each date. Raises `UsageError` for a grid."""
    from sim.pictures.chances import chances_chart

    if len(plan.points) > 1:
        raise UsageError(f"a grid of {len(plan.points)} points; expected a sweep of one point")
    scenario = plan.scenario_at(0)
    found = summary["points"][0]["chances"][scenario.report.buyer or "all"]
    caution = CAUTIONS[plan.design]
    note = f" ({caution})" if caution else ""
    return chances_chart(found, scenario, plan.seed, summary["replications"], title, note)


def _with_values(plan: Plan, summary: dict[str, Any]) -> list[dict[str, Any]]:
    """The summary's points with their settings as values (JSON has dates as text)."""
    return [
        found | {"settings": dict(point.settings)} for found, point in zip(summary["points"], plan.points, strict=True)
    ]
