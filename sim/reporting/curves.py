"""The main picture: what is delivered over time, of a run, of a sweep as a fan, of a comparison side by side."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sim.pictures.fan import finding as fan_finding
from sim.records.order import order_curve
from sim.records.products import of_products
from sim.records.words import NONE, apart, date_in_words, entity_in_words, written
from sim.reporting.pictures import Key, Picture, drawn
from sim.reporting.result import Result
from sim.reporting.svg.curves import Band, Chart, Event, Line, curves_picture
from sim.reporting.tables import Row, Table
from sim.scenario.drawn_dates import Dates, Turn, When
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

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
    from sim.pictures.curves import curves_of, finding

    own = curves_of(result.daily, result.scenario, result.scenario.report.buyer)
    curves = {"ordered": own.ordered.tolist(), "delivered": own.delivered.tolist()}
    lines = [
        Line("ordered, less switched", curves["ordered"], "b dashed"),
        Line("delivered", curves["delivered"], "a"),
    ]
    gap = Band("ordered and not delivered", curves["delivered"], curves["ordered"], "gap")
    return _picture(result, finding(own, result.scenario), lines, [gap], curves)


def _of_sweep(result: Result) -> Picture:
    rows = _own(result)
    delivered = rows[rows["curve"] == "delivered"]
    quantiles = {name: delivered[name].tolist() for name in ("p05", "p25", "p50", "p75", "p95")}
    means = {curve: rows.loc[rows["curve"] == curve, "mean"].to_numpy() for curve in ("ordered", "switched")}
    on_order = order_curve(means).tolist()
    lines = [
        Line("ordered, less switched: mean", on_order, "b dashed"),
        Line("delivered: median", quantiles["p50"], "a"),
    ]
    bands = [
        Band("nine of ten replications", quantiles["p05"], quantiles["p95"], "a outer"),
        Band("half of the replications", quantiles["p25"], quantiles["p75"], "a inner"),
    ]
    columns = {
        "ordered, mean": on_order,
        "5 %": quantiles["p05"],
        "25 %": quantiles["p25"],
        "median": quantiles["p50"],
        "75 %": quantiles["p75"],
        "95 %": quantiles["p95"],
    }
    return _picture(result, fan_finding(rows, result.scenario), lines, bands, columns)


def _of_comparison(result: Result) -> Picture:
    rows = _own(result)
    rows = rows[rows["curve"] == "delivered"]
    lines: list[Line] = []
    bands: list[Band] = []
    columns: dict[str, list[float]] = {}
    for point, scenario, style in zip((0, 1), result.scenarios, ("b dashed", "a"), strict=True):
        own, letter = rows[rows["point"] == point], "AB"[point]
        lines.append(Line(f"{letter}, {scenario.name}: median", own["p50"].tolist(), style))
        band = (own["p05"].tolist(), own["p95"].tolist())
        bands.append(Band(f"{letter}: nine of ten replications", *band, f"{style[0]} outer"))
        columns |= {f"{letter}, median": own["p50"].tolist(), f"{letter}, 5 %": band[0], f"{letter}, 95 %": band[1]}
    return _picture(result, _compared(result), lines, bands, columns)


def _compared(result: Result) -> str:
    """The paired difference at the last report date."""
    when, whose = result.dates[-1], entity_in_words(result.who)
    rows = result.differences
    row = rows.get(f"{UNITS}.{result.who}.{when}")
    a, b = apart(*result.scenarios)
    verb = "have" if result.who == "all" else "has"
    if row is None or not row["difference"]:
        return f"By {date_in_words(when)} {whose} {verb} as much under {b} as under {a}"
    unit = unit_of(result.scenario)
    units = f"{unit.counted(abs(row['difference']))} {'more' if row['difference'] > 0 else unit.fewer}"
    return f"By {date_in_words(when)} {whose} {verb} {units} under {b} than under {a}, on average"


def _own(result: Result) -> "pd.DataFrame":
    bands = result.table("bands.parquet")
    return bands[(bands["buyer"] == result.who) & (bands["product"] == "all")].sort_values(["point", "day"])


def _picture(
    result: Result, finding: str, lines: list[Line], bands: list[Band], columns: dict[str, list[float]]
) -> Picture:
    scenario = result.scenario
    chart = Chart(scenario.start, scenario.days, lines, bands, _events(result))
    legend = [
        *(Key("curve", line.style, line.name) for line in lines),
        *(Key("band", band.style, band.name) for band in bands),
    ]
    unit, who = unit_of(scenario), entity_in_words(result.who)
    units = f"{unit.heading} of {who}{of_products(scenario, result.who)}"
    caption = f"{unit.heading} of {who} by date, cumulative"
    rows = [
        Row(date_in_words(when), "", tuple(_at(curve, (when - scenario.start).days) for curve in columns.values()))
        for when in _dates(result)
    ]
    table = Table(caption, "By", tuple(columns), rows)
    note = f"{units}, cumulative. {result.drawn_from}"
    return drawn(
        lambda width: curves_picture(chart, finding, width, 400 if width > 500 else 300), finding, table, legend, note
    )


def _at(curve: list[float], day: int) -> str:
    return written(UNITS, curve[day]) if 0 <= day < len(curve) else NONE


def _dates(result: Result) -> list[date]:
    """Month ends and report dates within the run; of a long run the years' ends."""
    from sim.analysis.sensitivity import month_ends

    ends = month_ends(result.scenario)
    ends = ends if len(ends) <= MOST_DATES else tuple(end for end in ends if end.month == 12)
    own = {*ends, *result.dates, result.scenario.end}
    return sorted(when for when in own if result.scenario.start <= when <= result.scenario.end)


def _events(result: Result) -> list[Event]:
    """When controls were announced, took effect, were moved or lifted within the run; of B what A lacks."""
    found = {(when, words): None for one in result.scenarios for when, words in _of_controls(one)}
    start, end = result.scenario.start, result.scenario.end
    return [
        Event((max(when.first, start) - start).days, words, (min(when.last, end) - start).days)
        for when, words in found
        if start <= when.last and when.first <= end
    ]


def _of_controls(scenario: Scenario) -> Iterator[tuple[When, str]]:
    dates = Dates(scenario)
    for place, control in enumerate(scenario.control):
        for turn in dates.of_control(place, control):
            moved = Turn(turn.when, "moved") if "moved" in turn.what else turn
            yield turn.when, f"{control.name} {moved.label}"
