"""What is made, held back and sent: production lines and products, export controls, channels."""

from dataclasses import dataclass

from sim.clock import NEVER
from sim.model.fields import given, linked, several
from sim.rules.capacity import NO_LIMIT

NO_QUOTA = -1
"""Stands for the units of a quota that a control does not set."""


@dataclass(slots=True, eq=False)
class Law:
    """A distribution by its kind and up to four parameters, or by listed values; of kind 0 the number `a`."""

    kind: int = 0
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    values: list[float] = several()
    cumulated: list[float] = several()
    """Weights of the values, each with all before it; of quantiles the shares below the values."""
    own: int = 0
    """Of a distribution of the user's own: the number that stands for it."""
    mean: float = 0.0
    """Of listed values, or of the user's own, the expected value, where orders are routed by it."""
    table: list[float] = several()
    """Of a beta distribution that is drawn by many times: its inverse, by `beta_table`."""


@dataclass(slots=True, eq=False)
class Lots:
    """The lots of a production line: when they start, how large they are, what of them is good."""

    start: int = given("start", NEVER)
    end: int = given("end", NEVER)
    lot_interval: int = given("lot_interval", 1)
    capacity: int = given("capacity")
    cycle_time: int = given("cycle_time")
    midpoint: float = given("ramp.logistic.midpoint", 0.0)
    slope: float = given("ramp.logistic.slope", 0.0)
    full_after: int = given("ramp.linear.days")
    ramp_days: list[int] = several()
    ramp_shares: list[float] = several()
    lot_yield: Law = linked()
    yield_word: int = 0
    yield_claim: int = 0
    """What of its lots' yield may be claimed of the next, in millionths of a unit."""
    lots_started: int = 0
    next_start: int = 0
    lots_yielded: int = 0
    next_yield: int = 0
    """The day on which the next lot's yield is taken: it finishes, or a shared line's is divided."""


@dataclass(slots=True, eq=False)
class Product:
    """A product: its price in USD, its production line, its stock in the hub in units."""

    number: int = 0
    price: int = given("price")
    initial_stock: int = given("initial_stock")
    lots: Lots = linked()
    market_share: float = given("production.market_share", 1.0)
    market_claim: int = 0
    """What of its lots this market may claim of the next, in millionths of a unit."""
    carried_finish: list[int] = several()
    """The day on which each lot finishes that is in progress at the start."""
    carried_units: list[int] = several()
    word: int = 0
    carried_word: int = 0
    covers: list[int] = several()
    """By control: whether it covers the product, 0 or 1."""
    stock: int = 0
    held: int = 0
    """Of the stock what may not leave, but by a license."""
    control: int = -1
    """The first control on dispatch that is in effect on it today, whomever it concerns; -1 for none."""
    stock_control: int = -1
    """The first of them that acts on stock; -1 for none."""
    is_banned: bool = False
    """Whether a control on orders is in effect on it today, whomever it concerns."""
    fate: int = 0
    """What becomes of its stock since the last control stage."""
    held_before: int = 0
    taken: int = 0
    """Of the latest day on which a control took effect: what was held before, what controls sold or scrapped since."""


@dataclass(slots=True, eq=False)
class SharedLine:
    """A production line whose lots several products share; lists are by product of `products`, its *parts*."""

    number: int = 0
    lots: Lots = linked()
    split_days: int = given("split_days")
    products: list[Product] = several()
    mix_part: list[int] = several()
    mix_since: list[int] = several()
    mix_share: list[float] = several()
    """By step of the mix: its part, the day from which on it holds, its share."""
    rush_shares: list[float] = several()
    heirs: list[int] = several()
    """The part that gets a covered product's share; -1 for none."""
    mixed: list[int] = several()
    shares: list[int] = several()
    """Today's mix in millionths: of the parts, and with what they leave to other markets."""
    claims: list[int] = several()
    divided: list[int] = several()
    """What each of these claims of the next lot, and what it gets of the one that is divided."""
    finishing: list[int] = several()
    """By day, then part: units of the lot that finishes then."""
    finishes: list[int] = several()
    """By day: whether one does, 0 or 1."""


@dataclass(slots=True, eq=False)
class Control:
    """An export control; `concerns` says by buyer whom, 0 or 1; a quota counts units by calendar period."""

    number: int = 0
    concerns: list[int] = several()
    concerns_all: bool = True
    on_orders: int = 0
    resume: int = given("resume")
    announced: int = given("announced")
    effective: int = given("effective")
    lifted: int = given("lifted", NEVER)
    overtime: float = given("rush.channel_capacity", 1.0)
    rush_share: float = given("rush.market_share", -1.0)
    """The share of lots for this market in a rush; below 0 it is left alone."""
    returns: int = 0
    unshipped: int = 0
    hold_days: int = given("unshipped.hold_days", NO_LIMIT)
    """What becomes of stock that may not leave, and for how long it is held."""
    licenses: int = 0
    per_buyer: int = 0
    """Whether a license is a buyer's, for all its orders, rather than an order's."""
    granted: float = given("license.granted", 0.0)
    license_days: Law = linked()
    opens: int = given("license.opens", NEVER)
    """From when on it takes applications; `NEVER` while it is in effect."""
    again_days: int = given("license.again_days")
    """Days after a refusal until the next application; 0 for none."""
    quota: int = given("license.quota.units", NO_QUOTA)
    quota_per_buyer: int = 0
    quota_every: int = 0
    quota_used: list[int] = several()
    """By buyer, or all together in the first place: units dispatched in this period."""
    license_words: list[int] = several()
    """By buyer: the streams of whether a license is granted, and of the days until then."""
    move_on: list[int] = several()
    move_to: list[int] = several()
    """By move: the day on which it is announced, the effective day then."""
    states: list[int] = several()
    """Its state on the eve of day 0, then on every day."""


@dataclass(slots=True, eq=False)
class Channel:
    """A distributor, or the direct channel of a contract; money in USD."""

    number: int = 0
    direct: bool = False
    weekly_capacity: int = given("weekly_capacity")
    credit_limit: int = given("credit_limit", NO_LIMIT)
    margin: float = given("margin", 0.0)
    price: int = given("price", -1)
    """A contract's own price; -1 where it is the product's."""
    reserved_share: float = given("reserved_share", 0.0)
    reserved: int = 0
    """The same in millionths."""
    transit: Law = linked()
    transit_word: int = 0
    word: int = 0
    prices: list[int] = several()
    mean_transit: int = 1
    """The expected transit time in whole days, rounded up."""
    used: int = 0
    overtime_used: int = 0
    """Units dispatched in this calendar week, and how many of them in overtime."""
    outstanding: int = 0
    """Dollars of goods under way."""
    backlog: int = 0
    drawn_on: int = -1
    drawn_days: int = 0
    """The transit time drawn last, and on which day."""
