"""Stock under control: what becomes of units that no open order may take."""

import pytest

from sim.rules.stock import DIVERT, HOLD, SCRAP, beyond, fate, still_held


@pytest.mark.parametrize(("stock", "kept", "out"), [(100, 40, 60), (40, 40, 0), (40, 100, 0), (40, 0, 40)])
def test_stock_beyond_what_may_yet_leave(stock: int, kept: int, out: int) -> None:
    """100 in stock, 40 of them kept for lines with a license or the hope of one: 60 may not leave."""
    assert beyond(stock, kept) == out


@pytest.mark.parametrize(("days", "becomes"), [(0, HOLD), (29, HOLD), (30, DIVERT), (31, DIVERT)])
def test_stock_is_held_for_so_many_days(days: int, becomes: int) -> None:
    """Held for 30 days, it is sold to other markets from the thirtieth day after the effective date on."""
    assert fate(HOLD, days, 30) == becomes


@pytest.mark.parametrize("rule", [DIVERT, SCRAP])
def test_what_is_not_held_goes_at_once(rule: int) -> None:
    """Days say nothing of stock that is sold or written off at once."""
    assert (fate(rule, 0, 30), fate(rule, 99, 30)) == (rule, rule)


@pytest.mark.parametrize(("held", "stock", "left"), [(40, 100, 40), (40, 40, 40), (40, 10, 10), (0, 10, 0)])
def test_free_stock_goes_first(held: int, stock: int, left: int) -> None:
    """Of 100, 40 are held: the first 60 that leave are free ones, then the held ones go."""
    assert still_held(held, stock) == left
