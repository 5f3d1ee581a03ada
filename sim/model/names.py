"""Names that a scenario's document gives to what the model knows by number."""

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Names = tuple[str, ...]


def names_of(document: Document) -> tuple[Names, Names, Names]:
    """Names of the products, the buyers, and all channels that there may come to be.

    These are distributors, then direct ones, then the shared lines as events name them.
    """
    direct = (f"direct:{buyer['name']}" for buyer in document["buyer"] if buyer["negotiation"] is not None)
    products, buyers, sellers = (
        tuple(one["name"] for one in document[of]) for of in ("product", "buyer", "distributor")
    )
    return products, buyers, (*sellers, *direct, *(f"line:{line['name']}" for line in document["line"]))


def parts_of(line: Document, products: Sequence[str]) -> list[str]:
    """The products that a shared line makes, in the order of the file."""
    made = {*line["mix"], *line["when_controlled"].values()}
    return [name for name in products if name in made]
