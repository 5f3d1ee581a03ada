"""What exists: each thing and each of its fields, once; objects, compiled memory and what a scenario gives follow.

A field is a whole number, a real one, a truth, another thing, or a list of one of these. `given` names the key of the
scenario's table that it comes from, and what stands for its absence. Shares, margins and factors are real as the
scenario gives them, whole millionths where a field's name or line says so; dates are days from the start; things in a
list know their place there as `number`. Fields of other types exist in Python only.
"""

from dataclasses import dataclass
from typing import Protocol

from sim.clock import NEVER
from sim.model.events import Entry, Posting
from sim.model.fields import given, linked, several
from sim.model.open_lines import OpenLines
from sim.model.tallies import BuyerTally, ChannelTally, ControlTally, LineTally, ProductTally
from sim.realisation.streams import Streams
from sim.rules.capacity import NO_LIMIT

WAIT, CANCEL = -2, -1
"""What a buyer does with an open order under a control, instead of switching to a product."""

NO_QUOTA = -1
"""Stands for the units of a quota that a control does not set."""

DATED, RANDOM, BURST, PULLED = range(4)
"""Kinds of order: known by date, of the ordinary stream, of a burst, pulled forward.

A buyer's orders of a product are numbered kind by kind, so that none shifts the draws of another.
"""

BY_SHARES, BY_WAIT = 0, 1
"""How a buyer's orders find their channel."""

ROUTINGS = ("shares", "shortest-wait")
"""Names of these in a scenario, by code."""

KINDS = 4


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


@dataclass(slots=True, eq=False)
class Order:
    """A dated order, its number among the buyer's of that product; `left` is what was not pulled forward."""

    number: int = 0
    ordinal: int = 0
    date: int = given("date")
    product: int = 0
    units: int = given("units")
    delivered: int = given("delivered")
    left: int = 0
    pulled: bool = False


@dataclass(slots=True, eq=False)
class Demand:
    """Random orders: an ordinary stream, and one of what comes besides for some days after an announcement."""

    product: Product = linked()
    concerns: list[int] = several()
    """By control: whether it covers the product and concerns the buyer, 0 or 1."""
    orders_per_month: float = given("orders_per_month", 0.0)
    factor: float = given("after_announcement.factor", 1.0)
    burst_days: int = given("after_announcement.days")
    units: Law = linked()
    count_word: int = 0
    units_word: int = 0
    burst_count_word: int = 0
    burst_units_word: int = 0
    orders: int = 0
    burst_orders: int = 0
    """How many of each stream had a size so far."""


@dataclass(slots=True, eq=False)
class Split:
    """What a buyer's orders of one product have claimed so far and not got, in millionths of a unit."""

    claims: list[int] = several()
    """By part of an order: the channels of `via`, the direct one, what is bought elsewhere."""
    pulled_claim: int = 0


@dataclass(slots=True, eq=False)
class Buyer:
    """A buyer: its orders, what its budget has left in USD, its talks about a direct channel."""

    number: int = 0
    budget: int = given("budget", NO_LIMIT)
    patience: int = given("patience", NO_LIMIT)
    pull_forward: float = given("pull_forward", 0.0)
    waits: int = given("shortage.waits", NO_LIMIT)
    factor: float = given("shortage.factor", 1.0)
    waits_today: bool = False
    waits_on: int = -1
    """Whether an open line has waited so long, and on which day that was looked at last."""
    talks_on: int = given("negotiation.opens", NEVER)
    talks_backlog: int = given("negotiation.opens.backlog", -1)
    rounds: int = given("negotiation.rounds")
    success: float = given("negotiation.success", 0.0)
    takes_over: float = given("negotiation.contract.takes_over", 1.0)
    later_custom: float = given("negotiation.contract.custom", 1.0)
    """Shares of what is open at signing, and of what is ordered afterwards, that a contract gets."""
    term_days: int = given("negotiation.contract.term_days", NEVER)
    minimum_units: int = given("negotiation.contract.minimum_units")
    """Take or pay: units that a contract is paid for in any case."""
    term_ends: int = NEVER
    """The day on which the contract that there is ends."""
    round_days: Law = linked()
    days_word: int = 0
    success_word: int = 0
    round: int = 0
    """Rounds of talks count from 1; 0 before, -1 afterwards."""
    round_ends: int = 0
    direct: int = -1
    """The direct channel that it may come to have; -1 for none."""
    contract: int = -1
    """The same, while there is a contract."""
    routing: int = 0
    via: list[Channel] = several()
    shares: list[float] = several()
    custom: list[int] = several()
    """The shares of its custom by channel of `via`, and the same in millionths."""
    elsewhere: int = 0
    """What they leave to one, in millionths: what it buys elsewhere."""
    part_shares: list[int] = several()
    """The shares today of the parts of an order: by channel of `via`, the direct one, what is bought elsewhere."""
    routed: list[int] = several()
    needs: list[int] = several()
    """How many units of an order go to each part by the shortest wait, and what is needed of them."""
    queues: list[int] = several()
    capacities: list[int] = several()
    transits: list[int] = several()
    """What the shortest wait is counted from, by part: open units, units a week (0: not used), mean days."""
    parts: list[int] = several()
    parts_delivered: list[int] = several()
    """Units of the order in hand by part, and what of them was delivered before the run."""
    splits: list[Split] = several()
    """By product."""
    orders: list[Order] = several()
    turn: list[int] = several()
    """Places of its dated orders by date, of which the one at `next_order` comes next, on day `next_on`."""
    next_order: int = 0
    next_on: int = NEVER
    demands: list[Demand] = several()
    licenses: list[int] = several()
    applied: list[int] = several()
    refused_on: list[int] = several()
    """By control, where a license is a buyer's: its state, applications so far, the day of the latest refusal."""
    answers: list[int] = several()
    """By product: what it does under a control: wait, cancel, or the substitute's number."""
    backlog: int = 0
    lines: "OpenLines[Line]" = linked()


@dataclass(slots=True, eq=False)
class Line:
    """An order line: one product, one buyer, one channel.

    `origin` (the product first ordered), `kind`, `ordinal` (its number of these) and `generation` (how often it was
    switched) name its order to the streams; `placed` is the day of the order, which may lie before day 0.
    """

    number: int = 0
    buyer: Buyer = linked()
    product: Product = linked()
    channel: Channel = linked()
    placed: int = 0
    price: int = 0
    open: int = 0
    need: int = 0
    dispatched: int = 0
    evenings_kept: int = 0
    """Evenings on which a control kept it back, counted for buyers that over-order in a shortage."""
    origin: Product = linked()
    kind: int = 0
    ordinal: int = 0
    generation: int = 0
    head: int = 0
    last: int = 0
    following: int = 0
    instead: int = 0
    """Lines by number: the first of its order; of the first, the last, and the first of its substitute's order; the
    next of the order. 0 where there is none."""
    by_contract: bool = False
    licenses: list[int] = several()
    applied: list[int] = several()
    refused_on: list[int] = several()
    """Of the first line of an order, by control: the state of its license, applications so far, the day of refusal."""
    delivered: int = 0
    """For key figures: units delivered."""


@dataclass(slots=True, eq=False)
class Shipment:
    """Units of a line under way, none once it has arrived or come back."""

    line: Line = linked()
    channel: Channel = linked()
    units: int = 0
    price: int = 0
    sent_on: int = 0


@dataclass(slots=True, eq=False)
class HeldBack:
    """An order that a control on orders holds back until it ends, none of whose units wait any more once it has.

    `here` are the units of it that are of this scenario's channels.
    """

    buyer: Buyer = linked()
    product: Product = linked()
    control: Control = linked()
    units: int = 0
    here: int = 0
    kind: int = 0
    ordinal: int = 0


@dataclass(slots=True, eq=False)
class Decision:
    """A license decision to come, on the application of a line."""

    line: Line = linked()
    control: Control = linked()
    granted: bool = False


class Agenda(Protocol):
    """What an engine is asked to bring about on a later day."""

    def arrival(self, shipment: Shipment, day: int) -> None:
        """A shipment is due on a day."""
        ...

    def decision(self, decision: Decision, day: int) -> None:
        """A license is decided on a day."""
        ...


@dataclass(slots=True, eq=False)
class Supply:
    """The whole: what there is in one replication, and today."""

    day: int = 0
    days: int = 0
    start_ordinal: int = 0
    start_weekday: int = 0
    policy: int = 0
    seed: int = 0
    replication: int = 0
    """The key of all chance, 64 bits each."""
    shared_lines: list[SharedLine] = several()
    products: list[Product] = several()
    controls: list[Control] = several()
    channels: list[Channel] = several()
    buyers: list[Buyer] = several()
    ranks: list[int] = several()
    """By buyer: its place in the ranking."""
    prices: list[int] = several()
    """By product."""
    states: list[int] = several()
    on_dispatch: list[int] = several()
    on_stock: list[int] = several()
    on_orders: list[int] = several()
    """By control: its state today; whether it acts on dispatch, on stock, on orders, 0 or 1."""
    overtimes: list[int] = several()
    rush_shares: list[int] = several()
    announced: list[int] = several()
    """By control: what it sets in a rush in millionths, its day of announcement."""
    quarters: list[int] = several()
    """By day: the number of its calendar quarter, 4 to a year."""
    resumes_on: int = -1
    """The latest day on which a control on orders ended that lets what it held back be placed."""
    is_to_apply: bool = False
    """Whether open lines may have licenses to apply for in today's control stage."""
    is_rush: bool = False
    """Whether any control is announced and not yet in effect today."""
    is_deadline: bool = False
    """Whether a control takes effect today."""
    is_controlled: bool = False
    """Whether any control is in effect on any product today."""
    lines_placed: int = 0
    lines: list[Line] = several()
    stock_left: list[int] = several()
    room: list[int] = several()
    has_room: list[int] = several()
    overtime_used: list[int] = several()
    credit: list[int] = several()
    reserves: list[int] = several()
    waiting: list[int] = several()
    movable: list[int] = several()
    leaving: list[int] = several()
    """What allocation counts down, by product or by channel; reserves by channel, then product.

    By channel are, too: `waiting`, open units that a buyer has there, or that are before the next one, and `movable`,
    those of them that a contract may take over, of which `leaving` wait longer than some level.
    """
    quota_controls: list[int] = several()
    quota_covered: list[int] = several()
    quota_counted: list[int] = several()
    quota_left: list[int] = several()
    """Quotas, as `sim.rules.quotas` has them; what is left of them today by control, then buyer."""
    asking: list[Line] = several()
    asked_product: list[int] = several()
    asked_buyer: list[int] = several()
    asked_channel: list[int] = several()
    asked_units: list[int] = several()
    asked_by_contract: list[int] = several()
    asked_overtime: list[int] = several()
    granted: list[int] = several()
    """Room for what the open lines ask for today, an entry a line."""
    report_days: list[int] = several()
    targets: list[int] = several()
    quarter_ends: list[int] = several()
    """What key figures are about: days, shares in millionths, the last day of each calendar quarter within the run."""
    own_figures: list[int] = several()
    own_of: list[int] = several()
    """Key figures of the user's own: the number that stands for each, and which buyer or product it is of."""
    spans: list[int] = several()
    """By day: the span of days it is in, each of which ends with a day that key figures are about."""
    of_all: BuyerTally = linked()
    of_buyers: list[BuyerTally] = several()
    of_products: list[ProductTally] = several()
    of_lines: list[LineTally] = several()
    of_controls: list[ControlTally] = several()
    of_channels: list[ChannelTally] = several()
    open_lines: "OpenLines[Line]" = linked()
    shipments: list[Shipment] = several()
    held_back: list[HeldBack] = several()
    streams: Streams = linked()
    agenda: Agenda = linked()
    facts: list[tuple[int, ...]] = several()
    posted: list[tuple[int, ...]] = several()
    entries: list[Entry] = several()
    postings: list[Posting] = several()
    figures: list[int | float | None] = several()
