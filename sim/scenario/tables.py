"""The scenario file as types: each class is a table of the file, each field a key of it, with its default.

A default means the absence of the thing: no rule, no limit, no waiting, no contract. Limits that hold
between several keys are in `checks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, PrivateAttr, Tag, model_validator
from typing_extensions import override

from sim.scenario.distributions import AnyDistribution, Chance
from sim.scenario.paths import Location
from sim.scenario.production_tables import Production, SharedLine
from sim.scenario.quantities import (
    Date,
    Days,
    Factor,
    Lines,
    Name,
    NonNegative,
    Noun,
    PositiveDays,
    Price,
    Real,
    Rounds,
    Share,
    Table,
    Text,
    Units,
    Usd,
)

Allocation = Literal["fifo", "pro-rata", "fair-share", "contract-first", "ranking"]


class UnitNames(Table):
    """What `one` unit is called, and `many` of it."""

    one: Noun
    many: Noun


def _naming(value: Any) -> str:
    return "names" if isinstance(value, Mapping | UnitNames) else "noun"


class Report(Table):
    """What the answer in words is about: a buyer (all where none is named), dates, target shares, key figures.

    `unit` is what a unit of the products is called.
    """

    buyer: Text | None = None
    dates: tuple[Date, ...] = ()
    shares: tuple[Share, ...] = (0.1, 0.5, 0.9)
    unit: Annotated[Annotated[Noun, Tag("noun")] | Annotated[UnitNames, Tag("names")], Discriminator(_naming)] = "unit"
    figures: tuple[Text, ...] = ()
    asked: Date | None = None
    """The question's own date: the file's numbers rest on nothing that was published later."""


class SourceCheck(Table):
    """What a source says of a key figure, as a check on the scenario: a range, or one end of it."""

    figure: Text
    """The key figure that the source tells: `"finished_units.GH100"`, `"delivered_usd.all.2023-06-30"`."""
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


class Product(Table):
    """What is supplied: its price to distributors, its stock at the start, its production line if it has its own."""

    name: Name
    price: Price
    initial_stock: Units = 0
    production: Production | None = None


class Move(Table):
    """A delay (or an advance) of a control: announced `on`, `to` the new effective date."""

    on: Date
    to: Date


class Rush(Table):
    """What changes in the window between announcement and effect."""

    market_share: Share | None = None
    channel_capacity: Factor = 1.0


class Quota(Table):
    """Units that may be dispatched under a control's licenses, of each buyer or of all together, once or by period."""

    units: Units
    per: Literal["buyer", "all"] = "all"
    every: Literal["once", "quarter", "year"] = "once"


class License(Table):
    """The chance that an order, or a buyer, is `granted` a license, decided after so many `days`.

    It is applied for from `opens` on, by default while the control is in effect; `again_days` after a refusal again.
    """

    granted: Share
    days: Chance = 0
    per: Literal["order", "buyer"] = "order"
    opens: Date | None = None
    again_days: PositiveDays | None = None
    quota: Quota | None = None


class HoldDays(Table):
    """Stock is held for so many days from the effective date on, then diverted."""

    hold_days: Days


def _refuse_strand(value: Any) -> Any:
    """The first edition's word, whose meaning was changed: stock was lost for good though the control ended."""
    if value == "strand":
        raise ValueError(
            '"hold" (in the hub until it may leave, the default), "scrap" (written off at once), "divert" or '
            '{ hold_days = 180 }; "strand" lost stock for ever though the control ended'
        )
    return value


def _is_days(value: Any) -> str:
    return "days" if isinstance(value, Mapping | HoldDays) else "word"


Unshipped = Annotated[
    Annotated[Literal["hold", "divert", "scrap"], Tag("word")] | Annotated[HoldDays, Tag("days")],
    Discriminator(_is_days),
    BeforeValidator(_refuse_strand),
]
"""What becomes of stock that may no longer leave."""


class Control(Table):
    """An export control on some products, which concerns all buyers or some: on their goods, or on their orders."""

    name: Name
    covers: tuple[Text, ...] = Field(min_length=1)
    announced: Date
    effective: Date
    moved: tuple[Move, ...] = ()
    lifted: Date | None = None
    buyers: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    acts_on: Literal["dispatch", "order"] = "dispatch"
    resume: Annotated[bool, Field(strict=True)] = False
    in_transit: Literal["deliver", "return"] = "deliver"
    unshipped: Unshipped = "hold"
    rush: Rush = Rush()
    license: License | None = None


class Distributor(Table):
    """A channel between the hub and the buyers."""

    name: Name
    weekly_capacity: Units
    credit_limit: Usd | None = None
    transit_days: Chance = 1
    margin: Share = 0.0


class Order(Table):
    """A dated order that is known; of one older than the run, so many units were `delivered` before it."""

    date: Date
    product: Text
    units: Units
    delivered: Units = 0


class Burst(Table):
    """Random orders come `factor` times as often for `days` after a control of their product is announced."""

    factor: Factor
    days: Days


class Demand(Table):
    """Random orders: a compound Poisson stream."""

    product: Text
    orders_per_month: NonNegative
    units: Chance
    after_announcement: Burst | None = None


class Shortage(Table):
    """Once its oldest open order has waited `waits` days, a buyer orders `factor` times its need."""

    waits: Days
    factor: Annotated[Factor, Field(ge=1)]


class Backlog(Table):
    """Open units of a buyer, all products."""

    backlog: Units


def _opening(value: Any) -> str:
    return "backlog" if isinstance(value, Mapping | Backlog) else "date"


class Contract(Table):
    """A direct channel between hub and buyer, for a term; `minimum_units` are taken or paid for."""

    weekly_capacity: Units
    reserved_share: Share = 0.0
    price: Price | None = None
    minimum_units: Units = 0
    term_days: PositiveDays | None = None
    takes_over: Share = 1.0
    custom: Share = 1.0
    transit_days: Chance = 1


class Negotiation(Table):
    """Talks about a direct channel: `rounds` at most, each ending in a contract with chance `success`."""

    opens: Annotated[Annotated[Date, Tag("date")] | Annotated[Backlog, Tag("backlog")], Discriminator(_opening)]
    rounds: Rounds = 1
    round_days: Chance = 0
    success: Share = 1.0
    contract: Contract


def _as_list(value: Any) -> Any:
    """One table where several may stand is a list of one."""
    return (value,) if isinstance(value, Mapping | Demand) else value


class Buyer(Table):
    """Who orders: through which distributors, up to which budget, and how it behaves while it waits."""

    name: Name
    budget: Usd | None = None
    via: Mapping[str, Share] = Field(min_length=1)
    routing: Literal["shares", "shortest-wait"] = "shares"
    patience: Days | None = None
    on_control: Mapping[str, Text] = {}
    pull_forward: Share = 0.0
    shortage: Shortage | None = None
    order: tuple[Order, ...] = ()
    demand: Annotated[tuple[Demand, ...], BeforeValidator(_as_list)] = ()
    negotiation: Negotiation | None = None


@dataclass(frozen=True)
class Place:
    """Where a scenario's CSV files lie, and where its paths lead: nothing that it says.

    Two that say the same are equal wherever they lie.
    """

    folder: str | Path = field(default=".", compare=False)
    locations: dict[str, Location] = field(default_factory=dict, compare=False)


class Episode(Table):
    """The whole file: one episode of a supply under a policy deadline."""

    name: Name
    title: Lines = ""
    question: Lines = ""
    start: Date
    end: Date
    allocation: Allocation = "fifo"
    ranking: tuple[Text, ...] = ()
    sources: tuple[Lines, ...] = ()
    report: Report = Report()
    line: tuple[SharedLine, ...] = ()
    product: tuple[Product, ...] = ()
    control: tuple[Control, ...] = ()
    distributor: tuple[Distributor, ...] = ()
    buyer: tuple[Buyer, ...] = ()
    uncertain: Mapping[str, AnyDistribution] = {}
    source_check: tuple[SourceCheck, ...] = ()

    _place: Place = PrivateAttr(default=Place())

    @override
    def model_post_init(self, context: Any, /) -> None:
        self._place = Place((context or {}).get("folder", "."))

    @property
    def folder(self) -> str | Path:
        """Where its CSV files lie, there or below; of a scenario that no file was read for the working directory."""
        return self._place.folder

    @property
    def locations(self) -> dict[str, Location]:
        """Where paths lead that were looked up once; a draw changes values alone, so none of these."""
        return self._place.locations

    @property
    def days(self) -> int:
        """Number of days simulated: `start` and `end` are both among them."""
        return (self.end - self.start).days + 1
