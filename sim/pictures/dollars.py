"""What a buyer pays a unit, from the scenario: by product and channel."""

from dataclasses import dataclass

from sim.records.need import on_order
from sim.records.tables import Columns, where
from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.schema import Scenario


def price_by_channel(scenario: Scenario) -> dict[tuple[str, str], int]:
    """Whole dollars a unit by product and channel: price and margin, or the contract's price."""
    prices = {
        (product.name, distributor.name): product.price * (MILLION + millionths(distributor.margin)) // MILLION
        for product in scenario.product
        for distributor in scenario.distributor
    }
    for buyer in scenario.buyer:
        if buyer.negotiation is not None:
            own = buyer.negotiation.contract.price
            for product in scenario.product:
                prices[product.name, f"direct:{buyer.name}"] = product.price if own is None else own
    return prices


@dataclass(frozen=True)
class Value:
    """What the order of some books is worth at the run's end, and what of it is not delivered, in dollars.

    `price`: the mean a unit of the order, 0 of none; `is_one_price`: whether every unit costs the same.
    """

    price: float
    is_one_price: bool
    undelivered_usd: int


def value_of(daily: Columns, scenario: Scenario) -> Value:
    """The value of all orders in the books, at what is paid on each product and channel."""
    last = where(daily, daily["day"] == scenario.days - 1)
    prices = price_by_channel(scenario)
    paid = [prices[line] for line in zip(last["product"], last["channel"], strict=True)]
    units: list[int] = on_order({name: last[name] for name in ("ordered", "switched")}).tolist()
    paying = [(count, price) for count, price in zip(units, paid, strict=True) if count]
    whole = sum(count for count, _ in paying)
    value = sum(count * price for count, price in paying)
    delivered = sum(count * price for count, price in zip(last["delivered"].tolist(), paid, strict=True))
    return Value(value / whole if whole else 0.0, len({price for _, price in paying}) <= 1, value - delivered)
