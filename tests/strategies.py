"""Random small scenarios: valid by construction, and tight enough that stock, capacity and controls bind.

`scenarios()` draws every feature of the scenario file; `documents()` gives the tables that it builds them from,
for tests that compare a scenario with a variant of it.
"""

from datetime import date, timedelta

from hypothesis.strategies import SearchStrategy

from sim.scenario.file import build
from sim.scenario.schema import Scenario
from tests.drawn.choices import Draw, composite, drawn, integers, sampled_from, several
from tests.drawn.tables import buyer_tables, control_tables, distributor_tables, product_tables, shared_lines
from tests.drawn.themes import THEMES, Theme
from tests.drawn.uncertain import correlated_tables, uncertain_tables
from tests.drawn.values import POLICIES, Document, maybe

__all__ = ["BUYERS", "CONTROLS", "DISTRIBUTORS", "LINES", "NASTY", "PRODUCTS"]
__all__ += ["Document", "documents", "nasty_scenarios", "scenarios"]

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


def documents(nasty: bool = False, themes: tuple[Theme, ...] = THEMES) -> SearchStrategy[Document]:
    """The tables of a scenario file, of one of these themes."""
    return drawn(document(nasty, themes))


@composite
def document(draw: Draw, nasty: bool, themes: tuple[Theme, ...]) -> Document:
    """The tables of a scenario file, each of blocks of its own."""

    def some(names: tuple[str, ...], least: int = 1) -> tuple[str, ...]:
        return tuple(draw(several(NASTY, least, 3))) if nasty else names[: draw(integers(least, 3))]

    start = date(2023, 1, 1) + timedelta(days=draw(integers(0, 6)))
    days = draw(integers(20, 120))
    products, distributors, buyers = some(PRODUCTS), some(DISTRIBUTORS), some(BUYERS)
    controls, shared_by = some(CONTROLS, least=0), some_lines(draw, products, nasty)
    tables: Document = {"name": "random", "start": start, "end": start + timedelta(days=days - 1)}
    tables["allocation"] = draw(sampled_from(POLICIES))
    if tables["allocation"] == "ranking":
        tables["ranking"] = draw(several(buyers))
    theme = draw(sampled_from(themes))
    tables["product"] = [draw.apart(product_tables(name, start, days)) for name in products]
    tables["line"] = [draw.apart(shared_lines(name, products, start, days)) for name in shared_by]
    shared = {name for line in tables["line"] for name in (*line["mix"], *line.get("when_controlled", {}).values())}
    for table in tables["product"]:
        if table["name"] in shared:
            table.pop("production", None)
    tables["control"] = [draw.apart(control_tables(name, products, buyers, start, days)) for name in controls]
    tables["distributor"] = [draw.apart(distributor_tables(name)) for name in distributors]
    tables["buyer"] = [draw.apart(buyer_tables(name, products, distributors, start, days)) for name in buyers]
    tables = draw.apart(lambda draw: theme(draw, tables, days))
    return draw.apart(lambda draw: uncertain(draw, tables))


def uncertain(draw: Draw, document: Document) -> Document:
    """With some values left to chance."""
    document = maybe(draw, document, uncertain=uncertain_tables(document))
    return document | {"correlated": draw(correlated_tables(document.get("uncertain", {})))}


def some_lines(draw: Draw, products: tuple[str, ...], nasty: bool) -> list[str]:
    """Names of no shared line, one or two, which no product has."""
    return draw(several([name for name in (NASTY if nasty else LINES) if name not in products], 0, 2))
