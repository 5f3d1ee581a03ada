"""Key figures of what the model alone knows, small enough to calculate by hand: need, and what controls do."""

from typing import Any

import pytest

from tests.worlds import CHAIN, Engine, chain

BAN = '[[control]]\nname = "ban"\ncovers = ["A"]\nannounced = 2023-01-08\neffective = 2023-01-11\n'
NEW = '[[control]]\nname = "new"\ncovers = ["A"]\nannounced = 2023-01-14\neffective = 2023-01-16\n'
SECOND = '[[product]]\nname = "B"\nprice = 200\ninitial_stock = 1000\n'


def figures(engine: Engine, text: str, *names: str, **changes: Any) -> list[Any]:
    """Some key figures of a chain."""
    summary = engine.run(chain(text, **changes)).summary
    return [summary[name] for name in names]


STOCK = ("stranded_units.A", "stranded_units.A.ban", "held_units.A", "released_units.A", "diverted_units.A")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", [40, 40, 40, 0, 0]),
        ("lifted = 2023-01-20\n", [40, 40, 0, 40, 0]),
        ('unshipped = "divert"\n', [40, 40, 0, 0, 40]),
        ('unshipped = "scrap"\n', [40, 40, 0, 0, 0]),
        ("unshipped = { hold_days = 5 }\n", [40, 40, 0, 0, 40]),
    ],
    ids=["hold", "lifted", "divert", "scrap", "hold_days"],
)
def test_what_a_deadline_strands(engine: Engine, rule: str, expected: list[int]) -> None:
    """60 of 100 left before the effective day: 40 are stranded that evening, whatever becomes of them."""
    assert figures(engine, CHAIN + BAN + rule, *STOCK) == expected


def test_stock_that_a_granted_line_takes_is_not_stranded(engine: Engine) -> None:
    """Of the 40 in stock a line of 10 that waits for the next week takes its own; one that waits for a license none."""
    text = CHAIN.replace("2023-01-02", "2023-01-09").replace("weekly_capacity = 1000", "weekly_capacity = 60")
    text = text.replace("}]", '}, { date = 2023-01-10, product = "A", units = 10 }]')
    names = ("stranded_units.A.ban", "licensed_units.ban", "refused_units.ban", "held_units.A")
    for days, stranded in ((0, 30), (5, 40)):
        license_ = f"license = {{ granted = 1.0, days = {days} }}\n"
        assert figures(engine, text + BAN + license_, *names) == [stranded, 10, 0, 30]


def test_what_another_control_held_is_stranded_once(engine: Engine) -> None:
    """The 40 that the ban holds are there still when a new control takes effect: each strands 40, the product 40."""
    names = ("stranded_units.A.ban", "stranded_units.A.new", "stranded_units.A", "stranded_usd.A")
    assert figures(engine, CHAIN + BAN + NEW, *names) == [40, 40, 40, 4_000]
    same = NEW.replace("2023-01-16", "2023-01-11").replace("2023-01-14", "2023-01-08")
    assert figures(engine, CHAIN + BAN + same, *names) == [40, 40, 40, 4_000]


def test_windows_of_two_controls(engine: Engine) -> None:
    """Of 70 that left in both windows the ban calls 70 back, which left in the new control's window all the same."""
    text = CHAIN.replace("2023-01-02", "2023-01-09").replace("units = 60", "units = 70")
    ban = BAN.replace("\neffective", '\nin_transit = "return"\neffective')
    new = NEW.replace("2023-01-14", "2023-01-08")
    names = ("window_dispatched_units.ban", "window_dispatched_units.new", "window_dispatched_usd.new")
    text = text.replace("transit_days = 3", "transit_days = 9")
    assert figures(engine, text + ban + new, *names) == [0, 70, 7_000]


def test_goods_that_left_before_the_window_do_not_lower_it(engine: Engine) -> None:
    """60 left before the announcement and 30 in the window: all come back but what is licensed by then."""
    text = CHAIN.replace("}]", '}, { date = 2023-01-09, product = "A", units = 30 }]')
    text = text.replace("transit_days = 3", "transit_days = 20")
    ban = BAN.replace("\neffective", '\nin_transit = "return"\neffective')
    assert figures(engine, text + ban, "window_dispatched_units.ban", "dispatched_units.Ann.2023-01-31") == [0, 0]
    licensed = ban + "license = { granted = 1.0, opens = 2023-01-08 }\n"
    assert figures(engine, text + licensed, "window_dispatched_units.ban") == [30]


def test_what_a_control_stops(engine: Engine) -> None:
    """Ann cancels the 30 that can't leave any more; what she gives up for patience is not the control's."""
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 30").replace(
        "via =", 'on_control = { A = "cancel" }\nvia ='
    )
    names = ("stopped_units.ban", "lost_units.Ann.control", "lost_units.Ann.patience", "delivered_share.Ann.2023-01-31")
    late = BAN.replace("2023-01-11", "2023-01-08").replace("2023-01-08", "2023-01-07")
    assert figures(engine, text + late, *names) == [30, 30, 0, 0.5]
    assert figures(engine, text.replace("via =", "patience = 4\nvia =") + late, *names) == [0, 0, 30, 0.5]


def test_refused_license_stops_a_line(engine: Engine) -> None:
    """While the license may come the order waits; once it is refused, Ann orders B instead, for the same need."""
    text = CHAIN.replace("stock = 100", "stock = 0").replace("via =", 'on_control = { A = "B" }\nvia =') + SECOND
    refused = BAN + "license = { granted = 0.0, days = 4 }\n"
    names = ("stopped_units.ban", "refused_units.ban", "licensed_units.ban", "need_units.Ann", "lost_units.Ann")
    assert figures(engine, text + refused, *names) == [60, 60, 0, 60, 0]


def test_need_that_the_budget_cuts_is_lost(engine: Engine) -> None:
    """60 are switched to what costs twice as much, with money for half: half of the need is delivered, half is lost."""
    text = CHAIN.replace("stock = 100", "stock = 0").replace("via =", 'on_control = { A = "B" }\nbudget = 6000\nvia =')
    names = ("need_units.Ann", "met_units.Ann", "lost_units.Ann.budget", "delivered_share.Ann.2023-01-31")
    assert figures(engine, text + SECOND + BAN, *names) == [60, 30, 30, 0.5]


def test_share_of_no_need_has_no_meaning(engine: Engine) -> None:
    """Bob orders nothing."""
    bob = '[[buyer]]\nname = "Bob"\nvia = { north = 1.0 }\n'
    names = [f"delivered_share.{who}.2023-01-31" for who in ("Ann", "Bob")]
    assert figures(engine, CHAIN + bob, *names) == [1.0, None]


def test_need_of_an_inflated_order(engine: Engine) -> None:
    """In a shortage twice the need is ordered: once that is delivered the share is 1, whatever surplus is cancelled."""
    text = CHAIN.replace("stock = 100", "stock = 0").replace(
        "}]", '}, { date = 2023-01-20, product = "A", units = 40 }]'
    )
    text = text.replace("via =", "shortage = { waits = 10, factor = 2.0 }\nvia =")
    made = "production = { start = 2023-01-21, capacity = 110, lot_interval = 100 }\n"
    text = text.replace("[[dist", made + "[[dist", 1)
    names = ("need_units.Ann", "ordered_units.Ann.2023-01-31", "delivered_share.Ann.2023-01-31", "cancelled_units.Ann")
    assert figures(engine, text, *names, "days_to_share.Ann.1.0") == [100, 60 + 80, 1.0, 30, 23]


def test_quota_used(engine: Engine) -> None:
    """Of 60 ordered under a quota of 25 as many leave: all of them Ann's."""
    text = CHAIN.replace("2023-01-02", "2023-01-12") + BAN
    quota = text + "license = { granted = 1.0, quota = { units = 25 } }\n"
    assert figures(engine, quota, "quota_used.ban", "quota_used.ban.Ann", "stranded_units.A.ban") == [25, 25, 100]


def test_minimum_that_is_not_ordered_is_paid_for(engine: Engine) -> None:
    """Of a minimum of 100 the contract takes over 30 and is ordered 20: 50 are paid for without goods."""
    text = CHAIN.replace("weekly_capacity = 1000", "weekly_capacity = 30").replace(
        "}]", '}, { date = 2023-01-12, product = "A", units = 20 }]'
    )
    text += (
        "[buyer.negotiation]\nopens = 2023-01-07\ncontract = { weekly_capacity = 9, price = 90, minimum_units = 100 }\n"
    )
    assert figures(engine, text, "shortfall_units.Ann", "shortfall_usd.Ann", "need_units.Ann") == [50, 4_500, 80]


LINE = """
[[line]]
name = "GA100"
start = 2022-12-02
lot_interval = 89
capacity = 100
cycle_time = 35
split_days = 10
yield = 0.9
mix = { A = 0.5 }
"""


def test_lots_of_a_shared_line_count_whole_by_the_day_they_finish(engine: Engine) -> None:
    """Lots of 90 good units finish on 6 January (divided before the run) and on 5 April; half of each is for A."""
    text = CHAIN.replace("2023-01-31", "2023-04-30") + LINE
    names = [f"finished_units.{what}.2023Q{quarter}" for what in ("A", "GA100") for quarter in (1, 2)]
    assert figures(engine, text, *names) == [45, 45, 90, 90]
