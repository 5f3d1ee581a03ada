"""What the explorer inside a report is made of: a block of numbers for each point of a sweep, and its script."""

import hashlib
import shlex
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.derived import numbers
from sim.analysis.update import FEWEST
from sim.errors import UsageError
from sim.experiment.cells import settings_in_words
from sim.experiment.summary import is_figure
from sim.pictures.marks import deadlines
from sim.pictures.tables import dates_told
from sim.records.figures.naming import figure_name, kind_of, target_figures
from sim.records.words import Label, date_in_words, entity_in_words, target, whose
from sim.reporting.figures import first_labels
from sim.reporting.inside.curves import curves_of
from sim.reporting.inside.news import News, news_of
from sim.reporting.inside.packing import Block
from sim.reporting.inside.unknowns import days_since_1970, unknowns_of
from sim.reporting.result import Result
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of
from sim.scenario.words import labels as labels_of_paths

if TYPE_CHECKING:
    import pandas as pd

MOST_CELLS = 300_000
"""Values of unknowns and key figures of a page at most: what takes about three megabytes, at worst."""

MOST_POINTS = 12

SCRIPTS = ("numbers", "data", "weights", "charts", "controls", "tables", "explorer", "page")
"""The parts of the script, in the order in which they need each other."""


@dataclass(frozen=True)
class Inside:
    """The explorer of a report: what its points are called, and the block of each as text."""

    points: Sequence[tuple[str, str]]
    unshown: int


def inside_of(result: Result, observed: Sequence[Path] = ()) -> Inside | None:
    """The explorer of a sweep; None of anything else, and where there is nothing to filter, or too little for it.

    Of a sweep of many points the first ones are shown, of very many replications the first ones. News are those of
    the files `observed`, else of those that ship; raises `UsageError` and `ScenarioError` for files that are none, and
    where there is no explorer to take them.
    """
    found = _inside_of(result, news_of(result.scenario, observed)) if result.kind == "sweep" else None
    if observed and found is None:
        raise UsageError(
            f"--observed: {result.folder} is weighed by nothing; expected a sweep of {FEWEST} or more replications "
            "that did not fail"
        )
    return found


def _inside_of(result: Result, news: News) -> Inside | None:
    every = result.table("replications.parquet")
    every = every[every["error"].isna()]
    points = result.summary["points"]
    shown = [place for place in range(len(points)) if (every["point"] == place).sum() >= FEWEST][:MOST_POINTS]
    blocks = [
        (_name(result, place), block)
        for place in shown
        if (block := _block(result, place, every[every["point"] == place], news, len(shown))) is not None
    ]
    return Inside(blocks, len(points) - len(blocks)) if blocks else None


def _name(result: Result, point: int) -> str:
    """What a point is called; empty of the only one."""
    if not result.is_grid:
        return ""
    plan = result.sweep.plan
    settings = settings_in_words(plan, point)
    called = labels_of_paths(plan.scenario_at(point), list(settings))
    return ", ".join(f"{called[path]} {value}" for path, value in settings.items())


def _block(result: Result, point: int, rows: "pd.DataFrame", news: News, points: int) -> str | None:
    """The block of a point, `points` of which share the room; None where nothing varies and nothing was published."""
    scenario, block = result.sweep.plan.scenario_at(point), Block()
    figures = first_labels(result, filter(is_figure, rows.columns))
    columns = len(figures) + news.count + sum(name.startswith("sampled.") for name in rows.columns)
    kept = rows[: max(FEWEST, MOST_CELLS // points // max(1, columns))]
    shares = [figure_name("delivered_share", result.who, when) for when in result.dates]
    known = news.of(scenario, kept, block)
    unknowns = unknowns_of(scenario, kept, numbers(kept, shares[-1]), block)
    if not unknowns["unknowns"] and not known["news"]:
        return None
    return block.packed(
        {
            "rows": len(kept),
            "of": len(rows),
            "fewest": FEWEST,
            **unknowns,
            "figures": list(_figures(figures, kept, block)),
            **known,
            **_about(result, scenario),
            "chances": _chances(result, shares),
            "curves": curves_of(result, point, kept, points).packed(block),
            "folder": ""
            if result.is_grid
            else shlex.quote(f"results/{scenario.name}/{result.kind}-{result.manifest['work']}"),
        }
    )


def _about(result: Result, scenario: Scenario) -> dict[str, Any]:
    """What the pictures need besides: the days of the run, the marks, what the units are called."""
    start, unit = scenario.start, unit_of(scenario)
    return {
        "start": days_since_1970(start),
        "days": scenario.days,
        "told": [{"day": (when - start).days, "words": date_in_words(when)} for when in dates_told(scenario)],
        "marks": [
            {"first": days_since_1970(when.first), "last": days_since_1970(when.last), "words": words}
            for when, words in deadlines(scenario)
        ],
        "unit": unit.heading,
        "who": entity_in_words(result.who),
        "whose": whose(result.who),
        "need": figure_name("need_units", result.who),
    }


def _figures(figures: Sequence[Label], rows: "pd.DataFrame", block: Block) -> Iterator[dict[str, Any]]:
    for label in figures:
        told = {"name": label.name, "label": label.words, "group": label.who or "The run"}
        yield told | {"kind": kind_of(label.figure), "column": block.add(numbers(rows, label.name))}


def _chances(result: Result, shares: Sequence[str]) -> dict[str, Any]:
    """Names of the shares by each date, and of the days to each target share."""
    targets = target_figures(result.who, dict.fromkeys((*result.scenario.report.shares, 1.0)))
    return {
        "dates": [
            {"figure": name, "words": date_in_words(when)} for name, when in zip(shares, result.dates, strict=True)
        ],
        "targets": [{"share": share, "words": target(share), "figure": name} for share, name in targets.items()],
    }


@cache
def script() -> str:
    """The script of the page."""
    folder = resources.files("sim.reporting.inside") / "script"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return "\n".join(['"use strict";', "(() => {", *parts, "})();"])


def allowed(text: str) -> str:
    """What a page's policy calls a script by."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
