"""The hub: each day it allocates its stock to the open order lines and dispatches."""

from collections.abc import Generator, Sequence

from simpy import Event as SimPyEvent

from sim.clock import Stage
from sim.engines.simpy.calendar import at
from sim.engines.simpy.distributor import Channel
from sim.engines.simpy.open_lines import OrderLine
from sim.engines.simpy.state import Supply
from sim.rules.allocation import Limits, Requests, allocate
from sim.rules.shares import part

Process = Generator[SimPyEvent, None, None]


def hub(supply: Supply, channels: Sequence[Channel]) -> Process:
    """Allocate every day on which there is stock and somebody to send it to."""
    world = supply.realisation
    rank = [0] * len(world.buyers)
    for place, buyer in enumerate(world.ranking):
        rank[buyer] = place
    for day in range(world.days):
        yield at(supply.env, day, Stage.ALLOCATION, 0)
        lines = [line for line in supply.open_lines.all() if supply.stock[line.product] and supply.may_leave(line)]
        if lines:
            granted = [0] * len(lines)
            allocate(world.allocation, requests(lines), limits(supply, channels), rank, granted)
            for line, units in zip(lines, granted, strict=True):
                if units:
                    channels[line.channel].dispatch(line, units)


def requests(lines: Sequence[OrderLine]) -> Requests:
    """What the open lines ask for."""
    return Requests(
        product=[line.product for line in lines],
        buyer=[line.buyer for line in lines],
        channel=[line.channel for line in lines],
        units=[line.open for line in lines],
        by_contract=[line.by_contract for line in lines],
    )


def limits(supply: Supply, channels: Sequence[Channel]) -> Limits:
    """What may leave today."""
    return Limits(
        stock=list(supply.stock),
        room=[channel.room() for channel in channels],
        credit=[channel.credit() for channel in channels],
        price=supply.prices,
        reserves=[part(stock, channel.world.reserved_share) for channel in channels for stock in supply.stock],
    )
