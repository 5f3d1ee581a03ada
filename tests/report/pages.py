"""Pages of small results, and what stands in a page."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import sim
from sim.analysis.discover import write_discovery
from sim.analysis.importance import write_importance
from sim.analysis.observation import Observation
from sim.analysis.observed import Observed
from sim.analysis.score import write_score
from sim.analysis.update import write_update
from sim.experiment.results import write_run
from sim.records.figures.naming import figure_name
from sim.reporting.result import read
from sim.scenario.schema import Scenario
from tests.worlds import chain

VOID = {"meta", "wbr", "link", "img", "br", "input"}


class Page(HTMLParser):
    """Tags with attributes, ids, text, and the text of each element of a tag, of a page whose tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the last tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Notes text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text."""
        return "".join(self.words)

    @property
    def names(self) -> list[str]:
        """Names of all tags, in order."""
        return [tag for tag, _ in self.tags]

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [own[attribute] or "" for _, own in self.tags if attribute in own]


def uncertain_chain() -> Scenario:
    """The small chain, whose stock and transit are uncertain, with a report on its buyer."""
    scenario = chain().set("report", {"buyer": "Ann", "dates": ["2023-01-10", "2023-01-31"], "shares": [0.5]})
    laws = {"product.A.initial_stock": {"uniform": [20, 90]}, "buyer.Ann.order.1.units": {"uniform": [40, 80]}}
    return scenario.set("uncertain", laws)


def folder_of(kind: str, out: Path, scenario: Scenario | None = None) -> Path:
    """The folder of a small result of one of `KINDS`."""
    one = scenario or uncertain_chain()
    if kind == "run":
        return write_run(sim.run(one), out, datetime.now(UTC))
    if kind in MADE_OF:
        return made_of_sweep(kind, sim.sweep(one, 110, keep="summary", engine="simpy", out=out).folder)
    if kind in ANALYSES:
        return ANALYSES[kind](one, out)
    grid = {"allocation": ["fifo", "pro-rata"]} if kind == "grid" else None
    keep = {"kept": "events", "summary": "summary"}.get(kind, "curves")
    return sim.sweep(one, 4, grid=grid, keep=keep, out=out).folder


def figure_of(one: Scenario) -> str:
    """A key figure of the reported buyer on the last date."""
    return figure_name("delivered_units", one.report.buyer, one.report.dates[-1] if one.report.dates else one.end)


def observed(one: Scenario, published: str = "2023-02-03") -> Observed:
    """What was published of a key figure."""
    when, source = date.fromisoformat(published), 'a "paper" <b>'
    return Observed(
        observed=(Observation(figure=figure_of(one), value=40, range=(5, 75), source=source, published=when),)
    )


def compared(one: Scenario, out: Path, others: int) -> Path:
    """A comparison with so many others, each of which takes longer."""
    later = [one.set("name", f"later {place}").set("distributor.1.transit_days", 6 + place) for place in range(others)]
    return sim.compare(one, later, 4, out=out).sweep.folder


def sourced(one: Scenario) -> Scenario:
    """The scenario with a source that says something of it, and a cause of a gap."""
    source = {"figure": figure_of(one), "least": 30, "source": 'a "paper" <b>', "published": "2023-01-31"}
    return one.set("source_check", [source])


ANALYSES: dict[str, Callable[[Scenario, Path], Path]] = {
    "compare": lambda one, out: compared(one, out, 1),
    "several": lambda one, out: compared(one, out, 3),
    "sensitivity": lambda one, out: sim.sensitivity(one, "sobol", samples=4, replications=2, out=out).sweep.folder,
    "morris": lambda one, out: sim.sensitivity(one, "morris", samples=4, replications=2, out=out).sweep.folder,
    "check": lambda one, out: sim.check(sourced(one), 4, out=out).sweep.folder,
    "attribute": lambda one, out: (
        sim.attribute(one.set("distributor.1.weekly_capacity", 10), None, 3, engine="simpy", out=out).sweep.folder
    ),
    "calibrate": lambda one, out: sim.calibrate(one, observed(one), 10, engine="simpy", out=out).folder,
}
"""Makers of the folders of analyses that simulate."""

MADE_OF = ("discover", "importance", "update", "score")
"""Analyses of the replications of a sweep."""


def made_of_sweep(kind: str, sweep: Path) -> Path:
    """The folder of an analysis of a sweep's replications, beside it."""
    one = read(sweep).scenario
    if kind == "discover":
        return write_discovery(sim.discover(sweep, f"{figure_of(one)} < 55"), sweep)
    if kind == "importance":
        return write_importance(sim.importance(sweep))
    if kind == "update":
        return write_update(sim.update(sweep, observed(one)))
    return write_score(sim.score(sweep, observed(one)))


KINDS = ("run", "sweep", "kept", "summary", "grid", *ANALYSES, *MADE_OF)
