"""On which line of a scenario file each value stands, and what its comment says: a source, or a reason for a guess."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from sim.errors import Oddity, Problem
from sim.printable import printable
from sim.scenario.paths import Location, UnknownPathError, divided, locate

if TYPE_CHECKING:
    from tree_sitter import Node

Told = TypeVar("Told", Problem, Oddity)


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


def with_lines(problems: Iterable[Told], table: dict[str, Any], text: str, file: str) -> list[Told]:
    """The problems or oddities with the lines of their paths, or of what these would stand in, in order."""
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


def comments_of(text: str) -> dict[Location, str]:
    """The comment of every value of a sound TOML text, by location; a value without one is left out.

    A value's comment stands on its line, else in the comment lines directly above it. Under `[uncertain]`, where ranges
    stand in groups with one reason, it may also be the last block of comment lines above it in its paragraph.
    """
    written = text.splitlines()
    starts = _comments(text)
    above = _blocks(written, starts)
    found: dict[Location, str] = {}
    for location, line in lines_of(text).items():
        block, directly = above.get(line, ("", False))
        comment = _beside(starts, line) or (block if directly or location[0] == "uncertain" else "")
        if comment:
            found[location] = comment
    return found


def _comments(text: str) -> dict[int, tuple[int, str]]:
    """Column and words of the comment on a line, by line from 1."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    found: dict[int, tuple[int, str]] = {}
    waiting: list[Node] = [Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            words = printable((node.text or b"").decode().lstrip("#").strip())
            found[node.start_point[0] + 1] = (node.start_point[1], words)
        waiting.extend(node.children)
    return found


def _beside(starts: dict[int, tuple[int, str]], line: int) -> str:
    return starts[line][1] if line in starts else ""


def _blocks(written: list[str], starts: dict[int, tuple[int, str]]) -> dict[int, tuple[str, bool]]:
    """By line, the last block of whole comment lines above it in its paragraph, and whether it ends directly above."""
    found: dict[int, tuple[str, bool]] = {}
    block, commenting = "", False
    for line, content in enumerate(written, 1):
        whole = line in starts and content.lstrip().startswith("#")
        if not content.strip():
            block, commenting = "", False
        elif whole:
            block = f"{block} {starts[line][1]}" if commenting else starts[line][1]
            commenting = True
        else:
            found[line], commenting = (block, commenting), False
    return found
