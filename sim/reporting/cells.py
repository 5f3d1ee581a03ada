"""Key figures as cells of tables: of a run values, of a sweep means with intervals, of a comparison differences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.pictures.tables import middle
from sim.records.figures.naming import figure_of
from sim.records.words import LETTERS, NONE, between, interval_of, written
from sim.reporting.result import Result


@dataclass(frozen=True)
class Cells:
    """Heads of columns, and the cells of every key figure by its flat name."""

    columns: tuple[str, ...]
    by_figure: Mapping[str, tuple[str, ...]]


REPLICATIONS = ("Mean", "95 % interval of the mean", "Median", "90 % of replications", "Replications that have it")
PAIRS = ("Mean of A", "Mean of B", "B less A", "95 % interval of the difference", "Pairs in which both have it")


def of_run(result: Result) -> Cells:
    """The value of each figure."""
    return Cells(("Value",), {name: (written(figure_of(name), value),) for name, value in result.summary.items()})


def of_replications(result: Result) -> Cells:
    """Mean and quantiles over the replications of the first point."""
    point = result.summary["points"][0]
    whole = point["replications"]
    return Cells(REPLICATIONS, {name: _described(name, found, whole) for name, found in point["figures"].items()})


def _described(name: str, found: Mapping[str, Any], replications: int) -> tuple[str, ...]:
    have_it = of_all(found["count"], replications)
    if found["mean"] is None:
        return (*(NONE,) * (len(REPLICATIONS) - 1), have_it)
    mean, p05, p50, p95 = (written(figure_of(name), found[key]) for key in ("mean", "p05", "p50", "p95"))
    return mean, interval_of(figure_of(name), found), p50, between(p05, p95), have_it


def of_comparison(result: Result) -> Cells:
    """Means of A and B and their paired difference; of more scenarios the mean of A and each difference from it."""
    if len(result.scenarios) == 2:
        return Cells(PAIRS, dict(_paired(result)))
    letters = LETTERS[1 : len(result.scenarios)]
    found: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(name for rows in result.differences.values() for name in rows):
        rows = [result.differences[letter].get(name) for letter in letters]
        mean = next(row["mean_a"] for row in rows if row is not None)
        found[name] = (written(figure_of(name), mean), *(_difference(name, row) for row in rows))
    return Cells(("Mean of A", *(f"{letter} less A (95 % interval)" for letter in letters)), found)


def _difference(name: str, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return NONE
    change, low, high = (written(figure_of(name), row[key], sign=True) for key in ("difference", "low", "high"))
    return change if NONE in (change, low, high) else f"{change} ({between(low, high)})"


def _paired(result: Result) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, row in result.differences["B"].items():
        figure = figure_of(name)
        means = (written(figure, row["mean_a"]), written(figure, row["mean_b"]))
        ends = (written(figure, row[key], sign=True) for key in ("low", "high"))
        pairs = of_all(row["pairs"], row["pairs"] + row["left_out"])
        yield name, (*means, written(figure, row["difference"], sign=True), between(*ends), pairs)


def of_update(result: Result) -> Cells:
    """Each figure before any news, and as of the day."""
    found = {
        name: tuple(middle(figure_of(name), about[when]) for when in ("before", "after"))
        for name, about in result.summary["figures"].items()
    }
    return Cells(("Before any of it: median (90 %)", f"As of {result.summary['as_of']}"), found)


def of_calibration(result: Result) -> Cells:
    """Each figure over the particles that agree with what was observed."""
    figures = result.summary["figures"].items()
    return Cells(("Median (90 % of the particles)",), {name: (middle(figure_of(name), one),) for name, one in figures})


def of_all(count: int, whole: int) -> str:
    """How many of all: `97 of 1,000`, or the number where it is all of them."""
    return f"{count:,}" if count == whole else f"{count:,} of {whole:,}"
