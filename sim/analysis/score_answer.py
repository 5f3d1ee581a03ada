"""The answer of a score in words: a table of the outcomes, then what they say over all."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.analysis.columns import in_columns
from sim.experiment.answer import counted, rounded
from sim.records.figures.sums import shown
from sim.records.words import percent, probability, written
from sim.scenario.schema import Scenario

Row = dict[str, Any]

NAMES = {
    "nothing": "that nothing is delivered",
    "all": "that all is delivered",
    "nominal": "the one replication of the file's own values",
    "before": "the same without evidence",
}

WHY = {"used": "used in the forecast itself", "known": "published by the forecast's day"}

FEW = 10
"""Outcomes below which coverage and skill say little."""


def score_answer(scenario: Scenario, rows: Sequence[Row], summary: dict[str, Any], columns: bool = True) -> str:
    """Each outcome beside the forecast (in `columns`), then coverage, width and skill."""
    about = summary["forecast"]
    day = f"as of {about['day']}" if about["day"] else "of no stated day"
    count = counted(about["replications"], "replication")
    made = f"{count}, {about['folder']}, made {about['made'][:10]}, digest {about['result_digest']}"
    lines = [f"{scenario.name} {day} beside {counted(len(rows), 'outcome')} ({made})"]
    lines += [*_values(rows), *_events(rows)] if columns else []
    return "\n".join([*lines, *_left_out(rows), *_over_all(summary)])


def _values(rows: Sequence[Row]) -> Iterator[str]:
    own = [row for row in rows if row["kind"] == "value"]
    if own:
        head = ("figure", "5 %", "50 %", "95 %", "happened", "fell at", "CRPS", "in 90 %")
        yield from in_columns([head, *map(_value, own)])


def _value(row: Row) -> tuple[str, ...]:
    figure = row["figure"].partition(".")[0]
    told = [written(figure, row[key]) for key in ("p05", "p50", "p95", "outcome")]
    if row["hit"] is None:
        return (shown(row["figure"]), *told, "—", "—", "no value")
    return (
        shown(row["figure"]),
        *told,
        f"{row['pit']:.2f}",
        rounded(row["crps"]),
        f"{_hit(row)}{'' if row['counts'] else ' *'}",
    )


def _hit(row: Row) -> str:
    if row["hit"]:
        return "hit"
    return "miss, above" if row["outcome"] > row["p95"] else "miss, below"


def _events(rows: Sequence[Row]) -> Iterator[str]:
    own = [row for row in rows if row["kind"] == "event"]
    if own:
        head = ("statement", "probability", "Brier", "so it was")
        yield from in_columns([head, *map(_event, own)])


def _event(row: Row) -> tuple[str, ...]:
    said = row["observed"].replace(" not ", " ", 1) if not row["happened"] else row["observed"]
    so = ("yes" if row["happened"] else "no") + ("" if row["counts"] else " *")
    return (said, probability(row["probability"]), f"{row['brier']:.3f}", so)


def _left_out(rows: Sequence[Row]) -> Iterator[str]:
    for why, words in WHY.items():
        count = sum(row["why_not"] == why for row in rows)
        if count:
            yield f"  * {counted(count, 'outcome')} not counted: {words}"


def _over_all(summary: dict[str, Any]) -> Iterator[str]:
    values, events = summary["values"], summary["events"]
    if values["count"]:
        span = f"95 % interval {percent(values['coverage_low'])} to {percent(values['coverage_high'])}"
        hits = f"{values['hits']} of {counted(values['count'], 'outcome')} in the 90 % ranges ({span})"
        yield f"  {hits}{_width(values['width'])}"
        yield from _skill(values["skill"], "CRPS")
    if events["count"]:
        of = counted(events["count"], "event")
        yield f"  Brier score {events['brier']:.3f} over {of} (0.25 is that of one half for each)"
        yield from _skill(events["skill"], "Brier score")
    together = values["count"] + events["count"]
    if not together:
        yield "  no outcome counts: nothing is scored"
    elif together < FEW:
        few = "1 outcome says" if together == 1 else f"{together} outcomes say"
        yield f"  {few} little of a method: see each of them"


def _width(width: float | None) -> str:
    """How wide the ranges are beside what happened."""
    if width is None:
        return ""
    times = f"{width:.2g}"
    wide = "as wide" if times == "1" else f"{times} times as wide"
    return f"; a range is {wide} as its outcome (median)"


def _skill(skill: dict[str, Any], score: str) -> Iterator[str]:
    for name, one in skill.items():
        if one["count"] and one["skill"] is None:
            yield f"    no {score} is better than of {NAMES[name]}: it was so each time ({one['count']})"
        if one["skill"] is not None:
            better = "better" if one["skill"] >= 0 else "worse"
            of = counted(one["count"], "outcome")
            yield f"    {score} {percent(abs(one['skill']))} {better} than {NAMES[name]} ({of})"
