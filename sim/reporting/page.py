"""The page: every section's content from the files of a result, put into the template."""

from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sim.errors import UsageError
from sim.experiment.arguments import path_of
from sim.records.products import counted_together
from sim.records.words import date_in_words
from sim.reporting.answer import about, answer, points_of, tiles
from sim.reporting.assumptions import Source, assumptions, counts, groups, source_of
from sim.reporting.curves import main_picture
from sim.reporting.figures import chances_table, first_tables, grid_picture, other_tables
from sim.reporting.flows import difference_table, flow_pictures, why_none
from sim.reporting.pictures import Picture
from sim.reporting.reproduce import reproduction_of
from sim.reporting.result import Result, read
from sim.reporting.sensitivity import Found, sensitivity_of
from sim.reporting.target import MARK, check_target, write_page
from sim.reporting.timeline import by_date, timeline


def report(folder: str | Path, out: str | Path | None = None, scenario: str | Path | None = None) -> Path:
    """Write one self-contained HTML file about a finished run, sweep, comparison or sensitivity analysis; its path.

    It goes to `report.html` in the folder unless `out` names a file. Comments on numbers are those of the file
    `scenario`, else of the scenario that ships under the result's name. Raises `UsageError` where the folder holds no
    finished result, the file can't be written or holds anything but a report, or `scenario` is another scenario.
    """
    folder = path_of("folder", folder)
    result = read(folder)
    target = folder / "report.html" if out is None else path_of("out", out)
    check_target(target, result)
    try:
        text = page(result, None if scenario is None else path_of("scenario", scenario))
    except KeyError as error:
        made = result.manifest["version"]
        raise UsageError(
            f"{folder}: damaged (no {error.args[0]} in it); expected all that version {made} wrote"
        ) from None
    write_page(target, text)
    return target


def page(result: Result, file: Path | None = None) -> str:
    """The HTML text; `file` is the scenario file whose comments are shown."""
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
    return environment.get_template("page.html").render(style=style, mark=MARK, **content(result, file))


def breakable(name: str) -> Markup:
    """A flat name or path that may be broken after each dot."""
    return Markup(".<wbr>").join(name.split("."))


def content(result: Result, file: Path | None = None) -> dict[str, Any]:
    """What the template shows."""
    source = _source(result, file)
    found = assumptions(result.scenario, source, result.sampled)
    events = result.table("events.parquet") if result.kind == "run" else None
    sensitivity = sensitivity_of(result)
    own = result.kind == "sensitivity"
    flows = [] if own else flow_pictures(result)
    title = result.scenario.title or result.scenario.name
    heads = [title, *filter(None, (one.question for one in result.scenarios))]
    return {
        "result": result,
        "title": title,
        "about": about(result),
        "answer": points_of(answer(result), heads, 2 if result.kind == "sweep" else 9),
        "tiles": tiles(result),
        "main": _main(result, sensitivity),
        "flows": flows,
        "flow_differences": difference_table(result) if result.kind == "compare" and flows else None,
        "why_no_flows": "" if own or flows else why_none(result),
        "timeline": by_date(one for one in timeline(result.scenario, events) if not own or one.kind != "report"),
        "chances": chances_table(result),
        "first": [] if own or result.is_grid else first_tables(result),
        "together": " ".join(line.strip() for line in counted_together(result.scenario, "all")),
        "others": [] if own or result.is_grid else other_tables(result),
        "sensitivity": sensitivity,
        "source": source,
        "counts": counts(found),
        "assumptions": groups(found),
        "reproduction": reproduction_of(result, file),
        "manifest": [
            (key.replace("_", " "), _told(list(value) if key == "files" else value))
            for key, value in result.manifest.items()
        ],
    }


def _source(result: Result, file: Path | None) -> Source:
    """Where the comments on the scenario come from: the file, unless it is the second of a comparison.

    Raises `UsageError` for the file of a scenario that the result is not of.
    """
    source = source_of(result.scenario, file)
    names = [one.name for one in result.scenarios]
    if file is None or source.scenario is None or source.scenario.name == names[0]:
        return source
    if source.scenario.name not in names:
        raise UsageError(f"{file}: of scenario {source.scenario.name}; expected the file of {' or '.join(names)}")
    return source_of(result.scenario, None)


def _main(result: Result, sensitivity: Found | None) -> Picture | None:
    """The picture beside the answer."""
    if result.kind == "sensitivity":
        return None if sensitivity is None else sensitivity.picture
    return grid_picture(result) if result.is_grid else main_picture(result)


def _told(value: Any) -> str:
    """A value of the manifest as text."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
