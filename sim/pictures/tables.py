"""Tables of what pictures show: a caption, column heads, and rows whose first cell is their head."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from sim.clock import month_ends
from sim.records.words import MINUS, NONE, between, date_in_words, written
from sim.scenario.schema import Scenario

MOST_DATES = 40
"""Ends of months that a table of curves tells; of a longer run it has the ends of years."""


@dataclass(frozen=True)
class Row:
    """A row: its head in words, the flat name or path it stands for, its cells as text."""

    words: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; `head` is the head of its first column. Cells are numbers but in the columns of `texts`."""

    caption: str
    head: str
    columns: Sequence[str]
    rows: Sequence[Row]
    texts: Sequence[int] = ()
    group: str = ""

    def as_csv(self) -> str:
        """The table for a spreadsheet: numbers without commas between their thousands."""
        names = any(row.name for row in self.rows)
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([self.head, *(["name"] if names else []), *self.columns])
        for row in self.rows:
            cells = [cell if place in self.texts else _plain(cell) for place, cell in enumerate(row.cells)]
            writer.writerow([row.words, *([row.name] if names else []), *cells])
        return text.getvalue()


def _plain(cell: str) -> str:
    """A number as every program reads it; nothing for none."""
    return "" if cell == NONE else cell.replace(",", "").replace(MINUS, "-")


def curves_by_date(scenario: Scenario, caption: str, curves: dict[str, Sequence[float]], sign: bool = False) -> Table:
    """Curves of units by day, told at the ends of months, on the report's dates and at the end."""
    rows = [
        Row(date_in_words(when), "", tuple(_at(curve, (when - scenario.start).days, sign) for curve in curves.values()))
        for when in dates_told(scenario)
    ]
    return Table(caption, "By", tuple(curves), rows)


def dates_told(scenario: Scenario) -> list[date]:
    """Ends of months and report dates within the run; of a long run the ends of years."""
    ends = month_ends(scenario.start, scenario.end)
    ends = ends if len(ends) <= MOST_DATES else tuple(end for end in ends if end.month == 12)
    every = {*ends, *scenario.report.dates, scenario.end}
    return sorted(when for when in every if scenario.start <= when <= scenario.end)


def _at(curve: Sequence[float], day: int, sign: bool) -> str:
    return written("delivered_units", float(curve[day]), sign) if 0 <= day < len(curve) else NONE


def middle(figure: str, found: "Any", low: str = "p05", high: str = "p95") -> str:
    """A median with its 90 % range, of statistics by name: `62.0% (3.1% to 99.0%)`; a dash without a value."""
    if found is None or found["p50"] is None or found["p50"] != found["p50"]:
        return NONE
    ends = between(written(figure, found[low]), written(figure, found[high]))
    return f"{written(figure, found['p50'])} ({ends})"
