"""Random small scenarios: valid by construction, and tight enough that stock, capacity and controls bind.

`scenarios()` draws every feature of the scenario file; `documents()` gives the tables that it builds them from,
for tests that compare a scenario with a variant of it.
"""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sim.scenario.file import build
from sim.scenario.schema import Scenario
from tests.drawn.tables import buyer_tables, control_tables, distributor_tables, product_tables, shared_lines
from tests.drawn.themes import THEMES, Theme
from tests.drawn.uncertain import correlated_tables, uncertain_tables
from tests.drawn.values import POLICIES, Document, maybe, ramps, shares

__all__ = ["BUYERS", "CONTROLS", "DISTRIBUTORS", "LINES", "NASTY", "PRODUCTS"]
__all__ += ["Document", "documents", "nasty_scenarios", "ramps", "scenarios", "shares"]

PRODUCTS = ("A", "B.1", "C")
DISTRIBUTORS = ("north", "south gate", "east")
CONTROLS = ("rule 0", "rule 1", "rule 2")
LINES = ("dies", "wafers")
BUYERS = ("Ann", "Bob & Co.", "Cyd")
NASTY: tuple[str, ...] = ("A", "A.b", "b", "b.c", "c", "A.b.c")
NASTY += ('"', '"A"', '"A".b', "'A'", "A:b", "b:c", "a-b", "2023-06-15", "2023Q2")
NASTY += ("0", "0.5", "[0]", "{A}", "A=b", "order", "\u00e9.\u00fc", "a.", "#")
"""Names that could be taken for others, for several, or for something else, in keys, figures, columns and files."""


def scenarios() -> SearchStrategy[Scenario]:
    """Scenarios of 20 to 120 days, 1 to 3 products, distributors and buyers, 0 to 4 controls."""
    return documents().map(build)


def nasty_scenarios() -> SearchStrategy[Scenario]:
    """The same with names that are easily mistaken."""
    return documents(nasty=True).map(build)


@st.composite
def documents(draw: DrawFn, nasty: bool = False, themes: tuple[Theme, ...] = THEMES) -> Document:
    """The tables of a scenario file, of one of these themes."""

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
    document = draw(st.sampled_from(themes))(draw, document, days)
    document = maybe(draw, document, uncertain=uncertain_tables(document))
    return document | {"correlated": draw(correlated_tables(document.get("uncertain", {})))}


def some_lines(draw: DrawFn, products: tuple[str, ...], nasty: bool) -> list[str]:
    """Names of no shared line, one or two, which no product has."""
    names = [name for name in (NASTY if nasty else LINES) if name not in products]
    return draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
