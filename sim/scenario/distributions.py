"""Distributions: each is a table with one key, its name, and is drawn by the inverse of its distribution function.

`quantile(u)` is that inverse for u in the open interval (0, 1), `support()` the smallest and largest value that it
can give, `mean()` the expected value. Where a distribution is of dates, its values are dates too: days are counted as
real numbers and rounded to the nearest day.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, ValidationInfo, model_validator

from sim.scenario.quantities import MOST_UNITS, Date, PositiveReal, Real, Table, Text

Value = int | float | date | str
"""What a distribution gives."""

TAIL = 1e-9
"""Probability of each tail that the extremes of an unbounded distribution leave out."""


def _real(value: float | date) -> float:
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def _like(model: float | date, value: float) -> float | date:
    """The value as a date where `model` is one, rounded to the nearest day."""
    return date.fromordinal(math.floor(value + 0.5)) if isinstance(model, date) else value


def _ascending(values: tuple[float | date, ...]) -> None:
    reals = [_real(value) for value in values]
    if reals != sorted(reals):
        raise ValueError("numbers in ascending order")


class _Law(Table):
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

    def extremes(self) -> tuple[Value, ...]:
        """Finite values that bound every likely draw: the support, or the `TAIL` quantiles of what has no end."""
        low, high = self.support()
        return (
            self.quantile(TAIL) if low == -math.inf else low,
            self.quantile(1 - TAIL) if high == math.inf else high,
        )


class Uniform(_Law):
    """`[low, high]`: q(u) = low + u (high - low)."""

    uniform: tuple[Real, Real] | tuple[Date, Date]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ascending(self.uniform)
        return self

    def quantile(self, u: float) -> float | date:
        low, high = map(_real, self.uniform)
        return _like(self.uniform[0], low + u * (high - low))

    def support(self) -> tuple[float | date, float | date]:
        return self.uniform

    def mean(self) -> float | date:
        return self.quantile(0.5)


class Triangular(_Law):
    """`[low, mode, high]`: q(u) = low + sqrt(u (high-low)(mode-low)) up to the mode, mirrored above it."""

    triangular: tuple[Real, Real, Real] | tuple[Date, Date, Date]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ascending(self.triangular)
        return self

    def quantile(self, u: float) -> float | date:
        low, mode, high = map(_real, self.triangular)
        if u * (high - low) <= mode - low:
            value = low + math.sqrt(u * (high - low) * (mode - low))
        else:
            value = high - math.sqrt((1 - u) * (high - low) * (high - mode))
        return _like(self.triangular[0], value)

    def support(self) -> tuple[float | date, float | date]:
        return self.triangular[0], self.triangular[2]

    def mean(self) -> float | date:
        return _like(self.triangular[0], sum(map(_real, self.triangular)) / 3)


class Pert(_Law):
    """`[low, mode, high]`: a beta of shapes 1 + 4 (mode-low)/(high-low) and 1 + 4 (high-mode)/(high-low), scaled."""

    pert: tuple[Real, Real, Real] | tuple[Date, Date, Date]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ascending(self.pert)
        return self

    def quantile(self, u: float) -> float | date:
        from scipy.special import betaincinv

        low, mode, high = map(_real, self.pert)
        width = high - low
        if width == 0:
            return self.pert[0]
        share = float(betaincinv(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, u))
        return _like(self.pert[0], low + width * share)

    def support(self) -> tuple[float | date, float | date]:
        return self.pert[0], self.pert[2]

    def mean(self) -> float | date:
        low, mode, high = map(_real, self.pert)
        return _like(self.pert[0], (low + 4 * mode + high) / 6)


class NormalParameters(Table):
    """`mean` and `sd` before truncation to `min` ... `max`."""

    mean: Real
    sd: PositiveReal
    min: Real | None = None
    max: Real | None = None


class Normal(_Law):
    """A normal truncated to `min` ... `max`: q(u) inverts its distribution function between the two."""

    normal: NormalParameters

    @model_validator(mode="after")
    def _check(self) -> Self:
        low, high = self._bounds()
        if not low < high:
            raise ValueError("a 'min' below 'max'")
        if self._mass() < 1e-12:
            raise ValueError("'min' and 'max' within seven 'sd' of 'mean'")
        return self

    def _bounds(self) -> tuple[float, float]:
        """Truncation in standard deviations from the mean."""
        law = self.normal
        low = -math.inf if law.min is None else (law.min - law.mean) / law.sd
        high = math.inf if law.max is None else (law.max - law.mean) / law.sd
        return low, high

    def _mass(self) -> float:
        """Probability between the bounds; taken from the nearer tail, where it is exact."""
        low, high = self._bounds()
        if low > 0:
            low, high = -high, -low
        return (math.erfc(-high / math.sqrt(2)) - math.erfc(-low / math.sqrt(2))) / 2

    def quantile(self, u: float) -> float:
        from scipy.special import ndtr, ndtri

        low, high = self._bounds()
        if low > 0:
            standard = -float(ndtri(ndtr(-high) + (1 - u) * self._mass()))
        else:
            standard = float(ndtri(ndtr(low) + u * self._mass()))
        value = self.normal.mean + self.normal.sd * min(max(standard, low), high)
        least, most = self.support()
        return min(max(value, least), most)

    def support(self) -> tuple[float, float]:
        law = self.normal
        return (-math.inf if law.min is None else law.min, math.inf if law.max is None else law.max)

    def mean(self) -> float:
        low, high = (math.exp(-bound * bound / 2) / math.sqrt(2 * math.pi) for bound in self._bounds())
        return self.normal.mean + self.normal.sd * (low - high) / self._mass()


class LognormalParameters(Table):
    """`median`, and the standard deviation `sigma` of the logarithm."""

    median: PositiveReal
    sigma: Annotated[float, Field(strict=True, ge=0, le=10, allow_inf_nan=False)]


class Lognormal(_Law):
    """q(u) = median exp(sigma z(u)), z the standard normal quantile."""

    lognormal: LognormalParameters

    def quantile(self, u: float) -> float:
        from scipy.special import ndtri

        return self.lognormal.median * math.exp(self.lognormal.sigma * float(ndtri(u)))

    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    def mean(self) -> float:
        return self.lognormal.median * math.exp(self.lognormal.sigma**2 / 2)


class Beta(_Law):
    """`[a, b]`, its two shapes: q(u) inverts the regularised incomplete beta function."""

    beta: tuple[PositiveReal, PositiveReal]

    def quantile(self, u: float) -> float:
        from scipy.special import betaincinv

        return float(betaincinv(*self.beta, u))

    def support(self) -> tuple[float, float]:
        return 0.0, 1.0

    def mean(self) -> float:
        return self.beta[0] / sum(self.beta)


class Mean(Table):
    """The expected value."""

    mean: PositiveReal


class Exponential(_Law):
    """q(u) = -mean log(1 - u)."""

    exponential: Mean

    def quantile(self, u: float) -> float:
        return -self.exponential.mean * math.log1p(-u)

    def support(self) -> tuple[float, float]:
        return 0.0, math.inf

    def mean(self) -> float:
        return self.exponential.mean


class Poisson(_Law):
    """q(u) is the smallest whole number whose distribution function is at least u."""

    poisson: Mean

    def quantile(self, u: float) -> int:
        from scipy.special import pdtr, pdtrik

        mean = self.poisson.mean
        if u <= math.exp(-mean):
            return 0
        count = max(math.ceil(pdtrik(u, mean)), 0)
        while count > 0 and pdtr(count - 1, mean) >= u:
            count -= 1
        while pdtr(count, mean) < u:
            count += 1
        return count

    def support(self) -> tuple[int, float]:
        return 0, math.inf

    def mean(self) -> float:
        return self.poisson.mean


Whole = Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]


class Choice(_Law):
    """One of a list, by `weights` (equal where none are given): q(u) is the first whose cumulated weight reaches u."""

    choice: tuple[Whole | Real | Date | Text, ...] = Field(min_length=1)
    weights: tuple[Annotated[float, Field(strict=True, ge=0, le=1e15, allow_inf_nan=False)], ...] | None = (
        None
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        kinds = {
            "number" if isinstance(value, int | float) else type(value).__name__ for value in self.choice
        }
        if len(kinds) > 1:
            raise ValueError("values of one kind: numbers, dates or texts")
        if self.weights is not None and len(self.weights) != len(self.choice):
            raise ValueError(f"as many weights as values ({len(self.choice)})")
        if self.weights is not None and not sum(self.weights) > 0:
            raise ValueError("weights that are not all 0")
        return self

    def _weights(self) -> tuple[float, ...]:
        return self.weights or (1.0,) * len(self.choice)

    def quantile(self, u: float) -> Value:
        cumulated = list(accumulate(self._weights()))
        place = bisect_left(cumulated, u * cumulated[-1])
        return self.choice[min(place, len(self.choice) - 1)]

    def extremes(self) -> tuple[Value, ...]:
        return tuple(value for value, weight in zip(self.choice, self._weights(), strict=True) if weight > 0)

    def support(self) -> tuple[Value, Value]:
        possible = sorted(
            self.extremes(), key=lambda value: value if isinstance(value, str) else _real(value)
        )
        return possible[0], possible[-1]

    def mean(self) -> float | date:
        first = self.choice[0]
        if isinstance(first, str):
            raise ValueError("a choice of texts has no mean")
        weights = self._weights()
        terms = (
            weight * _real(value)
            for value, weight in zip(self.choice, weights, strict=True)
            if not isinstance(value, str)
        )
        mean = math.fsum(terms) / math.fsum(weights)
        return _like(first, mean)


class Sample(Table):
    """The numbers in a column of a CSV file, read when the scenario is loaded; kept here in ascending order."""

    file: Text
    column: Text
    values: tuple[Real, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any, info: ValidationInfo) -> Any:
        """Fills in `values` from the file, beside the scenario's own file (context `folder`)."""
        if not isinstance(data, Mapping) or "values" in data or not {"file", "column"} <= data.keys():
            return data
        from sim.scenario.columns import read_column

        folder = (info.context or {}).get("folder", ".")
        return {**data, "values": read_column(folder, data["file"], data["column"])}

    @model_validator(mode="after")
    def _sort(self) -> Self:
        object.__setattr__(self, "values", tuple(sorted(self.values)))
        return self


class Empirical(_Law):
    """A sample: q(u) is the smallest of its n values that at least u n of them do not exceed."""

    empirical: Sample

    def quantile(self, u: float) -> float:
        values = self.empirical.values
        return values[min(max(math.ceil(u * len(values)) - 1, 0), len(values) - 1)]

    def support(self) -> tuple[float, float]:
        return self.empirical.values[0], self.empirical.values[-1]

    def mean(self) -> float:
        return math.fsum(self.empirical.values) / len(self.empirical.values)


NAMES = (
    "uniform",
    "triangular",
    "pert",
    "normal",
    "lognormal",
    "beta",
    "exponential",
    "poisson",
    "choice",
    "empirical",
)


def _name(value: Any) -> str | None:
    """The name of a distribution, from its table or its object; None where it is none."""
    keys = set(value) - {"weights"} if isinstance(value, Mapping) else set()
    if isinstance(value, _Law):
        return type(value).__name__.lower()
    if len(keys) == 1 and (key := keys.pop()) in NAMES:
        return str(key)
    return None


def _name_or_number(value: Any) -> str | None:
    return "number" if isinstance(value, int | float | str) else _name(value)


_Any = (
    Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Pert, Tag("pert")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Beta, Tag("beta")]
    | Annotated[Exponential, Tag("exponential")]
    | Annotated[Poisson, Tag("poisson")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Empirical, Tag("empirical")]
)
Distribution = Annotated[_Any, Discriminator(_name)]
Chance = Annotated[
    Annotated[float, Field(strict=True, ge=0, le=MOST_UNITS, allow_inf_nan=False), Tag("number")] | _Any,
    Discriminator(_name_or_number),
]
