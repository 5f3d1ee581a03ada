"""The open order lines, of all buyers or of one, in order of order number, as Python holds them."""

from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """An order line."""

    number: int
    open: int


One = TypeVar("One", bound=Numbered)


class OpenLines(Generic[One]):
    """The open lines, of all buyers or of one: put in order anew when they are looked at after one has gone."""

    def __init__(self) -> None:
        self._open: dict[int, One] = {}
        self._in_order: list[One] = []
        self._is_stale = False

    def update(self, line: One) -> None:
        """Take a line in or out, as it is open or not."""
        if not line.open:
            self._is_stale |= self._open.pop(line.number, None) is not None
        elif line.number not in self._open:
            self._open[line.number] = line
            if self._is_stale or (self._in_order and self._in_order[-1].number > line.number):
                self._is_stale = True
            else:
                self._in_order.append(line)

    def tidy(self) -> list[One]:
        """The lines in order of order number."""
        if self._is_stale:
            self._in_order = [self._open[number] for number in sorted(self._open)]
            self._is_stale = False
        return self._in_order
