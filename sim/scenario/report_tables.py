"""The tables that no rule reads: what the answer is about, and what sources say of it."""

from collections.abc import Mapping
from math import inf
from typing import Annotated, Any, Self

from pydantic import Discriminator, Tag, model_validator

from sim.scenario.figures import Figure
from sim.scenario.quantities import Date, Lines, Noun, Real, Share, Table, Text


class UnitNames(Table):
    """What `one` unit is called, and `many` of it."""

    one: Noun
    """What one unit is called: `"foot"`."""
    many: Noun
    """What many units are called: `"feet"`."""


def _naming(value: Any) -> str:
    return "names" if isinstance(value, Mapping | UnitNames) else "noun"


class Report(Table):
    """What the answer in words is about: a buyer (all where none is named), dates, target shares, key figures.

    `unit` is what a unit of the products is called.
    """

    buyer: Text | None = None
    """Whose order the answer is about; without it, that of all buyers together."""
    dates: tuple[Date, ...] = ()
    """Dates of the answer, in order; without any, the scenario's `end`."""
    shares: tuple[Share, ...] = (0.1, 0.5, 0.9)
    """Targets: which shares of the order should be reached."""
    unit: Annotated[Annotated[Noun, Tag("noun")] | Annotated[UnitNames, Tag("names")], Discriminator(_naming)] = "unit"
    """What a unit is called in answers, pictures and reports: `"GPU"`, `"kg"`, `"wafer"`. One or two letters, or a word
    cased like `kWh`, stay as they are for many; any other word gets its `s` (`es`, `ies`). A table says both: `{ one =
    "foot", many = "feet" }`.
    """
    figures: tuple[Text, ...] = ()
    """Further key figures that the answer in words tells, so that it answers the file's own question:
    `["stranded_usd.H20"]`; those of a date are of one of `dates`.
    """
    asked: Date | None = None
    """The question's own date: the file's numbers rest on nothing that was published later."""


class SourceCheck(Table):
    """What a source says of a key figure, as a check on the scenario: a range, or one end of it."""

    figure: Figure
    """The key figure that the source tells: `"finished_units.GH100"`, `"delivered_usd.all.2023-06-30"`; or a list of
    several, which are added up.
    """
    range: tuple[Real, Real] | None = None
    """The least and the most that the source leaves possible, as used."""
    least: Real | None = None
    """Instead of `range`, where the source gives the least alone."""
    most: Real | None = None
    """Instead of `range`, where the source gives the most alone."""
    source: Lines
    """Publisher, date, and what it says."""
    published: Date
    """When the source was published."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        ends = ("range", "least", "most")
        given = [key for key in ends if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError(f"one of {', '.join(ends)}" + (f", not {' and '.join(given)}" if given else ""))
        low, high = self.ends
        if low > high:
            raise ValueError(f"a range in ascending order ({low:g} is above {high:g})")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most, infinite where the source has no end."""
        if self.range is not None:
            return self.range
        return (-inf if self.least is None else self.least, inf if self.most is None else self.most)
