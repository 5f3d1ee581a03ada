"""What pydantic finds wrong with a document, in the words and paths of its file: what stands there, and what should."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from sim.errors import Problem
from sim.extensions.registry import POLICY, names_of
from sim.scenario.distributions import NAMES, is_name, names_known
from sim.scenario.paths import Location, at, path_of
from sim.scenario.quantities import EARLIEST, LATEST
from sim.scenario.tables import Contents
from sim.scenario.wording import did_you_mean, one_of, show

Schema = Mapping[str, Any]
_DATE = f"a date from {EARLIEST.year} to {LATEST.year}, like 2023-01-31"


@cache
def _root() -> Schema:
    return Contents.model_json_schema(by_alias=True)


def _alternatives(schema: Schema) -> Iterator[Schema]:
    """What a schema may be, references followed and unions opened."""
    if "$ref" in schema:
        yield from _alternatives(_root()["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "anyOf" in schema or "oneOf" in schema:
        for alternative in schema.get("anyOf", schema.get("oneOf", ())):
            yield from _alternatives(alternative)
    else:
        yield schema


def _inner(schema: Schema, step: str | int) -> Iterator[Schema]:
    """What a schema says of one of its keys or entries."""
    if isinstance(step, str):
        inner = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    else:
        first = schema.get("prefixItems", ())
        inner = first[step] if step < len(first) else schema.get("items")
    if isinstance(inner, Mapping):
        yield from _alternatives(inner)


def _schemas_at(location: tuple[str | int, ...]) -> list[Schema]:
    schemas = list(_alternatives(_root()))
    for step in location:
        schemas = [inner for schema in schemas for inner in _inner(schema, step)]
    return schemas


def keys_at(location: tuple[str | int, ...]) -> list[str]:
    """The keys that a table at a location may have."""
    return list(dict.fromkeys(key for schema in _schemas_at(location) for key in schema.get("properties", {})))


def expected_at(location: tuple[str | int, ...]) -> str:
    """What may stand at a location: "a whole number from 0 to 1,000", "a date", "one of ..."."""
    kinds = [_kind(schema) for schema in _schemas_at(location)]
    return " or ".join(dict.fromkeys(kind for kind in kinds if kind)) or "nothing here"


def _kind(schema: Schema) -> str:
    if "enum" in schema:
        return one_of(schema["enum"])
    words: dict[str, Callable[[], str]] = {
        "integer": lambda: "a whole number" + _range(schema),
        "number": lambda: "a number" + _range(schema),
        "boolean": lambda: "true or false",
        "string": lambda: _DATE if schema.get("format") == "date" else "a text",
        "array": lambda: "a list" + _length(schema),
        "object": lambda: _table(schema),
    }
    return words.get(schema.get("type", ""), str)()


def _table(schema: Schema) -> str:
    keys = list(schema.get("properties", ()))
    if keys and keys[0] in NAMES:
        return f"a distribution ({', '.join(names_known())})"
    return f"a table ({', '.join(keys)})" if keys else "a table"


def _range(schema: Schema) -> str:
    lowest, above, highest, below = (
        schema.get(key) for key in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
    )
    if above is not None:
        end = f" and at most {_exact(highest)}" if highest is not None else ""
        return f" above {_exact(above)}" + (f" and below {_exact(below)}" if below is not None else end)
    start = f" from {_exact(lowest)}" if lowest is not None else ""
    return start + (f" to {_exact(highest)}" if highest is not None else "")


def _exact(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def _length(schema: Schema) -> str:
    least, most = schema.get("minItems"), schema.get("maxItems")
    if least is None:
        return ""
    return f" of {least}" if least == most else f" of at least {least}"


def problems_of(document: Mapping[str, Any], items: Iterable[ErrorDetails]) -> list[Problem]:
    """What pydantic found, once for each path."""
    found = [_problem(document, item) for item in items]
    kept: dict[str, Problem] = {}
    for problem in found:
        kept.setdefault(problem.path, problem)
    return list(kept.values())


def location_of(document: Mapping[str, Any], loc: Location, absent: bool = False) -> Location:
    """Where a document has what pydantic's `loc` names: without the tags of unions that pydantic adds to it.

    The last step is kept though the document lacks it where `absent` says that it is missing.
    """
    location: Location = ()
    node: Any = document
    for place, step in enumerate(loc, 1):
        inside = (
            step in node
            if isinstance(node, Mapping)
            else isinstance(node, list | tuple) and isinstance(step, int) and step < len(node)
        )
        if inside:
            node = node[step]
            location = (*location, step)
        elif absent and place == len(loc):
            location = (*location, step)
    return location


def _problem(document: Mapping[str, Any], item: Any) -> Problem:
    kind = item["type"]
    location = location_of(document, item["loc"], absent=kind == "missing")
    path = path_of(document, location)
    if kind == "missing":
        return Problem(path, "missing", expected_at(_typed(document, location)))
    value = at(document, location)
    if kind == "extra_forbidden":
        keys = keys_at(_typed(document, location[:-1]))
        return Problem(path, "an unknown key", one_of(keys), did_you_mean(str(location[-1]), keys))
    if kind == "value_error":
        return Problem(path, show(value), str(item["ctx"]["error"]))
    expected = expected_at(_typed(document, location))
    if location == ("allocation",):
        expected = ", ".join((expected, *names_of(POLICY)))
    return Problem(path, show(value), expected, _hint(value, expected))


def _typed(document: Mapping[str, Any], location: Location) -> Location:
    """The location as the types have it: a single `[buyer.demand]` table is the first of a list."""
    typed: Location = ()
    for depth, step in enumerate(location, 1):
        typed = (*typed, step)
        if step == "demand" and depth == 3 and isinstance(at(document, location[:depth]), Mapping):
            typed = (*typed, 0)
    return typed


def _hint(value: Any, expected: str) -> str:
    """What the user may have meant."""
    if isinstance(value, Mapping) and "a distribution" in expected:
        return next((hint for key in value if (hint := did_you_mean(str(key), names_known()))), "")
    if isinstance(value, Mapping) and any(map(is_name, value)):
        return "an uncertain number is declared under [uncertain], with its nominal value here"
    if isinstance(value, str) and expected.startswith("one of "):
        return did_you_mean(value, expected[len("one of ") :].split(", "))
    if isinstance(value, str) and "number" in expected:
        return "numbers stand without quotes"
    return ""
