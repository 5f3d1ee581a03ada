"""Random scenarios in which nothing is left to chance."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sim.scenario.distributions import NAMES
from tests.drawn.themes import THEMES, Theme
from tests.strategies import Document, documents, shares

RANDOM = ("uncertain", "correlated")


@st.composite
def certain_documents(draw: DrawFn, themes: tuple[Theme, ...] = THEMES) -> Document:
    """The tables of a scenario in which nothing is left to chance: numbers for distributions, all granted or none."""
    drawn = draw(documents(themes=themes))
    document: Document = numbers_for_distributions(draw, {key: drawn[key] for key in drawn if key not in RANDOM})
    for buyer in document["buyer"]:
        buyer.pop("demand", None)
        if "negotiation" in buyer:
            buyer["negotiation"]["success"] = draw(st.sampled_from([0.0, 1.0, 1.0]))
    for control in document["control"]:
        if "license" in control:
            control["license"]["granted"] = draw(st.sampled_from([0.0, 1.0, 1.0]))
    return document


def numbers_for_distributions(draw: DrawFn, value: Any, key: str = "") -> Any:
    """Tables and lists, with a number where there is a distribution."""
    if isinstance(value, dict):
        if any(name in value for name in NAMES):
            return draw(shares()) if key == "yield" else draw(st.integers(0, 20))
        return {name: numbers_for_distributions(draw, entry, name) for name, entry in value.items()}
    if isinstance(value, list):
        return [numbers_for_distributions(draw, entry) for entry in value]
    return value
