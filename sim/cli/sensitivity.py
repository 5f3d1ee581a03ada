"""The command that tells which parameters matter."""

from typing import Annotated

import typer

from sim.cli.options import Common, ScenarioName, with_common
from sim.cli.tell import end


@with_common
def sensitivity(
    common: Common,
    scenario: ScenarioName,
    method: Annotated[
        str, typer.Option(metavar="sobol|morris", help="indices of the variance, or screening")
    ] = "sobol",
    figure: Annotated[
        str | None,
        typer.Option(metavar="FIGURE", help="key figure; the units delivered by the last report date where not given"),
    ] = None,
    samples: Annotated[
        int, typer.Option(metavar="N", help="blocks of the design, each a row for every parameter and one or two more")
    ] = 64,
    replications: Annotated[int, typer.Option(metavar="N", help="replications of chance of each row")] = 8,
) -> None:
    """Tell which uncertain parameters decide a key figure, and how much of it is chance."""
    from sim.analysis import sensitivity as analysing

    asked = common.resolved(scenario)
    plan = analysing.sensitivity_plan(asked, method, samples, replications, common.seed)
    name = analysing.figure_of(plan, asked, figure)
    with common.working("replications", plan.total) as work:
        sweep = analysing.carry_out_sensitivity(plan, asked, name, work, common.out)
    done = analysing.Sensitivity(asked, sweep, name)
    content: dict[str, object] = {"figure": done.figure, "about": done.about, "result_digest": sweep.digest}
    content |= {"engine": sweep.manifest["engine"], "indices": done.indices.to_dict("records")}
    common.tell(content, done.answer(), sweep.folder)
    end(sweep.summary["failed"])
