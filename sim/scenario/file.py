"""Scenario files: found by name or path, read, built, checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

from sim.errors import Problem, ScenarioError, UsageError
from sim.scenario.paths import Location, UnknownPathError, locate, path_of
from sim.scenario.schema import Scenario
from sim.scenario.source_lines import Told, with_lines
from sim.scenario.text_file import LONGEST_FILE, UnreadableError, expanded, read_text, refusal, table_of
from sim.scenario.validation import sound
from sim.scenario.wording import did_you_mean, show


def build(document: Mapping[str, Any], folder: str | Path = ".") -> Scenario:
    """The scenario of a parsed file; paths of its CSV files start at `folder`.

    Raises `ScenarioError` with all that is wrong at once.
    """
    empty = list(_empty_orders(document))
    try:
        scenario = sound(Scenario, document, folder)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *empty], error.more) from None
    if empty:
        raise ScenarioError(empty)
    return scenario


def _empty_orders(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Orders of nothing that a file states; a draw or a setting may make one of nothing, which is then none."""
    drawn = _drawn(document)
    for buyer, orders in enumerate(_keys_of(document.get("buyer"), "order")):
        for number, units in enumerate(_keys_of(orders, "units")):
            place: Location = ("buyer", buyer, "order", number, "units")
            if units == 0 and isinstance(units, int) and not isinstance(units, bool) and place not in drawn:
                yield Problem(path_of(document, place), "0", "at least 1 unit, or no such order")


def _keys_of(entries: Any, key: str) -> list[Any]:
    """What the tables of a list have at a key, None where they are none."""
    entries = entries if isinstance(entries, Sequence) and not isinstance(entries, str) else ()
    return [entry.get(key) if isinstance(entry, Mapping) else None for entry in entries]


def _drawn(document: Mapping[str, Any]) -> set[Location]:
    """Where the values are that `[uncertain]` draws."""
    paths = document.get("uncertain")
    found = set()
    for path in paths if isinstance(paths, Mapping) else ():
        with suppress(UnknownPathError):
            found.add(locate(document, path))
    return found


def shipped() -> list[str]:
    """Names of the scenarios that ship."""
    folder = resources.files("sim.scenario") / "library"
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


def shipped_text(name: str) -> str:
    """The file of a scenario that ships. Raises `UsageError` where there is none of this name."""
    if name not in shipped():
        raise UsageError(_missing(name))
    return (resources.files("sim.scenario") / "library" / f"{name}.toml").read_text(encoding="utf-8")


def template() -> str:
    """The file that a scenario of one's own begins with: small, sound, its keys explained."""
    return (resources.files("sim.scenario") / "template.toml").read_text(encoding="utf-8")


def load(name_or_path: str | Path) -> Scenario:
    """A scenario that ships, or a file's. One that ships is read and checked once a process: scenarios never change.

    Raises `ScenarioError` with all that is wrong in it, in the order of the file; `UsageError` where there is
    no file to read, or for anything else than a name or a path.
    """
    text, file, folder = _read(name_or_path)
    return (_parsed_once if file in shipped() else parsed)(text, file, folder)


def placed(problems: Iterable[Told], name_or_path: str | Path) -> list[Told]:
    """What was found in a loaded scenario only later, each with its line of the file."""
    text, file, _ = _read(name_or_path)
    return with_lines(problems, table_of(text, file), text, file)


def _read(name_or_path: str | Path) -> tuple[str, str, Path]:
    """A scenario's text, what messages call it, and the folder of its CSV files."""
    if not isinstance(name_or_path, str | PathLike):
        raise UsageError(f"{show(name_or_path)}: no scenario; expected the name of one that ships, or a path")
    if str(name_or_path) in shipped():
        return shipped_text(str(name_or_path)), str(name_or_path), Path()
    path = expanded(name_or_path)
    return _text_of(path), str(path), path.parent


def _text_of(path: Path) -> str:
    try:
        return read_text(path, LONGEST_FILE)
    except FileNotFoundError:
        raise UsageError(_missing(str(path))) from None
    except UnreadableError as error:
        raise refusal(path, error, f"a scenario file{_files_in(path)}") from None


def _files_in(folder: Path) -> str:
    try:
        files = sorted(file.name for file in folder.glob("*.toml"))
    except OSError:  # a name that is too long, a folder that nobody may read
        files = []
    return f" (it holds {', '.join(files[:5])})" if files else ""


def _missing(name: str) -> str:
    names = shipped()
    path = Path(name)
    try:
        beside = [str(path.with_name(file.name)) for file in path.parent.glob("*.toml")] if path.name else []
    except (OSError, ValueError):
        beside = []
    hint = did_you_mean(name, [*names, *beside])
    ships = f"expected a file, or one of {', '.join(names)} (`gpu-supply scenarios` lists them)"
    return f"{name}: no file and no scenario that ships; {ships}" + (f": {hint}" if hint else "")


def parsed(text: str, file: str = "", folder: str | Path = ".") -> Scenario:
    """The scenario of a file's text; `file` names it in messages, its CSV files lie in `folder`."""
    table = table_of(text, file)
    try:
        return build(table, folder)
    except ScenarioError as error:
        raise ScenarioError(with_lines(error.problems, table, text, file), error.more) from None


_parsed_once = lru_cache(maxsize=16)(parsed)
"""The same of texts that ship, which have no CSV files."""
