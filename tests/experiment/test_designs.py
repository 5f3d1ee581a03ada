"""Designs and grids."""

from datetime import date

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.experiment.designs import BLOCK, axis_of, checked_axes, points_of, replications_of, size_of, uniforms
from sim.realisation.streams import Streams
from tests.worlds import CHAIN, chain

UNCERTAIN = CHAIN + '\n[uncertain]\n"product.A.initial_stock" = { uniform = [0, 100] }\n'


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_design_is_the_same_however_it_is_cut(design: str) -> None:
    """The uniforms of a replication do not depend on the chunk that they are drawn in, and lie within (0, 1)."""
    count = 2 * BLOCK + 48
    whole = uniforms(design, 5, ["a", "b"], count, 0, count)
    assert whole is not None
    parts = [uniforms(design, 5, ["a", "b"], count, first, min(300, count - first)) for first in range(0, count, 300)]
    assert np.array_equal(whole, np.concatenate([part for part in parts if part is not None]))
    assert whole.min() > 0
    assert whole.max() < 1


def test_latin_hypercube_has_one_point_a_stratum() -> None:
    """In each block every parameter has one replication in each equal part of its range."""
    points = uniforms("lhs", 0, ["a", "b"], BLOCK + 10, 0, BLOCK + 10)
    assert points is not None
    for block, size in ((points[:BLOCK], BLOCK), (points[BLOCK:], 10)):
        for column in block.T:
            assert sorted((column * size).astype(int).tolist()) == list(range(size))


def test_sobol_points_are_balanced() -> None:
    """Of 64 points one lies in each of 64 equal parts of each parameter, and 16 in each quarter of two."""
    points = uniforms("sobol", 0, ["a", "b"], 64, 0, 64)
    assert points is not None
    for column in points.T:
        assert sorted((column * 64).astype(int).tolist()) == list(range(64))
    quarters = (points * 2).astype(int)
    assert np.bincount(quarters[:, 0] * 2 + quarters[:, 1]).tolist() == [16] * 4


def test_column_of_a_latin_hypercube_belongs_to_its_path() -> None:
    """Another parameter beside it does not change a parameter's draws; another seed does."""
    alone, beside, other = (
        uniforms("lhs", seed, paths, 50, 0, 50) for seed, paths in ((1, ["a"]), (1, ["b", "a"]), (2, ["a"]))
    )
    assert alone is not None
    assert beside is not None
    assert other is not None
    assert np.array_equal(alone[:, 0], beside[:, 1])
    assert not np.array_equal(alone, other)


def test_sobol_counts_are_powers_of_two() -> None:
    """A count that is none is rounded up, others are as asked."""
    assert [replications_of("sobol", count) for count in (1, 2, 3, 100, 128)] == [1, 2, 4, 128, 128]
    assert replications_of("lhs", 100) == 100
    assert len(sim.sweep(chain(UNCERTAIN), 5, design="sobol", keep="summary").replications) == 8


def test_stratified_designs_estimate_the_mean_with_less_spread() -> None:
    """Over 30 seeds the mean of 32 draws varies less under lhs and Sobol than at random, tenfold."""
    spread = {}
    for design in ("random", "lhs", "sobol"):
        means = []
        for seed in range(30):
            drawn = uniforms(design, seed, ["a"], 32, 0, 32)
            means.append(
                np.mean([Streams(seed, place).one("uncertain:a", 1) for place in range(32)] if drawn is None else drawn)
            )
        spread[design] = np.var(means)
    assert spread["lhs"] < spread["random"] / 10
    assert spread["sobol"] < spread["random"] / 10


def test_design_needs_something_uncertain() -> None:
    """Unknown designs, and designs of nothing, are refused."""
    with pytest.raises(UsageError, match="expected one of random, lhs, sobol"):
        sim.sweep(chain(UNCERTAIN), 2, design="halton")
    with pytest.raises(UsageError, match="nothing is uncertain"):
        sim.sweep(chain(), 2, design="lhs")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a.b=1,2,5", (1, 2, 5)),
        ("a=0.1:0.4:0.1", (0.1, 0.2, 0.3, 0.4)),
        ("a=1:10:4", (1, 5, 9)),
        ("a=10_000:30_000:10_000", (10000, 20000, 30000)),
        ("a=2023-01-30:2023-02-14:7d", (date(2023, 1, 30), date(2023, 2, 6), date(2023, 2, 13))),
        ("a=2023-01-01:2023-01-15:1w", (date(2023, 1, 1), date(2023, 1, 8), date(2023, 1, 15))),
        ("a=fifo,pro-rata", ("fifo", "pro-rata")),
        ('a="x, y",z', None),
        ("a=2023-01-01,2023-06-01", (date(2023, 1, 1), date(2023, 6, 1))),
    ],
)
def test_grid_values_are_read(text: str, values: tuple[object, ...] | None) -> None:
    """Lists and ranges of numbers, dates and choices are the values that they say."""
    found = axis_of(text).values
    assert values is None or found == values
    assert all(type(one) is type(other) for one, other in zip(found, values or found, strict=True))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a", "expected PATH=A,B,C or PATH=FROM:TO:STEP"),
        ("=1,2", "expected PATH=A,B,C or PATH=FROM:TO:STEP"),
        ("a=", "no values"),
        ("a=5:1:1", "runs backwards"),
        ("a=2023-02-01:2023-01-01:7d", "runs backwards"),
        ("a=1:5:0", "the step goes nowhere"),
        ("a=1:5:-1", "the step goes nowhere"),
        ("a=1:nan:1", "expected finite numbers"),
        ("a=1:x:1", "expected numbers, or dates"),
        ("a=2023-01-01:2023-02-01:week", "expected days (7d) or weeks (1w)"),
    ],
)
def test_wrong_grid_is_told(text: str, message: str) -> None:
    """A grid that is empty, reversed or unreadable is named with what was expected."""
    with pytest.raises(UsageError) as told:
        axis_of(text)
    assert str(told.value).startswith(f"--grid {text}")
    assert message in str(told.value)


def test_grids_cross() -> None:
    """Two grids give every combination, the last fastest."""
    axes = [axis_of("product.A.price=1,2"), axis_of("allocation=fifo,pro-rata")]
    assert size_of(axes) == 4
    assert [tuple(value for _, value in point) for point in points_of(axes)] == [
        (1, "fifo"),
        (1, "pro-rata"),
        (2, "fifo"),
        (2, "pro-rata"),
    ]


def test_huge_grid_has_to_be_confirmed() -> None:
    """More than a million points are refused unless confirmed; a path twice and a wrong value always are."""
    many = [axis_of("product.A.price=1:2000:1"), axis_of("product.A.initial_stock=1:2000:1")]
    with pytest.raises(UsageError, match=r"4,000,000 points; expected at most 1,000,000, or --yes"):
        checked_axes(chain(), many, confirmed=False)
    with pytest.raises(UsageError, match="given twice"):
        checked_axes(chain(), [axis_of("product.A.price=1,2"), axis_of("product.A.price=3")], confirmed=False)
    with pytest.raises(UsageError, match=r"product\.A\.price is -1"):
        checked_axes(chain(), [axis_of("product.A.price=-1,2")], confirmed=False)
    with pytest.raises(UsageError, match="did you mean"):
        checked_axes(chain(), [axis_of("product.A.pice=1,2")], confirmed=False)


@pytest.mark.parametrize(
    ("design", "said"),
    [("random", ""), ("lhs", "as a rule they are too wide"), ("sobol", "and are no 95 % intervals")],
)
def test_intervals_of_a_design_are_called_what_they_are(design: str, said: str) -> None:
    """Where replications depend on each other, summary, answers and pictures say what intervals are worth."""
    done = sim.sweep(chain(UNCERTAIN), 8, design=design)
    intervals = done.summary["intervals"]
    assert intervals["hold"] == (not said)
    assert said in intervals["caution"]
    other = sim.compare(chain(UNCERTAIN), chain(UNCERTAIN).set("distributor.north.transit_days", 9), 8, design=design)
    drawn = [" ".join(text.get_text() for text in figure.texts) for figure in (done.plot_chances(), other.plot())]
    for told in (done.answer(), other.answer(), *(words.replace("\n", " ") for words in drawn)):
        assert ("take replications for independent" in told) == bool(said)
        assert said in told
