"""Random small scenarios: valid by construction, and tight enough that stock, capacity and controls bind.

`scenarios()` draws every feature of the scenario file; `documents()` gives the tables that it builds them from,
for tests that compare a scenario with a variant of it.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sim.scenario.file import build
from sim.scenario.paths import joined
from sim.scenario.schema import Scenario

Document = dict[str, Any]

PRODUCTS = ("A", "B.1", "C")
DISTRIBUTORS = ("north", "south gate", "east")
CONTROLS = ("rule 0", "rule 1", "rule 2")
LINES = ("dies", "wafers")
BUYERS = ("Ann", "Bob & Co.", "Cyd")
NASTY: tuple[str, ...] = ("A", "A.b", "b", "b.c", "c", "A.b.c")
NASTY += ('"', '"A"', '"A".b', "'A'", "A:b", "b:c", "a-b", "2023-06-15", "2023Q2")
NASTY += ("0", "0.5", "[0]", "{A}", "A=b", "order", "\u00e9.\u00fc", "a.", "#")
"""Names that could be taken for others, for several, or for something else, in keys, figures, columns and files."""

POLICIES = ("fifo", "pro-rata", "fair-share", "contract-first", "ranking")


def scenarios() -> SearchStrategy[Scenario]:
    """Scenarios of 20 to 120 days, 1 to 3 products, distributors and buyers, 0 to 3 controls."""
    return documents().map(build)


def nasty_scenarios() -> SearchStrategy[Scenario]:
    """The same with names that are easily mistaken."""
    return documents(nasty=True).map(build)


@st.composite
def documents(draw: DrawFn, nasty: bool = False) -> Document:
    """The tables of a scenario file."""

    def some(names: tuple[str, ...], least: int = 1) -> tuple[str, ...]:
        if nasty:
            return tuple(draw(st.lists(st.sampled_from(NASTY), min_size=least, max_size=3, unique=True)))
        return names[: draw(st.integers(least, 3))]

    start = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 6)))
    days = draw(st.integers(20, 120))
    products, distributors, buyers = some(PRODUCTS), some(DISTRIBUTORS), some(BUYERS)
    document: Document = {"name": "random", "start": start, "end": start + timedelta(days=days - 1)}
    document["allocation"] = draw(st.sampled_from(POLICIES))
    if document["allocation"] == "ranking":
        document["ranking"] = draw(st.lists(st.sampled_from(buyers), min_size=1, unique=True))
    document["product"] = [draw(product_tables(name, start, days)) for name in products]
    document["line"] = [draw(shared_lines(name, products, start, days)) for name in some_lines(draw, products, nasty)]
    shared = {name for line in document["line"] for name in (*line["mix"], *line.get("when_controlled", {}).values())}
    for table in document["product"]:
        if table["name"] in shared:
            table.pop("production", None)
    document["control"] = [
        draw(control_tables(name, products, buyers, start, days)) for name in some(CONTROLS, least=0)
    ]
    document["distributor"] = [draw(distributor_tables(name)) for name in distributors]
    document["buyer"] = [draw(buyer_tables(name, products, distributors, start, days)) for name in buyers]
    document = draw(st.sampled_from([plain, licensed, banned, contracted, switching]))(draw, document, days)
    document = maybe(draw, document, uncertain=uncertain_tables(document))
    return document | {"correlated": draw(correlated_tables(document.get("uncertain", {})))}


def some_lines(draw: DrawFn, products: tuple[str, ...], nasty: bool) -> list[str]:
    """Names of no shared line, one or two, which no product has."""
    names = [name for name in (NASTY if nasty else LINES) if name not in products]
    return draw(st.lists(st.sampled_from(names), max_size=2, unique=True))


def maybe(draw: DrawFn, table: Document, **optional: SearchStrategy[Any]) -> Document:
    """The table with some of its optional keys."""
    for key, values in optional.items():
        if draw(st.booleans()):
            table[key.rstrip("_")] = draw(values)
    return table


def shares(low: float = 0.0, high: float = 1.0) -> SearchStrategy[float]:
    """Shares in whole hundredths."""
    return st.integers(round(100 * low), round(100 * high)).map(lambda hundredths: hundredths / 100)


def dates(start: date, first: int, last: int) -> SearchStrategy[date]:
    """Dates so many days after the start."""
    return st.integers(first, max(first, last)).map(lambda day: start + timedelta(days=day))


@st.composite
def quantities(draw: DrawFn, low: int, high: int) -> Any:
    """A number, or one of the distributions of about that size, none below 0."""
    left, mode, right = sorted(draw(st.tuples(*[st.integers(low, high)] * 3)))
    middle = max(1, mode)
    return draw(
        st.sampled_from(
            [
                mode,
                {"uniform": [left, right]},
                {"triangular": [left, mode, right]},
                {"pert": [left, mode, right]},
                {"normal": {"mean": mode, "sd": 2.5, "min": left, "max": right + 1}},
                {"lognormal": {"median": middle, "sigma": 0.5}},
                {"exponential": {"mean": middle}},
                {"poisson": {"mean": middle}},
                {"choice": [left, right], "weights": [0.3, 0.7]},
                {"loguniform": [max(1, left), max(1, right)]},
                {"gamma": {"shape": 2.5, "scale": middle / 2.5}},
                {"weibull": {"shape": 1.3, "scale": middle}},
                {"quantiles": {"p00": left, "p50": mode, "p95": right}},
                {"empirical": {"file": "-", "column": "-", "values": [left, mode, mode, right]}},
            ]
        )
    )


def yields() -> SearchStrategy[Any]:
    """Shares of a lot that are good: a number or a distribution."""
    return st.sampled_from(
        [1.0, 0.9, 0.0, {"beta": [9, 1]}, {"uniform": [0.5, 1.0]}, {"choice": [0.2, 0.95]}, {"pert": [0.6, 0.9, 1.0]}]
    )


def ramps() -> SearchStrategy[Document]:
    """Ramps of all three kinds."""
    logistic = st.fixed_dictionaries({"midpoint": st.integers(0, 40), "slope": st.sampled_from([0.05, 0.3])})
    linear = st.fixed_dictionaries({"days": st.integers(1, 60)})
    rows = st.dictionaries(st.integers(0, 60), shares(), min_size=1, max_size=3).map(
        lambda table: sorted(map(list, table.items()))
    )
    return st.one_of(
        logistic.map(lambda ramp: {"logistic": ramp}),
        linear.map(lambda ramp: {"linear": ramp}),
        rows.map(lambda ramp: {"table": ramp}),
    )


@st.composite
def product_tables(draw: DrawFn, name: str, start: date, days: int) -> Document:
    """A product with stock, with a line, or with both."""
    table = {"name": name, "price": draw(st.integers(1, 500)), "initial_stock": draw(st.integers(0, 200))}
    return table | ({"production": draw(lines(start, days))} if draw(st.integers(0, 4)) else {})


@st.composite
def lines(draw: DrawFn, start: date, days: int) -> Document:
    """A production line that mostly finishes lots within the run."""
    lots = st.fixed_dictionaries({"finishes": dates(start, 0, days - 1), "units": st.integers(0, 150)})
    table = draw(lots_tables(start, days))
    return maybe(draw, table, market_share=shares(0.2), in_progress=st.lists(lots, min_size=1, max_size=3))


@st.composite
def lots_tables(draw: DrawFn, start: date, days: int) -> Document:
    """What a product's own line and a shared one have alike."""
    begins = draw(st.integers(-40, days // 2))
    table: Document = {
        "start": start + timedelta(days=begins),
        "capacity": draw(st.integers(10, 200)),
        "lot_interval": draw(st.integers(1, 12)),
        "cycle_time": draw(st.integers(0, 25)),
        "yield": draw(yields()),
    }
    return maybe(draw, table, end=dates(start, begins, days), ramp=ramps())


@st.composite
def shared_lines(draw: DrawFn, name: str, products: tuple[str, ...], start: date, days: int) -> Document:
    """A line that some products share; shares of the largest mix, of rushes too, sum to at most 1."""
    table = {"name": name} | draw(lots_tables(start, days))
    table["split_days"] = draw(st.integers(0, table["cycle_time"]))
    chosen = draw(st.lists(st.sampled_from(products), min_size=1, unique=True))
    sizes = [draw(st.integers(1, 3)) for _ in chosen]
    most = {product: size / (sum(sizes) + draw(st.integers(0, 1))) for product, size in zip(chosen, sizes, strict=True)}
    table["mix"] = {product: draw(mixed(share, start, days)) for product, share in most.items()}
    heirs = st.fixed_dictionaries({}, optional={product: st.sampled_from(products) for product in chosen})
    rush = st.fixed_dictionaries({}, optional={product: st.just(share) for product, share in most.items()})
    return maybe(draw, table, rush_mix=rush, when_controlled=heirs)


@st.composite
def mixed(draw: DrawFn, most: float, start: date, days: int) -> Any:
    """A share of at most so much, as a number or in steps."""
    days_of_steps = sorted(draw(st.sets(st.integers(-20, days), min_size=1, max_size=3)))
    parts = [most * draw(st.sampled_from([0.0, 0.3, 1.0])) for _ in days_of_steps]
    steps = {"table": [[start + timedelta(days=day), part] for day, part in zip(days_of_steps, parts, strict=True)]}
    return draw(st.sampled_from([most, parts[0], steps]))


@st.composite
def control_tables(
    draw: DrawFn, name: str, products: tuple[str, ...], buyers: tuple[str, ...], start: date, days: int
) -> Document:
    """A control that is announced, and mostly takes effect, within the run."""
    announced = draw(st.integers(-8, days * 2 // 3))
    table: Document = {
        "name": name,
        "covers": draw(st.lists(st.sampled_from(products), min_size=1, unique=True)),
        "announced": start + timedelta(days=announced),
        "effective": draw(dates(start, announced, announced + 15)),
    }
    rush = st.fixed_dictionaries({}, optional={"market_share": shares(), "channel_capacity": shares(0.5, 2)})
    maybe(
        draw,
        table,
        moved=moves(start, announced, days),
        lifted=dates(start, announced, days + 5),
        rush=rush,
        buyers=st.lists(st.sampled_from(buyers), min_size=1, unique=True),
    )
    if draw(st.integers(0, 3)) == 0:
        return maybe(draw, table | {"acts_on": "order"}, resume=st.booleans())
    table |= {
        "in_transit": draw(st.sampled_from(["deliver", "return"])),
        "unshipped": draw(st.sampled_from(["hold", "divert", "scrap", {"hold_days": 9}])),
    }
    return maybe(draw, table, license=licenses(start, announced, days))


@st.composite
def licenses(draw: DrawFn, start: date, announced: int, days: int) -> Document:
    """Licenses of an order or a buyer, mostly decided within the run."""
    period = st.sampled_from(["once", "quarter", "year"])
    quota = st.fixed_dictionaries(
        {"units": st.integers(0, 300)}, optional={"per": st.sampled_from(["buyer", "all"]), "every": period}
    )
    return maybe(
        draw,
        {"granted": draw(shares()), "days": draw(quantities(0, 20))},
        per=st.sampled_from(["order", "buyer"]),
        opens=dates(start, announced - 5, days),
        again_days=st.integers(1, 30),
        quota=quota,
    )


@st.composite
def moves(draw: DrawFn, start: date, announced: int, days: int) -> list[Document]:
    """One or two changes of the effective date, in order of their announcements."""
    ons = sorted(draw(st.sets(st.integers(announced, max(announced, days - 5)), min_size=1, max_size=2)))
    return [{"on": start + timedelta(days=on), "to": draw(dates(start, on, on + 20))} for on in ons]


@st.composite
def distributor_tables(draw: DrawFn, name: str) -> Document:
    """A distributor whose week and credit are of the size of a few orders."""
    table = {"name": name, "weekly_capacity": draw(st.integers(5, 200)), "transit_days": draw(quantities(0, 20))}
    return maybe(draw, table, credit_limit=st.integers(500, 40_000), margin=shares(high=0.3))


@st.composite
def buyer_tables(
    draw: DrawFn, name: str, products: tuple[str, ...], distributors: tuple[str, ...], start: date, days: int
) -> Document:
    """A buyer with dated orders, mostly with random ones too."""
    custom = [draw(st.integers(0, 3)) for _ in distributors]
    custom[draw(st.integers(0, len(custom) - 1))] += 1
    whole = sum(custom) + draw(st.sampled_from([0, 0, 0, 1]))
    via = {distributor: part / whole for distributor, part in zip(distributors, custom, strict=True) if part}
    shortage = st.fixed_dictionaries({"waits": st.integers(0, 30), "factor": st.sampled_from([1.0, 1.3, 2.5])})
    return maybe(
        draw,
        {"name": name, "via": via, "order": draw(st.lists(orders(products, start, days), min_size=1, max_size=5))},
        budget=st.integers(1_000, 100_000),
        routing=st.sampled_from(["shares", "shortest-wait"]),
        patience=st.integers(0, 50),
        on_control=reactions(products),
        pull_forward=shares(),
        shortage=shortage,
        demand=demands(products),
        negotiation=negotiations(start, days),
    )


@st.composite
def orders(draw: DrawFn, products: tuple[str, ...], start: date, days: int) -> Document:
    """A dated order, now and then one older than the run, of which some may have been delivered."""
    day = draw(st.one_of(*[st.integers(0, days * 3 // 4)] * 3, st.integers(-60, -1)))
    units = draw(st.one_of(st.integers(1, 200), st.integers(1, 3)))
    order = {"date": start + timedelta(days=day), "product": draw(st.sampled_from(products)), "units": units}
    return maybe(draw, order, delivered=st.integers(0, units)) if day < 0 else order


def reactions(products: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
    """Cancel, or switch to an earlier or a later product throughout, so that substitutes never lead back."""

    def towards(order: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
        answers = {product: st.sampled_from((*order[:place], "cancel")) for place, product in enumerate(order)}
        return st.fixed_dictionaries({order[-1]: answers.pop(order[-1])}, optional=answers)

    return st.one_of(towards(products), towards(products[::-1]))


def demands(products: tuple[str, ...]) -> SearchStrategy[list[Document]]:
    """One or two streams of random orders, of different products."""
    burst = st.fixed_dictionaries({"factor": st.sampled_from([0.5, 4.0]), "days": st.integers(0, 30)})
    stream = st.fixed_dictionaries(
        {
            "product": st.sampled_from(products),
            "orders_per_month": st.sampled_from([0.5, 3.0, 8.0]),
            "units": quantities(0, 120),
        },
        optional={"after_announcement": burst},
    )
    return st.lists(stream, min_size=1, max_size=2, unique_by=lambda table: str(table["product"]))


@st.composite
def negotiations(draw: DrawFn, start: date, days: int) -> Document:
    """Talks that open on a date or at a backlog, and mostly end within the run."""
    contract = maybe(
        draw,
        {"weekly_capacity": draw(st.integers(0, 150)), "transit_days": draw(quantities(0, 15))},
        reserved_share=shares(high=0.33),
        price=st.integers(0, 400),
        minimum_units=st.integers(0, 200),
        term_days=st.integers(1, days),
        takes_over=shares(),
        custom=shares(),
    )
    backlog = st.fixed_dictionaries({"backlog": st.integers(0, 150)})
    return {
        "opens": draw(st.one_of(dates(start, 0, days // 2), backlog)),
        "rounds": draw(st.integers(1, 4)),
        "round_days": draw(quantities(0, 15)),
        "success": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "contract": contract,
    }


def plain(_: DrawFn, document: Document, __: int) -> Document:
    """The document as it is: those below have more of what would else be rare."""
    return document


def ruled(draw: DrawFn, document: Document, days: int, rule: SearchStrategy[Document]) -> Document:
    """With a control that takes effect early, of a product that every buyer orders before and after."""
    start, first = document["start"], document["product"][0]["name"]
    announced = start + timedelta(days=draw(st.integers(-3, days // 4)))
    effective = announced + timedelta(days=draw(st.integers(0, 9)))
    control = {"name": "early rule", "covers": [first], "announced": announced, "effective": effective} | draw(rule)
    ordered = orders((first,), start, min(days, 40))
    more = [{"order": [*buyer["order"], draw(ordered), draw(ordered)]} for buyer in document["buyer"]]
    buyers = [buyer | ordering for buyer, ordering in zip(document["buyer"], more, strict=True)]
    return document | {"control": [*document["control"], control], "buyer": buyers}


def licensed(draw: DrawFn, document: Document, days: int) -> Document:
    """With licenses by order or buyer that are soon decided, their quotas, and applications again."""
    every, per = st.sampled_from(["once", "quarter"]), st.sampled_from(["buyer", "all"])
    quota = st.fixed_dictionaries({"units": st.integers(1, 100), "per": per, "every": every})
    license_ = st.fixed_dictionaries(
        {"granted": st.sampled_from([1.0, 0.6, 0.0]), "days": st.integers(0, 5)},
        optional={"per": st.sampled_from(["order", "buyer"]), "quota": quota, "again_days": st.integers(1, 9)},
    )
    in_transit = st.sampled_from(["deliver", "return"])
    return ruled(draw, document, days, st.fixed_dictionaries({"license": license_, "in_transit": in_transit}))


def banned(draw: DrawFn, document: Document, days: int) -> Document:
    """With a ban on ordering that ends in time for the orders that wait for it."""
    lifted = document["start"] + timedelta(days=days // 4 + draw(st.integers(9, 30)))
    return ruled(draw, document, days, st.just({"acts_on": "order", "resume": True, "lifted": lifted}))


def switching(draw: DrawFn, document: Document, days: int) -> Document:
    """With buyers that answer a control by another product."""
    document = ruled(draw, document, days, st.just({"in_transit": draw(st.sampled_from(["deliver", "return"]))}))
    first, last = document["product"][0]["name"], document["product"][-1]["name"]
    answers = {"on_control": {first: last if last != first else "cancel"}}
    return document | {"buyer": [buyer | answers for buyer in document["buyer"]]}


def contracted(draw: DrawFn, document: Document, days: int) -> Document:
    """With contracts that are signed soon, and end while lines of them are open or on their way."""
    document = ruled(draw, document, days, st.just({"in_transit": "return"}))
    return document | {"buyer": [buyer | {"negotiation": draw(terms())} for buyer in document["buyer"]]}


@st.composite
def terms(draw: DrawFn) -> Document:
    """Talks of a few days about some weeks."""
    contract = {"weekly_capacity": draw(st.integers(1, 30)), "transit_days": draw(st.integers(3, 25))}
    contract |= {"term_days": draw(st.integers(2, 20)), "price": draw(st.integers(1, 400))}
    maybe(draw, contract, takes_over=shares(0.3), custom=shares(0.3))
    opens, length = {"backlog": draw(st.integers(1, 60))}, draw(st.integers(0, 3))
    return {"opens": opens, "round_days": length, "success": 1.0, "contract": contract}


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


@st.composite
def uncertain_tables(draw: DrawFn, document: Document) -> dict[str, Document]:
    """Distributions of some values, each within what the scenario allows whatever the others are."""
    places = numbers(draw, document) | words_and_tables(document)
    chosen = draw(st.lists(st.sampled_from(sorted(places)), max_size=4, unique=True))
    return {path: places[path] for path in chosen if not any(path.startswith(f"{other}.") for other in chosen)}


def numbers(draw: DrawFn, document: Document) -> dict[str, Document]:
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


def orders_drawn(draw: DrawFn, buyer: Document) -> dict[str, Document]:
    """By path, distributions of dates and sizes of a buyer's orders; the last size may be what the others leave."""
    places: dict[str, Document] = {}
    fresh = []
    for number, order in enumerate(buyer["order"], 1):
        path = joined("buyer", buyer["name"], "order", number)
        places[f"{path}.date"] = {"uniform": [order["date"] - timedelta(days=20), order["date"]]}
        sizes: list[Document] = [{"lognormal": {"median": 50, "sigma": 0.6}}, {"choice": [0, 30]}]
        if not order.get("delivered"):
            fresh.append(f"{path}.units")
            places[fresh[-1]] = draw(st.sampled_from([*sizes, {"gamma": {"shape": 2, "scale": 30}}]))
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


@st.composite
def correlated_tables(draw: DrawFn, uncertain: Document) -> list[Document]:
    """Rank correlations of two parameters or three, where so many are drawn."""
    paths = [path for path, law in uncertain.items() if "rest_of" not in law]
    few = draw(st.permutations(paths))[: draw(st.integers(2, 3))]
    return [{"paths": few, "rank": draw(st.sampled_from([-0.45, 0.3, 0.9]))}] if len(few) > 1 else []
