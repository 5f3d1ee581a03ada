"""The answer of an update in words: the answer as of the day, how it moved, and on how much it rests."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sim.analysis.columns import in_columns
from sim.experiment.answer import counted
from sim.records.figures.naming import main_figure
from sim.records.products import counted_together
from sim.records.words import labels, probability, written
from sim.scenario.schema import Scenario

LONGEST = 60
"""Characters of an observation in the table."""

Row = dict[Any, Any]


def update_answer(scenario: Scenario, summary: dict[str, Any], steps: Sequence[Row], columns: bool = True) -> str:
    """The reported figures before and as of the day, the chances that moved, and (in `columns`) each piece of news."""
    known, count = summary["evidence"], summary["replications"]
    of = f"{counted(len(known), 'observed figure')}, {counted(count, 'replication')} of {scenario.name}"
    lines = [f"{scenario.question or scenario.title or scenario.name}", f"As of {summary['as_of']} ({of}"]
    lines[-1] += (
        f", worth {summary['effective']:,.0f} once weighted)" if known else "): nothing of it was published yet"
    )
    who, moved = scenario.reported_buyer, _moved(steps) if columns else ()
    return "\n".join([*lines, *_figures(scenario, steps), *_chances(summary), *moved, *_later(summary)]) + (
        "".join(f"\n{line}" for line in counted_together(scenario, who))
    )


def _figures(scenario: Scenario, steps: Sequence[Row]) -> Iterator[str]:
    """Each reported figure as of the day, and what it was before any news."""
    last = max(row["step"] for row in steps) if steps else 0
    before = {row["figure"]: row for row in steps if row["step"] == 0}
    after = [row for row in steps if row["step"] == last]
    for row, label in zip(after, labels([row["figure"] for row in after], [scenario]), strict=True):
        told = f"{label.begun}: {_range(row)}"
        yield f"  {told}" + (f"; before any of it {_range(before[row['figure']])}" if last else "")


def _range(row: Row) -> str:
    if row["p50"] is None or row["p50"] != row["p50"]:
        return "no value"
    figure = str(row["figure"]).partition(".")[0]
    middle, low, high = (written(figure, row[key]) for key in ("p50", "p05", "p95"))
    return f"{middle} ({low} to {high})"


def _chances(summary: dict[str, Any]) -> Iterator[str]:
    for one in summary["chances"]:
        if summary["evidence"] and probability(one["before"]) == probability(one["after"]):
            continue
        was = f" (before any of it {probability(one['before'])})" if summary["evidence"] else ""
        yield f"    at least {one['share']:.0%} by {one['date']}: probability {probability(one['after'])}{was}"


def _moved(steps: Sequence[Row]) -> Iterator[str]:
    """A row a piece of news: what the share by the last date was after it, and what the replications were worth."""
    names = list(dict.fromkeys(str(row["figure"]) for row in steps))
    told = main_figure(names) if names else ""
    rows = [row for row in steps if row["figure"] == told]
    if len(rows) < 2:
        return
    yield f"How {told} moved:"
    head = ("known on", "5 %", "50 %", "95 %", "worth", "what was published")
    yield from in_columns([head, *map(_cells, rows)])


def _cells(row: Row) -> tuple[str, ...]:
    when: date | None = row["published"]
    figure = str(row["figure"]).partition(".")[0]
    told = [written(figure, row[key]) for key in ("p05", "p50", "p95")]
    said = row["observed"] if len(row["observed"]) <= LONGEST else f"{row['observed'][: LONGEST - 1]}…"
    return (str(when or "—"), *told, f"{row['effective']:,.0f}", said or "nothing yet")


def _later(summary: dict[str, Any]) -> Iterator[str]:
    if summary["later"]:
        yield f"  {counted(summary['later'], 'observed figure')} came later: nothing of it counts here"
    if summary["evidence"]:
        yield (
            "  Weights say which of the replications agree; they make none that was not simulated: what all of them "
            "rule out stays ruled out."
        )
