"""A JSON Schema of the scenario file as editors read it: of draft 7, and without null, which TOML lacks."""

import re
from typing import Any

from sim.scenario.schema import Scenario

DRAFT = "http://json-schema.org/draft-07/schema#"
"""What editors of TOML know; of a later draft they pass over what they don't."""

LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
"""One within a paragraph, as the source has it."""

SPELLED = {"oneOf": "anyOf", "prefixItems": "items"}
"""A whole number is a number too, so alternatives are `anyOf`; draft 7 has the entries of a pair in `items`."""


def json_schema() -> dict[str, Any]:
    """A JSON Schema of the scenario file, for editors."""
    schema: dict[str, Any] = _for_editors(Scenario.model_json_schema(by_alias=True))
    demand = schema["$defs"]["Buyer"]["properties"]["demand"]
    several = {"type": "array", "items": demand.pop("items")}
    del demand["type"]
    demand["anyOf"] = [{"$ref": "#/$defs/Demand"}, several]
    return {"$schema": DRAFT, **schema}


def _for_editors(node: Any) -> Any:
    if isinstance(node, list):
        return [_for_editors(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    schema: dict[str, Any] = {SPELLED.get(str(key), str(key)): _for_editors(inner) for key, inner in node.items()}
    if isinstance(default := schema.get("default"), dict):
        schema["default"] = {key: value for key, value in default.items() if value is not None}
    if isinstance(meaning := schema.get("description"), str):
        schema["description"] = LINE_BREAK.sub(" ", meaning.strip())
    return _referring(_without_null(schema))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of what a file can hold: a key that is absent has no value."""
    options = schema.get("anyOf")
    if not isinstance(options, list) or {"type": "null"} not in options:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)}
    left = [option for option in options if option != {"type": "null"}]
    return {**left[0], **rest} if len(left) == 1 else {"anyOf": left, **rest}


def _referring(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose reference stands alone in its table: what stands beside one is passed over."""
    if not isinstance(schema.get("$ref"), str) or len(schema) == 1:
        return schema
    return {"anyOf": [{"$ref": schema["$ref"]}], **{key: value for key, value in schema.items() if key != "$ref"}}
