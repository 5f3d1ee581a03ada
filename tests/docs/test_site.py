"""The documentation site is whole, and needs no network."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from tests.docs import flow
from tests.docs.blocks import DOCS, PAGES, ROOT, pictures
from tests.explorer import picture

LOADED = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"([^\"]+)\"")
"""What a browser loads to show a page; where a reader may go from there is another matter."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make docs` builds it: with every warning an error."""
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q", str(DOCS), str(folder / "html")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_site_has_every_page(site: Path) -> None:
    """Each page is there, and in the sidebar of the first."""
    first = (site / "index.html").read_text(encoding="utf-8")
    for page in {*DOCS.glob("**/*.md")} - {DOCS / "index.md"}:
        html = page.relative_to(DOCS).with_suffix(".html")
        assert (site / html).is_file()
        assert f'class="reference internal" href="{html.as_posix()}"' in first


def test_every_picture_is_made_by_the_build() -> None:
    """`make docs` begins with what makes each picture of the documentation, and none is there that nobody makes."""
    command = [shutil.which("make") or "make", "-n", "docs"]
    steps = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for step in ("-m tests.docs.flow", "-m tests.docs.pictures", "-m tests.explorer.picture", "episodes.py --docs"):
        assert step in steps.partition("sphinx-build")[0]
    of_pages = {picture for page in PAGES for picture in pictures(page)}
    of_episodes = {DOCS / "episodes" / f"{name}.png" for name in sim.shipped()}
    assert {*DOCS.rglob("*.png"), *DOCS.rglob("*.svg")} == of_pages | of_episodes | {flow.PATH, picture.TARGET}


def test_site_needs_no_network(site: Path) -> None:
    """All that a browser loads to show a page lies in the site."""
    loaded = {
        (page.parent, link.partition("?")[0])
        for page in site.glob("**/*.html")
        for link in LOADED.findall(page.read_text(encoding="utf-8"))
    }
    assert [link for folder, link in sorted(loaded) if link != "#" and not (folder / link).is_file()] == []
    styles = [style.read_text(encoding="utf-8") for style in site.glob("**/*.css")]
    assert [found for style in styles for found in re.findall(r"url\(['\"]?https?:[^)]*|@import[^;]*", style)] == []


def test_page_of_python_has_every_public_name(site: Path) -> None:
    """What `import sim` promises is described, by its docstring."""
    page = (site / "python.html").read_text(encoding="utf-8")
    names = set(sim.__all__) - {"__version__", "event"}
    assert [name for name in sorted(names) if f'id="sim.{name}"' not in page] == []
