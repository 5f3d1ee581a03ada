"""The main picture: what is delivered over time, of a run, of a sweep as a fan, of a comparison side by side."""

from datetime import date
from typing import TYPE_CHECKING

from sim.records.need import on_order
from sim.records.words import NONE, date_in_words, entity_in_words, written
from sim.reporting.pictures import Picture, shown
from sim.reporting.result import Result
from sim.reporting.tables import Row, Table
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

UNITS = "delivered_units"
MOST_DATES = 40


def main_picture(result: Result) -> Picture | None:
    """What is delivered to the reported buyer by day; None of a grid, and where the folder keeps no curves."""
    if result.kind == "run":
        return _of_run(result)
    if not result.has("bands.parquet") or result.is_grid:
        return None
    return _of_comparison(result) if result.kind == "compare" else _of_sweep(result)


def _of_run(result: Result) -> Picture:
    from sim.pictures.curves import curves_of, delivered_versus_ordered

    own = curves_of(result.daily, result.summary, result.scenario, result.scenario.report.buyer)
    curves = {"ordered": own.ordered.tolist(), "delivered": own.delivered.tolist()}
    seed, replication = (result.manifest[key] for key in ("seed", "replication"))
    figure = delivered_versus_ordered(result.daily, result.summary, result.scenario, seed, replication)
    return _picture(result, figure, curves)


def _of_sweep(result: Result) -> Picture:
    rows = _own(result)
    delivered = rows[rows["curve"] == "delivered"]
    quantiles = {name: delivered[name].tolist() for name in ("p05", "p25", "p50", "p75", "p95")}
    means = {curve: rows.loc[rows["curve"] == curve, "mean"].to_numpy() for curve in ("ordered", "switched")}
    columns = {
        "ordered, mean": on_order(means).tolist(),
        "5 %": quantiles["p05"],
        "25 %": quantiles["p25"],
        "median": quantiles["p50"],
        "75 %": quantiles["p75"],
        "95 %": quantiles["p95"],
    }
    return _picture(result, result.sweep.plot(), columns)


def _of_comparison(result: Result) -> Picture:
    from sim.analysis.compare import Comparison

    rows = _own(result)
    rows = rows[rows["curve"] == "delivered"]
    columns: dict[str, list[float]] = {}
    for point, letter in enumerate("AB"):
        own = rows[rows["point"] == point]
        ends = {"median": "p50", "5 %": "p05", "95 %": "p95"}
        columns |= {f"{letter}, {words}": own[end].tolist() for words, end in ends.items()}
    return _picture(result, Comparison(result.sweep).plot(), columns)


def _own(result: Result) -> "pd.DataFrame":
    bands = result.table("bands.parquet")
    return bands[(bands["buyer"] == result.who) & (bands["product"] == "all")].sort_values(["point", "day"])


def _picture(result: Result, figure: "Figure", columns: dict[str, list[float]]) -> Picture:
    scenario = result.scenario
    caption = f"{unit_of(scenario).heading} of {entity_in_words(result.who)} by date, cumulative"
    rows = [
        Row(date_in_words(when), "", tuple(_at(curve, (when - scenario.start).days) for curve in columns.values()))
        for when in _dates(result)
    ]
    return shown(figure, "main", Table(caption, "By", tuple(columns), rows), scenario.title)


def _at(curve: list[float], day: int) -> str:
    return written(UNITS, curve[day]) if 0 <= day < len(curve) else NONE


def _dates(result: Result) -> list[date]:
    """Month ends and report dates within the run; of a long run the years' ends."""
    from sim.analysis.sensitivity import month_ends

    ends = month_ends(result.scenario)
    ends = ends if len(ends) <= MOST_DATES else tuple(end for end in ends if end.month == 12)
    own = {*ends, *result.dates, result.scenario.end}
    return sorted(when for when in own if result.scenario.start <= when <= result.scenario.end)
