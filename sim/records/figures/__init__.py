"""Key figures of one replication: flat names, the figure first, then what it is of, then the date or share.

The names depend on the scenario's own names and its `[report]` alone, never on a draw: every replication of a
scenario has the same ones, and a figure that has no meaning in one of them is null there.
"""

from sim.records.events import EventLog
from sim.records.figures.buyers import buyer_figures
from sim.records.figures.channels import channel_figures
from sim.records.figures.controls import control_figures
from sim.records.figures.flows import flow_figures
from sim.records.figures.products import product_figures
from sim.records.figures.tally import Figures, Tally
from sim.scenario.schema import Scenario

__all__ = ["Figures", "key_figures"]


def key_figures(log: EventLog, scenario: Scenario, asked: Scenario | None = None) -> Figures:
    """Every key figure of a log, in `scenario` as sampled; null where it has no meaning (a share of no order).

    `asked` is the scenario before anything was drawn in it: which flows there are is read from it.
    """
    tally = Tally(log)
    return (
        buyer_figures(tally, scenario)
        | product_figures(tally)
        | channel_figures(tally, scenario)
        | flow_figures(tally, asked or scenario)
        | control_figures(tally, scenario)
    )
