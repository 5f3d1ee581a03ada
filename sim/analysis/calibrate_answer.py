"""The answer of a calibration in words."""

from typing import Any

from sim.scenario.schema import Scenario

MOST = 5
"""Parameters that are told."""

NOTICED = 0.1
"""Share of a parameter's variance that must have gone for it to be told."""


def calibrate_answer(scenario: Scenario, summary: dict[str, Any]) -> str:
    """What the observed figures narrow, and what then is delivered."""
    who = scenario.report.buyer or "all"
    lines = [
        f"{scenario.name} given {len(summary['observations'])} observed figures ({summary['particles']} particles)"
    ]
    if not summary["reached"]:
        lines.append("  the observations are far from all that was simulated: what follows only leans towards them")
    narrowed = sorted(
        ((row["narrowed"] or 0.0, path, row) for path, row in summary["parameters"].items()),
        reverse=True,
        key=lambda r: r[0],
    )
    told = [row for row in narrowed if row[0] >= NOTICED][:MOST]
    if not told:
        lines.append("  they narrow no uncertain parameter noticeably: its variance falls by less than a tenth")
    for share, path, row in told:
        after = row["posterior"]
        lines.append(f"  {path}: {after['p05']:,.4g} to {after['p95']:,.4g} (variance {share:.0%} less than before)")
    for one in summary["observations"]:
        after = one["posterior"]
        if after["p50"] is not None:
            lines.append(
                f"  {one['figure']}: observed {one['value']:,.0f}, simulated {after['p05']:,.0f} to {after['p95']:,.0f}"
            )
    for when in scenario.report.dates:
        share = summary["figures"].get(f"delivered_share.{who}.{when}", {"p50": None})
        if share["p50"] is not None:
            lines.append(
                f"  by {when}: {share['p50']:.0%} of the order of {who} delivered (median; "
                f"90 % range {share['p05']:.0%} to {share['p95']:.0%})"
            )
    return "\n".join(lines)
