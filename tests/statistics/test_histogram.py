"""Histograms and moments that merge, against exact calculation."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sim.statistics.bins import BIN_BITS, RESOLUTION, bin_of
from sim.statistics.histogram import Histogram, Tables, Whole, bins_of, middle_of
from sim.statistics.intervals import student, student_factor, wilson
from sim.statistics.moments import Moments
from sim.statistics.steps import Steps, exact_quantiles, values_of
from sim.statistics.steps import quantiles_of as quantiles_of_steps

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
CURVES = arrays.arrays(np.int64, (12, 3, 2), elements=st.integers(0, 2**40))
SMALL = arrays.arrays(np.int64, (12, 3), elements=st.integers(0, 2**31))


@given(st.integers(0, 2**61))
def test_bin_is_within_the_stated_resolution(value: int) -> None:
    """The middle of a value's bin is within its resolution, and below 256 it is the value."""
    middle = int(middle_of(bins_of(np.array([value])))[0])
    assert bin_of(value) == bins_of(np.array([value]))[0]
    assert bin_of(value) < 2**BIN_BITS
    assert abs(middle - value) <= RESOLUTION * value
    assert value >= 256 or middle == value


def test_bins_rise_with_values() -> None:
    """A larger value is never in a lower bin, powers of two included."""
    values = np.array(sorted({2**power + shift for power in range(61) for shift in (-1, 0, 1)}), dtype=np.int64)
    assert (np.diff(bins_of(values)) >= 0).all()


def same(one: Histogram, other: Histogram) -> bool:
    """Whether two histograms are the same."""
    arrays = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("ends", "bins", "steps"))
    return one.count == other.count and arrays


@given(CURVES, st.integers(1, 11))
def test_merged_histograms_are_that_of_all(curves: Whole, cut: int) -> None:
    """However curves are cut into parts, the merged histogram is the same."""
    parts = [Histogram.of(curves[:cut]), Histogram.of(curves[cut:])]
    assert same(Histogram.merged(parts), Histogram.of(curves))


@given(CURVES)
def test_part_of_a_histogram_is_that_of_its_curves(curves: Whole) -> None:
    """Cells of one curve taken out of a histogram are the histogram of that curve alone."""
    for curve in range(2):
        assert same(Histogram.of(curves).part(3 * curve, 3), Histogram.of(curves[:, :, [curve]]))


def quantiles_of(curves: Whole, cut: int = 0) -> Whole:
    """Quantiles from bins of curves, shape (shares, cells), whose histograms are added up of two parts."""
    tables = Tables(curves.shape[1])
    for part in (curves[:cut], curves[cut:]):
        tables.add(Histogram.of(part))
    return tables.quantiles(SHARES)


def exactly(curves: Whole, cut: int) -> Whole:
    """The same from steps of curves, exactly."""
    parts = [Steps.of(part.swapaxes(1, 2)) for part in (curves[:cut], curves[cut:])]
    return np.concatenate([exact_quantiles(values_of(parts, curve), SHARES) for curve in range(2)], axis=1)


@given(CURVES, st.integers(0, 12), st.permutations(range(12)))
def test_steps_of_parts_in_any_order_are_the_curves(curves: Whole, cut: int, order: list[int]) -> None:
    """However curves are cut into parts, and put into another order, their steps are those of the curves."""
    parts = [Steps.of(part.swapaxes(1, 2)) for part in (curves[:cut], curves[cut:])]
    whole, expected = Steps.in_order(parts, np.array(order)), Steps.of(curves[order].swapaxes(1, 2))
    assert np.array_equal(whole.places, expected.places)
    assert np.array_equal(whole.amounts, expected.amounts)
    assert all((values_of([whole], curve) == curves[order, :, curve].T).all() for curve in range(2))


@given(CURVES, st.integers(0, 12))
def test_quantiles_of_a_histogram_are_the_exact_ones_within_its_resolution(curves: Whole, cut: int) -> None:
    """A quantile from bins is within the resolution of the exact one, however the curves are cut into parts."""
    exact, found = exactly(curves, cut), quantiles_of(curves, cut)
    assert (np.abs(found - exact) <= RESOLUTION * exact).all()


@given(CURVES, st.integers(0, 12))
def test_quantiles_from_steps_are_those_of_the_curves(curves: Whole, cut: int) -> None:
    """Steps of any parts give the quantiles of their curves on every day, also on those on which nothing changes."""
    parts = [Steps.of(part.swapaxes(1, 2)) for part in (curves[:cut], curves[cut:])]
    for curve in range(2):
        found = quantiles_of_steps(parts, curve, int(curves.max()), SHARES)
        assert np.array_equal(found, exact_quantiles(curves[:, :, curve].T, SHARES))


def test_quantile_is_the_smallest_value_that_a_share_does_not_pass() -> None:
    """Of 1 to 20 the 5 % quantile is 1, the median 10, the 95 % quantile 19."""
    values = np.arange(1, 21, dtype=np.int64)[:, None, None]
    assert exact_quantiles(values[:, :, 0].T, SHARES).ravel().tolist() == [1, 5, 10, 15, 19]
    assert quantiles_of(values).ravel().tolist() == [1, 5, 10, 15, 19]


@settings(deadline=None)
@given(SMALL, st.integers(1, 11))
def test_moments_are_exact_however_values_are_cut(values: Whole, cut: int) -> None:
    """Mean and half-width from merged moments are those of Python's whole numbers, to the last bit."""
    merged = Moments.of(values[:cut]).merged(Moments.of(values[cut:]))
    whole = Moments.of(values)
    for cell in range(3):
        own = [int(value) for value in values[:, cell]]
        assert merged.mean()[cell] == sum(own) / 12
        spread = sum(value * value for value in own) * 12 - sum(own) ** 2
        assert merged.half_width()[cell] == student_factor(12) * math.sqrt(spread / (12 * 11.0))
    assert np.array_equal(merged.half_width(), whole.half_width())


def test_student_interval_covers_the_mean_in_95_of_100_samples() -> None:
    """Of 4,000 normal samples of ten, 0.95 of the intervals hold the mean, within 0.012 (3.5 standard errors)."""
    generator = np.random.default_rng(0)
    covered = 0
    for _ in range(4000):
        interval = student(generator.normal(3.0, 2.0, 10))
        covered += interval.low <= 3.0 <= interval.high
    assert covered / 4000 == pytest.approx(0.95, abs=0.012)


def test_wilson_interval_covers_the_probability_about_95_times_of_100() -> None:
    """Of 4,000 samples of 50 trials at 0.1, the interval holds 0.1 in 93 to 98 of 100."""
    generator = np.random.default_rng(1)
    covered = sum(
        low <= 0.1 <= high for low, high in (wilson(int(hits), 50) for hits in generator.binomial(50, 0.1, 4000))
    )
    assert 0.93 <= covered / 4000 <= 0.98


def test_intervals_of_nothing_say_so() -> None:
    """One value gives no spread, no trial the whole of 0 to 1."""
    assert math.isnan(student(np.array([1.0])).half_width)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0
