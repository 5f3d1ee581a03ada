"""The tables of production: a product's own line, and lines whose lots several products share."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sim.scenario.distributions import Chance
from sim.scenario.quantities import Date, Days, Name, NonNegative, Positive, PositiveDays, Share, Table, Text, Units


class Logistic(Table):
    """`midpoint` in days since the start of production, `slope` a day."""

    midpoint: NonNegative
    """Days from the line's start to half its capacity."""
    slope: Positive
    """How steep the ramp is, a day."""


class LogisticRamp(Table):
    """Share of capacity 1 / (1 + exp(-slope * (days - midpoint)))."""

    logistic: Logistic
    """Share of capacity 1 / (1 + exp(-slope * (days - midpoint)))."""


class Linear(Table):
    """`days` from nothing to full capacity."""

    days: PositiveDays
    """Days from nothing to full capacity."""


class LinearRamp(Table):
    """Share of capacity days / `days`, at most 1."""

    linear: Linear
    """From nothing to full capacity, evenly."""


class TableRamp(Table):
    """Pairs of days and share of capacity, interpolated; constant before the first and after the last."""

    table: tuple[tuple[Days, Share], ...] = Field(min_length=1)
    """Pairs of days since the line's start and share of capacity: between two it is interpolated, outside it stays as
    at the end.
    """


def _first_key(value: Any) -> str | None:
    """Which ramp a table or an object is; None where it is none."""
    if isinstance(value, Table):
        return next(iter(type(value).model_fields))
    keys = value if isinstance(value, Mapping) else ()
    return next((key for key in keys if key in ("logistic", "linear", "table")), None)


Ramp = Annotated[
    Annotated[LogisticRamp, Tag("logistic")]
    | Annotated[LinearRamp, Tag("linear")]
    | Annotated[TableRamp, Tag("table")],
    Discriminator(_first_key),
]
"""Share of full capacity by days since the start of production."""


class LotInProgress(Table):
    """A lot that was started before the scenario's start, besides those of the line's own rhythm."""

    finishes: Date
    """When it finishes."""
    units: Units
    """Units of it before the yield is taken, for all markets."""


class Lots(Table):
    """When lots start, how large they are, and what of them is good: one every `lot_interval` days."""

    start: Date
    """Day of the first lot."""
    end: Date | None = None
    """No lot starts on or after this day."""
    lot_interval: PositiveDays = 7
    """Days between lots."""
    capacity: Units
    """Units a lot at full ramp, for all markets."""
    ramp: Ramp | None = None
    """Share of capacity by days since `start`: `{ logistic = { midpoint = 90, slope = 0.05 } }`, `{ linear = { days =
    120 } }` or `{ table = [[0, 0.1], [90, 1.0]] }`; without it, full capacity.
    """
    yield_: Chance = Field(default=1.0, alias="yield")
    """Share of a lot that is good (chance, by lot); of a shared line taken at the division."""
    cycle_time: Days = 0
    """Days from a lot's start to its finish."""


class Production(Lots):
    """A product's own production line: each lot is finished `cycle_time` days after its start."""

    market_share: Share = 1.0
    """Share of a finished lot for this scenario's market; the rest is diverted."""
    in_progress: tuple[LotInProgress, ...] = ()
    """Lots begun before, besides those of the line's own rhythm: `[{ finishes = 2023-03-20, units = 1_000 }]`."""


class Steps(Table):
    """Pairs of date and share, which holds from that day on; 0 before the first."""

    table: tuple[tuple[Date, Share], ...] = Field(min_length=1)
    """Pairs of date and share, which holds from that day on; 0 before the first."""


def _is_steps(value: Any) -> str:
    return "steps" if isinstance(value, Mapping | Steps) else "share"


Mixed = Annotated[Annotated[Share, Tag("share")] | Annotated[Steps, Tag("steps")], Discriminator(_is_steps)]
"""A product's share of a lot: always the same, or by the day of the division."""


class Named(Table):
    """What has a name comes with it first."""

    name: Name
    """Its name, by which paths address it."""


class SharedLine(Lots, Named):
    """A line whose dies several products share: `split_days` before it finishes, a lot is divided by `mix`.

    `rush_mix` are shares while a control that covers the product is announced and not yet in effect; `when_controlled`
    says who gets a covered product's share from the effective date on.
    """

    split_days: Days = 0
    """Days before its finish that a lot is divided, at most `cycle_time`."""
    mix: Mapping[str, Mixed] = Field(min_length=1)
    """By product its share on the day of the division: a number, or steps `{ table = [[2023-03-01, 0.05], [2023-06-01,
    0.15]] }`, 0 before the first date; they sum to at most 1, and what they leave goes to other markets.
    """
    rush_mix: Mapping[str, Share] = {}
    """By product its share while a control on dispatch that covers it, for every buyer, is announced and not yet in
    effect; a smaller one than that of `mix` changes nothing.
    """
    when_controlled: Mapping[str, Text] = {}
    """By product who gets its share while such a control is in effect: `{ H800 = "H20" }`, followed on until a product
    that none covers; without it, other markets.
    """
