"""What groups explain of a variance, against functions whose shares are known."""

import numpy as np
import pytest

from sim.statistics.groups import explained, fifths

COUNT = 20_000


def uniforms(columns: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Independent uniforms, a column each."""
    return np.random.default_rng(5).random((columns, COUNT))


def test_fifths_of_a_uniform_explain_24_of_25_parts() -> None:
    """Within a fifth is a 25th of a uniform's variance; the means are those of the fifths."""
    (one,) = uniforms(1)
    found = explained(one, fifths(one))
    assert found is not None
    assert found.share == pytest.approx(0.96, abs=0.002)
    assert found.means == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9], abs=0.01)
    assert found.p == 0


def test_share_of_a_sum_is_that_of_its_term() -> None:
    """Of 2a + b four fifths of the variance are a's; of a product of centred factors neither explains any alone."""
    a, b = uniforms(2)
    found, lesser = explained(2 * a + b, fifths(a)), explained(2 * a + b, fifths(b))
    assert found is not None
    assert lesser is not None
    assert found.share == pytest.approx(0.96 * 0.8, abs=0.01)
    assert lesser.share == pytest.approx(0.96 * 0.2, abs=0.01)
    none = explained((a - 0.5) * (b - 0.5), fifths(a))
    assert none is not None
    assert none.share == pytest.approx(0, abs=0.002)


def test_chance_explains_nothing_on_average() -> None:
    """Groups that have nothing to do with the values explain 0 on average, and their p is uniform."""
    rng = np.random.default_rng(7)
    found = [explained(rng.random(200), fifths(rng.random(200))) for _ in range(500)]
    shares, chances = ([getattr(one, name) for one in found] for name in ("share", "p"))
    assert np.mean(shares) == pytest.approx(0, abs=0.004)
    assert np.mean(np.array(chances) < 0.1) == pytest.approx(0.1, abs=0.04)


def test_nothing_to_explain() -> None:
    """Values that are all the same, or one group, explain nothing."""
    same, one = np.zeros(9), np.zeros(9, dtype=np.int64)
    assert explained(same, np.arange(9) % 2) is None
    assert explained(np.arange(9.0), one) is None
