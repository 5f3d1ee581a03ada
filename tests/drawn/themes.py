"""What would else be rare in a random scenario: each theme gives a document more of it."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.drawn.tables import orders
from tests.drawn.values import Document, maybe, shares


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
    routing = draw(st.sampled_from(["shares", "shortest-wait"]))
    more = [{"routing": routing, "negotiation": draw(terms())} for _ in document["buyer"]]
    return document | {"buyer": [buyer | talks for buyer, talks in zip(document["buyer"], more, strict=True)]}


@st.composite
def terms(draw: DrawFn) -> Document:
    """Talks of a few days about some weeks."""
    contract = {"weekly_capacity": draw(st.integers(1, 30)), "transit_days": draw(st.integers(3, 25))}
    contract |= {"term_days": draw(st.integers(2, 20)), "price": draw(st.integers(1, 400))}
    maybe(draw, contract, takes_over=shares(0.3), custom=shares(0.3))
    opens, length = {"backlog": draw(st.integers(1, 60))}, draw(st.integers(0, 3))
    return {"opens": opens, "round_days": length, "success": 1.0, "contract": contract}


THEMES = (plain, licensed, banned, contracted, switching)
