"""The model read again from its description, for scenarios without chance: what is made, kept back, and licensed.

It shares no code with `sim`, and is written for plainness: units go one by one, and nothing is kept that can be counted
anew. Tables are those of the scenario file. `demand.py` has the rest: orders, contracts, the hub, and the days.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

ONE, FAR = 10**6, 10**15
Table = dict[str, Any]
Row = tuple[int, str, str | None, str | None, str | None, int | None, int, int]
"""Day, event, product, buyer, channel, order, units, dollars; names for numbers, None where there is none."""


def millionths(share: float) -> int:
    """A share in whole millionths."""
    return math.floor(share * ONE + 0.5)


def whole_days(days: float) -> int:
    """A duration, rounded up."""
    return max(0, math.ceil(days))


def largest_remainder(total: int, weights: list[int]) -> list[int]:
    """A total divided by weights."""
    whole = sum(weights) or 1
    parts = [total * weight // whole for weight in weights]
    places = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in places[: min(total, sum(weights)) and total - sum(parts)]:
        parts[place] += 1
    return parts


def whole(shares: dict[str, int]) -> dict[str, int]:
    """Shares that sum to one within a millionth each sum to one: the first that is not 0 gets what lacks."""
    lacking = ONE - sum(shares.values())
    takers = [part for part, share in shares.items() if share > 0 and share + lacking > 0]
    if abs(lacking) > len(shares) or not takers:
        return dict(shares)
    return shares | {takers[0]: shares[takers[0]] + lacking}


class Carry(Counter[str]):
    """What each part of a flow has claimed and not got, in millionths."""

    def one(self, units: int, share: int) -> int:
        """What a share of units gives."""
        self[""] += units * share
        given, self[""] = divmod(self[""], ONE)
        return given

    def many(self, units: int, shares: dict[str, int]) -> dict[str, int]:
        """Units one by one to the largest claim; what shares leave to one is the last part, named ''."""
        shares = whole(shares)
        shares[""] = ONE - sum(shares.values())
        for part, share in shares.items():
            self[part] += units * share
        got = dict.fromkeys(shares, 0)
        for _ in range(units):
            best = max((part for part in shares if shares[part] > 0), key=lambda part: self[part])
            self[best] -= ONE
            got[best] += 1
        return got


@dataclass(eq=False)
class Channel:
    """A distributor, or the direct channel of a buyer."""

    name: str
    table: Table
    buyer: "Buyer | None" = None
    used: int = 0
    overtime_used: int = 0
    outstanding: int = 0
    ended: bool = False

    def __post_init__(self) -> None:
        self.capacity: int = self.table["weekly_capacity"]
        self.credit_limit: int = self.table.get("credit_limit", FAR)
        self.transit = max(1, whole_days(self.table.get("transit_days", 1)))

    def wait(self, queue: int) -> Fraction:
        """Days that the last of a queue waits for its delivery."""
        return Fraction(7 * queue, self.capacity) + self.transit if self.capacity else Fraction(FAR)


@dataclass(eq=False)
class Buyer:
    """A buyer, with what is left of its budget and what it has still to order."""

    name: str
    table: Table
    carry: dict[str, Carry] = field(default_factory=dict)
    pulls: dict[str, Carry] = field(default_factory=dict)
    pulled: set[int] = field(default_factory=set)
    held_back: list[tuple[str, str, int, int]] = field(default_factory=list)
    direct: Channel | None = None
    signed: int = -FAR
    rounds: list[int] | None = None

    def __post_init__(self) -> None:
        self.money: int = self.table.get("budget", FAR)
        self.orders: list[Table] = self.table.get("order", [])
        self.left = [order["units"] for order in self.orders]
        self.answers: dict[str, str] = self.table.get("on_control", {})
        self.via = whole({name: millionths(share) for name, share in self.table["via"].items()})
        self.by_wait = self.table.get("routing") == "shortest-wait"
        self.contract: Table = self.table.get("negotiation", {}).get("contract", {})


@dataclass(eq=False)
class Line:
    """A part of an order that goes through one channel."""

    number: int
    buyer: Buyer
    product: str
    channel: Channel
    placed: int
    price: int
    open: int
    need: int
    order: object
    dispatched: int = 0
    evenings_kept: int = 0


@dataclass(eq=False)
class Shipment:
    """Goods on their way: by which channel and at which price they left, and when they are due."""

    line: Line
    channel: Channel
    units: int
    price: int
    due: int


class Supply:
    """All there is, and what happens to goods until they may leave."""

    def __init__(self, document: Table) -> None:
        self.start: date = document["start"]
        self.days, self.day = (document["end"] - self.start).days + 1, 0
        self.products: dict[str, Table] = {table["name"]: table for table in document.get("product", [])}
        self.prices: dict[str, int] = {name: table["price"] for name, table in self.products.items()}
        self.controls: list[Table] = document.get("control", [])
        self.shared: list[Table] = document.get("line", [])
        self.buyers = [Buyer(table["name"], table) for table in document.get("buyer", [])]
        self.channels = {table["name"]: Channel(table["name"], table) for table in document.get("distributor", [])}
        for buyer in self.buyers:
            if buyer.contract:
                name = f"direct:{buyer.name}"
                self.channels[name] = Channel(name, buyer.contract, buyer)
        self.stock, self.held = dict.fromkeys(self.products, 0), dict.fromkeys(self.products, 0)
        self.rows: list[Row] = []
        self.lines: list[Line] = []
        self.shipments: list[Shipment] = []
        self.carries: dict[str, Carry] = {}
        self.divided: list[tuple[int, str, int, int]] = []
        self.licenses: dict[tuple[str, object], str] = {}
        self.decisions: list[tuple[int, int, int, Any]] = []
        self.again: list[tuple[int, int, Any]] = []
        self.quota_used: Counter[Any] = Counter()

    # the books

    def tell(self, event: str, product: str | None, units: int = 0, value: int | None = None, **of: Any) -> None:
        """Write an event; its value is at the product's price, unless it is given."""
        value = units * self.prices.get(product or "", 0) if value is None else value
        self.rows.append((self.day, event, product, of.get("buyer"), of.get("channel"), of.get("order"), units, value))

    def tell_line(self, event: str, line: Line, units: int, channel: Channel | None = None, price: int = -1) -> None:
        """Write an event of an order line, at its price and channel or those of a shipment of it."""
        value = units * (line.price if price < 0 else price)
        of = {"buyer": line.buyer.name, "channel": (channel or line.channel).name, "order": line.number}
        self.tell(event, line.product, units, value, **of)

    def on(self, day: date) -> int:
        """The number of a date."""
        return (day - self.start).days

    def open_lines(self, buyer: Buyer | None = None) -> list[Line]:
        """Lines of a buyer, or of all, that are open: the oldest first."""
        lines = [line for line in self.lines if line.open and buyer in (None, line.buyer)]
        return sorted(lines, key=lambda line: (line.placed, line.number))

    # prices and shipments

    def price(self, channel: Channel, product: str) -> int:
        """What a channel asks for a product."""
        if channel.buyer is None:
            return self.prices[product] * (ONE + millionths(channel.table.get("margin", 0))) // ONE
        return int(channel.table.get("price", self.prices[product]))

    def affords(self, buyer: Buyer, price: int) -> int:
        """Units that a buyer's budget allows at a price."""
        return max(0, buyer.money) // price if price else FAR

    def move_line(self, line: Line, channel: Channel, units: int) -> None:
        """A line goes to another channel, at its price; so many of its units are yet to be paid."""
        line.buyer.money += units * (line.price - self.price(channel, line.product))
        line.channel, line.price = channel, self.price(channel, line.product)

    def in_order(self, shipments: list[Shipment]) -> list[Shipment]:
        """Shipments by channel, line and the day on which they are due."""
        rank = list(self.channels).index
        return sorted(shipments, key=lambda one: (rank(one.channel.name), one.line.number, one.due))

    def end(self, shipment: Shipment, event: str) -> None:
        """A shipment arrives or returns, and binds no credit any more."""
        self.shipments.remove(shipment)
        shipment.channel.outstanding -= shipment.units * self.prices[shipment.line.product]
        self.tell_line(event, shipment.line, shipment.units, shipment.channel, shipment.price)

    # controls

    def effective(self, control: Table, day: int) -> int:
        """When a control takes effect, as far as is known on a day."""
        known = [move["to"] for move in control.get("moved", []) if self.on(move["on"]) <= day]
        return self.on(known[-1] if known else control["effective"])

    def state(self, control: Table, day: int) -> str:
        """Whether a control is in its window, in effect, or neither."""
        if day < self.on(control["announced"]) or ("lifted" in control and day >= self.on(control["lifted"])):
            return "none"
        return "effect" if day >= self.effective(control, day) else "window"

    def acting(
        self, product: str, buyer: Buyer | None, state: str = "effect", on: str = "dispatch", day: int | None = None
    ) -> list[Table]:
        """Controls of a product in a state that concern a buyer; all buyers where none is given."""
        who = self.buyers if buyer is None else [buyer]
        return [
            control
            for control in self.controls
            if product in control["covers"]
            and on in (control.get("acts_on", "dispatch"), "anything")
            and all(one.name in control.get("buyers", [one.name]) for one in who)
            and self.state(control, self.day if day is None else day) == state
        ]

    def concerns(self, control: Table, line: Line) -> bool:
        """Whether a control is about a line, today or not."""
        return line.product in control["covers"] and line.buyer.name in control.get("buyers", [line.buyer.name])

    # licenses

    def key(self, control: Table, line: Line) -> tuple[str, object]:
        """What a control's license for a line is known by."""
        per_buyer = control["license"].get("per") == "buyer"
        return control["name"], line.buyer.name if per_buyer else line.order

    def license_of(self, control: Table, line: Line) -> str:
        """The state of a line's license under a control."""
        return self.licenses.get(self.key(control, line), "none") if "license" in control else "none"

    def may_yet_leave(self, line: Line) -> bool:
        """Whether each control in effect has a license, or an application, for a line."""
        acting = self.acting(line.product, line.buyer)
        return all(self.license_of(control, line) in ("pending", "granted") for control in acting)

    def may_leave(self, line: Line) -> bool:
        """Whether a line may be dispatched today."""
        acting = self.acting(line.product, line.buyer)
        return all(self.license_of(control, line) == "granted" for control in acting) and self.quota_left(line) > 0

    def quotas(self, line: Line) -> list[tuple[Any, int]]:
        """Key and units of each quota that bounds a line today."""
        today, found = self.start + timedelta(self.day), []
        periods = {"once": 0, "quarter": (today.year, (today.month - 1) // 3), "year": today.year}
        for control in self.acting(line.product, line.buyer):
            quota = control.get("license", {}).get("quota")
            if quota is not None:
                whose = line.buyer.name if quota.get("per", "all") == "buyer" else ""
                found.append(((control["name"], whose, periods[quota.get("every", "once")]), quota["units"]))
        return found

    def quota_left(self, line: Line) -> int:
        """Units that the quotas leave to a line."""
        return min([units - self.quota_used[key] for key, units in self.quotas(line)], default=FAR)

    def is_open(self, control: Table) -> bool:
        """Whether a control takes applications today."""
        state = self.state(control, self.day)
        if "license" not in control or state == "none":
            return False
        return self.day >= self.on(control["license"]["opens"]) if "opens" in control["license"] else state == "effect"

    def apply(self, line: Line, earliest: int) -> None:
        """Apply for each license that a line can and has not; it is decided so many days later at the earliest."""
        for place, control in enumerate(self.controls):
            if self.concerns(control, line) and self.is_open(control) and self.license_of(control, line) == "none":
                license_, key = control["license"], self.key(control, line)
                rank = self.buyers.index(line.buyer) if license_.get("per") == "buyer" else line.number
                self.licenses[key] = "pending"
                self.decisions.append((self.day + max(earliest, whole_days(license_.get("days", 0))), place, rank, key))

    def decide(self, place: int, key: Any) -> None:
        """Grant or refuse a license."""
        control = self.controls[place]
        license_, granted = control["license"], control["license"]["granted"] > 0.5
        self.licenses[key] = "granted" if granted else "refused"
        event = "license_granted" if granted else "license_refused"
        lines = [line for line in self.lines if self.concerns(control, line) and self.key(control, line) == key]
        if license_.get("per") == "buyer":
            value = sum(line.open * line.price for line in lines)
            self.tell(event, None, sum(line.open for line in lines), value, buyer=lines[0].buyer.name)
        else:
            for line in lines:
                self.tell_line(event, line, line.open)
        if not granted and "again_days" in license_:
            self.again.append((self.day + license_["again_days"], place, key))

    # stock that may not leave

    def mode(self, product: str) -> str:
        """What becomes of stock that may not leave."""
        for control in self.acting(product, None):
            rule = control.get("unshipped", "hold")
            if not isinstance(rule, dict):
                return str(rule)
            return "divert" if self.day >= self.effective(control, self.day) + rule["hold_days"] else "hold"
        return "free"

    def keep_back(self, product: str) -> None:
        """Hold, divert or scrap the stock that no open line may yet get."""
        mode = self.mode(product)
        lines = [line for line in self.open_lines() if line.product == product and self.may_yet_leave(line)]
        beyond = self.stock[product] - sum(line.open for line in lines)
        if mode == "hold" and beyond > self.held[product]:
            self.tell("held", product, beyond - self.held[product])
            self.held[product] = beyond
        elif mode in ("divert", "scrap"):
            self.held[product] = 0
            if beyond > 0:
                self.stock[product] -= beyond
                self.tell("diverted" if mode == "divert" else "scrapped", product, beyond)

    # production

    def lot(self, made: Table, day: int) -> int:
        """Units of the lot that a line starts on a day."""
        since, ramp = day - self.on(made["start"]), made.get("ramp", {"table": [[0, 1.0]]})
        if since < 0 or since % made.get("lot_interval", 7) or ("end" in made and day >= self.on(made["end"])):
            return 0
        if "linear" in ramp:
            share = min(ONE, since * ONE // ramp["linear"]["days"])
        elif "logistic" in ramp:
            law = ramp["logistic"]
            share = millionths(1 / (1 + math.exp(-law["slope"] * (since - law["midpoint"]))))
        else:
            share = millionths(self.between(ramp["table"], since))
        units: int = made["capacity"] * share // ONE
        return units

    def between(self, points: list[tuple[int, float]], since: int) -> float:
        """The share that a ramp's table has after so many days."""
        share = float(points[0][1])
        for (left, low), (right, high) in pairwise([*points, (FAR, points[-1][1])]):
            if left < since <= right:
                share = low + (high - low) * (since - left) / (right - left)
        return share

    def carried(self, name: str) -> Carry:
        """The running sums of a flow of production."""
        return self.carries.setdefault(name, Carry())

    def production_stage(self) -> None:
        """Shared lines start and divide lots; products finish and start theirs."""
        for line in self.shared:
            if units := self.lot(line, self.day):
                self.tell("lot_started", None, units, channel=f"line:{line['name']}")
            self.divide(line, self.day)
        for name, product in self.products.items():
            for *_, units in sorted(entry for entry in self.divided if entry[:2] == (self.day, name)):
                self.tell("lot_finished", name, units)
                self.enter(name, units)
            if "production" in product:
                self.own_line(name, product["production"])

    def own_line(self, name: str, made: Table) -> None:
        """The lots of a product's own line that finish today, and the one that starts."""
        cycle, started = made.get("cycle_time", 0), self.lot(made, self.day)
        lots = [lot["units"] for lot in made.get("in_progress", []) if self.on(lot["finishes"]) == self.day]
        for units in [*lots, self.lot(made, self.day - cycle)] if cycle else lots:
            self.finish(name, made, units)
        if started:
            self.tell("lot_started", name, started)
        if not cycle:
            self.finish(name, made, started)

    def finish(self, name: str, made: Table, units: int) -> None:
        """A lot finishes: what is good of it and for this market enters the hub."""
        if good := self.carried(f"yield {name}").one(units, millionths(made.get("yield", 1))):
            self.tell("lot_finished", name, good)
            windows = [
                control.get("rush", {}).get("market_share", 0)
                for control in self.controls
                if name in control["covers"] and self.state(control, self.day) == "window"
            ]
            kept = self.carried(f"market {name}").one(good, millionths(max([made.get("market_share", 1), *windows])))
            if kept < good:
                self.tell("diverted", name, good - kept)
            self.enter(name, kept)

    def enter(self, product: str, units: int) -> None:
        """Units enter the hub."""
        self.stock[product] += units
        if units:
            self.keep_back(product)

    def divide(self, line: Table, day: int) -> None:
        """The good units of a shared line's lot are divided among products, some days before it finishes."""
        finishes = day + line.get("split_days", 0)
        units = self.lot(line, finishes - line.get("cycle_time", 0)) if finishes >= 0 else 0
        good = self.carried(f"yield {line['name']}").one(units, millionths(line.get("yield", 1)))
        where = f"line:{line['name']}"
        for product, part in self.carried(f"mix {line['name']}").many(good, self.mix(line, day)).items():
            if product and part:
                self.divided.append((finishes, product, self.shared.index(line), part))
            if part and day >= 0:
                self.tell("lot_divided" if product else "diverted", product or None, part, channel=where)

    def mix(self, line: Table, day: int) -> dict[str, int]:
        """Shares of a shared line's products on a day, after rushes and controls."""
        heirs = line.get("when_controlled", {})
        shares = {name: 0 for name in self.products if name in line["mix"] or name in heirs.values()}
        for product, table in line["mix"].items():
            steps = table["table"] if isinstance(table, dict) else [(self.start + timedelta(day), table)]
            usual = ([0.0] + [share for since, share in steps if self.on(since) <= day])[-1]
            rush = line.get("rush_mix", {}).get(product, 0) if self.acting(product, None, "window", day=day) else 0
            seen, heir = {product}, product
            while heir is not None and self.acting(heir, None, day=day):
                heir = heirs.get(heir)
                heir = None if heir in seen else heir
                seen.add(heir)
            if heir is not None:
                shares[heir] += millionths(max(usual, rush))
        return shares
