"""Random values of a scenario file, and tables with some of their keys."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Document = dict[str, Any]

POLICIES = ("fifo", "pro-rata", "fair-share", "contract-first", "ranking")


def maybe(draw: DrawFn, table: Document, **optional: SearchStrategy[Any]) -> Document:
    """The table with some of its optional keys."""
    for key, values in optional.items():
        if draw(st.booleans()):
            table[key.rstrip("_")] = draw(values)
    return table


def shares(low: float = 0.0, high: float = 1.0) -> SearchStrategy[float]:
    """Shares in whole hundredths."""
    return st.integers(round(100 * low), round(100 * high)).map(lambda hundredths: hundredths / 100)


def dates(start: date, first: int, last: int) -> SearchStrategy[date]:
    """Dates so many days after the start."""
    return st.integers(first, max(first, last)).map(lambda day: start + timedelta(days=day))


@st.composite
def quantities(draw: DrawFn, low: int, high: int) -> Any:
    """A number, or one of the distributions of about that size, none below 0."""
    left, mode, right = sorted(draw(st.tuples(*[st.integers(low, high)] * 3)))
    middle = max(1, mode)
    return draw(
        st.sampled_from(
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


def yields() -> SearchStrategy[Any]:
    """Shares of a lot that are good: a number or a distribution."""
    return st.sampled_from(
        [1.0, 0.9, 0.0, {"beta": [9, 1]}, {"uniform": [0.5, 1.0]}, {"choice": [0.2, 0.95]}, {"pert": [0.6, 0.9, 1.0]}]
    )


def ramps() -> SearchStrategy[Document]:
    """Ramps of all three kinds."""
    logistic = st.fixed_dictionaries({"midpoint": st.integers(0, 40), "slope": st.sampled_from([0.05, 0.3])})
    linear = st.fixed_dictionaries({"days": st.integers(1, 60)})
    rows = st.dictionaries(st.integers(0, 60), shares(), min_size=1, max_size=3).map(
        lambda table: sorted(map(list, table.items()))
    )
    return st.one_of(
        logistic.map(lambda ramp: {"logistic": ramp}),
        linear.map(lambda ramp: {"linear": ramp}),
        rows.map(lambda ramp: {"table": ramp}),
    )
