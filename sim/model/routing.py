"""Routing by the shortest wait: where units go when they are ordered, when a contract is signed, when it ends.

The queue of a channel are the open units there, of all buyers, that may leave today.
"""

from sim.model.custom import channel_of_part, channels_used, split_order
from sim.model.entities import BY_WAIT, Buyer, Channel, Line, Product, Supply
from sim.model.gates import line_may_leave
from sim.model.lists import open_lines
from sim.rules.routing import level_of_all, shortest, spread, units_beyond, units_within, waits_longer


def route_order(supply: Supply, buyer: Buyer, product: Product, units: int) -> None:
    """Divide an order over its parts, into `parts`: by shares, or of what is bought here by the shortest wait."""
    split_order(buyer, product, units)
    if buyer.routing == BY_WAIT:
        route(supply, buyer, product, buyer.parts[0])
        for place in range(channels_used(buyer)):
            buyer.parts[place] = buyer.routed[place]


def count_waiting(supply: Supply) -> None:
    """Count the queue of each channel."""
    for channel in supply.channels:
        supply.waiting[channel.number] = 0 if supply.is_controlled else channel.backlog
    if supply.is_controlled:
        for line in open_lines(supply):
            if line_may_leave(supply, line):
                supply.waiting[line.channel.number] += line.open


def is_usable(channel: Channel, product: Product) -> bool:
    """Whether a channel can ever carry a unit of a product."""
    return channel.weekly_capacity > 0 and channel.credit_limit >= product.price


def look_at_channels(supply: Supply, buyer: Buyer, product: Product) -> bool:
    """Write down the buyer's channels as they are counted; gives whether any of them is usable for a product."""
    any_usable = False
    for place in range(channels_used(buyer)):
        buyer.capacities[place] = 0
        if place == len(buyer.via) and buyer.contract < 0:
            continue
        channel = channel_of_part(supply, buyer, place)
        buyer.queues[place] = supply.waiting[channel.number]
        buyer.transits[place] = channel.mean_transit
        if is_usable(channel, product):
            buyer.capacities[place] = channel.weekly_capacity
            any_usable = True
    return any_usable


def route(supply: Supply, buyer: Buyer, product: Product, units: int) -> None:
    """Write into `routed` where units go that are ordered today: each in turn to the shortest wait.

    Where no channel is usable, all go to the first.
    """
    count_waiting(supply)
    if look_at_channels(supply, buyer, product):
        spread(units, buyer.queues, buyer.capacities, buyer.transits, buyer.routed)
        return
    for place in range(channels_used(buyer)):
        buyer.routed[place] = units if place == 0 else 0


def route_substitute(supply: Supply, line: Line, product: Product, units: int) -> None:
    """Write into `routed` where units of a substitute go: by the line's own channel, or to the shortest wait."""
    buyer = line.buyer
    if buyer.routing == BY_WAIT:
        route(supply, buyer, product, units)
        return
    for place, channel in enumerate(buyer.via):
        buyer.routed[place] = units if channel.number == line.channel.number else 0
    buyer.routed[len(buyer.via)] = units if line.channel.direct else 0


def shortest_wait(supply: Supply, buyer: Buyer, product: Product) -> Channel:
    """The channel where one unit more would wait shortest, behind what was counted."""
    for place in range(channels_used(buyer)):
        buyer.routed[place] = 0
    if not look_at_channels(supply, buyer, product):
        return buyer.via[0]
    return channel_of_part(supply, buyer, shortest(buyer.queues, buyer.capacities, buyer.transits, buyer.routed))


def choose_by_wait(supply: Supply, buyer: Buyer, direct: Channel, count: int) -> int:
    """Choose what a contract takes over: a unit of the longest wait after another, while that shortens the longest.

    Of a channel the newest lines come first, and none of which the budget doesn't allow a unit at its dearer price.
    """
    count_waiting(supply)
    movable = list_movable(supply, count)
    if direct.weekly_capacity == 0:
        return 0
    money = buyer.budget - choose_by_level(supply, direct, count, movable, buyer.budget)
    choose_one_by_one(supply, direct, count, money)
    units = 0
    for place in range(count):
        units += supply.asked_units[place]
    return units


def list_movable(supply: Supply, count: int) -> int:
    """Write down what of each line may move to the contract; gives how much of all."""
    movable = 0
    for place in range(count):
        line = supply.asking[place]
        supply.granted[place] = line.open if line_may_leave(supply, line) else 0
        movable += supply.granted[place]
    return movable


def choose_by_level(supply: Supply, direct: Channel, count: int, movable: int, money: int) -> int:
    """Choose all units that wait longer than a level, the lowest at which the contract has a shorter wait for each.

    And at which the money suffices, in whatever order they move. Gives what they cost more.
    """
    low, high = -1, level_of_all(supply.waiting[direct.number] + movable, direct.weekly_capacity, direct.mean_transit)
    while high - low > 1:
        middle = (low + high) // 2
        if may_all_move(supply, direct, middle, count, money):
            high = middle
        else:
            low = middle
    is_sound, cost = may_all_move(supply, direct, high, count, money), 0
    for place in range(count):
        line, units = supply.asking[place], supply.asked_units[place]
        supply.asked_units[place] = 0
        if is_sound:
            take(supply, direct, place, units)
            cost += units * (direct.prices[line.product.number] - line.price)
    return cost


def may_all_move(supply: Supply, direct: Channel, level: int, count: int, money: int) -> bool:
    """Whether all units that wait longer than a level may move: the contract has place for them, and money suffices."""
    cost, leaving = choose_beyond(supply, direct, level, count), 0
    for place in range(count):
        leaving += supply.asked_units[place]
    queue, capacity, transit = supply.waiting[direct.number], direct.weekly_capacity, direct.mean_transit
    return cost <= max(0, money) and units_within(level, queue, capacity, transit, leaving) == leaving


def choose_beyond(supply: Supply, direct: Channel, level: int, count: int) -> int:
    """Choose the units that wait longer than a level, newest lines first; gives what the dearer of them cost more."""
    cost = 0
    for channel in supply.channels:
        number = channel.number
        supply.leaving[number] = units_beyond(
            level, supply.waiting[number], channel.weekly_capacity, channel.mean_transit
        )
    for place in range(count - 1, -1, -1):
        line = supply.asking[place]
        units = min(supply.leaving[line.channel.number], supply.granted[place])
        supply.leaving[line.channel.number] -= units
        supply.asked_units[place] = units
        cost += units * max(0, direct.prices[line.product.number] - line.price)
    return cost


def take(supply: Supply, direct: Channel, place: int, units: int) -> None:
    """Choose units of a line, which wait by the contract from now on."""
    supply.asked_units[place] += units
    supply.waiting[supply.asking[place].channel.number] -= units
    supply.waiting[direct.number] += units


def choose_one_by_one(supply: Supply, direct: Channel, count: int, money: int) -> None:
    """Choose units one after the other, each of the longest wait, until none has a shorter one by the contract."""
    place = longest_wait(supply, direct, count, money)
    while place < count and is_shorter_by(supply, direct, supply.asking[place].channel):
        line = supply.asking[place]
        money -= direct.prices[line.product.number] - line.price
        take(supply, direct, place, 1)
        place = longest_wait(supply, direct, count, money)


def longest_wait(supply: Supply, direct: Channel, count: int, money: int) -> int:
    """The newest line of the longest wait, of those with units to move that so much money allows; `count` for none."""
    longest = count
    for place in range(count - 1, -1, -1):
        line = supply.asking[place]
        dearer = direct.prices[line.product.number] - line.price
        may_move = supply.asked_units[place] < supply.granted[place] and (dearer <= 0 or dearer <= money)
        if may_move and (longest == count or is_longer(supply, line.channel, supply.asking[longest].channel)):
            longest = place
    return longest


def is_longer(supply: Supply, channel: Channel, other: Channel) -> bool:
    """Whether the last unit waits longer in one channel than in another."""
    return waits_longer(
        supply.waiting[channel.number],
        channel.weekly_capacity,
        channel.mean_transit,
        supply.waiting[other.number],
        other.weekly_capacity,
        other.mean_transit,
    )


def is_shorter_by(supply: Supply, direct: Channel, channel: Channel) -> bool:
    """Whether one unit more waits shorter by a contract than the last one in a channel."""
    return waits_longer(
        supply.waiting[channel.number],
        channel.weekly_capacity,
        channel.mean_transit,
        supply.waiting[direct.number] + 1,
        direct.weekly_capacity,
        direct.mean_transit,
    )
