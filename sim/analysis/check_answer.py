"""The answer of a check against sources in words: a table, then each contradiction, and what could not be told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.analysis.columns import in_columns
from sim.experiment.answer import counted, rounded
from sim.records.figures.sums import shown
from sim.records.rows import plain_rows
from sim.records.words import percent
from sim.scenario.schema import Scenario
from sim.statistics.agreement import AGREES, CONTRADICTED, FEWEST, MISSING, UNDECIDED

HEAD = ("figure", "5 %", "50 %", "95 %", "source says", "inside", "verdict")

Row = dict[str, Any]


def check_answer(scenario: Scenario, checks: pd.DataFrame, summary: Mapping[str, Any], columns: bool = True) -> str:
    """Each figure's quantiles beside its source's range with the verdict (in `columns`), then the reasons."""
    rows = plain_rows(checks)
    count = counted(summary["replications"], "replication")
    of = counted(len(rows), "source") + f" ({count})"
    lines = [f"{scenario.name} beside what is said by {of}"]
    lines += in_columns([HEAD, *map(_cells, rows)]) if columns else []
    return "\n".join([*lines, *(f"  {line}" for row in rows for line in _reasons(scenario, row)), _whole(rows)])


def _cells(row: Row) -> tuple[str, ...]:
    quantiles = ["—" if row[name] is None else rounded(row[name]) for name in ("p05", "p50", "p95")]
    inside = "—" if row["inside"] is None else percent(row["inside"])
    return (shown(row["figure"]), *quantiles, _range(row), inside, row["verdict"])


def _range(row: Row) -> str:
    least, most = (None if row[end] is None else rounded(row[end]) for end in ("least", "most"))
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"


def _reasons(scenario: Scenario, row: Row) -> Iterator[str]:
    """What is to be said of a check besides its numbers."""
    name, verdict, by = shown(row["figure"]), row["verdict"], f"{row['source']} (published {row['published']})"
    span = f"95 % interval {percent(row['low'])} to {percent(row['high'])}"
    if verdict in (CONTRADICTED, UNDECIDED):
        share = percent(row["reaching"]) if row["reaching"] else f"none of {counted(row['count'], 'replication')}"
        few = f"{share}{' of the replications' if row['reaching'] else ''} {_side(row)} ({span})"
        yield f"{name} is {verdict}: {few}" + (f": {by}" if verdict == CONTRADICTED else "; more would tell")
    if verdict == MISSING:
        yield f"{name} has no value in any replication: {by}"
    elif row["missing"]:
        yield f"{name} has no value in {counted(row['missing'], 'replication')}, which are left out"
    asked = scenario.report.asked
    if asked is not None and row["published"] > asked:
        yield f"{name}: its source was published after the question was asked ({asked})"


def _side(row: Row) -> str:
    """From which side few of the replications reach the range."""
    least, most = row["least"], row["most"]
    if most is None or (least is not None and row["p50"] < least):
        return f"come up to {rounded(least)}"
    return f"come down to {rounded(most)}"


def _whole(rows: Sequence[Row]) -> str:
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in (AGREES, CONTRADICTED, UNDECIDED)}
    if counts[AGREES] == len(rows):
        return "No source is contradicted."
    told = [
        f"{counts[AGREES]} agree" + ("s" if counts[AGREES] == 1 else ""),
        f"{counts[CONTRADICTED]} {'is' if counts[CONTRADICTED] == 1 else 'are'} contradicted",
        f"{counts[UNDECIDED]} {'is' if counts[UNDECIDED] == 1 else 'are'} undecided",
    ]
    missing = len(rows) - sum(counts.values())
    told += [f"{missing} without any value"] if missing else []
    whole = f"Of {counted(len(rows), 'source')}: {', '.join(told)}."
    return f"{whole} {_undecided(rows)}" if counts[UNDECIDED] else whole


def _undecided(rows: Sequence[Row]) -> str:
    """What a verdict of undecided means: nothing that could fail a check, and nothing that passed one."""
    few = min(row["count"] for row in rows if row["verdict"] == UNDECIDED)
    more = f"{FEWEST} or more can contradict a source" if few < FEWEST else "more replications tell"
    told = f"{counted(few, 'replication')} are too few to tell, {more}"
    return f"Undecided is neither: {told}; the exit status takes it for no contradiction."
