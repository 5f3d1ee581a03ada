"""The model read again from its description, for scenarios without chance: orders, contracts, the hub, and the days."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from tests.reading.supply import (
    FAR,
    ONE,
    Buyer,
    Carry,
    Channel,
    Line,
    Row,
    Shipment,
    Supply,
    Table,
    largest_remainder,
    millionths,
    whole_days,
)


def read(document: Table) -> list[Row]:
    """The event log of a scenario in which nothing is left to chance."""
    return World(document).run()


class World(Supply):
    """All there is, and what happens to it, stage by stage and day by day."""

    def __init__(self, document: Table) -> None:
        super().__init__(document)
        self.policy: str = document.get("allocation", "fifo")
        self.ranking: list[str] = [*document.get("ranking", []), *(buyer.name for buyer in self.buyers)]
        self.modes: dict[str, str] = {}
        self.left: dict[str, int] = {}
        self.promised = Counter(self.quota_used)

    def run(self) -> list[Row]:
        """Go through the days, stage by stage; gives the events."""
        for product, table in self.products.items():
            self.stock[product] = table.get("initial_stock", 0)
            self.tell("stock_opened", product, self.stock[product])
        self.carry_over()
        for made in self.shared:
            for day in range(-made.get("split_days", 0), 0):
                self.divide(made, day)
        for day in range(self.days):
            self.day = day
            self.control_stage()
            self.production_stage()
            for shipment in self.in_order([one for one in self.shipments if one.due == day]):
                self.end(shipment, "delivered")
            self.negotiation_stage()
            self.order_stage()
            self.allocation_stage()
        return self.rows

    # controls

    def control_stage(self) -> None:
        """Each control's own events, decisions on licenses, and what is held, released, diverted or scrapped."""
        if (self.start + timedelta(self.day)).weekday() == 0:
            for channel in self.channels.values():
                channel.used = channel.overtime_used = 0
        touched = set(self.products) if self.day == 0 else set()
        for place, control in enumerate(self.controls):
            touched |= self.own_events(place, control)
        for place, _, key in sorted(decision[1:] for decision in self.decisions if decision[0] == self.day):
            self.decide(place, key)
        for product in self.products:
            mode, before = self.mode(product), self.modes.get(product, "free")
            self.modes[product] = mode
            if mode == "free" and self.held[product]:
                self.tell("released", product, self.held[product])
                self.held[product] = 0
            if product in touched or mode != before:
                self.keep_back(product)

    def own_events(self, place: int, control: Table) -> set[str]:
        """What a control says and does today; gives the products whose stock is to be looked at."""
        takes_effect = self.state(control, self.day) == "effect" != self.state(control, self.day - 1)
        happens = {
            "control_announced": self.day == self.on(control["announced"]),
            "control_moved": self.day in [self.on(move["on"]) for move in control.get("moved", [])],
            "control_effective": takes_effect,
            "control_lifted": "lifted" in control and self.day == self.on(control["lifted"]),
        }
        for event in (event for event, does in happens.items() if does):
            for product in self.products:
                if product in control["covers"]:
                    self.tell(event, product)
            if event == "control_effective" and control.get("in_transit") == "return":
                self.call_back(control)
        for day, place_again, key in self.again:
            if (day, place_again) == (self.day, place) and self.state(control, self.day) != "none":
                self.licenses[key] = "none"
        for line in self.open_lines():
            self.apply(line, 0)
        return set(control["covers"]) if takes_effect else set()

    def call_back(self, control: Table) -> None:
        """Goods on their way under a control return, and their lines are open again, as far as the budget allows."""
        for shipment in self.in_order(self.shipments):
            line, units = shipment.line, shipment.units
            if not self.concerns(control, line) or self.license_of(control, line) == "granted":
                continue
            self.end(shipment, "returned")
            self.stock[line.product] += units
            line.dispatched -= units
            line.open += units
            line.buyer.money += units * (shipment.price - line.price)
            if line.channel.ended:
                self.move_line(line, self.home(line), line.open)
            if line.channel is not shipment.channel:
                self.tell_line("order_moved", line, units)
            over = -line.buyer.money
            if over > 0 and line.price > 0:
                self.close(line, "order_cancelled", min(units, -(-over // line.price)))

    # negotiation

    def negotiation_stage(self) -> None:
        """Contracts end, talks open, rounds end."""
        for buyer in (buyer for buyer in self.buyers if buyer.contract):
            if buyer.direct and self.day == buyer.signed + buyer.contract.get("term_days", FAR):
                self.end_contract(buyer, buyer.direct)
            talks: Table = buyer.table["negotiation"]
            if buyer.rounds is None:
                opens, backlog = talks["opens"], sum(line.open for line in self.open_lines(buyer))
                if self.on(opens) != self.day if isinstance(opens, date) else backlog < opens["backlog"]:
                    continue
                self.tell("negotiation_opened", None, buyer=buyer.name)
                length = whole_days(talks.get("round_days", 0))
                buyer.rounds = [self.day + length * place for place in range(1, talks.get("rounds", 1) + 1)]
            while buyer.rounds and buyer.rounds[0] == self.day:
                buyer.rounds.pop(0)
                self.tell("negotiation_round", None, buyer=buyer.name)
                if talks.get("success", 1) > 0.5:
                    buyer.rounds = []
                    self.sign(buyer)
                elif not buyer.rounds:
                    self.tell("negotiation_failed", None, buyer=buyer.name)

    def sign(self, buyer: Buyer) -> None:
        """A contract begins, and takes over what it is to."""
        buyer.signed, buyer.direct = self.day, self.channels[f"direct:{buyer.name}"]
        moves = self.shorter_wait(buyer, buyer.direct) if buyer.by_wait else self.oldest(buyer, buyer.direct)
        units = sum(part for _, part in moves)
        self.tell("contract_signed", None, units, buyer=buyer.name, channel=buyer.direct.name)
        for line, part in moves:
            moved = line if part == line.open else self.divided_off(line, part)
            self.move_line(moved, buyer.direct, part)
            self.tell_line("order_moved", moved, part)

    def divided_off(self, line: Line, part: int) -> Line:
        """A new line of a part of the open units of a line, with its part of the need."""
        self.tell_line("order_divided", line, part)
        need = max(0, line.need - line.dispatched) * part // line.open
        rest = replace(line, number=len(self.lines) + 1, open=part, need=need, dispatched=0)
        line.open, line.need = line.open - part, line.need - need
        self.lines.append(rest)
        return rest

    def oldest(self, buyer: Buyer, direct: Channel) -> list[tuple[Line, int]]:
        """What a contract takes over: the oldest open units, each line if the budget allows its new price."""
        lines, money, moves = self.open_lines(buyer), buyer.money, []
        left = sum(line.open for line in lines) * millionths(buyer.contract.get("takes_over", 1)) // ONE
        for line in lines:
            part, dearer = min(left, line.open), self.price(direct, line.product) - line.price
            left -= part
            if part and (dearer <= 0 or part * dearer <= money):
                money -= part * dearer
                moves.append((line, part))
        return moves

    def shorter_wait(self, buyer: Buyer, direct: Channel) -> list[tuple[Line, int]]:
        """Units go to the direct channel from the longest wait, newest lines first, while that shortens it."""
        queue = {channel: self.queue(channel) for channel in self.channels.values()}
        rest = {line: line.open for line in reversed(self.open_lines(buyer)) if self.may_leave(line)}
        money, moved = buyer.money, Counter[Line]()
        while direct.capacity:
            dearer = {line: self.price(direct, line.product) - line.price for line in rest}
            lines = [line for line in rest if rest[line] and (dearer[line] <= 0 or dearer[line] <= money)]
            line = max(lines, key=lambda line: line.channel.wait(queue[line.channel]), default=None)
            if line is None or direct.wait(queue[direct] + 1) >= line.channel.wait(queue[line.channel]):
                break
            rest[line] -= 1
            moved[line] += 1
            money -= dearer[line]
            queue[line.channel] -= 1
            queue[direct] += 1
        return [(line, moved[line]) for line in self.open_lines(buyer) if moved[line]]

    def end_contract(self, buyer: Buyer, direct: Channel) -> None:
        """A term ends: what is open goes back to distributors, as far as the budget allows."""
        direct.ended, buyer.direct, back, place = True, None, 0, len(self.rows)
        for line in [line for line in self.open_lines(buyer) if line.channel is direct]:
            home = self.home(line)
            price = self.price(home, line.product)
            dearer = price > 0 and line.open * price > max(0, buyer.money + line.open * line.price)
            if dearer:
                fits = max(0, buyer.money + line.open * line.price) // price
                self.close(line, "order_cancelled", line.open - fits)
            if line.open:
                self.move_line(line, home, line.open)
                self.tell_line("order_moved", line, line.open)
            back += line.open
        self.rows.insert(place, (self.day, "contract_ended", None, buyer.name, direct.name, None, back, 0))

    def home(self, line: Line) -> Channel:
        """The distributor furthest below its share of the buyer's open units, or with the shortest wait."""
        buyer, via = line.buyer, [self.channels[name] for name in line.buyer.via]
        if buyer.by_wait:
            return min(self.usable(via, line.product), key=lambda channel: channel.wait(self.queue(channel) + 1))
        lines, shares = self.open_lines(buyer), list(buyer.via.values())
        there = [sum(one.open for one in lines if one.channel is channel) for channel in via]
        total = sum(one.open for one in lines)
        below = [share * total - units * sum(shares) for share, units in zip(shares, there, strict=True)]
        return via[below.index(max(below))]

    # orders

    def order_stage(self) -> None:
        """Each buyer gives up, cancels what it no longer needs, answers controls, pulls forward and orders."""
        for buyer in self.buyers:
            for line in self.open_lines(buyer):
                surplus = buyer.table.get("shortage", {}).get("factor", 1) != 1 and line.dispatched >= line.need
                if self.day - line.placed > buyer.table.get("patience", FAR) or surplus:
                    self.close(line, "order_cancelled", line.open)
            for line in self.open_lines(buyer):
                self.react(line)
            self.pull_forward(buyer)
            self.resume(buyer)
            for place, order in enumerate(buyer.orders):
                if self.on(order["date"]) == self.day:
                    self.place(buyer, order["product"], buyer.left[place], place)

    def close(self, line: Line, event: str, units: int) -> None:
        """Open units of a line are wanted no more, or of another product."""
        line.open -= units
        line.buyer.money += units * line.price
        self.tell_line(event, line, units)

    def resume(self, buyer: Buyer) -> None:
        """Orders that a control held back are placed when it ends, or never."""
        waiting, buyer.held_back = buyer.held_back, []
        for name, product, units, place in waiting:
            control = next(control for control in self.controls if control["name"] == name)
            if self.state(control, self.day) == "effect":
                buyer.held_back.append((name, product, units, place))
            elif control.get("resume"):
                self.place(buyer, product, units, place)

    def substitute(self, buyer: Buyer, product: str) -> str | None:
        """What a buyer takes instead: the first of its answers that may be ordered today."""
        seen = {product, "cancel", None}
        answer = buyer.answers.get(product)
        while answer not in seen and not self.may_order(buyer, str(answer)):
            seen.add(answer)
            answer = buyer.answers.get(str(answer))
        return None if answer in seen else answer

    def may_order(self, buyer: Buyer, product: str) -> bool:
        """Whether no control forbids a product, and each takes applications that it has not refused this buyer."""
        acting = self.acting(product, buyer)
        refused = [self.licenses.get((control["name"], buyer.name)) == "refused" for control in acting]
        forbidden = self.acting(product, buyer, on="order")
        return not forbidden and all(map(self.is_open, acting)) and not any(refused)

    def react(self, line: Line) -> None:
        """Cancel or switch a line that a control keeps and no license can save."""
        buyer, forbidden = line.buyer, self.acting(line.product, line.buyer, on="order")
        if (self.may_yet_leave(line) and not forbidden) or line.product not in buyer.answers:
            return
        answer, units, need = self.substitute(buyer, line.product), line.open, max(0, line.need - line.dispatched)
        self.close(line, "order_cancelled" if answer is None else "order_switched", units)
        if answer is not None:
            parts = self.shortest(buyer, units, answer) if buyer.by_wait else {line.channel.name: units}
            for name, needed in zip(parts, largest_remainder(need, list(parts.values())), strict=True):
                self.open_line(buyer, name, answer, parts[name], needed, ("instead", line.order))

    def pull_forward(self, buyer: Buyer) -> None:
        """As a window opens, a share of the later orders of what it covers is placed now."""
        share = millionths(buyer.table.get("pull_forward", 0))
        for control in self.controls:
            before = self.state(control, self.day - 1) if self.day else "none"
            opens = self.state(control, self.day) == "window" != before
            if not share or not opens or buyer.name not in control.get("buyers", [buyer.name]):
                continue
            for place in sorted(range(len(buyer.orders)), key=lambda place: buyer.orders[place]["date"]):
                product, later = buyer.orders[place]["product"], self.on(buyer.orders[place]["date"]) > self.day
                forbidden = self.acting(product, buyer, on="order")
                if later and product in control["covers"] and place not in buyer.pulled and not forbidden:
                    buyer.pulled.add(place)
                    units = buyer.pulls.setdefault(product, Carry()).one(buyer.orders[place]["units"], share)
                    buyer.left[place] -= units - self.place(buyer, product, units, place, "pulled")

    def place(self, buyer: Buyer, product: str, units: int, place: int, kind: str = "dated") -> int:
        """Place an order over the buyer's channels; gives what the budget cut of its need."""
        forbidden = self.acting(product, buyer, on="order")
        answer = self.substitute(buyer, product) if forbidden else product
        if answer is None:
            if units:
                here = units - self.parts(buyer, Carry(buyer.carry.get(product, {})), product, units)[""]
                self.tell("order_held_back", product, here, buyer=buyer.name)
                buyer.held_back.append((forbidden[0]["name"], product, units, place))
            return 0
        waits = [self.day - line.placed - line.evenings_kept for line in self.open_lines(buyer)]
        shortage = buyer.table.get("shortage", {"waits": FAR, "factor": 1})
        factor = millionths(shortage["factor"]) if max(waits, default=-1) >= shortage["waits"] else ONE
        cut, carry = 0, buyer.carry.setdefault(answer, Carry())
        for name, need in self.parts(buyer, carry, answer, units).items():
            if name:
                order = (buyer.name, answer, kind, place)
                cut += need - min(need, self.open_line(buyer, name, answer, need * factor // ONE, need, order))
        return cut

    def parts(self, buyer: Buyer, carry: Carry, product: str, units: int) -> dict[str, int]:
        """Units of an order by channel; '' is what is bought elsewhere."""
        if buyer.by_wait:
            got = carry.many(units, {"here": sum(buyer.via.values())})
            return {**self.shortest(buyer, got["here"], product), "": got[""]}
        via = buyer.via
        if buyer.direct is not None:
            custom = ONE - millionths(buyer.contract.get("custom", 1))
            via = {name: share * custom // ONE for name, share in via.items()}
            via[buyer.direct.name] = sum(buyer.via.values()) - sum(via.values())
        return carry.many(units, via)

    def queue(self, channel: Channel) -> int:
        """Open units at a channel that may leave."""
        return sum(line.open for line in self.open_lines() if line.channel is channel and self.may_leave(line))

    def usable(self, channels: list[Channel], product: str) -> list[Channel]:
        """Channels that can ship a product at all; the first where none can."""
        fine = [one for one in channels if one.capacity and one.credit_limit >= self.prices[product]]
        return fine or channels[:1]

    def shortest(self, buyer: Buyer, units: int, product: str) -> dict[str, int]:
        """Each unit in turn goes to the channel with the shortest wait."""
        channels = [self.channels[name] for name in buyer.via] + ([buyer.direct] if buyer.direct else [])
        queue = {channel: self.queue(channel) for channel in self.usable(channels, product)}
        got = {channel.name: 0 for channel in queue}
        for _ in range(units):
            best = min(queue, key=lambda channel: channel.wait(queue[channel] + 1))
            queue[best] += 1
            got[best.name] += 1
        return got

    def open_line(self, buyer: Buyer, name: str, product: str, units: int, need: int, order: object) -> int:
        """Open a line with the units that the budget allows; gives how many."""
        channel = self.channels[name]
        price = self.price(channel, product)
        units = min(units, self.affords(buyer, price))
        if units > 0:
            number = len(self.lines) + 1
            line = Line(number, buyer, product, channel, self.day, price, units, min(need, units), order)
            buyer.money -= units * price
            self.lines.append(line)
            self.tell_line("order_placed", line, units)
            self.apply(line, 1)
            self.react(line)
        return units

    def carry_over(self) -> None:
        """Orders older than the run are open with their true age."""
        dated = [(order["date"], buyer, place) for buyer in self.buyers for place, order in enumerate(buyer.orders)]
        older = [entry for entry in dated if entry[0] < self.start]
        for day, buyer, place in sorted(older, key=lambda entry: entry[0]):
            order, product, age = buyer.orders[place], buyer.orders[place]["product"], self.on(day)
            parts = self.parts(buyer, buyer.carry.setdefault(product, Carry()), product, order["units"])
            delivered = largest_remainder(order.get("delivered", 0), list(parts.values()))
            kept = sum(bool(self.acting(product, buyer, day=past)) for past in range(age, 0))
            for (name, units), before in zip(parts.items(), delivered, strict=True):
                if name and units:
                    channel, identity = self.channels[name], (buyer.name, product, "dated", place)
                    price, number = self.price(channel, product), len(self.lines) + 1
                    line = Line(number, buyer, product, channel, age, price, units - before, units, identity)
                    line.dispatched, line.evenings_kept = before, kept
                    buyer.money -= units * price
                    self.lines.append(line)
                    self.tell_line("order_carried", line, units)
                    if before:
                        self.tell_line("delivered_earlier", line, before)

    # allocation

    def allocation_stage(self) -> None:
        """Reserved shares are served first, then all lines by the policy; what they get is dispatched."""
        lines = [line for line in self.open_lines() if self.may_leave(line)]
        self.left, self.promised, granted = dict(self.stock), Counter(self.quota_used), Counter[Line]()
        reserves: dict[tuple[Channel, str], int] = {}
        for line in (line for line in lines if line.channel.buyer is not None):
            share = millionths(line.channel.table.get("reserved_share", 0))
            key = (line.channel, line.product)
            reserves.setdefault(key, self.stock[line.product] * share // ONE)
            reserves[key] -= self.grant(line, granted, reserves[key])
        if self.policy in ("pro-rata", "fair-share"):
            while self.share_out(lines, granted):
                pass
        else:
            if self.policy == "contract-first":
                lines.sort(key=lambda line: line.channel.buyer is None)
            elif self.policy == "ranking":
                lines.sort(key=lambda line: self.ranking.index(line.buyer.name))
            for line in lines:
                self.grant(line, granted, line.open)
        for line in self.open_lines():
            if granted[line]:
                self.dispatch(line, granted[line])
        for line in self.open_lines():
            line.evenings_kept += not self.may_leave(line)

    def overtime(self, line: Line) -> int:
        """Units of overtime that a line's channel has left this week for what a rush covers."""
        windows = self.acting(line.product, line.buyer, "window", "anything")
        factor = max([ONE, *(millionths(control.get("rush", {}).get("channel_capacity", 1)) for control in windows)])
        capacity = line.channel.capacity
        return max(0, capacity * factor // ONE - capacity - line.channel.overtime_used)

    def most(self, line: Line) -> int:
        """Units that could be granted to a line now."""
        channel, price = line.channel, self.prices[line.product]
        room = max(0, channel.capacity - channel.used) + self.overtime(line)
        credit = max(0, channel.credit_limit - channel.outstanding) // price if price else FAR
        quota = min([units - self.promised[key] for key, units in self.quotas(line)], default=FAR)
        return min(self.left[line.product], room, credit, quota)

    def grant(self, line: Line, granted: Counter[Line], wanted: int) -> int:
        """Grant a line what it wants, as far as it can be had; gives how many units."""
        units = max(0, min(wanted, line.open - granted[line], self.most(line)))
        late = min(units, self.overtime(line))
        granted[line] += units
        self.left[line.product] -= units
        line.channel.overtime_used += late
        line.channel.used += units - late
        line.channel.outstanding += units * self.prices[line.product]
        for key, _ in self.quotas(line):
            self.promised[key] += units
        return units

    def share_out(self, lines: list[Line], granted: Counter[Line]) -> int:
        """One pass of pro rata or fair share; gives the units that it granted."""
        offers = {line: line.open - granted[line] if self.most(line) > 0 else 0 for line in lines}
        for product in self.products:
            self.cut(offers, [line for line in lines if line.product == product], self.left[product])
        for channel in self.channels.values():
            here, room = [line for line in lines if line.channel is channel], max(0, channel.capacity - channel.used)
            covered = {line for line in here if self.acting(line.product, line.buyer, "window", "anything")}
            self.cut(offers, [line for line in here if line not in covered], room)
            self.cut(offers, here, room + max(map(self.overtime, here), default=0))
        return sum(self.grant(line, granted, offers[line]) for line in lines)

    def cut(self, offers: dict[Line, int], lines: list[Line], total: int) -> None:
        """Cut what is offered to lines to a total: pro rata, or unit by unit to the buyer that has least."""
        lines = [line for line in lines if offers[line] > 0]
        if sum(offers[line] for line in lines) <= total:
            return
        if self.policy == "pro-rata":
            offers.update(zip(lines, largest_remainder(total, [offers[line] for line in lines]), strict=True))
            return
        wants, parts = Counter[Buyer](), Counter[Buyer]()
        for line in sorted(lines, key=lambda line: self.buyers.index(line.buyer)):
            wants[line.buyer] += offers[line]
        for _ in range(total):
            parts[min((buyer for buyer in wants if parts[buyer] < wants[buyer]), key=lambda buyer: parts[buyer])] += 1
        for line in lines:
            offers[line] = min(offers[line], parts[line.buyer])
            parts[line.buyer] -= offers[line]

    def dispatch(self, line: Line, units: int) -> None:
        """Units of a line leave the hub: free stock first, then what is held."""
        self.stock[line.product] -= units
        self.held[line.product] = min(self.held[line.product], self.stock[line.product])
        line.open -= units
        line.dispatched += units
        for key, _ in self.quotas(line):
            self.quota_used[key] += units
        self.tell_line("dispatched", line, units)
        self.shipments.append(Shipment(line, line.channel, units, line.price, self.day + line.channel.transit))
