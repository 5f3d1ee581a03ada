"""Bins of whole numbers: exact below 256, then 128 to each doubling, so that a bin is at most 1/128 of its values wide.

The bins are those of Gil Tene's HdrHistogram. Plain functions of numbers, which compiled code calls too.
"""

EXACT_BITS = 8
PER_DOUBLING = 1 << (EXACT_BITS - 1)
RESOLUTION = 1 / PER_DOUBLING
"""Width of a bin, as a share of its lower end at worst."""

BIN_BITS = 13
"""Bits that the number of any bin fits into."""


def bin_of(value: int) -> int:
    """The bin of a value from 0 to 2^62."""
    shift = 0
    while value >> shift >> EXACT_BITS:
        shift += 1
    return shift * PER_DOUBLING + (value >> shift)


def step_key(cell: int, place: int, leaves: int) -> int:
    """A step into a bin of a cell, or out of it where `leaves` is 1, as one number: sorted by cell, then bin."""
    return ((cell << BIN_BITS) | place) << 1 | leaves
