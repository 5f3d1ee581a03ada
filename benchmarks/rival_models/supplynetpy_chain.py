"""The chain on SupplyNetPy: run in an environment of its own, prints its times and what it computed as JSON.

A supplier that always has, a distributor that keeps its inventory position at what the supplier's lead time takes,
a customer who orders once a day. Nothing is logged, no inventory levels are recorded.
"""

import json
import sys
import time

from SupplyNetPy.Components import SSReplenishment, create_sc_net, simulate_sc_net


def run(chain: dict[str, int]) -> dict[str, float]:
    """Build the chain, simulate it once, give its totals in units."""
    supplier = {"ID": "supplier", "name": "supplier", "node_type": "infinite_supplier", "logging": False}
    distributor = {
        "ID": "distributor",
        "name": "distributor",
        "node_type": "distributor",
        "capacity": 10 * chain["stock"],
        "initial_level": chain["stock"],
        "inventory_holding_cost": 0,
        "replenishment_policy": SSReplenishment,
        "policy_param": {"s": chain["stock"] - chain["units"], "S": chain["stock"]},
        "product_buy_price": 1,
        "product_sell_price": 1,
        "logging": False,
    }
    link = {"ID": "link", "source": "supplier", "sink": "distributor", "cost": 0, "lead_time": chain["cycle_time"]}
    customer = {
        "ID": "customer",
        "name": "customer",
        "order_arrival_model": 1,
        "order_quantity_model": chain["units"],
        "demand_node": "distributor",
        "lead_time": chain["transit_days"],
        "logging": False,
    }
    network = create_sc_net([supplier, distributor], [link], [customer])
    totals = simulate_sc_net(network, sim_time=chain["days"], logging=False)
    return {
        "ordered": totals["demand_by_customers"][1],
        "received": totals["fulfillment_received_by_site"][1],
        "delivered": totals["fulfillment_received_by_customers"][1],
    }


def main() -> None:
    """Read the chain from the command line, run it so many times, print JSON."""
    chain = json.loads(sys.argv[1])
    seconds, totals = [], {}
    for _ in range(chain["replications"]):
        begin = time.perf_counter()
        totals = run(chain)
        seconds.append(time.perf_counter() - begin)
    print(json.dumps({"seconds": seconds, **totals}))


if __name__ == "__main__":
    main()
