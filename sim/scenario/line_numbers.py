"""On which line of a scenario file each value stands."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sim.errors import Problem
from sim.scenario.paths import Location, UnknownPathError, divided, locate

if TYPE_CHECKING:
    from tree_sitter import Node


def lines_of(text: str) -> dict[Location, int]:
    """The line, from 1, of every table, key and array entry of a sound TOML text, by location."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    found: dict[Location, int] = {}
    counts: dict[Location, int] = {}
    for node in root.named_children:
        if node.type == "pair":
            _note_pair(node, (), found)
        elif node.type in ("table", "table_array_element"):
            _note_table(node, found, counts)
    return found


def with_lines(problems: Iterable[Problem], table: dict[str, Any], text: str, file: str) -> list[Problem]:
    """The problems, each with the line of its path or of what the path would stand in, in the order of lines."""
    lines = lines_of(text)
    found = [problem.at(file, line_at(lines, _location(table, problem.path))) for problem in problems]
    return sorted(found, key=lambda problem: problem.line or 0)


def _location(table: dict[str, Any], path: str) -> Location:
    """Where a path leads in a file, as far as the file goes."""
    try:
        return locate(table, path)
    except UnknownPathError as error:
        return error.location


def line_at(lines: dict[Location, int], location: Location) -> int | None:
    """The line of a location, or of what it would stand in."""
    for depth in range(len(location), 0, -1):
        if location[:depth] in lines:
            return lines[location[:depth]]
    return None


def _note_table(node: "Node", found: dict[Location, int], counts: dict[Location, int]) -> None:
    key, *rest = node.named_children
    location: Location = ()
    names = _names(key)
    for depth, name in enumerate(names, 1):
        location = (*location, name)
        if node.type == "table_array_element" and depth == len(names):
            counts[location] = counts.get(location, 0) + 1
            found.setdefault(location, node.start_point[0] + 1)
        if location in counts:
            location = (*location, counts[location] - 1)
        found.setdefault(location, node.start_point[0] + 1)  # a table of which only one within it has a header too
    for pair in rest:
        if pair.type == "pair":
            _note_pair(pair, location, found)


def _note_pair(pair: "Node", inside: Location, found: dict[Location, int]) -> None:
    key, value = pair.named_children[:2]
    line, names = pair.start_point[0] + 1, _names(key)
    for depth in range(1, len(names)):
        found.setdefault((*inside, *names[:depth]), line)
    _note_value(value, (*inside, *names), line, found)


def _note_value(value: "Node", location: Location, line: int, found: dict[Location, int]) -> None:
    found[location] = line
    if value.type == "inline_table":
        for pair in value.named_children:
            if pair.type == "pair":
                _note_pair(pair, location, found)
    elif value.type == "array":
        entries = [entry for entry in value.named_children if entry.type != "comment"]
        for number, entry in enumerate(entries):
            _note_value(entry, (*location, number), entry.start_point[0] + 1, found)


def _names(key: "Node") -> list[str]:
    """The parts of a key: bare, quoted or dotted."""
    if key.type == "dotted_key":
        return [name for part in key.named_children for name in _names(part)]
    return list(divided((key.text or b"").decode()))
