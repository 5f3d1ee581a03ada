"""Building of the kernel's memory: cells are taken one after the other, and where a scenario's value went is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled.cells import HEADER_CELLS

Step = str | int
Number = int | float
Fields = Mapping[int, tuple[str, Number]]
"""By field: the path of its value within an entry of the scenario, and what stands for its absence."""


@dataclass
class Layout:
    """Cells so far, and the address of each value of the scenario's document that has one."""

    start: date
    cells: list[Number] = field(default_factory=lambda: [0] * HEADER_CELLS)
    address: dict[tuple[Step, ...], int] = field(default_factory=dict)

    def take(self, values: Sequence[Number]) -> int:
        """Append cells; gives the address of the first."""
        first = len(self.cells)
        self.cells += values
        return first

    def entry(self, width: int, fields: Fields, location: tuple[Step, ...], entry: Any) -> int:
        """Append an entry of so many cells, filled from its table in the scenario; gives its address."""
        first = self.take([0] * width)
        for cell, (path, absent) in fields.items():
            steps = steps_of(path)
            value = value_at(entry, steps)
            self.cells[first + cell] = absent if value is None else self.number(value, absent)
            if value is not None:
                self.address[*location, *steps] = first + cell
        return first

    def number(self, value: Any, like: Number = 0) -> Number:
        """A value as a number, real where `like` is: a date is its day."""
        if isinstance(value, date):
            return (value - self.start).days
        return float(value) if isinstance(like, float) else int(value)

    def memory(self, room: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The memory with so many cells more, as whole numbers and as real ones."""
        whole = np.zeros(len(self.cells) + room, dtype=np.int64)
        real = whole.view(np.float64)
        for place, value in enumerate(self.cells):
            if isinstance(value, float):
                real[place] = value
            else:
                whole[place] = value
        return whole, real


def steps_of(path: str) -> tuple[Step, ...]:
    """The steps of a path within an entry; a number is a place in a list."""
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))


def value_at(entry: Any, steps: Sequence[Step]) -> Any:
    """The number or date that stands in an entry at a path; None where nothing does, or another kind of thing."""
    for step in steps:
        if isinstance(entry, dict):
            entry = entry.get(step)
        elif isinstance(entry, list) and isinstance(step, int):
            entry = entry[step]
        else:
            return None
    return None if isinstance(entry, dict | list | str) else entry


def signed(word: int) -> int:
    """64 bits as the signed whole number that has them."""
    return word - 2**64 if word >= 2**63 else word
