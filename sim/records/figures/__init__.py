"""Key figures of one replication: flat names, the figure first, then what it is of, then the date or share.

The names depend on the scenario's own names and its `[report]` alone, never on a draw: every replication of a
scenario has the same ones, and a figure that has no meaning in one of them is null there.
"""

from sim.model.build import build
from sim.model.entities import Line, Supply
from sim.model.events import Account, Entry, Posting
from sim.model.prepare import prepare
from sim.records.events import EventLog
from sim.records.figures.counted import key_figures as count_figures
from sim.records.figures.names import figure_names
from sim.records.figures.room import give_room
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario

Figures = dict[str, int | float | None]
"""Key figures by name; null where a figure has no meaning."""

__all__ = ["Figures", "figure_names", "key_figures"]


def key_figures(log: EventLog, scenario: Scenario, asked: Scenario | None = None) -> Figures:
    """Every key figure of a log, in `scenario` as sampled; null where it has no meaning (a share of no order).

    `asked` is the scenario before anything was drawn in it: which flows there are is read from it.
    """
    supply = supply_of(log, scenario, asked or scenario)
    count_figures(supply)
    return dict(zip(figure_names(asked or scenario), supply.figures, strict=True))


def supply_of(log: EventLog, scenario: Scenario, asked: Scenario) -> Supply:
    """The entities of a scenario, with the events of a log, and the need of its lines."""
    supply, _ = build(dump(scenario))
    give_room(supply, asked)
    prepare(supply)
    supply.entries = [Entry(*row) for row in log.rows.tolist()]
    supply.lines_placed = int(log.column("order").max(initial=0))
    supply.lines = [Line(number=place + 1) for place in range(supply.lines_placed)]
    supply.postings = [Posting(*row) for row in log.postings.tolist()]
    for posting in supply.postings:
        if posting.account == Account.on_line:
            line = supply.lines[posting.number - 1]
            line.placed = posting.day
            line.need += posting.units
    return supply
