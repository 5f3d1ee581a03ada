"""The open order lines, of all buyers or of one, in order of age, as Python holds them: by day, then by number."""

from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """An order line."""

    number: int
    placed: int
    open: int


One = TypeVar("One", bound=Numbered)


def age_of(line: Numbered) -> tuple[int, int]:
    """What queues go by: the day of the order, then the line's number."""
    return line.placed, line.number


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
            if self._is_stale or (self._in_order and age_of(self._in_order[-1]) > age_of(line)):
                self._is_stale = True
            else:
                self._in_order.append(line)

    def tidy(self) -> list[One]:
        """The lines in order of age."""
        if self._is_stale:
            self._in_order = sorted(self._open.values(), key=age_of)
            self._is_stale = False
        return self._in_order
