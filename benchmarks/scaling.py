"""Cost against size on both engines: buyers, days, orders, products, channels, each from few to many.

The exponent of a size is the slope of the logarithm of time against that of size: 1 where twice as much takes twice as
long. It is told of the whole range and of its large end, where what doesn't depend on the size no longer counts. Before
a time is told, the logs of both engines are compared.
"""

import itertools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matplotlib.figure import Figure

import table
from sides import FIGURES, LOG, SIMPY, on_simpy, with_figures, with_log
from sim.engines.compiled.engine import Machine
from sim.scenario.file import build
from sim.scenario.schema import Scenario
from table import Row

MOST_EXPONENT = 1.15
START = date(2023, 1, 1)
UNITS, PRICE, MONTH = 10, 10_000, 30
LEAST_SECONDS, MOST_REPEATS = 0.5, 7
"""A run is repeated until its repeats take so long together, or so often; the quickest one counts."""


@dataclass(frozen=True)
class Size:
    """How much of everything a scenario has; `orders` is None where each buyer orders once a month."""

    buyers: int = 10
    days: int = 365
    orders: int | None = None
    products: int = 2
    channels: int = 4


SIZES = {
    "buyers": (1, 3, 10, 30, 100, 300, 1_000),
    "days": (30, 100, 300, 1_000, 3_650),
    "orders": (10, 100, 1_000, 10_000, 100_000),
    "products": (1, 3, 10, 30, 100),
    "channels": (1, 3, 10, 30, 100),
}


def scenario_of(size: Size) -> Scenario:
    """A market in which everything is there for what is ordered, with a control halfway that calls goods back."""
    orders = size.orders if size.orders is not None else size.buyers * math.ceil(size.days / MONTH)
    weekly = math.ceil(1.5 * UNITS * orders * 7 / size.days)
    each_product, each_channel = math.ceil(weekly / size.products), math.ceil(weekly / size.channels)
    return build(
        {
            "name": "size",
            "start": START,
            "end": START + timedelta(days=size.days - 1),
            "product": [product(number, each_product) for number in range(size.products)],
            "control": [control(size.days // 2)],
            "distributor": [distributor(number, each_channel) for number in range(size.channels)],
            "buyer": [buyer(number, orders, size) for number in range(size.buyers)],
        }
    )


def product(number: int, weekly: int) -> dict[str, Any]:
    """A product of which there are two weeks' orders in stock, and a lot a week."""
    made: dict[str, Any] = {
        "start": START - timedelta(days=100),
        "lot_interval": 7,
        "capacity": weekly,
        "cycle_time": 60,
    }
    made |= {"yield": {"beta": [90, 10]}}
    return {"name": f"product {number}", "price": PRICE, "initial_stock": 2 * weekly, "production": made}


def control(day: int) -> dict[str, Any]:
    """A control of the first product, which licenses nearly all."""
    when = START + timedelta(days=day)
    told: dict[str, Any] = {
        "name": "rule",
        "covers": ["product 0"],
        "announced": when - timedelta(days=5),
        "effective": when,
    }
    return told | {"in_transit": "return", "license": {"days": {"uniform": [0, 10]}, "granted": 0.9}}


def distributor(number: int, weekly: int) -> dict[str, Any]:
    """A distributor with room for its share of all orders, and credit for six weeks of it."""
    transit = {"triangular": [3, 7, 21]}
    own: dict[str, Any] = {
        "name": f"distributor {number}",
        "weekly_capacity": 2 * weekly,
        "credit_limit": 12 * weekly * PRICE,
    }
    return own | {"transit_days": transit, "margin": 0.05}


def buyer(number: int, orders: int, size: Size) -> dict[str, Any]:
    """A buyer with its share of the orders, spread over the run; every tenth deals directly."""
    own = [
        {
            "date": START + timedelta(days=place * size.days // orders),
            "product": f"product {place // size.buyers % size.products}",
            "units": UNITS,
        }
        for place in range(number, orders, size.buyers)
    ]
    told: dict[str, Any] = {
        "name": f"buyer {number}",
        "via": {f"distributor {number % size.channels}": 1.0},
        "order": own,
    }
    told |= {"patience": 60, "shortage": {"waits": 20, "factor": 1.2}}
    if number % 10 == 9:
        contract = {"weekly_capacity": 10 * UNITS, "reserved_share": 0.5 / size.buyers, "transit_days": 5}
        opens = START + timedelta(days=size.days // 4)
        talks = {"opens": opens, "rounds": 3, "round_days": {"uniform": [5, 15]}, "success": 0.5, "contract": contract}
        told |= {"negotiation": talks}
    return told


def least_seconds(side: Callable[[], object]) -> float:
    """Processor time of the quickest of several runs: what others do on the machine meanwhile counts less."""
    times: list[float] = []
    while len(times) < MOST_REPEATS and sum(times) < LEAST_SECONDS:
        begin = time.process_time()
        side()
        times.append(time.process_time() - begin)
    return min(times)


def measured(size: Size) -> dict[str, float]:
    """Seconds of a replication on each engine, draws included; first both have to give the same log."""
    scenario = scenario_of(size)
    machine = Machine(scenario)
    with_log(machine, range(1))
    assert machine.log().digest() == on_simpy(scenario, 0).digest(), size
    sides: dict[str, Callable[[], object]] = {
        SIMPY: lambda: on_simpy(scenario, 0),
        LOG: lambda: with_log(machine, range(1)),
        FIGURES: lambda: with_figures(machine, range(1)),
    }
    return {name: least_seconds(side) for name, side in sides.items()}


Times = dict[str, dict[int, dict[str, float]]]
"""By what grows, how much of it there is, and engine: seconds."""


def slope(times: dict[int, dict[str, float]], engine: str, small: int, large: int) -> float:
    """The exponent between two sizes."""
    return math.log(times[large][engine] / times[small][engine]) / math.log(large / small)


def rows_of(times: Times) -> tuple[list[Row], list[Row]]:
    """The exponents, and the times that they come from."""
    exponents, seconds = [], []
    for (what, by_size), engine in itertools.product(times.items(), (SIMPY, LOG, FIGURES)):
        sizes = sorted(by_size)
        end, whole = (slope(by_size, engine, small, sizes[-1]) for small in (sizes[-2], sizes[0]))
        exponents += [
            Row(f"{engine}, {what} from {sizes[-2]:,} to {sizes[-1]:,}", end, "exponent", at_most=MOST_EXPONENT),
            Row(f"{engine}, {what} from {sizes[0]:,} to {sizes[-1]:,}", whole, "exponent"),
        ]
        seconds += [Row(f"{engine}, {size:,} {what}", 1000 * by_size[size][engine], "ms") for size in sizes]
    return exponents, seconds


def draw(times: Times) -> Figure:
    """Time against size on each engine, a panel for each thing that grows."""
    figure = Figure(figsize=(4 * len(times), 4), layout="constrained")
    panels = figure.subplots(1, len(times), sharey=True, squeeze=False)[0]
    for axes, (what, by_size) in zip(panels, times.items(), strict=True):
        sizes = sorted(by_size)
        for engine in (SIMPY, LOG, FIGURES):
            axes.loglog(sizes, [1000 * by_size[size][engine] for size in sizes], marker="o", label=engine)
        axes.set_xlabel(what)
        axes.grid(visible=True, alpha=0.3)
    panels[0].set_ylabel("ms a replication")
    panels[0].legend()
    figure.suptitle("Cost against size")
    return figure


def main() -> None:
    """Measure every size and write the table and the picture."""
    options = table.parser(__doc__)
    options.add_argument("what", nargs="*", help=f"what grows, of {', '.join(SIZES)}; all of them if none")
    asked = options.parse_args()
    times: Times = {}
    for what in asked.what or SIZES:
        sizes = SIZES[what][:3] if asked.fast else SIZES[what]
        times[what] = {size: measured(Size(**{what: size})) for size in sizes}
    exponents, seconds = rows_of(times)
    table.record("scaling", [*exponents, *seconds], asked.out)
    table.save(draw(times), "scaling", asked.out)


if __name__ == "__main__":
    main()
