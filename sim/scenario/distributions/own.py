"""A distribution of the user's own: a registered function that gives the value at u, with named parameters."""

import math
from collections.abc import Mapping
from typing import Any, Self

from pydantic import model_serializer, model_validator
from typing_extensions import override

from sim.errors import SimError
from sim.extensions.calling import LEAST, quantile
from sim.extensions.registry import DISTRIBUTION, Extension, find
from sim.scenario.distributions.base import Distribution
from sim.scenario.quantities import MOST_REAL

PARTS = 512
"""Values, in the middles of as many equal parts, whose mean stands for the mean; and where it is seen to ascend."""


def own_name(value: Any) -> str | None:
    """The one key of a table that is the name of a registered distribution; None where there is none."""
    names = [key for key in value if find(DISTRIBUTION, key)] if isinstance(value, Mapping) else []
    return names[0] if len(names) == 1 else None


class Own(Distribution):
    """`{ NAME = { parameter = value, … } }`, with the parameters that the function of this name has besides u."""

    own: str
    """The name under which its function is registered."""
    parameters: dict[str, float]
    """The function's parameters besides u, in its order."""

    @model_validator(mode="before")
    @classmethod
    def _from_table(cls, table: Any) -> Any:
        name = own_name(table)
        if name is None:
            return table
        body, expected = table[name], extension_named(name).parameters
        if len(table) > 1 or not isinstance(body, Mapping) or set(body) != set(expected):
            shown = ", ".join(f"{one} = …" for one in expected)
            raise ValueError(f"{{ {name} = {{ {shown} }} }}")
        for key, value in body.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MOST_REAL:
                raise ValueError(f"a finite number for {key}")
        return {"own": name, "parameters": {one: float(body[one]) for one in expected}}

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        try:
            values = [self.quantile(u) for u in (LEAST, *_middles(), 1 - LEAST)]
        except SimError as error:
            raise ValueError(f"parameters that it takes ({error})") from None
        if values != sorted(values):
            raise ValueError(f"a distribution that ascends with u ({extension_named(self.own).source.place})")
        return self

    @model_serializer(mode="plain")
    def _as_table(self) -> dict[str, Any]:
        return {self.own: dict(self.parameters)}

    @override
    def quantile(self, u: float) -> float:
        return quantile(extension_named(self.own), u, tuple(self.parameters.values()))

    @override
    def support(self) -> tuple[float, float]:
        return self.quantile(LEAST), self.quantile(1 - LEAST)

    @override
    def mean(self) -> float:
        return math.fsum(map(self.quantile, _middles())) / PARTS


def extension_named(name: str) -> Extension:
    """The registered distribution of a name. Raises `SimError` where there is none."""
    found = find(DISTRIBUTION, name)
    if found is None:
        raise SimError(f"the distribution '{name}' is not registered here")
    return found


def _middles() -> list[float]:
    return [(place + 0.5) / PARTS for place in range(PARTS)]
