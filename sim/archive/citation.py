"""Who made a work and under which licence it may be used, as a CITATION.cff says (Citation File Format 1.2.0)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from sim.errors import UsageError
from sim.scenario.text_file import UnreadableError, read_text, refusal

FILE = "CITATION.cff"
LONGEST = 1_000_000
EXPECTED = "a CITATION.cff: authors (name, or given-names and family-names), and a license or license-url"


@dataclass(frozen=True)
class Author:
    """A person, or an entity of several, with the address that tells it from others where there is one."""

    name: str
    is_person: bool
    address: str = ""
    affiliation: str = ""


@dataclass(frozen=True)
class Citation:
    """What a citation file says that a crate needs, and its text."""

    title: str
    authors: tuple[Author, ...]
    license_name: str
    license_address: str
    text: str


def own_citation() -> Citation:
    """The program's own: the file of the checkout, or the one that was installed with the package."""
    checkout = Path(__file__).resolve().parents[2] / FILE
    if checkout.is_file():
        return read_citation(checkout)
    try:
        files = distribution("gpu-supply-sim").files or []
    except PackageNotFoundError:
        files = []
    found = next((one for one in files if one.name == FILE), None)
    if found is None:
        raise UsageError(f"{FILE}: not installed with gpu-supply-sim; expected --citation FILE")
    return read_citation(Path(str(found.locate())))


def read_citation(path: Path) -> Citation:
    """The citation in a file. Raises `UsageError` where it can't be read or says too little."""
    import yaml

    try:
        text = read_text(path, LONGEST)
        content = yaml.safe_load(text)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file; expected {EXPECTED}") from None
    except UnreadableError as error:
        raise refusal(path, error, EXPECTED) from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"{path}: no YAML ({reason}); expected {EXPECTED}") from None
    if not isinstance(content, Mapping):
        raise UsageError(f"{path}: no table of keys; expected {EXPECTED}")
    return _citation(path, content, text)


def _citation(path: Path, content: Mapping[str, Any], text: str) -> Citation:
    people = content.get("authors")
    if not isinstance(people, Sequence) or isinstance(people, str) or not people:
        raise UsageError(f"{path}: no authors; expected {EXPECTED}")
    name, address = _license(content)
    if not address:
        raise UsageError(f"{path}: no license; expected {EXPECTED}")
    authors = tuple(_author(path, number, one) for number, one in enumerate(people, 1))
    return Citation(str(content.get("title", "")), authors, name, address, text)


def _author(path: Path, number: int, one: Any) -> Author:
    if isinstance(one, Mapping):
        address, affiliation = (str(one.get(key, "")) for key in ("orcid", "affiliation"))
        if isinstance(one.get("name"), str):
            return Author(one["name"], is_person=False, address=str(one.get("orcid") or one.get("website") or ""))
        parts = [one.get(key) for key in ("given-names", "name-particle", "family-names", "name-suffix")]
        name = " ".join(part for part in parts if isinstance(part, str))
        if name:
            return Author(name, is_person=True, address=address, affiliation=affiliation)
    raise UsageError(f"{path}: authors.{number} has no name; expected {EXPECTED}")


def _license(content: Mapping[str, Any]) -> tuple[str, str]:
    """Name and address of the licence; an SPDX identifier has its page."""
    known = content.get("license")
    if isinstance(known, Sequence) and not isinstance(known, str) and known:
        known = known[0]
    if isinstance(known, str) and known:
        return known, f"https://spdx.org/licenses/{known}"
    address = content.get("license-url")
    return ("licence", address) if isinstance(address, str) else ("", "")
