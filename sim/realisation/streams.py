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

from sim.scenario.keys import basic_string

WORD = 2**64


@lru_cache(maxsize=4096)
def mechanism_word(mechanism: str) -> int:
    """64 bits that stand for a mechanism's name."""
    return int.from_bytes(hashlib.blake2b(mechanism.encode(), digest_size=8).digest(), "little")


def words(
    seed: int, replication: int, mechanism: str, first: int, count: int, a: int = 0, b: int = 0
) -> NDArray[np.uint64]:
    """One 64-bit word for each index from `first` on, shape (count,)."""
    counter = (first + (a << 64) + (b << 128) + (mechanism_word(mechanism) << 192) - 1) % 2**256
    parts = [(counter >> shift) % WORD for shift in (0, 64, 128, 192)]
    generator = Philox(counter=np.array(parts, dtype=np.uint64), key=np.array([seed, replication], dtype=np.uint64))
    return generator.random_raw(4 * count)[::4]


def uniforms(
    seed: int, replication: int, mechanism: str, first: int, count: int, a: int = 0, b: int = 0
) -> NDArray[np.float64]:
    """Uniforms in the open interval (0, 1) from the upper 52 bits of each word, shape (count,)."""
    upper = words(seed, replication, mechanism, first, count, a, b) >> np.uint64(12)
    return (upper.astype(np.float64) + 0.5) * 2.0**-52


def mechanism(*parts: str) -> str:
    """The name of a mechanism from names of the scenario: a name that holds a colon stands in quotes."""
    return ":".join(basic_string(part) if set(part) & set(':"') else part for part in parts)


class Streams:
    """The streams of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication

    def many(self, mechanism: str, first: int, count: int) -> list[float]:
        """Uniforms for `count` consecutive indices."""
        return [float(u) for u in uniforms(self.seed, self.replication, mechanism, first, count)]

    def one(self, mechanism: str, index: int, a: int = 0, b: int = 0) -> float:
        """The uniform of one index."""
        return float(uniforms(self.seed, self.replication, mechanism, index, 1, a, b)[0])
