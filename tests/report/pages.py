"""Pages of small results, and what stands in a page."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import sim
from sim.experiment.results import write_run
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
    """The folder of a small result: run, sweep, kept, summary, grid, compare, sensitivity, morris."""
    one = scenario or uncertain_chain()
    if kind == "run":
        return write_run(sim.run(one), out, datetime.now(UTC))
    if kind == "compare":
        return sim.compare(one, one.set("name", "later").set("distributor.1.transit_days", 9), 4, out=out).sweep.folder
    if kind in ("sensitivity", "morris"):
        method = "sobol" if kind == "sensitivity" else kind
        return sim.sensitivity(one, method, samples=4, replications=2, out=out).sweep.folder
    grid = {"allocation": ["fifo", "pro-rata"]} if kind == "grid" else None
    keep = {"kept": "events", "summary": "summary"}.get(kind, "curves")
    return sim.sweep(one, 4, grid=grid, keep=keep, out=out).folder


KINDS = ("run", "sweep", "kept", "summary", "grid", "compare", "sensitivity", "morris")
