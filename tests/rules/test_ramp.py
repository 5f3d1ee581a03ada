"""Ramps: the share of full capacity by days since the start of production."""

import pytest

from sim.rules.ramp import linear, logistic, millionths, table


@pytest.mark.parametrize(("share", "whole"), [(0.1, 100_000), (0.0000005, 1), (0.0000004, 0), (0.3333333, 333_333)])
def test_share_is_rounded_to_the_nearest_millionth(share: float, whole: int) -> None:
    """Half a millionth is rounded up."""
    assert millionths(share) == whole


@pytest.mark.parametrize(
    ("days", "reached"),
    [
        (90, 500_000),  # the midpoint
        (100, 622_459),  # 1 / (1 + exp(-0.5)) = 0.6224593
        (0, 10_987),  # 1 / (1 + exp(4.5)) = 1 / 91.0171 = 0.0109869
        (36_525, 1_000_000),
    ],
)
def test_logistic_by_hand(days: int, reached: int) -> None:
    """With the midpoint at day 90 and 0.05 a day."""
    assert logistic(days, 90, 0.05) == reached


def test_logistic_is_a_step_where_it_is_steep() -> None:
    """No exponent is too large: on the midpoint a half, a day before nothing, a day after all."""
    assert [logistic(days, 90, 1e6) for days in (0, 89, 90, 91, 36_525)] == [0, 0, 500_000, 1_000_000, 1_000_000]


@pytest.mark.parametrize(
    ("days", "full_after", "reached"),
    [(-5, 120, 0), (0, 120, 0), (1, 3, 333_333), (60, 120, 500_000), (120, 120, 1_000_000), (500, 120, 1_000_000)],
)
def test_linear_by_hand(days: int, full_after: int, reached: int) -> None:
    """Nothing before the start, half way at half its days, never above full, rounded down."""
    assert linear(days, full_after) == reached


@pytest.mark.parametrize(
    ("days", "reached"),
    [(-3, 0.1), (5, 0.1), (10, 0.1), (13, 0.16), (20, 0.3), (35, 0.65), (50, 1.0), (99, 1.0)],
)
def test_table_by_hand(days: int, reached: float) -> None:
    """From 10 to 20 days 0.02 a day, from 20 to 50 days 0.7 / 30 a day, constant outside."""
    assert table(days, [10, 20, 50], [0.1, 0.3, 1.0]) == round(reached * 1_000_000)


def test_table_of_one_point_is_constant() -> None:
    """A single point holds before and after its day."""
    assert [table(days, [10], [0.4]) for days in (0, 10, 11)] == [400_000, 400_000, 400_000]
