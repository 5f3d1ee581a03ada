"""Memory as plain Python sees it, where nothing is compiled (`NUMBA_DISABLE_JIT`): to follow the kernel step by step.

Every place of a list is checked, and every field is what its cell holds.
"""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import numba
import numpy as np

from sim.compiler.layout import CELL, Cells, Element, Reference, layout, plain_of, width


class View:
    """An entity at an address; it leads nowhere at 0."""

    def __init__(self, entity: type, address: int) -> None:
        vars(self).update(entity=entity, address=address)

    def __getattr__(self, name: str) -> Any:
        one = layout(self.entity)[name]
        return read(one.type, self.address + CELL * one.cell)

    def __setattr__(self, name: str, value: Any) -> None:
        one = layout(self.entity)[name]
        write(one.type, self.address + CELL * one.cell, value)


class ListView:
    """A list that begins at an address."""

    def __init__(self, kind: Any, address: int, count: int) -> None:
        self.kind, self.address, self.count = kind, address, count

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in range(self.count))

    def __getitem__(self, place: int) -> Any:
        address = self._address(place)
        return View(self.kind.element.entity, address) if self.kind.in_row else read(self.kind.element, address)

    def __setitem__(self, place: int, value: Any) -> None:
        write(self.kind.element, self._address(place), value)

    def _address(self, place: int) -> int:
        if not 0 <= place < self.count:
            raise IndexError(place)
        return self.address + CELL * place * (width(self.kind.element.entity) if self.kind.in_row else 1)


def read(kind: Any, address: int) -> Any:
    """The value of a type that begins at an address."""
    if kind == numba.types.float64:
        return ctypes.c_double.from_address(address).value
    value = ctypes.c_int64.from_address(address).value
    if isinstance(kind, Cells):
        return ListView(kind, value, ctypes.c_int64.from_address(address + CELL).value)
    if isinstance(kind, Reference):
        return View(kind.entity, value)
    return value != 0 if kind == numba.types.boolean else value


def write(kind: Any, address: int, value: Any) -> None:
    """Put a value of a type at an address."""
    if kind == numba.types.float64:
        ctypes.c_double.from_address(address).value = value
    else:
        ctypes.c_int64.from_address(address).value = value.address if isinstance(kind, Reference) else int(value)


def entity_at(entity: type[Element]) -> Callable[[int], Element]:
    """A function that gives the entity at an address."""
    return lambda address: cast(Element, View(plain_of(entity), address))


def is_nothing(reference: Any) -> bool:
    """Whether a reference leads nowhere."""
    return bool(reference.address == 0)


def beginning(cells: list[Element], count: int) -> list[Element]:
    """The first so many of a list; raises `IndexError` where there are fewer."""
    if not 0 <= count <= len(cells):
        raise IndexError(count)
    whole = cast(ListView, cells)
    return cast(list[Element], ListView(whole.kind, whole.address, count))


def linked(head: Element, tail: Element) -> Iterable[Element]:
    """From one to the next, up to the last."""
    one: Any = head
    while not is_nothing(one):
        yield one
        if one.address == cast(View, tail).address:
            return
        one = one.next


def clear(reference: Any) -> None:
    """Make an entity what it is at first; its lists stay."""
    for name, one in layout(reference.entity).items():
        if isinstance(one.type, Reference):
            setattr(reference, name, View(one.type.entity, 0))
        elif not isinstance(one.type, Cells):
            setattr(reference, name, one.default)


def high_word(x: np.uint64, y: np.uint64) -> np.uint64:
    """The upper 64 bits of a product of two words."""
    return np.uint64(int(x) * int(y) >> 64)
