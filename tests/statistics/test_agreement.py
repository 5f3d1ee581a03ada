"""Samples beside ranges."""

from math import inf

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.statistics.agreement import agreement


def sample(under: int, inside: int, above: int) -> NDArray[np.float64]:
    """So many values under the range 10 to 20, in it, and above it."""
    return np.array([9.0] * under + [15.0] * inside + [21.0] * above)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((200, 0, 0), "contradicted"),
        ((0, 0, 200), "contradicted"),
        ((197, 3, 0), "contradicted"),
        ((196, 4, 0), "undecided"),
        ((184, 16, 0), "undecided"),
        ((183, 17, 0), "agrees"),
        ((100, 0, 100), "agrees"),
        ((0, 200, 0), "agrees"),
        ((73, 0, 0), "contradicted"),
        ((72, 0, 0), "undecided"),
        ((0, 0, 0), "missing"),
    ],
)
def test_range_is_contradicted_where_few_reach_it_from_one_side(counts: tuple[int, int, int], verdict: str) -> None:
    """The 95 % interval lies below 5 % for 3 of 200 and above it for 17; for none of 73 it ends at 4.999 %.

    A range in the gap of a sample of two heaps is not beyond it.
    """
    assert agreement(sample(*counts), 10, 20).verdict == verdict


def test_end_is_in_the_range() -> None:
    """Values at an end of the range lie in it; a narrow range within a wide sample is not contradicted."""
    found = agreement(np.array([10.0, 20.0, 21.0]), 10, 20)
    assert found.inside == pytest.approx(2 / 3)
    assert found.reaching == pytest.approx(2 / 3)
    assert agreement(np.arange(200.0), 100, 100).verdict == "agrees"


def test_range_may_have_one_end() -> None:
    """Of a range without a most, only what comes up to its least counts."""
    assert agreement(sample(0, 0, 100), 10, inf).inside == 1
    assert agreement(sample(0, 0, 100), -inf, 20).verdict == "contradicted"
