"""What only memory has: how it holds entities, what it keeps of them beside their own fields, what it draws.

Each class adds fields to an entity. They are never made: they say to the compiler, and to who reads, what is there.
"""

import math
from dataclasses import dataclass, field
from typing import Any

from sim.compiler.layout import Row, hold
from sim.model.entities import Buyer, Decision, HeldBack, Law, Line, Shipment, Supply
from sim.model.events import Entry, Posting


class Place(list[Any]):
    """A number of the scenario where it stands: in a field, or at a place of a list; reads like a list of one."""

    def __init__(self, holder: Any, key: str | int) -> None:
        super().__init__()
        self.holder, self.key = holder, key


@dataclass(slots=True, eq=False)
class Parameter:
    """An uncertain parameter: its law, the place that it is written to, and what the scenario's checks have passed.

    `column` is where it stands among all that is uncertain. Where it is correlated, its normal is the sum of those of
    the parameters `others`, by `weights`.
    """

    law: Law
    whole: list[int]
    real: list[float]
    rounding: int
    column: int
    word: int
    least: float = -math.inf
    most: float = math.inf
    others: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Term:
    """What is taken from a total: the value of a column of what is uncertain, or one that is certain (column -1)."""

    column: int
    value: float


@dataclass(slots=True, eq=False)
class Remainder:
    """What is left of a total: the place that it is written to, its column, and what the checks have passed."""

    total: float
    whole: list[int]
    real: list[float]
    rounding: int
    column: int
    least: float
    most: float
    terms: list[Term]


@dataclass(slots=True, eq=False)
class Check:
    """A check of what was drawn, by its kind: one number, two, or shares, that must go together."""

    kind: int
    left: list[int]
    right: list[int]
    shares: list["Share"]


@dataclass(slots=True, eq=False)
class Share:
    """A share that is summed with others."""

    real: list[float]


@hold
class HeldLine(Line):
    """An order line: the next one in its buyer's list, and whether it stands in the book and in that list."""

    buyer: "HeldBuyer"
    next: "HeldLine"
    in_book: bool
    in_list: bool


@hold
class HeldBuyer(Buyer):
    """A buyer: its list of open lines, the one put in last, how many it has, and how many of these are closed."""

    head: HeldLine
    tail: HeldLine
    put: HeldLine
    listed: int
    closed: int


@hold
class HeldShipment(Shipment):
    """A shipment: its place in the row, the next one that is due on the same day."""

    place: int
    next: "HeldShipment"


@hold
class HeldDecision(Decision):
    """A decision to come: its place in the row, the next one that comes on the same day."""

    place: int
    next: "HeldDecision"


@hold
class HeldSupply(Supply):
    """The whole: rows with room, and how much of each is used; open lines in a book, in order of age.

    `due` and `deciding` are by day; `sorting`, `arranged` and `decided` are room to put things in order.
    """

    line_row: Row[HeldLine]
    shipment_row: Row[HeldShipment]
    shipments_made: int
    decision_row: Row[HeldDecision]
    decisions_made: int
    held_back_row: Row[HeldBack]
    held_back_made: int
    entry_row: Row[Entry]
    entries_made: int
    posting_row: Row[Posting]
    postings_made: int
    is_full: bool
    book: list[HeldLine]
    book_count: int
    book_closed: int
    book_disordered: bool
    due: list[HeldShipment]
    deciding: list[HeldDecision]
    sorting: list[int]
    arranged: list[HeldShipment]
    decided: list[HeldDecision]
    whole_figures: list[int]
    real_figures: list[float]
    figures_made: int
    parameters: list[Parameter]
    uniforms: list[float]
    remainders: list[Remainder]
    checks: list[Check]
