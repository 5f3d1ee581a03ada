"""Invariants of need: every unit that a buyer wants stands in one account, and orders are split as custom is."""

from collections import Counter
from collections.abc import Iterator

from sim.model.events import Account, Posting
from sim.records.events import Event
from sim.records.invariants.evidence import Evidence, Invariant, Violation
from sim.records.invariants.orders import OPEN_EFFECT
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION, complete
from sim.scenario.buyer_tables import Buyer

HELD_FOR = {
    **OPEN_EFFECT,
    Event.delivered_earlier: 0,
    Event.dispatched: 0,
    Event.returned: 0,
}
"""What an event adds to the units that are open or dispatched of a line."""


ACCOUNTS = (Account.on_line, Account.lost_by_patience, Account.lost_by_control, Account.lost_by_budget)


def postings_of(evidence: Evidence) -> Iterator[Posting]:
    """What was posted to accounts of need."""
    for row in evidence.log.postings.tolist():
        posting = Posting(*row)
        if posting.account in ACCOUNTS:
            yield posting


def need_on_lines(evidence: Evidence) -> Iterator[Violation]:
    """At the end no account of need is below 0, and none of a line above what is dispatched and open of it.

    So need = delivered towards it + in transit and open towards it + lost.
    """
    last, needed, lost = evidence.log.days - 1, Counter[int](), Counter[tuple[int, int, int]]()
    for posting in postings_of(evidence):
        if posting.account == Account.on_line:
            needed[posting.number] += posting.units
        else:
            lost[posting.buyer, posting.product, posting.account] += posting.units
    held, divided = Counter[int](), 0
    for row in evidence.rows:
        held[row.order] += HELD_FOR.get(Event(row.event), 0) * row.units + divided
        divided = row.units if row.event == Event.order_divided else 0
    for order, units in needed.items():
        if not 0 <= units <= held[order]:
            found = f"needed for {units} units, of which {held[order]} are dispatched or open"
            yield Violation("need on lines", last, f"order {order}", found)
    for (buyer, _, account), units in lost.items():
        if units < 0:
            found = f"{units} units {Account(account).name}"
            yield Violation("need on lines", last, evidence.log.buyers[buyer], found)


def need_of_orders(evidence: Evidence) -> Iterator[Violation]:
    """A buyer without random orders needs all that it orders, less what it buys elsewhere.

    Where it does buy elsewhere, rounding may have as many units of each product more or less there as an order has
    parts, and one of each order that is held back; and what a budget cuts of a pull-forward is divided once more.
    """
    needed, held_back = Counter[str](), Counter[str]()
    for posting in postings_of(evidence):
        needed[evidence.log.buyers[posting.buyer]] += posting.units
    for row in evidence.rows:
        held_back[evidence.log.buyers[row.buyer]] += row.event == Event.order_held_back
    for buyer in evidence.scenario.buyer:
        whole, here = sum(order.units for order in buyer.order), sum(custom_of(buyer).values())
        divided_again = here < MILLION and buyer.budget is not None and buyer.pull_forward > 0
        if buyer.demand or divided_again:
            continue
        room = 0 if here == MILLION else len(evidence.scenario.product) * (len(buyer.via) + 2) + held_back[buyer.name]
        if abs(MILLION * needed[buyer.name] - here * whole) > MILLION * room:
            found = f"needs {needed[buyer.name]} of {whole} units ordered, of which {here} millionths here"
            yield Violation("need of orders", evidence.log.days - 1, buyer.name, found)


def carried_custom(evidence: Evidence) -> Iterator[Violation]:
    """Of a product's orders each distributor gets less than a unit more, and less than two less, than its exact share.

    Where nothing else than its shares says what a distributor gets.
    """
    placed: dict[int, Posting] = {}
    for posting in postings_of(evidence):
        if posting.account == Account.on_line:
            placed.setdefault(posting.number, posting)
    got = Counter[tuple[str, str, str]]()
    log = evidence.log
    for row in evidence.rows:
        if row.event in (Event.order_placed, Event.order_carried) and row.order in placed:
            key = log.buyers[row.buyer], log.products[row.product], log.channels[row.channel]
            got[key] += placed[row.order].units
    for buyer in evidence.scenario.buyer:
        if not splits_by_shares_alone(evidence, buyer):
            continue
        for product in {order.product for order in buyer.order}:
            whole = sum(order.units for order in buyer.order if order.product == product)
            for channel, share in custom_of(buyer).items():
                units = got[buyer.name, product, channel]
                if not -2 * MILLION < units * MILLION - whole * share < MILLION:
                    found = f"{units} units of {product} by {channel}, whose share of {whole} is {share} millionths"
                    yield Violation("carried custom", log.days - 1, buyer.name, found)


def custom_of(buyer: Buyer) -> dict[str, int]:
    """Shares of custom in millionths, by distributor: what lacks to one by rounding alone is the first's."""
    shares = [millionths(share) for share in buyer.via.values()]
    complete(shares)
    return dict(zip(buyer.via, shares, strict=True))


def splits_by_shares_alone(evidence: Evidence, buyer: Buyer) -> bool:
    """Whether a buyer has dated orders only, money for them all, and no contract, substitute or ban on ordering."""
    banned = any(control.acts_on == "order" for control in evidence.scenario.control)
    simple = buyer.budget is None and buyer.negotiation is None and buyer.routing == "shares"
    return simple and not buyer.demand and not buyer.on_control and not banned


INVARIANTS: tuple[Invariant, ...] = (need_on_lines, need_of_orders, carried_custom)
