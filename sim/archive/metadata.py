"""The metadata file of a crate: how it is written, and what must hold of it before anybody relies on it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote

METADATA = "ro-crate-metadata.json"
ROOT = "./"
REQUIRED = ("name", "description", "datePublished", "license", "author", "mainEntity", "hasPart")
"""What the root says: the first four by the specification of RO-Crate 1.1, the others as this program reads crates."""

Entity = Mapping[str, Any]


class MetadataError(ValueError):
    """What is wrong with the metadata of a crate, in words."""


def metadata_text(metadata: Mapping[str, Any]) -> str:
    """The metadata as its file has it."""
    return json.dumps(metadata, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def check_metadata(metadata: Any) -> dict[str, Entity]:
    """The entities by identifier. Raises `MetadataError` for the first thing that a reader could stumble over.

    Each entity has an identifier of its own and a type, the root says what it must, each reference to a part of the
    crate leads to an entity, and every file has a size, a hash and a name that stays in the crate.
    """
    entities = _entities(metadata)
    about = entities.get(METADATA, {}).get("about")
    root = entities.get(ROOT)
    if not isinstance(about, Mapping) or about.get("@id") != ROOT or root is None:
        raise MetadataError("it describes no crate")
    for key in REQUIRED:
        if not root.get(key):
            raise MetadataError(f"the crate has no {key}")
    for entity in entities.values():
        for reference in _references({key: value for key, value in entity.items() if key != "@id"}):
            if "://" not in reference and reference not in entities:
                raise MetadataError(f"{entity['@id']} refers to {reference}, which is not described")
    main = root["mainEntity"]
    if not isinstance(main, Mapping) or len(PurePosixPath(str(main.get("@id", ""))).parts) != 1:
        raise MetadataError("its main entity is no folder of it")
    files_of(entities)
    return entities


def _entities(metadata: Any) -> dict[str, Entity]:
    graph = metadata.get("@graph") if isinstance(metadata, Mapping) else None
    if not isinstance(graph, list):
        raise MetadataError("it has no @graph")
    found: dict[str, Entity] = {}
    for entity in graph:
        identifier = entity.get("@id") if isinstance(entity, Mapping) else None
        if not isinstance(identifier, str) or not entity.get("@type"):
            raise MetadataError("an entity has no @id or no @type")
        if identifier in found:
            raise MetadataError(f"{identifier} is described twice")
        found[identifier] = entity
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("@id"), str):
            yield value["@id"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def files_of(entities: Mapping[str, Entity]) -> dict[str, tuple[int, str]]:
    """Size and hash of every file of a crate, by its name there. Raises `MetadataError` for a name that leads out."""
    found = {}
    for identifier, entity in entities.items():
        if entity["@type"] != "File":
            continue
        name, size, sha256 = unquote(identifier), str(entity.get("contentSize", "")), entity.get("sha256")
        parts = PurePosixPath(name).parts
        leads_out = ".." in parts or name.startswith("/") or "\\" in name or PureWindowsPath(name).drive
        if leads_out or not 1 <= len(parts) <= 2:
            raise MetadataError(f"{name!r} is no name of a file in a crate")
        if not (size.isascii() and size.isdigit()) or not isinstance(sha256, str):
            raise MetadataError(f"{name} has no size or no hash")
        found[name] = int(size), sha256
    return found


def main_folder(entities: Mapping[str, Entity]) -> str:
    """The name of the folder that a crate is about."""
    return unquote(str(entities[ROOT]["mainEntity"]["@id"])).rstrip("/")
