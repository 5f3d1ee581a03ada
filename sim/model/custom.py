"""Custom: how a buyer's orders of a product are divided over its channels, and over what it buys elsewhere.

Parts of an order are its distributors in the order of `via`, the direct channel, and what is bought elsewhere, which is
no order of this scenario. Rounding is carried from order to order of a product: a share of small orders gets its units.
"""

from sim.model.entities import BY_WAIT, Buyer, Channel, Product, Supply
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION, carry, complete, divide_carried, part


def prepare_custom(buyer: Buyer) -> None:
    """Shares of custom in millionths, without a contract; nothing is ordered yet."""
    for place, share in enumerate(buyer.shares):
        buyer.custom[place] = millionths(share)
    buyer.elsewhere = complete(buyer.custom)
    share_custom(buyer, 0)


def share_custom(buyer: Buyer, direct: int) -> None:
    """Give a share of the buyer's custom here, in millionths, to its direct channel; each distributor keeps the rest.

    What is bought elsewhere stays there. By the shortest wait all that is bought here is one part, the first, until it
    is routed.
    """
    count, here = len(buyer.via), 0
    by_wait = buyer.routing == BY_WAIT
    for place in range(count):
        share = 0 if by_wait else part(buyer.custom[place], MILLION - direct)
        buyer.part_shares[place] = share
        here += buyer.custom[place] - share
    buyer.part_shares[0 if by_wait else count] = here
    buyer.part_shares[count + 1] = buyer.elsewhere


def split_order(buyer: Buyer, product: Product, units: int) -> None:
    """Divide an order by shares, into `parts`; what rounding leaves is carried to the next of the product."""
    divide_carried(units, buyer.part_shares, buyer.splits[product.number].claims, buyer.parts)


def units_here(buyer: Buyer, product: Product, units: int) -> int:
    """Units of an order that would be of this scenario's channels, were it placed now: nothing is carried from it."""
    claims, elsewhere = buyer.splits[product.number].claims, len(buyer.part_shares) - 1
    split_order(buyer, product, units)
    for place, share in enumerate(buyer.part_shares):
        claims[place] += buyer.parts[place] * MILLION - units * share
    return units - buyer.parts[elsewhere]


def channels_used(buyer: Buyer) -> int:
    """How many parts of an order are channels: all but the last."""
    return len(buyer.via) + 1


def channel_of_part(supply: Supply, buyer: Buyer, place: int) -> Channel:
    """The channel of a part of an order."""
    return buyer.via[place] if place < len(buyer.via) else supply.channels[buyer.direct]


def units_pulled_forward(buyer: Buyer, product: Product, units: int) -> int:
    """Units of a later order that are placed in a rush window instead, their rounding carried by product."""
    split = buyer.splits[product.number]
    pulled, split.pulled_claim = carry(split.pulled_claim, units, millionths(buyer.pull_forward))
    return pulled
