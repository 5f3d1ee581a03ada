"""Commands that simulate: run, sweep."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    DESIGNS,
    Common,
    Engine,
    Json,
    Out,
    Quiet,
    ScenarioName,
    Seed,
    Settings,
    resolved,
    with_common,
)
from sim.cli.streams import note
from sim.cli.tell import end, tell
from sim.cli.warned import remark
from sim.scenario.text_file import expanded

Replications = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="how many at each point: 200 where not given; with --precision at most so many, 100,000"
    ),
]
Grid = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH=A,B,C | PATH=FROM:TO:STEP", help="values in turn; dates step by 7d (repeatable)"),
]
DesignOrFile = Annotated[
    str,
    typer.Option(
        "--design",
        metavar=f"{DESIGNS}|FILE",
        help="how uncertain parameters are drawn; or a CSV or Parquet file: columns are paths, a row a parameter set",
    ),
]
Precision = Annotated[
    list[str] | None,
    typer.Option(metavar="FIGURE=SHARE", help="go on until the mean's 95 % half-width is within this share of it"),
]
Keep = Annotated[
    str, typer.Option(metavar="curves|events|summary", help="besides the rows: bands, these and event logs, nothing")
]


def run(
    scenario: ScenarioName,
    seed: Seed = 0,
    replication: Annotated[int, typer.Option(metavar="K", help="which replication, from 0 on")] = 0,
    settings: Settings = None,
    engine: Engine = "auto",
    out: Out = Path("results"),
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate one replication and answer in words."""
    from sim.experiment.results import write_run
    from sim.experiment.run import run as simulate

    started = datetime.now(UTC)
    done = simulate(resolved(scenario, settings), seed, replication, engine)
    folder = write_run(done, out, started, settings or (), note)
    about = {"summary": done.summary, "result_digest": done.log.digest(), "engine": done.engine}
    tell(about, done.answer(), folder, quiet, as_json)


@with_common
def sweep(
    common: Common,
    scenario: ScenarioName,
    replications: Replications = None,
    grid: Grid = None,
    policies: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=expanded, help="TOML: named sets of values, each a point")
    ] = None,
    design: DesignOrFile = "random",
    precision: Precision = None,
    keep: Keep = "curves",
    yes: Annotated[bool, typer.Option("--yes", help="confirm a grid of more than a million points")] = False,
) -> None:
    """Simulate many replications and answer with probabilities."""
    from sim.experiment.designs import axis_of
    from sim.experiment.policies import policies_of
    from sim.experiment.precision import parse
    from sim.experiment.sweep import carry_out, plan_of

    axes = [axis_of(text) for text in grid or []]
    asked = common.resolved(scenario)
    changes = policies_of(asked, policies)
    plan = plan_of(asked, replications, common.seed, axes, design, parse(precision or []), keep, yes, changes)
    if replications is not None and plan.replications != replications:
        remark(f"a Sobol sequence is balanced in powers of two: {plan.replications:,} replications")
    with common.working("replications", plan.total) as work:
        done = carry_out(plan, work, common.out)
    about = {"summary": done.summary, "result_digest": done.digest, "engine": done.manifest["engine"]}
    common.tell(about, done.answer(), done.folder)
    end(done.summary["failed"])
