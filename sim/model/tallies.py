"""What key figures are counted in."""

from dataclasses import dataclass

from sim.model.fields import several


@dataclass(slots=True, eq=False)
class BuyerTally:
    """What is counted of a buyer, or of all: by day in units and USD, by days waited, and over the run."""

    ordered: list[int] = several()
    delivered: list[int] = several()
    delivered_usd: list[int] = several()
    waits: list[int] = several()
    cancelled: int = 0
    switched: int = 0
    dispatched: int = 0
    direct: int = 0
    direct_waited: int = 0
    indirect: int = 0
    indirect_waited: int = 0
    """Units delivered by a direct channel and otherwise, and the same times days waited."""
    flow_of: list[int] = several()
    """By product: the first of its flows; -1 where it has none."""
    flows: list[int] = several()


@dataclass(slots=True, eq=False)
class ProductTally:
    """What is counted of a product: over the run, and for one control on its effective days."""

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
