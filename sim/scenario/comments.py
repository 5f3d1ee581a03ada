"""What a scenario file says beside its values: a comment names the source of a number, or the reason for a guess."""

from typing import TYPE_CHECKING

from sim.printable import printable
from sim.scenario.line_numbers import lines_of
from sim.scenario.paths import Location

if TYPE_CHECKING:
    from tree_sitter import Node


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
