"""One replication of a scenario on the compiled engine: the same event log as the readable one gives."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled import cells
from sim.engines.compiled.draws import DATE, REAL
from sim.engines.compiled.kernel import DONE, FULL, replicate
from sim.engines.compiled.tables import Tables
from sim.engines.compiled.uncertain import add_uncertain, listed_items
from sim.realisation.draw import sample_scenario
from sim.records.events import EventLog
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario

FIRST_ROOM = 256
"""Order lines that there is room for at first."""

Uniforms = Sequence[float]


def simulate(
    scenario: Scenario, seed: int = 0, replication: int = 0, uniforms: Uniforms | None = None
) -> tuple[EventLog, dict[str, object]]:
    """The event log of a replication, and the uncertain parameters' values by path, as they are used.

    Raises `ScenarioError` where the scenario does not allow what is drawn.
    """
    machine = machine_of(scenario)
    if machine.drawn:
        values = machine.play(seed, replication, uniforms)
        if values is not None:
            return machine.log(), machine.used(values)
    resolved, used = sample_scenario(scenario, seed, replication, uniforms)
    certain = Machine(resolved)
    certain.play(seed, replication, None)
    return certain.log(), used


class Machine:
    """A scenario in memory, with room for one replication; `drawn`: the kernel itself can draw what is uncertain."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.tables = Tables(scenario, dump(scenario))
        self.drawn = add_uncertain(self.tables)
        self.items = listed_items(self.tables) if self.drawn else {}
        self.make_room(FIRST_ROOM)

    def make_room(self, lines: int) -> None:
        """Make room for so many order lines, and for as many of the rest as usually come with them."""
        self.lines = lines
        own, layout = list(self.tables.layout.cells), self.tables.layout
        line = cells.LINE_LICENSES + self.tables.controls
        room = {
            (cells.LINES, cells.LINES_END, cells.LINES_FULL): lines * line,
            (cells.SHIPMENTS, cells.SHIPMENTS_END, cells.SHIPMENTS_FULL): 4 * lines * cells.SHIPMENT_CELLS,
            (cells.DECISIONS_END, cells.DECISIONS_END, cells.DECISIONS_FULL): 2 * lines * cells.DECISION_CELLS,
            (cells.BOOK,): lines,
            (cells.REQUESTS,): 6 * lines,
            (cells.EVENTS,): 8 * lines * cells.EVENT_CELLS,
        }
        end = len(own)
        for heads, size in room.items():
            for head in heads:
                own[head] = end
            end += size
            if len(heads) > 1:
                own[heads[-1]] = end
        own[cells.LINE_CELLS], own[cells.REQUESTS_WIDTH], own[cells.EVENTS_FULL] = line, lines, 8 * lines
        self.whole, self.real = layout.memory(end - len(own))
        self.whole[: cells.HEADER_CELLS] = own[: cells.HEADER_CELLS]
        self.nominal = self.whole[: len(own)].copy()

    def play(self, seed: int, replication: int, uniforms: Uniforms | None) -> NDArray[np.float64] | None:
        """Run the kernel, with twice the room as often as needed; gives what was drawn, None if that is not allowed."""
        given = np.array([] if uniforms is None else uniforms, dtype=np.float64)
        drawn = np.zeros(len(self.scenario.uncertain) if self.drawn else 0)
        while True:
            key = np.array([seed, replication], dtype=np.uint64).view(np.int64)
            self.nominal[[cells.SEED, cells.REPLICATION]] = key
            with np.errstate(over="ignore"):  # words wrap; only where the compiler is off does NumPy say so
                end = replicate(self.whole, self.real, self.nominal, given, drawn)
            if end != FULL:
                return drawn if end == DONE else None
            self.make_room(2 * self.lines)

    def log(self) -> EventLog:
        """The events of the last replication."""
        scenario, first = self.scenario, int(self.whole[cells.EVENTS])
        count = int(self.whole[cells.EVENT_COUNT])
        rows = self.whole[first : first + count * cells.EVENT_CELLS].reshape(count, cells.EVENT_CELLS).copy()
        products, buyers = (tuple(names) for names in (self.tables.products, self.tables.buyers))
        return EventLog(rows, products, buyers, tuple(self.tables.channels), scenario.start, scenario.days)

    def used(self, values: NDArray[np.float64]) -> dict[str, object]:
        """What was drawn as the scenario holds it: whole numbers, real ones, dates or texts."""
        rows = self.whole[self.whole[cells.UNCERTAIN] : self.whole[cells.UNCERTAIN_END]]
        roundings = rows.reshape(-1, cells.UNCERTAIN_CELLS)[:, cells.UNCERTAIN_ROUNDING]
        used: dict[str, object] = {}
        for path, value, rounding in zip(self.scenario.uncertain, values.tolist(), roundings.tolist(), strict=True):
            if path in self.items:
                used[path] = self.items[path][value]
            elif rounding == DATE:
                used[path] = date.fromordinal(int(value))
            else:
                used[path] = value if rounding == REAL else int(value)
        return used


MACHINES: dict[int, Machine] = {}
"""Machines of the scenarios used last, by identity: making one takes longer than a replication."""

MOST_MACHINES = 8


def machine_of(scenario: Scenario) -> Machine:
    """The machine of a scenario, made once."""
    machine = MACHINES.get(id(scenario))
    if machine is None or machine.scenario is not scenario:
        if len(MACHINES) >= MOST_MACHINES:
            MACHINES.clear()
        machine = MACHINES[id(scenario)] = Machine(scenario)
    return machine
