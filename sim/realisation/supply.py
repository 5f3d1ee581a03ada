"""Products and controls of a realisation."""

from sim.clock import NEVER, day_of
from sim.realisation.chance import share
from sim.realisation.streams import Streams
from sim.realisation.world import ControlWorld, InProgress, LineWorld, ProductWorld
from sim.rules import ramp
from sim.rules.control import UNCHANGED
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.schema import Scenario
from sim.scenario.tables import Control, LinearRamp, LogisticRamp, Product, Production, TableRamp


def product_world(scenario: Scenario, product: Product, streams: Streams) -> ProductWorld:
    """A product with its production line, if it has one."""
    made = product.production
    line = None if made is None else line_world(scenario, product.name, made, streams)
    return ProductWorld(product.name, product.price, product.initial_stock, line)


def line_world(scenario: Scenario, name: str, made: Production, streams: Streams) -> LineWorld:
    """Every lot that starts within the run or is still in progress on day 0; lot 1 starts on `start`."""
    start = day_of(made.start, scenario.start)
    end = NEVER if made.end is None else day_of(made.end, scenario.start)
    first = 1 + max(0, -((start + made.cycle_time) // made.lot_interval))
    last = (min(end, scenario.days) - 1 - start) // made.lot_interval + 1
    lots = range(first, max(first, last + 1))
    yields = streams.many(f"yield:{name}", first, len(lots)) if lots else []
    carried = streams.many(f"yield in progress:{name}", 1, len(made.in_progress)) if made.in_progress else []
    return LineWorld(
        start=start,
        end=end,
        lot_interval=made.lot_interval,
        capacity=made.capacity,
        cycle_time=made.cycle_time,
        market_share=millionths(made.market_share),
        first_lot=first,
        ramp=tuple(ramp_of(made, (lot - 1) * made.lot_interval) for lot in lots),
        yields=tuple(share(made.yield_, u) for u in yields),
        in_progress=tuple(
            InProgress(day_of(lot.finishes, scenario.start), lot.units, share(made.yield_, u))
            for lot, u in zip(made.in_progress, carried, strict=True)
        ),
    )


def ramp_of(made: Production, days: int) -> int:
    """Share of full capacity so many days after the line's start, in millionths."""
    match made.ramp:
        case LogisticRamp(logistic=curve):
            return ramp.logistic(days, curve.midpoint, curve.slope)
        case LinearRamp(linear=curve):
            return ramp.linear(days, curve.days)
        case TableRamp(table=points):
            return ramp.table(days, points)
    return MILLION


def control_world(scenario: Scenario, control: Control) -> ControlWorld:
    """A control, its dates as days."""
    products = [product.name for product in scenario.product]
    rush, start = control.rush, scenario.start
    return ControlWorld(
        name=control.name,
        covers=tuple(sorted(products.index(name) for name in control.covers)),
        announced=day_of(control.announced, start),
        effective=day_of(control.effective, start),
        moves=tuple((day_of(move.on, start), day_of(move.to, start)) for move in control.moved),
        lifted=NEVER if control.lifted is None else day_of(control.lifted, start),
        returns=control.in_transit == "return",
        strands=control.unshipped == "strand",
        rush_market_share=UNCHANGED if rush.market_share is None else millionths(rush.market_share),
        overtime=millionths(rush.channel_capacity),
        licenses=control.license is not None,
    )
