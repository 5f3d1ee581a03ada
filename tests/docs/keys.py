"""The tables of keys in the page of the scenario file, written from the types: `python -m tests.docs.keys`."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from sim.scenario.distributions import Distribution
from sim.scenario.meanings import meanings
from sim.scenario.quantities import Table
from sim.scenario.schema import Scenario
from sim.scenario.wording import show

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenario.md"
MARK = re.compile(r"(<!-- keys: (\w+) -->\n)(?:\|.*\n)*")
HEAD = "| key | meaning | default |\n| --- | --- | --- |\n"


def tables() -> dict[str, type[Table]]:
    """Every table of the scenario file by the name of its class, distributions too."""
    found: dict[str, type[Table]] = {}
    waiting: list[type[Table]] = [Scenario]
    while waiting:
        table = waiting.pop()
        if table.__name__ not in found:
            found[table.__name__] = table
            waiting += [inner for field in table.model_fields.values() for inner in _within(field.annotation)]
    return found


def _within(annotation: Any) -> Iterator[type[Table]]:
    """The tables that a type names."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        yield annotation
    for inner in get_args(annotation):
        yield from _within(inner)


def written(text: str) -> str:
    """The page with the tables of its marks made anew."""
    known = tables()
    return MARK.sub(lambda found: found[1] + HEAD + "".join(_rows(known[found[2]])), text)


def marked(text: str) -> set[str]:
    """The tables that a page has a mark for."""
    return {found[2] for found in MARK.finditer(text)}


def described(table: type[Table]) -> dict[str, str]:
    """By key what it means, on one line; empty where nothing says it."""
    found, fields = meanings(table), table.model_fields.items()
    return {field.alias or key: " ".join(found.get(key, "").split()) for key, field in fields}


def _rows(table: type[Table]) -> Iterator[str]:
    for (key, meaning), field in zip(described(table).items(), table.model_fields.values(), strict=True):
        yield f"| `{key}` | {meaning} | {_default(field)} |\n"


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.is_required():
        return "required"
    if value is None or isinstance(value, Table) or (isinstance(value, tuple | str | Mapping) and not value):
        return "none"
    return f"`{show(value)}`" if isinstance(value, str | bool) else _number(value)


def _number(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_number, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def is_distribution(table: type[Table]) -> bool:
    """Whether a table is a distribution, or the parameters of one, which have a page of their own."""
    return issubclass(table, Distribution) or table.__module__.startswith(Distribution.__module__.rpartition(".")[0])


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
