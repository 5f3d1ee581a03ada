"""What a buyer pays a unit, from the scenario: by product and channel."""

from typing import TYPE_CHECKING

from sim.rules.ramp import millionths
from sim.rules.shares import MILLION
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


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


def mean_price(daily: "pd.DataFrame", scenario: Scenario) -> tuple[float, bool]:
    """Dollars a unit of all that is ordered, less cancelled, at the end; whether every unit costs the same."""
    last = daily[daily["day"] == scenario.days - 1]
    units = (last["ordered"] - last["cancelled"]).tolist()
    prices = price_by_channel(scenario)
    paid = [prices[line] for line in zip(last["product"], last["channel"], strict=True)]
    on_order = [(count, price) for count, price in zip(units, paid, strict=True) if count]
    whole = sum(count for count, _ in on_order)
    value = sum(count * price for count, price in on_order)
    return (value / whole if whole else 0.0), len({price for _, price in on_order}) <= 1
