"""The tabulated inverse of a beta distribution, beside SciPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincinv

from sim.scenario.distributions.beta_table import CELLS, ERROR, SHAPES, inverse

shapes = st.floats(np.log(SHAPES[0]), np.log(SHAPES[1])).map(lambda x: float(np.clip(np.exp(x), *SHAPES)))


@given(shapes, shapes)
def test_the_error_is_below_the_stated_one_and_no_inverse_falls(a: float, b: float) -> None:
    """At shares from one tail to the other the inverse is within the stated error of SciPy's, and rises."""
    shares = np.concatenate([np.linspace(1e-12, 1e-4, 20), np.linspace(1e-3, 0.999, 500), 1 - np.linspace(1e-4, 0, 20)])
    table = [0.0] * CELLS
    found = np.array([inverse(table, a, b, float(share)) for share in shares])
    assert np.abs(found - betaincinv(a, b, shares)).max() < ERROR
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1, 1), (90, 1), (1.9, 3), (2e6, 2e6)])
def test_shapes_that_no_table_holds_are_inverted_by_scipy(a: float, b: float) -> None:
    """With a shape that no table holds the inverse is SciPy's own."""
    assert inverse([0.0] * CELLS, a, b, 0.3) == betaincinv(a, b, 0.3)


def test_a_table_is_made_anew_for_other_shapes() -> None:
    """What a table was made for before leaves nothing behind."""
    table = [0.0] * CELLS
    inverse(table, 90, 10, 0.3)
    inverse(table, 5, 3, 0.3)
    assert inverse(table, 90, 10, 0.4) == inverse([0.0] * CELLS, 90, 10, 0.4)
