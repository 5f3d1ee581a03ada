"""A policy, a distribution and key figures of the user's own, on each engine."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import sim
from sim.extensions.calling import ExtensionError
from sim.scenario.schema import Scenario
from tests.own import newest_first, nothing_registered, register_all
from tests.worlds import Engine, chain

TWO = """
name = "two"
start = 2023-01-01
end = 2023-01-31
allocation = "newest-first"
[report]
figures = ["largest_delivery.Ann", "busy_days"]
[[product]]
name = "A"
price = 100
initial_stock = 100
[[distributor]]
name = "north"
weekly_capacity = 70
transit_days = { two-point = { low = 2, high = 5, share = 0.5 } }
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 60 }]
[[buyer]]
name = "Bob"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 50 }]
[[buyer]]
name = "Cem"
via = { north = 1.0 }
"""


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    with nothing_registered():
        register_all()
        yield


def two(**changes: Any) -> Scenario:
    """Stock and room for 70 of the 110 units that two buyers order on a Monday."""
    return chain(TWO, **changes)


def test_policy_serves_whom_it_says(engine: Engine) -> None:
    """The later order of the day is served first, whole; the other has what is left of the week, and then of stock."""
    log = [step for step in engine.story(two(distributor__north__transit_days=2)) if step[1] != "order_placed"]
    assert log == [
        (0, "stock_opened", 0, 100),
        (1, "dispatched", 1, 20),
        (1, "dispatched", 2, 50),
        (3, "delivered", 1, 20),
        (3, "delivered", 2, 50),
        (8, "dispatched", 1, 30),
        (10, "delivered", 1, 30),
    ]


def test_distribution_is_drawn_by_its_inverse(engine: Engine) -> None:
    """Each shipment takes two days or five."""
    taken = set()
    for replication in range(6):
        story = engine.story(two(), replication)
        assert story
        taken |= {day - 1 for day, event, order, _ in story if event == "delivered" and order == 2}
    assert taken == {2, 5}


def test_key_figures_are_counted_from_the_log(engine: Engine) -> None:
    """The largest delivery of a buyer, nan (null) of one that has none; days of dispatch of the whole run."""
    summary = engine.run(two()).summary
    own = {name: summary[name] for name in summary if name.startswith(("largest", "busy"))}
    assert own == {
        "largest_delivery.Ann": 30.0,
        "largest_delivery.Bob": 50.0,
        "largest_delivery.Cem": None,
        "busy_days": 2.0,
    }


def test_policy_may_be_uncertain_and_so_may_parameters(engine: Engine) -> None:
    """Both engines draw a policy among others, and the parameters of a distribution."""
    uncertain = {
        "allocation": {"choice": ["fifo", "newest-first"]},
        "distributor.north.transit_days.two-point.high": {"uniform": [5.0, 9.0]},
        "distributor.north.weekly_capacity": {"two-point": {"low": 60, "high": 70, "share": 0.5}},
    }
    scenario = two(uncertain=uncertain)
    drawn = engine.sweep(scenario, 40).replications
    assert drawn["error"].isna().all()
    assert set(drawn["sampled.allocation"]) == {"fifo", "newest-first"}
    assert set(drawn["sampled.distributor.north.weekly_capacity"]) == {60, 70}
    other = sim.sweep(scenario, 40, engine="simpy", keep="summary")
    assert drawn.equals(other.replications)


def test_whole_sweep_is_the_same_on_both_engines(engine: Engine) -> None:
    """Logs, figures and curves have one digest, whichever engine counts them."""
    engine.simulated += 1
    found = sim.sweep(two(), 30, engine=engine.name)
    assert found.digest == sim.sweep(two(), 30, engine="simpy").digest
    assert len(found.manifest["extensions"]) == 4


def greedy(requests: Any, _limits: Any, granted: Any) -> None:
    """Grants all, whatever there is."""
    for place in range(len(granted)):
        granted[place] = requests.units[place]


def beyond(requests: Any, limits: Any, granted: Any) -> None:
    """Looks at a request that is none."""
    sim.grant(requests, limits, granted, 0, requests.units[len(granted)])


def divided(requests: Any, limits: Any, granted: Any) -> None:
    """Divides by nothing."""
    sim.grant(requests, limits, granted, 0, requests.units[0] // (requests.units[0] - requests.units[0]))


def undefined(requests: Any, limits: Any, granted: Any) -> None:
    """Divides nothing by nothing."""
    nothing = requests.units[0] - requests.units[0]
    sim.grant(requests, limits, granted, 0, int(nothing / nothing))


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (greedy, "grants more than is in stock"),
        (beyond, "fails: IndexError: index 2 is out of bounds"),
        (divided, "fails: FloatingPointError: divide by zero"),
        (undefined, "fails: FloatingPointError: invalid value"),
    ],
)
def test_policy_that_fails_is_told_with_its_line(engine: Engine, policy: Any, told: str) -> None:
    """The same words on either engine, with the line of the user's file; in a sweep in the row of the replication."""
    sim.allocation_policy("wrong")(policy)
    with pytest.raises(ExtensionError, match=rf"allocation policy 'wrong' {told}.*test_own\.py:\d+\)"):
        engine.run(two(allocation="wrong"))
    rows = engine.sweep(two(allocation="wrong"), 2).replications
    assert rows["error"].str.contains(told).all()


def spike(u: float, days: float) -> float:
    """Ascends but for a place that is not tried."""
    return days if not 0.3 < u < 0.3001 else 10**9 * days


def test_distribution_that_descends_is_told_where_it_is_drawn(engine: Engine) -> None:
    """No draw lies beyond the ends that were checked: what does is an error, not a shipment of a million years."""
    sim.distribution("spike")(spike)
    scenario = two(distributor__north__weekly_capacity=1, distributor__north__transit_days={"spike": {"days": 2}})
    assert engine.sweep(scenario, 3).replications["error"].isna().all()
    law: Any = scenario.distributor[0].transit_days
    with pytest.raises(ExtensionError, match="expected that it ascends"):
        law.quantile(0.30005)
    assert law.mean() == 2


def endless(events: Any) -> float:
    """No number that a table can hold."""
    return float(np.inf) * len(events.day)


def test_figure_that_is_no_number_is_told(engine: Engine) -> None:
    """Infinity is no key figure."""
    sim.key_figure("endless")(endless)
    with pytest.raises(ExtensionError, match="key figure 'endless' gives inf; expected a finite number, or nan"):
        _ = engine.run(two(report={"figures": ["endless"]})).summary


def test_others_are_as_they_were(engine: Engine) -> None:
    """A scenario that names nothing of the registered has the log, the figures and the digest that it had before."""
    known = engine.run(chain())
    with nothing_registered():
        before = engine.run(chain())
    assert (known.log.digest(), known.summary) == (before.log.digest(), before.summary)


def test_newer_source_of_a_function_is_used_at_once(engine: Engine) -> None:
    """A scenario at hand is simulated by what its names mean now, on a machine of its own."""
    scenario = two()
    first = engine.run(scenario).log.digest()

    def oldest_first(requests: Any, limits: Any, granted: Any) -> None:
        for place in range(len(granted)):
            sim.grant(requests, limits, granted, place, requests.units[place])

    with nothing_registered():
        register_all_but_policy()
        sim.allocation_policy("newest-first")(oldest_first)
        assert engine.run(scenario).log.digest() != first
    assert newest_first.__name__ == "newest_first"


def register_all_but_policy() -> None:
    """The same, but the policy."""
    from sim.extensions.registry import POLICY, REGISTERED

    register_all()
    del REGISTERED[POLICY, "newest-first"]
