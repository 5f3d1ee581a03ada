"""Where the fields of entities lie in memory, and the types that compiled code knows entities and lists by.

A cell is 8 bytes: a whole number, a real one, a truth, or the address of another entity. A list is two cells, the
address of its first cell and how many there are; its cells are numbers or addresses, or, where it is a *row*, the
entities themselves one after the other. Nothing is counted or freed, and nothing looked for but what is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numba

CELL = 8
"""Bytes of a cell."""

Element = TypeVar("Element")


class Row(list[Element]):
    """Marks a field as a list whose entities lie one after the other."""


HELD: dict[type, type] = {}
"""By entity: the class that says what memory keeps of it, its own fields included."""


def hold(entity: type[Element]) -> type[Element]:
    """Decorator of a class that adds to an entity what only memory keeps."""
    HELD[entity.__bases__[0]] = entity
    return entity


@dataclass(frozen=True)
class Field:
    """A field in memory: its first cell, its type as compiled code knows it, what it is at first."""

    cell: int
    type: Any
    default: Any


class Reference(numba.types.Type):  # type: ignore[misc]
    """An entity of a class."""

    def __init__(self, entity: type) -> None:
        self.entity = entity
        super().__init__(name=f"Reference({entity.__name__})")


class Cells(numba.types.IterableType):  # type: ignore[misc]
    """A list of numbers, of references, or (`in_row`) of entities one after the other."""

    def __init__(self, element: Any, in_row: bool = False) -> None:
        self.element, self.in_row = element, in_row
        super().__init__(name=f"Cells({element}, {in_row})")

    @property
    def iterator_type(self) -> "CellsIterator":
        """What goes through it."""
        return CellsIterator(self)


class CellsIterator(numba.types.SimpleIteratorType):  # type: ignore[misc]
    """Goes through a list."""

    def __init__(self, cells: Any) -> None:
        self.cells = cells
        super().__init__(f"Iterator({cells})", cells.element)


class Linked(numba.types.IterableType):  # type: ignore[misc]
    """Entities of which each knows the next, up to the one that was the last when they began to be seen."""

    def __init__(self, element: Any) -> None:
        self.element = element
        super().__init__(name=f"Linked({element})")

    @property
    def iterator_type(self) -> "LinkedIterator":
        """What goes through them."""
        return LinkedIterator(self)


class LinkedIterator(numba.types.SimpleIteratorType):  # type: ignore[misc]
    """Goes from one to the next."""

    def __init__(self, chain: Any) -> None:
        self.chain = chain
        super().__init__(f"Iterator({chain})", chain.element)


NUMBERS = {int: numba.types.int64, float: numba.types.float64, bool: numba.types.boolean}


def type_of(annotation: Any) -> Any:
    """How compiled code knows a field of an annotation; None of what exists in Python only."""
    if annotation in NUMBERS:
        return NUMBERS[annotation]
    if get_origin(annotation) in (list, Row):
        element = type_of(get_args(annotation)[0])
        return None if element is None else Cells(element, get_origin(annotation) is Row)
    if not isinstance(annotation, type) or not is_dataclass(annotation):
        return None
    return Reference(plain_of(annotation))


def plain_of(entity: type) -> type:
    """The entity that a class adds to, or is."""
    return entity.__bases__[0] if entity in HELD.values() else entity


@cache
def layout(entity: Any) -> Mapping[str, Field]:
    """The fields of an entity in memory, by name."""
    hints: dict[str, Any] = get_type_hints(HELD.get(entity, entity))
    defaults = {one.name: one.default for one in fields(entity) if isinstance(one.default, int | float)}
    found: dict[str, Field] = {}
    cell = 0
    for name, annotation in hints.items():
        kind = type_of(annotation)
        if kind is not None:
            found[name] = Field(cell, kind, defaults.get(name, 0))
            cell += 2 if isinstance(kind, Cells) else 1
    return found


def width(entity: Any) -> int:
    """How many cells an entity takes."""
    return sum(2 if isinstance(one.type, Cells) else 1 for one in layout(entity).values())
