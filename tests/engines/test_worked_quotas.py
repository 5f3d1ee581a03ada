"""Examples of quotas small enough to calculate by hand: of whom, of which products, of several controls, when anew."""

import pytest

from tests.engines.tables import buyer, control, distributor, on, product, told, world
from tests.worlds import Engine

TWO = product(stock=500), product("B", 500), distributor()


def rule(name: str, covers: str, units: int, per: str = "all", more: str = "") -> str:
    """A control in effect from day 0 on that licenses everything at once, within a quota."""
    quota = f'quota = {{ units = {units}, per = "{per}" }}'
    return control(name, covers, 0, 0, f"license = {{ granted = 1.0, {quota} }}\n{more}")


def sent(engine: Engine, *tables: str, days: int = 31) -> list[tuple[int, int]]:
    """Order number and units of each dispatch."""
    return [row[2:] for row in told(engine, world(*tables, days=days), "dispatched")]


def test_each_control_counts_its_own_products_and_buyers(engine: Engine) -> None:
    """Of A 5 may go to each buyer, of B 30; so many leave of the 40 that each orders of each."""
    each = (1, "A", 40), (1, "B", 40)
    rules = rule("first", "A", 5, "buyer"), rule("second", "B", 30, "buyer")
    assert sent(engine, *TWO, buyer("Ann", *each), buyer("Bob", *each), *rules) == [(1, 5), (2, 30), (3, 5), (4, 30)]


def test_several_quotas_bound_a_line_by_the_least(engine: Engine) -> None:
    """A is under both controls: what leaves of it counts in both, and leaves 20 of the second's for B."""
    rules = rule("first", "A", 10), rule("second", "AB", 30)
    assert sent(engine, *TWO, buyer("Ann", (1, "A", 40), (1, "B", 40)), *rules) == [(1, 10), (2, 20)]


@pytest.mark.parametrize("per", ["all", "buyer"])
def test_quota_binds_whom_its_control_concerns(engine: Engine, per: str) -> None:
    """The second control names Ann alone, who waits a day for her license: Bob has all that he ordered, at once."""
    rules = rule("first", "B", 7), rule("second", "A", 10, per, 'buyers = ["Ann"]')
    assert sent(engine, *TWO, buyer("Ann", (1, "A", 40)), buyer("Bob", (1, "A", 40)), *rules) == [(2, 40), (1, 10)]


def test_quota_of_a_control_that_is_not_in_effect_binds_nothing(engine: Engine) -> None:
    """The first is lifted before the order comes, the second takes effect after it has left."""
    rules = (
        rule("first", "A", 7, more=f"lifted = {on(1)}"),
        rule("second", "A", 9).replace(f"effective = {on(0)}", f"effective = {on(2)}"),
    )
    assert sent(engine, *TWO, buyer("Ann", (1, "A", 40), (2, "A", 40)), *rules) == [(1, 40), (2, 9)]


def test_line_that_a_used_up_quota_keeps_does_not_wait_for_a_shortage(engine: Engine) -> None:
    """20 of 60 leave on day 1, then the quota keeps the rest: after eight days Ann orders what she needs, no more."""
    ann = buyer("Ann", (1, "A", 60), (9, "B", 10), more="shortage = { waits = 4, factor = 2.0 }")
    assert sent(engine, *TWO, ann, rule("first", "A", 20)) == [(1, 20), (2, 10)]


def test_quota_is_whole_again_on_the_first_day_of_a_quarter(engine: Engine) -> None:
    """Day 90 is the first of April: what was used on day 89 counts no more."""
    quarterly = rule("first", "A", 20).replace('per = "all"', 'every = "quarter"')
    scenario = world(*TWO, buyer("Ann", (88, "A", 60)), quarterly, days=200)
    assert [row[0] for row in told(engine, scenario, "dispatched")] == [89, 90, 181]


def test_quota_is_whole_again_on_the_second_day_of_a_run(engine: Engine) -> None:
    """A run that begins on the last day of March has the quota twice within two days."""
    quarterly = rule("first", "A", 20).replace('per = "all"', 'every = "quarter"')
    scenario = world(*TWO, buyer("Ann", (88, "A", 60)), quarterly, days=100).set("start", on(89))
    assert [row[0] for row in told(engine, scenario, "dispatched")] == [0, 1]


def test_quota_of_one_unit_lets_one_leave(engine: Engine) -> None:
    """Of 40."""
    assert sent(engine, *TWO, buyer("Ann", (1, "A", 40)), rule("first", "A", 1)) == [(1, 1)]
