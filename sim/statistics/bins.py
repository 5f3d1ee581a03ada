"""Bins of whole numbers: exact below 256, then 128 to each doubling, so that a bin is at most 1/128 of its values wide.

The bins are those of Gil Tene's HdrHistogram. Plain functions of numbers, which compiled code calls too.
"""

EXACT_BITS = 8
PER_DOUBLING = 1 << (EXACT_BITS - 1)
RESOLUTION = 1 / PER_DOUBLING
"""Width of a bin, as a share of its lower end at worst."""

BIN_BITS = 13
"""Bits that the number of any bin fits into."""

HALVINGS = (32, 16, 8, 4, 2, 1)
"""Powers of two that any number of bits up to 63 is the sum of some of."""


def bin_of(value: int) -> int:
    """The bin of a value from 0 to 2^62. There is no branch in it, which a processor would often foresee wrongly."""
    shift, above = 0, value >> EXACT_BITS
    for bits in HALVINGS:
        more = bits * (above >> bits != 0)
        shift += more
        above >>= more
    shift += above != 0
    return shift * PER_DOUBLING + (value >> shift)
