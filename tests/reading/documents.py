"""Random scenarios in which nothing is left to chance."""

from typing import Any

from hypothesis.strategies import SearchStrategy

from sim.scenario.distributions import NAMES
from tests.drawn.choices import Draw, composite, drawn, integers, sampled_from
from tests.drawn.themes import THEMES, Theme
from tests.drawn.values import shares
from tests.strategies import Document, document

RANDOM = ("uncertain", "correlated")


def certain_documents(themes: tuple[Theme, ...] = THEMES) -> SearchStrategy[Document]:
    """The tables of a scenario in which nothing is left to chance: numbers for distributions, all granted or none."""
    return drawn(certain_document(themes))


@composite
def certain_document(draw: Draw, themes: tuple[Theme, ...]) -> Document:
    """The tables of a random scenario without its chance."""
    tables = draw(document(nasty=False, themes=themes))
    certain: Document = numbers_for_distributions(draw, {key: tables[key] for key in tables if key not in RANDOM})
    for buyer in certain["buyer"]:
        buyer.pop("demand", None)
        if "negotiation" in buyer:
            buyer["negotiation"]["success"] = draw(sampled_from([0.0, 1.0, 1.0]))
    for control in certain["control"]:
        if "license" in control:
            control["license"]["granted"] = draw(sampled_from([0.0, 1.0, 1.0]))
    return certain


def numbers_for_distributions(draw: Draw, value: Any, key: str = "") -> Any:
    """Tables and lists, with a number where there is a distribution."""
    if isinstance(value, dict):
        if any(name in value for name in NAMES):
            return draw(shares()) if key == "yield" else draw(integers(0, 20))
        return {name: numbers_for_distributions(draw, entry, name) for name, entry in value.items()}
    if isinstance(value, list):
        return [numbers_for_distributions(draw, entry) for entry in value]
    return value
