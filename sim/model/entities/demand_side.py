"""What is asked for, and what becomes of it: buyers and their orders, order lines, shipments, licence decisions."""

from dataclasses import dataclass

from sim.clock import NEVER
from sim.model.entities.supply_side import Channel, Control, Law, Product
from sim.model.fields import given, linked, several
from sim.model.open_lines import OpenLines
from sim.rules.capacity import NO_LIMIT

WAIT, CANCEL = -2, -1
"""What a buyer does with an open order under a control, instead of switching to a product."""

DATED, RANDOM, BURST, PULLED = range(4)
"""Kinds of order: known by date, of the ordinary stream, of a burst, pulled forward.

A buyer's orders of a product are numbered kind by kind, so that none shifts the draws of another.
"""

KINDS = 4

BY_SHARES, BY_WAIT = 0, 1
"""How a buyer's orders find their channel."""

ROUTINGS = ("shares", "shortest-wait")
"""Names of these in a scenario, by code."""


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
    dated: int = 0
    """How many of them are dated."""


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
    ranks: list[int] = several()
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
    has_answers: bool = False
    """Whether any of these is not to wait."""
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
    lapses: list[int] = several()
    """By control, of a line that applied and was refused: the refusal before it in `Supply.lapses`."""
    unlicensed_at: int = -1
    """The state of all licensing at which it was last seen that a control in effect has not licensed it."""
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
