"""Two scenarios compared: delivered units of both, and their paired difference by day."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from numpy.typing import NDArray

from sim.clock import in_words
from sim.pictures.content import Content
from sim.pictures.marks import head
from sim.pictures.scales import date_axis, to_the_end, unit_axis
from sim.pictures.several import several_chart
from sim.pictures.style import DELIVERED, FAINT, INK, MUTED, ORDERED, Picture, house_style, lined, picture
from sim.pictures.tables import Table, curves_by_date
from sim.pictures.text import cut
from sim.records.figures.naming import target_figures
from sim.records.products import of_products
from sim.records.words import apart, entity_in_words, written
from sim.scenario.schema import Scenario
from sim.scenario.unit import unit_of

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 32


def pictures(content: Content) -> Iterator[Picture]:
    """Two scenarios with their difference by day, or more of them beside each other."""
    if not content.has("bands"):
        return
    bands, about = content.table("bands"), (content.seed, content.caution)
    if len(content.scenarios) > 2:
        differences = content.table("differences")
        yield several_chart(bands, content.points, differences, content.scenarios, *about)
        return
    a, b = content.scenarios
    said = f"{content.caution[:1].upper()}{content.caution[1:]}." if content.caution else ""
    note = " ".join(filter(None, (pairs_in_words(a, content.table("differences")), said)))
    yield compared_chart(bands, content.table("difference_by_day"), a, b, content.seed, note)


def pairs_in_words(a: Scenario, differences: "pd.DataFrame") -> str:
    """In how many pairs both scenarios reach each target, for a picture; empty where all reach them."""
    rows = differences.set_index("figure").to_dict("index") if len(differences) else {}
    targets = target_figures(a.reported_buyer, a.report.shares)
    known: dict[float, Any] = {target: rows[name] for target, name in targets.items() if name in rows}
    if not any(row["left_out"] for row in known.values()):
        return ""
    counts = [f"{100 * target:.3g}% in {row['pairs']:,}" for target, row in known.items()]
    return f"Delivered under both: at least {', '.join(counts)} pairs."


@house_style()
def compared_chart(
    bands: "pd.DataFrame", by_day: "pd.DataFrame", a: Scenario, b: Scenario, seed: int, note: str = ""
) -> Picture:
    """Median and 90 % band of both scenarios; below, the mean difference of B less A with its 95 % interval.

    `note` is a sentence that stands below the picture.
    """
    who = a.reported_buyer
    own = bands[(bands["buyer"] == who) & (bands["product"] == "all") & (bands["curve"] == "delivered")]
    name_a, name_b = apart(a, b)
    pairs = int(own["replications"].max()) if len(own) else 0
    units = f"{unit_of(a).heading} delivered to {entity_in_words(who)}{of_products(a, who)}"
    said = f"{units}, cumulative; line: median, band: middle 90%"
    footer = f"{name_b} less {name_a}, seed {seed}, {pairs:,} pairs on common random numbers. {note}".rstrip()
    figure = picture(6.2, finding(by_day, a, b, who), said, footer)
    upper, lower = figure.subplots(2, 1, height_ratios=[2, 1])
    for point, name, colour, style in ((0, name_a, ORDERED, "--"), (1, name_b, DELIVERED, "-")):
        _band(upper, own[own["point"] == point], cut(name, LONGEST), colour, style)
    upper.set_ylim(bottom=0)
    _difference(lower, by_day)
    for axes in (upper, lower):
        lined(axes)
        unit_axis(axes.yaxis, 6 if axes is upper else 4)
        date_axis(axes, a.start, a.end)
    head(upper, "", columns=2)
    head(lower, "Mean paired difference, and its 95% interval")
    figure.table = _table(own, by_day, a, (name_a, name_b), units)
    return figure


def _table(own: "pd.DataFrame", by_day: "pd.DataFrame", a: Scenario, names: Sequence[str], caption: str) -> Table:
    """Both by date, and their difference where it is kept."""
    columns: dict[str, Sequence[float]] = {}
    for point, name in enumerate(names):
        rows = own[own["point"] == point]
        ends = {"median": "p50", "5 %": "p05", "95 %": "p95"}
        columns |= {f"{name}, {words}": rows[end].tolist() for words, end in ends.items()}
    if len(by_day):
        words = {"difference": "B less A, mean", "low": "95 % interval from", "high": "to"}
        columns |= {said: by_day[key].tolist() for key, said in words.items()}
    return curves_by_date(a, f"{caption}, by date", columns)


def _dates(rows: "pd.DataFrame") -> NDArray[np.float64]:
    """The days of rows, and the end of the last."""
    days = np.asarray(date2num(rows["date"].to_numpy()), dtype=np.float64)
    return np.append(days, days[-1:] + 1)


def _band(axes: Axes, rows: "pd.DataFrame", name: str, colour: str, style: str) -> None:
    """The band as a veil with an edge in the line's own style: two of them can be told apart where they cross."""
    dates = _dates(rows)
    low, high = (to_the_end(rows[end].to_numpy()) for end in ("p05", "p95"))
    axes.fill_between(dates, low, high, color=colour, alpha=0.12, step="post", linewidth=0)
    for edge in (low, high):
        axes.step(dates, edge, color=colour, linestyle=style, linewidth=0.8, where="post")
    axes.step(
        dates,
        to_the_end(rows["p50"].to_numpy()),
        color=colour,
        linestyle=style,
        linewidth=2.2,
        where="post",
        label=name,
    )


def _difference(axes: Axes, by_day: "pd.DataFrame") -> None:
    axes.axhline(0, color=MUTED, linewidth=0.8)
    if len(by_day):
        dates = _dates(by_day)
        low, high = (to_the_end(by_day[end].to_numpy()) for end in ("low", "high"))
        axes.fill_between(dates, low, high, color=FAINT, step="post", linewidth=0)
        axes.step(dates, to_the_end(by_day["difference"].to_numpy()), color=INK, linewidth=1.6, where="post")
        if not _differs(by_day):
            axes.set_ylim(-1, 1)
            axes.annotate("no difference on any day", (0.5, 0.7), xycoords="axes fraction", ha="center", color=MUTED)
    else:
        note = "kept for up to 2,000 pairs of the same dates"
        axes.annotate(note, (0.5, 0.5), xycoords="axes fraction", ha="center", color=MUTED)


def _differs(by_day: "pd.DataFrame") -> bool:
    """Whether the two differ on any day, in any pair: an interval of 0 to 0 is of pairs that are all the same."""
    return bool(by_day[["difference", "low", "high"]].fillna(0).to_numpy().any())


def finding(by_day: "pd.DataFrame", a: Scenario, b: Scenario, who: str) -> str:
    """What B changes by the end, in one sentence."""
    name_a, name_b = apart(a, b)
    if not len(by_day):
        return f"{name_b} compared with {name_a}"
    last = by_day.iloc[-1]
    units, when = float(last["difference"]), in_words(last["date"])
    change = f"{written('delivered_units', units, sign=True)} {unit_of(a).of(units)}"
    unit, buyer, verb = unit_of(a), entity_in_words(who), "have" if who == "all" else "has"
    if not _differs(by_day):
        return f"Under {name_b}, what {buyer} {verb} by {when} is the same as under {name_a}"
    if float(last["low"]) <= 0 <= float(last["high"]):
        return f"Under {name_b}, what {buyer} {verb} by {when} differs by {change}: not told from 0"
    word = "more" if units > 0 else unit.fewer
    return f"Under {name_b}, {buyer} {verb} {unit.counted(abs(units))} {word} by {when} than under {name_a}"
