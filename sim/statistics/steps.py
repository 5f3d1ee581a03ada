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
        """Steps from pieces of places and amounts, each in order; of no place comes an amount twice, nor is one 0."""
        places, amounts = pieces[0]
        if len(pieces) > 1:
            places, amounts = _sorted(*(np.concatenate(arrays) for arrays in zip(*pieces, strict=True)))
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

    def of_curve(self, curve: int) -> tuple[Whole, Whole, Whole]:
        """The replication, the day and the amount of each change of a curve."""
        size = self.count * self.days
        first, end = np.searchsorted(self.places, [curve * size, (curve + 1) * size])
        places = self.places[first:end] - curve * size
        replications = places // self.days
        return replications, places - replications * self.days, self.amounts[first:end]


def _sorted(places: Whole, amounts: Whole) -> tuple[Whole, Whole]:
    """The same in the order of the places."""
    order = np.argsort(places, kind="stable")
    return places[order], amounts[order]


def values_of(parts: Sequence[Steps], curve: int) -> Whole:
    """A curve of every replication of one part after the other, shape (days, replications)."""
    values = np.zeros((parts[0].days, sum(part.count for part in parts)), dtype=np.int64)
    return _summed(values, *_changes(parts, curve))


def quantiles_of(parts: Sequence[Steps], curve: int, most: int, shares: Sequence[float]) -> Whole:
    """As `exact_quantiles`, of a curve none of whose values is below 0 or above `most`: of the days when it changes."""
    days, replications, amounts = _changes(parts, curve)
    moves = np.bincount(days, minlength=parts[0].days) > 0
    changed, count = np.cumsum(moves), sum(part.count for part in parts)
    if not changed[-1]:
        return np.zeros((len(shares), len(moves)), dtype=np.int64)
    values = np.zeros((int(changed[-1]), count), dtype=np.int32 if most < 1 << 31 else np.int64)
    ordered = _ordered(_summed(values, changed[days] - 1, replications, amounts))
    found = ordered[:, _ranks(shares, count)].astype(np.int64).T
    before: Whole = np.zeros((len(shares), 1), dtype=np.int64)
    return np.concatenate([before, found], axis=1)[:, changed]


def _changes(parts: Sequence[Steps], curve: int) -> tuple[Whole, Whole, Whole]:
    """The day, the replication and the amount of each change of a curve, in one part after the other."""
    found, first = [], 0
    for part in parts:
        replications, days, amounts = part.of_curve(curve)
        found.append((days, replications + first, amounts))
        first += part.count
    days, replications, amounts = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    return days, replications, amounts


def _summed(values: Numbers, rows: Whole, columns: Whole, amounts: Whole) -> Numbers:
    """An array of zeros with amounts at their rows and columns, each row summed with those before."""
    values.reshape(-1)[rows * values.shape[1] + columns] = amounts
    for row in range(1, len(values)):  # whole rows: NumPy's own sum along the first axis goes number by number
        values[row] += values[row - 1]
    return values


def _ranks(shares: Sequence[float], count: int) -> list[int]:
    """Where a share of so many sorted values ends, counted from 0."""
    return [max(1, int(rank_of(share, count))) - 1 for share in shares]


def exact_quantiles(values: NDArray[np.signedinteger[Any]], shares: Sequence[float]) -> Whole:
    """Smallest value that a share of the replications does not pass, shape (shares, days); of (days, replications)."""
    moved = np.flatnonzero(np.any(values[1:] != values[:-1], axis=1)) + 1
    days = np.concatenate([np.zeros(1, dtype=np.int64), moved])
    ordered = _ordered(values[days])
    since = np.searchsorted(days, np.arange(len(values)), side="right") - 1
    found: Whole = ordered[:, _ranks(shares, values.shape[1])].astype(np.int64).T[:, since]
    return found


def _ordered(values: NDArray[np.signedinteger[Any]]) -> NDArray[np.integer[Any]]:
    """Each row sorted, in the fewest bits: that is quicker by far."""
    least, most = int(values.min()), int(values.max())
    if least >= 0 and most < 1 << 16:
        return np.sort(values.astype(np.uint16), axis=1, kind="stable")  # without comparing them
    return np.sort(values.astype(np.int32) if max(most, -least) < 1 << 31 else values, axis=1)
