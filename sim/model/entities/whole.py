"""The whole of a replication: all there is in it today, and what is asked of the engine that simulates it."""

from dataclasses import dataclass
from typing import Protocol

from sim.model.entities.demand_side import Buyer, Decision, HeldBack, Line, Shipment
from sim.model.entities.supply_side import Channel, Control, Product, SharedLine
from sim.model.events import Entry, Posting
from sim.model.fields import linked, several
from sim.model.open_lines import OpenLines
from sim.model.tallies import BuyerTally, ChannelTally, ControlTally, LineTally, ProductTally
from sim.realisation.streams import Streams


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
    licensing: int = 0
    """Counts what may change which lines are licensed: states of controls, and licenses of buyers."""
    turning: list[int] = several()
    """By day: whether a control's dates may bring anything about, 0 or 1: on the others none has to be looked at."""
    lapses: list[int] = several()
    """By day: of the refusals that lapse on it the last one, as a line's number times the number of controls and the
    control's; `Line.lapses` has the one before. 0 where there is none."""
    is_to_apply: bool = False
    """Whether open lines may have licenses to apply for in today's control stage."""
    is_rush: bool = False
    """Whether any control is announced and not yet in effect today."""
    is_deadline: bool = False
    """Whether a control takes effect today."""
    is_controlled: bool = False
    """Whether any control is in effect on any product today."""
    stops_on: int = -1
    """The latest day on which a control may have begun to stop open lines: states changed, a license was refused."""
    may_serve: bool = True
    """Whether anything has come about since the hub last served open lines that may let a unit more leave."""
    lines_placed: int = 0
    lines: list[Line] = several()
    stock_left: list[int] = several()
    room: list[int] = several()
    has_room: list[int] = several()
    overtime_used: list[int] = several()
    credit: list[int] = several()
    reserves: list[int] = several()
    waiting: list[int] = several()
    leaving: list[int] = several()
    """What allocation counts down, by product or by channel; reserves by channel, then product.

    By channel are, too: `waiting`, open units that a buyer has there, or that are before the next one, and `leaving`,
    those of them that wait longer than some level.
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
    work_ranks: list[int] = several()
    work_offers: list[int] = several()
    work_plain: list[int] = several()
    work_places: list[int] = several()
    work_wants: list[int] = several()
    work_parts: list[int] = several()
    work_demand: list[int] = several()
    work_fair: list[int] = several()
    work_levels: list[int] = several()
    work_wanted: list[int] = several()
    work_rooms: list[int] = several()
    """Where allocation calculates: `sim.rules.allocation.Workspace`."""
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
