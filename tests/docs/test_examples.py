"""What the documentation shows is run, and what it names is there."""

import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from matplotlib.testing.compare import compare_images

from sim.records.events import EVENTS
from sim.scenario.distributions import NAMES
from tests.docs.blocks import PAGES, ROOT, blocks
from tests.docs.blocks import pictures as pictures_of
from tests.docs.session import follow
from tests.unrendered import unrendered

CHECKED = ("console", "python", "toml", "json")
"""Languages whose blocks are run or read here. Of the others `text` is what something says, which tests of its own
compare, and `{eval-rst}` what the site makes."""


@pytest.fixture(scope="module", autouse=True)
def pictures() -> None:
    """Each page says whether its pictures are looked at."""


def place(page: Path) -> str:
    """A page by its place in the repository."""
    return str(page.relative_to(ROOT))


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(block.language in CHECKED for block in blocks(page))], ids=place
)
def test_page_does_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's files, commands and Python work in their order; commands print what is shown, and make its pictures."""
    monkeypatch.chdir(tmp_path)
    with nullcontext() if pictures_of(page) else unrendered():
        follow(page)
    for picture, pattern in pictures_of(page).items():
        (made,) = tmp_path.glob(pattern)
        if made.suffix == ".html":
            continue  # browsers differ in what they make of it
        assert compare_images(str(picture), str(made), tol=3.0) is None


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_block_that_is_not_run_says_why(page: Path) -> None:
    """Whatever a page shows is checked, written to a file that its commands take, or says why it is not run."""
    unknown = [block for block in blocks(page) if block.language not in (*CHECKED, "text", "{eval-rst}")]
    assert [block.text for block in unknown if block.mark not in ("file", "not run") or not block.of] == []


def test_every_event_and_distribution_is_documented() -> None:
    """The pages of results and distributions name each of theirs."""
    results = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    assert [event for event in EVENTS if f"`{event}`" not in results] == []
    distributions = (ROOT / "docs" / "distributions.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"{{ {name} = " not in distributions] == []


def test_links_of_the_documentation_lead_somewhere() -> None:
    """Each relative link, of notebooks too, leads to a page that is there, and to a heading where it names one."""
    for page in [*PAGES, ROOT / "CONTRIBUTING.md", *ROOT.glob("notebooks/*.ipynb")]:
        for link, heading in re.findall(r"\]\(([^)#:]*)(?:#([^):]+))?\)", page.read_text(encoding="utf-8")):
            target = page.parent / link if link else page
            assert target.exists(), f"{page.name}: {link}"
            assert not heading or heading in headings(target), f"{page.name}: {link}#{heading}"


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}
