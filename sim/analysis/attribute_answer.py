"""The answer of a gap attribution in words."""

from typing import TYPE_CHECKING

from sim.experiment.answer import counted
from sim.records.products import counted_together
from sim.records.words import written
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd


def attribute_answer(scenario: Scenario, rows: "pd.DataFrame", causes: "pd.DataFrame", replications: int) -> str:
    """How many units are missing on the date that the scenario reports, then each cause, the largest first."""
    buyer, when = scenario.reported_buyer, scenario.report.dates[-1]
    count = counted(len(rows), "replication")
    who = "all buyers" if buyer == "all" else buyer
    gap = float((rows["need"] - rows["delivered"]).mean())
    unit = unit_of(scenario)
    need = f"{unit.counted(float(rows['need'].mean()))} needed by {who} in the whole run"
    lines = [f"By {when} {gap:,.0f} of {need} are not delivered:"]
    for row in causes.sort_values("units", ascending=False, kind="stable").to_dict("records"):
        units, low, high = (written("x_units", row[key], sign=True) for key in ("units", "low", "high"))
        span = f"95 % interval {low} to {high}" if len(rows) > 1 else "no interval"
        lines.append(f"  {row['cause']}: {units} {unit.of(row['units'])} ({span})")
    lines += counted_together(scenario, buyer)
    lost = replications - len(rows)
    count += f", {lost:,} left out as one of their counterfactuals failed" if lost else ""
    lines.append(f"Means of {count}; below 0 a cause has brought deliveries forward.")
    return "\n".join(lines)
