"""Curves of replications, kept exactly: what each changes by, and on which day. Mostly they stand still."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.statistics.histogram import rank_of

Whole = NDArray[np.int64]
Numbers = TypeVar("Numbers", bound=NDArray[np.signedinteger[Any]])


@dataclass(frozen=True)
class Steps:
    """Of `count` replications, each of `curves` curves of so many `days`: `amounts` by which curves change, and where.

    `places` are those in an array of shape (curves, replications, days), and rise. Before the first day every curve is
    0.
    """

    count: int
    curves: int
    days: int
    places: Whole
    amounts: Whole

    @classmethod
    def of(cls, values: Whole) -> "Steps":
        """The steps of curves at hand, shape (replications, curves, days)."""
        changes = np.diff(values, axis=2, prepend=0).swapaxes(0, 1).reshape(-1)
        places = np.flatnonzero(changes)
        count, curves, days = values.shape
        return cls(count, curves, days, places, changes[places])

    @classmethod
    def gathered(cls, count: int, curves: int, days: int, pieces: Sequence[tuple[Whole, Whole]]) -> "Steps":
        """Steps from pieces of places and amounts, each in order; what is 0 is left out."""
        places, amounts = pieces[0]
        if len(pieces) > 1:
            places, amounts = _sorted(*(np.concatenate(arrays) for arrays in zip(*pieces, strict=True)))
        if not amounts.all():
            moved = amounts != 0
            places, amounts = places[moved], amounts[moved]
        return cls(count, curves, days, places, amounts)

    @classmethod
    def in_order(cls, parts: Sequence["Steps"], order: Whole) -> "Steps":
        """Replications of several parts as one: `order` has the number of each in turn, of all of them."""
        turn, first, pieces = np.argsort(order), 0, list[tuple[Whole, Whole]]()
        for part in parts:
            rows, day = np.divmod(part.places, part.days)
            curve, replication = np.divmod(rows, part.count)
            places = (curve * len(order) + turn[first + replication]) * part.days + day
            pieces.append(_sorted(places, part.amounts))
            first += part.count
        return cls.gathered(len(order), parts[0].curves, parts[0].days, pieces)

    def put(self, curve: int, values: NDArray[np.signedinteger[Any]]) -> None:
        """Put what a curve changes by into an array of zeros, shape (days, replications)."""
        size = self.count * self.days
        first, end = np.searchsorted(self.places, [curve * size, (curve + 1) * size])
        replications, days = np.divmod(self.places[first:end] - curve * size, self.days)
        values[days, replications] = self.amounts[first:end]


def _sorted(places: Whole, amounts: Whole) -> tuple[Whole, Whole]:
    """The same in the order of the places."""
    order = np.argsort(places, kind="stable")
    return places[order], amounts[order]


def values_of(parts: Sequence[Steps], curve: int) -> Whole:
    """A curve of every replication of one part after the other, shape (days, replications)."""
    return _summed(parts, curve, np.zeros((parts[0].days, sum(part.count for part in parts)), dtype=np.int64))


def quantiles_of(parts: Sequence[Steps], curve: int, most: int, shares: Sequence[float]) -> Whole:
    """As `exact_quantiles`, of a curve of which no value is above `most` nor below 0: in half the memory, mostly."""
    kind = np.int32 if most < 1 << 31 else np.int64
    values = np.zeros((parts[0].days, sum(part.count for part in parts)), dtype=kind)
    return exact_quantiles(_summed(parts, curve, values), shares)


def _summed(parts: Sequence[Steps], curve: int, values: Numbers) -> Numbers:
    """A curve put into an array of zeros, and summed."""
    ends = np.cumsum([part.count for part in parts])
    for part, end in zip(parts, ends, strict=True):
        part.put(curve, values[:, end - part.count : end])
    for day in range(1, len(values)):  # whole rows: NumPy's own sum along the first axis goes number by number
        values[day] += values[day - 1]
    return values


def exact_quantiles(values: NDArray[np.signedinteger[Any]], shares: Sequence[float]) -> Whole:
    """Smallest value that a share of the replications does not pass, shape (shares, days); of (days, replications)."""
    ranks = [max(1, int(rank_of(share, values.shape[1]))) - 1 for share in shares]
    moved = np.flatnonzero(np.any(values[1:] != values[:-1], axis=1)) + 1
    days = np.concatenate([np.zeros(1, dtype=np.int64), moved])
    ordered = _ordered(values[days])
    since = np.searchsorted(days, np.arange(len(values)), side="right") - 1
    found: Whole = ordered[:, ranks].astype(np.int64).T[:, since]
    return found


def _ordered(values: NDArray[np.signedinteger[Any]]) -> NDArray[np.integer[Any]]:
    """Each row sorted, in the fewest bits: that is quicker by far."""
    least, most = int(values.min()), int(values.max())
    if least >= 0 and most < 1 << 16:
        return np.sort(values.astype(np.uint16), axis=1, kind="stable")  # without comparing them
    return np.sort(values.astype(np.int32) if max(most, -least) < 1 << 31 else values, axis=1)
