"""Negotiations: a buyer talks with the supplier about a direct channel."""

from sim.model.contracts import sign
from sim.model.draws import draw, drawn_days
from sim.model.entities import Buyer, Supply
from sim.model.events import Event
from sim.model.lists import record

NOT_OPENED, ENDED = 0, -1
"""A buyer's round where it has none: rounds count from 1."""


def opens_today(supply: Supply, buyer: Buyer) -> bool:
    """Whether a buyer's talks open today: on their date, or at the backlog of the evening before."""
    if buyer.talks_backlog >= 0:
        return buyer.backlog >= buyer.talks_backlog
    return supply.day == buyer.talks_on


def open_talks(supply: Supply, buyer: Buyer) -> None:
    """A buyer's talks open with the first round."""
    record(supply, Event.negotiation_opened, -1, buyer.number)
    next_round(supply, buyer)


def next_round(supply: Supply, buyer: Buyer) -> None:
    """Begin a round of talks, or fail after the last."""
    buyer.round += 1
    if buyer.round > buyer.rounds:
        record(supply, Event.negotiation_failed, -1, buyer.number)
        buyer.round = ENDED
    else:
        buyer.round_ends = supply.day + drawn_days(supply, buyer.round_days, buyer.days_word, buyer.round)


def end_round(supply: Supply, buyer: Buyer) -> None:
    """A round ends: in a contract, or another round."""
    record(supply, Event.negotiation_round, -1, buyer.number)
    if draw(supply, buyer.success_word, buyer.round) < buyer.success:
        buyer.round = ENDED
        sign(supply, buyer)
    else:
        next_round(supply, buyer)
