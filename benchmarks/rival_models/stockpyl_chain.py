"""The chain on stockpyl: run in an environment of its own, prints its times and what it computed as JSON.

The distributor keeps its inventory position at what the supplier's lead time takes; the customer passes its daily
demand on as an order. The supplier is stockpyl's external one, which always has. The network is built once and only
its simulation is timed, without progress bar and consistency checks.
"""

import json
import sys
import time

from stockpyl.sim import simulation
from stockpyl.supply_chain_network import SupplyChainNetwork, serial_system

CUSTOMER, DISTRIBUTOR = 0, 1


def build(chain: dict[str, int]) -> SupplyChainNetwork:
    """The distributor and its customer."""
    return serial_system(
        2,
        node_order_in_system=[DISTRIBUTOR, CUSTOMER],
        node_order_in_lists=[DISTRIBUTOR, CUSTOMER],
        shipment_lead_time=[chain["cycle_time"], chain["transit_days"]],
        policy_type="BS",
        base_stock_level=[chain["stock"], 0],
        initial_inventory_level=[chain["stock"], 0],
        demand_type="D",
        demand_list=chain["units"],
    )


def main() -> None:
    """Read the chain from the command line, run it so many times, print JSON."""
    chain = json.loads(sys.argv[1])
    network, seconds = build(chain), []
    for _ in range(chain["replications"]):
        begin = time.perf_counter()
        simulation(network, chain["days"], progress_bar=False, consistency_checks="N")
        seconds.append(time.perf_counter() - begin)
    customer, distributor = (network.get_node_from_index(index) for index in (CUSTOMER, DISTRIBUTOR))
    print(
        json.dumps(
            {
                "seconds": seconds,
                "ordered": sum(state.get_inbound_order() for state in distributor.state_vars),
                "received": sum(state.get_inbound_shipment() for state in distributor.state_vars),
                "delivered": sum(state.get_inbound_shipment() for state in customer.state_vars),
            }
        )
    )


if __name__ == "__main__":
    main()
