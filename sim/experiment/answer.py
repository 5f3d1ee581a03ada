"""The answer in words."""

from sim.records.figures import Figures
from sim.scenario.schema import Scenario


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
