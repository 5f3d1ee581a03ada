"""The tables of production: a product's own line, and lines whose lots several products share."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sim.scenario.distributions import Chance
from sim.scenario.quantities import Date, Days, Name, NonNegative, Positive, PositiveDays, Share, Table, Text, Units


class Logistic(Table):
    """`midpoint` in days since the start of production, `slope` a day."""

    midpoint: NonNegative
    slope: Positive


class LogisticRamp(Table):
    """Share of capacity 1 / (1 + exp(-slope * (days - midpoint)))."""

    logistic: Logistic


class Linear(Table):
    """`days` from nothing to full capacity."""

    days: PositiveDays


class LinearRamp(Table):
    """Share of capacity days / `days`, at most 1."""

    linear: Linear


class TableRamp(Table):
    """Pairs of days and share of capacity, interpolated; constant before the first and after the last."""

    table: tuple[tuple[Days, Share], ...] = Field(min_length=1)


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
    units: Units


class Lots(Table):
    """When lots start, how large they are, and what of them is good: one every `lot_interval` days."""

    start: Date
    end: Date | None = None
    lot_interval: PositiveDays = 7
    capacity: Units
    ramp: Ramp | None = None
    yield_: Chance = Field(default=1.0, alias="yield")
    cycle_time: Days = 0


class Production(Lots):
    """A product's own production line: each lot is finished `cycle_time` days after its start."""

    market_share: Share = 1.0
    in_progress: tuple[LotInProgress, ...] = ()


class Steps(Table):
    """Pairs of date and share, which holds from that day on; 0 before the first."""

    table: tuple[tuple[Date, Share], ...] = Field(min_length=1)


def _is_steps(value: Any) -> str:
    return "steps" if isinstance(value, Mapping | Steps) else "share"


Mixed = Annotated[Annotated[Share, Tag("share")] | Annotated[Steps, Tag("steps")], Discriminator(_is_steps)]
"""A product's share of a lot: always the same, or by the day of the division."""


class Named(Table):
    """What has a name comes with it first."""

    name: Name


class SharedLine(Lots, Named):
    """A line whose dies several products share: `split_days` before it finishes, a lot is divided by `mix`.

    `rush_mix` are shares while a control that covers the product is announced and not yet in effect; `when_controlled`
    says who gets a covered product's share from the effective date on.
    """

    split_days: Days = 0
    mix: Mapping[str, Mixed] = Field(min_length=1)
    rush_mix: Mapping[str, Share] = {}
    when_controlled: Mapping[str, Text] = {}
