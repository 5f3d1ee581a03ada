"""The scenario file as types: each class is a table of the file, each field a key of it, with its default.

A default means the absence of the thing: no rule, no limit, no waiting, no contract. The text under a field says what
its key means, to editors and in the documentation alike. Limits that hold between several keys are in `checks`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import PlainSerializer, PrivateAttr, WrapValidator
from typing_extensions import override

from sim.extensions.registry import POLICY, find
from sim.scenario.buyer_tables import Buyer
from sim.scenario.control_tables import Control
from sim.scenario.distributions import Chance, Distribution
from sim.scenario.production_tables import Production, SharedLine
from sim.scenario.quantities import Date, Lines, Name, Price, Share, Table, Text, Units, Usd
from sim.scenario.report_tables import Report, SourceCheck
from sim.scenario.uncertainty import Correlated, RestOf, Uncertain


def _or_own(value: Any, handler: Callable[[Any], str]) -> str:
    """A policy of the user's own is known by its name."""
    return str(value) if find(POLICY, value) else handler(value)


Policy = Literal["fifo", "pro-rata", "fair-share", "contract-first", "ranking"]
Allocation = Annotated[Policy, WrapValidator(_or_own), PlainSerializer(str)]


class Product(Table):
    """What is supplied: its price to distributors, its stock at the start, its production line if it has its own."""

    name: Name
    """The product's name."""
    price: Price
    """USD a unit, to distributors."""
    initial_stock: Units = 0
    """Units in the hub on `start`; required where the product has neither a line nor a share of one."""
    production: Production | None = None
    """Its own production line."""


class Distributor(Table):
    """A channel between the hub and the buyers."""

    name: Name
    """The distributor's name."""
    weekly_capacity: Units
    """Units that it handles, Monday to Sunday."""
    credit_limit: Usd | None = None
    """USD of goods dispatched and not yet delivered, at `price`; without it, no limit."""
    transit_days: Chance = 1
    """Days under way (chance, by day of dispatch), at least 1."""
    margin: Share = 0.0
    """Share that it adds to the price."""


@dataclass(frozen=True)
class Place:
    """Where a scenario's CSV files lie, and what was made of it once and is asked for again: nothing that it says.

    Two that say the same are equal wherever they lie. What was made is not sent to other processes.
    """

    folder: str | Path = field(default=".", compare=False)
    made: dict[str, Any] = field(default_factory=dict, compare=False)

    def __reduce__(self) -> tuple[type["Place"], tuple[str | Path]]:
        return Place, (self.folder,)


class Contents(Table):
    """What a whole file says, each key valid alone: one episode of a supply under a policy deadline."""

    name: Name
    """The scenario's name, that of its results' folder."""
    title: Lines = ""
    """One line that a reader understands."""
    question: Lines = ""
    """What the scenario is asked: its answer begins with it."""
    start: Date
    """First day simulated."""
    end: Date
    """Last day simulated."""
    allocation: Allocation = "fifo"
    """Who is served first when stock is short: `"fifo"` first come first served, `"pro-rata"` in proportion to what is
    open, `"fair-share"` nobody's part grows at the cost of a smaller one, `"contract-first"`, `"ranking"`; or a policy
    that an extension registers.
    """
    ranking: tuple[Text, ...] = ()
    """Buyers' names, the first served first; the others follow in the file's order."""
    sources: tuple[Lines, ...] = ()
    """Publisher, title, date of what the file rests on."""
    report: Report = Report()
    """What the answer is about."""
    line: tuple[SharedLine, ...] = ()
    """Lines whose lots several products share."""
    product: tuple[Product, ...] = ()
    """What is supplied."""
    control: tuple[Control, ...] = ()
    """Export controls, and bans on ordering."""
    distributor: tuple[Distributor, ...] = ()
    """Channels between the hub and the buyers."""
    buyer: tuple[Buyer, ...] = ()
    """Who orders."""
    uncertain: Mapping[str, Uncertain] = {}
    """What nobody knows: by path the distribution that its value is drawn from, once a replication, or the total of
    which it is left.
    """
    correlated: tuple[Correlated, ...] = ()
    """Rank correlations of uncertain parameters."""
    source_check: tuple[SourceCheck, ...] = ()
    """What sources say of key figures, as checks on the scenario."""

    _place: Place = PrivateAttr(default=Place())

    @override
    def model_post_init(self, context: Any, /) -> None:
        self._place = Place((context or {}).get("folder", "."))

    @property
    def folder(self) -> str | Path:
        """Where its CSV files lie, there or below; of a scenario that no file was read for the working directory."""
        return self._place.folder

    @property
    def made(self) -> dict[str, Any]:
        """What was made of this scenario, by name; a scenario never changes, so it stands."""
        return self._place.made

    @property
    def drawn(self) -> dict[str, Distribution]:
        """The uncertain parameters: what `[uncertain]` gives a draw of its own, by path."""
        return {path: law for path, law in self.uncertain.items() if isinstance(law, Distribution)}

    @property
    def rests(self) -> dict[str, RestOf]:
        """What is left of a total when the others are drawn, by path."""
        return {path: law for path, law in self.uncertain.items() if isinstance(law, RestOf)}

    @property
    def reported_buyer(self) -> str:
        """Whose order the answer is about: a buyer's name, or `all`."""
        return self.report.buyer or "all"

    @property
    def report_dates(self) -> tuple[Date, ...]:
        """The dates of the answer; the run's end where none is given."""
        return self.report.dates or (self.end,)

    @property
    def days(self) -> int:
        """Number of days simulated: `start` and `end` are both among them."""
        return (self.end - self.start).days + 1
