"""How the fields of entities are written down."""

from dataclasses import field
from typing import Any

PATH = "path"
"""Where a field's metadata has the key that it is given by."""


def given(path: str, absent: float = 0) -> Any:
    """A field that the scenario gives."""
    return field(default=absent, metadata={PATH: path})


def several() -> Any:
    """A field that is a list, empty at first."""
    return field(default_factory=list)


def linked() -> Any:
    """A field that is another thing, which is linked before anything happens."""
    return field(init=False)
