"""One replication of a scenario on the compiled engine: the same event log as the readable one gives."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sim.compiler.parts import replaced
from sim.engines.compiled.draws import DATE, REAL
from sim.engines.compiled.kernel import FULL, MISCOUNTED, REFUSED, UNCOUNTED, replicate_many
from sim.engines.compiled.memory import Memory, signed
from sim.engines.compiled.noting import NOTHING, Noted, Noting, Wanted, room_for
from sim.engines.compiled.own import prepare_own
from sim.engines.compiled.uncertain import uncertain_of
from sim.errors import NotCompiledError, SimError
from sim.extensions.registry import cell_of, used_in
from sim.model.build import build
from sim.model.lists import MISSING
from sim.model.names import names_of
from sim.realisation.draw import sample_scenario
from sim.records.daily import CURVES, rows_of
from sim.records.events import EventLog
from sim.records.figures.names import figure_names, is_real
from sim.records.figures.room import give_room
from sim.scenario.paths import dump
from sim.scenario.schema import Scenario
from sim.statistics.histogram import Histogram
from sim.statistics.moments import Moments
from sim.statistics.steps import Steps

FIRST_ROOM = 256
"""Order lines that there is room for at first."""

DAYS_BEFORE_1970 = date(1970, 1, 1).toordinal()

Uniforms = Sequence[float]


def simulate(
    scenario: Scenario, seed: int = 0, replication: int = 0, uniforms: Uniforms | None = None
) -> tuple[EventLog, dict[str, object]] | None:
    """The event log of a replication, and the uncertain parameters' values by path, as they are used.

    None where a function of the user's own fails, which the readable engine can tell. Raises `ScenarioError` where the
    scenario does not allow what is drawn, `NotCompiledError` where one of these functions can't be compiled.
    """
    with machine_of(scenario) as machine:
        if machine.drawn:
            values = machine.play(seed, replication, uniforms)
            if values is not None:
                return machine.log(), machine.used(values)
    resolved, used = sample_scenario(scenario, seed, replication, uniforms)
    certain = Machine(resolved)
    return None if certain.play(seed, replication, None) is None else (certain.log(), used)


@dataclass(frozen=True)
class Batch:
    """Many replications, a row each: what was drawn, the figures' cells; and what is noted of their curves."""

    sampled: NDArray[np.float64]
    figures: NDArray[np.int64]
    noted: Noted | None = None

    @property
    def days(self) -> int:
        """The days of their curves."""
        assert self.noted is not None
        return self.noted.days

    @property
    def steps(self) -> Steps:
        """The steps of their curves, by `rows_of` the products and the buyers; where these were asked for."""
        assert self.noted is not None
        assert isinstance(self.noted.curves, Steps)
        return self.noted.curves

    @property
    def histogram(self) -> Histogram:
        """The histogram of their curves, where this was asked for."""
        assert self.noted is not None
        assert isinstance(self.noted.curves, Histogram)
        return self.noted.curves

    @property
    def moments(self) -> Moments:
        """The moments of their curves, where steps or a histogram were asked for."""
        assert self.noted is not None
        return self.noted.moments

    def figure(self, place: int, name: str) -> tuple[NDArray[np.int64] | NDArray[np.float64], NDArray[np.bool_]]:
        """The values of a key figure, whole or real, and where they are missing."""
        values = self.figures[:, place]
        if is_real(name):
            real = np.ascontiguousarray(values).view(np.float64)
            return real, np.isnan(real)
        return values, values == MISSING


class Machine:
    """A scenario in memory, with room for one replication; `drawn`: the kernel itself can draw what is uncertain.

    `asked` is the scenario before anything was drawn in it, by which figures are named; the same where nothing was.
    There is room for `lines` order lines, or more.
    """

    def __init__(self, scenario: Scenario, asked: Scenario | None = None, lines: int = 0) -> None:
        self.scenario = scenario
        self.document = dump(scenario)
        self.extensions = used_in(self.document)
        if reason := prepare_own(self.extensions):
            raise NotCompiledError(reason)
        self.supply, places = build(self.document)
        give_room(self.supply, asked or scenario)
        self.figures = tuple(figure_names(asked or scenario))
        self.uncertain = uncertain_of(scenario, self.document, places)
        self.drawn = self.uncertain.drawn
        known = sum(len(buyer.orders) for buyer in self.supply.buyers)
        self.make_room(max(FIRST_ROOM, known // 2, lines))  # never too much, and a step or two from enough

    def make_room(self, lines: int) -> None:
        """Make room for so many order lines, and for as many of the rest as usually come with them."""
        self.lines = lines
        known = self.uncertain
        added: dict[str, list[Any]] = {"parameters": known.parameters, "remainders": known.remainders}
        added |= {"checks": known.checks, "uniforms": [0.0] * len(known.parameters)}
        self.memory = Memory(self.supply, added, lines, len(self.figures))

    def twin(self) -> Self:
        """Another machine of the same scenario."""
        found = copy(self)
        found.memory = self.memory.twin()
        return found

    @property
    def has_failed(self) -> bool:
        """Whether a function of the user's own that the scenario uses has failed in compiled code, once."""
        return any(cell_of(one).has_failed for one in self.extensions)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of a replication's curves that differ: products and all, buyers and all, curves, days."""
        products, buyers = rows_of(len(self.supply.products)), rows_of(len(self.supply.buyers))
        return products, buyers, len(CURVES), self.supply.days

    def play_many(
        self,
        seed: int,
        replications: Sequence[int],
        uniforms: NDArray[np.float64] | None,
        curves: str,
        wanted: Wanted = None,
    ) -> "Batch | None":
        """Replications without their logs; None where the scenario's own checks have to decide on one of them.

        `replications` are the numbers that chance is drawn by; `uniforms` has shape (replications, parameters drawn);
        `curves` says what is kept of these: "nothing", "steps" or "histograms"; `wanted` of which, if not of all.
        """
        if not self.drawn or self.has_failed:
            return None
        count = len(replications)
        sampled = np.zeros((count, len(self.scenario.uncertain)))
        batch = Batch(sampled, np.zeros((count, len(self.figures)), dtype=np.int64))
        if curves == "nothing":
            return batch if self._play_batch(seed, replications, uniforms, batch) else None
        with room_for(self.shape, curves == "steps", wanted) as noting:
            if not self._play_batch(seed, replications, uniforms, batch, noting):
                return None
            return replace(batch, noted=noting.noted(count))

    def _play_batch(
        self,
        seed: int,
        replications: Sequence[int],
        uniforms: NDArray[np.float64] | None,
        batch: "Batch",
        noting: Noting | None = None,
    ) -> bool:
        """Fill a batch, with more room as often as needed; False where a replication is refused."""
        count = len(replications)
        given = np.zeros((count, 0)) if uniforms is None else np.ascontiguousarray(uniforms)
        assert given.shape[1] in (0, len(self.scenario.drawn)), "a uniform for each uncertain parameter, or none"
        keys = np.array(replications, dtype=np.uint64).view(np.int64)
        curves = NOTHING if noting is None else noting.arrays
        done = taken = 0
        while done < count:
            memory, rows = self.memory, (batch.sampled, batch.figures)
            with replaced(), np.errstate(over="ignore"):
                end, done = replicate_many(
                    memory.whole, memory.nominal, signed(seed), keys, given, *rows, *curves, done, taken
                )
            if end == MISCOUNTED:
                counted_figures, names = memory.number("figures_made"), len(self.figures)
                raise SimError(
                    f"internal error: the kernel counts {counted_figures:,} key figures of {self.scenario.name}, which "
                    f"has names for {names:,}; expected as many (--engine simpy works)"
                )
            if end == REFUSED or self.has_failed:
                return False
            if end == FULL:
                self.make_room(2 * self.lines)
            if noting is not None and (end == UNCOUNTED or done == count):
                noting.take(taken, count)
                taken = done
        return True

    def play(self, seed: int, replication: int, uniforms: Uniforms | None) -> NDArray[np.float64] | None:
        """Run the kernel, with twice the room as often as needed; gives what was drawn, None if that is not allowed."""
        given = np.array([[] if uniforms is None else uniforms], dtype=np.float64)
        drawn = np.zeros((1, len(self.scenario.uncertain) if self.drawn else 0))
        only_log = Batch(drawn, np.zeros((1, 0), dtype=np.int64))
        return drawn[0] if self._play_batch(seed, [replication], given, only_log) else None

    def log(self) -> EventLog:
        """The events of the last replication."""
        memory, names, days = self.memory, names_of(self.document), self.supply.days
        return EventLog(memory.entries(), *names, self.scenario.start, days, memory.postings())

    def used(self, values: NDArray[np.float64]) -> dict[str, object]:
        """What was drawn as the scenario holds it: whole numbers, real ones, dates or texts."""
        return {path: column.tolist()[0] for path, column in self.used_many(values[np.newaxis]).items()}

    def used_many(self, values: NDArray[np.float64]) -> dict[str, NDArray[Any]]:
        """The same of many replications, values of shape (replications, parameters): a column a parameter."""
        items, used = self.uncertain.items, dict[str, NDArray[Any]]()
        for (path, rounding), column in zip(self.uncertain.roundings.items(), values.T, strict=True):
            if path in items:
                used[path] = np.array([items[path][value] for value in column.tolist()], dtype=object)
            elif rounding == DATE:
                used[path] = (column.astype(np.int64) - DAYS_BEFORE_1970).astype("datetime64[D]")
            else:
                used[path] = np.ascontiguousarray(column) if rounding == REAL else column.astype(np.int64)
        return used


FREE: list[Machine] = []
"""Machines that nobody uses now, that of the last use at the end: making one takes longer than a replication.

There is no lock, which a process forked in the middle would find closed: a list's own `copy`, `remove` and `append`
are each done before another thread's.
"""

MOST_FREE = 8


@contextmanager
def machine_of(scenario: Scenario, asked: Scenario | None = None) -> Iterator[Machine]:
    """A machine of the scenario that nobody else uses while the block runs; one that fails in it is used no more."""
    machine = _take(scenario) or Machine(scenario, asked, _lines_known(scenario))
    yield machine
    FREE.append(machine)
    del FREE[:-MOST_FREE]


def have_machines(scenario: Scenario, count: int) -> None:
    """Have so many machines of a scenario at hand, for threads that begin at once.

    Copying one takes a tenth of making one, and threads would make theirs in turn. Raises as `Machine` does.
    """
    with machine_of(scenario) as machine:
        FREE.extend(machine.twin() for _ in range(count - 1))


def _lines_known(scenario: Scenario) -> int:
    """How much room a machine of the same name has come to need: the scenario differs in a setting or two."""
    return max((machine.lines for machine in FREE.copy() if machine.scenario.name == scenario.name), default=0)


def _take(scenario: Scenario) -> Machine | None:
    """A free machine of the scenario, which is free no longer."""
    for machine in reversed(FREE.copy()):
        if machine.scenario is scenario and machine.extensions == used_in(machine.document):
            with suppress(ValueError):  # another thread was quicker
                FREE.remove(machine)
                return machine
    return None
