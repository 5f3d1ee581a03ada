"""Random values of a scenario file, and tables with some of their keys."""

from datetime import date, timedelta
from typing import Any

from tests.drawn.choices import Choice, Draw, booleans, composite, integers, one_of, sampled_from, several, tables

Document = dict[str, Any]

POLICIES = ("fifo", "pro-rata", "fair-share", "contract-first", "ranking")


def maybe(draw: Draw, table: Document, **optional: Choice[Any]) -> Document:
    """The table with some of its optional keys."""
    for key, values in optional.items():
        if draw(booleans):
            table[key.rstrip("_")] = draw(values)
    return table


def shares(low: float = 0.0, high: float = 1.0) -> Choice[float]:
    """Shares in whole hundredths."""
    hundredths = integers(round(100 * low), round(100 * high))
    return lambda draw: draw(hundredths) / 100


def dates(start: date, first: int, last: int) -> Choice[date]:
    """Dates so many days after the start."""
    days = integers(first, max(first, last))
    return lambda draw: start + timedelta(days=draw(days))


@composite
def quantities(draw: Draw, low: int, high: int) -> Any:
    """A number, or one of the distributions of about that size, none below 0."""
    left, mode, right = sorted(draw(integers(low, high)) for _ in range(3))
    middle = max(1, mode)
    return draw(
        sampled_from(
            [
                mode,
                {"uniform": [left, right]},
                {"triangular": [left, mode, right]},
                {"pert": [left, mode, right]},
                {"normal": {"mean": mode, "sd": 2.5, "min": left, "max": right + 1}},
                {"lognormal": {"median": middle, "sigma": 0.5}},
                {"exponential": {"mean": middle}},
                {"poisson": {"mean": middle}},
                {"choice": [left, right], "weights": [0.3, 0.7]},
                {"loguniform": [max(1, left), max(1, right)]},
                {"gamma": {"shape": 2.5, "scale": middle / 2.5}},
                {"weibull": {"shape": 1.3, "scale": middle}},
                {"quantiles": {"p00": left, "p50": mode, "p95": right}},
                {"empirical": {"file": "-", "column": "-", "values": [left, mode, mode, right]}},
            ]
        )
    )


def yields() -> Choice[Any]:
    """Shares of a lot that are good: a number or a distribution."""
    return sampled_from(
        [1.0, 0.9, 0.0, {"beta": [9, 1]}, {"uniform": [0.5, 1.0]}, {"choice": [0.2, 0.95]}, {"pert": [0.6, 0.9, 1.0]}]
    )


def ramps() -> Choice[Document]:
    """Ramps of all three kinds."""
    logistic = tables({"midpoint": integers(0, 40), "slope": sampled_from([0.05, 0.3])})
    linear = tables({"days": integers(1, 60)})
    return one_of(tables({"logistic": logistic}), tables({"linear": linear}), tables({"table": steps}))


def steps(draw: Draw) -> list[list[float]]:
    """The rows of a ramp: days and shares."""
    return [[day, draw(shares())] for day in sorted(draw(several(range(61), 1, 3)))]
