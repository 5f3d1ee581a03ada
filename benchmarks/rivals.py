"""A chain of one supplier, one distributor and one customer, an order a day for a year, against other simulators.

SupplyNetPy and stockpyl are installed in an environment of their own, under results/benchmarks, and run there in
processes that time their own replications. Before a ratio is reported, all sides have ordered, received and delivered
the same units. Their quickest replication counts, and the average of ours in the quickest batch.
"""

import json
import math
import subprocess
import sys
import textwrap
import venv
from datetime import date, timedelta
from pathlib import Path

import table
import timing
from sides import FIGURES, LOG, SIMPY, on_simpy, with_figures, with_log
from sim.engines.compiled.engine import Machine
from sim.records.events import Event, EventLog
from sim.scenario.file import parsed
from table import Row

RIVALS = {"SupplyNetPy": "0.5.1", "stockpyl": "1.0.2"}
MODELS = Path(__file__).parent / "rival_models"
HOME = table.OUT / "rivals-environment"
COUNTED = {"ordered": Event.order_placed, "received": Event.lot_finished, "delivered": Event.delivered}
CHAIN = {"days": 365, "units": 10, "stock": 70, "cycle_time": 7, "transit_days": 5}
"""Days simulated, units of each day's order, stock at first, days from the supplier, days to the customer."""


def chain() -> str:
    """The chain as a scenario file: a lot a day of what is ordered a day."""
    start = date(2023, 1, 1)
    days = [start + timedelta(days) for days in range(CHAIN["days"])]
    orders = ",".join(f'{{ date = {day}, product = "part", units = {CHAIN["units"]} }}' for day in days)
    return textwrap.dedent(f"""
        name = "chain"
        start = {days[0]}
        end = {days[-1]}
        [[product]]
        name = "part"
        price = 1
        initial_stock = {CHAIN["stock"]}
        [product.production]
        start = {start}
        lot_interval = 1
        capacity = {CHAIN["units"]}
        cycle_time = {CHAIN["cycle_time"]}
        [[distributor]]
        name = "distributor"
        weekly_capacity = {7 * CHAIN["units"]}
        transit_days = {CHAIN["transit_days"]}
        [[buyer]]
        name = "customer"
        via = {{ distributor = 1 }}
        order = [{orders}]
    """)


def environment() -> Path:
    """The Python of an environment with the rivals in it, made where it isn't there; ends where it can't be."""
    wanted = [f"{name}=={version}" for name, version in RIVALS.items()]
    python, done = HOME / "bin" / "python", HOME / "installed.txt"
    if done.is_file() and done.read_text(encoding="utf-8").split() == wanted:
        return python
    print(f"rivals: installing {' and '.join(wanted)} in {HOME}", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    try:
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run(pip, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        last = said.strip().splitlines()[-1]
        sys.exit(f"rivals: {' and '.join(wanted)} can't be installed, so nothing is compared with them: {last}")
    done.write_text("\n".join(wanted), encoding="utf-8")
    return python


def rival(python: Path, name: str, replications: int) -> tuple[float, dict[str, float]]:
    """The least seconds of so many replications of a rival, and its totals in units."""
    model = MODELS / f"{name.lower()}_chain.py"
    asked = json.dumps(CHAIN | {"replications": replications})
    done = subprocess.run([str(python), "-I", str(model), asked], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"rivals: {model.name} failed:\n{done.stderr}")
    found = json.loads(done.stdout)
    return min(found.pop("seconds")), found


def totals(log: EventLog) -> dict[str, float]:
    """Units ordered, received from the supplier, and delivered to the customer."""
    units = {name: log.column("units")[log.column("event") == event] for name, event in COUNTED.items()}
    return {name: int(counted.sum()) for name, counted in units.items()}


class Ours:
    """Our engines on the chain; made only where both do the same."""

    def __init__(self, batch: int) -> None:
        scenario, self.batch = parsed(chain()), batch
        self.machine = Machine(scenario)
        with_log(self.machine, [0])
        log = on_simpy(scenario, 0)
        assert self.machine.log().digest() == log.digest()
        figures = with_figures(self.machine, range(batch))
        self.totals = totals(log)
        for name in ("ordered", "delivered"):
            place = self.machine.figures.index(f"{name}_units.all.{scenario.end}")
            assert (figures.figures[:, place] == self.totals[name]).all(), name
        self.sides: dict[str, timing.Side] = {
            SIMPY: lambda: on_simpy(scenario, 0),
            LOG: lambda: with_log(self.machine, [0]),
            FIGURES: lambda: with_figures(self.machine, range(batch)),
        }

    def seconds(self, repeats: int) -> dict[str, float]:
        """The least seconds a replication of each engine."""
        least = timing.best(self.sides, repeats)
        least[FIGURES] /= self.batch
        return least


def measured(python: Path, rounds: int, replications: int) -> dict[str, float]:
    """The least seconds a replication of every side, which take turns; all do the same work, or it ends here."""
    ours, least = Ours(batch=20 * replications), dict.fromkeys((SIMPY, LOG, FIGURES, *RIVALS), math.inf)
    for _ in range(rounds):
        found = ours.seconds(replications)
        for name in RIVALS:
            found[name], units = rival(python, name, replications)
            assert units == ours.totals, f"{name} handled {units}, we {ours.totals}"
        least = {name: min(seconds, found[name]) for name, seconds in least.items()}
    return least


def rows_of(seconds: dict[str, float]) -> tuple[list[Row], list[Row]]:
    """The rows of the times, and those of the ratios."""
    times = [Row(f"{name}, a replication", 1000 * found, "ms") for name, found in seconds.items()]
    wanted = (("SupplyNetPy", SIMPY, 5), ("SupplyNetPy", FIGURES, 300), ("stockpyl", FIGURES, 3000))
    aimed = [
        Row(f"{ours} against {name}", seconds[name] / seconds[ours], "times", least) for name, ours, least in wanted
    ]
    also = (("stockpyl", SIMPY), ("SupplyNetPy", LOG), ("stockpyl", LOG))
    return times, aimed + [Row(f"{ours} against {name}", seconds[name] / seconds[ours], "times") for name, ours in also]


def main() -> None:
    """Measure all sides, write the table and the picture."""
    asked = table.parser(__doc__).parse_args()
    seconds = measured(environment(), *((2, 5) if asked.fast else (5, 20)))
    times, ratios = rows_of(seconds)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "chain.toml").write_text(chain(), encoding="utf-8")
    table.record("rivals", [*ratios, *times], asked.out, [f"{name}=={version}" for name, version in RIVALS.items()])
    table.bars("rivals", "One replication of the chain: so many times faster", ratios, asked.out, "times", log=True)


if __name__ == "__main__":
    main()
