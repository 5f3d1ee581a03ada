"""Scenario files: found by name or path, read, checked."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from sim.errors import Problem, ScenarioError, UsageError
from sim.scenario.build import build
from sim.scenario.lines import line_at, lines_of
from sim.scenario.paths import UnknownPathError, locate
from sim.scenario.schema import Scenario


def shipped() -> list[str]:
    """Names of the scenarios that ship."""
    folder = resources.files("sim.scenario") / "library"
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


def shipped_text(name: str) -> str:
    """The file of a scenario that ships. Raises `UsageError` where there is none of this name."""
    if name not in shipped():
        raise UsageError(f"{name}: no file and no scenario that ships; expected one of {', '.join(shipped())}")
    return (resources.files("sim.scenario") / "library" / f"{name}.toml").read_text(encoding="utf-8")


def load(name_or_path: str | Path) -> Scenario:
    """A scenario that ships, or a file's. Raises `ScenarioError` with all that is wrong in it."""
    path = Path(name_or_path)
    if path.is_dir():
        raise UsageError(f"{path}: a folder; expected a scenario file")
    if not path.exists():
        return parsed(shipped_text(str(name_or_path)), str(name_or_path))
    try:
        return parsed(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read as UTF-8 text ({error})") from None


def parsed(text: str, file: str) -> Scenario:
    """The scenario of a file's text."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([Problem("", "", f"TOML: {error}", file=file)]) from None
    try:
        return build(table)
    except ScenarioError as error:
        raise ScenarioError(_placed(problem, table, text, file) for problem in error.problems) from None


def _placed(problem: Problem, table: dict[str, Any], text: str, file: str) -> Problem:
    """A problem with the line of its path, or of what the path would stand in."""
    path = problem.path
    while path:
        try:
            return problem.at(file, line_at(lines_of(text), locate(table, path)))
        except UnknownPathError:
            path = path.rpartition(".")[0]
    return problem.at(file, None)
