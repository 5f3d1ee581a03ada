"""Sensitivity indices against functions whose indices are known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.statistics.sensitivity import block_length, chance_share, morris, morris_effects, saltelli, sobol_indices

Reals = NDArray[np.float64]


def ishigami(uniforms: Reals) -> Reals:
    """Ishigami and Homma's function of three inputs, a = 7, b = 0.1."""
    x = np.pi * (2 * uniforms - 1)
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0])


def sobol_g(uniforms: Reals) -> Reals:
    """Sobol's g function of four inputs."""
    return np.asarray(np.prod((np.abs(4 * uniforms - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1))


def test_indices_of_ishigami() -> None:
    """First order 0.3139, 0.4424, 0 and total 0.5576, 0.4424, 0.2437 (Ishigami and Homma 1990)."""
    design = saltelli(3, 2048, np.random.default_rng(0))
    found = sobol_indices(ishigami(design), 3, 0)
    assert found["first"] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert found["total"] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert (found["total_low"] <= found["total"]).all()
    assert (found["total"] <= found["total_high"]).all()


def test_intervals_of_indices_cover_them() -> None:
    """With 64 blocks, the 95 % intervals hold the true indices of Ishigami's function in at least 85 of 100 trials."""
    true = {"first": [0.3139, 0.4424, 0.0], "total": [0.5576, 0.4424, 0.2437]}
    held = []
    for trial in range(40):
        design = saltelli(3, 64, np.random.default_rng(trial))
        found = sobol_indices(ishigami(design), 3, trial)
        held += [(found[f"{key}_low"] <= true[key]) & (true[key] <= found[f"{key}_high"]) for key in true]
    assert np.mean(held) >= 0.85


def test_indices_of_sobol_g() -> None:
    """First order of each input is V_i over the product of (1 + V_i) less 1, with V_i = 1 / (3 (1 + a_i)^2)."""
    parts = 1 / (3 * (1 + WEIGHTS) ** 2)
    whole = np.prod(1 + parts) - 1
    design = saltelli(4, 2048, np.random.default_rng(1))
    found = sobol_indices(sobol_g(design), 4, 0)
    assert found["first"] == pytest.approx(parts / whole, abs=0.02)
    assert found["total"] == pytest.approx(parts * np.prod(1 + parts) / (1 + parts) / whole, abs=0.03)


def test_morris_effects_of_a_line_are_its_slopes() -> None:
    """Of y = 3 x1 - 2 x2 the mean effects are 3, -2 and 0 over the range of the levels, without spread."""
    design = morris(3, 20, np.random.default_rng(2))
    found = morris_effects(design, 3 * design[:, 0] - 2 * design[:, 1], 0)
    assert found["mu"] == pytest.approx([3 * 0.95, -2 * 0.95, 0.0], abs=1e-9)
    assert found["mu_star"] == pytest.approx([3 * 0.95, 2 * 0.95, 0.0], abs=1e-9)
    assert found["sigma"] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_indices_and_effects_are_those_of_salib() -> None:
    """Indices and effects are SALib's to the last digits, their intervals as wide as its own within a fifth."""
    from SALib.analyze import morris as by_morris
    from SALib.analyze import sobol as by_sobol

    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    design = saltelli(4, 256, np.random.default_rng(4))
    own, other = (
        sobol_indices(sobol_g(design), 4, 0),
        by_sobol.analyze(problem, sobol_g(design), calc_second_order=False, num_resamples=2000, seed=1),
    )
    for name, key in (("first", "S1"), ("total", "ST")):
        assert own[name] == pytest.approx(other[key], rel=1e-9, abs=1e-12)
        width = (own[f"{name}_high"] - own[f"{name}_low"]) / 2
        assert width == pytest.approx(other[f"{key}_conf"], rel=0.2, abs=1e-3)
    rows = morris(4, 40, np.random.default_rng(5))
    levels = np.round((rows - 0.025) / 0.95 * 3) / 3
    found = morris_effects(rows, sobol_g(rows), 0)
    told = by_morris.analyze(problem, levels, sobol_g(rows), num_levels=4, num_resamples=2000, seed=1)
    for name in ("mu", "mu_star", "sigma"):
        assert found[name] == pytest.approx(np.asarray(told[name], dtype=float), rel=1e-9)
    assert found["mu_star_high"] - found["mu_star"] == pytest.approx(told["mu_star_conf"], rel=0.2)


def test_share_of_chance_is_the_known_one() -> None:
    """Of a parameter of variance 3 and independent chance of variance 1, a quarter is chance."""
    generator = np.random.default_rng(3)
    outputs = generator.normal(0, np.sqrt(3), (4000, 1)) + generator.normal(0, 1, (4000, 6))
    share, low, high = chance_share(outputs)
    assert share == pytest.approx(0.25, abs=0.02)
    assert low <= share <= high


def test_interval_of_the_share_of_chance_covers_the_truth() -> None:
    """With eight chances, the 95 % interval holds the true share in at least 85 of 100 trials."""
    covered = 0
    for trial in range(100):
        generator = np.random.default_rng(trial)
        outputs = generator.normal(0, 1, (128, 1)) + generator.normal(0, 1, (1, 8))
        _, low, high = chance_share(outputs)
        covered += low <= 0.5 <= high
    assert covered >= 85


def test_no_chance_has_a_share_of_nought_without_an_interval() -> None:
    """Where outputs depend on the parameters alone, the share is 0, and no spread says how sure that is."""
    share, low, high = chance_share(np.repeat(np.arange(10.0)[:, None], 3, axis=1))
    assert share == 0.0
    assert np.isnan(low)
    assert np.isnan(high)


def test_blocks_have_the_rows_of_their_method() -> None:
    """Saltelli's block has two rows more than parameters, Morris's one, and the same seed gives the same design."""
    assert (block_length("saltelli", 5), block_length("morris", 5)) == (7, 6)
    assert saltelli(5, 8, np.random.default_rng(0)).shape == (56, 5)
    assert morris(5, 8, np.random.default_rng(0)).shape == (48, 5)
    assert np.array_equal(saltelli(2, 4, np.random.default_rng(7)), saltelli(2, 4, np.random.default_rng(7)))


def test_output_that_does_not_vary_has_no_indices() -> None:
    """A constant has no variance to share."""
    assert np.isnan(sobol_indices(np.ones(4 * 5), 3, 0)["total"]).all()
