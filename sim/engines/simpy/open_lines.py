"""The open order lines, of all buyers or of one, in order of order number."""

from dataclasses import dataclass


@dataclass(slots=True)
class OrderLine:
    """One product, one buyer, one channel; `kind`, `ordinal` and `generation` name the line to the streams.

    `licenses` holds the state of its license under each control.
    """

    number: int
    buyer: int
    product: int
    channel: int
    placed: int
    price: int
    price_placed: int
    open: int
    need: int
    kind: int
    ordinal: int
    generation: int
    licenses: list[int]
    dispatched: int = 0
    by_contract: bool = False


class OpenLines:
    """Lines come and go in any order; they are put in order anew only when they are looked at after one has gone."""

    def __init__(self) -> None:
        self._open: dict[int, OrderLine] = {}
        self._in_order: list[OrderLine] = []
        self._is_stale = False

    def update(self, line: OrderLine) -> None:
        """Take a line in or out, as it is open or not."""
        if not line.open:
            self._is_stale |= self._open.pop(line.number, None) is not None
        elif line.number not in self._open:
            self._open[line.number] = line
            if self._is_stale or (self._in_order and self._in_order[-1].number > line.number):
                self._is_stale = True
            else:
                self._in_order.append(line)

    def all(self) -> list[OrderLine]:
        """The lines that are open now; what happens to them later leaves this list as it is."""
        self._tidy()
        return self._in_order.copy()

    def first(self) -> OrderLine | None:
        """The line with the lowest order number, which is the oldest."""
        self._tidy()
        return self._in_order[0] if self._in_order else None

    def _tidy(self) -> None:
        if self._is_stale:
            self._in_order = [self._open[number] for number in sorted(self._open)]
            self._is_stale = False
