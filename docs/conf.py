"""The documentation site: `make docs` builds it of these pages, which a forge shows as they are."""

import re

from sphinx.application import Sphinx

from sim.version import VERSION

project = "gpu-supply-sim"
version = release = VERSION
extensions = ["myst_parser", "sphinx.ext.autodoc"]
default_role = "code"  # docstrings write `code` with single ticks
autodoc_member_order = "bysource"
nitpick_ignore_regex = [("py:.*", r"(?!sim\.\w+$).*")]  # types of other libraries, and what `sim` doesn't promise
myst_heading_anchors = 4
myst_heading_slug_func = "github"
html_theme = "furo"
html_title = f"{project} {VERSION}"
html_show_copyright = False
html_copy_source = False

LINK = re.compile(r"\]\((?!\w+:|\.\.)([^)#]+)\.md\)")
ABOVE = re.compile(r"\]\(((?:\.\./)+([\w/.-]+\.md))")

PAGES_ABOVE = {"CONTRIBUTING.md": "/contributing.md", "README.md": "/index.md"}
"""Pages of the site that stand for what lies above this folder; a reader gets other such files as they are."""


def setup(app: Sphinx) -> None:
    """Have the sidebar follow the indexes, and links lead to what lies above this folder."""
    app.connect("source-read", put_contributing)
    app.connect("source-read", add_contents)
    app.connect("source-read", lead_above)


def put_contributing(app: Sphinx, name: str, source: list[str]) -> None:
    """Put the text of `CONTRIBUTING.md` in the place of the page that leads to it."""
    if name == "contributing":
        text = (app.srcdir.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
        source[0] = text.replace("](docs/", "](")


def lead_above(app: Sphinx, name: str, source: list[str]) -> None:  # noqa: ARG001 - as Sphinx calls it
    """Lead links to pages above this folder to those that stand for them, or to the file."""
    source[0] = ABOVE.sub(lambda link: "](" + PAGES_ABOVE.get(link[2], f"path:{link[1]}"), source[0])


def add_contents(app: Sphinx, name: str, source: list[str]) -> None:
    """Put into the sidebar what an index links to, in its order, under its headings; then the pages it doesn't know."""
    folder, is_index, _ = name.rpartition("index")
    if not is_index:
        return
    known = {name.removeprefix(folder)}
    for part in re.split(r"^## ", "\n" + source[0], flags=re.MULTILINE):
        caption, _, text = part.partition("\n")
        pages = [page for page in dict.fromkeys(LINK.findall(text)) if page not in known]
        known.update(pages)
        source[0] += sidebar(caption, pages)
    source[0] += sidebar("More", sorted(pages_of(folder, app.env.found_docs) - known))


def pages_of(folder: str, found: set[str]) -> set[str]:
    """The pages of a folder, without those of folders inside it that have an index of their own."""
    inside = {page.removeprefix(folder) for page in found if page.startswith(folder)}
    indexed = tuple(page.removesuffix("index") for page in inside if page.endswith("/index"))
    return {page for page in inside if page.endswith("/index") or not page.startswith(indexed)}


def sidebar(caption: str, pages: list[str]) -> str:
    """A part of the sidebar."""
    title = [f":caption: {caption}"] if caption else []
    return "\n".join(["", "```{toctree}", ":hidden:", *title, "", *pages, "```", ""]) if pages else ""
