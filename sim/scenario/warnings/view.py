"""What the rules of warnings look at: the scenario, which of its values are drawn, who orders what through whom."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sim.scenario.buyer_tables import Buyer
from sim.scenario.control_tables import Control
from sim.scenario.ordered import products_by_buyer
from sim.scenario.paths import Location, dump, locate, path_of
from sim.scenario.production_tables import Lots
from sim.scenario.tables import Contents

Found = tuple[Location, str]
"""Where something is odd, and the sentence that goes on from its path."""


class View:
    """A scenario as the rules look at it."""

    def __init__(self, scenario: Contents) -> None:
        self.scenario = scenario

    @cached_property
    def document(self) -> dict[str, Any]:
        """The scenario as plain tables and lists."""
        return dump(self.scenario)

    @cached_property
    def laws(self) -> dict[Location, str]:
        """Where values are drawn, each with its path under `[uncertain]`."""
        return {locate(self.document, path): path for path in self.scenario.uncertain}

    @cached_property
    def _holders(self) -> set[Location]:
        return {place[:depth] for place in self.laws for depth in range(1, len(place))}

    def certain(self, *location: str | int) -> bool:
        """Whether nothing at a location, above it or within it is drawn."""
        if not self.scenario.uncertain:
            return True
        above = any(location[:depth] in self.laws for depth in range(1, len(location) + 1))
        return not above and location not in self._holders

    def path(self, location: Location) -> str:
        """The path of a place."""
        return path_of(self.document, location)

    @cached_property
    def products(self) -> dict[str, list[str]]:
        """By buyer, the products that it orders or may get as substitutes."""
        return products_by_buyer(self.scenario)

    @cached_property
    def through(self) -> dict[str, dict[str, None]]:
        """By distributor that some buyer uses, the products that may pass through it."""
        found: dict[str, dict[str, None]] = {}
        for place, buyer in self.ordering():
            for channel, share in buyer.via.items():
                if share or not self.certain("buyer", place, "via", channel):
                    found.setdefault(channel, {}).update(dict.fromkeys(self.products[buyer.name]))
        return found

    def ordering(self) -> Iterator[tuple[int, Buyer]]:
        """The buyers that may order something, with their places."""
        yield from ((place, buyer) for place, buyer in enumerate(self.scenario.buyer) if self.orders(place))

    def orders(self, place: int) -> bool:
        """Whether a buyer may order something."""
        buyer = self.scenario.buyer[place]
        dated = any(
            order.units or not self.certain("buyer", place, "order", number) for number, order in enumerate(buyer.order)
        )
        return dated or any(
            stream.orders_per_month or not self.certain("buyer", place, "demand", number)
            for number, stream in enumerate(buyer.demand)
        )

    def has_window(self, place: int) -> bool:
        """Whether there may be days on which a control is announced and not yet in effect."""
        control = self.scenario.control[place]
        dates = all(self.certain("control", place, key) for key in ("announced", "effective", "moved"))
        return not dates or bool(control.moved) or control.announced < control.effective

    def controls_of(self, product: str) -> Iterator[tuple[int, Control]]:
        """The controls that may cover a product, with their places."""
        for place, control in enumerate(self.scenario.control):
            if product in control.covers or not self.certain("control", place, "covers"):
                yield place, control

    def controls_on(self, buyer: str, product: str) -> Iterator[tuple[int, Control]]:
        """Of these, the ones that may concern a buyer."""
        for place, control in self.controls_of(product):
            known = control.buyers is not None and self.certain("control", place, "buyers")
            if not known or buyer in (control.buyers or ()):
                yield place, control

    def stock_controls(self, product: str) -> Iterator[int]:
        """Places of the controls that may act on a product's stock and mix: on dispatch, and concerning every buyer."""
        for place, control in self.controls_of(product):
            fixed = all(self.certain("control", place, key) for key in ("acts_on", "buyers"))
            if not fixed or (control.acts_on == "dispatch" and self.concerns_all(control)):
                yield place

    def concerns_all(self, control: Control) -> bool:
        """Whether a control concerns every buyer."""
        return control.buyers is None or {buyer.name for buyer in self.scenario.buyer} <= set(control.buyers)

    def lots(self) -> Iterator[tuple[Location, Lots]]:
        """The lines, shared ones and products' own, with where they stand."""
        for place, line in enumerate(self.scenario.line):
            yield ("line", place), line
        for place, product in enumerate(self.scenario.product):
            if product.production is not None:
                yield ("product", place, "production"), product.production
