"""Key figures of a replication, counted from its events: one after the other, as `sim.records.figures` names them."""

import math

from sim.model.entities import Buyer, Supply
from sim.model.lists import MISSING, entries, postings, put_real, put_whole
from sim.model.tallies import BuyerTally
from sim.records.figures.accounts import count_posting
from sim.records.figures.controls import control_figures
from sim.records.figures.own import own_figures
from sim.records.figures.tally import add_up, count
from sim.rules.shares import MILLION


def key_figures(supply: Supply) -> None:
    """Count events and postings and note every key figure."""
    for entry in entries(supply):
        count(supply, entry)
    for posting in postings(supply):
        count_posting(supply, posting)
    add_up(supply)
    figures_of_buyers(supply)
    finished_figures(supply)
    product_figures(supply)
    channel_figures(supply)
    for tally in supply.of_buyers:
        for units in tally.flows:
            put_whole(supply, units)
    for control in supply.controls:
        control_figures(supply, control)
    own_figures(supply)


def figures_of_buyers(supply: Supply) -> None:
    """Figures of all buyers together, and of each."""
    buyer_figures(supply, supply.of_all)
    for tally in supply.of_buyers:
        buyer_figures(supply, tally)
    wait_figures(supply, supply.of_all)
    for tally in supply.of_buyers:
        wait_figures(supply, tally)
    for tally in supply.of_buyers:
        put_real(supply, days_gained(tally))
    for buyer in supply.buyers:
        if buyer.direct >= 0:
            shortfall_figures(supply, buyer)


def ratio(part: int, whole: int) -> float:
    """A share of a whole; NaN of nothing."""
    return part / whole if whole else math.nan


def buyer_figures(supply: Supply, tally: BuyerTally) -> None:
    """Figures of a buyer, or of all, on dates, in quarters and over the run."""
    last, end = supply.days - 1, supply.spans[supply.days - 1]
    for day in supply.report_days:
        met = 0 if day < 0 else tally.met[min(day, last)]
        put_real(supply, ratio(met, tally.need))
        put_whole(supply, by_day(supply, tally.delivered, day))
        put_whole(supply, by_day(supply, tally.delivered_usd, day))
        put_whole(supply, met)
        put_whole(supply, by_day(supply, tally.dispatched, day))
        put_whole(supply, by_day(supply, tally.dispatched_usd, day))
        put_whole(supply, by_day(supply, tally.ordered, day))
    quarter_figures(supply, tally)
    for target in supply.targets:
        # Whole units, rounded up: 0.55 of 100 units are 55, in real numbers a little more.
        units = -(-tally.need * target // MILLION)
        reached = 0 < units <= tally.met[last]
        put_whole(supply, first_at_least(tally.met, units) if reached else MISSING)
    put_whole(supply, tally.ordered[end] - tally.cancelled - tally.dispatched[end])
    put_whole(supply, tally.cancelled)
    put_whole(supply, tally.switched)
    put_whole(supply, tally.need)
    put_whole(supply, tally.met[last])
    lost = 0
    for units in tally.lost:
        lost += units
    put_whole(supply, lost)
    for units in tally.lost:
        put_whole(supply, units)


def quarter_figures(supply: Supply, tally: BuyerTally) -> None:
    """What falls into each calendar quarter that the run touches; what was delivered before it falls into none."""
    before = -1
    for end in supply.quarter_ends:
        earlier, earlier_usd = (tally.earlier, tally.earlier_usd) if before < 0 else (0, 0)
        put_whole(supply, between(supply, tally.ordered, before, end) - earlier)
        put_whole(supply, between(supply, tally.dispatched, before, end) - earlier)
        put_whole(supply, between(supply, tally.dispatched_usd, before, end) - earlier_usd)
        put_whole(supply, between(supply, tally.delivered, before, end) - earlier)
        put_whole(supply, between(supply, tally.delivered_usd, before, end) - earlier_usd)
        before = end


def between(supply: Supply, sums: list[int], before: int, day: int) -> int:
    """What a sum rises from the end of one day (-1: the eve of the run) to that of another."""
    return by_day(supply, sums, day) - by_day(supply, sums, before)


def by_day(supply: Supply, sums: list[int], day: int) -> int:
    """What a sum has reached by the end of a day that figures are about, which may lie outside the run."""
    return 0 if day < 0 else sums[supply.spans[min(day, supply.days - 1)]]


def first_at_least(curve: list[int], least: float) -> int:
    """The first place of a rising curve that is not below a number."""
    first, last = 0, len(curve)
    while first < last:
        middle = (first + last) // 2
        if curve[middle] < least:
            first = middle + 1
        else:
            last = middle
    return first


def wait_figures(supply: Supply, tally: BuyerTally) -> None:
    """Mean, median and 90 % quantile of the days that units waited."""
    whole = tally.waits[len(tally.waits) - 1]
    put_real(supply, ratio(tally.direct_waited + tally.indirect_waited, whole))
    put_whole(supply, first_at_least(tally.waits, 0.5 * whole) if whole else MISSING)
    put_whole(supply, first_at_least(tally.waits, 0.9 * whole) if whole else MISSING)


def days_gained(tally: BuyerTally) -> float:
    """A buyer's mean wait through distributors less that through its direct channel; NaN without one of these."""
    return ratio(tally.indirect_waited, tally.indirect) - ratio(tally.direct_waited, tally.direct)


def shortfall_figures(supply: Supply, buyer: Buyer) -> None:
    """Units and dollars that a buyer pays for without goods: a contract's minimum less what it took over and got.

    They are paid at the contract's price, of the product ordered last. Without a contract there is nothing to pay.
    """
    tally, channel = supply.of_buyers[buyer.number], supply.channels[buyer.direct]
    units = 0
    if supply.of_channels[buyer.direct].signed_on >= 0:
        units = max(0, buyer.minimum_units - tally.by_contract)
    put_whole(supply, units)
    put_whole(supply, units * channel.prices[max(0, tally.latest)])


def finished_figures(supply: Supply) -> None:
    """Good units of each product's and each shared line's lots by quarter."""
    for product in supply.of_products:
        for units in product.finished:
            put_whole(supply, units)
    for line in supply.of_lines:
        for units in line.finished:
            put_whole(supply, units)


def product_figures(supply: Supply) -> None:
    """Units and dollars of each product that were stranded or diverted; units released, scrapped, held at the end."""
    for product in supply.products:
        put_whole(supply, supply.of_products[product.number].stranded)
    for product in supply.products:
        put_whole(supply, supply.of_products[product.number].stranded * product.price)
    for tally in supply.of_products:
        put_whole(supply, tally.diverted)
    for tally in supply.of_products:
        put_whole(supply, tally.diverted_usd)
    for tally in supply.of_products:
        put_whole(supply, tally.released)
    for tally in supply.of_products:
        put_whole(supply, tally.scrapped)
    for tally in supply.of_products:
        put_whole(supply, tally.held)


def channel_figures(supply: Supply) -> None:
    """Each channel's share of what is dispatched, and the use of what it could have sent without overtime.

    What is dispatched counts even where it is called back later: it took its place. A calendar week that lies only
    partly in the run has its whole capacity.
    """
    whole, weekday = 0, supply.start_weekday
    for tally in supply.of_channels:
        whole += tally.sent
    for channel in supply.channels:
        tally = supply.of_channels[channel.number]
        since = tally.signed_on if channel.direct else 0
        until = min(supply.days, tally.ended_on) - 1
        weeks = (until + weekday) // 7 - (since + weekday) // 7 + 1 if since >= 0 else 0
        put_real(supply, ratio(tally.sent, whole))
        put_real(supply, ratio(tally.sent, channel.weekly_capacity * weeks))
