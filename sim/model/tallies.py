"""What key figures are counted in."""

from dataclasses import dataclass

from sim.model.fields import several


@dataclass(slots=True, eq=False)
class BuyerTally:
    """What is counted of a buyer, or of all: by day in units and USD, by days waited, and over the run."""

    ordered: list[int] = several()
    dispatched: list[int] = several()
    dispatched_usd: list[int] = several()
    delivered: list[int] = several()
    delivered_usd: list[int] = several()
    met: list[int] = several()
    """Units delivered towards the need."""
    waits: list[int] = several()
    earlier: int = 0
    earlier_usd: int = 0
    """What was delivered before the run: by day it is of day 0, of no quarter."""
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
    flow_of: list[int] = several()
    """By product: the first of its flows; -1 where it has none."""
    flows: list[int] = several()


BY_DAY = ("ordered", "dispatched", "dispatched_usd", "delivered", "delivered_usd", "met", "waits")
"""What of a buyer is counted by day, or by days."""


@dataclass(slots=True, eq=False)
class ProductTally:
    """What is counted of a product: over the run, and for one control on its effective days."""

    finished: list[int] = several()
    """Good units by quarter."""
    stranded: int = 0
    stranded_usd: int = 0
    diverted: int = 0
    diverted_usd: int = 0
    lot_on: int = -1
    """The day on which a lot finished last."""


@dataclass(slots=True, eq=False)
class ChannelTally:
    """What is counted of a channel: units sent, the day on which its contract was signed."""

    sent: int = 0
    signed_on: int = -1
