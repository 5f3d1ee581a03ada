"""Score: a forecast held against what happened, and what anybody could have said beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from typing_extensions import override

from sim.analysis.derived import Folder, content_made, numbers, write_made
from sim.analysis.evidence import Entry, ObservedOrFile, check_entries, entries_of
from sim.analysis.forecast import Forecast, Sample, baselines, forecast_of, nominal
from sim.analysis.observed import Observed, told_of
from sim.analysis.score_answer import score_answer
from sim.experiment.folders.folder import Writer
from sim.experiment.folders.proof import Told
from sim.experiment.results import picture_writers, plotted
from sim.experiment.shown import Shown
from sim.records.files import write_parquet
from sim.statistics.calibration import effective_size
from sim.statistics.intervals import wilson
from sim.statistics.scores import brier, crps, log_score, log_score_of_event, pit
from sim.statistics.weighted import weighted_quantiles

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content

BASELINES = ("nothing", "all", "nominal", "before")
"""Whose scores stand beside: nothing delivered, all, the nominal replication, the same without evidence."""

Row = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Score(Shown):
    """A forecast beside its outcomes; `scores` has a row an outcome."""

    forecast: Forecast
    entries: tuple[Entry, ...]

    @cached_property
    def scores(self) -> "pd.DataFrame":
        """A row an outcome: quantiles of the forecast, where it fell, its scores, those of the baselines."""
        import pandas as pd

        return pd.DataFrame(self.rows)

    @cached_property
    def rows(self) -> list[Row]:
        """The same as plain values, None where there is none."""
        plain = nominal(self.forecast.source)
        return [_scored(self.forecast, entry, plain) for entry in self.entries]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Over the outcomes that count: hits and coverage, widths, mean scores, skill against each baseline."""
        source, counted = self.forecast.source, [row for row in self.rows if row["counts"]]
        values = [row for row in counted if row["kind"] == "value" and row["crps"] is not None]
        events = [row for row in counted if row["kind"] == "event"]
        return {
            "forecast": {
                "folder": source.folder.resolve().name,
                "day": None if self.forecast.day is None else str(self.forecast.day),
                "made": source.manifest["ended"],
                "result_digest": source.manifest["result_digest"],
                "version": source.manifest["version"],
                "replications": len(self.forecast.rows),
            },
            "outcomes": len(self.rows),
            "left_out": len(self.rows) - len(counted),
            "values": _of_values(values),
            "events": _of_events(events),
        }

    @property
    def content(self) -> "Content":
        """What its picture is drawn from."""
        return content_made("score", self.forecast.source, self.summary, {"scores": self.scores})

    @override
    def facts(self) -> dict[str, object]:
        """What the score is of."""
        about = {"outcomes": len(self.entries), "replications": len(self.forecast.rows)}
        return {"scenario": self.forecast.source.scenario.name, **about, "seed": self.forecast.source.seed}

    @override
    def plot(self) -> "Figure":
        """The forecast beside each outcome."""
        return plotted(self.content)

    @override
    def answer(self) -> str:
        """The answer in words."""
        return score_answer(self.forecast.source.scenario, self.rows, self.summary)


def score(forecast: Folder, observed: ObservedOrFile | Sequence[ObservedOrFile]) -> Score:
    """A forecast (of a sweep, an update or a calibration) scored by what was observed: a file, or several.

    Outcomes that the forecast rests on, or that were published by its day, are shown and do not count. Raises
    `UsageError` for a folder that holds no forecast, `ScenarioError` for outcomes of what it lacks.
    """
    made = forecast_of(forecast)
    entries = entries_of([observed] if isinstance(observed, Observed | str | Path) else list(observed))
    check_entries(entries, list(made.rows.columns), made.source.scenario)
    return Score(made, tuple(entries))


def write_score(done: Score, tell: Told = lambda _: None) -> Path:
    """Write the scores and their picture into a folder beside that of the forecast; gives the folder."""

    def writers() -> dict[str, Writer]:
        return {"scores.parquet": write_parquet(done.scores), **picture_writers(done.content)}

    observed = told_of([entry.one for entry in done.entries])
    timeless = {key: value for key, value in done.summary["forecast"].items() if key != "made"}
    content = done.summary | {"forecast": timeless}
    return write_made("score", done.forecast.source, {"observed": observed}, done.summary, writers, tell, content)


def _scored(forecast: Forecast, entry: Entry, plain: Mapping[str, object]) -> Row:
    one, (values, weights) = entry.one, forecast.sample(entry.one.figures)
    known = forecast.day is not None and entry.published <= forecast.day
    why = "used" if one.name in forecast.used else "known" if known else ""
    quantiles = weighted_quantiles(values, weights, (0.05, 0.5, 0.95)) if len(values) else [None] * 3
    low, high = one.range or (None, None)
    row: Row = {
        "figure": one.name,
        "kind": "event" if one.is_statement else "value",
        "observed": one.said,
        "published": entry.published,
        "source": one.source,
        "note": one.note,
        "counts": not why,
        "why_not": why,
        "outcome": one.value,
        "range_low": low,
        "range_high": high,
        "missing": len(forecast.rows) - len(values),
        **dict(zip(("p05", "p50", "p95"), quantiles, strict=True)),
    }
    beside = baselines(forecast, one.figures, plain)
    if one.is_statement:
        return row | _of_event(forecast, entry, beside)
    return row | _of_value(float(one.target), (values, weights), beside)


EMPTY: Row = dict.fromkeys(("hit", "pit", "crps", "probability", "happened", "brier", "log_score"))


def _of_value(outcome: float, sample: Sample, beside: Mapping[str, Sample | None]) -> Row:
    """Scores of a value: whether it lies in the 90 % range, where it fell, CRPS, logarithmic score."""
    found = {f"score_{name}": _crps(one, outcome) for name, one in beside.items()}
    values, weights = sample
    if not len(values):
        return EMPTY | found
    low, high = weighted_quantiles(values, weights, (0.05, 0.95))
    own = {"hit": low <= outcome <= high, "pit": pit(values, weights, outcome), "crps": _crps(sample, outcome)}
    return EMPTY | own | {"log_score": log_score(values, weights, outcome)} | found


def _crps(sample: Sample | None, outcome: float) -> float | None:
    return None if sample is None or not len(sample[0]) else crps(*sample, outcome)


def _of_event(forecast: Forecast, entry: Entry, beside: Mapping[str, Sample | None]) -> Row:
    """Scores of a statement: its probability, Brier's score, logarithmic score."""
    start, happened = forecast.source.scenario.start, entry.one.holds

    def chance(values: Any, weights: Any) -> float:
        return float(weights[entry.one.true_of(values, start)].sum() / weights.sum())

    every = numbers(forecast.rows, *entry.one.figures)
    probability = chance(every, forecast.weights)
    own = {"probability": probability, "happened": happened, "brier": brier(probability, happened)}
    own |= {"log_score": log_score_of_event(probability, happened, effective_size(forecast.weights))}
    found = {
        f"score_{name}": None if one is None or not len(one[0]) else brier(chance(*one), happened)
        for name, one in beside.items()
    }
    return EMPTY | own | found


def _of_values(rows: Sequence[Row]) -> dict[str, Any]:
    """Coverage of the 90 % ranges, their width beside the outcomes, skill by CRPS; null where nothing counts."""
    hits = sum(bool(row["hit"]) for row in rows)
    low, high = wilson(hits, len(rows))
    scaled = [row for row in rows if row["outcome"]]
    widths = [(row["p95"] - row["p05"]) / abs(row["outcome"]) for row in scaled]
    return {
        "count": len(rows),
        "hits": hits,
        "coverage": hits / len(rows) if rows else None,
        "coverage_low": low,
        "coverage_high": high,
        "width": float(np.median(widths)) if widths else None,
        "scaled": len(scaled),
        "crps": _mean(row["crps"] / abs(row["outcome"]) for row in scaled),
        "skill": {name: _skill(scaled, "crps", name, scaled=True) for name in BASELINES},
    }


def _of_events(rows: Sequence[Row]) -> dict[str, Any]:
    """Mean of Brier's scores, and skill by it; null where nothing counts."""
    skill = {name: _skill(rows, "brier", name, scaled=False) for name in BASELINES}
    return {"count": len(rows), "brier": _mean(row["brier"] for row in rows), "skill": skill}


def _skill(rows: Sequence[Row], own: str, name: str, scaled: bool) -> dict[str, Any]:
    """1 less the ratio of both mean scores, over the outcomes of which the baseline says something."""
    both = [row for row in rows if row[f"score_{name}"] is not None and row[own] is not None]
    sizes = [abs(row["outcome"]) if scaled else 1.0 for row in both]
    mine, theirs = (
        sum(row[key] / size for row, size in zip(both, sizes, strict=True)) for key in (own, f"score_{name}")
    )
    return {"count": len(both), "skill": 1 - mine / theirs if theirs > 0 else None}


def _mean(numbers: "Iterator[float]") -> float | None:
    found = list(numbers)
    return sum(found) / len(found) if found else None
