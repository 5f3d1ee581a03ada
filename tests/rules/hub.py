"""A day at the hub: open lines and limits, and what allocation makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.rules.allocation import Limits, Requests, Workspace, allocate
from sim.rules.capacity import NO_LIMIT, NO_RUSH
from sim.rules.quotas import Quotas

AMPLE = 10**6
"""More than any test asks for."""


@dataclass(frozen=True)
class Line:
    """An open order line; its number is its place."""

    units: int
    buyer: int = 0
    channel: int = 0
    product: int = 0
    by_contract: bool = False
    overtime: int = NO_RUSH


@dataclass(frozen=True)
class Hub:
    """A day's lines and limits: by product, by channel, and reserves by channel, then product."""

    lines: Sequence[Line]
    stock: Sequence[int]
    room: Sequence[int] = (AMPLE,)
    credit: Sequence[int] = ()
    price: Sequence[int] = ()
    reserves: Sequence[int] = ()
    rank: Sequence[int] = field(default=tuple(range(9)))
    quotas: Quotas = Quotas([], [], [], [], 0, 0)  # noqa: RUF009 - none of its lists is ever changed
    overtime_used: Sequence[int] = ()

    def requests(self) -> Requests:
        """The lines as allocation takes them."""
        return Requests(
            [line.product for line in self.lines],
            [line.buyer for line in self.lines],
            [line.channel for line in self.lines],
            [line.units for line in self.lines],
            [int(line.by_contract) for line in self.lines],
            [line.overtime for line in self.lines],
        )

    def limits(self) -> Limits:
        """The limits, to be counted down."""
        return Limits(
            list(self.stock),
            list(self.room),
            list(self.overtime_used or [0] * len(self.room)),
            list(self.credit or [NO_LIMIT] * len(self.room)),
            self.price or [1] * len(self.stock),
            list(self.reserves or [0] * (len(self.room) * len(self.stock))),
            self.quotas._replace(left=list(self.quotas.left)),
        )

    def workspace(self) -> Workspace:
        """Where allocation calculates; numbers that nobody may read stand there."""
        buyers = 1 + max((line.buyer for line in self.lines), default=0)
        groups = max(len(self.stock), len(self.room))
        sizes = [len(self.lines)] * 6 + [buyers] * 3 + [groups, len(self.room)]
        return Workspace(*([-7] * size for size in sizes))

    def served(self, policy: int) -> tuple[list[int], Limits]:
        """Units granted to each line, and what is left of the limits."""
        granted, limits = [0] * len(self.lines), self.limits()
        allocate(policy, self.requests(), limits, self.rank, granted, self.workspace())
        return granted, limits

    def granted(self, policy: int) -> list[int]:
        """Units granted to each line."""
        return self.served(policy)[0]
