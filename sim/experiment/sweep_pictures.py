"""The picture of a sweep, from the files in its folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiment.plan import Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def sweep_figure(plan: Plan, folder: Path, summary: dict[str, Any]) -> "Figure":
    """The fan chart; of a grid the reported share against its values."""
    import pandas as pd

    from sim.pictures.fan import fan_chart
    from sim.pictures.grid import grid_chart

    if len(plan.points) > 1:
        return grid_chart(_with_values(plan, summary), plan.scenarios[0], plan.seed)
    scenario = plan.scenario_at(0)
    who = scenario.report.buyer or "all"
    targets = {target: f"days_to_share.{who}.{target}" for target in dict.fromkeys((*scenario.report.shares, 1.0))}
    rows = pd.read_parquet(folder / "replications.parquet", columns=["error"])
    import pyarrow.parquet as pq

    known = pq.read_schema(folder / "replications.parquet").names
    columns = [name for name in targets.values() if name in known]
    days = pd.read_parquet(folder / "replications.parquet", columns=columns)[rows["error"].isna()]
    reached = {
        target: days[name].to_numpy(dtype="float64", na_value=float("nan"))
        for target, name in targets.items()
        if name in columns
    }
    bands = pd.read_parquet(folder / "bands.parquet")
    return fan_chart(bands, reached, scenario, plan.seed, summary["failed"], scenario.title)


def _with_values(plan: Plan, summary: dict[str, Any]) -> list[dict[str, Any]]:
    """The summary's points with their settings as values (JSON has dates as text)."""
    return [
        found | {"settings": dict(point.settings)} for found, point in zip(summary["points"], plan.points, strict=True)
    ]
