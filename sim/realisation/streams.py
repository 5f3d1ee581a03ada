"""Named streams: every draw is a function of (seed, replication, mechanism, index) alone.

A draw is the first word of one block of Philox4x64-10 (Salmon et al., Parallel random numbers: as easy as 1, 2,
3, 2011) with key (seed, replication) and counter (index, a, b, hash of the mechanism's name). So no draw depends
on who draws first, or on what else is drawn.
"""

import hashlib
from functools import lru_cache

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

from sim.realisation.philox import first_word
from sim.scenario.paths import basic_string

WORD = 2**64
BLOCK = 64
"""Indices that are drawn together."""


@lru_cache(maxsize=4096)
def mechanism_word(mechanism: str) -> int:
    """64 bits that stand for a mechanism's name."""
    return int.from_bytes(hashlib.blake2b(mechanism.encode(), digest_size=8).digest(), "little")


def words(
    seed: int, replication: int, mechanism: str, first: int, count: int, a: int = 0, b: int = 0
) -> NDArray[np.uint64]:
    """One 64-bit word for each index from `first` on, shape (count,)."""
    return words_of(seed, replication, mechanism_word(mechanism), first, count, a, b)


def words_of(
    seed: int, replication: int, word: int, first: int, count: int, a: int = 0, b: int = 0
) -> NDArray[np.uint64]:
    """The same of the mechanism that a word stands for."""
    counter = (first + (a << 64) + (b << 128) + (word << 192) - 1) % 2**256
    parts = [(counter >> shift) % WORD for shift in (0, 64, 128, 192)]
    generator = Philox(counter=np.array(parts, dtype=np.uint64), key=np.array([seed, replication], dtype=np.uint64))
    return generator.random_raw(4 * count)[::4]


def uniforms(
    seed: int, replication: int, mechanism: str, first: int, count: int, a: int = 0, b: int = 0
) -> NDArray[np.float64]:
    """Uniforms in the open interval (0, 1) from the upper 52 bits of each word, shape (count,)."""
    return uniform_of(words(seed, replication, mechanism, first, count, a, b))


def uniform_of(drawn: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Words as uniforms."""
    return ((drawn >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def uniforms_at(seed: int, replication: int, mechanisms: NDArray[np.uint64], index: int) -> list[float]:
    """The uniform of one index of each of several mechanisms, given by their words: all at once."""
    zero, key = np.zeros_like(mechanisms), np.array([[seed], [replication]], dtype=np.uint64)
    drawn: list[float] = uniform_of(
        first_word(key[0], key[1], zero + np.uint64(index), zero, zero, mechanisms)
    ).tolist()
    return drawn


def uniforms_over(seed: int, replications: NDArray[np.uint64], word: int, index: int) -> NDArray[np.float64]:
    """The uniform of one index of a mechanism, given by its word, in each of several replications."""
    zero = np.zeros_like(replications)
    key, counter, words = zero + np.uint64(seed), zero + np.uint64(index), zero + np.uint64(word)
    return uniform_of(first_word(key, replications, counter, zero, zero, words))


def mechanism(*parts: str) -> str:
    """The name of a mechanism from names of the scenario: a name that holds a colon stands in quotes."""
    return ":".join(basic_string(part) if set(part) & set(':"') else part for part in parts)


class Streams:
    """The streams of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication
        self._blocks: dict[tuple[int, int, int], list[float]] = {}

    def many(self, mechanism: str, first: int, count: int) -> list[float]:
        """Uniforms for `count` consecutive indices."""
        return [float(u) for u in uniforms(self.seed, self.replication, mechanism, first, count)]

    def at(self, word: int, index: int, a: int = 0, b: int = 0) -> float:
        """The uniform of one index of the mechanism that a word stands for."""
        if b:
            return float(uniform_of(words_of(self.seed, self.replication, word, index, 1, a, b))[0])
        block, place = divmod(index, BLOCK)
        known = self._blocks.get((word, block, a))
        if known is None:
            # To draw one takes as long as to draw some, and mostly those that follow are asked for next.
            drawn = words_of(self.seed, self.replication, word, block * BLOCK, BLOCK, a)
            known = self._blocks[word, block, a] = uniform_of(drawn).tolist()
        return known[place]

    def one(self, mechanism: str, index: int, a: int = 0, b: int = 0) -> float:
        """The uniform of one index."""
        return self.at(mechanism_word(mechanism), index, a, b)
