"""The chain on Cimba Python: run in an environment of its own, prints its times and what it computed as JSON.

The customer orders once a day, the distributor ships from stock and orders as much from a supplier that always has.
What is on its way arrives by events that are scheduled. An experiment of many replications on one worker is timed, as
compiled models are made to run, so many times over; one before, which compiles, is not among the times.
"""

import json
import sys
import time

import cimba as cb


class Chain(cb.Model):
    """A supplier, a distributor with stock and a customer."""

    days: cb.Param[float] = 365.0
    units: cb.Param[int] = 10
    cycle_time: cb.Param[float] = 7.0
    transit_days: cb.Param[float] = 5.0
    stock: cb.Container
    ordered: cb.Output[float]
    received: cb.Output[float]
    delivered: cb.Output[float]

    @cb.on_start
    def nothing_yet(self) -> None:
        """What is counted begins with nothing."""
        self.ordered, self.received, self.delivered = 0.0, 0.0, 0.0

    @cb.event
    def replenished(self) -> None:
        """A lot of the supplier's arrives."""
        self.received += self.units
        self.stock.put(self.units)

    @cb.event
    def arrived(self) -> None:
        """A shipment arrives at the customer."""
        self.delivered += self.units

    @cb.process
    def customer(self) -> None:
        """An order a day."""
        while True:
            self.ordered += self.units
            self.stock.get(self.units)
            cb.schedule(self.arrived, self.transit_days)
            cb.schedule(self.replenished, self.cycle_time)
            cb.hold(1.0)

    @cb.process
    def calendar(self) -> None:
        """The last day ends the trial; a window would let all arrive that is on its way."""
        cb.hold(self.days)
        cb.end_trial()


def main() -> None:
    """Read the chain from the command line, run it, print JSON."""
    chain = json.loads(sys.argv[1])
    model = Chain()
    model.days, model.units = chain["days"] - 0.5, chain["units"]
    model.cycle_time, model.transit_days = float(chain["cycle_time"]), float(chain["transit_days"])
    model.stock = cb.Container(initial=chain["stock"])
    seconds = []
    for _ in range(1 + chain["batches"]):
        begin = time.perf_counter()
        results = cb.Experiment(model, replications=chain["replications"], seed=1).run(workers=1)
        seconds.append((time.perf_counter() - begin) / chain["replications"])
    found = results[model]
    totals = {}
    for name in ("ordered", "received", "delivered"):
        (totals[name],) = set(getattr(found, name).values.ravel().tolist())
    print(json.dumps({"seconds": seconds[1:], **totals}))


if __name__ == "__main__":
    main()
