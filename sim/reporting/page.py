"""The page: every section's content from the files of a result, put into the template."""

import base64
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UsageError
from sim.reporting.assumptions import assumptions, source_of
from sim.reporting.figures import grid_table, tables
from sim.reporting.flows import flows_of, why_none
from sim.reporting.reproduce import UNKNOWN, command_of
from sim.reporting.result import Result, read
from sim.reporting.sensitivity import sensitivity_beside
from sim.reporting.timeline import timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = {"run": "delivered_vs_ordered.png", "sweep": "fan_chart.png", "compare": "compared.png"}


@dataclass(frozen=True)
class Picture:
    """A picture in the page: its address holds all of it, `alt` says the finding."""

    address: str
    alt: str


def report(folder: str | Path, out: str | Path | None = None, scenario: str | Path | None = None) -> Path:
    """Write one self-contained HTML file about a finished run, sweep or comparison; gives its path.

    It goes to `report.html` in the folder unless `out` names a file. Comments on numbers are those of the file
    `scenario`, else of the scenario that ships under the result's name. Raises `UsageError` where the folder holds no
    finished result or the file can't be written.
    """
    result = read(Path(folder))
    target = Path(folder) / "report.html" if out is None else Path(out)
    text = page(result, None if scenario is None else Path(scenario))
    if target.is_dir():
        raise UsageError(f"{target}: a folder; expected a file to write")
    from sim.records.files import aside

    try:
        with aside(target) as path:
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target}: can't be written ({error.strerror})") from None
    return target


def page(result: Result, file: Path | None = None) -> str:
    """The HTML text; `file` is the scenario file whose comments are shown."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_text("page.html"))
    return template.render(style=_text("page.css"), **content(result, file))


def content(result: Result, file: Path | None = None) -> dict[str, Any]:
    """What the template shows."""
    source = source_of(result.scenario, file)
    flows = flows_of(result)
    grid = result.kind == "sweep" and len(result.summary["points"]) > 1
    return {
        "result": result,
        "scenario": result.scenario,
        "names": " and ".join(one.name for one in result.scenarios),
        "answer": answer(result).splitlines(),
        "picture": _main_picture(result),
        "flows": flows,
        "flow_picture": _flow_picture(result, flows),
        "why_no_flows": why_none(result),
        "timeline": timeline(result.scenario, result.table("events.parquet") if result.kind == "run" else None),
        "tables": [grid_table(result)] if grid else tables(result),
        "grid": grid,
        "sensitivity": sensitivity_beside(result),
        "source": source,
        "assumptions": assumptions(result.scenario, source, result.sampled),
        "command": command_of(result, source, file),
        "unknown": UNKNOWN,
    }


def answer(result: Result) -> str:
    """The answer in words, as the command that made the result prints it."""
    if result.kind == "run":
        from sim.experiment.answer import run_answer

        return run_answer(result.scenario, result.summary)
    if result.kind == "compare":
        from sim.analysis.compare_answer import compare_answer

        return compare_answer(
            result.scenarios[0], result.scenarios[1], result.table("differences.parquet"), result.summary
        )
    from sim.experiment.sweep_answer import sweep_answer

    return sweep_answer(result.scenario, result.summary)


def _main_picture(result: Result) -> Picture | None:
    """The picture that lies in the folder; None where there is none (a sweep that kept no curves)."""
    name = PICTURES[result.kind]
    if not result.has(name):
        return None
    return Picture(_address((result.folder / name).read_bytes()), _finding(result))


def _finding(result: Result) -> str:
    """The finding that the picture's title says."""
    scenario, who = result.scenario, result.who
    if result.kind == "run":
        from sim.pictures.curves import curves_of, finding

        return finding(curves_of(result.daily, scenario, scenario.report.buyer), scenario)
    if result.kind == "compare":
        return answer(result).splitlines()[-2 if len(answer(result).splitlines()) > 2 else 0].strip()
    if len(result.summary["points"]) > 1:
        return f"Delivered share of {who} at each of {len(result.summary['points'])} points; the table has the values."
    from sim.pictures.fan import finding as fan_finding

    bands = result.table("bands.parquet")
    return fan_finding(bands[(bands["buyer"] == who) & (bands["product"] == "all")], who)


def _flow_picture(result: Result, flows: Any) -> Picture | None:
    from sim.pictures.flows import finding, flows_chart

    if not flows:
        return None
    kind = "one sampled replication" if result.kind == "run" else "mean of the replications"
    title = finding(flows)
    return Picture(_address(_png(flows_chart(flows, title, f"Units dispatched less returned: {kind}"))), title)


def _png(figure: "Figure") -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=130, metadata={"Software": None})
    return buffer.getvalue()


def _address(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


def _text(name: str) -> str:
    return (resources.files("sim.reporting") / name).read_text(encoding="utf-8")
