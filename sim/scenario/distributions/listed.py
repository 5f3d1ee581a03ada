"""Distributions over a list of values: choice, empirical."""

import math
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Annotated, Any, Self

from pydantic import Field, ValidationInfo, model_validator
from typing_extensions import override

from sim.scenario.distributions import quantiles
from sim.scenario.distributions.base import Distribution, Item, Value, Whole, as_real, like
from sim.scenario.quantities import Date, Real, Table, Text


class Choice(Distribution):
    """One of a list, by `weights` (default: equal): q(u) is the first whose cumulated weight reaches u."""

    choice: tuple[Item, ...] = Field(min_length=1)
    """The values, one of which is drawn."""
    weights: tuple[Annotated[float, Field(strict=True, ge=0, le=1e15, allow_inf_nan=False)], ...] | None = None
    """How likely each of them is, in proportion; without them, all equally."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        kinds = {"number" if type(value) in (int, float) else type(value).__name__ for value in self.choice}
        if len(kinds) > 1 and not self.has_tables:
            raise ValueError("values of one kind: numbers, dates or texts")
        if self.weights is not None and len(self.weights) != len(self.choice):
            raise ValueError(f"as many weights as values ({len(self.choice)})")
        if self.weights is not None and not sum(self.weights) > 0:
            raise ValueError("weights that are not all 0")
        return self

    @property
    def has_tables(self) -> bool:
        """Whether a table or a list is among its values."""
        return any(isinstance(value, dict | list) for value in self.choice)

    def _weights(self) -> tuple[float, ...]:
        return self.weights or (1.0,) * len(self.choice)

    @override
    def quantile(self, u: float) -> Value:
        return self.choice[quantiles.choice(u, self.cumulated)]

    @cached_property
    def cumulated(self) -> tuple[float, ...]:
        """Sums of the weights up to each value."""
        return tuple(accumulate(self._weights()))

    @override
    def extremes(self) -> tuple[Value, ...]:
        return tuple(value for value, weight in zip(self.choice, self._weights(), strict=True) if weight > 0)

    @override
    def support(self) -> tuple[Value, Value]:
        possible = self.extremes()
        if all(isinstance(value, int | float | date) for value in possible):
            possible = tuple(sorted(possible, key=as_real))  # type: ignore[arg-type]
        return possible[0], possible[-1]

    @override
    def mean(self) -> float | date:
        weights = self._weights()
        values = [
            value for value in self.choice if isinstance(value, int | float | date) and not isinstance(value, bool)
        ]
        if len(values) < len(weights):
            raise ValueError("a choice of texts, truths or tables has no mean")
        terms = (weight * as_real(value) for value, weight in zip(values, weights, strict=True))
        return like(values[0], math.fsum(terms) / math.fsum(weights))


class Sample(Table):
    """The numbers in a column of a CSV file, read when the scenario is loaded; in ascending order.

    `where` chooses rows by the cells of other columns.
    """

    file: Text
    """A CSV file, in the scenario's folder or below it."""
    column: Text
    """The head of the column."""
    where: Mapping[str, Text | Whole | Date] = {}
    """Which rows: by column what stands in it."""
    values: tuple[Real, ...] = ()
    """The numbers, as they were read from the file."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any, info: ValidationInfo) -> Any:
        """Fills in `values` from the file, which lies at or below the scenario's own folder (context `folder`)."""
        if not isinstance(data, Mapping) or data.get("values") or not {"file", "column"} <= data.keys():
            return data
        from sim.scenario.distributions.csv_columns import read_column

        folder, where = (info.context or {}).get("folder", "."), data.get("where")
        if where is not None and not isinstance(where, Mapping):
            return data
        return {**data, "values": read_column(folder, data["file"], data["column"], where)}

    @model_validator(mode="after")
    def _sort(self) -> Self:
        if not self.values:
            raise ValueError("at least one number")
        object.__setattr__(self, "values", tuple(sorted(self.values)))
        return self


class Empirical(Distribution):
    """A sample: q(u) is the smallest of its n values that at least u n of them do not exceed."""

    empirical: Sample
    """The numbers in a column of a CSV file, each as likely as any other."""

    @override
    def quantile(self, u: float) -> float:
        values = self.empirical.values
        return values[quantiles.empirical(u, len(values))]

    @override
    def support(self) -> tuple[float, float]:
        return self.empirical.values[0], self.empirical.values[-1]

    @override
    def mean(self) -> float:
        return math.fsum(self.empirical.values) / len(self.empirical.values)
