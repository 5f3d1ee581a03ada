"""What theory says of small scenarios, and what their replications give: `python -m tests.theory.claims` prints both.

Nothing here is read from the model's code: a queue's law is worked out from its recursion, moments from textbooks.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.experiment.engine_choice import log_of
from sim.records.events import Event, EventLog
from sim.statistics.intervals import student
from tests.worlds import chain

Reals = NDArray[np.float64]

DAYS_A_MONTH = 365.25 / 12
YEARS, REPLICATIONS = 10, 160
CAPACITY, ARRIVALS = 10, 8.0
"""Units a week that the queue's distributor handles, and units a week that are ordered of it."""

SIZES, WEIGHTS, ORDERS_A_MONTH = (1, 5, 20), (0.5, 0.3, 0.2), 4.0
SUCCESS, ROUNDS = 0.35, 4
YIELD = (90, 10)
GRANTED = 0.3

WORLD = """
name = "theory"
start = 2023-01-02
end = {end}
[[product]]
name = "A"
price = 1
initial_stock = 1_000_000
[[distributor]]
name = "north"
weekly_capacity = {capacity}
transit_days = 1
[[buyer]]
name = "Ann"
via = {{ north = 1.0 }}
{more}
"""
"""All that is ordered can be had; only the distributor's week is short. It begins on a Monday."""

DEMAND = """
[buyer.demand]
product = "A"
orders_per_month = {orders!r}
units = {units}
"""

TALKS = """
[buyer.negotiation]
opens = 2023-01-09
rounds = {rounds}
round_days = 10
success = {success}
[buyer.negotiation.contract]
weekly_capacity = 10
"""

LICENSED = """
[[buyer.order]]
date = 2023-01-05
product = "A"
units = 10
[[control]]
name = "licensed"
covers = ["A"]
announced = 2023-01-02
effective = 2023-01-03
license = {{ granted = {granted}, days = 10 }}
"""


@dataclass(frozen=True)
class Claim:
    """What theory says of a mean, and a value of each replication, whose mean it should be."""

    what: str
    theory: float
    values: Reals

    @property
    def deviation(self) -> float:
        """How many standard errors the replications' mean is off."""
        error = float(self.values.std(ddof=1)) / math.sqrt(len(self.values))
        return (float(self.values.mean()) - self.theory) / error

    def __str__(self) -> str:
        found = student(self.values)
        ends = f"{found.low:.4f} to {found.high:.4f}"
        return f"{self.what:<58}{self.theory:>10.4f}{found.mean:>10.4f}  {ends:>18}{self.deviation:>7.2f}"


def logs(text: str, count: int, engine: str) -> Iterator[EventLog]:
    """The logs of the first replications of a scenario."""
    scenario = chain(text)
    for replication in range(count):
        yield log_of(scenario, 0, replication, engine)[0]


def by_day(log: EventLog, event: Event) -> Reals:
    """Units of an event on each day."""
    chosen = log.column("event") == event
    return np.bincount(log.column("day")[chosen], log.column("units")[chosen], log.days).astype(np.float64)


@cache
def stationary(mean: float, capacity: int, most: int = 400) -> Reals:
    """The law of the backlog that a week leaves: B' = max(B + A - c, 0), A a Poisson number of units.

    The recursion is Crommelin's for the queue M/D/c (Post Office Electrical Engineers' Journal 25, 1932); the law is
    its fixed point, by iteration on backlogs below `most`.
    """
    arrivals = np.array([math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(most)])
    law = np.zeros(most)
    law[0] = 1.0
    for _ in range(10_000):
        sums = np.convolve(law, arrivals)
        new = np.concatenate(([sums[: capacity + 1].sum()], sums[capacity + 1 : capacity + most]))
        if np.abs(new - law).max() < 1e-13:
            break
        law = new
    return law


@cache
def queue(engine: str) -> tuple[Reals, ...]:
    """By replication: mean backlog of Sunday evenings, share of them without any, open unit-days, days waited."""
    orders = ARRIVALS / 7 * DAYS_A_MONTH
    demand = DEMAND.format(orders=orders, units="1")
    text = WORLD.format(end=f"{2023 + YEARS}-01-02", capacity=CAPACITY, more=demand)
    rows = []
    for log in logs(text, REPLICATIONS, engine):
        placed, sent = by_day(log, Event.order_placed), by_day(log, Event.dispatched)
        backlog = np.cumsum(placed - sent)
        sundays = backlog[6::7][52:]  # the first year is left out: the queue began empty
        rows.append((sundays.mean(), (sundays == 0).mean(), backlog.sum(), waited(placed, sent)))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def waited(placed: Reals, sent: Reals) -> float:
    """Days that all units have waited, in order of age; units still open wait until the last day is over."""
    came, left = (np.repeat(np.arange(len(one)), one.astype(np.int64)) for one in (placed, sent))
    return float(left.sum() - came[: len(left)].sum() + (len(placed) - came[len(left) :]).sum())


def of_queue(engine: str) -> Iterator[Claim]:
    """The backlog of a weekly capacity, and Little's law in it."""
    law = stationary(ARRIVALS, CAPACITY)
    backlog, empty, _, _ = queue(engine)
    yield Claim("queue of a weekly capacity: mean backlog, units", float(law @ np.arange(len(law))), backlog)
    yield Claim("queue of a weekly capacity: weeks that end without any", float(law[0]), empty)


def of_demand(engine: str) -> Iterator[Claim]:
    """Random orders are a compound Poisson process: mean and variance of the units of a year."""
    units = f"{{ choice = {list(SIZES)}, weights = {list(WEIGHTS)} }}"
    text = WORLD.format(end="2023-12-31", capacity=100_000, more=DEMAND.format(orders=ORDERS_A_MONTH, units=units))
    values = np.array([by_day(log, Event.order_placed).sum() for log in logs(text, 10 * REPLICATIONS, engine)])
    orders = ORDERS_A_MONTH * 364 / DAYS_A_MONTH
    mean, square = (sum(w * size**power for size, w in zip(SIZES, WEIGHTS, strict=True)) for power in (1, 2))
    yield Claim("random orders of a year: mean units", orders * mean, values)
    yield Claim("random orders of a year: variance of units", orders * square, (values - orders * mean) ** 2)


def of_talks(engine: str) -> Iterator[Claim]:
    """Rounds are independent trials, the first success of which ends the talks."""
    text = WORLD.format(end="2023-03-31", capacity=10, more=TALKS.format(rounds=ROUNDS, success=SUCCESS))
    found = [
        [float((log.column("event") == one).sum()) for one in (Event.contract_signed, Event.negotiation_round)]
        for log in logs(text, 25 * REPLICATIONS, engine)
    ]
    signed, rounds = np.array(found).T
    failing = 1 - SUCCESS
    yield Claim("talks: probability of a contract", 1 - failing**ROUNDS, signed)
    yield Claim("talks: mean number of rounds", (1 - failing**ROUNDS) / SUCCESS, rounds)


def of_yields(engine: str) -> Iterator[Claim]:
    """The good share of a lot has a beta distribution: its mean, and its variance."""
    lots = "[product.production]\nstart = 2023-01-02\nlot_interval = 7\ncapacity = 1_000_000\ncycle_time = 1\n"
    lots += f"yield = {{ beta = {list(YIELD)} }}\nmarket_share = 1.0\n"
    text = WORLD.format(end="2023-12-31", capacity=10, more="").replace("[[distributor]]", f"{lots}[[distributor]]")
    a, b = YIELD
    mean = a / (a + b)
    chosen = (
        (log.column("units"), log.column("event") == Event.lot_finished) for log in logs(text, REPLICATIONS, engine)
    )
    shares = np.concatenate([units[good] for units, good in chosen]) / 1e6
    yield Claim("yield of a lot: mean", mean, shares)
    yield Claim(
        "yield of a lot: variance, thousandths", 1000 * mean * (1 - mean) / (a + b + 1), 1000 * (shares - mean) ** 2
    )


def of_licenses(engine: str) -> Iterator[Claim]:
    """A license is granted with its probability."""
    text = WORLD.format(end="2023-01-31", capacity=10, more=LICENSED.format(granted=GRANTED))
    granted = [
        float((log.column("event") == Event.license_granted).any()) for log in logs(text, 25 * REPLICATIONS, engine)
    ]
    yield Claim("license: probability that it is granted", GRANTED, np.array(granted))


CLAIMS: dict[str, Callable[[str], Iterator[Claim]]] = {
    "queue": of_queue,
    "demand": of_demand,
    "talks": of_talks,
    "yields": of_yields,
    "licenses": of_licenses,
}


def told(claims: Iterable[Claim]) -> str:
    """Claims as a table."""
    head = f"{'':<58}{'theory':>10}{'mean':>10}  {'95 % interval':>18}{'off':>7}"
    return "\n".join([head, *map(str, claims)])


if __name__ == "__main__":
    from sim.experiment.engine_choice import engine_for

    chosen = engine_for("auto", 100 * REPLICATIONS)
    print(told(claim for claims in CLAIMS.values() for claim in claims(chosen)))
