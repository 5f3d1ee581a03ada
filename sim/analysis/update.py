"""Update: the answer as of a day, from the replications of one sweep, weighted by what was published till then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from sim.analysis.derived import Folder, Source, content_made, day_of, numbers, rows_of, source_of, write_made
from sim.analysis.evidence import Entry, ObservedOrFile, check_entries, entries_of, log_weight
from sim.analysis.observed import Observed, dated
from sim.analysis.update_answer import update_answer
from sim.errors import UsageError
from sim.experiment.folders.folder import Writer
from sim.experiment.folders.proof import Told
from sim.experiment.results import picture_writers, plotted
from sim.experiment.shown import Shown
from sim.experiment.summary import is_figure
from sim.records.figures.naming import figure_name
from sim.records.files import write_parquet
from sim.scenario.schema import Scenario
from sim.statistics.calibration import effective_size
from sim.statistics.weighted import weighted_mean, weighted_quantiles, weights_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pictures.content import Content

Reals = NDArray[np.float64]

FEWEST = 50
"""Effective sample size below which there is no answer: of fewer a 90 % range rests on two or three replications."""

WEIGHT = "weight"
"""The column of a replication's weight; weights sum to one."""

KINDS, EXPECTED = ("sweep", "check"), "a folder that a sweep of one point wrote"
ADVICE = "more replications, a wider scenario, or `gpu-supply calibrate {} --observed FILE`, which simulates anew"

QUANTILES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}

Summary = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Update(Shown):
    """A sweep's replications (those that did not fail), and the weight of each by what was published up to a date.

    `known` are the observations used, in the order of their publication; `later` are those that came after the date.
    """

    source: Source
    rows: "pd.DataFrame"
    weights: Reals
    known: tuple[Entry, ...]
    later: int
    as_of: date

    @property
    def scenario(self) -> Scenario:
        """The scenario of the sweep."""
        return self.source.scenario

    @cached_property
    def steps(self) -> "pd.DataFrame":
        """A row before any news and one after each observation: effective sample size, quantiles of reported figures.

        `figure`, `p05`, `p50`, `p95`, `mean`: a row a step and figure.
        """
        import pandas as pd

        return pd.DataFrame(list(self._steps()))

    def _steps(self) -> "Iterator[dict[str, Any]]":
        logs = np.zeros(len(self.rows))
        for number in range(len(self.known) + 1):
            told: dict[str, Any] = {"step": number, "published": None, "observed": "", "source": ""}
            if number:
                entry = self.known[number - 1]
                logs = logs + self._log_weight(entry)
                told |= {"published": entry.published, "observed": entry.one.said, "source": entry.one.source}
            weights = weights_of(logs)
            told |= {"effective": effective_size(weights)}
            for name in reported(self.scenario, list(self.rows.columns)):
                yield told | {"figure": name} | described(self._values(name), weights)

    def _log_weight(self, entry: Entry) -> Reals:
        return log_weight(entry.one, self._values(*entry.one.figures), self.scenario.start)

    def _values(self, *names: str) -> Reals:
        return numbers(self.rows, *names)

    @property
    def effective(self) -> float:
        """How many equal weights these are worth (Kish 1965)."""
        return effective_size(self.weights)

    @cached_property
    def summary(self) -> Summary:
        """As of when, what was known, and of every key figure mean and quantiles before and after."""
        even = np.full(len(self.rows), 1 / len(self.rows))
        names = [name for name in self.rows.columns if is_figure(name)]
        return {
            "as_of": str(self.as_of),
            "replications": len(self.rows),
            "effective": self.effective,
            "later": self.later,
            "evidence": [dated(entry.one) for entry in self.known],
            "figures": {
                name: {
                    "before": described(self._values(name), even),
                    "after": described(self._values(name), self.weights),
                }
                for name in names
            },
            "chances": list(self._chances()),
        }

    def _chances(self) -> Iterator[Summary]:
        """Probability of each target by each report date, before and after."""
        report = self.scenario.report
        for when in self.scenario.report_dates:
            shares = self._values(figure_name("delivered_share", self.scenario.reported_buyer, when))
            known = ~np.isnan(shares)
            if not known.any() or not self.weights[known].sum() > 0:
                continue
            for target in dict.fromkeys((*report.shares, 1.0)):
                reached = (shares[known] >= target).astype(float)
                even = np.full(len(reached), 1 / len(self.rows))
                before, after = (weighted_mean(reached, weights) for weights in (even, self.weights[known]))
                yield {"date": str(when), "share": target, "before": before, "after": after}

    @property
    def content(self) -> "Content":
        """What its picture is drawn from."""
        return content_made("update", self.source, self.summary, {"steps": self.steps})

    @override
    def facts(self) -> dict[str, object]:
        """What the update is of."""
        counts = {"as of": self.as_of, "observed figures": len(self.known), "replications": len(self.rows)}
        return {"scenario": self.scenario.name, **counts, "effective": round(self.effective)}

    @override
    def plot(self) -> "Figure":
        """How the answer moved as the news came."""
        return plotted(self.content)

    @override
    def answer(self) -> str:
        """The answer in words."""
        return update_answer(self.scenario, self.summary, self.steps.to_dict("records"))


def update(
    sweep: Folder,
    observed: ObservedOrFile | Sequence[ObservedOrFile],
    as_of: date | str | None = None,
) -> Update:
    """The answer of a sweep as of a date, given what was published by then; nothing is simulated.

    `observed` is a file of observed figures, or several; without `as_of` all of it is used. Raises `UsageError` for
    a sweep that can't be reweighted or of which too little remains, `ScenarioError` for observations of what it lacks,
    or that contradict each other.
    """
    source = source_of(sweep, KINDS, EXPECTED)
    return update_of(source, rows_of(source), observed, as_of)


def update_of(
    source: Source,
    rows: "pd.DataFrame",
    observed: ObservedOrFile | Sequence[ObservedOrFile],
    as_of: date | str | None = None,
) -> Update:
    """The same of rows at hand: those replications of a sweep that did not fail."""
    entries = entries_of([observed] if isinstance(observed, Observed | str | Path) else list(observed))
    when = entries[-1].published if as_of is None else day_of("as_of", as_of)
    check_entries(entries, list(rows.columns), source.scenario)
    known = tuple(entry for entry in entries if entry.published <= when)
    weights = _weights(rows, known, source.scenario, when)
    return Update(source, rows, weights, known, len(entries) - len(known), when)


def updated_by_nothing(sweep: Folder, as_of: date | str) -> Update:
    """The answer of a sweep as of a date before any news: every replication weighs the same. Raises as `update`."""
    source = source_of(sweep, KINDS, EXPECTED)
    rows = rows_of(source)
    return Update(source, rows, np.full(len(rows), 1 / len(rows)), (), 0, day_of("as_of", as_of))


def write_update(done: Update, tell: Told = lambda _: None) -> Path:
    """Write the weighted replications, steps and picture into a folder beside that of the sweep; gives the folder."""

    def writers() -> dict[str, Writer]:
        return {
            "replications.parquet": write_parquet(done.rows.assign(**{WEIGHT: done.weights})),
            "steps.parquet": write_parquet(done.steps),
            **picture_writers(done.content),
        }

    asked = {"as_of": str(done.as_of), "observed": done.summary["evidence"]}
    return write_made("update", done.source, asked, done.summary, writers, tell)


def _weights(rows: "pd.DataFrame", known: Sequence[Entry], scenario: Scenario, when: date) -> Reals:
    """Weights that sum to one. Raises `UsageError` where fewer than `FEWEST` replications are left in effect."""
    count = len(rows)
    logs = np.zeros(count)
    for entry in known:
        logs = logs + log_weight(entry.one, numbers(rows, *entry.one.figures), scenario.start)
        if not np.isfinite(logs).any():
            raise UsageError(
                f"{entry.place}: none of {count:,} replications agrees with {entry.one.said} and with what was "
                f"published before; expected evidence that the scenario holds possible ({ADVICE.format(scenario.name)})"
            )
    weights = weights_of(logs)
    left = effective_size(weights)
    if known and left < FEWEST:
        alone = weights.max()
        most = f", {alone:.0%} of the weight on one of them" if alone > 0.5 else ""
        raise UsageError(
            f"as of {when} the evidence leaves {count:,} replications the worth of {left:.1f}{most}; expected {FEWEST} "
            f"or more ({ADVICE.format(scenario.name)})"
        )
    return weights


def reported(scenario: Scenario, columns: Sequence[str]) -> list[str]:
    """Key figures that the answer is about: the share delivered by each report date, and those that the report asks."""
    shares = [figure_name("delivered_share", scenario.reported_buyer, when) for when in scenario.report_dates]
    return [name for name in dict.fromkeys((*shares, *scenario.report.figures)) if name in columns]


def described(values: Reals, weights: Reals) -> Summary:
    """Mean and quantiles of the values that are not null; None without any that has weight."""
    known = ~np.isnan(values)
    kept, own = values[known], weights[known]
    if not own.sum() > 0:
        return dict.fromkeys(("mean", *QUANTILES))
    quantiles = weighted_quantiles(kept, own, list(QUANTILES.values()))
    return {"mean": weighted_mean(kept, own), **dict(zip(QUANTILES, quantiles, strict=True))}
