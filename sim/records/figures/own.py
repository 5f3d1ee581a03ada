"""Key figures of the user's own: counted from a replication's events, where the scenario's report names them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from sim.extensions import calling
from sim.extensions.registry import FIGURE, Extension, cell_of, extension_at, find
from sim.model.entities import Supply
from sim.model.events import COLUMNS
from sim.model.lists import entries, put_real
from sim.records.figures.naming import figure_name, figure_of
from sim.scenario.schema import Scenario


class Events(NamedTuple):
    """The columns of an event log, in order of occurrence: whole numbers, an entry an event.

    Products, buyers and channels are numbers from 0 on in the order of the file (channels: distributors, then direct
    ones), -1 where there is none; `order` is 0 there. `event` is a `sim.event`.
    """

    day: Any
    event: Any
    product: Any
    buyer: Any
    channel: Any
    order: Any
    units: Any
    value_usd: Any


def own_names(scenario: Scenario) -> Iterator[tuple[str, Extension, int]]:
    """The names of the user's own key figures that a scenario's report asks for; of which buyer or product each is."""
    buyers, products = [one.name for one in scenario.buyer], [one.name for one in scenario.product]
    for figure in dict.fromkeys(map(figure_of, scenario.report.figures)):
        extension = find(FIGURE, figure)
        if extension is not None and not extension.of:
            yield figure, extension, -1
        elif extension is not None:
            for number, name in enumerate(buyers if extension.of == "buyer" else products):
                yield figure_name(figure, name), extension, number


def give_own(supply: Supply, asked: Scenario) -> None:
    """Note which key figures of the user's own are counted."""
    own = list(own_names(asked))
    supply.own_figures = [cell_of(extension).handle for _, extension, _ in own]
    supply.own_of = [number for _, _, number in own]


def own_figures(supply: Supply) -> None:
    """Note the key figures of the user's own. Raises `ExtensionError` where one fails."""
    if not supply.own_figures:
        return
    rows = np.array([[getattr(entry, name) for name in COLUMNS] for entry in entries(supply)], dtype=np.int64)
    for place, handle in enumerate(supply.own_figures):
        extension = extension_at(handle)
        events = events_in(rows.reshape(-1, len(COLUMNS)).copy())
        arguments = (events, supply.own_of[place]) if extension.of else (events,)
        with np.errstate(divide="raise", invalid="raise"):  # as compiled code does
            put_real(supply, calling.figure(extension, arguments))


def events_in(rows: Any) -> Events:
    """The columns of a log's rows."""
    return Events(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], rows[:, 4], rows[:, 5], rows[:, 6], rows[:, 7])
