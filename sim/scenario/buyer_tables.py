"""The tables of buyers: orders, random demand, how they behave while they wait, talks and contracts."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from sim.scenario.distributions import Chance
from sim.scenario.quantities import (
    Date,
    Days,
    Factor,
    Name,
    NonNegative,
    PositiveDays,
    Price,
    Rounds,
    Share,
    Table,
    Text,
    Units,
    Usd,
)


class Order(Table):
    """A dated order that is known; of one older than the run, so many units were `delivered` before it."""

    date: Date
    """When it is placed; may lie before `start`: then what is left of it is open on the first day, with its true age.
    """
    product: Text
    """Of what."""
    units: Units
    """How many, at least 1; a value of 0 that `[uncertain]` draws, or that is set besides the file, makes it no order.
    """
    delivered: Units = 0
    """Units of an order before `start` that were delivered before it."""


class Burst(Table):
    """Random orders come `factor` times as often for `days` after a control of their product is announced."""

    factor: Factor
    """Times as frequent."""
    days: Days
    """Days from the announcement on."""


class Demand(Table):
    """Random orders: a compound Poisson stream."""

    product: Text
    """Of what."""
    orders_per_month: NonNegative
    """Mean number of orders."""
    units: Chance
    """Size of an order (chance), rounded to whole units; a size of 0 is no order."""
    after_announcement: Burst | None = None
    """So many times as frequent for so long after a control of the product is announced: `{ factor = 3.0, days = 60 }`.
    """


class Shortage(Table):
    """Once its oldest open order has waited `waits` days, a buyer orders `factor` times its need."""

    waits: Days
    """Days that its oldest open order has waited, control's days left out."""
    factor: Annotated[Factor, Field(ge=1)]
    """Times its need that it orders then; the surplus is cancelled when it has caught up."""


class Backlog(Table):
    """Open units of a buyer, all products."""

    backlog: Units
    """Open units of the buyer, of all products."""


def _opening(value: Any) -> str:
    return "backlog" if isinstance(value, Mapping | Backlog) else "date"


class Contract(Table):
    """A direct channel between hub and buyer, for a term; `minimum_units` are taken or paid for."""

    weekly_capacity: Units
    """Units that it handles, Monday to Sunday."""
    reserved_share: Share = 0.0
    """Share of the hub's stock of each day that it is served first from."""
    price: Price | None = None
    """USD a unit by it; without it, the product's."""
    minimum_units: Units = 0
    """Take or pay: what of it is neither taken over nor ordered during the term is paid for without goods."""
    term_days: PositiveDays | None = None
    """Days from signing to the contract's end, when its open lines go back to the distributors; without it, the run's
    end.
    """
    takes_over: Share = 1.0
    """Share of the buyer's open units that it takes over at signing, oldest lines first; no effect with `routing =
    "shortest-wait"`.
    """
    custom: Share = 1.0
    """Share of what the buyer orders afterwards from the channels of this scenario; no effect with `routing =
    "shortest-wait"`.
    """
    transit_days: Chance = 1
    """Days under way (chance, by day of dispatch), at least 1."""


class Negotiation(Table):
    """Talks about a direct channel: `rounds` at most, each ending in a contract with chance `success`."""

    opens: Annotated[Annotated[Date, Tag("date")] | Annotated[Backlog, Tag("backlog")], Discriminator(_opening)]
    """A date, or `{ backlog = 10_000 }`: as soon as so many units are open."""
    rounds: Rounds = 1
    """At most so many rounds."""
    round_days: Chance = 0
    """Days of a round (chance)."""
    success: Share = 1.0
    """Chance that a round ends in the contract."""
    contract: Contract
    """The direct channel that the talks are about."""


def _as_list(value: Any) -> Any:
    """One table where several may stand is a list of one."""
    return (value,) if isinstance(value, Mapping | Demand) else value


class Buyer(Table):
    """Who orders: through which distributors, up to which budget, and how it behaves while it waits."""

    name: Name
    """The buyer's name."""
    budget: Usd | None = None
    """USD of orders less cancelled and switched, at what is to be paid for them now; without it, no limit."""
    via: Mapping[str, Share] = Field(min_length=1)
    """Shares of its custom by distributor; what they leave to reach 1 is bought elsewhere."""
    routing: Literal["shares", "shortest-wait"] = "shares"
    """How its orders find their channel: `"shares"` (by `via`), or `"shortest-wait"`: each unit goes where the wait is
    shortest, and `via` only says by which distributors, and how much is bought elsewhere.
    """
    patience: Days | None = None
    """Days that an order waits before it is given up; without it, it waits on."""
    on_control: Mapping[str, Text] = {}
    """By product a substitute, or `"cancel"`; the orders of other products wait."""
    pull_forward: Share = 0.0
    """Share of later dated orders brought into a rush window."""
    shortage: Shortage | None = None
    """Once its oldest open order has waited so long it orders so many times its need: `{ waits = 60, factor = 1.3 }`.
    """
    order: tuple[Order, ...] = ()
    """Orders that are known."""
    demand: Annotated[tuple[Demand, ...], BeforeValidator(_as_list)] = ()
    """Streams of random orders, one for each product."""
    negotiation: Negotiation | None = None
    """Talks with the supplier about a direct channel."""
