"""The answer of an importance analysis in words: what to ask first."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.experiment.answer import counted
from sim.experiment.deciding import movement
from sim.records.words import labels, percent, written
from sim.scenario.schema import Scenario

MOST_TOLD = 3
"""Unknowns that are told for a figure."""

Row = dict[Any, Any]


def importance_answer(scenario: Scenario, rows: Sequence[Row], replications: int) -> str:
    """Of each figure the unknowns that would narrow it most if they were known, and how it moves with them."""
    title = scenario.question or scenario.title or scenario.name
    lines = [f"{title} ({counted(replications, 'replication')} of {scenario.name})"]
    names = list(dict.fromkeys(row["figure"] for row in rows))
    for name, label in zip(names, labels(names, [scenario]), strict=True):
        own = [row for row in rows if row["figure"] == name]
        lines.append(f"  {label.begun}:")
        lines += [f"    {sentence}" for sentence in _of_figure(scenario, label.figure, own)]
    return "\n".join([*lines, *_caution(rows)])


def _of_figure(scenario: Scenario, figure: str, rows: Sequence[Row]) -> Iterator[str]:
    noticed = [row for row in rows if row["noticed"]]
    for place, row in enumerate(noticed[:MOST_TOLD]):
        head = "ask first for" if not place else "then for"
        low, high = (written(figure, row[key]) for key in ("low", "high"))
        ends = (_value(row[key]) for key in ("from_value", "to_value"))
        moves = movement(scenario, row["parameter"], *ends)
        taken = f"known, it takes away {percent(row['learned'])} of the variance"
        yield f"{head} {row['parameter']}: {low} to {high} on average as {moves}; {taken}"
    if not noticed:
        yield "no single unknown, if it were known, would narrow it by more than chance explains"
    left = 1 - sum(row["learned"] for row in noticed)
    if noticed and left > 0:
        rest = f"what none of these takes away alone, about {percent(left)}"
        yield f"{rest}, is chance, hangs on several together, or is finer than so many replications show"


def _value(text: str) -> float | str:
    """A number, where a text has one."""
    try:
        return float(text)
    except ValueError:
        return text


def _caution(rows: Sequence[Row]) -> Iterator[str]:
    if len({row["parameter"] for row in rows}) > 1:
        yield "  Unknowns that are linked or correlated share what they are worth: each is told as if asked for alone."
