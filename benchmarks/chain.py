"""A chain of one supplier, one distributor and one customer, on other simulators. Not a benchmark itself.

These are installed in an environment of their own, under results/benchmarks, and run there in processes of their own.
"""

import json
import subprocess
import sys
import textwrap
import venv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import table
from sim.records.events import Event, EventLog

RIVALS = {"cimba": "0.9.6", "SupplyNetPy": "0.5.1", "stockpyl": "1.0.2"}
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


def packages() -> list[str]:
    """The other simulators, each with the version that is measured."""
    return [f"{name}=={version}" for name, version in RIVALS.items()]


def environment() -> Path:
    """The Python of an environment with the rivals in it, made where it isn't there; ends where it can't be."""
    wanted = packages()
    python, done = HOME / "bin" / "python", HOME / "installed.txt"
    if done.is_file() and done.read_text(encoding="utf-8").split() == wanted:
        return python
    print(f"installing {' and '.join(wanted)} in {HOME}", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    try:
        venv.create(HOME, with_pip=True, clear=True)
        subprocess.run(pip, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        last = said.strip().splitlines()[-1]
        sys.exit(f"{' and '.join(wanted)} can't be installed, so nothing is compared with them: {last}")
    done.write_text("\n".join(wanted), encoding="utf-8")
    return python


def command(python: Path, name: str, replications: int, batches: int = 1) -> Sequence[str]:
    """The command that simulates the chain so many times on another simulator, so many times over."""
    asked = json.dumps(CHAIN | {"replications": replications, "batches": batches})
    return str(python), "-I", str(MODELS / f"{name.lower()}_chain.py"), asked


def rival(python: Path, name: str, replications: int, batches: int = 1) -> tuple[list[float], dict[str, int]]:
    """Seconds of each batch of replications of another simulator, a replication, and its totals in units."""
    done = subprocess.run(command(python, name, replications, batches), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the chain on {name} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found.pop("seconds"), found


def totals(log: EventLog) -> dict[str, int]:
    """Units ordered, received from the supplier, and delivered to the customer."""
    units = {name: log.column("units")[log.column("event") == event] for name, event in COUNTED.items()}
    return {name: int(counted.sum()) for name, counted in units.items()}
