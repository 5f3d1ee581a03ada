"""From a scenario's document to the entities of the model, in the order of the file."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, TypeVar

from sim.clock import NEVER
from sim.model.draws import has_own_mean
from sim.model.entities import (
    CANCEL,
    ROUTINGS,
    WAIT,
    Buyer,
    Channel,
    Control,
    Demand,
    Lots,
    Order,
    Product,
    SharedLine,
    Split,
    Supply,
)
from sim.model.fields import PATH
from sim.model.laws import Places, law_of, mean_of
from sim.model.names import names_of, parts_of
from sim.model.own import policy_code
from sim.realisation.streams import mechanism, mechanism_word
from sim.rules.control import PERIODS
from sim.rules.stock import FATES, HOLD
from sim.scenario.distributions.beta_table import CELLS
from sim.scenario.distributions.quantiles import BETA
from sim.scenario.paths import Location, Step

Document = Mapping[str, Any]
Entity = TypeVar("Entity", Lots, SharedLine, Product, Control, Channel, Buyer, Order, Demand)


def build(document: Document) -> tuple[Supply, Places]:
    """The entities of a scenario's document, and where each of its numbers went, so that draws can be put there."""
    builder = Builder(document)
    return builder.supply, builder.places


class Builder:
    """Makes the entities, and notes where each number went."""

    def __init__(self, document: Document) -> None:
        self.document, self.start = document, document["start"]
        self.places: Places = {}
        self.names, self.buyers, self.channels = names_of(document)
        self.supply = supply = Supply()
        supply.days = (document["end"] - self.start).days + 1
        supply.start_ordinal, supply.start_weekday = self.start.toordinal(), self.start.weekday()
        dates = [self.start + timedelta(days=day) for day in range(supply.days)]
        supply.quarters = [4 * day.year + (day.month - 1) // 3 for day in dates]
        supply.lapses, supply.turning = [0] * supply.days, [1] + [0] * (supply.days - 1)
        supply.policy = policy_code(document["allocation"])
        self.places["allocation",] = (supply, "policy")
        supply.products = [self._product(number, entry) for number, entry in enumerate(document["product"])]
        supply.shared_lines = [self._shared_line(number, entry) for number, entry in enumerate(document["line"])]
        supply.controls = [self._control(number, entry) for number, entry in enumerate(document["control"])]
        supply.channels = self._channels()
        supply.buyers = [self._buyer(number, entry) for number, entry in enumerate(document["buyer"])]
        self._lists()

    def _filled(self, entity: Entity, location: Location, entry: Document) -> Entity:
        """An entity with the fields that its table in the scenario gives."""
        for one in fields(entity):
            if PATH not in one.metadata:
                continue
            steps: tuple[Step, ...] = tuple(one.metadata[PATH].split("."))
            value = value_at(entry, steps)
            if value is not None:
                setattr(entity, one.name, self._number(value, one.default))
                self.places[*location, *steps] = (entity, one.name)
        return entity

    def _number(self, value: Any, like: Any) -> Any:
        """A value as a number, real where `like` is: a date is its day."""
        if isinstance(value, date):
            return (value - self.start).days
        return float(value) if isinstance(like, float) else int(value)

    def _column(self, location: Location, entries: Any, step: Step, like: float = 0) -> list[Any]:
        """The numbers at a step of each entry."""
        column: list[Any] = []
        for place, entry in enumerate(entries):
            self.places[*location, place, step] = (column, place)
            column.append(self._number(entry[step], like))
        return column

    def _lots(self, location: Location, name: str, made: Document) -> Lots:
        """The lots of a line, of a product that has none too."""
        lots = self._filled(Lots(), location, made)
        points = (made.get("ramp") or {}).get("table") or []
        lots.ramp_days = self._column((*location, "ramp", "table"), points, 0)
        lots.ramp_shares = self._column((*location, "ramp", "table"), points, 1, 0.0)
        lots.lot_yield = law_of(made.get("yield", 1.0), (*location, "yield"), self.places)
        if lots.lot_yield.kind == BETA:
            lots.lot_yield.table = [0.0] * CELLS
        lots.yield_word = mechanism_word(f"yield:{name}")
        return lots

    def _product(self, number: int, entry: Document) -> Product:
        location, made = ("product", number, "production"), entry["production"] or {}
        product = self._filled(Product(number), ("product", number), entry)
        product.lots = self._lots(location, entry["name"], made)
        carried = made.get("in_progress") or []
        product.carried_finish = self._column((*location, "in_progress"), carried, "finishes")
        product.carried_units = self._column((*location, "in_progress"), carried, "units")
        product.word = mechanism_word(entry["name"])
        product.carried_word = mechanism_word(f"yield in progress:{entry['name']}")
        product.covers = [int(entry["name"] in control["covers"]) for control in self.document["control"]]
        return product

    def _shared_line(self, number: int, entry: Document) -> SharedLine:
        location = ("line", number)
        line = self._filled(SharedLine(number), location, entry)
        line.lots = self._lots(location, entry["name"], entry)
        names = parts_of(entry, self.names)
        line.products = [self.supply.products[self.names.index(name)] for name in names]
        for name, share in entry["mix"].items():
            self._mix(line, (*location, "mix", name), names.index(name), share)
        line.rush_shares = [float(entry["rush_mix"].get(name, 0.0)) for name in names]
        for name in entry["rush_mix"]:
            self.places[*location, "rush_mix", name] = (line.rush_shares, names.index(name))
        heirs = [entry["when_controlled"].get(name) for name in names]
        line.heirs = [-1 if heir is None else names.index(heir) for heir in heirs]
        for name in set(entry["when_controlled"]) & set(names):
            self.places[*location, "when_controlled", name] = (line.heirs, names.index(name))
        parts = len(names)
        line.mixed, line.finishing = [0] * parts, [0] * (parts * self.supply.days)
        line.finishes = [0] * self.supply.days
        line.shares, line.claims, line.divided = ([0] * (parts + 1) for _ in range(3))
        return line

    def _mix(self, line: SharedLine, location: Location, part: int, share: Any) -> None:
        """A product's share: a number is a step that always holds."""
        steps = share["table"] if isinstance(share, dict) else [(None, share)]
        for place, (since, value) in enumerate(steps):
            if since is not None:
                self.places[*location, "table", place, 0] = (line.mix_since, len(line.mix_since))
            of_share = location if since is None else (*location, "table", place, 1)
            self.places[of_share] = (line.mix_share, len(line.mix_share))
            line.mix_part.append(part)
            line.mix_since.append(-NEVER if since is None else self._number(since, 0))
            line.mix_share.append(float(value))

    def _control(self, number: int, entry: Document) -> Control:
        location = ("control", number)
        control = self._filled(Control(number), location, entry)
        control.move_on = self._column((*location, "moved"), entry["moved"], "on")
        control.move_to = self._column((*location, "moved"), entry["moved"], "to")
        control.concerns = [int(entry["buyers"] is None or name in entry["buyers"]) for name in self.buyers]
        control.concerns_all = all(control.concerns)
        control.on_orders = int(entry["acts_on"] == "order")
        self.places[*location, "acts_on"] = (control, "on_orders")
        control.returns = int(entry["in_transit"] == "return")
        self.places[*location, "in_transit"] = (control, "returns")
        control.unshipped = FATES[entry["unshipped"]] if isinstance(entry["unshipped"], str) else HOLD
        self.places[*location, "unshipped"] = (control, "unshipped")
        control.states = [0] * (self.supply.days + 1)
        self._license(control, (*location, "license"), entry)
        return control

    def _license(self, control: Control, location: Location, entry: Document) -> None:
        """How a control licenses, if it does."""
        license_ = entry["license"] or {}
        control.licenses = int(entry["license"] is not None)
        control.license_days = law_of(license_.get("days", 0), (*location, "days"), self.places)
        control.per_buyer = int(license_.get("per") == "buyer")
        self.places[*location, "per"] = (control, "per_buyer")
        for name in self.buyers:
            who = mechanism("license", entry["name"], name)
            control.license_words += [mechanism_word(f"{who}:granted"), mechanism_word(f"{who}:days")]
        quota = license_.get("quota") or {}
        control.quota_per_buyer = int(quota.get("per") == "buyer")
        self.places[*location, "quota", "per"] = (control, "quota_per_buyer")
        control.quota_every = PERIODS.index(quota.get("every", PERIODS[0]))
        self.places[*location, "quota", "every"] = (control, "quota_every")
        control.quota_used = [0] * len(self.buyers)

    def _channels(self) -> list[Channel]:
        known: list[tuple[Location, Document]] = [
            (("distributor", number), entry) for number, entry in enumerate(self.document["distributor"])
        ]
        distributors = len(known)
        known += [
            (("buyer", number, "negotiation", "contract"), entry["negotiation"]["contract"])
            for number, entry in enumerate(self.document["buyer"])
            if entry["negotiation"] is not None
        ]
        return [self._channel(number, number >= distributors, *one) for number, one in enumerate(known)]

    def _channel(self, number: int, direct: bool, location: Location, entry: Document) -> Channel:
        name = self.channels[number]
        channel = self._filled(Channel(number, direct), location, entry)
        channel.transit = law_of(entry["transit_days"], (*location, "transit_days"), self.places)
        if has_own_mean(channel.transit.kind):
            channel.transit.mean = mean_of(entry["transit_days"])
        channel.transit_word, channel.word = mechanism_word(f"transit:{name}"), mechanism_word(name)
        channel.prices = [0] * len(self.names)
        return channel

    def _buyer(self, number: int, entry: Document) -> Buyer:
        location, name, talks = ("buyer", number), entry["name"], entry["negotiation"]
        buyer = self._filled(Buyer(number), location, entry)
        buyer.routing = ROUTINGS.index(entry["routing"])
        self.places[*location, "routing"] = (buyer, "routing")
        buyer.direct = -1 if talks is None else self.channels.index(f"direct:{name}")
        days = (talks or {}).get("round_days", 0)
        buyer.round_days = law_of(days, (*location, "negotiation", "round_days"), self.places)
        buyer.days_word, buyer.success_word = (mechanism_word(f"round:{name}:{what}") for what in ("days", "success"))
        buyer.via = [self.supply.channels[self.channels.index(channel)] for channel in entry["via"]]
        buyer.shares = [float(share) for share in entry["via"].values()]
        for place, channel in enumerate(entry["via"]):
            self.places[*location, "via", channel] = (buyer.shares, place)
        parts = len(buyer.via) + 2
        buyer.custom, buyer.part_shares = [0] * len(buyer.via), [0] * parts
        buyer.parts, buyer.parts_delivered = [0] * parts, [0] * parts
        buyer.routed, buyer.needs, buyer.ranks = [0] * (parts - 1), [0] * (parts - 1), [0] * parts
        buyer.queues, buyer.capacities, buyer.transits = ([0] * (parts - 1) for _ in range(3))
        buyer.splits = [Split([0] * parts) for _ in self.names]
        buyer.orders = [self._order((*location, "order", place), one) for place, one in enumerate(entry["order"])]
        buyer.turn = [0] * len(buyer.orders)
        buyer.demands = [
            self._demand((*location, "demand", place), name, one) for place, one in enumerate(entry["demand"])
        ]
        buyer.licenses, buyer.applied, buyer.refused_on = ([0] * len(self.supply.controls) for _ in range(3))
        buyer.answers = [self.answer(entry["on_control"].get(product)) for product in self.names]
        for product in entry["on_control"]:
            self.places[*location, "on_control", product] = (buyer.answers, self.names.index(product))
        return buyer

    def answer(self, answer: str | None) -> int:
        """What a buyer does under a control: wait, cancel, or the number of the substitute."""
        if answer is None:
            return WAIT
        return CANCEL if answer == "cancel" else self.names.index(answer)

    def _order(self, location: Location, entry: Document) -> Order:
        order = self._filled(Order(int(location[-1]) + 1), location, entry)
        order.product = self.names.index(entry["product"])
        self.places[*location, "product"] = (order, "product")
        return order

    def _demand(self, location: Location, buyer: str, entry: Document) -> Demand:
        demand = self._filled(Demand(), location, entry)
        stream = mechanism("demand", buyer, entry["product"])
        demand.product = self.supply.products[self.names.index(entry["product"])]
        number = self.buyers.index(buyer)
        of_product = demand.product.covers
        demand.concerns = [
            covers * one.concerns[number] for covers, one in zip(of_product, self.supply.controls, strict=True)
        ]
        demand.units = law_of(entry["units"], (*location, "units"), self.places)
        demand.count_word, demand.units_word = (
            mechanism_word(f"{stream}:count"),
            mechanism_word(f"{stream}:units"),
        )
        demand.burst_count_word, demand.burst_units_word = (
            mechanism_word(f"{stream}:burst:count"),
            mechanism_word(f"{stream}:burst:units"),
        )
        return demand

    def _lists(self) -> None:
        """What is kept by control, product, channel or buyer."""
        supply, buyers = self.supply, self.buyers
        products, channels, controls = len(supply.products), len(supply.channels), len(supply.controls)
        supply.prices, supply.stock_left = [0] * products, [0] * products
        supply.room, supply.has_room, supply.overtime_used, supply.credit = ([0] * channels for _ in range(4))
        supply.waiting, supply.leaving = ([0] * channels for _ in range(2))
        supply.reserves = [0] * (channels * products)
        supply.work_wanted, supply.work_rooms = [0] * max(products, channels), [0] * channels
        supply.work_demand, supply.work_fair, supply.work_levels = ([0] * len(buyers) for _ in range(3))
        supply.states, supply.overtimes, supply.rush_shares, supply.announced = ([0] * controls for _ in range(4))
        supply.on_dispatch, supply.on_stock, supply.on_orders = ([0] * controls for _ in range(3))
        supply.quota_controls, supply.quota_covered = [0] * controls, [0] * (controls * products)
        supply.quota_counted, supply.quota_left = ([0] * (controls * len(buyers)) for _ in range(2))
        named = [buyers.index(name) for name in self.document["ranking"]]
        order = [*named, *(number for number in range(len(buyers)) if number not in named)]
        supply.ranks = [order.index(number) for number in range(len(buyers))]


def value_at(entry: Any, steps: tuple[Step, ...]) -> Any:
    """The number or date that stands in an entry at a path; None where nothing does, or another kind of thing."""
    for step in steps:
        if not isinstance(entry, dict):
            return None
        entry = entry.get(step)
    return None if isinstance(entry, dict | list | str) else entry
