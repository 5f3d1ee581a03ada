"""What every distribution has: a quantile, a support, a mean; and what lets one be of numbers or of dates."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sim.scenario.quantities import Date, Real, Table, Text

Value = int | float | date | str | Mapping[str, Any] | list[Any]
"""What a distribution gives: a number, a date, a text, of a choice whatever a key can hold."""

TAIL = 1e-9
"""Probability of each tail that the extremes of an unbounded distribution leave out."""


def _kind(value: Any) -> str | None:
    """Which kind of value something is read as; None where it is none of them."""
    if isinstance(value, date):
        return "date"
    if isinstance(value, str):
        try:
            date.fromisoformat(value)
        except ValueError:
            return "text"
        return "date"
    if isinstance(value, Mapping | list | tuple):
        return "table" if isinstance(value, Mapping) else "list"
    if isinstance(value, bool):
        return "truth"
    return "whole" if isinstance(value, int) else "real" if isinstance(value, float) else None


def _bound_kind(value: Any) -> str | None:
    kind = _kind(value)
    return "real" if kind == "whole" else kind if kind in ("real", "date") else None


Whole = Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]
Bound = Annotated[Annotated[Real, Tag("real")] | Annotated[Date, Tag("date")], Discriminator(_bound_kind)]
"""A real number or a date."""

Item = Annotated[
    Annotated[Whole, Tag("whole")]
    | Annotated[Real, Tag("real")]
    | Annotated[bool, Field(strict=True), Tag("truth")]
    | Annotated[Date, Tag("date")]
    | Annotated[Text, Tag("text")]
    | Annotated[dict[str, Any], Tag("table")]
    | Annotated[list[Any], Tag("list")],
    Discriminator(_kind),
]
"""A number, true or false, a date, a text, a table or a list."""


def as_real(value: float | date) -> float:
    """The value as a real number: a date is its ordinal."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def like(model: float | date, value: float) -> float | date:
    """The value as a date where `model` is one, rounded to the nearest day."""
    return date.fromordinal(math.floor(value + 0.5)) if isinstance(model, date) else value


def ascending(values: tuple[float | date, ...]) -> None:
    """Raises `ValueError` unless the values are of one kind, in ascending order."""
    if len({isinstance(value, date) for value in values}) > 1:
        raise ValueError("numbers only, or dates only")
    reals = [as_real(value) for value in values]
    if reals != sorted(reals):
        raise ValueError("values in ascending order")


class Distribution(Table):
    """What all distributions share."""

    def quantile(self, u: float) -> Value:
        """The value below which lies the share u of all draws, 0 < u < 1."""
        raise NotImplementedError

    def support(self) -> tuple[Value, Value]:
        """The smallest and the largest value, infinite where there is none."""
        raise NotImplementedError

    def mean(self) -> float | date:
        """The expected value; raises `ValueError` where the values are text."""
        raise NotImplementedError

    def written(self) -> dict[str, Any]:
        """The distribution as a file has it: without defaults, and without what was read from another file."""
        return self.model_dump(exclude_defaults=True, exclude={"empirical": {"values"}})

    def extremes(self) -> tuple[Value, ...]:
        """Finite values that bound every likely draw: the support, or `TAIL` quantiles of what has no end."""
        low, high = self.support()
        return (
            self.quantile(TAIL) if low == -math.inf else low,
            self.quantile(1 - TAIL) if high == math.inf else high,
        )
