"""The scenario: the tables of its file, sound together however they come together; how a value is set; its text."""

import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationInfo, ValidatorFunctionWrapHandler, model_validator
from typing_extensions import override

from sim.errors import Oddity, UsageError
from sim.html import fragment
from sim.scenario.change import with_value
from sim.scenario.paths import dump
from sim.scenario.plain import plain
from sim.scenario.tables import Contents
from sim.scenario.text_file import expanded
from sim.scenario.toml_text import as_key, as_value
from sim.scenario.validation import sound
from sim.scenario.warnings import warnings_of
from sim.scenario.wording import show


def as_toml(scenario: Contents) -> str:
    """Everything that it holds, defaults too: a line a key, in lists of tables a line a table."""
    return "".join(f"{as_key(key)} = {_top(value)}\n" for key, value in dump(scenario).items() if value is not None)


def file_name(scenario: Contents) -> str:
    """A name for the file, of plain letters."""
    return (re.sub(r"[^A-Za-z0-9._-]+", "-", scenario.name).strip("-") or "scenario") + ".toml"


def _top(value: Any) -> str:
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return "[\n" + "".join(f"  {as_value(one)},\n" for one in value) + "]"
    return as_value(value)


class Scenario(Contents):
    """A whole scenario: one episode of a supply under a policy deadline.

    Made in Python it is checked as a file is. Raises `ScenarioError` with all that is wrong at once.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _sound(cls, data: Any, make: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Self:
        """Checks what comes by the constructor; what comes from `sound`, which gives a context, is checked there."""
        if info.context is None and isinstance(data, Mapping):
            data = plain(data)
            sound(cls, data)
        made: Self = make(data)
        return made

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], folder: str | Path = ".") -> Self:
        """The scenario of the tables of a file; paths of its CSV files start at `folder`.

        Raises `ScenarioError` with all that is wrong at once, `UsageError` for what is no mapping.
        """
        if not isinstance(document, Mapping):
            raise UsageError(f"a scenario of {type(document).__name__}; expected a mapping of the tables of its file")
        return sound(cls, plain(document), folder)

    def set(self, path: str, value: object) -> Self:
        """The scenario with another value at a path; an uncertain parameter there becomes certain.

        Raises `ScenarioError` where the path or the value is wrong.
        """
        return with_value(self, path, value)

    def warnings(self) -> tuple[Oddity, ...]:
        """What cannot work in it, or was surely not meant, though it is sound; see `sim.scenario.warnings`."""
        return warnings_of(self)

    def save(self, path: str | Path) -> Path:
        """Write a file that loads as an equal scenario; its path. Raises `UsageError` where it can't be written."""
        if not isinstance(path, str | PathLike):
            raise UsageError(f"path is {show(path)}; expected one to write to")
        target = expanded(path)
        try:
            target.write_text(as_toml(self), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{target}: can't be written ({error.strerror}); expected a file to write") from None
        return target

    @override
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values of whole keys, which is checked as any scenario."""
        if not update:
            return super().model_copy(deep=deep)
        return sound(type(self), dump(self) | plain(update), self.folder)

    @override
    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.start} to {self.end}, {len(self.uncertain)} uncertain parameters>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """The scenario in a notebook."""
        names = {
            "products": [one.name for one in self.product],
            "controls": [one.name for one in self.control],
            "distributors": [one.name for one in self.distributor],
            "buyers": [one.name for one in self.buyer],
        }
        facts = {"title": self.title, "question": self.question, "dates": f"{self.start} to {self.end}"}
        facts |= {kind: ", ".join(found) for kind, found in names.items()}
        return fragment(f"Scenario {self.name}", facts | {"uncertain parameters": len(self.uncertain)})
