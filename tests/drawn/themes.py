"""What would else be rare in a random scenario: each theme gives a document more of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.drawn.choices import Choice, Draw, booleans, composite, integers, just, lists, sampled_from, tables
from tests.drawn.tables import orders
from tests.drawn.values import Document, dates, maybe, shares

Theme = Callable[[Draw, Document, int], Document]


def plain(_: Draw, document: Document, __: int) -> Document:
    """The document as it is: those below have more of what would else be rare."""
    return document


def ruled(draw: Draw, document: Document, days: int, rule: Choice[Document]) -> Document:
    """With a control that takes effect early, of a product that every buyer orders before and after."""
    start, first = document["start"], document["product"][0]["name"]
    announced = start + timedelta(days=draw(integers(-3, days // 4)))
    effective = announced + timedelta(days=draw(integers(0, 9)))
    control = {"name": "early rule", "covers": [first], "announced": announced, "effective": effective} | draw(rule)
    ordered = orders((first,), start, min(days, 40))
    more = [{"order": [*buyer["order"], draw(ordered), draw(ordered)]} for buyer in document["buyer"]]
    buyers = [buyer | ordering for buyer, ordering in zip(document["buyer"], more, strict=True)]
    return document | {"control": [*document["control"], control], "buyer": buyers}


def licensed(draw: Draw, document: Document, days: int) -> Document:
    """With licenses by order or buyer that are soon decided, their quotas, and applications again."""
    every, per = sampled_from(["once", "quarter"]), sampled_from(["buyer", "all"])
    quota = tables({"units": integers(1, 100), "per": per, "every": every})
    license_ = tables(
        {"granted": sampled_from([1.0, 0.6, 0.0]), "days": integers(0, 5)},
        optional={"per": sampled_from(["order", "buyer"]), "quota": quota, "again_days": integers(1, 9)},
    )
    in_transit = sampled_from(["deliver", "return"])
    return ruled(draw, document, days, tables({"license": license_, "in_transit": in_transit}))


def banned(draw: Draw, document: Document, days: int) -> Document:
    """With a ban on ordering that ends in time for the orders that wait for it."""
    lifted = document["start"] + timedelta(days=days // 4 + draw(integers(9, 30)))
    return ruled(draw, document, days, just({"acts_on": "order", "resume": True, "lifted": lifted}))


def switching(draw: Draw, document: Document, days: int) -> Document:
    """With buyers that answer a control by another product."""
    document = ruled(draw, document, days, just({"in_transit": draw(sampled_from(["deliver", "return"]))}))
    first, last = document["product"][0]["name"], document["product"][-1]["name"]
    answers = {"on_control": {first: last if last != first else "cancel"}}
    return document | {"buyer": [buyer | answers for buyer in document["buyer"]]}


def contracted(draw: Draw, document: Document, days: int) -> Document:
    """With contracts that are signed soon, and end while lines of them are open or on their way."""
    document = ruled(draw, document, days, just({"in_transit": "return"}))
    routing = draw(sampled_from(["shares", "shortest-wait"]))
    more = [{"routing": routing, "negotiation": draw(terms())} for _ in document["buyer"]]
    return document | {"buyer": [buyer | talks for buyer, talks in zip(document["buyer"], more, strict=True)]}


@composite
def terms(draw: Draw) -> Document:
    """Talks of a few days about some weeks."""
    contract = {"weekly_capacity": draw(integers(1, 30)), "transit_days": draw(integers(3, 25))}
    contract |= {"term_days": draw(integers(2, 20)), "price": draw(integers(1, 400))}
    maybe(draw, contract, takes_over=shares(0.3), custom=shares(0.3))
    opens, length = {"backlog": draw(integers(1, 60))}, draw(integers(0, 3))
    return {"opens": opens, "round_days": length, "success": 1.0, "contract": contract}


def metered(draw: Draw, document: Document, days: int) -> Document:
    """With a quota of licenses that are granted, whose quarter or year ends while orders wait; often a second gate."""
    turns = [(date(2023, 4, 1), "quarter")] * 2 + [(date(2024, 1, 1), "quarter"), (date(2024, 1, 1), "year")]
    turn, every = draw(sampled_from(turns))
    first_day = turn - timedelta(days=draw(integers(days // 3, days * 2 // 3)))
    document = shifted(document, first_day - document["start"]) | {"control": []}
    quota = {"units": draw(integers(1, 40)), "per": draw(sampled_from(["buyer", "all"])), "every": every}
    rule = {"license": soon_granted(draw) | {"quota": quota}} | taking_effect(draw, first_day, 3)
    document = ruled(draw, stocked(draw, document), days, just(rule))
    gate = {"name": "second gate", "covers": [document["product"][0]["name"]], "license": soon_granted(draw)}
    gate |= {"in_transit": "return"} | taking_effect(draw, first_day, days // 2)
    return document | {"control": [*document["control"], *([gate] if draw(booleans) else [])]}


def rushed(draw: Draw, document: Document, days: int) -> Document:
    """With rushes in which channels work overtime, whose weeks are shorter than the orders that wait for them."""
    announced = document["start"] + timedelta(days=draw(integers(-3, days // 3)))
    rush = tables({"channel_capacity": shares(0.7, 3.0)}, optional={"market_share": shares()})
    rule: Document = {"announced": announced, "acts_on": draw(sampled_from(["order", "order", "dispatch"]))}
    rule["effective"] = announced + timedelta(days=draw(integers(5, 25)))
    short = [table | {"weekly_capacity": draw(integers(3, 30))} for table in document["distributor"]]
    document = stocked(draw, document | {"distributor": short})
    document = ruled(draw, document, days, just(rule | {"rush": draw(rush)}))
    another = {"name": "late rule", "covers": [document["product"][0]["name"]]} | rule | {"rush": draw(rush)}
    ordered = orders((document["product"][-1]["name"],), document["start"], min(days, 40))
    buyers = [buyer | {"order": [draw(ordered), *buyer["order"]]} for buyer in document["buyer"]]
    controls = [*document["control"], *([another] if draw(booleans) else [])]
    return document | {"buyer": buyers, "control": controls}


def overdue(draw: Draw, document: Document, _: int) -> Document:
    """With orders older than the run, of which contracts take over parts, and less stock than they wait for."""
    first, *others = document["product"]
    lots = {"start": document["start"], "capacity": draw(integers(3, 25)), "lot_interval": draw(integers(1, 7))}
    first = {"name": first["name"], "price": first["price"], "production": lots}
    ordered = orders((first["name"],), document["start"] - timedelta(days=60), 40)
    more = [draw(lists(ordered, 2, 4)) for _ in document["buyer"]]
    talks = [draw(terms()) for _ in document["buyer"]]
    for table in talks:
        table["contract"] |= {"takes_over": draw(shares(0.1, 0.9))}
    tables = zip(document["buyer"], more, talks, strict=True)
    buyers = [buyer | {"order": [*buyer["order"], *old], "negotiation": talk} for buyer, old, talk in tables]
    return document | {"product": [first, *others], "buyer": buyers, "line": []}


def soon_granted(draw: Draw) -> Document:
    """Licenses by order or buyer that are granted in a few days."""
    return {"granted": 1.0, "days": draw(integers(0, 2)), "per": draw(sampled_from(["order", "buyer"]))}


def taking_effect(draw: Draw, start: date, within: int) -> Document:
    """Dates of a control that is announced within so many days, and takes effect soon after."""
    announced = draw(dates(start, -3, within))
    return {"announced": announced, "effective": announced + timedelta(days=draw(integers(0, 3)))}


def stocked(draw: Draw, document: Document) -> Document:
    """With stock of the first product that lasts for some orders."""
    first, *others = document["product"]
    return document | {"product": [first | {"initial_stock": draw(integers(100, 400))}, *others]}


def shifted(value: Any, by: timedelta) -> Any:
    """A table or list with all its dates so much later."""
    if isinstance(value, dict):
        return {key: shifted(entry, by) for key, entry in value.items()}
    if isinstance(value, list):
        return [shifted(entry, by) for entry in value]
    return value + by if isinstance(value, date) else value


THEMES = (plain, licensed, banned, contracted, switching, metered, rushed, overdue)
