"""A key figure as a file names it: one by its name, several that are added up by a list of their names."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from sim.scenario.quantities import Text


def _naming(value: Any) -> str:
    return "names" if isinstance(value, list | tuple) else "name"


Names = Annotated[tuple[Text, ...], Field(min_length=2)]

Figure = Annotated[Annotated[Text, Tag("name")] | Annotated[Names, Tag("names")], Discriminator(_naming)]
"""Which figures there are, and which can be added up, only a whole scenario and `sim.records.figures` know."""
