"""The answer in words."""

from typing import TYPE_CHECKING

from sim.records.figures import Figures
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


def run_answer(scenario: Scenario, summary: Figures) -> str:
    """What one replication says of the reported buyer's order."""
    who = scenario.report.buyer or "all"
    lines = [scenario.title or scenario.name]
    for when in scenario.report.dates or (scenario.end,):
        share = summary[f"delivered_share.{who}.{when}"]
        units = summary[f"delivered_units.{who}.{when}"]
        usd = summary[f"delivered_usd.{who}.{when}"]
        if share is None:
            lines.append(f"  by {when}: nothing is ordered")
        else:
            lines.append(f"  by {when}: {share:.0%} of {who}'s order is delivered, {units:,} units worth ${usd:,}")
    for product in scenario.product:
        units = summary[f"stranded_units.{product.name}"]
        diverted = summary[f"diverted_units.{product.name}"]
        lines.append(f"  {product.name}: {units:,} units stranded, {diverted:,} went to other markets")
    mean, late = summary[f"wait_days_mean.{who}"], summary[f"wait_days_p90.{who}"]
    if mean is not None:
        lines.append(f"  a delivered unit of {who} waited {mean:.0f} days on average, one in ten {late} or longer")
    lines.append("This is one sampled replication, not a forecast; `gpu-supply sweep` gives the probability.")
    return "\n".join(lines)


def sweep_answer(scenario: Scenario, replications: "pd.DataFrame") -> str:
    """The probability of each target by each date, and the range of the delivered share."""
    who = scenario.report.buyer or "all"
    lines = [f"{scenario.title or scenario.name} ({len(replications)} replications)"]
    for when in scenario.report.dates or (scenario.end,):
        shares = replications[f"delivered_share.{who}.{when}"].dropna()
        if shares.empty:
            lines.append(f"  by {when}: nothing is ordered")
            continue
        low, middle, high = shares.quantile([0.05, 0.5, 0.95])
        lines.append(
            f"  by {when}: {middle:.0%} of {who}'s order delivered (median; 90 % range {low:.0%} to {high:.0%})"
        )
        for target in scenario.report.shares:
            low, high = wilson(int((shares >= target).sum()), len(shares))
            reached = float((shares >= target).mean())
            lines.append(
                f"    at least {target:.0%}: probability {reached:.2f} (95 % interval {low:.2f} to {high:.2f})"
            )
    return "\n".join(lines)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """95 % score interval of a probability (Wilson 1927)."""
    z = 1.959963984540054
    centre = (successes + z * z / 2) / (trials + z * z)
    half = z / (trials + z * z) * (successes * (trials - successes) / trials + z * z / 4) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)
