"""What the documentation shows is run, and what it names is there."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.records.events import EVENTS
from sim.scenario.distributions import NAMES

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Name of the page and text of each block of a language."""
    for page in PAGES:
        for block in re.findall(
            rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        ):
            yield page.name, block


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, and what it shows."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def matches(shown: str, said: str) -> bool:
    """Whether what was said is what is shown, where `...` stands for anything."""
    pattern = ".*".join(re.escape(piece) for piece in re.split(r"\n?\.\.\.\n?", shown.strip()))
    return not shown.strip() or re.fullmatch(pattern, said.strip(), re.DOTALL) is not None


def started(words: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Python in a folder, with this checkout's package."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("page", "block"), list(blocks("console")))
def test_commands_do_what_is_shown(page: str, block: str, tmp_path: Path) -> None:
    """Each command of the documentation ends with status 0 and prints what is shown."""
    (tmp_path / "observed").symlink_to(ROOT / "observed")
    for command, shown in commands(block):
        words = shlex.split(command)
        assert words[0] == "gpu-supply", f"{page}: {command}"
        done = started(["-m", "sim", *words[1:]], tmp_path)
        assert done.returncode == 0, f"{page}: {command}\n{done.stderr}"
        assert matches(shown, done.stdout), f"{page}: {command}\n{done.stdout}"


@pytest.mark.parametrize(("page", "block"), list(blocks("python")))
def test_python_examples_run(page: str, block: str, tmp_path: Path) -> None:
    """Each Python example of the documentation runs as it stands."""
    done = started(["-c", block], tmp_path)
    assert done.returncode == 0, f"{page}\n{done.stderr}"


def test_every_event_and_distribution_is_documented() -> None:
    """The pages of results and distributions name each of theirs."""
    results = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    assert [event for event in EVENTS if f"`{event}`" not in results] == []
    distributions = (ROOT / "docs" / "distributions.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"{{ {name} = " not in distributions] == []


def test_links_of_the_documentation_lead_somewhere() -> None:
    """Each relative link leads to a page that is there, and to a heading of it where it names one."""
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for link, heading in re.findall(r"\]\(([^)#:]*)(?:#([^):]+))?\)", page.read_text(encoding="utf-8")):
            target = page.parent / link if link else page
            assert target.exists(), f"{page.name}: {link}"
            assert not heading or heading in headings(target), f"{page.name}: {link}#{heading}"


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}
