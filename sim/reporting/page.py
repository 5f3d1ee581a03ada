"""The page: its sections, the content of each from the files of a result, put into the templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sim.errors import UsageError
from sim.experiment.arguments import path_of
from sim.records.products import counted_together
from sim.records.words import date_in_words
from sim.reporting.answer import about, points_of, tiles
from sim.reporting.assumptions import Source, assumptions, counts, groups, source_of
from sim.reporting.content import content_of_result
from sim.reporting.figures import first_tables, flow_differences, other_tables, table_of_chances
from sim.reporting.inside.content import allowed, inside_of, script
from sim.reporting.kinds import KINDS
from sim.reporting.pictures import Picture, pictures_of
from sim.reporting.reproduce import reproduction_of
from sim.reporting.result import Result, read
from sim.reporting.sensitivity import sensitivity_beside
from sim.reporting.target import MARK, check_target, write_page
from sim.reporting.timeline import by_date, timeline
from sim.scenario.unit import unit_of

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page may load: nothing, and no script but its own, where it has one."""


@dataclass(frozen=True)
class Section:
    """A section of the page: the template `sections/NAME.html`, its heading and place, what the template shows.

    The navigation has the words of the heading that stand before a colon.
    """

    name: str
    heading: str
    content: dict[str, Any] = field(default_factory=dict)
    key: str = ""

    @property
    def place(self) -> str:
        """What the section is found by in the page."""
        return self.key or self.name

    @property
    def short(self) -> str:
        """The heading in the navigation."""
        return self.heading.partition(":")[0]


def report(
    folder: str | Path,
    out: str | Path | None = None,
    scenario: str | Path | None = None,
    observed: str | Path | Sequence[str | Path] = (),
) -> Path:
    """Write one self-contained HTML file about a finished result, of whatever command; its path.

    It goes to `report.html` in the folder unless `out` names a file. Comments on numbers are those of the file
    `scenario`, else of the scenario that ships under the result's name. A sweep is weighed by the news of the files
    `observed`, else of those that ship for its scenario. Raises `UsageError` where the folder holds no finished result,
    the file can't be written or holds anything but a report, `scenario` is another scenario or `observed` of no use.
    """
    folder = path_of("folder", folder)
    result = read(folder)
    target = folder / "report.html" if out is None else path_of("out", out)
    check_target(target, result)
    try:
        file = None if scenario is None else path_of("scenario", scenario)
        news = [observed] if isinstance(observed, str | Path) else list(observed)
        text = page(result, file, [path_of("observed", one) for one in news])
    except KeyError as error:
        made = result.manifest["version"]
        raise UsageError(
            f"{folder}: damaged (no {error.args[0]} in it); expected all that version {made} wrote"
        ) from None
    write_page(target, text)
    return target


def page(result: Result, file: Path | None = None, observed: Sequence[Path] = ()) -> str:
    """The HTML text; `file` is the scenario file whose comments are shown, `observed` are files of news."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("sim.reporting", "templates")
    settings: dict[str, Any] = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    environment = Environment(loader=loader, **settings)  # noqa: S701 - autoescape is on, as the line above says
    environment.filters |= {"in_words": date_in_words, "breakable": breakable}
    style = (resources.files("sim.reporting") / "page.css").read_text(encoding="utf-8")
    head: dict[str, Any] = {
        "title": result.scenario.title or result.scenario.name,
        "about": about(result),
        "result": result,
    }
    every = [*sections(result, file, observed)]
    own = script() if any(section.name == "inside" for section in every) else ""
    head |= {"script": own, "policy": f"{POLICY}; script-src {allowed(own)}" if own else POLICY}
    return environment.get_template("page.html").render(style=style, mark=MARK, sections=every, **head)


def breakable(name: str) -> Markup:
    """A flat name or path that may be broken after each dot."""
    return Markup(".<wbr>").join(name.split("."))


def sections(result: Result, file: Path | None = None, observed: Sequence[Path] = ()) -> Iterator[Section]:
    """The sections of a result's page, in their order; a section without anything to show is left out."""
    by_heading = pictures_of(content_of_result(result))
    yield _answer(result, by_heading.pop("", []))
    if (inside := inside_of(result, observed)) is not None:
        yield Section("inside", "Explore: filter by the unknowns, weigh by evidence", {"inside": inside}, "explore")
    for number, (heading, pictures) in enumerate(by_heading.items(), 1):
        yield Section("pictures", heading, _pictures(result, pictures), f"pictures-{number}")
    yield Section("timeline", "Timeline", {"moments": _moments(result), "is_drawn": result.kind != "run"})
    yield from _figures(result)
    if KINDS[result.kind].asks_why:
        yield Section("sensitivity", "Sensitivity", {"found": sensitivity_beside(result)})
    yield _assumptions(result, file)
    yield _reproduce(result, file)


def _answer(result: Result, pictures: list[Picture]) -> Section:
    title = result.scenario.title or result.scenario.name
    heads = [title, *filter(None, (one.question for one in result.scenarios))]
    kind = KINDS[result.kind]
    answer, unit = kind.answer(result), unit_of(result.scenario)
    several = result.kind == "compare" and len(result.scenarios) > 2
    chances = table_of_chances(result)
    content = {
        "answer": points_of(answer, heads, unit, chances is not None),
        "tiles": tiles(result),
        "folded": "point by point" if result.is_grid else "scenario by scenario" if several else kind.folded,
        "opens_table": several or kind.opens_table,
        "chances": chances,
        "pictures": pictures,
    }
    return Section("answer", "Answer", content)


def _pictures(result: Result, pictures: list[Picture]) -> dict[str, Any]:
    points = len(result.summary["points"]) if result.is_grid else 0
    return {"pictures": pictures, "points": points, "differences": flow_differences(result)}


def _moments(result: Result) -> list[Any]:
    """The dates of the episode; report dates of results about them alone, as analyses add dates of their own."""
    events = result.table("events.parquet") if result.kind == "run" else None
    own = KINDS[result.kind].figures is not None
    return by_date(one for one in timeline(result.scenario, events) if own or one.kind != "report")


def _figures(result: Result) -> Iterator[Section]:
    cells = KINDS[result.kind].figures
    if cells is None:
        return
    found = None if result.is_grid else cells(result)
    content = {
        "first": [] if found is None else first_tables(result, found),
        "others": [] if found is None else other_tables(result, found),
        "together": " ".join(line.strip() for line in counted_together(result.scenario, "all")),
    }
    yield Section("figures", "Key figures", content)


def _assumptions(result: Result, file: Path | None) -> Section:
    source = _source(result, file)
    found = assumptions(result.scenario, source, result.sampled)
    content = {"source": source, "counts": counts(found), "groups": groups(found)}
    return Section("assumptions", "Assumptions: every number and its source", content)


def _reproduce(result: Result, file: Path | None) -> Section:
    manifest = [
        (key.replace("_", " "), _told(list(value) if key == "files" else value))
        for key, value in result.manifest.items()
    ]
    content = {"reproduction": reproduction_of(result, file), "manifest": manifest}
    return Section("reproduce", "How to repeat it", content)


def _source(result: Result, file: Path | None) -> Source:
    """Where the comments on the scenario come from: the file, unless it is that of another one of a comparison.

    Raises `UsageError` for the file of a scenario that the result is not of.
    """
    source = source_of(result.scenario, file)
    names = [one.name for one in result.scenarios]
    if file is None or source.scenario is None or source.scenario.name == names[0]:
        return source
    if source.scenario.name not in names:
        expected = " or ".join(dict.fromkeys(names))
        raise UsageError(f"{file}: of scenario {source.scenario.name}; expected the file of {expected}")
    return source_of(result.scenario, None)


def _told(value: Any) -> str:
    """A value of the manifest as text."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
