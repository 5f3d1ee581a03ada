"""Key figures: each calculated by hand from a log of a few events."""

from datetime import date

import pytest

import sim
from sim.model.events import Account
from sim.records.events import Event
from sim.records.figures import Figures, key_figures
from sim.scenario.schema import Scenario
from tests.records.logs import BOB, NORTH, OPENED, POSTED, SOUND, A, B, Fact, altered, by_hand, log_by_hand

GRANTED: Fact = (25, Event.license_granted, B, BOB, NORTH, 2, 30, 300)
REFUSED: Fact = (25, Event.license_refused, B, BOB, NORTH, 2, 30, 300)
RETURNED: Fact = (24, Event.returned, B, BOB, NORTH, 2, 10, 100)
HELD: Fact = (24, Event.held, B, -1, -1, 0, 15, 150)
SWITCHED: Fact = (26, Event.order_switched, B, BOB, NORTH, 2, 10, 100)
CANCELLED: Fact = (26, Event.order_cancelled, B, BOB, NORTH, 2, 10, 100)


def figures(facts: list[Fact] = SOUND, scenario: Scenario | None = None, posted: list[Fact] | None = None) -> Figures:
    """The key figures of facts of the scenario by hand; without postings all orders of another log are needed."""
    posted = POSTED if facts is SOUND else posted
    return key_figures(log_by_hand(facts, posted), scenario or by_hand())


def without_license() -> Scenario:
    """The scenario by hand, its control giving no licenses; Bob cancels what it covers."""
    return by_hand().set("control.open letter.license", None).set("buyer.Bob.on_control", {"B": "cancel"})


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
    null = ("delivered_share.", "days_", "wait_", "channel_share.", "channel_use.direct:", "stranded_units.A.open")
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


def test_window_is_net_of_returns() -> None:
    """What the deadline calls back of an order's units is not counted as dispatched in the window."""
    found = figures(altered(RETURNED, (*RETURNED[:6], 4, 40)))
    assert found["window_dispatched_units.open letter"] == 6
    assert found["window_dispatched_usd.open letter"] == 60


def test_window_counts_only_its_own() -> None:
    """Units that left before the announcement and are called back don't lower the window's count."""
    before = (15, Event.dispatched, B, BOB, NORTH, 2, 15, 150)
    announced = (19, Event.control_announced, B)
    found = figures(altered(announced, before, announced)[:-1])
    assert found["window_dispatched_units.open letter"] == 0
    facts = [fact for fact in altered(announced, before, announced) if fact[0] < 24]
    found = figures([*facts, (24, Event.returned, B, BOB, NORTH, 2, 25, 250)])
    assert found["window_dispatched_units.open letter"] == 0
    found = figures([*facts, (24, Event.returned, B, BOB, NORTH, 2, 7, 70)])
    assert found["window_dispatched_units.open letter"] == 3


def test_window_before_the_start() -> None:
    """A window that opened before the run is counted from day 0."""
    early = by_hand().set("control.open letter.announced", date(2022, 12, 1))
    facts = [*OPENED, (0, Event.order_placed, B, BOB, NORTH, 1, 9, 90), (0, Event.dispatched, B, BOB, NORTH, 1, 9, 90)]
    assert figures(facts, early)["window_dispatched_units.open letter"] == 9


def test_deadline_takes_stock_not_lots() -> None:
    """Stock lost on the effective day is the control's; what a lot loses on finishing, that day or later, is not."""
    lot = (24, Event.lot_finished, B, -1, -1, 0, 9, 90)
    facts = altered(HELD, HELD, lot, (24, Event.held, B, -1, -1, 0, 9, 90))
    facts = [*facts, (29, Event.lot_finished, B, -1, -1, 0, 3, 30), (29, Event.held, B, -1, -1, 0, 3, 30)]
    found = figures(facts)
    assert found["stranded_units.B"] == 15 + 9 + 3
    assert found["stranded_units.B.open letter"] == 15


def test_deadline_diverts() -> None:
    """Stock that is sold elsewhere on the effective day counts as diverted by the control."""
    found = figures(altered(HELD, (24, Event.diverted, B, -1, -1, 0, 15, 150)))
    assert (found["stranded_units.B.open letter"], found["diverted_units.B.open letter"]) == (0, 15)
    assert found["diverted_usd.B.open letter"] == 150


def test_effective_before_the_start() -> None:
    """A control in effect before the run has no deadline in it: what is stranded on day 0 is not its deadline's."""
    early = by_hand().set("control.open letter.announced", date(2022, 12, 1))
    early = early.set("control.open letter.effective", date(2022, 12, 2))
    found = figures([*OPENED, (0, Event.held, B, -1, -1, 0, 40, 400)], early)
    assert (found["stranded_units.B"], found["stranded_units.B.open letter"]) == (40, 0)


def test_refused_and_switched() -> None:
    """A switch after a license is refused is the control's."""
    assert figures(altered(GRANTED, REFUSED))["stopped_units.open letter"] == 10


def test_cancelled_under_control() -> None:
    """Without licenses, what a buyer that cancels ends of a covered product from the effective day on is stopped."""
    found = figures(altered(SWITCHED, CANCELLED), without_license())
    assert found["stopped_units.open letter"] == 10
    assert figures(altered(SWITCHED, CANCELLED))["stopped_units.open letter"] == 0


def test_given_up_is_not_stopped() -> None:
    """An order that ran out of patience is given up, not stopped."""
    for patience, stopped in ((25, 10), (24, 0)):
        scenario = without_license().set("buyer.Bob.patience", patience)
        assert figures(altered(SWITCHED, CANCELLED), scenario)["stopped_units.open letter"] == stopped


def test_cancelled_before_the_effective_day() -> None:
    """A cancellation in the window is not the control's."""
    facts = [fact for fact in SOUND if fact[0] < 23]
    assert figures([*facts, (23, *CANCELLED[1:])], without_license())["stopped_units.open letter"] == 0
    assert figures([*facts, (24, *CANCELLED[1:])], without_license())["stopped_units.open letter"] == 10


def test_names_are_the_same() -> None:
    """The names of the figures don't depend on draws, nor on the date of a control that is uncertain."""
    scenario = sim.load("china-2023").set(
        "uncertain.control.2022-08 letter.moved.1.to", {"uniform": [date(2023, 3, 1), date(2023, 9, 1)]}
    )
    names = [list(sim.run(scenario, replication=replication).summary) for replication in range(3)]
    assert names[0] == names[1] == names[2]
    assert len({run.resolved.control[0].moved[0].to for run in (sim.run(scenario, 0, k) for k in range(3))}) > 1
