"""What the metadata of a crate says: RO-Crate 1.1, and of how the result was made the profile Process Run Crate 0.5."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sim.archive.citation import Author, Citation, own_citation
from sim.archive.members import Member
from sim.archive.repeat import Repeat
from sim.reporting.result import Result

CRATE_VERSION = "1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
SHA256 = {"sha256": "http://schema.org/sha256"}
"""A term that the context of RO-Crate 1.1 lacks."""

STATED = (
    "kind",
    "seed",
    "replication",
    "replications",
    "points",
    "design",
    "particles",
    "engine",
    "digests",
    "result_digest",
)
"""What of a manifest the metadata has, where the manifest has it."""


def metadata_of(
    results: Sequence[Result], members: Sequence[Member], repeat: Repeat, citation: Citation
) -> dict[str, Any]:
    """The JSON-LD of a crate of these files, of which the first result is what the crate is about."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version=CRATE_VERSION)
    crate.metadata.extra_terms.update(SHA256)

    def add(identifier: str, kind: Any, /, **values: Any) -> Any:
        return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **values}))

    authors = [_author(add, one) for one in citation.authors]
    licence = add(citation.license_address, "CreativeWork", name=citation.license_name)
    files = {member.name: crate.add_file(dest_path=member.name, properties=_file(member)) for member in members}
    for result in results:
        _folder(crate, add, result, files)
    for result in results:
        _action(crate, add, result, files, authors, repeat if result is results[0] else None)
    main = results[0]
    root = crate.root_dataset
    root["name"] = f"{main.scenario.title or main.scenario.name}: {main.manifest['kind']}"
    root["description"] = repeat.about
    root["datePublished"] = main.manifest["ended"]
    root["license"], root["author"] = licence, _single(authors)
    publishers = [one for author, one in zip(citation.authors, authors, strict=True) if not author.is_person]
    if publishers:
        root["publisher"] = publishers[0]
    root["mainEntity"] = crate.get(_identifier(main))
    root["conformsTo"] = add(PROFILE, "CreativeWork", name="Process Run Crate", version="0.5")
    found: dict[str, Any] = crate.metadata.generate()
    return found


def _single(values: Sequence[Any]) -> Any:
    """One value alone, several as a list, as the specification asks."""
    return values[0] if len(values) == 1 else list(values)


def _identifier(result: Result) -> str:
    return f"{quote(result.folder.resolve().name)}/"


def _author(add: Any, one: Author) -> Any:
    kind = "Person" if one.is_person else "Organization"
    more = {"affiliation": one.affiliation} if one.affiliation else {}
    return add(one.address or f"#{quote(one.name)}", kind, name=one.name, **more)


def _file(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "description": member.about,
        "encodingFormat": member.format,
        "contentSize": str(member.size),
        "sha256": member.sha256,
    }


def _own_files(result: Result, files: Mapping[str, Any]) -> list[Any]:
    head = f"{result.folder.resolve().name}/"
    return [entity for name, entity in files.items() if name.startswith(head)]


def _folder(crate: Any, add: Any, result: Result, files: Mapping[str, Any]) -> None:
    """A folder of results, with what its manifest states as properties."""
    from rocrate.model.dataset import Dataset

    folder = result.folder.resolve().name
    stated = [
        add(f"#{quote(folder)}-{key}", "PropertyValue", name=key, value=result.manifest[key])
        for key in STATED
        if key in result.manifest
    ]
    properties = {
        "name": folder,
        "description": f"What a {result.kind} of {result.scenario.name} wrote",
        "identifier": result.manifest["work"],
        "hasPart": _own_files(result, files),
        "additionalProperty": stated,
    }
    crate.add(Dataset(crate, dest_path=f"{folder}/", properties=properties))


def _action(
    crate: Any, add: Any, result: Result, files: Mapping[str, Any], authors: Sequence[Any], repeat: Repeat | None
) -> None:
    """How a folder was made: the program of that version and its libraries, from which inputs, when."""
    folder, manifest = result.folder.resolve().name, result.manifest
    inputs = [files[name] for name in (repeat.files if repeat else ()) if name in files]
    scenario = files[f"{folder}/scenario.json"]
    action = add(
        f"#made-{quote(folder)}",
        "CreateAction",
        name=f"gpu-supply {result.kind}",
        description=repeat.command if repeat else f"gpu-supply {result.kind} of {result.scenario.name}",
        instrument=_program(crate, add, manifest),
        object=_single([scenario, *inputs]),
        result=[one for one in _own_files(result, files) if one is not scenario],
        startTime=manifest["started"],
        endTime=manifest["ended"],
        agent=authors[0],
        actionStatus="http://schema.org/CompletedActionStatus",
    )
    crate.root_dataset.append_to("mentions", action)


def _program(crate: Any, add: Any, manifest: Mapping[str, Any]) -> Any:
    """The program in the version of a manifest, and the libraries that it stood on."""
    identifier = f"#gpu-supply-sim-{manifest['version']}"
    known = crate.get(identifier)
    if known is not None:
        return known
    own = own_citation()
    libraries = [
        add(f"#{name}-{version}", "SoftwareApplication", name=name, softwareVersion=version)
        for name, version in {**manifest["packages"], "python": manifest["machine"]["python"]}.items()
        if crate.get(f"#{name}-{version}") is None
    ]
    return add(
        identifier,
        "SoftwareApplication",
        name=own.title,
        softwareVersion=manifest["version"],
        license=own.license_address,
        author=_single([_author(add, one) for one in own.authors]),
        softwareRequirements=libraries,
        **({"identifier": manifest["commit"]} if manifest.get("commit") else {}),
    )
