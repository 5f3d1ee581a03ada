"""An observation: what was published of a key figure, or of the sum of several, with its uncertainty and source."""

import math
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from sim.experiment.answer import rounded
from sim.records.figures.naming import figure_of
from sim.records.figures.sums import names_in, shown, sum_name, wanted_of
from sim.records.words import SIGNED
from sim.scenario.figures import Figure
from sim.scenario.quantities import Date, Lines, Real, Table
from sim.statistics.two_piece import standard_deviations

Reals = NDArray[np.float64]

RANGE = "two numbers, in ascending order, about the value: its 90 % range"

SHARES = ("delivered_share", "channel_share")
"""Figures that are 1 at most."""

STATEMENTS = ("least", "most", "by")
"""Keys of which one makes an observation a statement: it holds, or `happened = false` says that it does not."""

TO_SHARE = "days_to_share"
"""The figure that a statement with `by` is of."""


class Observation(Table):
    """What was published of a key figure: its most likely `value` with its 90 % `range`, or a statement of it.

    A statement is `least`, `most` or `by` (a date, of `days_to_share`); it holds unless `happened` is false. Of a list
    of figures it is their sum's.
    """

    figure: Figure
    date: Date | None = None
    published: Date | None = None
    value: Real | None = None
    range: tuple[Real, Real] | None = None
    least: Real | None = None
    most: Real | None = None
    by: Date | None = None
    happened: bool | None = Field(None, strict=True)
    source: Lines
    note: Lines = ""

    @field_validator("figure")
    @classmethod
    def _check_figure(cls, figure: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if wanted := wanted_of(names_in(figure)):
            raise ValueError(wanted)
        return figure

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [key for key in ("value", *STATEMENTS) if getattr(self, key) is not None]
        if len(given) != 1:
            told = f", not {' and '.join(given)}" if given else ""
            raise ValueError(f"one of value (with its range), {', '.join(STATEMENTS)}{told}")
        if self.value is not None:
            self._check_value(self.value)
        elif self.range is not None:
            raise ValueError(f"a range beside value alone, not beside {given[0]}")
        if self.by is not None and (self._figure != TO_SHARE or self.date is not None):
            raise ValueError(f"by beside a figure {TO_SHARE}.BUYER.SHARE, which has no date of its own")
        self._check_published()
        return self

    def _check_value(self, value: float) -> None:
        if self.happened is not None:
            raise ValueError(f"happened beside one of {', '.join(STATEMENTS)}, not beside value")
        if self.range is None:
            raise ValueError("value and range: where the truth lies with 90 % probability")
        low, high = self.range
        if not low <= value <= high or low == high:
            raise ValueError(f"{RANGE} ({value:g})")
        if low < 0 and not self._figure.startswith(SIGNED):
            raise ValueError(f"a range from 0 on, as {self._undated} is never negative")
        if high > 1 and self._figure.startswith(SHARES):
            raise ValueError(f"a range of at most 1, as {self._undated} is a share")

    def _check_published(self) -> None:
        """What is not yet over can't be known, unless it is that something has already happened."""
        over = self.date or self.by
        open_until = over if self.value is not None or self.happened is False else None
        if open_until is not None and self.published is not None and self.published < open_until:
            raise ValueError(
                f"published on {open_until} or later: {self.published} is before the date that it tells of"
            )

    @property
    def is_statement(self) -> bool:
        """Whether it is true or false of a replication; else it has a value with an error."""
        return self.value is None

    @property
    def figures(self) -> tuple[str, ...]:
        """The whole names of the key figures that are added up, mostly one, in the order of the file."""
        dated = "" if self.date is None else f".{self.date}"
        return tuple(f"{name}{dated}" for name in names_in(self.figure))

    @property
    def name(self) -> str:
        """The key figure's whole name; that of the sum of several."""
        return sum_name(self.figures)

    @property
    def _undated(self) -> str:
        return shown(sum_name(names_in(self.figure)))

    @property
    def _figure(self) -> str:
        """What is measured: of a sum, whose figures are alike in it, what its first measures."""
        return figure_of(self._undated)

    @property
    def target(self) -> float:
        """What a simulated figure is compared with, as `compared` has it."""
        return 0.0 if self.value is None else self.value

    @property
    def spread(self) -> tuple[float, float]:
        """Standard deviations, below and above the target, of the two-piece normal error that has the range."""
        return (1.0, 1.0) if self.range is None else standard_deviations(self.target, *self.range)

    def compared(self, values: Reals, start: Date) -> Reals:
        """Simulated values as they are compared: of a statement the target where it is as said, NaN where it is not."""
        if self.value is not None:
            return values
        return np.where(self.true_of(values, start) == self.holds, 0.0, math.nan)

    @property
    def holds(self) -> bool:
        """Whether the statement is said to hold."""
        return self.happened is not False

    @property
    def statement(self) -> str:
        """The statement in words: `delivered_units.all.2026-05-14 at most 0`."""
        if self.by is not None:
            said = f"by {self.by}"
        elif self.least is not None:
            said = f"at least {rounded(self.least)}"
        else:
            said = f"at most {rounded(self.most or 0.0)}"
        return f"{shown(self.name)} {'' if self.holds else 'not '}{said}"

    @property
    def said(self) -> str:
        """What was observed, in words: a value with its range, or the statement."""
        if self.range is None:
            return self.statement
        low, high = map(rounded, self.range)
        return f"{shown(self.name)} {rounded(self.target)} ({low} to {high})"

    def true_of(self, values: Reals, start: Date) -> NDArray[np.bool_]:
        """Of which values the statement is true, before `happened`; of a figure without a value (NaN) it never is."""
        if self.by is not None:
            return np.asarray(values <= (self.by - start).days)
        if self.least is not None:
            return np.asarray(values >= self.least)
        return np.asarray(values <= (math.inf if self.most is None else self.most))

    def possible(self, start: Date) -> tuple[float, float]:
        """From what to what the figure lies by what is said: the range of a value, all that a statement allows.

        `start` is the run's, from which days count.
        """
        if self.range is not None:
            return self.range
        low, high = -math.inf, math.inf
        if self.least is not None:
            low, high = (self.least, high) if self.holds else (low, math.nextafter(self.least, low))
        else:
            most = float((self.by - start).days) if self.by is not None else float(self.most or 0.0)
            low, high = (low, most) if self.holds else (math.nextafter(most, high), high)
        return low, high
