"""Examples of lots small enough to calculate by hand: their rhythm, the ramp, the line's end, what is in progress."""

import math

import pytest

from tests.engines.tables import buyer, control, distributor, lots, on, product, told, values, world
from tests.worlds import Engine


def line(start: int, *more: str) -> str:
    """A line that starts a lot of 100 every four days, which takes ten."""
    keys = "\n".join(more)
    return f"[product.production]\nstart = {on(start)}\nlot_interval = 4\ncapacity = 100\ncycle_time = 10\n{keys}\n"


def sizes(engine: Engine, made: str, event: str = "lot_started", days: int = 20) -> list[tuple[int, int]]:
    """Day and units of each lot."""
    scenario = world(product(more=made), distributor(), buyer("Ann"), days=days)
    return [(day, units) for day, _, _, units in told(engine, scenario, event)]


def test_lots_of_a_line_that_began_before_are_in_progress(engine: Engine) -> None:
    """Begun on days -7, -3, 1 and so on; the first finishes on day 3, a lot of the run itself on day 11."""
    assert sizes(engine, line(-7)) == [(day, 100) for day in (1, 5, 9, 13, 17)]
    assert sizes(engine, line(-7), "lot_finished") == [(day, 100) for day in (3, 7, 11, 15, 19)]


@pytest.mark.parametrize(("start", "first", "finished"), [(-8, 0, 2), (-10, 2, 0), (-18, 2, 0)])
def test_lots_that_finished_before_the_run_are_no_part_of_it(
    engine: Engine, start: int, first: int, finished: int
) -> None:
    """Of lots every four days one may start on day 0; one that finishes on day 0 is of the run."""
    assert [day for day, _ in sizes(engine, line(start))] == list(range(first, 20, 4))
    assert [day for day, _ in sizes(engine, line(start), "lot_finished")] == list(range(finished, 20, 4))


def test_line_may_begin_within_the_run(engine: Engine) -> None:
    """On day 6."""
    assert sizes(engine, line(6)) == [(6, 100), (10, 100), (14, 100), (18, 100)]
    assert sizes(engine, line(6), "lot_finished") == [(16, 100)]


def test_no_lot_starts_on_the_day_on_which_a_line_ends(engine: Engine) -> None:
    """Lots of days -3, 1 and 5 are finished, one of day 9 is none."""
    ending = line(-3, f"end = {on(9)}")
    assert sizes(engine, ending) == [(1, 100), (5, 100)]
    assert sizes(engine, ending, "lot_finished") == [(7, 100), (11, 100), (15, 100)]


def test_ramp_by_days_is_that_of_the_day_on_which_a_lot_starts(engine: Engine) -> None:
    """A twentieth more each day since day -7: 4, 8, 12 and 16 days later 20, 40, 60 and 80, then all."""
    made = line(-7, "ramp = { linear = { days = 20 } }")
    assert sizes(engine, made) == [(1, 40), (5, 60), (9, 80), (13, 100), (17, 100)]
    assert sizes(engine, made, "lot_finished") == [(7, 20), (11, 40), (15, 60), (19, 80)]


def test_ramp_of_a_day_is_full_from_the_second_on(engine: Engine) -> None:
    """Nothing is started on the line's first day."""
    assert sizes(engine, line(1, "ramp = { linear = { days = 1 } }")) == [(day, 100) for day in (5, 9, 13, 17)]


def test_ramp_by_table_is_interpolated(engine: Engine) -> None:
    """From 0.1 on day 0 of the line to 0.5 on day 10, then 0.5."""
    made = line(1, "ramp = { table = [[0, 0.1], [10, 0.5]] }")
    assert sizes(engine, made) == [(1, 10), (5, 26), (9, 42), (13, 50), (17, 50)]


def test_ramp_by_a_logistic_curve(engine: Engine) -> None:
    """Half of full capacity eight days after the line's start."""
    made = line(1, "ramp = { logistic = { midpoint = 8, slope = 0.25 } }")
    expected = [math.floor(100 / (1 + math.exp(-0.25 * (days - 8)))) for days in (0, 4, 8, 12, 16)]
    assert [units for _, units in sizes(engine, made)] == expected


def test_lots_in_progress_come_besides(engine: Engine) -> None:
    """Two that finish on one day, and one on another, each with the yield of its own."""
    scenario = world(product(more=lots((5, 30), (5, 7), (9, 11), more="yield = 0.5")), distributor(), buyer("Ann"))
    assert told(engine, scenario, "lot_finished") == [
        (5, "lot_finished", 0, 15),
        (5, "lot_finished", 0, 3),
        (9, "lot_finished", 0, 6),
    ]


def test_rush_sends_more_of_a_lot_to_this_market_in_its_window_alone(engine: Engine) -> None:
    """Of lots of 10 a quarter stays: 2 and 3 in turn; in the window of days 8 to 11 it is 0.7 of each."""
    made = lots(*((day, 10) for day in (2, 4, 8, 11, 12, 14)), more="market_share = 0.25")
    rule = control("rule", "A", 8, 12, "rush = { market_share = 0.7 }\nlicense = { granted = 1.0 }")
    scenario = world(product(more=made), product("B"), distributor(), buyer("Ann"), rule)
    assert values(engine, scenario, "diverted") == [(8, 800), (7, 700), (3, 300), (3, 300), (8, 800), (7, 700)]
