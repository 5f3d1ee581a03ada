"""What was published of a scenario, as weights of a sweep's replications."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.derived import numbers
from sim.analysis.evidence import Entry, check_entries, entries_of, log_weight
from sim.analysis.observation import Observation
from sim.analysis.observed import Observed, load_observed
from sim.analysis.shipped_observed import shipped_observed
from sim.errors import ScenarioError
from sim.records.figures.sums import shown
from sim.records.words import date_in_words, labels
from sim.reporting.inside.packing import Block
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class News:
    """The observations of several files, each with its name, in the order of their publication.

    Where the user `asked` for these, what the rows have no figure of is an error, as it is of `update`.
    """

    files: Sequence[tuple[str, Observed]]
    asked: bool = False

    @property
    def count(self) -> int:
        """How many observations there are."""
        return sum(len(observed.observed) for _, observed in self.files)

    def of(self, scenario: Scenario, rows: "pd.DataFrame", block: Block) -> dict[str, Any]:
        """What the page has of them: the news that the rows have figures of, each with its weights; how many are not.

        A file is `whole` where `update` takes it for these rows. Raises `ScenarioError` for what the user asked for and
        can't have, as news without a date of publication.
        """
        names = list(rows.columns)
        files = [
            {"name": shlex.quote(name), "whole": _is_whole(observed, names, scenario)} for name, observed in self.files
        ]
        places = {id(observed): place for place, (_, observed) in enumerate(self.files)}
        entries = entries_of([observed for _, observed in self.files]) if self.files else []
        if self.asked:
            check_entries(entries, names, scenario)
        known = [entry for entry in entries if set(entry.one.figures) <= set(names)]
        told = [_told(entry, places[id(entry.file)], rows, scenario, block) for entry in known]
        return {"files": files, "news": told, "lacking": len(entries) - len(known)}


def news_of(scenario: Scenario, observed: Sequence[Path] = ()) -> News:
    """The observations of files, else those that ship of a scenario: that file first which has its name.

    Raises `UsageError` and `ScenarioError` for files given that are none.
    """
    if observed:
        return News([(path.name, load_observed(path)) for path in observed], asked=True)
    found = {name: load_observed(path) for name, path in shipped_observed().items()}
    own = [name for name, one in found.items() if scenario.name in one.scenarios]
    own = [name for name in own if all(one.published for one in found[name].observed)]
    return News([(name, found[name]) for name in sorted(own, key=lambda name: name != scenario.name)])


def _is_whole(observed: Observed, names: Sequence[str], scenario: Scenario) -> bool:
    try:
        check_entries(entries_of([observed]), names, scenario)
    except ScenarioError:
        return False
    return True


def _in_words(one: Observation, scenario: Scenario) -> str:
    """What was observed, its figure in words."""
    label = next(labels([one.name], [scenario]))
    named = shown(one.name)
    return f"{label.begun}: {one.said.removeprefix(named).strip()}"


def _told(entry: Entry, file: int, rows: "pd.DataFrame", scenario: Scenario, block: Block) -> dict[str, Any]:
    one = entry.one
    logs = log_weight(one, numbers(rows, *one.figures), scenario.start)
    least, most = one.possible(scenario.start)
    return {
        "published": str(entry.published),
        "date": date_in_words(entry.published),
        "said": _in_words(one, scenario),
        "source": one.source,
        "figure": shown(one.name),
        "file": file,
        "least": None if np.isinf(least) else least,
        "most": None if np.isinf(most) else most,
        "logs": block.add(np.where(np.isinf(logs), np.nan, logs)),  # no value: minus infinity, no weight
    }
