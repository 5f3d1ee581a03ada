"""What key figures are counted in."""

from dataclasses import dataclass

from sim.clock import NEVER
from sim.model.fields import several


@dataclass(slots=True, eq=False)
class BuyerTally:
    """What is counted of a buyer, or of all: by span of days in units and USD, by days waited, and over the run."""

    ordered: list[int] = several()
    dispatched: list[int] = several()
    dispatched_usd: list[int] = several()
    delivered: list[int] = several()
    delivered_usd: list[int] = several()
    met: list[int] = several()
    """Units delivered towards the need, by day."""
    waits: list[int] = several()
    earlier: int = 0
    earlier_usd: int = 0
    """What was delivered before the run: it is of day 0, of no quarter."""
    need: int = 0
    lost: list[int] = several()
    """Need of the whole run, and what of it is lost, by cause."""
    cancelled: int = 0
    switched: int = 0
    direct: int = 0
    direct_waited: int = 0
    indirect: int = 0
    indirect_waited: int = 0
    """Units delivered by a direct channel and otherwise, and the same times days waited."""
    by_contract: int = 0
    """Units taken over by a contract, or ordered through it."""
    latest: int = -1
    """The product ordered last."""
    flow_of: list[int] = several()
    """By product: the first of its flows; -1 where it has none."""
    flows: list[int] = several()


BY_SPAN = ("ordered", "dispatched", "dispatched_usd", "delivered", "delivered_usd")
"""What of a buyer is counted by span of days."""


@dataclass(slots=True, eq=False)
class LineTally:
    """What is counted of a shared line: good units of its lots by quarter."""

    finished: list[int] = several()


@dataclass(slots=True, eq=False)
class ProductTally:
    """What is counted of a product: good units of its lots by quarter, what leaves its stock but to buyers."""

    finished: list[int] = several()
    stranded: int = 0
    """Less what another control held already."""
    diverted: int = 0
    diverted_usd: int = 0
    released: int = 0
    scrapped: int = 0
    held: int = 0
    """At the end."""


@dataclass(slots=True, eq=False)
class ControlTally:
    """What is counted of a control: what leaves in its window, what it stops and licenses; by product what it takes."""

    window_units: int = 0
    window_usd: int = 0
    stopped: int = 0
    licensed: int = 0
    refused: int = 0
    quota_used: list[int] = several()
    """By buyer: units dispatched while it is in effect."""
    stranded: list[int] = several()
    diverted: list[int] = several()


@dataclass(slots=True, eq=False)
class ChannelTally:
    """What is counted of a channel: units sent, the days on which its contract was signed and ended."""

    sent: int = 0
    signed_on: int = -1
    ended_on: int = NEVER
