"""Key figures: each calculated by hand from a log of a few events."""

from datetime import date

import pytest

import sim
from sim.model.events import Account
from sim.records.events import Event
from sim.records.figures import Figures, key_figures
from sim.scenario.schema import Scenario
from tests.records.logs import (
    ANN,
    BOB,
    DIRECT,
    LETTER,
    NORTH,
    OPENED,
    POSTED,
    SOUND,
    A,
    B,
    Fact,
    altered,
    by_hand,
    log_by_hand,
)

RETURNED: Fact = (24, Event.returned, B, BOB, NORTH, 2, 10, 100)
HELD: Fact = (24, Event.held, B, -1, -1, 0, 15, 150)


def figures(facts: list[Fact] = SOUND, scenario: Scenario | None = None, posted: list[Fact] | None = None) -> Figures:
    """The key figures of facts of the scenario by hand; without postings all orders of another log are needed."""
    posted = POSTED if facts is SOUND else posted
    return key_figures(log_by_hand(facts, posted), scenario or by_hand())


DELIVERIES = {
    "delivered_share.Ann.2023-01-10": 90 / 100,
    "delivered_units.Ann.2023-01-10": 50 + 40,
    "delivered_usd.Ann.2023-01-10": 5_000 + 3_600,
    "ordered_units.Ann.2023-01-10": 100,
    "delivered_share.Bob.2023-01-10": 0,
    "ordered_units.Bob.2023-01-10": 30,
    "delivered_share.Bob.2023-01-30": 60 / 70,
    "delivered_units.Bob.2023-01-30": 40 + 20,
    "delivered_usd.Bob.2023-01-30": 4_000 + 200,
    "ordered_units.Bob.2023-01-30": 30 + 40 + 10 - 10,
    "delivered_share.all.2023-01-10": 90 / 170,
    "delivered_share.all.2023-01-30": 150 / 170,
    "met_units.Ann.2023-01-10": 90,
    "dispatched_units.Ann.2023-01-10": 50 + 40,
    "dispatched_usd.Ann.2023-01-10": 5_000 + 3_600,
    "dispatched_units.Bob.2023-01-10": 0,
    "dispatched_units.Bob.2023-01-30": 40 + 10 - 10 + 20,
    "dispatched_usd.Bob.2023-01-30": 4_000 + 200,
    "dispatched_units.all.2023-01-30": 150,
    "days_to_share.Ann.0.1": 4,
    "days_to_share.Ann.0.5": 4,
    "days_to_share.Ann.1.0": None,
    "days_to_share.Bob.0.1": 13,
    "days_to_share.Bob.0.5": 13,
    "days_to_share.all.0.1": 4,
    "days_to_share.all.0.5": 8,
    "days_to_share.all.1.0": None,
    "backlog_units.Ann": 100 - 10 - 90,
    "backlog_units.Bob": 70 - 60,
    "backlog_units.all": 10,
    "cancelled_units.Ann": 10,
    "cancelled_units.all": 10,
    "switched_units.Bob": 10,
    "switched_units.all": 10,
}

NEED = {
    "need_units.Ann": 100,
    "met_units.Ann": 90,
    "lost_units.Ann": 10,
    "lost_units.Ann.patience": 10,
    "lost_units.Ann.control": 0,
    "lost_units.Ann.budget": 0,
    "need_units.Bob": 30 + 40,
    "met_units.Bob": 60,
    "lost_units.Bob": 0,
    "need_units.all": 170,
    "met_units.all": 150,
    "lost_units.all": 10,
    "lost_units.all.patience": 10,
}

QUARTERS = {
    "ordered_units.Ann.2023Q1": 100,
    "ordered_units.all.2023Q1": 170,
    "dispatched_units.Bob.2023Q1": 60,
    "dispatched_usd.Bob.2023Q1": 4_200,
    "delivered_units.Ann.2023Q1": 90,
    "delivered_usd.Ann.2023Q1": 8_600,
    "finished_units.A.2023Q1": 20 + 50,
    "finished_units.B.2023Q1": 0,
}

WAITS = {
    "wait_days_mean.Ann": (50 * 3 + 40 * 7) / 90,
    "wait_days_p50.Ann": 3,
    "wait_days_p90.Ann": 7,
    "wait_days_mean.Bob": (40 * 3 + 20 * 28) / 60,
    "wait_days_p50.Bob": 3,
    "wait_days_p90.Bob": 28,
    "wait_days_mean.all": (90 * 3 + 40 * 7 + 20 * 28) / 150,
    "wait_days_p50.all": 3,
    "wait_days_p90.all": 28,
    "days_gained_direct.Ann": 3 - 7,
    "days_gained_direct.Bob": None,
}

CHANNELS_AND_CONTROLS = {
    "channel_share.north": 120 / 160,
    "channel_share.direct:Ann": 40 / 160,
    "channel_use.north": 120 / (60 * 6),  # 1 January is a Sunday and the 30th a Monday: six calendar weeks
    "channel_use.direct:Ann": 40 / (100 * 5),  # signed on Sunday the 8th
    "stranded_units.A": 0,
    "stranded_units.B": 15,
    "stranded_usd.B": 150,
    "diverted_units.A": 10,
    "diverted_usd.A": 1_000,
    "diverted_units.B": 0,
    "stranded_units.A.open letter": None,
    "stranded_usd.A.open letter": None,
    "stranded_units.B.open letter": 15,
    "stranded_usd.B.open letter": 150,
    "diverted_units.A.open letter": None,
    "diverted_units.B.open letter": 0,
    "window_dispatched_units.open letter": 10 - 10,
    "window_dispatched_usd.open letter": 100 - 100,
    "stopped_units.open letter": 0,
    "licensed_units.open letter": 30,
    "refused_units.open letter": 0,
    "quota_used.open letter": None,
    "held_units.B": 15,
    "released_units.B": 0,
    "scrapped_units.B": 0,
    "shortfall_units.Ann": 0,
}


BY_HAND = (DELIVERIES, NEED, QUARTERS, WAITS, CHANNELS_AND_CONTROLS)


@pytest.mark.parametrize("expected", BY_HAND, ids=["buyers", "need", "quarters", "waits", "others"])
def test_figures_by_hand(expected: Figures) -> None:
    """Every figure is what a reader of the log calculates."""
    found = figures()
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_figures_of_nothing() -> None:
    """Without orders, shares, waits and dates reached are null, and sums are 0."""
    found = figures(OPENED, posted=[])
    null = ("delivered_share.", "days_", "wait_", "channel_share.", "channel_use.direct:", "quota_used.")
    for name, value in found.items():
        if name.startswith(null) or name.split(".")[1:] == ["A", "open letter"]:
            assert value is None, name
        else:
            assert value == 0, name


def test_all_is_delivered() -> None:
    """The day of share 1 is that of the last delivery, where nothing of the order was cancelled."""
    early = [*OPENED, (1, Event.order_placed, A, BOB, NORTH, 1, 20, 2_000)]
    early += [(2, Event.dispatched, A, BOB, NORTH, 1, 20, 2_000), (5, Event.delivered, A, BOB, NORTH, 1, 20, 2_000)]
    assert figures(early)["days_to_share.Bob.1.0"] == 5


def test_what_the_budget_cuts_stays_in_the_denominator() -> None:
    """50 of 100 needed units are ordered and delivered, the budget cut the rest: the share is one half."""
    facts: list[Fact] = [*OPENED, (1, Event.order_placed, A, BOB, NORTH, 1, 50, 5_000)]
    facts += [(2, Event.dispatched, A, BOB, NORTH, 1, 50, 5_000), (5, Event.delivered, A, BOB, NORTH, 1, 50, 5_000)]
    posted: list[Fact] = [(1, Account.lost_by_budget, A, BOB, 0, 50), (1, Account.on_line, A, BOB, 1, 50)]
    found = figures(facts, posted=posted)
    assert (found["delivered_share.Bob.2023-01-30"], found["days_to_share.Bob.1.0"]) == (0.5, None)
    assert (found["need_units.Bob"], found["lost_units.Bob.budget"], found["lost_units.Bob"]) == (100, 50, 50)


def test_need_of_an_order_that_was_never_placed() -> None:
    """Of an order that the budget cuts to nothing, nothing is delivered: its share is 0, not null."""
    found = figures(OPENED, posted=[(1, Account.lost_by_budget, A, BOB, 0, 50)])
    assert (found["delivered_share.Bob.2023-01-30"], found["ordered_units.Bob.2023-01-30"]) == (0, 0)
    assert found["delivered_share.Ann.2023-01-30"] is None


def test_more_than_is_needed_counts_once() -> None:
    """Of 150 units ordered for a need of 100, 120 delivered meet the need, and not more than it."""
    facts: list[Fact] = [*OPENED, (1, Event.order_placed, A, BOB, NORTH, 1, 150, 15_000)]
    for day, units in ((2, 70), (9, 50)):
        facts += [(day, Event.dispatched, A, BOB, NORTH, 1, units, 100 * units)]
        facts += [(day + 3, Event.delivered, A, BOB, NORTH, 1, units, 100 * units)]
    found = figures(facts, posted=[(1, Account.on_line, A, BOB, 1, 100)])
    assert (found["delivered_share.Bob.2023-01-10"], found["delivered_share.Bob.2023-01-30"]) == (0.7, 1.0)
    assert (found["delivered_units.Bob.2023-01-30"], found["met_units.Bob.2023-01-30"]) == (120, 100)
    assert found["days_to_share.Bob.1.0"] == 12


def test_delivered_before_the_run() -> None:
    """Units delivered earlier count on day 0 and towards the need, in no quarter, waiting time or capacity."""
    facts: list[Fact] = [*OPENED, (0, Event.order_carried, A, BOB, NORTH, 1, 100, 10_000)]
    facts += [(0, Event.delivered_earlier, A, BOB, NORTH, 1, 30, 3_000)]
    facts += [(2, Event.dispatched, A, BOB, NORTH, 1, 20, 2_000), (5, Event.delivered, A, BOB, NORTH, 1, 20, 2_000)]
    ordering = by_hand().set("buyer.Bob.order", [{"date": "2023-01-01", "product": "A", "units": 100}])
    found = figures(facts, ordering, [(-10, Account.on_line, A, BOB, 1, 100)])
    expected = {
        "delivered_share.Bob.2023-01-10": 0.5,
        "delivered_units.Bob.2023-01-10": 50,
        "dispatched_usd.Bob.2023-01-10": 5_000,
        "ordered_units.Bob.2023-01-10": 100,
        "ordered_units.Bob.2023Q1": 70,
        "dispatched_units.Bob.2023Q1": 20,
        "delivered_usd.Bob.2023Q1": 2_000,
        "days_to_share.Bob.0.1": 0,
        "backlog_units.Bob": 50,
        "wait_days_mean.Bob": 15,
        "channel_use.north": 20 / (60 * 6),
        "flow_units.A.north.Bob": 50,
        "flow_open_units.A.Bob": 50,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_quarters_are_those_of_the_calendar() -> None:
    """What happens on the last day of March is of the first quarter, the day after of the second."""
    facts: list[Fact] = [
        *OPENED,
        (2, Event.lot_finished, A, -1, -1, 0, 5, 500),
        (3, Event.lot_finished, A, -1, -1, 0, 7, 700),
    ]
    facts += [(2, Event.order_placed, A, BOB, NORTH, 1, 40, 4_000), (2, Event.dispatched, A, BOB, NORTH, 1, 30, 3_000)]
    facts += [(3, Event.returned, A, BOB, NORTH, 1, 30, 3_000), (3, Event.dispatched, A, BOB, NORTH, 1, 10, 1_000)]
    later = by_hand().set("product.A.production", None).set("buyer.Ann.negotiation", None).set("report.dates", [])
    found = figures(facts, later.set("end", "2023-04-27").set("start", "2023-03-29"))
    assert [found[f"finished_units.A.2023Q{quarter}"] for quarter in (1, 2)] == [5, 7]
    assert [found[f"dispatched_units.Bob.2023Q{quarter}"] for quarter in (1, 2)] == [30, 10 - 30]
    assert [found[f"dispatched_usd.all.2023Q{quarter}"] for quarter in (1, 2)] == [3_000, -2_000]
    assert [found[f"ordered_units.Bob.2023Q{quarter}"] for quarter in (1, 2)] == [40, 0]


def test_share_in_whole_units() -> None:
    """A target share of an order is a whole number of units: 0.55 of 100 are 55."""
    facts = [*OPENED, (1, Event.order_placed, A, BOB, NORTH, 1, 100, 10_000)]
    facts += [(2, Event.dispatched, A, BOB, NORTH, 1, 55, 5_500), (5, Event.delivered, A, BOB, NORTH, 1, 55, 5_500)]
    assert figures(facts, by_hand().set("report.shares", [0.55]))["days_to_share.Bob.0.55"] == 5


def test_use_of_a_contract_that_ends() -> None:
    """A contract signed on a Sunday that ends on a Monday, eight days later, could send goods in two calendar weeks."""
    facts: list[Fact] = [*SOUND, (15, Event.contract_ended, -1, ANN, DIRECT)]
    assert figures(facts)["channel_use.direct:Ann"] == 40 / (100 * 2)


def test_window_before_the_start() -> None:
    """A window that opened before the run is counted from day 0."""
    early = by_hand().set("control.open letter.announced", date(2022, 12, 1))
    facts = [*OPENED, (0, Event.order_placed, B, BOB, NORTH, 1, 9, 90), (0, Event.dispatched, B, BOB, NORTH, 1, 9, 90)]
    assert figures(facts, early)["window_dispatched_units.open letter"] == 9


def test_window_is_less_what_its_own_deadline_calls_back() -> None:
    """Of 10 units that left in the window its deadline calls back 4; what another control calls back still left."""
    assert figures(altered(RETURNED))["window_dispatched_units.open letter"] == 10
    posted: list[Fact] = [
        (24, Account.called_back, B, BOB, LETTER, 4),
        (24, Account.called_back_usd, B, BOB, LETTER, 40),
    ]
    found = figures(altered(HELD), posted=posted)
    assert found["window_dispatched_units.open letter"] == 6
    assert found["window_dispatched_usd.open letter"] == 60


def test_quota_counts_what_leaves_under_a_control_in_effect() -> None:
    """Units that leave in the window, or go to who is not concerned, take nothing of the quota."""
    path = "control.open letter"
    quota = by_hand().set(f"{path}.license.quota", {"units": 25})
    found = figures(SOUND, quota)
    assert (found["quota_used.open letter"], found["quota_used.open letter.Bob"]) == (20, 20)
    assert figures()["quota_used.open letter"] is None
    found = figures(SOUND, quota.set(f"{path}.buyers", ["Ann"]))
    assert (found["quota_used.open letter"], found["quota_used.open letter.Bob"]) == (0, None)


def test_control_that_names_buyers_strands_nothing() -> None:
    """A control that concerns some buyers only does not act on stock: what it strands has no meaning."""
    found = figures(SOUND, by_hand().set("control.open letter.buyers", ["Ann"]))
    assert found["stranded_units.B.open letter"] is None


def test_stock_that_two_controls_keep_is_stranded_once() -> None:
    """A product's stranded units are the sum over controls less what another held already."""
    posted: list[Fact] = [(24, Account.stranded, B, -1, LETTER, 15), (26, Account.stranded, B, -1, LETTER, 40)]
    found = figures(SOUND[:1], posted=[*posted, (26, Account.stranded_before, B, -1, LETTER, 10)])
    assert (found["stranded_units.B"], found["stranded_usd.B"]) == (15 + 40 - 10, 450)
    assert found["stranded_usd.B.open letter"] == 550


def test_what_leaves_stock_but_to_buyers() -> None:
    """Released, scrapped and diverted units are summed by product; a shared line's own are of none."""
    facts: list[Fact] = [(3, Event.released, B, -1, -1, 0, 7, 70), (4, Event.scrapped, B, -1, -1, 0, 5, 50)]
    facts += [(5, Event.diverted, B, -1, -1, 0, 3, 30), (5, Event.diverted, -1, -1, 2, 0, 100, 0)]
    found = figures([*OPENED, *facts], posted=[(5, Account.diverted_by_control, B, -1, LETTER, 2)])
    assert [found[f"{what}_units.B"] for what in ("released", "scrapped", "diverted", "held")] == [7, 5, 3, 0]
    assert (found["diverted_units.B.open letter"], found["diverted_usd.B.open letter"]) == (2, 20)


def test_minimum_is_paid_for_without_goods() -> None:
    """Of a minimum of 120 units 50 were taken over and none ordered since: 70 are paid for at the contract's price."""
    minimum = by_hand().set("buyer.Ann.negotiation.contract.minimum_units", 120)
    found = figures(SOUND, minimum)
    assert (found["shortfall_units.Ann"], found["shortfall_usd.Ann"]) == (70, 70 * 90)
    more: list[Fact] = [(20, Event.order_placed, A, ANN, DIRECT, 5, 30, 2_700)]
    more += [
        (21, Event.order_switched, A, ANN, DIRECT, 5, 10, 900),
        (21, Event.order_placed, B, ANN, DIRECT, 6, 10, 900),
    ]
    assert figures([*SOUND, *more], minimum)["shortfall_units.Ann"] == 40
    assert figures(OPENED, minimum)["shortfall_units.Ann"] == 0


def test_names_are_the_same() -> None:
    """The names of the figures don't depend on draws, nor on the date of a control that is uncertain."""
    scenario = sim.load("china-2023").set(
        "uncertain.control.2022-08 letter.moved.1.to", {"uniform": [date(2023, 3, 1), date(2023, 9, 1)]}
    )
    names = [list(sim.run(scenario, replication=replication).summary) for replication in range(3)]
    assert names[0] == names[1] == names[2]
    assert len({run.resolved.control[0].moved[0].to for run in (sim.run(scenario, 0, k) for k in range(3))}) > 1
