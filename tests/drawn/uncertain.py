"""Distributions of what a random scenario may be uncertain of, each within what the scenario allows."""

from datetime import date, timedelta

from sim.scenario.paths import joined
from tests.drawn.choices import Draw, composite, integers, sampled_from, several
from tests.drawn.values import POLICIES, Document


def uncertain_licenses(control: Document, latest: date) -> dict[str, Document]:
    """Distributions of what a control acts on, and of what its licenses say."""
    drawn: dict[tuple[str, ...], Document] = {
        ("license", "granted"): {"uniform": [0.0, 1.0]},
        ("license", "per"): {"choice": ["buyer", "order"]},
        ("license", "opens"): {"uniform": [control["announced"] - timedelta(days=3), latest]},
        ("license", "again_days"): {"uniform": [1, 30]},
        ("license", "quota", "units"): {"uniform": [0, 300]},
        ("license", "quota", "per"): {"choice": ["all", "buyer"]},
        ("license", "quota", "every"): {"choice": ["year", "once", "quarter"]},
    }
    name, places = control["name"], {}
    for steps, distribution in drawn.items():
        table = control
        for step in steps[:-1]:
            table = table.get(step, {})
        if steps[-1] in table:
            places[joined("control", name, *steps)] = distribution
    if "license" not in control and control.get("in_transit") != "return" and control.get("unshipped") == "hold":
        places[joined("control", name, "acts_on")] = {"choice": ["order", "dispatch"]}
        places[joined("control", name, "in_transit")] = {"choice": ["deliver", "return"], "weights": [0.5, 0.5]}
    return places


@composite
def uncertain_tables(draw: Draw, document: Document) -> dict[str, Document]:
    """Distributions of some values, each within what the scenario allows whatever the others are."""
    places = numbers(draw, document) | words_and_tables(document)
    chosen = draw(several(sorted(places), 0, 4))
    return {path: places[path] for path in chosen if not any(path.startswith(f"{other}.") for other in chosen)}


def numbers(draw: Draw, document: Document) -> dict[str, Document]:
    """By path, distributions of numbers and dates."""
    places: dict[str, Document] = {}
    for line in document["line"]:
        places[joined("line", line["name"], "capacity")] = {"uniform": [0, 150]}
        places[joined("line", line["name"], "split_days")] = {"uniform": [0, line["cycle_time"]]}
        for product, share in line["mix"].items():
            steps = isinstance(share, dict)
            where = ("table", 1, 2) if steps else ()
            places[joined("line", line["name"], "mix", product, *where)] = {
                "uniform": [0.0, share["table"][0][1] if steps else share]
            }
    for made in document["product"]:
        places[joined("product", made["name"], "initial_stock")] = {"uniform": [0, 150]}
        places[joined("product", made["name"], "price")] = {"quantiles": {"p05": 60, "p50": 100, "p95": 300}}
        if "production" in made:
            places[joined("product", made["name"], "production", "capacity")] = {"triangular": [0, 60, 200]}
            places[joined("product", made["name"], "production", "cycle_time")] = {"exponential": {"mean": 6}}
    for control in document["control"]:
        latest = control["announced"] + timedelta(days=25)
        places[joined("control", control["name"], "effective")] = {"uniform": [control["announced"], latest]}
        places |= uncertain_licenses(control, latest)
    for distributor in document["distributor"]:
        places[joined("distributor", distributor["name"], "weekly_capacity")] = {"poisson": {"mean": 60}}
        if isinstance(distributor["transit_days"], int):
            places[joined("distributor", distributor["name"], "transit_days")] = {"uniform": [0, 20]}
    for buyer in document["buyer"]:
        places |= orders_drawn(draw, buyer) | contract_drawn(buyer)
    return places


def contract_drawn(buyer: Document) -> dict[str, Document]:
    """By path, distributions of what a buyer's contract takes over, gets of later orders, and how long."""
    if "negotiation" not in buyer:
        return {}
    contract = joined("buyer", buyer["name"], "negotiation", "contract")
    places: dict[str, Document] = {
        f"{contract}.takes_over": {"uniform": [0, 1]},
        f"{contract}.custom": {"beta": [2, 2]},
    }
    if "term_days" in buyer["negotiation"]["contract"]:
        places[f"{contract}.term_days"] = {"uniform": [1, 60]}
    return places


def orders_drawn(draw: Draw, buyer: Document) -> dict[str, Document]:
    """By path, distributions of dates and sizes of a buyer's orders; the last size may be what the others leave."""
    places: dict[str, Document] = {}
    fresh = []
    for number, order in enumerate(buyer["order"], 1):
        path = joined("buyer", buyer["name"], "order", number)
        places[f"{path}.date"] = {"uniform": [order["date"] - timedelta(days=20), order["date"]]}
        sizes: list[Document] = [{"lognormal": {"median": 50, "sigma": 0.6}}, {"choice": [0, 30]}]
        if not order.get("delivered"):
            fresh.append(f"{path}.units")
            places[fresh[-1]] = draw(sampled_from([*sizes, {"gamma": {"shape": 2, "scale": 30}}]))
    if len(fresh) > 1:
        places[fresh[-1]] = {"rest_of": 5_000, "less": fresh[:-1]}
    return places


def words_and_tables(document: Document) -> dict[str, Document]:
    """By path, choices of words, and of whole tables and lists."""
    places: dict[str, Document] = {"allocation": {"choice": list(POLICIES[:4])}}
    for made in document["product"]:
        if "ramp" in made.get("production", {}):
            ramps = [made["production"]["ramp"], {"linear": {"days": 9}}]
            places[joined("product", made["name"], "production", "ramp")] = {"choice": ramps, "weights": [1, 2]}
    for control in document["control"]:
        if control.get("acts_on", "dispatch") == "dispatch":
            places[joined("control", control["name"], "in_transit")] = {"choice": ["deliver", "return"]}
    for buyer in document["buyer"]:
        even = dict.fromkeys(buyer["via"], 1 / len(buyer["via"]))
        places[joined("buyer", buyer["name"], "routing")] = {"choice": ["shares", "shortest-wait"]}
        places[joined("buyer", buyer["name"], "via")] = {"choice": [even, buyer["via"]]}
        # A text that reads as a date is one, in a list of values.
        products = [made["name"] for made in document["product"] if made["name"][:1] != "2"] or ["A"]
        places[joined("buyer", buyer["name"], "order", 1, "product")] = {"choice": products}
        if "on_control" in buyer:
            places[joined("buyer", buyer["name"], "on_control")] = {"choice": [buyer["on_control"], {}]}
    return places


@composite
def correlated_tables(draw: Draw, uncertain: Document) -> list[Document]:
    """Rank correlations of two parameters or three, where so many are drawn."""
    paths = [path for path, law in uncertain.items() if "rest_of" not in law]
    few = draw(several(paths, len(paths)))[: draw(integers(2, 3))]
    return [{"paths": few, "rank": draw(sampled_from([-0.45, 0.3, 0.9]))}] if len(few) > 1 else []
