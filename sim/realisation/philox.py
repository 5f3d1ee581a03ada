"""Philox4x64-10 as plain arithmetic of 64-bit words, or of arrays of them: the same bits as NumPy's generator."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

U = np.uint64
M0, M1 = U(0xD2E7470EE14C6C93), U(0xCA5A826395121157)
W0, W1 = U(0x9E3779B97F4A7C15), U(0xBB67AE8584CAA73B)
LOW, HALF, TWELVE = U(0xFFFFFFFF), U(32), U(12)

Word = TypeVar("Word", np.uint64, NDArray[np.uint64])
"""A word, or many that are calculated with at once."""


def high_word(x: Any, y: Any) -> Any:
    """The upper 64 bits of a product of two words, from products of their halves."""
    low_x, high_x, low_y, high_y = x & LOW, x >> HALF, y & LOW, y >> HALF
    carry = low_x * low_y >> HALF
    middle = high_x * low_y + carry
    other = low_x * high_y + (middle & LOW)
    return high_x * high_y + (middle >> HALF) + (other >> HALF)


def first_word(key: Word, key2: Word, c0: Word, c1: Word, c2: Word, c3: Word) -> Word:
    """The first word of the block with this key and counter."""
    for turn in range(10):
        if turn:
            key = key + W0
            key2 = key2 + W1
        high0, low0 = high_word(M0, c0), M0 * c0
        high1, low1 = high_word(M1, c2), M1 * c2
        c0, c1, c2, c3 = high1 ^ c1 ^ key, low1, high0 ^ c3 ^ key2, low0
    return c0


def uniform(seed: int, replication: int, word: int, index: int, a: int, b: int) -> float:
    """The uniform in (0, 1) of an index of a mechanism's stream; words are the bits of 64-bit whole numbers."""
    drawn = first_word(bits(seed), bits(replication), bits(index), bits(a), bits(b), bits(word))
    return (float(drawn >> TWELVE) + 0.5) * 2.0**-52


def bits(number: int) -> np.uint64:
    """The 64 bits of a whole number."""
    return U(np.int64(number))
