"""What `[uncertain]` and `[[correlated]]` say: values that replications draw, or that follow from what they draw."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sim.scenario.distributions import NAMES, AnyDistribution
from sim.scenario.distributions.base import Whole
from sim.scenario.quantities import Real, Table, Text


class RestOf(Table):
    """What is left of a total: `rest_of` less the values at the paths of `less`. It has no draw of its own."""

    rest_of: Whole | Real
    """The total of which the value is what is left."""
    less: tuple[Text, ...] = Field(min_length=1)
    """Paths of the values that are taken from it."""

    def written(self) -> dict[str, Any]:
        """The table as a file has it."""
        return self.model_dump()


class Correlated(Table):
    """Spearman's `rank` correlation of the values at each two of `paths`, which `[uncertain]` draws."""

    paths: tuple[Text, ...] = Field(min_length=2)
    """Two uncertain parameters or more, each with a draw of its own."""
    rank: Annotated[float, Field(strict=True, gt=-1, lt=1, allow_inf_nan=False)]
    """Spearman's rank correlation of each two of them, above -1 and below 1."""


def _kind(value: Any) -> str:
    named = isinstance(value, Mapping) and "rest_of" in value and not set(value) & set(NAMES)
    return "left" if named or isinstance(value, RestOf) else "distribution"


Uncertain = Annotated[
    Annotated[AnyDistribution, Tag("distribution")] | Annotated[RestOf, Tag("left")], Discriminator(_kind)
]
"""How a value comes about that nobody knows."""
