"""The page on credibility names tests and commands that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("credibility.md", "package.md", "install.md")]
TEXT = "\n".join(PAGES)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:tests|sim|docs)/[\w/.*-]+)`", TEXT))))
def test_file_that_is_named_is_there(path: str) -> None:
    """A test, a module or a page that stands for a claim exists; a star stands for several."""
    assert list(ROOT.glob(path))


def test_tests_that_are_named_are_there() -> None:
    """A test that stands for a claim is one of the suite."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert named
    assert [name for name in named if f"def {name}(" not in sources] == []


def test_targets_of_make_that_are_named_are_there() -> None:
    """A command that prints a number can be made."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", TEXT))
    assert named
    assert named <= targets


@pytest.mark.parametrize("name", ["demand", "supply"])
def test_second_reading_of_the_model_knows_nothing_of_the_first(name: str) -> None:
    """The model that is written a second time imports nothing of the program."""
    text = (ROOT / "tests" / "reading" / f"{name}.py").read_text(encoding="utf-8")
    assert re.findall(r"^\s*(?:from|import) sim\b.*", text, re.MULTILINE) == []
