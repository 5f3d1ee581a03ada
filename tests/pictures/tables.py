"""Small fixed tables, and each kind of picture made from them: nothing here is simulated."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.pictures.box import box_chart
from sim.pictures.calibrated import posterior_chart
from sim.pictures.chances import chances_chart
from sim.pictures.checked import check_chart
from sim.pictures.compared import compared_chart
from sim.pictures.curves import delivered_versus_ordered
from sim.pictures.fan import Fan, fan_chart, page_of_fans
from sim.pictures.flows import flows_of_run
from sim.pictures.grid import grid_chart
from sim.pictures.histogram import histograms
from sim.pictures.index_curves import index_curves
from sim.pictures.several import several_chart
from sim.pictures.style import Picture
from sim.pictures.tornado import tornado
from sim.pictures.waterfall import waterfall_chart
from sim.records.figures.naming import figure_name
from sim.records.tables import Columns
from sim.scenario.file import build
from sim.scenario.schema import Scenario

SCENARIO = """
name = "small"
title = "Is what Ann ordered delivered?"
start = 2023-01-01
end = 2023-06-30
[report]
buyer = "Ann"
dates = [2023-03-31, 2023-06-30]
[[product]]
name = "A"
price = 10_000
initial_stock = 100
[product.production]
start = 2023-01-01
capacity = 500
[[control]]
name = "letter"
covers = ["A"]
announced = 2022-12-01
effective = 2022-12-20
moved = [{ on = 2022-12-10, to = 2023-05-01 }]
[[distributor]]
name = "north"
weekly_capacity = 1000
margin = 0.05
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 6_000 }, { date = 2023-03-15, product = "A", units = 4_000 }]
[[buyer]]
name = "Bob"
via = { north = 1.0 }
order = [{ date = 2023-02-01, product = "A", units = 2_000 }]
[uncertain]
"product.A.production.capacity" = { uniform = [100, 1_000] }
"buyer.Ann.order.2.date" = { uniform = [2023-03-01, 2023-04-30] }
"distributor.north.margin" = { uniform = [0.0, 0.2] }
"""

WHEN = "2023-06-30"


def small() -> Scenario:
    """The scenario of all pictures here."""
    return build(tomllib.loads(SCENARIO))


def days_of(scenario: Scenario) -> list[date]:
    """Every day of a run."""
    return [scenario.start + timedelta(days=day) for day in range(scenario.days)]


def books(scenario: Scenario) -> Columns:
    """The columns of `daily`."""
    return {str(name): column.to_numpy() for name, column in daily(scenario).items()}


def daily(scenario: Scenario) -> pd.DataFrame:
    """Books in which each buyer orders twice, and deliveries go up evenly."""
    day = np.arange(scenario.days)
    tables = []
    for number, buyer in enumerate(scenario.buyer, 1):
        ordered = 6_000 // number * (day >= 1) + 4_000 // number * (day >= scenario.days // 2)
        delivered = np.minimum(ordered, 35 * day // number)
        tables.append(
            pd.DataFrame(
                {"day": day, "product": scenario.product[0].name, "buyer": buyer.name}
                | {"channel": scenario.distributor[0].name, "ordered": ordered, "dispatched": delivered}
                | {"delivered": delivered, "cancelled": 0, "open": ordered - delivered, "switched": 0}
            )
        )
    return pd.concat(tables, ignore_index=True)


def figures(scenario: Scenario) -> dict[str, int]:
    """The key figures of these books: every order is needed."""
    rows, found = daily(scenario), {}
    for who in ("all", *(buyer.name for buyer in scenario.buyer)):
        own = rows if who == "all" else rows[rows["buyer"] == who]
        by_day = own.groupby("day")[["ordered", "delivered"]].sum()
        found[figure_name("need_units", who)] = int(by_day["ordered"].iloc[-1])
        found[figure_name("met_units", who)] = int(by_day["delivered"].iloc[-1])
        for when in scenario.report.dates or (scenario.end,):
            found[figure_name("met_units", who, when)] = int(by_day["delivered"][(when - scenario.start).days])
    return found


def bands(scenario: Scenario, point: int = 0, speed: float = 1.0, units: float = 10_000) -> pd.DataFrame:
    """Bands of the reported buyer that open evenly."""
    day = np.arange(scenario.days)
    who, whole = scenario.report.buyer or "all", max(1, scenario.days - 1)
    tables = []
    for curve, middle in (
        ("ordered", units * (0.6 * (day >= 1) + 0.4 * (day >= scenario.days // 2))),
        ("delivered", 0.7 * units * speed * day / whole),
        ("switched", np.zeros(scenario.days)),
    ):
        spread = 0.3 * middle if curve == "delivered" else 0 * middle
        shifts = {"p05": -1.0, "p25": -0.4, "p50": 0.0, "p75": 0.4, "p95": 1.0, "mean": 0.0, "low": -0.1, "high": 0.1}
        columns: dict[str, Any] = {"point": point, "date": days_of(scenario), "product": "all", "buyer": who}
        columns |= {"curve": curve, "replications": 200}
        tables.append(pd.DataFrame(columns | {key: middle + shift * spread for key, shift in shifts.items()}))
    return pd.concat(tables, ignore_index=True)


def reached(scenario: Scenario) -> dict[float, Any]:
    """Days on which 40 replications reach each target; the last in few."""
    day = np.linspace(0, scenario.days, 40)
    return {0.1: 0.2 * day, 0.5: 0.8 * day, 0.9: np.where(day > 100, np.nan, day + 60), 1.0: np.full(40, np.nan)}


def statistics(mean: float, spread: float = 0.1) -> dict[str, float]:
    """Statistics of one figure as a summary has them."""
    shifts = {"p05": -1.0, "p25": -0.4, "p50": 0.0, "p75": 0.4, "p95": 1.0, "mean": 0.02, "low": -0.1, "high": 0.1}
    return {key: min(1.0, max(0.0, mean + shift * spread)) for key, shift in shifts.items()}


def point(number: int, settings: Mapping[str, Any], mean: float) -> dict[str, Any]:
    """A point of a grid; Bob gets half of what Ann gets."""
    figures = {
        f"delivered_share.Ann.{when}": statistics(mean * part) for when, part in (("2023-03-31", 0.5), (WHEN, 1))
    }
    figures |= {f"delivered_share.Bob.{WHEN}": statistics(mean / 2)}
    return {"point": number, "settings": dict(settings), "replications": 100, "failed": 0, "figures": figures}


CAPACITY, MARGIN = "product.A.production.capacity", "distributor.north.margin"


def by_capacity() -> list[dict[str, Any]]:
    """A grid of one path."""
    return [point(place, {CAPACITY: units}, 0.1 + units / 1_250) for place, units in enumerate(range(100, 1_001, 100))]


def by_policy() -> list[dict[str, Any]]:
    """A grid of names."""
    names = ("fifo", "pro-rata", "ranking")
    return [point(place, {"allocation": name}, 0.3 + 0.2 * place) for place, name in enumerate(names)]


def by_two() -> list[dict[str, Any]]:
    """A grid of two paths."""
    pairs = [(units, margin) for units in (100, 400, 1_000) for margin in (0.0, 0.1, 0.2)]
    return [
        point(place, {CAPACITY: units, MARGIN: margin}, units / 1_100 - margin / 4)
        for place, (units, margin) in enumerate(pairs)
    ]


def indices(figure: str = f"delivered_units.Ann.{WHEN}") -> pd.DataFrame:
    """Sobol's indices of the three uncertain parameters."""
    total = np.array([0.55, 0.30, 0.05])
    columns = {"figure": figure, "parameter": list(small().uncertain), "total": total, "first": 0.7 * total}
    return pd.DataFrame(columns | {"total_low": 0.8 * total, "total_high": 1.3 * total})


ABOUT = {"samples": 64, "chance_share": 0.12, "chance_deviation": 40.0}


def by_month() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Indices at both report dates, with what is known of each figure."""
    names = [f"delivered_units.Ann.{when}" for when in ("2023-03-31", WHEN)]
    tables = [
        indices(name).assign(total=indices(name)["total"] * part) for name, part in zip(names, (1, 0.6), strict=True)
    ]
    return pd.concat(tables, ignore_index=True), dict.fromkeys(names, ABOUT)


def causes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows and means of an attribution: a large cause, a small one, one that helps."""
    rows = pd.DataFrame({"need": [10_000] * 3, "delivered": [6_000, 6_500, 7_000]})
    found = pd.DataFrame({"cause": ["yield", "ramp", "ban"], "units": [600.0, 3_400.0, -500.0]})
    return rows, found.assign(low=found["units"] - 300, high=found["units"] + 300)


def by_day(scenario: Scenario) -> pd.DataFrame:
    """A paired difference that grows."""
    difference = 20.0 * np.arange(scenario.days)
    return pd.DataFrame(
        {"date": days_of(scenario), "difference": difference, "low": 0.8 * difference, "high": 1.2 * difference}
    )


def calibrated() -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    """A posterior narrower than its prior, and one observation."""
    prior = pd.DataFrame(
        {f"sampled.{CAPACITY}": np.linspace(100, 1_000, 40), f"sampled.{MARGIN}": np.linspace(0, 0.2, 40)}
    )
    after = pd.DataFrame(
        {f"sampled.{CAPACITY}": np.linspace(300, 700, 40), f"sampled.{MARGIN}": np.linspace(0, 0.2, 40)}
    )
    one = {"figure": f"delivered_usd.all.{WHEN}", "value": 6e7, "range": [3e7, 9e7], "source": "a paper"}
    spread = {"prior": {"p05": 2e7, "p50": 5e7, "p95": 9e7}, "posterior": {"p05": 4e7, "p50": 6e7, "p95": 8e7}}
    summary = {"parameters": {CAPACITY: {"narrowed": 0.8}, MARGIN: {"narrowed": 0.0}}, "observations": [one | spread]}
    return prior, after, summary | {"particles": 40, "distinct": 38, "narrowed_by_chance": 0.3}


def box() -> tuple[dict[str, Any], tuple[str, ...], Any]:
    """A box about one number and one date."""
    ends = {CAPACITY: {"low": None, "high": 400.0, "quasi_p": 1e-6}}
    ends |= {"buyer.Ann.order.2.date": {"low": "2023-04-01", "high": None, "quasi_p": 0.01}}  # type: ignore[dict-item]
    steps = [{"coverage": 1 - 0.1 * step, "density": 0.3 + 0.1 * step} for step in range(6)]
    told = {"target": f"delivered_share.Ann.{WHEN} < 0.5", "replications": 600, "frequency": 0.3, "box": ends}
    parameters = (CAPACITY, "buyer.Ann.order.2.date")
    days = [date(2023, 3, 1).toordinal(), date(2023, 4, 30).toordinal()]
    points = np.array([[100.0, days[0]], [1_000.0, days[1]]])
    return told | {"coverage": 0.6, "density": 0.7, "trajectory": steps}, parameters, points


def chances() -> dict[str, Any]:
    """Probabilities of three targets by two dates."""
    targets = {"0.1": 0.9, "0.5": 0.4, "1.0": 0.05}
    return {
        when: {
            target: {
                "probability": share * part,
                "low": 0.8 * share * part,
                "high": min(1.0, 1.2 * share * part),
                "count": 200,
            }
            for target, share in targets.items()
        }
        for when, part in (("2023-03-31", 0.5), (WHEN, 1.0))
    }


def flows() -> dict[str, float]:
    """Key figures of flows: two products, two buyers, a rest of each kind."""
    return {
        "flow_units.A.north.Ann": 4_000,
        "flow_transit_units.A.Ann": 700,
        "flow_open_units.A.Ann": 5_000,
        "flow_cancelled_units.A.Ann": 300,
        "flow_units.A.north.Bob": 1_200,
        "flow_open_units.A.Bob": 800,
        "flow_switched_units.A.Bob": 400,
        "need_units.Ann": 10_000,
        "met_units.Ann": 4_000,
        "need_units.all": 12_000,
        "met_units.all": 5_200,
    }


def sources() -> list[dict[str, Any]]:
    """What is said of four figures: agreed with, contradicted, with one end, of none."""

    def row(figure: str, ends: tuple[Any, Any], quantiles: tuple[Any, Any, Any], verdict: str) -> dict[str, Any]:
        found = dict(zip(("p05", "p50", "p95"), quantiles, strict=True))
        return {"figure": figure, "least": ends[0], "most": ends[1], "verdict": verdict, **found}

    return [
        row(f"delivered_units.Ann.{WHEN}", (4_000.0, 9_000.0), (3_000.0, 5_200.0, 8_000.0), "agrees"),
        row(f"delivered_usd.all.{WHEN}", (9e7, 12e7), (3e7, 5e7, 8e7), "contradicted"),
        row(f"delivered_share.Ann.{WHEN}", (0.4, None), (0.3, 0.5, 0.8), "agrees"),
        row("days_to_share.Ann.0.9", (None, 90.0), (None, None, None), "missing"),
    ]


def _compared() -> Figure:
    a, b = small().set("name", "before"), small()
    both = pd.concat([bands(a, 0, 0.6), bands(b, 1)], ignore_index=True)
    return compared_chart(both, by_day(a), a, b, 0)


def _several() -> Figure:
    names = ("as it was", "no ban", "strict")
    scenarios = [small().set("name", name) for name in names]
    every = pd.concat([bands(one, place, 1 - 0.3 * place) for place, one in enumerate(scenarios)], ignore_index=True)
    points = [point(place, {}, 0.7 - 0.2 * place) for place in range(3)]
    rows = [
        {"figure": f"delivered_units.Ann.{WHEN}", "point": place, "difference": change, "low": change - 90}
        | {"high": change + 90}
        for place, change in ((1, -2_100.0), (2, -4_200.0))
    ]
    return several_chart(every, points, pd.DataFrame(rows), scenarios, 0)


def _waterfall() -> Figure:
    rows, found = causes()
    return waterfall_chart(rows, found, small(), "Ann", date(2023, 6, 30))


def _page() -> Figure:
    return page_of_fans([Fan(bands(small(), speed=speed), small()) for speed in (1.0, 0.7, 0.4)], "Three", "Made up.")


def _histograms() -> Figure:
    values = {
        f"delivered_share.Ann.{WHEN}": np.linspace(0, 1, 60) ** 2,
        f"delivered_usd.all.{WHEN}": np.linspace(0, 9e7, 60),
    }
    return histograms(values, small(), 0)


BOB_AND_ANN = [f"delivered_share.{buyer}.{WHEN}" for buyer in ("Ann", "Bob")]


def named(figure: Figure, name: str) -> Picture:
    """A picture with the name of its files."""
    assert isinstance(figure, Picture)
    figure.name = name
    return figure


PICTURES: dict[str, Callable[[], Figure]] = {
    "delivered_vs_ordered": lambda: delivered_versus_ordered(books(small()), figures(small()), small()),
    "fan_chart": lambda: fan_chart(bands(small()), reached(small()), small(), 0, title=small().title),
    "page_of_fans": _page,
    "flows": lambda: flows_of_run(flows(), small()),
    "chances": lambda: chances_chart(chances(), small(), 0, 200),
    "histograms": _histograms,
    "grid_curves": lambda: grid_chart(by_capacity(), small(), 0),
    "grid_rows": lambda: grid_chart(by_policy(), small(), 0, BOB_AND_ANN),
    "grid_map": lambda: grid_chart(by_two(), small(), 0),
    "tornado": lambda: tornado(indices(), ABOUT, "sobol", f"delivered_units.Ann.{WHEN}", small(), 0),
    "index_curves": lambda: index_curves(*by_month(), small(), "sobol"),
    "waterfall": _waterfall,
    "compared": _compared,
    "several": _several,
    "posterior": lambda: posterior_chart(*calibrated(), small()),
    "box": lambda: box_chart(*box(), small()),
    "checks": lambda: check_chart(sources(), small(), 0, 200),
}
"""Every kind of picture, by name."""
