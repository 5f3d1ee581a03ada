"""The tables of controls: their dates, whom and what they concern, stock, the rush, licenses and quotas."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from sim.scenario.distributions import Chance
from sim.scenario.quantities import Date, Days, Factor, Name, PositiveDays, Share, Table, Text, Units


class Move(Table):
    """A delay (or an advance) of a control: announced `on`, `to` the new effective date."""

    on: Date
    """When the move is announced."""
    to: Date
    """The new effective date."""


class Rush(Table):
    """What changes in the window between announcement and effect."""

    market_share: Share | None = None
    """Share of a finished lot of what is covered, for this market; a smaller one than the usual changes nothing."""
    channel_capacity: Factor = 1.0
    """How many times its weekly capacity a channel works, for what is covered; less than 1 changes nothing."""


class Quota(Table):
    """Units that may be dispatched under a control's licenses, of each buyer or of all together, once or by period."""

    units: Units
    """Units that may be dispatched under the control's licenses."""
    per: Literal["buyer", "all"] = "all"
    """Of each `"buyer"`, or of `"all"` together."""
    every: Literal["once", "quarter", "year"] = "once"
    """`"once"`, or by calendar `"quarter"` or `"year"`. A period that the run cuts has the whole quota; what is not
    used lapses.
    """


class License(Table):
    """The chance that an order, or a buyer, is `granted` a license, decided after so many `days`.

    It is applied for from `opens` on, by default while the control is in effect; `again_days` after a refusal again.
    """

    granted: Share
    """Chance that a license is granted."""
    days: Chance = 0
    """Days from the application to the decision (chance)."""
    per: Literal["order", "buyer"] = "order"
    """Who applies: an `"order"` for all its lines, or a `"buyer"` for all its covered lines, those to come included."""
    opens: Date | None = None
    """From when on it may be applied for, not before the announcement; without it, while the control is in effect."""
    again_days: PositiveDays | None = None
    """So many days after a refusal it is applied for again, with a new draw; without it, never."""
    quota: Quota | None = None
    """Units that may be dispatched under its licenses: `{ units = 75_000, per = "buyer", every = "year" }`."""


class HoldDays(Table):
    """Stock is held for so many days from the effective date on, then diverted."""

    hold_days: Days
    """Days from the effective date on that stock is held; then it is diverted."""


def _refuse_strand(value: Any) -> Any:
    """The first edition's word, whose meaning was changed: stock was lost for good though the control ended."""
    if value == "strand":
        raise ValueError(
            '"hold" (the default: stock is kept until it may leave), "divert", "scrap" or { hold_days = 180 }; '
            '"strand" lost it for ever, though the control ended'
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
    """The control's name."""
    covers: tuple[Text, ...] = Field(min_length=1)
    """The products that it covers."""
    announced: Date
    """When it is announced."""
    effective: Date
    """From when on it is in effect."""
    moved: tuple[Move, ...] = ()
    """Delays and advances: `[{ on = 2022-09-01, to = 2023-09-01 }]`, announced `on`, the new effective date."""
    lifted: Date | None = None
    """No longer in effect from this date on."""
    buyers: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """Whom it concerns: `["ByteDance"]`, an entity list or a ban towards one country; without it, everyone. One that
    names some keeps back these buyers' lines alone.
    """
    acts_on: Literal["dispatch", "order"] = "dispatch"
    """What its buyers may not have: `"dispatch"` of covered goods without a license, or `"order"`: they may not order
    them (then no `license`, `unshipped`, `in_transit`).
    """
    resume: Annotated[bool, Field(strict=True)] = False
    """With `acts_on = "order"`: whether what it kept from being ordered is ordered on the day it ends."""
    in_transit: Literal["deliver", "return"] = "deliver"
    """Goods under way on the effective date: `"deliver"` or `"return"`."""
    unshipped: Unshipped = "hold"
    """Stock and lots that may no longer leave: `"hold"` in the hub until they may, `"divert"` to other markets,
    `"scrap"`, or `{ hold_days = 180 }`: held for so many days from the effective date, then diverted.
    """
    rush: Rush = Rush()
    """What changes while it is announced and not yet in effect: `{ market_share = 0.35, channel_capacity = 1.3 }`."""
    license: License | None = None
    """The chance of a license: `{ granted = 0.2, days = 60 }`; without it, there is none."""
