"""What the documentation shows: the blocks of its pages, and what the comment before a block says of it.

A comment is no part of what readers see. `file: NAME` writes the block to a file, `added to: NAME` to the end of one,
which `empty file: NAME` begins without a block;
`fails: STATUS` says that a command ends so, and shows its messages; `not run: REASON` why nobody can run it here.
`picture: PATTERN` before a picture says which file of the page's own results it is, or of which page of HTML the top.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("**/*.md")))

BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[^\n]*) -->\n)?```(?P<language>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
EMPTY = re.compile(r"^<!-- empty file: ([^\n]*) -->$", re.MULTILINE)
PICTURE = re.compile(r"^<!-- picture: (?P<pattern>[^\n]*) -->\n!\[[^\]]*\]\((?P<file>[^)]*)\)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of a page; its `mark` says what is to be done with it, `of` with which file, or why not."""

    language: str
    text: str
    mark: str = ""
    of: str = ""


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        mark, _, of = (found["mark"] or "").partition(": ")
        yield Block(found["language"], found["text"], mark, of)


def empty_files(page: Path) -> list[str]:
    """The files that a page begins with nothing in them."""
    return EMPTY.findall(page.read_text(encoding="utf-8"))


def pictures(page: Path) -> dict[Path, str]:
    """The pictures that a page's own commands make, and the pattern of the file that each is."""
    text = page.read_text(encoding="utf-8")
    return {page.parent / found["file"]: found["pattern"] for found in PICTURE.finditer(text)}
