"""Sensitivity of given data, against functions whose indices are known."""

import numpy as np
import pytest

from sim.statistics.given_data import Reals, classes_of, delta, learned, pawn

ROWS = 20_000


def unit(columns: int, seed: int = 0) -> Reals:
    """Independent uniforms."""
    return np.random.default_rng(seed).random((ROWS, columns))


def shares(inputs: Reals, outputs: Reals) -> list[float]:
    """What each input is worth."""
    return [learned(classes_of(column), outputs).share for column in inputs.T]


def test_worth_of_the_parts_of_a_sum_is_their_share_of_its_variance() -> None:
    """Of 3 a + 2 b + c with even a, b, c knowing one takes away 9, 4 and 1 fourteenths."""
    x = unit(3)
    assert shares(x, x @ np.array([3.0, 2.0, 1.0])) == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.01)


def test_worth_of_ishigami_is_its_first_order() -> None:
    """Sin a + 7 sin^2 b + 0.1 c^4 sin a: 0.314, 0.442, and nothing of c alone (Ishigami and Homma 1990)."""
    x = np.pi * (2 * unit(3) - 1)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    assert shares(x, y) == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)
    third = classes_of(x[:, 2])
    assert learned(third, y).chance > 0.001
    assert pawn(third, y) > pawn(classes_of(unit(1, 9)[:, 0]), y) + 0.05  # it matters, though not to the mean
    assert delta(third, y, np.random.default_rng(1)) > 0.1


def test_nothing_is_learned_from_what_tells_nothing() -> None:
    """Without bias an idle input is worth 0 on average, and in one case of twenty seems noticeable at 5 %."""
    generator = np.random.default_rng(3)
    found = [learned(classes_of(generator.random(500)), generator.random(500)) for _ in range(400)]
    assert np.mean([one.chance < 0.05 for one in found]) == pytest.approx(0.05, abs=0.03)
    assert np.mean([one.share for one in found]) < 0.02
    idle = delta(classes_of(generator.random(2000)), generator.random(2000), generator)
    assert idle == pytest.approx(0, abs=0.02)


def test_all_is_learned_from_what_decides() -> None:
    """An input of three values that is the output takes away all of its variance."""
    x = np.random.default_rng(4).integers(0, 3, 1000).astype(float)
    assert learned(classes_of(x), 5 * x).share == 1.0
    assert pawn(classes_of(x), 5 * x) == pytest.approx(2 / 3, abs=0.1)
    assert delta(classes_of(x), 5 * x, np.random.default_rng(0)) == pytest.approx(2 / 3, abs=0.05)


def test_outputs_that_do_not_vary_teach_nothing() -> None:
    """A figure that is the same in all replications is worth no question."""
    assert learned(classes_of(unit(1)[:, 0]), np.ones(ROWS)).share == 0.0
    assert learned(np.zeros(10, dtype=np.int64), np.arange(10.0)).share == 0.0


def test_classes_keep_equal_values_together() -> None:
    """Half of the values are 0: they are one class, and the others are cut into classes of about as many."""
    values = np.concatenate([np.zeros(500), np.linspace(0.1, 1, 500)])
    classes = classes_of(values)
    assert set(classes[:500]) == {0}
    assert set(classes) == set(range(classes.max() + 1))
    assert np.bincount(classes)[1:].max() <= 60


def test_pawn_is_that_of_salib() -> None:
    """On even inputs the median Kolmogorov-Smirnov distance is SALib's with as many slides."""
    from SALib.analyze import pawn as theirs

    x = unit(2)[:2000]
    y = x[:, 0] + 0.3 * x[:, 1]
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1]] * 2}
    found = theirs.analyze(problem, x, y, S=20)["median"]
    assert [pawn(classes_of(column), y) for column in x.T] == pytest.approx(list(found), abs=0.02)
