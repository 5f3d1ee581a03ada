"""Entities in memory: a model's objects laid out one after the other, and rows with room for what grows."""

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sim.compiler.layout import CELL, Cells, Reference, layout, width
from sim.engines.compiled.held import Place
from sim.model.entities import Line, Supply
from sim.model.events import Entry, Posting

BY_REQUEST = ("work_ranks", "work_offers", "work_plain", "work_places", "work_wants", "work_parts")
"""Where allocation calculates, a number a request."""

BY_CONTROL = ("licenses", "applied", "refused_on", "lapses")
"""What an order line has a number a control of."""


class Held(NamedTuple):
    """A field in memory: its cell, whether it is a list, whether it leads to entities, what it is where it has none."""

    name: str
    cell: int
    is_list: bool
    leads: bool
    default: Any


@cache
def held(entity: type) -> tuple[Held, ...]:
    """The fields of an entity in memory."""
    found = []
    for name, one in layout(entity).items():
        is_list = isinstance(one.type, Cells)
        leads = isinstance(one.type.element if is_list else one.type, Reference)
        found.append(Held(name, one.cell, is_list, leads, one.default))
    return tuple(found)


@cache
def cells_in(entity: type) -> int:
    """How many cells an entity takes."""
    return width(entity)


class Memory:
    """A supply in memory, with room for so many order lines and for as much of the rest as usually comes with them.

    `nominal` are the cells of all but the room, as they are before anything is drawn or happens.
    """

    def __init__(self, supply: Supply, added: Mapping[str, list[Any]], lines: int, figures: int) -> None:
        self.cells: dict[int, int] = {}
        self.entities: list[tuple[Any, dict[str, Any]]] = []
        self.lists: list[tuple[bool, list[Any]]] = []
        self.addresses: list[int] = []
        self.size = 0
        nothing = [None] * (supply.days + 1)
        self._place(supply, {**added, "due": nothing, "deciding": list(nothing)})
        end = self.size
        rooms = self._rooms(lines, figures)
        controls = len(supply.controls)
        self.rooms, self.controls = rooms, controls
        self.by_control = {name: self._take((lines + 1) * controls) for name in BY_CONTROL}
        self._begin_anew()
        self._fill()
        head = layout(Supply)
        for name, (first, count) in rooms.items():
            self._span(head[name].cell, first, count)
        self.nominal = self.whole[:end].copy()

    def twin(self) -> Self:
        """Another memory of the same, as this one was at first."""
        found = copy(self)
        found.nominal = self.nominal.copy()
        found._begin_anew()  # noqa: SLF001
        found.nominal[self.addresses] += found.address(0) - self.address(0)
        found.whole[: len(found.nominal)] = found.nominal
        return found

    def _begin_anew(self) -> None:
        """Have cells of its own, in which only order lines know where their numbers by control are."""
        self.whole = np.zeros(self.size, dtype=np.int64)
        self.real = self.whole.view(np.float64)
        self._begin = int(self.whole.ctypes.data)
        row = self.cells_of(self.rooms["line_row"], Line)
        for name, first in self.by_control.items():
            row[:, layout(Line)[name].cell] = self.address(0) + CELL * (first + self.controls * np.arange(len(row)))
            row[:, layout(Line)[name].cell + 1] = self.controls

    def _rooms(self, lines: int, figures: int) -> dict[str, tuple[int, int]]:
        """Take room for what grows: by name its first cell, and how many there are."""
        most = 4 * lines + 1
        rows = {"line_row": lines + 1, "shipment_row": most, "decision_row": 2 * lines + 1, "entry_row": 8 * lines}
        rows |= {"posting_row": 4 * lines, "held_back_row": lines + 1}
        kinds = layout(Supply)
        rooms = {
            name: (self._take(count * width(kinds[name].type.element.entity)), count) for name, count in rows.items()
        }
        tables = dict.fromkeys(("sorting", "arranged"), most) | {"decided": 2 * lines + 1, "whole_figures": figures}
        tables |= dict.fromkeys((name for name in kinds if name.startswith("ask")), lines + 1)
        tables |= dict.fromkeys(("book", "granted", *BY_REQUEST), lines + 1)
        rooms |= {name: (self._take(count), count) for name, count in tables.items()}
        return rooms | {"real_figures": rooms["whole_figures"]}

    def _take(self, cells: int) -> int:
        """Take so many cells; gives the first."""
        self.size += cells
        return self.size - cells

    def _place(self, entity: Any, added: Mapping[str, Any]) -> None:
        """Take cells for an entity and all that it leads to."""
        if entity is None or id(entity) in self.cells:
            return
        self.cells[id(entity)] = self._take(cells_in(entity.__class__))
        values = {one.name: getattr(entity, one.name, None) for one in held(entity.__class__)}
        values |= added
        self.entities.append((entity, values))
        for one in held(entity.__class__):
            value = values[one.name]
            if not one.is_list:
                if one.leads:
                    self._place(value, {})
            elif isinstance(value, list) and not isinstance(value, Place) and id(value) not in self.cells:
                self.cells[id(value)] = self._take(len(value))
                self.lists.append((one.leads, value))
                if one.leads:
                    for element in value:
                        self._place(element, {})

    def _fill(self) -> None:
        """Write what the entities and lists hold."""
        for entity, values in self.entities:
            first = self.cells[id(entity)]
            for one in held(entity.__class__):
                value = values[one.name]
                if not one.is_list:
                    self._put(first + one.cell, one.leads, one.default if value is None else value)
                elif isinstance(value, Place):
                    self._span(first + one.cell, self.cell_of(value), 1)
                elif value:
                    self._span(first + one.cell, self.cells[id(value)], len(value))
        for leads, elements in self.lists:
            for place, value in enumerate(elements, self.cells[id(elements)]):
                self._put(place, leads, value)

    def _put(self, cell: int, leads: bool, value: Any) -> None:
        """Write a value into a cell, or where the entity is."""
        if leads:
            if value:
                self._lead(cell, self.cells[id(value)])
        elif isinstance(value, float):
            self.real[cell] = value
        else:
            self.whole[cell] = signed(value)

    def _span(self, cell: int, first: int, count: int) -> None:
        """Write where a list begins, and how many there are."""
        self._lead(cell, first)
        self.whole[cell + 1] = count

    def _lead(self, cell: int, to: int) -> None:
        """Write where another cell is."""
        self.whole[cell] = self.address(to)
        self.addresses.append(cell)

    def address(self, cell: int) -> int:
        """The address of a cell."""
        return self._begin + CELL * cell

    def cell_of(self, place: Place) -> int:
        """The cell of a number of the scenario."""
        first = self.cells[id(place.holder)]
        return first + (place.key if isinstance(place.key, int) else layout(place.holder.__class__)[place.key].cell)

    def cells_of(self, room: tuple[int, int], entity: type) -> NDArray[np.int64]:
        """The cells of a row, shape (entities, cells)."""
        first, count = room
        return self.whole[first : first + count * width(entity)].reshape(count, width(entity))

    def number(self, name: str) -> int:
        """A number of the supply."""
        return int(self.whole[layout(Supply)[name].cell])

    def entries(self) -> NDArray[np.int64]:
        """The events of the last replication, a row each."""
        return self.cells_of(self.rooms["entry_row"], Entry)[: self.number("entries_made")].copy()

    def postings(self) -> NDArray[np.int64]:
        """The postings of the last replication, a row each."""
        return self.cells_of(self.rooms["posting_row"], Posting)[: self.number("postings_made")].copy()


def signed(word: int) -> int:
    """64 bits as the signed whole number that has them."""
    return word - 2**64 if word >= 2**63 else word
