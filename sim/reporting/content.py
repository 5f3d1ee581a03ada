"""What the pictures of a finished folder are drawn from, of whatever kind it is."""

from sim.analysis.sensitivity import Sensitivity
from sim.errors import UsageError
from sim.experiment.plan import Plan, Point
from sim.experiment.results import content_of
from sim.experiment.sweep import Sweep
from sim.pictures.content import Content
from sim.records.figures.naming import figure_name
from sim.records.files import file_stem
from sim.reporting.result import Result
from sim.statistics.sensitivity import block_length


def content_of_result(result: Result) -> Content:
    """The content of a folder, which proved itself when it was read."""
    if result.kind == "sensitivity":
        return analysis_of(result).content
    if "points" in result.summary:
        return content_of(result.sweep.plan, result.kind, result.folder, result.summary)
    return Content(result.kind, result.scenarios, result.summary, result.manifest, result.folder)


def analysis_of(result: Result) -> Sensitivity:
    """The analysis as the command that made it had it. Raises `UsageError` where the folder lacks its figure."""
    manifest, scenario = result.manifest, result.scenario
    figures = result.summary.get("sensitivity") or {}
    length = block_length(manifest["design"], len(scenario.drawn))
    figure = _figure(result, figures)
    blocks = figures[figure]["samples"] + figures[figure]["lost"]
    each = manifest["replications"] // (blocks * length)
    plan = Plan(
        result.scenarios,
        (Point(0),),
        manifest["replications"],
        manifest["seed"],
        manifest["design"],
        "summary",
        (),
        each,
    )
    return Sensitivity(scenario, Sweep(plan, result.folder, manifest), figure)


def _figure(result: Result, figures: dict[str, object]) -> str:
    """The figure whose tornado lies in the folder, else the units delivered by the last report date."""
    files = result.manifest["files"]
    drawn_ones = sorted(name for name in figures if f"tornado-{file_stem(name)}.svg" in files)
    wanted = [*drawn_ones, figure_name("delivered_units", result.who, result.dates[-1])]
    found = next((name for name in wanted if name in figures), None)
    if found is None:
        raise UsageError(f"{result.folder}: damaged (its summary has no indices of {wanted[-1]})")
    return found
