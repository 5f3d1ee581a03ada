"""The world of one replication: the scenario in whole units, dollars and days, with its draws made.

Shares, margins, factors and yields are whole millionths; `NO_LIMIT` stands for a limit that is not set. Products,
controls, channels and buyers are known by their place in these tuples; `NEVER` stands for a day that the scenario does
not give.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WAIT, CANCEL = -2, -1
"""What a buyer does with an open order under a control, instead of switching to a product."""

DATED, RANDOM, CONTRACT_MINIMUM = 0, 1, 2
"""Kinds of order; the last tops up a contract's minimum quantity."""

KINDS = 3


@dataclass(frozen=True, slots=True)
class InProgress:
    """A lot in progress at the start: the day it finishes, its units, its yield in millionths."""

    finishes: int
    units: int
    yield_: int


@dataclass(frozen=True, slots=True)
class LineWorld:
    """A production line; `ramp` and `yields` hold millionths for each lot from number `first_lot` on."""

    start: int
    end: int
    lot_interval: int
    capacity: int
    cycle_time: int
    market_share: int
    first_lot: int
    ramp: tuple[int, ...]
    yields: tuple[int, ...]
    in_progress: tuple[InProgress, ...]


@dataclass(frozen=True, slots=True)
class ProductWorld:
    """A product: price in USD, units in the hub on day 0, production line if it has one."""

    name: str
    price: int
    initial_stock: int
    line: LineWorld | None


@dataclass(frozen=True, slots=True)
class ControlWorld:
    """An export control; `moves` are pairs of days (announced on, new effective day), `licenses` says if it gives any.

    `rush_market_share` is `UNCHANGED` where the control leaves it alone.
    """

    name: str
    covers: tuple[int, ...]
    announced: int
    effective: int
    moves: tuple[tuple[int, int], ...]
    lifted: int
    returns: bool
    strands: bool
    rush_market_share: int
    overtime: int
    licenses: bool


@dataclass(frozen=True, slots=True)
class ChannelWorld:
    """A channel; `buyer` is -1 for a distributor, `transit` days by day of dispatch, `prices` by product."""

    name: str
    buyer: int
    weekly_capacity: int
    credit_limit: int
    transit: Sequence[int]
    prices: tuple[int, ...]
    reserved_share: int


@dataclass(frozen=True, slots=True)
class OrderWorld:
    """An order that a buyer will place; `number` counts from 1 within its kind."""

    day: int
    product: int
    units: int
    kind: int
    number: int


@dataclass(frozen=True, slots=True)
class NegotiationWorld:
    """Talks: the direct channel they are about, when they open, the length in days and outcome of each round."""

    channel: int
    opens_day: int
    opens_backlog: int | None
    rounds: tuple[tuple[int, bool], ...]
    minimum_units: int


@dataclass(frozen=True, slots=True)
class BuyerWorld:
    """A buyer; `via` pairs a channel with its share of custom, `on_control` is by product.

    `shortage` is the wait that brings it on, in days, and the factor then; `allocation` of a realisation is a code.
    """

    name: str
    budget: int
    via: tuple[tuple[int, int], ...]
    patience: int
    on_control: tuple[int, ...]
    pull_forward: int
    shortage: tuple[int, int]
    orders: tuple[OrderWorld, ...]
    negotiation: NegotiationWorld | None


@dataclass(frozen=True, slots=True)
class Realisation:
    """One replication's world; `sampled` holds the uncertain parameters' values by path.

    `license(control, buyer, channel, kind, number, generation)` draws a license decision: whether it is
    granted, and after how many days.
    """

    name: str
    seed: int
    replication: int
    sampled: Mapping[str, object]
    start: date
    start_weekday: int
    days: int
    allocation: int
    ranking: tuple[int, ...]
    products: tuple[ProductWorld, ...]
    controls: tuple[ControlWorld, ...]
    channels: tuple[ChannelWorld, ...]
    buyers: tuple[BuyerWorld, ...]
    license: Callable[[int, int, int, int, int, int], tuple[bool, int]]
