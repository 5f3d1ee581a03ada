"""The crate of a result: the same bytes each time, readable by others, and refused where it was tampered with."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate

import sim
from sim.archive.metadata import METADATA, MetadataError, check_metadata
from sim.errors import UsageError
from tests.archive.folders import content_of
from tests.experiment.test_proof import scenario_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a comparison, whose scenarios no file that ships holds."""
    one = scenario_of()
    place = tmp_path_factory.mktemp("compare")
    return sim.compare(one, one.set("distributor.north.transit_days", 9), 3, engine="simpy", out=place).sweep.folder


@pytest.fixture(scope="module")
def crate(folder: Path) -> Path:
    """Its crate, in the usual place."""
    return sim.package(folder)


def described(crate: Path) -> dict[str, Any]:
    """The metadata of an archive."""
    with zipfile.ZipFile(crate) as archive:
        found: dict[str, Any] = json.loads(archive.read(METADATA))
    return found


def test_same_folder_gives_the_same_bytes(folder: Path, crate: Path, tmp_path: Path) -> None:
    """Neither the place nor the time of packing shows."""
    assert crate == folder.with_name(f"{folder.name}.crate.zip")
    copy = Path(shutil.copytree(folder, tmp_path / folder.name))
    assert sim.package(copy, tmp_path / "other.zip").read_bytes() == crate.read_bytes()


def test_folder_holds_what_the_archive_holds(folder: Path, crate: Path, tmp_path: Path) -> None:
    """A crate that is written as a folder has the same files, and is verified as one."""
    place = sim.package(folder, tmp_path / "crate")
    with zipfile.ZipFile(crate) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: content for name, (_, content) in content_of(place).items()
        }
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {stat.S_IFREG | 0o644}
    assert sim.verify(place).holds


def test_metadata_is_read_by_the_library_and_says_who_made_what_how(crate: Path) -> None:
    """The reference library reads it; authors, licence, program, times, command and every file are there."""
    found = ROCrate(described(crate))
    root = found.root_dataset
    assert root["author"]["name"] == "gpu-supply-sim contributors"
    assert root["license"]["@id"] == "https://spdx.org/licenses/Apache-2.0"
    (action,) = root["mentions"]
    assert action["instrument"]["softwareVersion"] == sim.__version__
    assert action["description"].startswith("gpu-supply compare a-chain.toml b-chain.toml --replications 3 --seed 0")
    assert {part["name"] for part in root["mainEntity"]["hasPart"]} == {
        one.id for one in found.get_by_type("File") if one.id.startswith("compare-")
    }
    stated = {one["name"]: one["value"] for one in root["mainEntity"]["additionalProperty"]}
    assert {"kind": "compare", "seed": 0, "digests": 1, "points": 2}.items() <= stated.items()


def test_page_tells_how_to_repeat_it(crate: Path) -> None:
    """The page that a person reads first has the commands, and the scenarios lie beside it as files that load."""
    with zipfile.ZipFile(crate) as archive:
        page = archive.read("README.md").decode()
        assert sim.Scenario.from_dict(tomllib_of(archive.read("a-chain.toml"))) == scenario_of()
    assert "    gpu-supply verify .\n" in page
    assert "    gpu-supply compare a-chain.toml b-chain.toml" in page


def tomllib_of(content: bytes) -> dict[str, Any]:
    """The tables of a TOML file."""
    import tomllib

    return tomllib.loads(content.decode())


def rewritten(crate: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """An archive whose files were changed."""
    with zipfile.ZipFile(crate) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def table_of(files: dict[str, bytes]) -> str:
    """The name of a table in an archive."""
    return next(name for name in files if name.endswith("differences.parquet"))


def in_metadata(before: str, after: str) -> Callable[[dict[str, bytes]], None]:
    """A change of the metadata's text."""

    def change(files: dict[str, bytes]) -> None:
        assert before.encode() in files[METADATA]
        files[METADATA] = files[METADATA].replace(before.encode(), after.encode())

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files: files.update({table_of(files): b"x"}), "differences.parquet is damaged (1 bytes; expected"),
        (lambda files: files.pop(table_of(files)), "differences.parquet is damaged (missing)"),
        (lambda files: files.update({table_of(files): b"x" * 10**6}), "differences.parquet is damaged ("),
        (in_metadata("CITATION.cff", "../CITATION.cff"), "'../CITATION.cff' is no name of a file in a crate"),
        (in_metadata("CITATION.cff", "/etc/CITATION.cff"), "'/etc/CITATION.cff' is no name of a file in a crate"),
        (lambda files: files.update({METADATA: b"[" * 10**5}), "no JSON"),
        (lambda files: files.update({METADATA: b"{}"}), "it has no @graph"),
    ],
    ids=["cut", "missing", "swollen", "out of it", "absolute", "deep", "empty"],
)
def test_archive_that_was_changed_is_told(crate: Path, tmp_path: Path, change: Any, said: str) -> None:
    """What is not as the metadata says is a difference that names the file, and nothing is unpacked outside."""
    done = sim.verify(rewritten(crate, tmp_path / "changed.zip", change))
    assert not done.holds
    assert said in done.answer()
    assert [path.name for path in tmp_path.iterdir()] == ["changed.zip"]


def test_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    """An archive without a crate's metadata is none, and the message names the archive."""
    with zipfile.ZipFile(tmp_path / "else.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(UsageError, match=r"else\.zip: no crate: ro-crate-metadata\.json is not in it"):
        sim.verify(tmp_path / "else.zip")


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        ([{"@id": "a"}], "no @id or no @type"),
        ([{"@id": "a", "@type": "Thing"}] * 2, "a is described twice"),
        ([{"@id": "a", "@type": "Thing"}], "it describes no crate"),
    ],
    ids=["no type", "twice", "no root"],
)
def test_metadata_that_a_reader_would_stumble_over_is_refused(graph: list[Any], said: str) -> None:
    """Entities have names of their own and types, and one of them is the crate."""
    with pytest.raises(MetadataError, match=said):
        check_metadata({"@graph": graph})


def test_metadata_lacks_nothing_that_it_must_say(crate: Path) -> None:
    """Without a licence, or with a reference that leads nowhere, it is none."""
    metadata = described(crate)
    root = next(one for one in metadata["@graph"] if one["@id"] == "./")
    licence = root.pop("license")
    with pytest.raises(MetadataError, match="the crate has no license"):
        check_metadata(metadata)
    root["license"] = licence | {"@id": "#nowhere"}
    with pytest.raises(MetadataError, match="refers to #nowhere, which is not described"):
        check_metadata(metadata)


def test_places_that_hold_something_are_refused(folder: Path, tmp_path: Path) -> None:
    """A folder with something in it, a file that is no archive, the result's own folder: nothing is written."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").touch()
    (tmp_path / "file").touch()
    for out in (tmp_path / "full", tmp_path / "file", folder / "crate.zip", tmp_path / "nowhere" / "crate.zip"):
        with pytest.raises(UsageError, match="expected"):
            sim.package(folder, out)
    assert not list(folder.glob("*.zip"))


CITED = """cff-version: 1.2.0
message: Cite it.
title: My study
authors:
  - given-names: Ada
    family-names: Lovelace
    orcid: https://orcid.org/0000-0001-2345-6789
  - name: A laboratory
license: CC-BY-4.0
"""


def test_whose_result_it_is_can_be_said(folder: Path, tmp_path: Path) -> None:
    """Authors and licence of a citation file are the crate's; the program keeps its own."""
    (tmp_path / "CITATION.cff").write_text(CITED)
    crate = ROCrate(described(sim.package(folder, tmp_path / "crate.zip", tmp_path / "CITATION.cff")))
    people = crate.root_dataset["author"]
    assert [(one.id, one["name"], one.type) for one in people] == [
        ("https://orcid.org/0000-0001-2345-6789", "Ada Lovelace", "Person"),
        ("#A%20laboratory", "A laboratory", "Organization"),
    ]
    assert crate.root_dataset["license"].id == "https://spdx.org/licenses/CC-BY-4.0"
    (action,) = crate.root_dataset["mentions"]
    assert action["instrument"]["author"]["name"] == "gpu-supply-sim contributors"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "no YAML"),
        ("- a", "no table of keys"),
        ("title: a", "no authors"),
        ("authors: [{name: a}]", "no license"),
        ("authors: [{email: a}]\nlicense: MIT", r"authors\.1 has no name"),
    ],
    ids=["no yaml", "a list", "no authors", "no licence", "no name"],
)
def test_citation_that_says_too_little_is_refused(folder: Path, tmp_path: Path, text: str, said: str) -> None:
    """The message says what is missing and what was expected."""
    (tmp_path / "c.cff").write_text(text)
    with pytest.raises(UsageError, match=said):
        sim.package(folder, tmp_path / "crate.zip", tmp_path / "c.cff")
