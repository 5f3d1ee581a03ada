"""The names of a scenario: which are said twice, which are taken, which are unknown."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from unicodedata import normalize

from sim.errors import Problem
from sim.scenario.paths import quoted
from sim.scenario.wording import did_you_mean, one_of, show

KINDS = ("line", "product", "control", "distributor", "buyer")

LONGEST_FOLDER = 255
"""Bytes in the name of a folder."""

DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that Windows keeps for devices, whatever follows a dot."""


def _names(document: Mapping[str, Any], kind: str) -> list[str]:
    """Names of the entries of one kind; an empty text where an entry has none."""
    entries = document.get(kind)
    entries = entries if isinstance(entries, list | tuple) else ()
    names = [entry.get("name") if isinstance(entry, Mapping) else None for entry in entries]
    return [name if isinstance(name, str) else "" for name in names]


@dataclass(frozen=True)
class Names:
    """The names that a document gives, whether or not the rest of their entries is sound."""

    line: Collection[str]
    product: Collection[str]
    distributor: Collection[str]
    buyer: Collection[str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The names of a document."""
        kinds = ("line", "product", "distributor", "buyer")
        return cls(*(dict.fromkeys(filter(None, _names(document, kind))).keys() for kind in kinds))


def unknown(path: str, name: str, known: Collection[str]) -> Problem:
    """The problem of a name that the scenario lacks."""
    expected = one_of(known) if known else "a name that the file declares; it declares none of the kind"
    return Problem(path, show(name), expected, partial(did_you_mean, name, known))


def check_duplicates(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each name stands for one entry of its kind, and none for what names in results mean.

    Names that only the writing of their accents sets apart are one name to a reader.
    """
    if isinstance(folder := document.get("name"), str) and (unfit := _unfit_for_folder(folder)):
        yield Problem("name", show(folder), unfit)
    for kind in KINDS:
        first: dict[str, tuple[int, str]] = {}
        for number, name in enumerate(_names(document, kind), 1):
            before, written = first.setdefault(normalize("NFC", name), (number, name))
            if name and before < number:
                this = "this one" if written == name else "this one, its accents written otherwise"
                expected = f"a name of its own: {kind} number {before} has {this}"
                yield Problem(f"{kind}.{number}.name", show(name), expected)
            elif taken := _taken(kind, name):
                yield Problem(f"{kind}.{quoted(name)}.name", show(name), taken)


def _unfit_for_folder(name: str) -> str:
    """Why a scenario's name can't be that of its folder of results; empty where it can."""
    if len(name.encode(errors="replace")) > LONGEST_FOLDER:
        return f"a shorter name: its folder of results has it, of at most {LONGEST_FOLDER} bytes"
    if name.split(".", maxsplit=1)[0].rstrip().upper() in DEVICES:
        return "another name: its folder of results has it, and some systems keep this one for a device"
    return ""


def _taken(kind: str, name: str) -> str:
    """Why a name may not be used; empty where it may."""
    if kind in ("buyer", "product") and name == "all":
        return f"another name: in results 'all' means all {kind}s together"
    if kind == "product" and name == "cancel":
        return "another name: in `on_control` 'cancel' means no substitute"
    if kind == "distributor" and name.startswith("direct:"):
        return "a name that does not begin with 'direct:', which is for contracts"
    if kind == "distributor" and name.startswith("line:"):
        return "a name that does not begin with 'line:', which is for shared lines"
    return ""


def repeated(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each name that stands a second time, with its number in the list, from 1."""
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if name in seen:
            yield number, name
        seen.add(name)
