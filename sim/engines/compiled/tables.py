"""A scenario in the kernel's memory: products, controls, channels and buyers, in the order of the file."""

from typing import Any

from sim.clock import NEVER, day_of
from sim.engines.compiled import cells
from sim.engines.compiled.laws import law
from sim.engines.compiled.layout import Fields, Layout, Step, signed
from sim.realisation.streams import mechanism, mechanism_word
from sim.realisation.world import CANCEL, WAIT
from sim.rules.allocation import POLICIES
from sim.rules.capacity import NO_LIMIT
from sim.rules.ramp import millionths
from sim.scenario.schema import Scenario

Document = dict[str, Any]
Location = tuple[Step, ...]

PRODUCT: Fields = {
    cells.PRODUCT_PRICE: ("price", 0),
    cells.PRODUCT_INITIAL_STOCK: ("initial_stock", 0),
    cells.PRODUCT_START: ("production.start", NEVER),
    cells.PRODUCT_END: ("production.end", NEVER),
    cells.PRODUCT_LOT_INTERVAL: ("production.lot_interval", 1),
    cells.PRODUCT_CAPACITY: ("production.capacity", 0),
    cells.PRODUCT_CYCLE_TIME: ("production.cycle_time", 0),
    cells.PRODUCT_MARKET_SHARE: ("production.market_share", 1.0),
    cells.PRODUCT_MIDPOINT: ("production.ramp.logistic.midpoint", 0.0),
    cells.PRODUCT_SLOPE: ("production.ramp.logistic.slope", 0.0),
    cells.PRODUCT_FULL_AFTER: ("production.ramp.linear.days", 0),
}
POINT: Fields = {0: ("0", 0), 1: ("1", 0.0)}
CARRIED: Fields = {0: ("finishes", 0), 1: ("units", 0)}
CONTROL: Fields = {
    cells.CONTROL_ANNOUNCED: ("announced", 0),
    cells.CONTROL_EFFECTIVE: ("effective", 0),
    cells.CONTROL_LIFTED: ("lifted", NEVER),
    cells.CONTROL_OVERTIME: ("rush.channel_capacity", 1.0),
    cells.CONTROL_RUSH_SHARE: ("rush.market_share", -1.0),
    cells.CONTROL_GRANTED: ("license.granted", 0.0),
}
MOVE: Fields = {0: ("on", 0), 1: ("to", 0)}
CHANNEL: Fields = {
    cells.CHANNEL_WEEKLY_CAPACITY: ("weekly_capacity", 0),
    cells.CHANNEL_CREDIT_LIMIT: ("credit_limit", NO_LIMIT),
    cells.CHANNEL_MARGIN: ("margin", 0.0),
    cells.CHANNEL_RESERVED_SHARE: ("reserved_share", 0.0),
    cells.CHANNEL_PRICE: ("price", -1),
}
BUYER: Fields = {
    cells.BUYER_BUDGET: ("budget", NO_LIMIT),
    cells.BUYER_PATIENCE: ("patience", NO_LIMIT),
    cells.BUYER_PULL_FORWARD: ("pull_forward", 0.0),
    cells.BUYER_WAITS: ("shortage.waits", NO_LIMIT),
    cells.BUYER_FACTOR: ("shortage.factor", 1.0),
    cells.BUYER_TALKS_ON: ("negotiation.opens", NEVER),
    cells.BUYER_TALKS_BACKLOG: ("negotiation.opens.backlog", -1),
    cells.BUYER_ROUNDS: ("negotiation.rounds", 0),
    cells.BUYER_SUCCESS: ("negotiation.success", 0.0),
    cells.BUYER_MINIMUM_UNITS: ("negotiation.contract.minimum_units", 0),
}
ORDER: Fields = {cells.ORDER_DATE: ("date", 0), cells.ORDER_UNITS: ("units", 0)}
DEMAND: Fields = {
    cells.DEMAND_A_MONTH: ("orders_per_month", 0.0),
    cells.DEMAND_FACTOR: ("after_announcement.factor", 1.0),
    cells.DEMAND_BURST_DAYS: ("after_announcement.days", 0),
}


class Tables:
    """The tables of a scenario, laid out one after the other."""

    def __init__(self, scenario: Scenario, document: Document) -> None:
        self.scenario, self.document = scenario, document
        self.layout = Layout(scenario.start)
        self.products = [entry["name"] for entry in document["product"]]
        self.buyers = [entry["name"] for entry in document["buyer"]]
        talking = [entry for entry in document["buyer"] if entry["negotiation"] is not None]
        self.channels = [entry["name"] for entry in document["distributor"]]
        self.channels += [f"direct:{entry['name']}" for entry in talking]
        self.controls = len(document["control"])
        self._settings()
        self._products()
        self._controls()
        self._channels()
        self._buyers()
        self._vectors()
        self._report()

    def _set(self, address: int, value: float) -> None:
        self.layout.cells[address] = value

    def _word(self, name: str) -> int:
        return signed(mechanism_word(name))

    def _span(self, first: int, end: int, start: int) -> None:
        """Note where a table begins and ends."""
        self._set(first, start)
        self._set(end, len(self.layout.cells))

    def _table(self, width: int, fields: Fields, location: Location, entries: list[Document]) -> tuple[int, int]:
        """Entries one after the other, their number in the first cell where that is no field; begin and end."""
        start = len(self.layout.cells)
        for number, entry in enumerate(entries):
            address = self.layout.entry(width, fields, (*location, number), entry)
            if 0 not in fields:
                self._set(address, number)
        return start, len(self.layout.cells)

    def address_of(self, product: str) -> int:
        """The address of a product."""
        first = int(self.layout.cells[cells.PRODUCTS])
        return first + self.products.index(product) * cells.PRODUCT_CELLS

    def _settings(self) -> None:
        scenario = self.scenario
        self._set(cells.DAYS, scenario.days)
        self._set(cells.START_ORDINAL, scenario.start.toordinal())
        self._set(cells.START_WEEKDAY, scenario.start.weekday())
        self._set(cells.POLICY, POLICIES.index(scenario.allocation))
        self.layout.address["allocation",] = cells.POLICY
        counts = ((cells.PRODUCT_COUNT, self.products), (cells.CHANNEL_COUNT, self.channels))
        for cell, names in counts:
            self._set(cell, len(names))
        self._set(cells.CONTROL_COUNT, self.controls)

    def _products(self) -> None:
        entries = self.document["product"]
        start, _ = self._table(cells.PRODUCT_CELLS, PRODUCT, ("product",), entries)
        self._span(cells.PRODUCTS, cells.PRODUCTS_END, start)
        for number, entry in enumerate(entries):
            self._production(start + number * cells.PRODUCT_CELLS, ("product", number, "production"), entry)

    def _production(self, address: int, location: Location, entry: Document) -> None:
        made, name = entry["production"] or {}, entry["name"]
        points = (made.get("ramp") or {}).get("table") or []
        spans = {
            cells.PRODUCT_POINTS: self._table(2, POINT, (*location, "ramp", "table"), points),
            cells.PRODUCT_CARRIED: self._table(2, CARRIED, (*location, "in_progress"), made.get("in_progress") or []),
        }
        for cell, (first, end) in spans.items():
            self._set(address + cell, first)
            self._set(address + cell + 1, end)
        self._set(address + cells.PRODUCT_YIELD, law(self.layout, made.get("yield", 1.0), (*location, "yield")))
        self._set(address + cells.PRODUCT_YIELD_WORD, self._word(f"yield:{name}"))
        self._set(address + cells.PRODUCT_CARRIED_WORD, self._word(f"yield in progress:{name}"))
        covers = [int(name in control["covers"]) for control in self.document["control"]]
        self._set(address + cells.PRODUCT_COVERS, self.layout.take(covers))

    def _controls(self) -> None:
        entries = self.document["control"]
        start, _ = self._table(cells.CONTROL_CELLS, CONTROL, ("control",), entries)
        self._span(cells.CONTROLS, cells.CONTROLS_END, start)
        for number, entry in enumerate(entries):
            address, location = start + number * cells.CONTROL_CELLS, ("control", number)
            first, end = self._table(2, MOVE, (*location, "moved"), entry["moved"])
            self._set(address + cells.CONTROL_MOVES, first)
            self._set(address + cells.CONTROL_MOVES_END, end)
            answers = {cells.CONTROL_RETURNS: ("in_transit", "return"), cells.CONTROL_STRANDS: ("unshipped", "strand")}
            for cell, (key, yes) in answers.items():
                self._set(address + cell, int(entry[key] == yes))
                self.layout.address[*location, key] = address + cell
            self._licenses(address, (*location, "license"), entry)

    def _licenses(self, address: int, location: Location, entry: Document) -> None:
        rule = entry["license"]
        self._set(address + cells.CONTROL_LICENSES, int(rule is not None))
        days = (rule or {}).get("days", 0)
        self._set(address + cells.CONTROL_LICENSE_DAYS, law(self.layout, days, (*location, "days")))
        words = [
            self._word(f"{mechanism('license', entry['name'], buyer)}:{what}")
            for buyer in self.buyers
            for what in ("granted", "days")
        ]
        self._set(address + cells.CONTROL_LICENSE_WORDS, self.layout.take(words))

    def _channels(self) -> None:
        distributors = self.document["distributor"]
        found: list[tuple[Location, Document]] = [
            (("distributor", number), entry) for number, entry in enumerate(distributors)
        ]
        found += [
            (("buyer", number, "negotiation", "contract"), entry["negotiation"]["contract"])
            for number, entry in enumerate(self.document["buyer"])
            if entry["negotiation"] is not None
        ]
        addresses = [self.layout.entry(cells.CHANNEL_CELLS, CHANNEL, *one) for one in found]
        first = addresses[0] if addresses else len(self.layout.cells)
        self._span(cells.CHANNELS, cells.CHANNELS_END, first)
        for number, (address, (location, entry)) in enumerate(zip(addresses, found, strict=True)):
            name = self.channels[number]
            transit = law(self.layout, entry["transit_days"], (*location, "transit_days"))
            filled = {
                cells.CHANNEL_NUMBER: number,
                cells.CHANNEL_DIRECT: int(number >= len(distributors)),
                cells.CHANNEL_TRANSIT: transit,
                cells.CHANNEL_TRANSIT_WORD: self._word(f"transit:{name}"),
                cells.CHANNEL_WORD: self._word(name),
                cells.CHANNEL_PRICES: self.layout.take([0] * len(self.products)),
                cells.CHANNEL_DRAWN_ON: -1,
            }
            for cell, value in filled.items():
                self._set(address + cell, value)

    def _channel(self, name: str) -> int:
        return int(self.layout.cells[cells.CHANNELS]) + self.channels.index(name) * cells.CHANNEL_CELLS

    def _buyers(self) -> None:
        entries = self.document["buyer"]
        start, _ = self._table(cells.BUYER_CELLS, BUYER, ("buyer",), entries)
        self._span(cells.BUYERS, cells.BUYERS_END, start)
        for number, entry in enumerate(entries):
            address, location = start + number * cells.BUYER_CELLS, ("buyer", number)
            for cell in (cells.BUYER_CONTRACT, cells.BUYER_HEAD, cells.BUYER_TAIL, cells.BUYER_PUT, cells.BUYER_LATEST):
                self._set(address + cell, cells.NOTHING)
            self._custom(address, (*location, "via"), entry["via"])
            self._talks(address, (*location, "negotiation"), entry)
            self._orders(address, (*location, "order"), entry["order"])
            self._demands(address, (*location, "demand"), entry)
            answers = [self.answer(entry["on_control"].get(product)) for product in self.products]
            first = self.layout.take(answers)
            self._set(address + cells.BUYER_ANSWERS, first)
            for product in entry["on_control"]:
                self.layout.address[*location, "on_control", product] = first + self.products.index(product)

    def answer(self, answer: str | None) -> int:
        """What a buyer does under a control: wait, cancel, or the address of the substitute."""
        if answer is None:
            return WAIT
        return CANCEL if answer == "cancel" else self.address_of(answer)

    def _custom(self, address: int, location: Location, via: dict[str, float]) -> None:
        first = self.layout.take([float(share) for share in via.values()])
        for place, channel in enumerate(via):
            self.layout.address[*location, channel] = first + place
        self._set(address + cells.BUYER_SHARES, first)
        self._set(address + cells.BUYER_CUSTOM, self.layout.take([0] * len(via)))
        self._set(address + cells.BUYER_CUSTOM_CHANNELS, self.layout.take([self._channel(name) for name in via]))
        self._set(address + cells.BUYER_CUSTOM_COUNT, len(via))
        self._set(address + cells.BUYER_PARTS, self.layout.take([0] * (2 * len(via))))

    def _talks(self, address: int, location: Location, entry: Document) -> None:
        talks, name = entry["negotiation"], entry["name"]
        direct = cells.NOTHING if talks is None else self._channel(f"direct:{name}")
        self._set(address + cells.BUYER_DIRECT, direct)
        days = law(self.layout, (talks or {}).get("round_days", 0), (*location, "round_days"))
        self._set(address + cells.BUYER_ROUND_DAYS, days)
        self._set(address + cells.BUYER_DAYS_WORD, self._word(f"round:{name}:days"))
        self._set(address + cells.BUYER_SUCCESS_WORD, self._word(f"round:{name}:success"))

    def _orders(self, address: int, location: Location, entries: list[Document]) -> None:
        first, end = self._table(cells.ORDER_CELLS, ORDER, location, entries)
        for number, entry in enumerate(entries):
            order = first + number * cells.ORDER_CELLS
            self._set(order + cells.ORDER_NUMBER, number + 1)
            self._set(order + cells.ORDER_PRODUCT, self.address_of(entry["product"]))
            self.layout.address[*location, number, "product"] = order + cells.ORDER_PRODUCT
        self._set(address + cells.BUYER_ORDERS, first)
        self._set(address + cells.BUYER_ORDERS_END, end)
        self._set(address + cells.BUYER_TURN, self.layout.take([0] * len(entries)))

    def _demands(self, address: int, location: Location, buyer: Document) -> None:
        entries = buyer["demand"]
        first, end = self._table(cells.DEMAND_CELLS, DEMAND, location, entries)
        for number, entry in enumerate(entries):
            demand = first + number * cells.DEMAND_CELLS
            stream = mechanism("demand", buyer["name"], entry["product"])
            self._set(demand + cells.DEMAND_PRODUCT, self.address_of(entry["product"]))
            units = law(self.layout, entry["units"], (*location, number, "units"))
            self._set(demand + cells.DEMAND_UNITS, units)
            self._set(demand + cells.DEMAND_COUNT_WORD, self._word(f"{stream}:count"))
            self._set(demand + cells.DEMAND_UNITS_WORD, self._word(f"{stream}:units"))
        self._set(address + cells.BUYER_DEMANDS, first)
        self._set(address + cells.BUYER_DEMANDS_END, end)

    def _vectors(self) -> None:
        """What is kept by control, product, channel or day."""
        days, products, channels = self.scenario.days, len(self.products), len(self.channels)
        named = [self.buyers.index(name) for name in self.document["ranking"]]
        order = [*named, *(number for number in range(len(self.buyers)) if number not in named)]
        vectors = {
            cells.STATES: [0] * (days * self.controls),
            cells.OVERTIME: [0] * self.controls,
            cells.RUSH_SHARES: [0] * self.controls,
            cells.ANNOUNCED: [0] * self.controls,
            cells.RANKS: [order.index(number) for number in range(len(order))],
            cells.PRICES_OF_PRODUCTS: [0] * products,
            cells.STOCK_LEFT: [0] * products,
            cells.RESERVES: [0] * (channels * products),
            cells.ROOM: [0] * channels,
            cells.CREDIT: [0] * channels,
            cells.DUE: [cells.NOTHING] * (days + 1),
            cells.DECIDING: [cells.NOTHING] * (days + 1),
        }
        for cell, values in vectors.items():
            self._set(cell, self.layout.take(values))

    def _report(self) -> None:
        """The days and shares that key figures are about."""
        report, scenario = self.scenario.report, self.scenario
        dates = [day_of(when, scenario.start) for when in report.dates or (scenario.end,)]
        targets = [millionths(share) for share in dict.fromkeys((*report.shares, 1.0))]
        for first, count, values in (
            (cells.REPORT_DAYS, cells.REPORT_COUNT, dates),
            (cells.TARGETS, cells.TARGET_COUNT, targets),
        ):
            self._set(first, self.layout.take(values))
            self._set(count, len(values))
